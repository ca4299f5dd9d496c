// What is selected, and where it comes from: boxes on the tiles and on the image.

import { css } from "../live/colours.js";
import { clipped, originOf, pooledCells, receptiveField, windowOf } from "./geometry.js";
import { curve } from "./classes.js";
import { leftOf, rightOf } from "./layout.js";

// The tiles that show the outputs of a layer as images; layer −1 is the image itself.
export const tilesOfLayer = ({ columns }, layer) =>
  columns.find(([tile]) => tile.layer === layer && ["input", "map", "pool"].includes(tile.kind)) ?? [];

const cellBox = (row, column) => ({ top: row, left: column, bottom: row + 1, right: column + 1 });

// The boxes to draw, [{tile, box, isThin}]; without a box the whole tile is meant.
export function marksOf({ frame, layout, selected, values, image }) {
  const { tile, row, column } = selected;
  const { kind, layer, unit } = tile;
  const { layers } = frame;
  const own = { tile, box: cellBox(row, column) };
  const [input] = layout.columns[0];
  if (kind === "input") return [own];
  if (kind === "kernel") return [{ tile }, { tile: tilesOfLayer(layout, layer)[unit] }];
  if (kind === "units") return [own];
  if (kind === "class" || kind === "test") return [{ tile }];
  if (kind === "strip") {
    const origin = originOf(layers[layer], flatIndex(selected));
    const marks = [
      own,
      { tile: tilesOfLayer(layout, layer - 1)[origin.unit], box: cellBox(origin.row, origin.column) },
    ];
    if (layer > 0) marks.push({ tile: input, box: receptiveField(layers, layer - 1, origin.row, origin.column) });
    return marks;
  }
  const box = clipped(windowOf(layers[layer], row, column), layers[layer].shape);
  const before = tilesOfLayer(layout, layer - 1);
  const field = layer > 0 ? [{ tile: input, box: receptiveField(layers, layer, row, column) }] : [];
  if (kind === "pool") {
    const { cells, winner } = pooledCells(layers[layer], values[layer - 1]?.a ?? image, unit, row, column);
    const best = cells[winner];
    const marks = [own, { tile: before[unit], box, isThin: true }, ...field];
    return layers[layer].pool === "max"
      ? [...marks, { tile: before[unit], box: cellBox(best.row, best.column) }]
      : marks;
  }
  const kernel = layout.columns.find(([each]) => each.kind === "kernel" && each.layer === layer)?.[unit];
  return [
    own,
    ...before.map((each) => ({ tile: each, box, isThin: layer > 0 })),
    ...field,
    ...(kernel ? [{ tile: kernel }] : []),
  ];
}

// The index among all values of a flatten layer of the one that is selected; its tiles are columns or rows of values.
export const flatIndex = ({ tile, row, column }) => tile.unit * tile.rows * tile.columns + Math.max(row, column);

export function paintMarks(picture, context) {
  const { layout, selected, colours } = picture;
  if (!selected) return;
  context.strokeStyle = colours.accent;
  if (!layout.narrow) paintWay(picture, context);
  for (const { tile, box, isThin } of marksOf(picture)) {
    if (!tile) continue;
    const [wide, high] = [tile.width / tile.columns, tile.height / tile.rows];
    const { top, left, bottom, right } = box ?? { top: 0, left: 0, bottom: tile.rows, right: tile.columns };
    const out = box ? 0.5 : tile.kind === "class" ? 0 : 3;
    const place = [tile.x + left * wide - out, tile.y + top * high - out];
    const size = [(right - left) * wide + 2 * out, (bottom - top) * high + 2 * out];
    for (const [colour, width] of [
      [css(colours.background, 0.8), isThin ? 3 : 4.5],
      [colours.accent, isThin ? 1.5 : 2.5],
    ]) {
      context.strokeStyle = colour;
      context.lineWidth = width;
      context.strokeRect(...place, ...size);
    }
  }
}

// The way from the image, or the maps before, to the map that is selected.
function paintWay({ layout, selected }, context) {
  const { tile } = selected;
  if (tile.kind !== "map") return;
  context.lineWidth = 2;
  const kernel = layout.columns.find(([each]) => each.kind === "kernel" && each.layer === tile.layer)?.[tile.unit];
  const before = tilesOfLayer(layout, tile.layer - 1);
  if (kernel) curve(context, rightOf(kernel), leftOf(tile));
  if (before.length > 1) context.lineWidth = 1;
  for (const each of before) curve(context, rightOf(each), leftOf(kernel ?? tile));
}
