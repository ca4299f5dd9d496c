// Frames decoded from bytes that Python has packed: test_javascript.py writes them to the files FRAME and CHANGES.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { frameOf, fromByte, pointOf, probabilityDifference, unpack } from "../../../pictures/live/frames.js";

const changes = new Uint8Array(readFileSync(process.env.CHANGES));
const packed = new Uint8Array(readFileSync(process.env.FRAME));

test("a Frame has its header and its blocks", () => {
  const frame = frameOf(unpack(packed), ["weights"]);
  assert.equal(frame.state, "ready – é");
  assert.deepEqual([...frame.weights], [0.5, -1.25, Math.fround(3e38)]);
  assert.deepEqual([...frame.places], [32767, -32767, 16384, 0]);
  assert.deepEqual([...frame.labels], [0, 1, 255]);
  assert.ok(frame.places instanceof Int16Array && frame.labels instanceof Uint8Array);
});

test("what differs from the Frame before makes the next one", () => {
  const first = unpack(packed);
  const { header, blocks } = unpack(changes, first);
  assert.deepEqual(header, { state: "playing", step: 5 });
  assert.deepEqual(Object.keys(blocks).sort(), ["places", "weights"]);
  assert.deepEqual([...blocks.weights], [0.5, -1.25, Math.fround(3e38), 7]);
  assert.deepEqual([...blocks.places], [32767, -32767, 16384, 0]);
  assert.equal(first.blocks.weights.length, 3); // the one before is as it was
});

test("blocks that glide are copies as floats", () => {
  const frame = frameOf(unpack(packed), ["labels"]);
  assert.ok(frame.glide[0] instanceof Float32Array);
  assert.deepEqual([...frame.glide[0]], [0, 1, 255]);
  frame.glide[0][0] = 7;
  assert.equal(frame.labels[0], 0);
});

test("a Frame may lie at any offset of a buffer", () => {
  const buffer = new Uint8Array(packed.length + 3);
  buffer.set(packed, 3);
  assert.deepEqual([...frameOf(unpack(buffer.subarray(3)), []).weights], [...frameOf(unpack(packed), []).weights]);
});

test("positions are in units of the plane", () => {
  const frame = frameOf(unpack(packed), []); // its half width is 6
  assert.deepEqual(pointOf(frame, 0), [24, -24]);
  const [x1, x2] = pointOf(frame, 1);
  assert.ok(Math.abs(x1 - 12) < 1e-3);
  assert.equal(x2, 0);
});

test("byte 128 is the middle", () => {
  assert.deepEqual([1, 128, 255].map(fromByte), [-1, 0, 1]);
});

test("a logit becomes the difference of two probabilities", () => {
  const range = Math.asinh(100);
  const difference = probabilityDifference(range);
  for (const logit of [-100, -2, 0, 0.3, 5]) {
    const p = 1 / (1 + Math.exp(-logit));
    assert.ok(Math.abs(difference(Math.asinh(logit) / range) - (2 * p - 1)) < 1e-12);
  }
});
