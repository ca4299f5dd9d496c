// The Sequences page without a browser: what its parts say, and where they stand.

import assert from "node:assert/strict";
import { test } from "node:test";
import { howGood } from "../../../pictures/sequences/asking.js";
import { numbersAt } from "../../../pictures/sequences/card.js";
import { layoutOf } from "../../../pictures/sequences/layout.js";

const EMPTY = { waves: [], letters: [], classes: ["a", "b"], units: 16, samples: {} };
const SHOWN = { ...EMPTY, waves: [["h", "hidden state h", 1, true]], letters: ["a", "·"], data: "recall" };

test("without a text the card is as high as its sentence, and stands where the rows would begin", () => {
  for (const width of [1216, 360]) {
    const [empty, shown] = [EMPTY, SHOWN].map((frame) => layoutOf(frame, width, 800, 1));
    assert.equal(empty.card.y, shown.rows[0].y);
    assert.ok(empty.card.height <= shown.card.height / 2);
  }
});

test("a message covers no number of the arithmetic or of the scores", () => {
  const [line, button, border, lines] = [18, 28, 12, 84]; // px of a message; where the three lines of a wide card end
  const wide = layoutOf(SHOWN, 1216, 800, 1);
  const foot = wide.height - wide.message.bottom;
  assert.ok(foot - (line + button + border) >= wide.card.y + lines); // two lines, with a button in the second
  const lstm = ["c", "f", "i", "o", "h"].map((key) => [key, key, 1, true]);
  const full = layoutOf({ ...SHOWN, waves: lstm }, 1216, 800, 1);
  assert.ok(full.height - full.message.bottom - (line + border) >= full.card.y + lines); // one line, where room is scarce
  const narrow = layoutOf(SHOWN, 360, 800, 1);
  assert.ok(narrow.message.top >= narrow.scores.y + 42);
  assert.ok(narrow.message.top + 2 * line + border <= narrow.curve.y + 2);
});

test("a mark is there or not: it is no amount", () => {
  const adding = {
    numbers: [
      ["number", [0.5, 0.16]],
      ["mark", [1, 0]],
    ],
  };
  assert.equal(numbersAt(adding, 0), "0.50, marked");
  assert.equal(numbersAt(adding, 1), "0.16, not marked");
  assert.equal(numbersAt({ numbers: [["value", [-0.28]]] }, 0), "−0.28");
});

test("the error of a curve that is carried on is said to be that with the true values", () => {
  const longer = { asked: 75, measured: 0.026, is_number: true, begun: 25, moments: 25 };
  assert.match(howGood(longer), /75 moments: a mean squared error of 0.026 where the true values come in; below, /);
  const shorter = { ...longer, asked: 24, begun: null };
  assert.match(howGood(shorter), /a mean squared error of 0.026\. Trained with 25\.$/);
  assert.match(howGood({ ...shorter, is_number: false, measured: 0.5 }), /50\.0 % right\. Trained with 25\.$/);
});
