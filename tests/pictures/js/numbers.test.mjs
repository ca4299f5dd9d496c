// Numbers as text: the same in JavaScript as in Python, see test_numbers.py.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { digits, grouped, perCent, signed, withMinus } from "../../../pictures/live/numbers.js";

const cases = JSON.parse(readFileSync(new URL("../numbers.json", import.meta.url), "utf-8"));
const special = { NaN: Number.NaN, Infinity: Number.POSITIVE_INFINITY }; // JSON has them as text

for (const format of [digits, perCent, grouped, signed, withMinus])
  for (const [value, text] of cases[format.name])
    test(`${format.name} of ${value}`, () => assert.equal(format(special[value] ?? value), text));

test("a missing value is a dash", () => assert.equal(digits(undefined), "–"));
