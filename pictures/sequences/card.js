// The box below the rows: the arithmetic of the unit and the moment that are looked at.

import { node } from "../live/dom.js";
import { signed } from "../live/numbers.js";

const NO_TEXT = "Paste a text above: a list of short lines, such as names, or prose. Then press Play.";
const HINT = "Press a moment, and a unit in it, to see how its number comes about.";

// The numbers that come in at a moment; a mark is there or not, and no amount.
export function numbersAt({ numbers: [[, values], marks] }, t) {
  if (!marks) return signed(values[t]);
  return `${signed(values[t])}, ${marks[1][t] ? "marked" : "not marked"}`;
}

export class Card {
  constructor(picture) {
    this.picture = picture;
    this.title = node("div", { class: "title" });
    this.lines = node("dl", { class: "lines" });
    this.hint = node("div", { class: "quiet hint" });
    this.root = node("div", { class: "arithmetic", "data-testid": "arithmetic" }, this.title, this.lines, this.hint);
  }

  update() {
    const { frame } = this.picture;
    const isEmpty = !frame.waves.length;
    this.title.textContent = isEmpty ? NO_TEXT : this.text();
    const lines = (frame.explained ?? []).flatMap(([formula, numbers]) => [
      node("dt", { class: "quiet" }, formula),
      node("dd", {}, numbers),
    ]);
    this.lines.replaceChildren(...lines);
    this.hint.textContent = isEmpty ? "" : this.hovered();
  }

  text() {
    const { frame } = this.picture;
    const t = frame.moment - 1;
    const given = frame.numbers ? numbersAt(frame, t) : `“${frame.letters[t]}”`;
    return `Unit ${frame.unit} at moment ${frame.moment} of ${this.picture.layout?.moments ?? ""}: in comes ${given}`;
  }

  // The value under the pointer.
  hovered() {
    const { hovered, frame, real, layout } = this.picture;
    if (!hovered?.unit) return HINT;
    const [, label] = frame.waves.find(([key]) => key === hovered.key);
    const value = real[hovered.key][(hovered.unit - 1) * layout.moments + hovered.moment - 1];
    return `Here: ${label} of unit ${hovered.unit} at moment ${hovered.moment} is ${signed(value)}`;
  }
}
