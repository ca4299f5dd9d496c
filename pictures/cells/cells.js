// A map of experiments: a cell for each, coloured by its loss, with the frontier of divergence and one cell's curves.

import { Announcer } from "../live/announcer.js";
import { arrowDirection, node, positionOf, zoomOf } from "../live/dom.js";
import lessonStyle from "../live/lesson.css" with { type: "text" };
import { LessonBox } from "../live/lesson.js";
import { Picture, register } from "../live/picture.js";
import style from "./cells.css" with { type: "text" };
import { paintCurve } from "./curve.js";
import { cellAt, paintCells } from "./map.js";

const LEAST_MAP = 230; // px, the height on a projector
const NARROW = 800; // px of a window in which the curves stand below the map

class Cells extends Picture {
  constructor(parent, styleSheet) {
    super();
    this.sent = null; // the cell that the visitor has chosen, until its curves are here
    this.pointed = null; // the cell under the pointer
    this.canvas = node("canvas", {
      tabindex: "0",
      role: "application",
      "aria-label": "Map of losses. Click a cell, or move by the arrow keys, to see its curves.",
    });
    this.progress = node("progress", { max: 1, "aria-label": "Progress" });
    this.state = node("span");
    this.announcer = new Announcer();
    this.lesson = new LessonBox();
    this.button = node("button", {
      type: "button",
      onclick: () => this.act(this.frame.state === "working" ? "cancel" : "go_on", true),
    });
    this.curve = node("canvas", { "aria-hidden": "true", class: "curve" });
    this.name = node("div", { class: "name" });
    this.ending = node("div", { class: "quiet" });
    this.link = node("a", { target: "_blank", rel: "noopener" }, "Open this network in the Playground");
    this.root = node(
      "div",
      { class: "cells", "data-testid": "cells", role: "group", "aria-label": "Map of experiments" },
      this.lesson.root,
      node("div", { class: "map" }, node("div", { class: "bar" }, this.progress, this.state, this.button), this.canvas),
      node("div", { class: "side" }, this.name, this.ending, this.curve, this.link),
      this.announcer.root,
    );
    this.attach(parent, styleSheet);
    this.followTop(this.canvas);
    this.canvas.onclick = (event) => this.choose(cellAt(this, positionOf(event, this.canvas)));
    this.canvas.onpointermove = (event) => this.pointAt(cellAt(this, positionOf(event, this.canvas)));
    this.canvas.onpointerleave = () => this.pointAt(null);
    this.canvas.onkeydown = (event) => this.onKey(event);
  }

  // The cell that the visitor has chosen.
  get chosen() {
    return this.sent ?? this.frame.chosen;
  }

  receive(data, trigger) {
    if (!this.accept(data, trigger)) return;
    const { frame } = this;
    if (this.sent === frame.chosen) this.sent = null;
    this.lesson.show(frame.lesson);
    this.progress.value = frame.share;
    const trained = Math.floor(frame.share * frame.count);
    this.state.textContent =
      frame.state === "done"
        ? `${frame.count} networks trained`
        : `${frame.state === "working" ? "Training" : "Cancelled at"} ${trained} of ${frame.count} networks`;
    this.announcer.announce(frame.state, this.state.textContent);
    this.button.textContent = frame.state === "working" ? "Cancel" : "Go on";
    this.button.hidden = frame.state === "done";
    this.name.textContent = frame.told;
    this.ending.textContent = frame.ending;
    this.link.hidden = !frame.link;
    if (frame.link) this.link.href = frame.link;
    const diverged = frame.diverged.reduce((a, b) => a + b, 0);
    Object.assign(this.root.dataset, { state: frame.state, share: frame.share, chosen: frame.chosen, diverged });
    this.talk.onFrame(frame);
    this.arrange();
  }

  // On a projector the map with its axes takes what the window leaves.
  arrange() {
    const top = this.noteTop();
    const room = innerHeight / zoomOf(this.root) - top;
    this.canvas.style.height = top === undefined || innerWidth <= NARROW ? "" : `${Math.max(room, LEAST_MAP)}px`;
    this.paint();
  }

  choose(index) {
    if (index === null || index === this.chosen) return;
    this.sent = index;
    this.act("cell", index);
    this.paint();
  }

  pointAt(index) {
    this.pointed = index;
    this.paint();
  }

  onKey(event) {
    const direction = arrowDirection(event.key);
    if (!direction) return;
    event.preventDefault();
    event.stopPropagation();
    const { across, up } = this.frame;
    const limit = (value, count) => Math.min(Math.max(value, 0), count - 1);
    const column = limit((this.chosen % across.length) + direction[0], across.length);
    const row = limit(Math.floor(this.chosen / across.length) + direction[1], up.length);
    this.choose(row * across.length + column);
  }

  paint() {
    if (!this.frame) return;
    paintCells(this);
    paintCurve(this);
  }
}

export default register("cells", Cells, lessonStyle + style);
