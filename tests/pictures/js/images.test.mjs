// The picture of a network of images: receptive fields, products, drawings and named kernels.

import assert from "node:assert/strict";
import { test } from "node:test";
import { canBeText, fromText, moved, reduced, stroke, toText } from "../../../pictures/images/drawing.js";
import { explain, strongest, sumText } from "../../../pictures/images/explain.js";
import {
  biasOf,
  contributionsOf,
  groupsOf,
  originOf,
  pooledCells,
  productsOf,
  receptiveField,
  windowOf,
} from "../../../pictures/images/geometry.js";
import { forward, outputShape } from "../../../pictures/images/convnet.js";
import { inSentence, shortNames } from "../../../pictures/images/names.js";
import { presetNames, presetWeights } from "../../../pictures/images/presets.js";

const conv = (shape, filters, more = {}) => ({
  kind: "conv",
  shape,
  filters,
  kernel: 3,
  stride: 1,
  padding: 1,
  activation: "linear",
  start: 0,
  ...more,
});
const pool = (shape, isGlobal = false, name = "max") => ({ kind: "pool", shape, pool: name, global: isGlobal });
const box = (top, left, bottom, right) => ({ top, left, bottom, right });

// Layers one after the other, each with the shape of the one before.
function network(shape, ...makers) {
  const layers = [];
  let start = 0;
  for (const make of makers) {
    const layer = { ...make(shape), start };
    if (layer.kind === "conv") start += layer.filters * (shape[0] * layer.kernel ** 2 + 1);
    if (layer.kind === "dense") start += layer.units * (layer.inputs + 1);
    layers.push(layer);
    shape = outputShape(layer);
  }
  return [layers, start];
}
const random = (length) => Float64Array.from({ length }, () => Math.random() - 0.5);

const NETWORKS = {
  "two convolutions": network(
    [1, 8, 8],
    (shape) => conv(shape, 2),
    (shape) => pool(shape),
    (shape) => conv(shape, 3),
    (shape) => pool(shape),
  ),
  "stride, no padding": network(
    [1, 13, 13],
    (shape) => conv(shape, 2, { stride: 2, padding: 0, kernel: 5 }),
    (shape) => conv(shape, 2, { stride: 2 }),
  ),
  "odd sides": network(
    [1, 9, 9],
    (shape) => conv(shape, 2, { padding: 0 }),
    (shape) => pool(shape, false, "mean"),
    (shape) => pool(shape, true, "mean"),
  ),
};

for (const [name, [layers, count]] of Object.entries(NETWORKS))
  test(`an output depends on the pixels of its receptive field, and on no other: ${name}`, () => {
    const [, side] = layers[0].shape;
    const theta = random(count);
    const image = random(side * side);
    const before = forward(layers, theta, image, {});
    const last = layers.length - 1;
    const [, height, width] = before[last].shape;
    const isMax = layers.some((layer) => layer.pool === "max");
    for (let pixel = 0; pixel < side * side; pixel++) {
      const changed = image.slice();
      changed[pixel] += 10;
      const after = forward(layers, theta, changed, {})[last].a;
      for (let place = 0; place < height * width; place++) {
        const field = receptiveField(layers, last, Math.floor(place / width), place % width);
        const [row, column] = [Math.floor(pixel / side), pixel % side];
        const inside = row >= field.top && row < field.bottom && column >= field.left && column < field.right;
        const differs = Math.abs(after[place] - before[last].a[place]) > 1e-9;
        if (isMax) assert.ok(inside || !differs, `pixel ${pixel}, output ${place}`);
        else assert.equal(differs, inside, `pixel ${pixel}, output ${place}`);
      }
    }
  });

test("a receptive field grows with each layer, and ends where the image does", () => {
  const [layers] = NETWORKS["two convolutions"];
  assert.deepEqual(receptiveField(layers, 0, 3, 4), box(2, 3, 5, 6));
  assert.deepEqual(receptiveField(layers, 0, 0, 7), box(0, 6, 2, 8));
  assert.deepEqual(receptiveField(layers, 1, 1, 1), box(1, 1, 5, 5));
  assert.deepEqual(receptiveField(layers, 2, 2, 2), box(1, 1, 8, 8)); // 3 × 3 pools of 4 × 4 pixels, two apart
  assert.deepEqual(windowOf(layers[0], 0, 0), box(-1, -1, 2, 2));
  assert.deepEqual(windowOf(pool([4, 5, 5], true), 0, 0), box(0, 0, 5, 5));
});

test("products and bias add up to what the convolution computes, in the padding too", () => {
  const [layers, count] = NETWORKS["two convolutions"];
  const theta = random(count);
  const values = forward(layers, theta, random(64), {});
  for (const [row, column] of [
    [0, 0],
    [1, 2],
    [3, 3],
  ]) {
    const { products, bias } = productsOf(layers[2], theta, values[1].a, 2, row, column);
    assert.equal(products.length, 18);
    const sum = products.reduce((total, { x, weight }) => total + x * weight, bias);
    assert.ok(Math.abs(sum - values[2].z[(2 * 4 + row) * 4 + column]) < 1e-12);
  }
});

test("a pooled cell is the largest of four, and one of equals is passed on", () => {
  const x = [0, 0, 1, 5, 0, 0, 7, 5];
  const layer = pool([1, 2, 4]);
  const { cells, winner } = pooledCells(layer, x, 0, 0, 1);
  assert.deepEqual(
    cells.map(({ value }) => value),
    [1, 5, 7, 5],
  );
  assert.deepEqual(cells[winner], { row: 1, column: 2, value: 7 });
  assert.equal(pooledCells(layer, x, 0, 0, 0).winner, 0);
  assert.equal(pooledCells(pool([1, 2, 4], true), x, 0, 0, 0).cells.length, 8);
});

test("a value of flatten comes from a map, a row and a column", () => {
  assert.deepEqual(originOf({ shape: [8, 4, 4] }, 0), { unit: 0, row: 0, column: 0 });
  assert.deepEqual(originOf({ shape: [8, 4, 4] }, 38), { unit: 2, row: 1, column: 2 });
});

test("contributions of maps and the bias add up to a logit", () => {
  const [layers, count] = network(
    [1, 8, 8],
    (shape) => conv(shape, 3),
    (shape) => pool(shape),
    (shape) => ({ kind: "flatten", shape }),
    () => ({ kind: "dense", inputs: 48, units: 4, activation: "linear" }),
  );
  const theta = random(count);
  const values = forward(layers, theta, random(64), {});
  const groups = groupsOf(layers, 3);
  assert.equal(groups.length, 3);
  for (let unit = 0; unit < 4; unit++) {
    const parts = contributionsOf(layers[3], theta, values[2].a, unit, groups);
    const sum = parts.reduce((a, b) => a + b, biasOf(layers[3], theta, unit));
    assert.ok(Math.abs(sum - values[3].z[unit]) < 1e-12);
  }
});

test("without a convolution the inputs are grouped by rows of the image, and behind a dense layer not at all", () => {
  const layers = [
    { kind: "flatten", shape: [1, 8, 8] },
    { kind: "dense", inputs: 64, units: 5 },
    { kind: "dense", inputs: 5, units: 3 },
  ];
  assert.deepEqual(groupsOf(layers, 1)[7], [56, 64]);
  assert.deepEqual(groupsOf(layers, 2), [[0, 1], [1, 2], [2, 3], [3, 4], [4, 5]]); // biome-ignore format: short
});

test("a drawing is reduced by counting black points in blocks of 4 × 4", () => {
  const points = new Uint8Array(32 * 32);
  for (const [row, column] of [
    [0, 0],
    [3, 3],
    [4, 3],
    [31, 31],
  ])
    points[row * 32 + column] = 1;
  const image = reduced(points, 8);
  assert.deepEqual([image[0], image[8], image[63]], [2 / 16, 1 / 16, 1 / 16]);
  assert.equal(
    image.reduce((a, b) => a + b),
    4 / 16,
  );
  assert.ok(reduced(new Uint8Array(48 * 48).fill(1), 12).every((value) => value === 1));
});

test("a stroke is a line of its width, and can be erased", () => {
  const points = new Uint8Array(32 * 32);
  stroke(points, 32, [4, 16], [28, 16], 2, 1);
  assert.equal(points[15 * 32 + 16], 1);
  assert.equal(points[20 * 32 + 16], 0);
  const count = points.reduce((a, b) => a + b);
  assert.ok(count > 24 * 4 && count < 29 * 5, count);
  stroke(points, 32, [4, 16], [28, 16], 3, 0);
  assert.ok(points.every((value) => value === 0));
});

test("images are written as text and read again", () => {
  const image = Float64Array.from({ length: 64 }, (_, k) => (k % 3 && k < 40 ? (k % 17) / 16 : 0));
  const text = toText(image);
  assert.deepEqual(fromText(text), image);
  assert.equal(toText(new Float64Array(64)), "zzi"); // 27 + 27 + 10 white pixels
  assert.equal(fromText("zz"), null);
  assert.equal(fromText("zzz"), null);
  assert.equal(fromText("R"), null);
  assert.ok(canBeText(8) && !canBeText(12));
});

test("an image is moved by pixels, and white comes in", () => {
  const image = Float64Array.from({ length: 9 }, (_, k) => k + 1);
  assert.deepEqual([...moved(image, 3, [1, 0], new Float64Array(9))], [0, 1, 2, 0, 4, 5, 0, 7, 8]);
  assert.deepEqual([...moved(image, 3, [0, -1], new Float64Array(9))], [4, 5, 6, 7, 8, 9, 0, 0, 0]);
});

test("named kernels fit every size and number of channels", () => {
  assert.deepEqual(presetNames(1), ["Identity"]);
  assert.deepEqual(presetWeights("Identity", 1, 1), [1]);
  assert.deepEqual(presetWeights("Sobel ↔", 1, 3), [-1, 0, 1, -2, 0, 2, -1, 0, 1]);
  const large = presetWeights("Sharpen", 2, 5);
  assert.equal(large.length, 50);
  assert.equal(large[12], 2.5);
  assert.equal(large[25 + 12], 2.5);
  assert.ok(large.slice(0, 5).every((weight) => weight === 0));
});

test("nine products are written out, and of more the largest with the sum of the others", () => {
  const few = [0.5, 0.25].map((x) => ({ x, weight: -0.15 }));
  assert.equal(sumText(few, 0.34), "0.50·−0.15 + 0.25·−0.15 + 0.34");
  assert.equal(sumText(few, -0.34), "0.50·−0.15 + 0.25·−0.15 − 0.34");
  const many = Array.from({ length: 72 }, (_, k) => ({ x: k === 70 ? 5 : 1, weight: 0.1 }));
  const text = sumText(many, 0);
  assert.ok(text.startsWith("5.00·0.10 + "), text);
  assert.ok(text.endsWith(" + 63 more (6.30) + 0.00"), text);
  assert.equal(text.split("·").length, 10);
});

test("of many contributions the strongest are shown, the negative ones too", () => {
  const bars = Array.from({ length: 16 }, (_, k) => ({ name: `map ${k + 1}`, value: k < 12 ? 0.1 : -k }));
  const shown = strongest(bars).map(({ value }) => value);
  assert.deepEqual(shown, [0.1, 0.1, 0.1, 0.1, -12, -13, -14, -15]);
});

test("the one number of a global pooling is explained as such", () => {
  const layer = pool([1, 2, 2], true);
  const picture = {
    frame: { layers: [conv([1, 2, 2], 1), layer] },
    values: [{ a: Float64Array.of(1, 4, 2, 3) }, { a: Float64Array.of(4) }],
    selected: { tile: { kind: "pool", layer: 1, unit: 0 }, row: 0, column: 0 },
  };
  const { title, lines } = explain(picture);
  assert.equal(title, "Global max, map 1: all 4 values make one");
  assert.ok(lines[0].endsWith("= 4.00, from row 1, column 2 of the map"), lines[0]);
});

test("classes are named in a sentence, and by one word each where there is little room", () => {
  assert.deepEqual(["8", "7", "upright"].map(inSentence), ["an 8", "a 7", "upright"]);
  const picture = {
    frame: { classes: ["7", "8"], labels: [1] },
    selected: { tile: { kind: "test", unit: 0 } },
  };
  assert.match(explain(picture).lines[0], /^It is an 8,/);
  const names = ["upright stripes", "lying stripes", "checks"];
  assert.deepEqual(
    shortNames(names, () => true),
    names,
  );
  const isShort = (name) => name.length < 9;
  assert.deepEqual(shortNames(names, isShort), ["upright", "lying", "checks"]);
  assert.deepEqual(shortNames(["bar one", "bar two two"], isShort), ["bar one", "bar two two"]); // one word says too little
});
