import assert from "node:assert/strict";
import { test } from "node:test";
import { imagesOf } from "../../../pictures/images/own.js";

test("a visitor's own images are read with their classes, in order", () => {
  assert.deepEqual(imagesOf(""), []);
  assert.deepEqual(imagesOf("0hFMMMM.9zzl"), [
    [0, "hFMMMM"],
    [9, "zzl"],
  ]);
});
