// Shows Frames (see frame.py) of a recurrent network: time runs to the right, and what the network makes of a sequence
// moves from each Frame to the next.

import { Above } from "../live/above.js";
import { Announcer } from "../live/announcer.js";
import { branchList } from "../live/branches.js";
import { ChangeMarks } from "../live/change_marks.js";
import { arrowDirection, cleared, node, place, positionOf, sized, zoomOf } from "../live/dom.js";
import { LARGEST_INT16 } from "../live/frames.js";
import { curveOf, paintCurve } from "../live/loss_curve.js";
import { Picture, register } from "../live/picture.js";
import { savePicture } from "../live/save.js";
import { ScoreList } from "../live/score_list.js";
import { Scrubber } from "../live/scrubber.js";
import { moreColours, shadesOf } from "../live/shades.js";
import trainingStyle from "../live/training.css" with { type: "text" };
import { Asking } from "./asking.js";
import { Card } from "./card.js";
import { describe } from "./describe.js";
import { layoutOf, placeAt } from "./layout.js";
import { paintRows, paintRowsStill } from "./rows.js";
import { Samples } from "./samples.js";
import style from "./sequences.css" with { type: "text" };
import { paintUnit } from "./unit_curve.js";

const SAVE_BUTTON = [58, 24]; // px
const BRANCHES = 124; // px, the width of the names of branches

// The blocks of a Frame that move, as the numbers that they stand for.
function movingBlocks(frame) {
  if (!frame.waves.length) return {};
  const real = (values, range) => Float32Array.from(values, (value) => (value * range) / LARGEST_INT16);
  const waves = frame.waves.map(([key, , range]) => [key, real(frame[key], range)]);
  const gradient = Float32Array.from(frame.gradient);
  return { ...Object.fromEntries(waves), answers: real(frame.answers, frame.answers_range), gradient };
}

class Sequences extends Picture {
  constructor(parent, styleSheet) {
    super();
    this.hovered = null; // the place under the pointer
    this.sheet = document.createElement("canvas"); // a row's values, a pixel each
    this.build();
    this.attach(parent, styleSheet);
    this.followTop(this.root);
    parent.insertBefore(this.goal, this.root);
    this.above = new Above(this.goal, () => this.arrange());
    this.listen();
    this.onWindowResize = () => this.arrange(); // the height follows the window's
    addEventListener("resize", this.onWindowResize);
  }

  build() {
    const canvas = () => node("canvas", { "aria-hidden": "true" });
    this.still = canvas(); // what changes only with a Frame
    this.moved = canvas();
    this.area = node("div", { class: "area", role: "application", tabindex: "0", "data-name": "rows" });
    this.asking = new Asking(this);
    this.card = new Card(this);
    this.samples = new Samples(this);
    this.scores = new ScoreList();
    this.scrubber = new Scrubber(this, () => this.paintStill());
    this.changes = new ChangeMarks(this);
    this.announcer = new Announcer();
    this.branches = node("div");
    this.saveButton = node("button", { type: "button", class: "save", title: "Save this picture as PNG" }, "⤓ PNG");
    this.saveButton.onclick = () => savePicture(this, this.root);
    this.message = node("div", { class: "message", role: "status" });
    this.goal = node("div", { class: "goal", "data-testid": "goal", hidden: "" });
    this.root = node(
      "div",
      { class: "sequences", "data-testid": "sequences", role: "group", "aria-label": "Recurrent network" },
      this.still,
      this.moved,
      this.area,
      this.asking.root,
      this.asking.note,
      this.asking.sentences,
      this.card.root,
      this.scores.root,
      this.samples.root,
      this.scrubber.root,
      this.changes.root,
      this.branches,
      this.saveButton,
      this.message,
      this.announcer.root,
    );
  }

  remove() {
    removeEventListener("resize", this.onWindowResize);
    this.above.remove();
    this.goal.remove();
    super.remove();
  }

  listen() {
    const { area } = this;
    const at = (event) =>
      this.layout && this.frame.waves.length ? placeAt(this.layout, this.frame, ...positionOf(event, this.root)) : null;
    area.onpointermove = (event) => {
      if (event.pointerType !== "touch") this.hover(at(event)); // a finger scrolls
    };
    area.onpointerleave = () => this.hover(null);
    area.onclick = (event) => {
      const found = at(event);
      if (found) this.look(found.moment, found.unit ?? this.frame.unit);
    };
    area.onkeydown = (event) => {
      const direction = arrowDirection(event.key);
      if (!direction || event.ctrlKey || event.metaKey || event.altKey || !this.frame.waves.length) return;
      event.preventDefault();
      event.stopPropagation();
      const within = (value, most) => Math.min(Math.max(value, 1), most);
      const { moment, unit, units } = this.frame;
      this.look(within(moment + direction[0], this.layout.moments), within(unit - direction[1], units));
    };
  }

  hover(found) {
    const key = JSON.stringify(found);
    if (key === this.hoverKey) return;
    this.hoverKey = key;
    this.hovered = found;
    this.card.update();
    this.repaint();
  }

  // Look at a moment and a unit, both from 1; the arithmetic comes with the next Frame.
  look(moment, unit) {
    Object.assign(this.frame, { moment, unit });
    this.act("look", { moment, unit }, true);
    this.repaint();
    this.paintStill();
  }

  receive(data, trigger) {
    const unpacked = this.unpackNew(data, trigger);
    if (!unpacked) return;
    this.take(unpacked);
    const { frame } = this;
    const real = movingBlocks(frame);
    this.names = Object.keys(real);
    frame.glide = Object.values(real);
    frame.curve = curveOf(frame);
    this.startFrame();
    const plan = JSON.stringify([frame.waves.length, frame.letters.length, frame.numbers?.[0][1].length]);
    const more = JSON.stringify([frame.units, frame.classes.length, frame.moments, Boolean(frame.samples?.texts)]);
    if (plan + more !== this.plan || this.themeChanged) {
      this.plan = plan + more;
      this.arrange();
    } else this.paintStill();
    this.updateAround();
    this.startGlide();
    this.talk.onFrame(frame);
  }

  updateAround() {
    this.asking.update();
    this.card.update();
    this.samples.update();
    describe(this);
    const key = String(this.frame.branches);
    if (key === this.branchKey) return;
    this.branchKey = key;
    this.branches.replaceChildren(branchList(this));
  }

  // The values that are shown just now, by the names of their blocks.
  get real() {
    return Object.fromEntries(this.names.map((name, i) => [name, this.shown[i]]));
  }

  updateColours() {
    const changed = super.updateColours();
    if (changed || !this.shades) {
      this.shades = shadesOf(this.colours);
      Object.assign(this.colours, moreColours(this.colours, this.root));
    }
    return changed;
  }

  // Set sizes and positions; called when the size, the theme or the shape of what is shown changes.
  arrange() {
    const { frame, root } = this;
    const width = root.clientWidth;
    if (!frame || !width) return;
    const layout = layoutOf(frame, width, innerHeight, zoomOf(root), this.above.height(), this.noteTop());
    this.layout = layout;
    this.hovered = null;
    root.classList.toggle("narrow", layout.narrow);
    root.style.height = `${layout.height}px`;
    for (const canvas of [this.still, this.moved]) {
      place(canvas, 0, 0, width, layout.height);
      sized(canvas, width, layout.height);
    }
    const { rows, card, scores, curve, samples, message, left } = layout;
    const top = rows[0]?.y ?? 0;
    place(this.area, 0, top, left, rows.length ? rows.at(-1).y + rows.at(-1).height - top : 0);
    place(this.asking.root, 0, 0, left, layout.narrow ? 68 : 30);
    place(this.asking.note, 0, layout.noteY, left, layout.noteHeight);
    place(this.card.root, card.x, card.y, card.width, card.height);
    Object.assign(this.asking.sentences.style, { left: "0", top: `${layout.noteY - 4}px` }); // in place of the note
    place(this.scores.root, scores.x, scores.y, scores.width, 0);
    if (samples) place(this.samples.root, samples.x, samples.y, samples.width, samples.height);
    place(this.scrubber.root, curve.x - 12, curve.y, curve.width, curve.height);
    place(this.saveButton, width - SAVE_BUTTON[0], layout.narrow ? layout.height - 26 : 0, ...SAVE_BUTTON);
    place(this.branches, curve.x + curve.width - BRANCHES, curve.y + 12, BRANCHES, 0); // where a falling loss leaves room
    for (const side of ["top", "bottom", "right"])
      this.message.style[side] = side in message ? `${message[side]}px` : "auto";
    this.repaint();
    this.paintStill();
  }

  repaint() {
    this.moving = false;
    this.paint();
  }

  // Paint what moves between two Frames.
  paint() {
    if (!this.layout || !this.frame) return;
    const context = cleared(this.moved);
    if (!this.frame.waves.length) return;
    paintRows(this, context);
    if (this.layout.unit) paintUnit(this, context);
  }

  // Paint what stays the same between two Frames.
  paintStill() {
    const { layout, frame } = this;
    if (!layout || !frame) return;
    const context = cleared(this.still);
    paintCurve(this, context);
    if (frame.waves.length) paintRowsStill(this, context);
  }
}

export default register("sequences", Sequences, trainingStyle + style);
