// Numbers as text: the same in JavaScript as in Python, see test_numbers.py.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { digits, grouped, perCent, significant, signed, withMinus } from "../../../pictures/live/numbers.js";
import { stepped } from "../../../pictures/live/stepping.js";
import { typedNumber } from "../../../pictures/live/typed.js";

const cases = JSON.parse(readFileSync(new URL("../numbers.json", import.meta.url), "utf-8"));
const special = { NaN: Number.NaN, Infinity: Number.POSITIVE_INFINITY }; // JSON has them as text

for (const format of [digits, significant, perCent, grouped, signed, withMinus])
  for (const [value, text] of cases[format.name])
    test(`${format.name} of ${value}`, () => assert.equal(format(special[value] ?? value), text));

const typed = JSON.parse(readFileSync(new URL("../typed.json", import.meta.url), "utf-8"));

for (const [text, value] of typed.read)
  test(`“${text}” is read`, () => assert.ok(Math.abs(typedNumber(text) - value) <= 1e-15 * Math.abs(value)));

for (const text of typed.refused) test(`“${text}” is not read`, () => assert.ok(Number.isNaN(typedNumber(text))));

for (const [text, caret, isUp, result] of [
  ["500", 3, true, "501"],
  ["500", 1, true, "600"],
  ["0.03", 4, false, "0.02"],
  ["0,03", 4, true, "0,04"],
  ["0.09", 4, true, "0.10"],
  ["1", 1, false, "0"],
  ["0", 1, false, "−1"],
  ["−0.1", 4, true, "0.0"],
  ["999", 3, true, "1\u202f000"],
  ["1\u202f000", 5, false, "999"],
  ["12", 0, true, "22"],
])
  test(`${isUp ? "↑" : "↓"} in “${text}” at ${caret}`, () => assert.equal(stepped(text, caret, isUp).text, result));

for (const text of ["6-4", "1/3", "2·10⁻³", "", "spiral"])
  test(`“${text}” is not counted`, () => assert.equal(stepped(text, text.length, true), null));

test("a missing value is a dash", () => assert.equal(digits(undefined), "–"));
