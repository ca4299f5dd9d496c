// What a picture shows of a network, in order: a stage is one kind of tiles, {kind, layer, count, rows, columns, title, size}
// with the index of its layer, the number of tiles, the values in each, and the two lines of its caption.

import { outputShape } from "./convnet.js";

const POOL_TITLES = { max: ["Max pool", "Global max"], mean: ["Mean pool", "Global mean"] };
const by = (rows, columns) => `${rows} × ${columns}`;

export function stagesOf({ layers, classes }) {
  const stages = [];
  const last = layers.length - 1;
  let convolutions = 0;
  layers.forEach((layer, i) => {
    const [count, rows, columns] = outputShape(layer);
    const add = (kind, title, size, more) =>
      stages.push({ kind, layer: i, count, rows, columns, title, size, ...more });
    if (layer.kind === "conv") {
      const { kernel } = layer;
      // Kernels of several channels are too many to be shown at once.
      if (layer.shape[0] === 1) add("kernel", "Kernels", by(kernel, kernel), { rows: kernel, columns: kernel });
      add("map", `Conv ${++convolutions}`, by(rows, columns));
    } else if (layer.kind === "pool") add("pool", POOL_TITLES[layer.pool][+layer.global], by(rows, columns));
    else if (layer.kind === "flatten") {
      const [channels, height, width] = layer.shape;
      const [groups, length] = i === 0 ? [height, width] : [channels, height * width];
      add("strip", "Flatten", String(count), { count: groups, rows: length, columns: 1 });
    } else if (i < last) add("units", "Dense", String(count), { count: 1, rows: count, columns: 1 });
    else add("class", "Dense", count === 1 ? "→ sigmoid" : "→ softmax", { count: classes.length, rows: 1, columns: 1 });
  });
  return stages;
}

// The tiles of a stage without their places.
export const tilesOf = ({ kind, layer, count, rows, columns }) =>
  Array.from({ length: count }, (_, unit) => ({ kind, layer, unit, rows, columns }));

export const SHOWN_TESTS = 40; // test images
export const TESTS_ACROSS = 8;

// The tiles of test images, of `side` pixels, `across` and `down` apart.
export const testTiles = (x, y, across, down, side) =>
  Array.from({ length: SHOWN_TESTS }, (_, unit) => ({
    kind: "test",
    unit,
    rows: 1,
    columns: 1,
    x: Math.round(x + (unit % TESTS_ACROSS) * across),
    y: Math.round(y + Math.floor(unit / TESTS_ACROSS) * down),
    width: Math.floor(side),
    height: Math.floor(side),
  }));
