// The slider that looks back, among Frames that were on their way before it was moved.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Scrubber } from "../../../pictures/live/scrubber.js";

globalThis.document = {
  createElement: () => ({ style: {}, setAttribute() {}, append() {}, matches: () => false }),
};

const now = (newest, state = "paused") => ({ state, oldest: 0, epoch: newest, newest });
const past = (epoch, newest) => ({ state: "past", oldest: 0, epoch, newest });

function opened(newest) {
  const acts = [];
  const talk = { lastAct: null };
  const picture = {
    talk,
    act(kind, value) {
      talk.lastAct = kind;
      acts.push([kind, value]);
    },
  };
  const scrubber = new Scrubber(picture, () => {});
  const receive = (frame) => {
    picture.frame = frame;
    scrubber.receive(frame);
  };
  const move = (epoch) => {
    scrubber.root.value = epoch;
    scrubber.seek(0);
    return new Promise((resolve) => setTimeout(resolve, 5));
  };
  receive(now(newest));
  return { scrubber, acts, talk, receive, move };
}

test("a Frame from before does not move the slider back", async () => {
  const { scrubber, acts, receive, move } = opened(6);
  assert.equal(scrubber.root.value, 6);
  await move(5);
  receive(now(6));
  assert.equal(scrubber.root.value, 5);
  await move(4);
  receive(past(5, 6));
  assert.equal(scrubber.root.value, 4);
  assert.equal(scrubber.marked(now(6)), 4);
  receive(past(4, 6));
  assert.equal(scrubber.epoch, null);
  assert.deepEqual(acts, [
    ["seek", 5],
    ["seek", 4],
  ]);
});

test("nor before its request is sent", () => {
  const { scrubber, receive } = opened(6);
  scrubber.root.value = 3;
  scrubber.seek(1000);
  receive(now(7, "playing"));
  assert.equal(scrubber.root.value, 3);
  clearTimeout(scrubber.timer);
});

test("at its end it returns to now, which may have moved on", async () => {
  const { scrubber, acts, receive, move } = opened(6);
  await move(2);
  receive(past(2, 6));
  await move(6);
  receive(past(2, 6));
  assert.equal(scrubber.root.value, 6);
  receive(now(7));
  assert.equal(scrubber.root.value, 7);
  assert.deepEqual(acts.at(-1), ["now", true]);
});

test("it follows what else is asked for, and a training that begins anew", async () => {
  const { scrubber, talk, receive, move } = opened(6);
  await move(2);
  talk.lastAct = "play";
  receive(now(8, "playing"));
  assert.equal(scrubber.root.value, 8);
  await move(5);
  receive(now(0, "ready"));
  assert.equal(scrubber.root.value, 0);
});
