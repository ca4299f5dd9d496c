// Checks how the networks of a class are evaluated one by one: by room/maps.js, bundled with its tables to the file that
// is named first.

import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import { isWaiting, nextFrame } from "./animation.mjs";

const { RoomMaps } = await import(pathToFileURL(process.argv[2]));

function finish() {
  while (isWaiting()) nextFrame();
}

const SIZE = 32;
const one = { features: ["x1"], layers: [["dense", 1, 1, "linear"]] };
const three = {
  features: ["x1", "x2"],
  layers: [
    ["dense", 2, 1, "relu"],
    ["dense", 1, 3, "linear"],
  ],
};
const value = { meaning: "value", outputs: 1, logit_range: 1 };
const classes = { meaning: "probability", outputs: 3, logit_range: 1 };
const shown = [];
const maps = new RoomMaps();
const want = (name, network, theta, coding) =>
  maps.want(name, network, Float32Array.from(theta), SIZE, coding, (map) => shown.push([name, map]));

// The page is free between rows. Of one network only the last weights are evaluated, others wait for their turn.
want("a", one, [0, 0.5], value);
want("b", three, [0, 0, 1, 0, 2, 0, 1, 0, 0], classes);
want("a", one, [0, -1], value);
assert.ok(isWaiting() && !shown.length);
finish();
assert.deepEqual(shown.map(([name]) => name).toSorted(), ["a", "b"]);
const found = Object.fromEntries(shown);
assert.ok(found.a.length === SIZE ** 2 && found.a.every((each) => each === 1)); // −1 everywhere
assert.equal(found.b.length, 3 * SIZE ** 2);
// z = relu(1) · (0, 0, 0) + (2, 1, 0): the probabilities of three classes.
const exps = [2, 1, 0].map(Math.exp);
const sum = exps.reduce((a, b) => a + b);
exps.forEach((each, k) => {
  assert.ok(Math.abs(found.b[k * SIZE ** 2 + 77] / 255 - each / sum) < 1e-3);
});

// It begins anew after it has come to an end, and what is cancelled is never shown.
shown.length = 0;
want("a", one, [0, 1], value);
finish();
assert.deepEqual([shown.length, shown[0][1][0]], [1, 255]);
want("a", one, [0, 0], value);
maps.cancel();
finish();
assert.equal(shown.length, 1);
want("c", one, [0, 0], value);
finish();
assert.deepEqual([shown[1][0], shown[1][1][5]], ["c", 128]);
