// What chooses the sequence on show: test sequences, one that the visitor writes, or a new one of another length.

import { hasFocus, node } from "../live/dom.js";
import { perCent, digits } from "../live/numbers.js";

const EXAMPLES = {
  recall: "d·········",
  echo: "abcdabcd",
  parity: "1101001",
  anbn: "aaabbb",
  brackets: "([{}])",
  adding: "0.3 0.5* 0.1 0.9*",
  sine: "0 0.4 0.7 0.9 1",
};
const FACTORS = [2, 3]; // of the trained length, which can be asked for

// A sentence on new sequences of another length. Of a curve that is carried on, the error is measured with the true values
// as inputs, which is easier than what is drawn: there the network reads its own answers.
export function howGood({ asked, measured, is_number: isNumber, begun, moments }) {
  const what = isNumber ? `a mean squared error of ${digits(measured)}` : `${perCent(measured)} right`;
  const how = typeof begun === "number" ? " where the true values come in; below, its own answers do" : "";
  return `200 new sequences of ${asked} moments: ${what}${how}. Trained with ${moments}.`;
}

export class Asking {
  constructor(picture) {
    this.picture = picture;
    const button = (name, text, onclick) =>
      node("button", { type: "button", title: name, "aria-label": name, onclick }, text);
    this.before = button("Test sequence before", "‹", () => this.go(-1));
    this.next = button("Next test sequence", "›", () => this.go(1));
    this.title = node("span", { class: "which", "data-testid": "which" });
    this.field = node("input", {
      type: "text",
      maxlength: 200,
      "aria-label": "A sequence of your own",
      "data-name": "written",
      hidden: "",
      onkeydown: (event) => this.onKey(event),
      onchange: () => this.write(),
    });
    this.writeButton = button("Write a sequence of your own", "✎ Write your own", () => this.open());
    this.length = node("select", { "data-name": "asked", onchange: () => this.ask() });
    this.longer = node("label", { class: "quiet" }, "Other lengths? ", this.length);
    this.note = node("div", { class: "note quiet", "data-testid": "note" });
    this.sentences = node("div", { class: "sentences", role: "status", "data-testid": "sentences" });
    this.root = node(
      "div",
      { class: "asking" },
      this.before,
      this.next,
      this.title,
      this.writeButton,
      this.field,
      this.longer,
    );
  }

  update() {
    const { frame } = this.picture;
    const [, tests] = frame.scored;
    const isEmpty = !frame.waves.length;
    this.title.textContent = isEmpty ? "No text yet" : frame.title;
    this.before.disabled = this.next.disabled = !tests;
    this.writeButton.disabled = isEmpty;
    if (!hasFocus(this.field)) {
      this.field.value = frame.written;
      this.field.hidden = !frame.written;
    }
    this.field.placeholder = EXAMPLES[frame.data] ?? "write something";
    this.writeButton.hidden = !this.field.hidden;
    this.showLengths(frame);
    this.sentences.textContent = frame.sentences?.join(" ") ?? "";
    this.showNote(frame);
    this.note.hidden = Boolean(this.sentences.textContent); // they stand in its place
  }

  showLengths(frame) {
    const isFull = this.picture.layout?.narrow && !this.field.hidden; // the field takes a row of a narrow picture
    this.longer.hidden = !frame.can_ask || isFull;
    const { moments, shortest } = frame;
    const lengths = [moments - 1, moments, moments + 1, ...FACTORS.map((factor) => factor * moments)];
    if (frame.asked && !lengths.includes(frame.asked)) lengths.push(frame.asked);
    const key = `${shortest}: ${lengths.join()}`;
    if (key !== this.lengths) {
      this.lengths = key;
      const option = (length) =>
        node(
          "option",
          { value: length === moments ? 0 : length },
          `${length}${length === moments ? ", as trained" : ""}`,
        );
      this.length.replaceChildren(...lengths.filter((length) => length >= shortest).map(option));
    }
    if (!hasFocus(this.length)) this.length.value = frame.asked === moments ? 0 : frame.asked;
  }

  // What the data are about, or how good the network is at another length.
  showNote({ note, measured }) {
    const isAsked = measured !== null && measured !== undefined;
    this.note.classList.toggle("quiet", !isAsked);
    this.note.textContent = isAsked ? howGood(this.picture.frame) : note;
  }

  go(by) {
    const { example, scored, written, asked } = this.picture.frame;
    const count = scored[1];
    const next = written || asked ? example : (example + by + count) % count;
    this.field.hidden = true;
    this.picture.act("look", { example: next % count, moment: 0 });
  }

  open() {
    this.field.hidden = false;
    this.writeButton.hidden = true;
    this.field.focus();
  }

  onKey(event) {
    event.stopPropagation(); // a letter is no command here
    if (event.key === "Enter") this.write();
    else if (event.key === "Escape") {
      this.field.value = "";
      this.write();
      this.field.blur();
    }
  }

  write() {
    const text = this.field.value;
    if (!text.trim()) this.field.hidden = true;
    if (text !== this.picture.frame.written) this.picture.act("write", text, true);
    this.writeButton.hidden = !this.field.hidden;
  }

  ask() {
    this.picture.act("ask", +this.length.value, true);
  }
}
