// What the browser keeps of a room: a guest's seat, or a teacher's key.

import assert from "node:assert/strict";
import { test } from "node:test";
import keepSeat, { keep, kept } from "../../../pictures/seat/seat.js";

function storage() {
  const texts = new Map();
  return {
    getItem: (name) => texts.get(name) ?? null,
    setItem: (name, text) => texts.set(name, text),
    removeItem: (name) => texts.delete(name),
  };
}

const REFUSED = () => {
  throw new Error("SecurityError");
};

test("what is kept of one room is not that of another, and can be forgotten", () => {
  const local = storage();
  const open = () => local;
  assert.ok(keep(open, "ABC", "a"));
  assert.ok(keep(open, "DEF", "d"));
  assert.equal(kept(open, "ABC"), "a");
  assert.ok(keep(open, "ABC", ""));
  assert.deepEqual([kept(open, "ABC"), kept(open, "DEF")], ["", "d"]);
});

test("a browser that keeps nothing is no error", () => {
  assert.equal(keep(REFUSED, "ABC", "a"), false);
  assert.equal(kept(REFUSED, "ABC"), "");
});

test("it tells what is kept until the server has heard, and only where it is asked", async () => {
  globalThis.sessionStorage = storage();
  globalThis.localStorage = storage();
  let state = "running";
  globalThis.document = { querySelector: () => ({ dataset: { testScriptState: state } }) };
  const said = [];
  const parentElement = { isConnected: true };
  const show = (data) =>
    keepSeat({ data: { name: "ABC", ...data }, parentElement, setTriggerValue: (...each) => said.push(each) });
  show({ keep: "seat", is_lasting: false });
  show({ keep: "key", is_lasting: true });
  assert.deepEqual(said, []);
  show({ asks: true, is_lasting: false });
  await new Promise((done) => setTimeout(done, 600));
  assert.deepEqual(said, []); // while the page runs
  state = "notRunning";
  await new Promise((done) => setTimeout(done, 600));
  assert.deepEqual(said[0], ["kept", "seat"]);
  show({ asks: true, is_lasting: true });
  await new Promise((done) => setTimeout(done, 600));
  assert.deepEqual(said.at(-1), ["kept", "key"]);
  show({ keep: "", is_lasting: true }); // the server has heard
  const count = said.length;
  await new Promise((done) => setTimeout(done, 700));
  assert.equal(said.length, count);
  assert.equal(
    kept(() => globalThis.localStorage, "ABC"),
    "",
  );
  assert.equal(
    kept(() => globalThis.sessionStorage, "ABC"),
    "seat",
  );
});
