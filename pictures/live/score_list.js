// The list of epoch, losses and accuracy beside a picture of one network.

import { node } from "./dom.js";
import { digits, grouped, perCent } from "./numbers.js";

const SCORES = ["Epoch", "Test loss", "Train loss", "Test accuracy"];
const LINES = [null, "test", "train", null]; // the line of the loss curve that a score belongs to

export class ScoreList {
  constructor() {
    this.readouts = SCORES.map(() => node("dd"));
    this.titles = SCORES.map((title, i) => {
      const element = node("dt", { class: "quiet" }, node("span", {}, title));
      if (LINES[i]) element.append(node("i", { class: `swatch ${LINES[i]}` }));
      return element;
    });
    this.of = node("dd", { class: "of quiet" });
    this.rows = this.titles.map((title, i) =>
      node("div", {}, title, this.readouts[i], ...(i === SCORES.length - 1 ? [this.of] : [])),
    );
    this.root = node("dl", { class: "scores" }, ...this.rows);
  }

  // Show the scores of a picture's Frame; `of` says of how many examples the accuracy is.
  update({ frame, layout }, of) {
    const [trainLoss, testLoss, , accuracy] = frame.scores;
    const more = frame.shortfall?.replace(/ epochs?/, "") || `step ${grouped(frame.step)}`;
    this.titles[0].firstChild.textContent = layout?.narrow && !frame.shortfall ? "Epoch" : `Epoch · ${more}`;
    const texts = [
      grouped(frame.epoch),
      digits(testLoss),
      digits(trainLoss),
      accuracy === null ? "–" : perCent(accuracy),
    ];
    texts.forEach((text, i) => {
      this.readouts[i].textContent = text;
    });
    this.of.textContent = of;
  }
}
