// The scale of gradients, the axes of the charts of recurrent networks, and how a map grows.

import assert from "node:assert/strict";
import { test } from "node:test";
import { axisOf, boxesOf, endOfRows, shareOf } from "../../../pictures/wall/cell_face.js";
import { rangeOf, ticksOf } from "../../../pictures/wall/flow_chart.js";
import { gradientShades, powerOfTen, shadeAt } from "../../../pictures/wall/gradient_scale.js";

test("powers of ten are written with small numbers", () => {
  assert.deepEqual([-12, -1, 0, 1, 2, 10].map(powerOfTen), ["10⁻¹²", "10⁻¹", "1", "10", "10²", "10¹⁰"]);
});

test("a larger gradient is darker on a light page and brighter on a dark one, without a step back", () => {
  const brightness = (dark) => Array.from({ length: 101 }, (_, i) => shadeAt(i / 100, dark).reduce((a, b) => a + b));
  const light = brightness(false);
  const dark = brightness(true);
  for (let i = 1; i <= 100; i++) {
    assert.ok(light[i] < light[i - 1]);
    assert.ok(dark[i] > dark[i - 1]);
  }
});

test("what is missing has a colour of its own", () => {
  const shades = gradientShades({ background: [255, 255, 255], text: [0, 0, 0], dark: false });
  assert.equal(shades.length, 256);
  assert.equal(shades[1], 0xffffffff);
  assert.ok(!shades.subarray(1).includes(shades[0]));
});

test("a map grows to the bottom while its rows are recorded", () => {
  const frame = { reach: 100, gap: 2 };
  assert.deepEqual(
    [1, 25, 50, 51].map((count) => endOfRows(frame, count)),
    [0.02, 0.5, 1, 1],
  );
  assert.equal(endOfRows({ reach: 200, gap: 4 }, 26), 0.52); // just doubled: all that was there fills half
});

test("the map and the curve of a tile do not overlap and stay within it", () => {
  for (const [width, height] of [
    [297, 255],
    [175, 210],
  ]) {
    const { map, curve } = boxesOf(width, height);
    assert.ok(map.y + map.height + 16 < curve.y);
    assert.ok(curve.y + curve.height < height - 10);
    assert.ok(curve.height > 25);
    assert.equal(map.width, curve.width);
  }
});

const series = [{}, {}];

test("an accuracy has an axis from 0 to 1", () => {
  const axis = axisOf({ curves: [], chart: { shares: true }, series });
  assert.deepEqual(
    [0, 0.5, 1, 2].map((value) => shareOf(value, axis)),
    [0, 0.5, 1, 1.04],
  );
});

test("an error that has to become small has a logarithmic axis from below the target to the first errors", () => {
  const curves = [0, 1, 1.9, 0.1, 3e38, 3e38]; // epochs, then two networks, of which one diverged at once
  const axis = axisOf({ curves, chart: { target: 0.005, chance: 0.167 }, series });
  assert.deepEqual(axis, { low: 0.00125, top: 1.9, isLogarithmic: true });
  assert.ok(Math.abs(shareOf(Math.sqrt(0.00125 * 1.9), axis) - 0.5) < 1e-9);
  assert.equal(shareOf(0, axis), 0);
  assert.equal(shareOf(1e9, axis), 1.04);
});

test("a cross-entropy has a linear axis from 0", () => {
  const axis = axisOf({ curves: [0, 1, 1.8, 0.1, 2, 1], chart: { target: 0, chance: 0 }, series });
  assert.deepEqual(axis, { low: 0, top: 2, isLogarithmic: false });
  assert.equal(shareOf(1, axis), 0.5);
});

test("the axis of gradients is that of the maps, or longer where a line goes farther", () => {
  assert.deepEqual(rangeOf([-6, 2], [-3, 0.5, -99]), [-6, 2]);
  assert.deepEqual(rangeOf([-6, 2], [-7.2, 0], [5.1]), [-8, 6]);
  assert.deepEqual(rangeOf([-6, 2], [-20, 25, -30]), [-12, 12]);
});

test("ticks are whole numbers, few enough", () => {
  assert.deepEqual(ticksOf(-6, 2, 6), [-6, -4, -2, 0, 2]);
  assert.deepEqual(ticksOf(1, 5, 9), [1, 2, 3, 4, 5]);
  for (const most of [2, 3, 6, 12])
    for (const [low, high] of [
      [-12, 12],
      [1, 60],
      [-6, 2],
    ]) {
      const ticks = ticksOf(low, high, most);
      assert.ok(
        ticks.length <= most + 1 && ticks.every((tick) => Number.isInteger(tick) && tick >= low && tick <= high),
      );
    }
});
