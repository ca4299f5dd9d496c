// The mark of an image: its colours, its numbers and its window.

import assert from "node:assert/strict";
import { test } from "node:test";
import { BLUE, ORANGE } from "../../../pictures/live/colours.js";
import { decode, pixels, readable, shade } from "../../../pictures/sketch/pixels.js";

const sum = (rgb) => rgb.reduce((a, b) => a + b, 0);
const distance = (a, b) => Math.hypot(...a.map((value, i) => value - b[i]));

test("zero is white in a grey and in a signed image, and signs have their colours", () => {
  assert.deepEqual(shade(0, false), shade(128, true));
  assert.ok(sum(shade(0, false)) > 740);
  assert.ok(sum(shade(255, false)) < 80);
  assert.ok(distance(shade(255, true), BLUE) < 30);
  assert.ok(distance(shade(1, true), ORANGE) < 30);
  assert.ok(distance(shade(0, true), ORANGE) < 30); // a byte that no value has
});

test("numbers are dark on light pixels and light on dark ones", () => {
  assert.notEqual(readable(shade(0, false)), readable(shade(255, false)));
  assert.equal(readable(shade(0, false)), "#10131a");
});

test("an image is one element with the pixels in order, its numbers, and a window at its place", () => {
  let painted = [];
  const element = (name) => ({
    name,
    set: {},
    textContent: "",
    style: {},
    setAttribute(key, value) {
      this.set[key] = value;
    },
    append(...parts) {
      this.textContent += parts.join("");
    },
    getContext: () => ({
      createImageData: (width, height) => ({ data: new Uint8ClampedArray(4 * width * height) }),
      putImageData: ({ data }) => {
        painted = data;
      },
    }),
    toDataURL: () => "data:",
  });
  globalThis.document = { createElement: element, createElementNS: (_, name) => element(name) };
  const bytes = Buffer.from([0, 255, 128, 1]).toString("base64");
  assert.deepEqual([...decode(bytes)], [0, 255, 128, 1]);
  const view = { toPixels: ([x, y]) => [x * 30, (2 - y) * 30], colour: (name) => name };
  const mark = { box: [0, 2, 0, 2], size: [2, 2], bytes, signed: false, numbers: ["0", "1", "0.5", "-2"] };
  const made = pixels(view, { ...mark, window: { place: [1, 0, 1, 2], colour: "red" } });
  const named = (name) => made.filter((each) => each.name === name);
  assert.equal(named("image").length, 1);
  assert.equal(named("image")[0].set.width, 60);
  assert.ok(painted[0] > 240 && painted[4] < 30); // the first pixel is white, the second black
  assert.deepEqual(
    named("text").map((each) => [Math.round(each.set.x), each.textContent]),
    [
      [15, "0"],
      [45, "1"],
      [15, "0.5"],
      [45, "−2"],
    ],
  );
  const frame = named("rect").at(-1).set;
  assert.deepEqual([frame.x, frame.y, frame.width, frame.height, frame.stroke], [0, 30, 60, 30, "red"]);
  const tiny = pixels({ ...view, toPixels: ([x, y]) => [x * 3, (2 - y) * 3] }, { ...mark, window: null });
  assert.deepEqual(
    tiny.map((each) => each.name),
    ["image", "rect"],
  ); // no lines and no numbers that nobody could read
  delete globalThis.document;
});
