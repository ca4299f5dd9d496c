// Shows Scenes (see scene.py): panels with marks and with handles that follow the pointer. The server is sent a
// handle's position as often as it answers.

import { node } from "../live/dom.js";
import { withMinus } from "../live/numbers.js";
import { Picture, register } from "../live/picture.js";
import { Panel } from "./panel.js";
import style from "./sketch.css" with { type: "text" };

const LINK = "\ue000"; // around the name of a part of the figure, and behind its text

class Sketch extends Picture {
  constructor(parent, styleSheet) {
    super();
    this.panels = [];
    this.sentence = node("p", { class: "says", role: "status" });
    this.row = node("div", { class: "row" });
    this.root = node(
      "div",
      { class: "sketch", "data-testid": "sketch", role: "group", "aria-label": "Figure" },
      this.row,
      this.sentence,
    );
    this.said = "";
    this.lit = ""; // the part of the figure that the pointer or the focus is on
    for (const event of ["pointerover", "focusin"])
      this.root.addEventListener(event, ({ target }) => this.light(target.closest("[data-part]")?.dataset.part ?? ""));
    for (const event of ["pointerleave", "focusout"]) this.root.addEventListener(event, () => this.light(""));
    this.attach(parent, styleSheet);
  }

  receive(data, trigger) {
    if (!this.accept(data, trigger)) return;
    const { panels, says, beat, state } = this.frame;
    while (this.panels.length < panels.length) {
      this.panels.push(new Panel(this, this.panels.length));
      this.row.append(this.panels.at(-1).root);
    }
    this.panels.forEach((panel, i) => {
      panel.root.hidden = i >= panels.length;
    });
    this.say(withMinus(says));
    Object.assign(this.root.dataset, { beat, state });
    this.talk.onFrame(this.frame);
    this.paint();
  }

  // Write the sentence, if it is another one: a screen reader reads it out. Every third part of it is the name of a part of
  // the figure, and the one behind it the text that belongs to that part: see link() in scene.py.
  say(text) {
    if (this.said === text) return;
    this.said = text;
    const pieces = text.split(LINK);
    const nodes = [pieces[0]];
    for (let i = 1; i < pieces.length; i += 3)
      nodes.push(node("span", { "data-part": pieces[i], tabindex: 0 }, pieces[i + 1]), pieces[i + 2]);
    this.sentence.replaceChildren(...nodes);
  }

  // Light up what belongs to a part of the figure, in the panels and in the sentence; "" ends it.
  light(part) {
    this.lit = part;
    this.root.classList.toggle("lighting", part !== "");
    for (const element of this.root.querySelectorAll("[data-part]"))
      element.classList.toggle("lit", element.dataset.part === part);
  }

  paint() {
    if (!this.frame) return;
    let offset = 0;
    this.frame.panels.forEach((panel, i) => {
      const count = panel.map ** 2 * Math.max(panel.classes, 1);
      this.panels[i].paint(panel, this.frame.values.subarray(offset, offset + count));
      offset += count;
    });
    this.light(this.lit);
  }

  moved(name, [x, y]) {
    this.act("drag", [name, x, y], true); // only the newest position counts
  }

  dropped() {
    this.act("drop", true); // now the server runs the whole page: its sliders and its checks follow
  }
}

export default register("sketch", Sketch, style);
