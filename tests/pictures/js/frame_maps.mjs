// Checks how maps are computed in slices: by frame_maps.js, bundled with its tables to the file that is named first.

import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import { isWaiting, nextFrame } from "./animation.mjs";

const { FrameMaps } = await import(pathToFileURL(process.argv[2]));

const network = { features: ["x1"], layers: [["dense", 1, 1, "linear"]] };
const header = { networks: [network, null], map: 96, outputs: 1, meaning: "value" };
const frame = (...theta) => ({ header, blocks: { theta: Float32Array.from(theta) } });
const shown = [];
const maps = new FrameMaps();
const compute = (name, unpacked) => maps.compute(unpacked, (_, map) => shown.push([name, map]));

// The page is free after a few rows. Of the Frames that come meanwhile the last one is shown.
compute("first", frame(0, 0.5));
assert.ok(isWaiting() && !shown.length);
compute("second", frame(0, 0.6));
compute("third", frame(0, -1));
while (isWaiting()) nextFrame();
assert.deepEqual(
  shown.map(([name]) => name),
  ["first", "third"],
);
assert.equal(shown[0][1][0], 128 + 127 * 0.5);
assert.equal(shown[1][1][0], 1);
assert.equal(shown[1][1][96 * 96], 128); // a blank map

// Weights that have not changed are not evaluated again.
compute("same", frame(0, -1));
assert.ok(!isWaiting());
assert.equal(shown.at(-1)[0], "same");
assert.equal(shown.at(-1)[1], shown[1][1]);

// A hidden page has no animation frames: it computes all at once.
document.hidden = true;
compute("hidden", frame(0, 1));
assert.ok(!isWaiting());
assert.equal(shown.at(-1)[1][0], 255);
document.hidden = false;

// A picture that is removed shows nothing more.
compute("removed", frame(0, 0));
maps.cancel();
assert.ok(!isWaiting());
assert.equal(shown.at(-1)[0], "hidden");
