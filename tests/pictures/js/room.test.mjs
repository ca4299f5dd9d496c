// The room: numbers of 16 bits, the sizes of tiles, and where the dots of the chart are.

import assert from "node:assert/strict";
import { test } from "node:test";

import { fromHalf, weightsText } from "../../../pictures/live/half.js";
import { tiling } from "../../../pictures/live/tiling.js";
import { headlineOf } from "../../../pictures/room/headline.js";
import { hrefOf } from "../../../pictures/room/href.js";
import { lossTicks, medianOf, scatterPlaces } from "../../../pictures/room/scatter.js";

test("numbers of 16 bits are read as they are", () => {
  // Of NumPy: np.array([1, -2, 65504, 6e-8, 0.333251953125, inf, -inf, nan, 0], "<f2")
  const bytes = [0, 0x3c, 0, 0xc0, 0xff, 0x7b, 1, 0, 0x55, 0x35, 0, 0x7c, 0, 0xfc, 0, 0x7e, 0, 0];
  const found = [...fromHalf(Uint8Array.from(bytes))];
  const wanted = [1, -2, 65504, 2 ** -24, 0.333251953125, Infinity, -Infinity, NaN, 0];
  assert.deepEqual(found, wanted);
});

test("weights are written as a link has them", () => {
  // Of ui/visit/links.py: weights_text(np.array([0.5, -1, 3], np.float32))
  assert.equal(weightsText([0.5, -1, 3]), "AAAAPwAAgL8AAEBA");
  assert.equal(weightsText([-1.75]), "AADgvw");
});

test("the line above the tiles counts who has not begun, but not who has left", () => {
  const member = (begun, ...states) => ({ has_begun: begun, states });
  assert.equal(headlineOf([], 0), "No networks yet");
  assert.equal(headlineOf([member(true)], 1), "1 network");
  const members = [member(false, "waiting"), member(false, "waiting", "left"), member(true, "reached", "left")];
  assert.equal(headlineOf(members, 3), "3 networks · 1 not begun · 1 reached the goal · 2 left");
  assert.equal(headlineOf(members.slice(1), 3), "2 of 3 networks · 1 reached the goal · 2 left");
});

test("a link has the weights that are shown, or the step, or is whole already", () => {
  const bytes = Uint8Array.from([0, 0x38, 0, 0xbc, 0, 0x42]); // 0.5, −1, 3
  const href = (link, opens, step) => hrefOf({ link, opens }, { step }, bytes);
  assert.equal(href("./?layers=3", "weights", 40), "./?layers=3&weights=AAAAPwAAgL8AAEBA");
  assert.equal(href("./images", "step", 40), "./images?at_step=40");
  assert.equal(href("./?layers=3", "step", 0), "./?layers=3");
  assert.equal(href("./?layers=3&at_step=9", "link", 40), "./?layers=3&at_step=9");
  assert.equal(href(null, "step", 40), null);
});

test("thirty tiles fit a projector, and a hundred scroll", () => {
  const box = { below: 52, gap: 8, least: 92 };
  for (const [width, height, count] of [
    [1240, 560, 30],
    [1240, 560, 1],
    [1240, 560, 12],
    [1800, 900, 60],
  ]) {
    const [columns, side] = tiling(count, width, height, box);
    const rows = Math.ceil(count / columns);
    assert.ok(columns * (side + 8) <= width + 8 + 1e-6);
    assert.ok(rows * (side + 52 + 8) <= height + 8 + 1e-6, `${count}: ${rows} rows of ${side}`);
    assert.ok(side >= 92);
  }
  const [columns, side] = tiling(100, 1240, 560, box);
  assert.ok(columns * (side + 8) <= 1248 + 1e-6 && side >= 92);
  assert.ok(Math.ceil(100 / columns) * (side + 60) > 560);
});

const member = (id, values, loss, more = {}) => ({ id, values, loss, has_begun: true, diverged: false, ...more });

test("a dot is at what was chosen, and at its loss on a logarithmic axis", () => {
  const setting = { field: "step_size", options: ["0.01", "0.1"] };
  const members = [
    member("a", { step_size: "0.01" }, 0.01),
    member("b", { step_size: "0.1" }, 1),
    member("c", { step_size: "0.1" }, 0.1),
    member("d", { step_size: "0.1" }, null, { diverged: true }),
    member("e", {}, 0.2),
    member("f", { step_size: "0.1" }, 0.3, { has_begun: false }),
  ];
  const { dots, ticks } = scatterPlaces(members, setting);
  const at = Object.fromEntries(dots.map(({ member: { id }, x, y }) => [id, [x, y]]));
  assert.deepEqual(Object.keys(at).toSorted(), ["a", "b", "c", "d"]);
  assert.deepEqual(ticks, [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1]);
  assert.deepEqual(at.a, [0.5, 0]);
  assert.equal(at.b[1], 1);
  assert.ok(Math.abs(at.c[1] - 0.5) < 1e-9);
  assert.equal(at.d[1], null);
  for (const id of ["b", "c", "d"]) assert.ok(at[id][0] > 1 && at[id][0] < 2);
});

test("the median is the one in the middle", () => {
  assert.equal(medianOf([1, 2, 9]), 2);
  assert.equal(medianOf([1, 2, 4, 9]), 3);
});

test("an axis has round numbers around all losses", () => {
  assert.deepEqual(lossTicks(0.567, 0.763), [0.5, 1]);
  assert.deepEqual(lossTicks(0.013, 0.11), [0.01, 0.02, 0.05, 0.1, 0.2]);
  assert.deepEqual(lossTicks(0.0003, 2.5), [0.0002, 0.001, 0.01, 0.1, 1, 5]);
});
