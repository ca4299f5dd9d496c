// Numbers and names of a visitor's file on the axes of the plane.

import assert from "node:assert";
import test from "node:test";
import { axisName, axisText, className, FINE, shortened, ticks, VALUE, X1, X2 } from "../../../pictures/stage/axes.js";

const PLAIN = { half_width: 6 };
// pH from 4.963 to 5.138, an income from 21 300 000 to 100 700 000, a value from −3 to 17.5.
const FILE = {
  half_width: 6,
  axes: [
    ["pH", 5.0505, 0.0175],
    ["", 61e6, 7.94e6],
    ["mm", 7.25, 10.25],
  ],
  names: ["cat", "", "dog"],
};

test("names are those of the file, or the usual ones", () => {
  assert.deepEqual([axisName(PLAIN, X1), axisName(PLAIN, VALUE)], ["x₁", "value"]);
  assert.deepEqual([axisName(FILE, X1), axisName(FILE, X2), axisName(FILE, VALUE)], ["pH", "x₂", "mm"]);
  assert.deepEqual(
    [0, 1, 2].map((k) => className(FILE, k)),
    ["cat", "blue", "dog"],
  );
  assert.equal(className(PLAIN, 0), "orange");
  assert.equal(shortened("a long name of a class"), "a long name of …");
});

test("numbers are those of the file, as fine as their place asks for", () => {
  assert.deepEqual(
    [-6, 0, 6].map((at) => axisText(FILE, X1, at)),
    ["4.946", "5.051", "5.156"],
  );
  assert.deepEqual(
    [-6, 0, 6].map((at) => axisText(FILE, X2, at)),
    ["1.34·10⁷", "6.1·10⁷", "1.09·10⁸"],
  );
  assert.deepEqual([axisText(FILE, VALUE, -1), axisText(FILE, VALUE, 1)], ["−3.0", "17.5"]);
  assert.equal(axisText(PLAIN, X1, -3), "−3.0");
  assert.equal(axisText(FILE, X1, 1.2345, FINE), "5.072");
});

test("the numbers along an axis are round, and where they belong", () => {
  const texts = (frame, axis) => ticks(frame, axis).map(([, text]) => text);
  assert.deepEqual(texts(PLAIN, X1), ["−6", "−3", "0", "3", "6"]);
  assert.deepEqual(texts(FILE, X1), ["4.95", "5.00", "5.05", "5.10", "5.15"]);
  assert.deepEqual(texts(FILE, X2), ["2·10⁷", "4·10⁷", "6·10⁷", "8·10⁷", "1·10⁸"]);
  for (const [at, text] of ticks(FILE, X1)) assert.ok(Math.abs(5.0505 + 0.0175 * 6 * at - Number(text)) < 1e-9);
});

test("an axis far from zero or very narrow still tells its ends apart", () => {
  for (const [offset, factor] of [
    [1e9, 1],
    [-3, 1e-5],
    [1e-8, 1e-10],
    [0, 1e-30],
    [5e20, 1e19],
  ]) {
    const frame = { half_width: 6, axes: [["", offset, factor]] };
    const texts = [-6, -3, 0, 3, 6].map((at) => axisText(frame, X1, at));
    assert.equal(new Set(texts).size, 5, texts.join(" "));
    assert.ok(
      texts.every((text) => text.length < 14),
      texts.join(" "),
    );
  }
});
