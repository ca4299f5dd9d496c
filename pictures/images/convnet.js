// The forward pass of a network of convolutions, pooling and dense layers: the same as engine/network.py, with tables in
// place of the activations' formulas. No screen is needed. `layers` are those of a Frame (see frame.py); theta has the
// numbers of all of them. n images are evaluated at once: arrays are (units, n) or (channels, height, width, n).

import { activate } from "../live/tables.js";

const POOL_SIDE = 2; // pixels of the squares; what is left over at the right and at the bottom is not used
const AT_ONCE = 16; // images that scoreSteps evaluates before it lets the page go on

// The shape of a layer's outputs, [channels, height, width]; a dense layer has one pixel for each unit.
export function outputShape(layer) {
  if (layer.kind === "dense") return [layer.units, 1, 1];
  const [channels, ...sides] = layer.shape;
  if (layer.kind === "conv") {
    const { filters, kernel, stride, padding } = layer;
    return [filters, ...sides.map((side) => Math.floor((side + 2 * padding - kernel) / stride) + 1)];
  }
  if (layer.kind === "flatten") return [channels * sides[0] * sides[1], 1, 1];
  return layer.global ? [channels, 1, 1] : [channels, ...sides.map((side) => Math.floor(side / POOL_SIDE))];
}

const area = ([, height, width]) => height * width;
const size = (shape) => shape[0] * area(shape);

// The number of weights of a filter or of a unit, without its bias.
export const weightCount = (layer) => (layer.kind === "conv" ? layer.shape[0] * layer.kernel ** 2 : layer.inputs);

// Where the weights of a filter or of a unit begin in theta; its bias follows them.
export const rowStart = (layer, unit) => layer.start + unit * (weightCount(layer) + 1);

// Arrays for the outputs of each layer: {z, a, shape}, of one image; layers without weights have no z.
export function allocate(layers, n = 1) {
  return layers.map((layer) => {
    const shape = outputShape(layer);
    const z = layer.kind === "conv" || layer.kind === "dense" ? new Float64Array(size(shape) * n) : null;
    return { z, a: new Float64Array(size(shape) * n), shape };
  });
}

// Evaluate the layers for images (side², n) of numbers from 0 to 1, and return `values`, the outputs of each.
export function forward(layers, theta, images, activations, values = allocate(layers), n = 1) {
  let x = images;
  layers.forEach((layer, i) => {
    const { z, a, shape } = values[i];
    if (layer.kind === "conv") convolve(layer, theta, x, z, shape, n);
    else if (layer.kind === "dense") multiply(layer, theta, x, z, n);
    else if (layer.kind === "pool") pool(layer, x, a, shape, n);
    else a.set(x);
    if (z) {
      a.set(z);
      if (layer.activation !== "linear") activate(a, a.length, activations[layer.activation]);
    }
    x = a;
  });
  return values;
}

// The first output, and the one after the last, whose window has its pixel at `offset` inside of an image of `side` pixels.
function within(offset, side, stride, count) {
  const first = offset < 0 ? Math.ceil(-offset / stride) : 0;
  return [first, Math.min(count, Math.floor((side - 1 - offset) / stride) + 1)];
}

function convolve(layer, theta, x, z, [filters, height, width], n) {
  const { kernel, stride, padding } = layer;
  const [channels, high, wide] = layer.shape;
  for (let f = 0; f < filters; f++) {
    const map = f * height * width;
    let place = rowStart(layer, f);
    z.fill(theta[place + weightCount(layer)], map * n, (map + height * width) * n);
    for (let c = 0; c < channels; c++)
      for (let i = 0; i < kernel; i++) {
        const [top, bottom] = within(i - padding, high, stride, height);
        for (let j = 0; j < kernel; j++) {
          const weight = theta[place++];
          const [left, right] = within(j - padding, wide, stride, width);
          for (let row = top; row < bottom; row++) {
            const from = (c * high + row * stride + i - padding) * wide + j - padding;
            const to = map + row * width;
            if (stride === 1) addTimes(z, (to + left) * n, x, (from + left) * n, weight, (right - left) * n);
            else
              for (let column = left; column < right; column++)
                addTimes(z, (to + column) * n, x, (from + column * stride) * n, weight, n);
          }
        }
      }
  }
}

// z += weight · x, for `count` values of both.
function addTimes(z, to, x, from, weight, count) {
  for (let k = 0; k < count; k++) z[to + k] += weight * x[from + k];
}

function multiply(layer, theta, x, z, n) {
  const { inputs, units } = layer;
  for (let unit = 0; unit < units; unit++) {
    const row = rowStart(layer, unit);
    z.fill(theta[row + inputs], unit * n, (unit + 1) * n);
    for (let j = 0; j < inputs; j++) addTimes(z, unit * n, x, j * n, theta[row + j], n);
  }
}

function pool(layer, x, a, [channels, height, width], n) {
  const [, high, wide] = layer.shape;
  const [rows, columns] = layer.global ? [high, wide] : [POOL_SIDE, POOL_SIDE];
  const isMax = layer.pool === "max";
  const share = isMax ? 1 : 1 / (rows * columns);
  a.fill(isMax ? Number.NEGATIVE_INFINITY : 0);
  for (let c = 0; c < channels; c++)
    for (let row = 0; row < height * rows; row++)
      for (let column = 0; column < width * columns; column++) {
        const from = ((c * high + row) * wide + column) * n;
        const to = ((c * height + Math.floor(row / rows)) * width + Math.floor(column / columns)) * n;
        if (isMax) for (let k = 0; k < n; k++) a[to + k] = Math.max(a[to + k], x[from + k]);
        else for (let k = 0; k < n; k++) a[to + k] += share * x[from + k];
      }
}

// The probability of each class for the logits of the last layer: one logit is that of the second of two classes.
export function probabilities(logits) {
  if (logits.length === 1) {
    const p = 1 / (1 + Math.exp(-logits[0]));
    return [1 - p, p];
  }
  const largest = Math.max(...logits);
  const powers = Array.from(logits, (z) => Math.exp(z - largest));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}

// The class that the network answers; as an accuracy counts it, a single logit of 0 belongs to class 0.
export function answerOf(logits) {
  if (logits.length === 1) return logits[0] > 0 ? 1 : 0;
  return logits.indexOf(Math.max(...logits));
}

// Write image i of the bytes of many into `image`, as numbers from 0 to 1.
export function readImage(bytes, i, levels, image) {
  const start = i * image.length;
  for (let k = 0; k < image.length; k++) image[k] = bytes[start + k] / levels;
  return image;
}

// Evaluate all test images of a Frame's blocks, a few at each next(), and call done({answers, right, counts}): the class
// of each, and by class how many are right, of how many.
export function* scoreSteps({ layers, side, levels, classes }, { theta, tests, labels }, activations, done) {
  const values = allocate(layers, AT_ONCE);
  const { z } = values.at(-1);
  const size = side * side;
  const images = new Float64Array(size * AT_ONCE);
  const logits = new Float64Array(z.length / AT_ONCE);
  const answers = new Uint8Array(labels.length);
  const right = new Array(classes.length).fill(0);
  const counts = new Array(classes.length).fill(0);
  for (let first = 0; first < labels.length; first += AT_ONCE) {
    const count = Math.min(AT_ONCE, labels.length - first);
    for (let i = 0; i < count; i++)
      for (let k = 0; k < size; k++) images[k * AT_ONCE + i] = tests[(first + i) * size + k] / levels;
    forward(layers, theta, images, activations, values, AT_ONCE);
    for (let i = 0; i < count; i++) {
      for (let k = 0; k < logits.length; k++) logits[k] = z[k * AT_ONCE + i];
      const label = labels[first + i];
      answers[first + i] = answerOf(logits);
      counts[label]++;
      if (answers[first + i] === label) right[label]++;
    }
    yield;
  }
  done({ answers, right, counts });
}

// The same at once.
export function scoreAll(header, blocks, activations) {
  let scored = null;
  const steps = scoreSteps(header, blocks, activations, (found) => {
    scored = found;
  });
  while (!steps.next().done);
  return scored;
}
