import assert from "node:assert/strict";
import { test } from "node:test";
import { imagesOf, wanting } from "../../../pictures/images/own.js";
import { noteOf } from "../../../pictures/images/pad.js";

test("a visitor's own images are read with their classes, in order", () => {
  assert.deepEqual(imagesOf(""), []);
  assert.deepEqual(imagesOf("0hFMMMM.9zzl"), [
    [0, "hFMMMM"],
    [9, "zzl"],
  ]);
});

test("what own images lack is said", () => {
  assert.equal(wanting(undefined), null); // data that are not the visitor's
  assert.match(wanting(""), /^No images of your own yet/);
  assert.match(wanting("3zzi.3zzi"), /^All images are of class 3: draw some of another class too/);
  assert.match(wanting("3zzi.1zzi"), /never the right answer: class 0, 2\.$/);
  assert.equal(wanting("0zzi.1zzi"), null);
});

test("the pad says whether a link keeps what is drawn", () => {
  assert.equal(noteOf(8), "Draw it large. A pixel counts 4 × 4 of 32 × 32 points.");
  assert.match(noteOf(12), /48 × 48 points\. A link does not keep it/);
});
