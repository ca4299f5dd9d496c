// The maps of many networks, each of a shape of its own, which come and change one by one.

import { fillMaps } from "../live/maps.js";
import { Plane } from "../live/network.js";
import { Slices } from "../live/slices.js";
import { decodeTables } from "../live/tables.js";
import tables from "../live/tables.json" with { type: "json" };

export class RoomMaps {
  constructor() {
    this.tables = decodeTables(tables);
    this.planes = {}; // by the pixels across them
    this.slices = new Slices();
    this.waiting = new Map(); // the networks that are still to be evaluated, by their names
    this.isAtWork = false;
  }

  // Evaluate a network with its weights over a square of `size` pixels, and then call done(map). coding is as fillMaps
  // takes it. Of one name only the last network is evaluated.
  want(name, network, theta, size, coding, done) {
    this.waiting.set(name, { network, theta, size, coding, done });
    if (this.isAtWork) return;
    this.isAtWork = true;
    this.slices.run(this.all(), () => {
      this.isAtWork = false;
    });
  }

  cancel() {
    this.slices.cancel();
    this.waiting.clear();
    this.isAtWork = false;
  }

  *all() {
    while (this.waiting.size) {
      const [name, job] = this.waiting.entries().next().value;
      this.planes[job.size] ??= new Plane(this.tables, job.size);
      const map = new Float32Array(job.coding.outputs * job.size ** 2);
      const part = { network: job.network, start: 0, map, tiles: null, side: 0 };
      yield* fillMaps(this.planes[job.size], job.theta, [part], job.coding);
      if (this.waiting.get(name) === job) {
        this.waiting.delete(name);
        job.done(map);
      }
    }
  }
}
