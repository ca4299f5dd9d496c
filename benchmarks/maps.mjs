// Times the forward pass of maps.py's cases: reads {size, tables, cases: [{network, theta}], repeats} from the standard
// input, and writes for each case the milliseconds of the first pass, and the median and the least of all.

import { readFileSync } from "node:fs";
import { fillMaps } from "../pictures/live/maps.js";
import { Plane } from "../pictures/live/network.js";
import { decodeTables } from "../pictures/live/tables.js";

const { size, side, tables, cases, repeats } = JSON.parse(readFileSync(0));
const plane = new Plane(decodeTables(tables), size);
const times = cases.map(({ network, theta, coding }) => {
  const hidden = network.layers.slice(0, -1).reduce((sum, [, , units]) => sum + units, 0);
  const tiles = new Float32Array(hidden * side * side);
  const map = new Float32Array(size * size);
  const part = { network, start: 0, map, tiles, side };
  const weights = Float32Array.from(theta);
  const passes = Array.from({ length: repeats }, () => {
    const begun = performance.now();
    for (const _ of fillMaps(plane, weights, [part], coding));
    return performance.now() - begun;
  });
  const sorted = passes.toSorted((a, b) => a - b);
  return { first: passes[0], median: sorted[repeats >> 1], least: sorted[0] };
});
console.log(JSON.stringify(times));
