// Shows Scenes (see scene.py): panels with marks and with handles that follow the pointer. The server is sent a
// handle's position as often as it answers.

import { node } from "../live/dom.js";
import { withMinus } from "../live/numbers.js";
import { Picture, register } from "../live/picture.js";
import { Panel } from "./panel.js";
import style from "./sketch.css" with { type: "text" };

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
    const text = withMinus(says);
    if (this.sentence.textContent !== text) this.sentence.textContent = text; // a screen reader reads it out
    Object.assign(this.root.dataset, { beat, state });
    this.talk.onFrame(this.frame);
    this.paint();
  }

  paint() {
    if (!this.frame) return;
    let offset = 0;
    this.frame.panels.forEach((panel, i) => {
      const count = panel.map ** 2 * Math.max(panel.classes, 1);
      this.panels[i].paint(panel, this.frame.values.subarray(offset, offset + count));
      offset += count;
    });
  }

  moved(name, [x, y]) {
    this.act("drag", [name, x, y], true); // only the newest position counts
  }

  dropped() {
    this.act("drop", true); // now the server runs the whole page: its sliders and its checks follow
  }
}

export default register("sketch", Sketch, style);
