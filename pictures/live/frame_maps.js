// The maps of a picture's Frames, computed from the weights that they carry, without holding up the page.

import { fillMaps, inputTiles } from "./maps.js";
import { parameterCount, Plane } from "./network.js";
import { Slices } from "./slices.js";
import { decodeTables } from "./tables.js";
import tables from "./tables.json" with { type: "json" };

// A small network takes 2 ms. A large one, or many, or a slow computer take longer: then the work goes on in the next
// animation frames, between which the page is free. A Worker would save the page no more than this, and needs copies.
export class FrameMaps {
  constructor() {
    this.tables = decodeTables(tables);
    this.planes = {}; // by the pixels across them
    this.slices = new Slices();
    // The maps of the Frame that is shown, and those in which the next ones are computed.
    this.now = { map: new Float32Array(), tiles: new Float32Array() };
    this.other = { map: new Float32Array(), tiles: new Float32Array() };
  }

  // Compute the maps of a Frame, given its header and its blocks, and then call done(tiles, map): the squares of all
  // inputs and hidden neurons if the header has `tile`, the pixels across them, and the maps of all outputs. Frames that
  // come meanwhile are left out, except for the last one.
  compute(unpacked, done) {
    if (this.steps) {
      this.waiting = [unpacked, done];
      return;
    }
    this.steps = this.fill(unpacked);
    this.slices.run(this.steps, () => {
      const { waiting } = this;
      this.steps = this.waiting = null;
      done(this.now.tiles, this.now.map);
      if (waiting) this.compute(...waiting);
    });
  }

  cancel() {
    this.slices.cancel();
    this.steps = this.waiting = null;
  }

  plane(size) {
    this.planes[size] ??= new Plane(this.tables, size);
    return this.planes[size];
  }

  *fill({ header, blocks: { theta } }) {
    const { networks, map: size, tile: side, meaning, outputs } = header;
    const key = JSON.stringify([networks, size, side, meaning, outputs]);
    if (key === this.key && theta.every((value, i) => value === this.theta[i])) return;
    [this.now, this.other] = [this.other, this.now];
    if (key !== this.now.key) this.now = { key, ...this.allocate(header) };
    yield* fillMaps(this.plane(size), theta, this.now.parts, header);
    this.key = key;
    this.theta = theta;
  }

  // Return arrays for the maps of a Frame's networks, with what no weights change, and their parts for fillMaps.
  allocate({ networks, features, map: size, tile: side, outputs }) {
    const area = outputs * size * size;
    const map = new Float32Array(networks.length * area).fill(outputs === 1 ? 128 : 255 / outputs); // blank
    const inputs = side
      ? inputTiles(
          this.plane(size),
          features.map(([name]) => name),
          side,
        )
      : [];
    const hidden = side ? networks[0].layers.slice(0, -1).reduce((sum, [, , units]) => sum + units, 0) : 0;
    const tiles = new Float32Array(inputs.length + hidden * side * side || 0);
    tiles.set(inputs);
    const parts = [];
    let start = 0;
    networks.forEach((network, i) => {
      if (!network) return;
      const part = { network, start, side, map: map.subarray(i * area, (i + 1) * area) };
      // The neurons that have maps of their own are those of the first network.
      parts.push({ ...part, tiles: side && i === 0 ? tiles.subarray(inputs.length) : null });
      start += parameterCount(network);
    });
    return { map, tiles, parts };
  }
}
