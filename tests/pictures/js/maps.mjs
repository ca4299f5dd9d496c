// Evaluates networks as a page does: reads {size, side, tables, cases: [{network, theta, coding}]} from the file named
// first, and writes the maps of each case (inputs, hidden neurons, output) as float32 to the file named second.

import { readFileSync, writeFileSync } from "node:fs";
import { fillMaps, inputTiles } from "../../../pictures/live/maps.js";
import { Plane, parameterCount } from "../../../pictures/live/network.js";
import { decodeTables } from "../../../pictures/live/tables.js";

const { size, side, tables, cases } = JSON.parse(readFileSync(process.argv[2]));
const plane = new Plane(decodeTables(tables), size);
const written = cases.flatMap(({ network, theta, coding }) => {
  const hidden = network.layers.slice(0, -1).reduce((sum, [, , units]) => sum + units, 0);
  const tiles = new Float32Array(hidden * side * side);
  const map = new Float32Array(coding.outputs * size * size);
  if (parameterCount(network) !== theta.length) throw new Error(`theta has ${theta.length} numbers`);
  const start = 3; // as if another network were before it
  const weights = Float32Array.from([NaN, NaN, NaN, ...theta]);
  for (const _ of fillMaps(plane, weights, [{ network, start, map, tiles, side }], coding));
  return [inputTiles(plane, network.features, side), tiles, map];
});
writeFileSync(process.argv[3], Buffer.concat(written.map((array) => Buffer.from(array.buffer))));
