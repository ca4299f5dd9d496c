// Paints the values of layers as tiles: blue is positive, orange negative, zero the colour of paper. All tiles of a layer
// have one scale. A column's values are the pixels of a small canvas, parts of which are enlarged.

import { signed } from "../live/numbers.js";
import { fillPixels } from "../live/pixels.js";
import { kernelsOf } from "./geometry.js";

const MIDDLE = 128; // the byte of 0
const LEAST_CELL = 14; // px, of a cell whose number can be read
const LEAST_SCALE = 1e-9; // so that it can divide

// The largest magnitude among values.
export function scaleOf(values) {
  let largest = LEAST_SCALE;
  for (let i = 0; i < values.length; i++) {
    const size = values[i] < 0 ? -values[i] : values[i];
    if (size > largest) largest = size;
  }
  return largest;
}

const signedPixel = (shades, value, scale) => shades.signed[(MIDDLE + (127 * value) / scale + 0.5) | 0];

// The values of a column's tiles, one tile after the other.
export function valuesOf(picture, { kind, layer }) {
  if (kind === "input") return picture.image;
  if (kind !== "kernel") return picture.values[layer].a;
  const described = picture.frame.layers[layer];
  const count = described.filters * described.shape[0] * described.kernel ** 2;
  if (picture.kernels?.length !== count) picture.kernels = new Float64Array(count);
  return kernelsOf(described, picture.theta, picture.kernels);
}

// Write the values of a column into its canvas.
function fillSheet(picture, tiles, sheet) {
  const { shades } = picture;
  const { kind, rows, columns } = tiles[0];
  const values = valuesOf(picture, tiles[0]);
  fillPixels(sheet, columns, rows * tiles.length, (pixels) => {
    if (kind === "input") for (let i = 0; i < pixels.length; i++) pixels[i] = shades.grey[(255 * values[i] + 0.5) | 0];
    else {
      const scale = scaleOf(values);
      for (let i = 0; i < pixels.length; i++) pixels[i] = signedPixel(shades, values[i], scale);
    }
  });
}

// Paint all columns but the classes.
export function paintTiles(picture, context) {
  const { layout, colours, sheets } = picture;
  context.imageSmoothingEnabled = false;
  context.lineWidth = 1;
  context.strokeStyle = colours.outline;
  context.beginPath(); // all outlines at once
  layout.columns.forEach((tiles, k) => {
    if (tiles[0].kind === "class") return;
    sheets[k] ??= document.createElement("canvas");
    fillSheet(picture, tiles, sheets[k]);
    for (const { x, y, width, height, unit, rows, columns } of tiles) {
      context.drawImage(sheets[k], 0, unit * rows, columns, rows, x, y, width, height);
      context.rect(x - 0.5, y - 0.5, width + 1, height + 1);
    }
  });
  context.stroke();
}

// Paint a small grid of values with their numbers; `winner` is the index of a cell to mark.
export function paintNumbers(context, { values, across, isGrey, scale, winner }, x, y, cell, shades, colours) {
  const text = (value) => signed(value, cell < 24 ? 1 : 2);
  context.font = `${Math.min(Math.max(cell * 0.36, 7.5), 11)}px sans-serif`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  values.forEach((value, k) => {
    const [left, top] = [x + (k % across) * cell, y + Math.floor(k / across) * cell];
    const share = Math.max(-1, Math.min(value / scale, 1));
    const pixel = isGrey ? shades.grey[(255 * Math.max(share, 0)) | 0] : signedPixel(shades, share, 1);
    const rgb = [pixel & 255, (pixel >> 8) & 255, (pixel >> 16) & 255];
    context.fillStyle = `rgb(${rgb.join()})`;
    context.fillRect(left, top, cell, cell);
    if (cell < LEAST_CELL) return;
    const isDark = 0.3 * rgb[0] + 0.59 * rgb[1] + 0.11 * rgb[2] < 140;
    context.fillStyle = isDark ? "#fff" : "#111a2b";
    context.fillText(text(value), left + cell / 2, top + cell / 2 + 0.5);
  });
  context.lineWidth = 1;
  context.strokeStyle = colours.ink;
  context.strokeRect(x + 0.5, y + 0.5, across * cell, Math.ceil(values.length / across) * cell);
  if (winner === undefined) return;
  context.lineWidth = 3;
  context.strokeStyle = colours.accent;
  context.strokeRect(x + (winner % across) * cell + 2, y + Math.floor(winner / across) * cell + 2, cell - 3, cell - 3);
}
