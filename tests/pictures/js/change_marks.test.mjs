// The marks on a loss curve: those that would overlap become one.

import assert from "node:assert/strict";
import test from "node:test";
import { gatherChanges } from "../../../pictures/live/change_marks.js";

const at = (...epochs) => epochs.map((epoch) => [10 * epoch, epoch, `change ${epoch}`]);
const epochsOf = (groups) => groups.map((group) => group.map(([, epoch]) => epoch));

test("marks that have room stand alone", () => {
  assert.deepEqual(epochsOf(gatherChanges(at(1, 2, 5), (epoch) => 30 * epoch)), [[1], [2], [5]]);
  assert.deepEqual(
    gatherChanges([], (epoch) => epoch),
    [],
  );
});

test("marks that would overlap become one, and no mark is lost", () => {
  const changes = at(1, 2, 3, 10, 11);
  assert.deepEqual(epochsOf(gatherChanges(changes, (epoch) => 10 * epoch)), [
    [1, 2, 3],
    [10, 11],
  ]);
  for (const scale of [0.1, 1, 7, 13, 24, 40]) {
    const groups = gatherChanges(changes, (epoch) => scale * epoch);
    assert.deepEqual(groups.flat(), changes);
    const firsts = groups.map(([[, epoch]]) => scale * epoch);
    for (let i = 1; i < firsts.length; i++) assert.ok(firsts[i] - firsts[i - 1] >= 24);
  }
});
