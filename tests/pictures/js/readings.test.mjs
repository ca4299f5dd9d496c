// What the output map and the data say at a position, and the numbers along an axis.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ticks } from "../../../pictures/sketch/ticks.js";
import { nearestPoint, outputAt } from "../../../pictures/stage/readings.js";

const common = { map: 2, half_width: 6, outputs: 1, classes: 2 };
const corners = [
  [-3, 3],
  [3, 3],
  [-3, -3],
  [3, -3],
]; // in the order of the map's pixels

test("a map is read in rows from the top left", () => {
  const frame = { ...common, meaning: "value" };
  const texts = corners.map((point) => outputAt(frame, [255, 128, 1, 191.5], point));
  assert.deepEqual(texts, ["value 1.00", "value 0.00", "value −1.00", "value 0.50"]);
});

test("a position outside of the map has the value of its edge", () => {
  assert.equal(outputAt({ ...common, meaning: "score" }, [255, 1, 1, 1], [-99, 99]), "score 1.00");
});

test("a logit is read as a probability", () => {
  const range = Math.asinh(100);
  const byte = 128 + (127 * Math.asinh(Math.log(3))) / range;
  assert.equal(
    outputAt({ ...common, meaning: "probability", logit_range: range }, [byte, 0, 0, 0], corners[0]),
    "p₊ = 0.75",
  );
});

test("of several classes the most probable one is named", () => {
  const frame = { ...common, outputs: 3, classes: 3, meaning: "probability" };
  assert.equal(outputAt(frame, [51, 0, 0, 0, 51, 0, 0, 0, 153, 0, 0, 0], corners[0]), "green, p = 0.60");
});

test("the nearest point counts among those that are shown", () => {
  const places = Int16Array.of(8192, 0, 16384, 0); // at 6 and at 12, for a half width of 6
  const frame = { ...common, places, labels: Uint8Array.of(0, 1), train: 1, show_test: false };
  assert.equal(nearestPoint(frame, [11, 0]).label, 0);
  const nearest = nearestPoint({ ...frame, show_test: true }, [11, 0]);
  assert.equal(nearest.label, 1);
  assert.ok(Math.abs(nearest.distance - 1) < 1e-3);
  assert.equal(nearestPoint({ ...frame, labels: Uint8Array.of(), train: 0 }, [0, 0]), null);
});

test("ticks are round numbers from end to end", () => {
  assert.deepEqual(ticks([-1, 1]), [-1, -0.5, 0, 0.5, 1]);
  assert.deepEqual(ticks([0, 0.3]), [0, 0.1, 0.2, 0.3]);
  assert.deepEqual(ticks([-6, 6]), [-5, 0, 5]);
  assert.deepEqual(ticks([0, 1000]), [0, 200, 400, 600, 800, 1000]);
});
