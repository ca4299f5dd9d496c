// What the keys of a page ask for.

import assert from "node:assert/strict";
import { test } from "node:test";
import { arrowDirection } from "../../../pictures/live/dom.js";
import { commandOf } from "../../../pictures/live/keys.js";

const page = () => false; // no control has the focus
const on = (name) => (selector) => selector.split(", ").includes(name);
const key = (name, more = {}) => ({ key: name, ...more });

test("keys without a modifier play, step and reset", () => {
  assert.equal(commandOf(key(" "), page), "play");
  assert.equal(commandOf(key("ArrowRight"), page), "step");
  assert.equal(commandOf(key("r"), page), "reset");
  assert.equal(commandOf(key("x"), page), null);
});

test("a key that is held down resets once", () => assert.equal(commandOf(key("r", { repeat: true }), page), null));

test("Ctrl and Cmd undo and redo", () => {
  assert.equal(commandOf(key("z", { ctrlKey: true }), page), "undo");
  assert.equal(commandOf(key("z", { metaKey: true }), page), "undo");
  assert.equal(commandOf(key("Z", { ctrlKey: true, shiftKey: true }), page), "redo");
  assert.equal(commandOf(key("y", { ctrlKey: true }), page), "redo");
  assert.equal(commandOf(key("r", { ctrlKey: true }), page), null); // the browser reloads the page
  assert.equal(commandOf(key("z", { ctrlKey: true, altKey: true }), page), null);
});

test("keys belong to the control that has the focus", () => {
  assert.equal(commandOf(key(" "), on("button")), null);
  assert.equal(commandOf(key(" "), on("button"), true), "play"); // it was clicked
  assert.equal(commandOf(key(" "), on("textarea"), true), null);
  // A slider has no use for Space, and a list from which something was chosen with the mouse has not either.
  const slider = (selector) => /role=slider/.test(selector);
  assert.equal(commandOf(key(" "), slider), "play");
  assert.equal(commandOf(key("ArrowRight"), slider), null);
  const list = (selector) => /role=combobox/.test(selector);
  assert.equal(commandOf(key(" "), list, true), "play");
  assert.equal(commandOf(key(" "), list, false), null);
  assert.equal(commandOf(key("ArrowRight"), on("button")), "step");
  assert.equal(commandOf(key("ArrowRight"), on("[role=tab]")), null);
  for (const name of [" ", "ArrowRight", "r"]) assert.equal(commandOf(key(name), on("textarea")), null);
  assert.equal(commandOf(key("z", { ctrlKey: true }), on("textarea")), null); // the field undoes by itself
});

test("arrow keys have directions, others have none", () => {
  assert.deepEqual(arrowDirection("ArrowUp"), [0, 1]);
  assert.equal(arrowDirection("a"), undefined);
});
