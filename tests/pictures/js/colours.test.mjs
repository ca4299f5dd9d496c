// Colours: hex and RGB, tables that turn bytes into pixels, and the palette of a theme.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  CLASS_COLOUR_NAMES,
  CLASS_COLOURS,
  CLASS_MARKERS,
  classTints,
  css,
  fromHex,
  mix,
  paletteOf,
  ramp,
  toPixel,
} from "../../../pictures/live/colours.js";
import { fillClasses, fillDoubled } from "../../../pictures/live/pixels.js";

const WHITE = [255, 255, 255],
  BLACK = [0, 0, 0];
const channels = (pixel) => [pixel & 255, (pixel >> 8) & 255, (pixel >> 16) & 255];

test("a hex colour is red, green and blue", () => assert.deepEqual(fromHex("#f08a1e"), [240, 138, 30]));

test("each class has a colour, a name and a marker", () => {
  assert.equal(CLASS_COLOURS.length, 5);
  assert.equal(CLASS_COLOUR_NAMES.length, 5);
  assert.equal(CLASS_MARKERS.length, 5);
  assert.equal(new Set(CLASS_COLOURS.map(String)).size, 5);
});

test("colours are mixed and written as CSS", () => {
  assert.deepEqual(mix(BLACK, WHITE, 0.5), [127.5, 127.5, 127.5]);
  assert.equal(css([127.5, 0, 3.2], 0.5), "rgba(128,0,3,0.5)");
});

test("a pixel is opaque, with red in its lowest byte", () => {
  const bytes = new Uint8Array(Int32Array.of(toPixel([1, 2, 3])).buffer);
  assert.deepEqual([...bytes], [1, 2, 3, 255]);
});

test("a ramp runs from orange over the middle to blue", () => {
  const table = ramp(WHITE, 1);
  const [orange, blue] = CLASS_COLOURS;
  assert.deepEqual(channels(table[1]), orange);
  assert.deepEqual(channels(table[0]), orange); // a byte that Python never writes
  assert.deepEqual(channels(table[128]), WHITE);
  assert.deepEqual(channels(table[255]), blue);
});

test("a ramp shows the value that the transform returns", () => {
  const table = ramp(WHITE, 1, 256, Math.sign);
  assert.deepEqual(channels(table[127]), CLASS_COLOURS[0]);
  assert.deepEqual(channels(table[129]), CLASS_COLOURS[1]);
});

test("a fine ramp has the byte's colours at every fourth place", () => {
  const fine = ramp(WHITE, 0.5, 1024),
    table = ramp(WHITE, 0.5);
  for (const byte of [1, 100, 128, 200, 255]) assert.equal(fine[4 * byte], table[byte]);
});

test("the palette follows the background", () => {
  const light = paletteOf(BLACK, WHITE),
    dark = paletteOf(WHITE, BLACK);
  assert.equal(light.dark, false);
  assert.equal(dark.dark, true);
  assert.notEqual(light.key, dark.key);
  assert.equal(light.ink, "rgba(0,0,0,1)");
});

test("values are interpolated between pixels, not beyond the edge", () => {
  const shades = Uint32Array.from({ length: 1024 }, (_, i) => i);
  const pixels = new Uint32Array(16);
  fillDoubled(pixels, [0, 16, 0, 16], 2, shades);
  assert.deepEqual([...pixels.slice(0, 4)], [0, 16, 48, 64]); // four colours for each byte
});

test("classes are blended by their probabilities", () => {
  const colours = paletteOf(BLACK, WHITE);
  const [first, second, third] = classTints(colours);
  const values = [
    [255, 100, 0, 60],
    [0, 100, 0, 120],
    [0, 0, 9, 60],
  ]; // four pixels of three classes
  const pixels = new Uint32Array(4);
  const rounded = (colour) => colour.map(Math.round);
  fillClasses(pixels, values.flat(), 2, 3, colours, false);
  assert.deepEqual([...pixels.slice(0, 3)].map(channels), [first, mix(first, second, 0.5), third].map(rounded));
  fillClasses(pixels, values.flat(), 2, 3, colours, true);
  assert.deepEqual(channels(pixels[3]), rounded(second));
});

test("the shades of a class go from the middle to the colour of the class", () => {
  for (const { classShades, middle } of [paletteOf(BLACK, WHITE), paletteOf(WHITE, BLACK)])
    classShades.forEach((shades, k) => {
      assert.deepEqual(channels(shades[0]), middle);
      channels(shades[255]).forEach((value, i) => {
        assert.ok(Math.abs(value - (middle[i] + 0.88 * (CLASS_COLOURS[k][i] - middle[i]))) <= 0.5);
      });
    });
});
