// Where a value of a network comes from: the window of one output, its receptive field in the image, its products.
// A box is {top, left, bottom, right}, of which bottom and right no longer belong to it.

import { outputShape, rowStart, weightCount } from "./convnet.js";

const POOL_STEP = 2; // pixels between two squares

// The box of a layer's input that the outputs in a box have seen; parts of it may lie in the padding.
function inputBox(layer, { top, left, bottom, right }) {
  if (layer.kind === "pool" && layer.global) {
    const [, height, width] = layer.shape;
    return { top: 0, left: 0, bottom: height, right: width };
  }
  const [side, stride, padding] =
    layer.kind === "conv" ? [layer.kernel, layer.stride, layer.padding] : [POOL_STEP, POOL_STEP, 0];
  const first = (t) => t * stride - padding;
  const end = (t) => (t - 1) * stride - padding + side;
  return { top: first(top), left: first(left), bottom: end(bottom), right: end(right) };
}

// The window of an output's row and column in its layer's input.
export const windowOf = (layer, row, column) =>
  inputBox(layer, { top: row, left: column, bottom: row + 1, right: column + 1 });

// A box without what lies outside of an image of a shape.
export function clipped({ top, left, bottom, right }, [, height, width]) {
  return {
    top: Math.max(top, 0),
    left: Math.max(left, 0),
    bottom: Math.min(bottom, height),
    right: Math.min(right, width),
  };
}

// The pixels of the image that the output of layer i at a row and a column depends on.
export function receptiveField(layers, i, row, column) {
  let box = { top: row, left: column, bottom: row + 1, right: column + 1 };
  for (let k = i; k >= 0; k--) box = clipped(inputBox(layers[k], box), layers[k].shape);
  return box;
}

// The map, the row and the column of the input of a flatten layer that its value k is.
export function originOf({ shape: [, height, width] }, k) {
  const pixel = k % (height * width);
  return { unit: Math.floor(k / (height * width)), row: Math.floor(pixel / width), column: pixel % width };
}

// The products whose sum, with the bias, is the output of a convolution: {products: [{channel, i, j, x, weight}], bias}.
// x is 0 in the padding.
export function productsOf(layer, theta, x, filter, row, column) {
  const [channels, height, width] = layer.shape;
  const { top, left } = windowOf(layer, row, column);
  const products = [];
  let place = rowStart(layer, filter);
  for (let channel = 0; channel < channels; channel++)
    for (let i = 0; i < layer.kernel; i++)
      for (let j = 0; j < layer.kernel; j++) {
        const [r, c] = [top + i, left + j];
        const inside = r >= 0 && c >= 0 && r < height && c < width;
        products.push({
          channel,
          i,
          j,
          x: inside ? x[(channel * height + r) * width + c] : 0,
          weight: theta[place++],
        });
      }
  return { products, bias: theta[place] };
}

// The cells that the output of a pooling layer is made of: [{row, column, value}], and the index of the one that is
// passed on, the first of the largest.
export function pooledCells(layer, x, channel, row, column) {
  const [, height, width] = layer.shape;
  const box = windowOf(layer, row, column);
  const cells = [];
  for (let r = box.top; r < box.bottom; r++)
    for (let c = box.left; c < box.right; c++)
      cells.push({ row: r, column: c, value: x[(channel * height + r) * width + c] });
  const winner = cells.reduce((best, cell, i) => (cell.value > cells[best].value ? i : best), 0);
  return { cells, winner };
}

// The groups in which the inputs of dense layer i belong together, [[from, to], …]: the pixels of a map, or of a row of
// the image where there is no convolution, or else each unit.
export function groupsOf(layers, i) {
  const before = layers[i - 1];
  const count = layers[i].inputs;
  let length = 1;
  if (before.kind === "flatten") {
    const [channels, height, width] = before.shape;
    length = i === 1 ? width : channels && height * width;
  }
  return Array.from({ length: count / length }, (_, k) => [k * length, (k + 1) * length]);
}

// What each group of its inputs adds to the weighted sum of a unit of a dense layer.
export function contributionsOf(layer, theta, x, unit, groups) {
  const row = rowStart(layer, unit);
  return groups.map(([from, to]) => {
    let sum = 0;
    for (let j = from; j < to; j++) sum += theta[row + j] * x[j];
    return sum;
  });
}

// The bias of a filter or a unit.
export const biasOf = (layer, theta, unit) => theta[rowStart(layer, unit) + weightCount(layer)];

// The kernels of a convolution, (filters, channels, kernel, kernel) without the biases.
export function kernelsOf(layer, theta, kernels) {
  const count = weightCount(layer);
  for (let f = 0; f < layer.filters; f++)
    kernels.set(theta.subarray(rowStart(layer, f), rowStart(layer, f) + count), f * count);
  return kernels;
}

// The number of a map, a row and a column at place k of a layer's outputs.
export const placeOf = (layer, k) => originOf({ shape: outputShape(layer) }, k);
