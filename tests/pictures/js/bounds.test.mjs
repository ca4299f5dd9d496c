// What a panel of a figure shows of marks and handles that lie outside its axes.

import assert from "node:assert/strict";
import { test } from "node:test";
import { isInside, nearest } from "../../../pictures/sketch/bounds.js";
import { MARKS } from "../../../pictures/sketch/marks.js";

const BOX = [-5, 5, -1, 14];

test("a position outside is moved to the edge, along each axis for itself", () => {
  assert.deepEqual(nearest([3.5, 24.5], BOX), [3.5, 14]);
  assert.deepEqual(nearest([-9, -2], BOX), [-5, -1]);
  assert.deepEqual(nearest([1, 2], BOX), [1, 2]);
});

test("the edge belongs to the box, also where a Frame has rounded it", () => {
  assert.ok(isInside([5, 14], BOX));
  assert.ok(isInside([1.2345678, 0], [0, 1.23457, 0, 1]));
  assert.ok(!isInside([5.01, 0], BOX));
  assert.ok(!isInside([0, 1e9], BOX));
  assert.ok(!isInside([0, -1.01], BOX));
});

const DOCUMENT = {
  createElementNS: (_, name) => ({
    name,
    set: {},
    setAttribute(key, value) {
      this.set[key] = value;
    },
    append() {},
  }),
};

test("the square on a line is one in pixels, and lies towards the middle", () => {
  globalThis.document = DOCUMENT;
  const view = { range: BOX, toPixels: ([x, y]) => [40 * x, -10 * y], colour: (name) => name };
  for (const [x, left] of [
    [3, 120 - 60],
    [-3, -120],
  ]) {
    const points = [
      [x, 8],
      [x, 2],
    ];
    const [{ set }] = MARKS.square(view, { points, colour: "blue", opacity: 0.1 });
    assert.deepEqual([set.x, set.y, set.width, set.height], [left, -80, 60, 60]);
  }
  delete globalThis.document;
});

test("dots outside are not drawn, and the others keep their classes", () => {
  globalThis.document = DOCUMENT;
  const view = { range: BOX, toPixels: (point) => point, colour: (name) => name };
  const points = [
    [0, 0],
    [9, 0],
    [1, 1],
    [0, 99],
  ];
  const made = MARKS.dots(view, { points, classes: [0, 1, 2, 0], size: 4 });
  assert.deepEqual(
    made.map((element) => element.name),
    ["circle", "rect"],
  );
  delete globalThis.document;
});
