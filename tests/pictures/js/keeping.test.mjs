// What the browser keeps of the course, and how it is shown beside chapters, screens and checks.

import assert from "node:assert/strict";
import { test } from "node:test";
import { countOf, merge, read, rules, write } from "../../../course/keeping.js";

function storage(text = null) {
  let kept = text;
  return () => ({
    getItem: () => kept,
    setItem: (_, value) => {
      kept = value;
    },
    removeItem: () => {
      kept = null;
    },
  });
}

const REFUSED = () => {
  throw new Error("SecurityError");
};

test("what a visit has passed is added to what is kept, once", () => {
  const open = storage('["neuron.sum"]');
  assert.deepEqual(merge(open, ["neuron.part", "neuron.sum"]), { names: ["neuron.sum", "neuron.part"], isKept: true });
  assert.deepEqual(read(open), ["neuron.sum", "neuron.part"]);
  assert.ok(write(open, []));
  assert.deepEqual(read(open), []);
});

test("without a storage the visit counts, and what is no list of names is none", () => {
  assert.deepEqual(merge(REFUSED, ["neuron.sum"]), { names: ["neuron.sum"], isKept: false });
  for (const text of ["{", '{"a": 1}', "null", "7"]) assert.deepEqual(read(storage(text)), []);
  assert.deepEqual(read(storage('[1, "loss.mse", null]')), ["loss.mse"]);
});

test("chapters, screens and checks say what is passed", () => {
  const index = rules(["a.x", "a.y", "b.z"], { chapters: { a: ["a.x", "a.y"], b: ["b.z", "b.w"] } });
  assert.match(index, /\.st-key-chapter_a::after \{ content: "✓ 2 of 2 checks"/);
  assert.match(index, /\.st-key-chapter_b::after \{ content: "1 of 2 checks"/);
  const chapter = rules(["a.x", "a.y"], { screens: [["a.x"], ["a.y", "a.z"], []], passed: ["a.x"] });
  assert.match(chapter, /button:nth-of-type\(1\) p::after/);
  assert.doesNotMatch(chapter, /nth-of-type\([23]\)/);
  assert.match(chapter, /\.st-key-check_y::after \{ content: "✓ passed before"/);
  assert.doesNotMatch(chapter, /check_[xz]/); // passed in this visit, which the page says itself; or never
  assert.equal(countOf(["a.x", "old.name"], ["a.x", "a.y"]), 1);
});
