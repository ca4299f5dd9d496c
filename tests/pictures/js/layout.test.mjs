// The Stage's layout: indices of weights, positions of neurons, and the edge under the pointer.

import assert from "node:assert/strict";
import { test } from "node:test";
import { describeLayers, edgeAt, edgeHeight, layoutOf, wiring } from "../../../pictures/stage/layout.js";

function frameOf(layers, outputs = 1, on = 2) {
  const features = Array.from({ length: 7 }, (_, k) => [`f${k}`, `x${k}`, k < on]);
  return { features, layers, outputs, activations: layers.map(() => "tanh") };
}

test("every weight and bias has an index of its own in theta", () => {
  const layers = wiring(frameOf([4, 3], 2));
  assert.deepEqual(
    layers.map(({ inputs, units }) => [inputs, units]),
    [
      [2, 4],
      [4, 3],
      [3, 2],
    ],
  );
  const indices = layers.flatMap((layer) =>
    Array.from({ length: layer.units }, (_, k) => [
      ...Array.from({ length: layer.inputs }, (_, j) => layer.weight(k, j)),
      layer.bias(k),
    ]).flat(),
  );
  assert.deepEqual(
    indices,
    Array.from({ length: 2 * 4 + 4 + 4 * 3 + 3 + 3 * 2 + 2 }, (_, i) => i),
  );
});

test("layers are described with one activation, or with each", () => {
  assert.equal(describeLayers({ layers: [8, 8], activations: ["tanh", "tanh"] }), "8, 8 tanh");
  assert.equal(describeLayers({ layers: [8, 4], activations: ["ReLU", "tanh"] }), "8 ReLU, 4 tanh");
});

for (const [name, width] of [
  ["wide", 1200],
  ["narrow", 390],
])
  for (const [layers, outputs] of [
    [[], 1],
    [[4, 3], 1],
    [[16, 16, 16, 16, 16, 16], 1],
    [[8, 8], 5],
  ])
    test(`a ${name} Stage has room for ${layers.length ? layers : "no hidden layer"} and ${outputs} output(s)`, () => {
      const frame = frameOf(layers, outputs, 7);
      const layout = layoutOf(frame, width, 800, 1);
      assert.equal(layout.narrow, name === "narrow");
      assert.equal(layout.columns.length, layers.length + 2);
      assert.deepEqual(
        layout.columns.map((column) => column.length),
        [7, ...layers, outputs],
      );
      for (const [i, column] of layout.columns.entries()) {
        for (const { x, y } of column) assert.ok(x > 0 && x < width && y > 0 && y < layout.height);
        if (i) assert.ok(column[0].x > layout.columns[i - 1][0].x, "columns go from left to right");
        for (let k = 1; k < column.length; k++)
          assert.ok(column[k].y - column[k - 1].y >= layout.tile, "tiles do not overlap");
      }
      const { output } = layout;
      assert.ok(output.size > 200 && output.x + output.size <= width && output.y + output.size <= layout.height);
    });

test("each map of the Frame belongs to one neuron", () => {
  const { inputs, hidden } = layoutOf(frameOf([4, 3]), 1200, 800, 1);
  assert.deepEqual(
    [...inputs, ...hidden.flat()].map((neuron) => neuron.tile),
    Array.from({ length: 14 }, (_, i) => i),
  );
});

test("features that are off have no edges", () => {
  const layout = layoutOf(frameOf([4], 1, 2), 1200, 800, 1);
  assert.equal(layout.inputs.length, 7);
  assert.equal(layout.columns[0].length, 2);
});

test("an edge's curve runs from one end to the other, through the middle", () => {
  const near = (a, b) => assert.ok(Math.abs(a - b) < 0.1, `${a} is not ${b}`);
  near(edgeHeight(0, 10, 100, 50, 0), 10);
  near(edgeHeight(0, 10, 100, 50, 50), 30);
  near(edgeHeight(0, 10, 100, 50, 100), 50);
});

test("the pointer is on the edge that it touches, and on none far away", () => {
  const frame = frameOf([4, 3]);
  const layout = layoutOf(frame, 1200, 800, 1);
  const [from, to] = [layout.columns[1][2], layout.columns[2][0]];
  const [x0, x1] = [from.x + layout.tile / 2, to.x - layout.tile / 2];
  const x = x0 + 0.1 * (x1 - x0);
  const y = edgeHeight(x0, from.y, x1, to.y, x);
  assert.deepEqual(
    edgeAt(wiring(frame), frame, layout, (x0 + x1) / 2, edgeHeight(x0, from.y, x1, to.y, (x0 + x1) / 2)).layer,
    1,
  );
  assert.equal(edgeAt(wiring(frame), frame, layout, x, y).input, 2);
  assert.equal(edgeAt(wiring(frame), frame, layout, x, layout.height - 1), null);
});

for (const [width, height, zoom] of [
  [1216, 800, 1],
  [1217, 701, 1],
  [1000, 900, 1.35],
  [390, 800, 1],
])
  test(`the canvas of the diagram covers all that moves in it, at ${width} × ${height} and zoom ${zoom}`, () => {
    for (const outputs of [1, 4])
      for (const layers of [[], [8, 8], [16, 16, 16, 16, 16, 16]]) {
        const layout = layoutOf(frameOf(layers, outputs), width, height, zoom);
        assert.equal(layout.height % 1, 0); // whole pixels, or the canvases would be blurred
        for (const { x, y, tile } of layout.columns.slice(1).flat()) {
          const reach = tile === undefined && outputs === 1 && !layout.narrow ? 4 : layout.tile / 2 + 1.5;
          assert.ok(x + reach <= layout.diagram.width && y + reach <= layout.diagram.height, `(${x}, ${y})`);
        }
      }
  });

test("a Stage is lower by what a task puts above it, down to what can still be read", () => {
  const frame = frameOf([6, 4]);
  const height = (above) => layoutOf(frame, 1228, 800, 1, above).height;
  assert.ok(height(90) >= height(0) - 91);
  assert.ok(height(90) < height(0));
  assert.equal(height(1000), 372);
  const { curve, outputs } = layoutOf(frame, 1228, 800, 1, 1000);
  assert.ok(curve.y + curve.height < 372);
  assert.ok(outputs[0].y > 0);
});

test("on a projector a Stage takes what the page leaves of the window", () => {
  const frame = frameOf([6, 4]);
  for (const windowHeight of [720, 1080])
    for (const outside of [100, 200])
      assert.equal(
        layoutOf(frame, 1900, windowHeight, 1.25, 50, outside).height,
        Math.min(windowHeight / 1.25 - outside, 720),
      );
  assert.equal(layoutOf(frame, 1228, 720, 1.25, 50, 1000).height, 330);
});
