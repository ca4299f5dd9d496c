// Shows Frames (see frame.py) of a network that looks at images: the image, kernels, maps and classes, gliding from each
// Frame to the next. The page computes every value from the weights.

import { Above } from "../live/above.js";
import { Announcer } from "../live/announcer.js";
import { branchList } from "../live/branches.js";
import { ChangeMarks } from "../live/change_marks.js";
import { cleared, node, place, sized, zoomOf } from "../live/dom.js";
import { curveOf } from "../live/loss_curve.js";
import { Picture, register } from "../live/picture.js";
import { savePicture } from "../live/save.js";
import { ScoreList } from "../live/score_list.js";
import { Scrubber } from "../live/scrubber.js";
import { moreColours, shadesOf } from "../live/shades.js";
import { decodeTables } from "../live/tables.js";
import tables from "../live/tables.json" with { type: "json" };
import { curve, paintClasses, paintEdges } from "./classes.js";
import { allocate, forward, probabilities, rowStart, weightCount } from "./convnet.js";
import { describe } from "./describe.js";
import { openKernel, updateKernel } from "./editor.js";
import { Explanation } from "./explanation.js";
import trainingStyle from "../live/training.css" with { type: "text" };
import style from "./images.css" with { type: "text" };
import { Input } from "./input.js";
import { layoutOf } from "./layout.js";
import { paintMarks } from "./marks.js";
import { Results } from "./results.js";
import { Scoring } from "./scoring.js";
import { paintTiles } from "./tiles.js";
import { foundAgain, walkEvents } from "./walk.js";

const ABOVE_LEGEND = 36; // px from the foot of the explanation
// Edges take the most time to paint, and numbers that change 60 times a second cannot be read.
const PICTURES_PER_EDGES = 3;
const PICTURES_PER_EXPLANATION = 8;
const SAVE_BUTTON = [58, 24]; // px
const BRANCHES = 124; // px, the width of the names of branches
const ROOMY_INPUT = 144; // px of the image, below which its controls have icons alone

class Images extends Picture {
  constructor(parent, styleSheet) {
    super();
    this.selected = this.kept = null; // what is explained now, and what was clicked
    this.sheets = []; // a canvas for each column of tiles, at its own resolution
    this.pictures = 0; // painted while moving
    this.activations = decodeTables(tables).activations;
    this.scoring = new Scoring(this.activations);
    this.build();
    this.attach(parent, styleSheet);
    this.followTop(this.root);
    parent.insertBefore(this.goal, this.root);
    this.above = new Above(this.goal, () => this.arrange());
    walkEvents(this);
    this.onWindowResize = () => this.arrange(); // the height follows the window's
    addEventListener("resize", this.onWindowResize);
  }

  build() {
    const canvas = () => node("canvas", { "aria-hidden": "true" });
    this.still = canvas(); // what changes only with a Frame
    this.edges = canvas();
    this.tiles = canvas(); // tiles, classes and marks
    this.area = node("div", { class: "area", role: "application", tabindex: "0", "data-name": "diagram" });
    this.input = new Input(this);
    this.results = new Results(this);
    this.scores = new ScoreList();
    this.explanation = new Explanation(this);
    this.scrubber = new Scrubber(this, () => this.paintStill());
    this.changes = new ChangeMarks(this);
    this.announcer = new Announcer();
    this.branches = node("div");
    this.saveButton = node("button", { type: "button", class: "save", title: "Save this picture as PNG" }, "⤓ PNG");
    this.saveButton.onclick = () => savePicture(this, this.root);
    this.spoken = node("div", { class: "spoken", "aria-live": "polite" });
    this.message = node("div", { class: "message", role: "status" });
    this.editor = node("div", {
      class: "card editor",
      role: "dialog",
      "aria-label": "Weights of a kernel",
      hidden: "",
    });
    this.goal = node("div", { class: "goal", "data-testid": "goal", hidden: "" });
    this.root = node(
      "div",
      { class: "images", "data-testid": "images", role: "group", "aria-label": "Network that looks at images" },
      this.still,
      this.edges,
      this.tiles,
      this.area,
      this.input.root,
      this.explanation.root,
      this.scores.root,
      this.scrubber.root,
      this.changes.root,
      this.branches,
      this.saveButton,
      this.editor,
      this.input.pad.root,
      this.message,
      this.announcer.root,
      this.spoken,
    );
  }

  remove() {
    this.scoring.cancel();
    removeEventListener("resize", this.onWindowResize);
    this.above.remove();
    this.goal.remove();
    super.remove();
  }

  // The weights that are shown, which glide.
  get theta() {
    return this.shown[0];
  }

  // Whether a task keeps the weights as they are.
  get isLocked() {
    return Boolean(this.frame.locked?.includes("weights"));
  }

  get label() {
    return this.input.label;
  }

  receive(data, trigger) {
    if (!this.accept(data, trigger, ["theta"])) return;
    const { frame, previous } = this;
    frame.curve = curveOf(frame);
    this.startFrame();
    const plan = JSON.stringify([frame.layers, frame.classes, frame.side, frame.labels.length]);
    const isNew = plan !== this.plan;
    if (isNew) {
      this.plan = plan;
      this.values = allocate(frame.layers);
      this.scored = null;
      openKernel(this, null);
    }
    this.input.receive(frame, previous);
    this.evaluate();
    if (isNew || this.themeChanged) this.arrange();
    else this.paintStill();
    this.scoring.compute(frame, (scored) => this.showScored(scored));
    describe(this);
    updateKernel(this);
    this.updateBranches();
    this.startGlide();
    this.talk.onFrame(frame);
  }

  updateBranches() {
    const key = String(this.frame.branches);
    if (key === this.branchKey) return;
    this.branchKey = key;
    this.branches.replaceChildren(branchList(this));
  }

  showScored(scored) {
    if (scored.answers.length !== this.frame.labels.length) return;
    this.scored = scored;
    this.paintStill();
  }

  updateColours() {
    const changed = super.updateColours();
    if (changed || !this.shades) {
      this.shades = shadesOf(this.colours, true);
      Object.assign(this.colours, moreColours(this.colours, this.root));
    }
    return changed;
  }

  // Compute all layers for the image that is shown, with the weights that are shown.
  evaluate() {
    forward(this.frame.layers, this.theta, this.image, this.activations, this.values);
    this.probabilities = probabilities(this.values.at(-1).z);
  }

  // The weights of the kernel whose editor is open, and its bias: those of the Frame, not on their way to it.
  kernelValues() {
    const layer = this.frame.layers[this.editing.layer];
    const start = rowStart(layer, this.editing.unit);
    return [...this.frame.glide[0].subarray(start, start + weightCount(layer) + 1)];
  }

  // Set sizes and positions; called when the size, the theme or the network's shape changes.
  arrange() {
    const { frame, root } = this;
    const width = root.clientWidth;
    if (!frame || !width) return;
    const layout = layoutOf(frame, width, innerHeight, zoomOf(root), this.above.height(), this.noteTop());
    this.layout = layout;
    root.classList.toggle("narrow", layout.narrow);
    root.classList.toggle("low", Boolean(layout.low));
    root.style.height = `${layout.height}px`;
    this.kept = foundAgain(layout, this.kept);
    this.selected = this.kept;
    this.sheets.length = 0;
    const { explanation, curve: box, input, scores } = layout;
    const diagram = [0, 0, explanation.width, explanation.y];
    for (const [canvas, ...each] of [
      [this.still, 0, 0, width, layout.height],
      [this.edges, ...diagram],
      [this.tiles, ...diagram],
    ]) {
      place(canvas, ...each);
      sized(canvas, each[2], each[3]);
    }
    place(this.area, 0, 0, width, layout.height);
    place(this.explanation.root, explanation.x, explanation.y, explanation.width, explanation.height);
    place(this.input.root, input.x, input.y + input.height + 6, layout.narrow ? width : Math.max(input.width, 148), 96);
    this.input.root.classList.toggle("tight", !layout.narrow && input.width < ROOMY_INPUT);
    Object.assign(this.scores.root.style, { left: `${scores.x}px`, top: `${scores.y}px` });
    place(this.scrubber.root, box.x - 12, box.y, box.width, box.height);
    const { testsTitle } = layout;
    place(this.saveButton, width - SAVE_BUTTON[0], testsTitle.y - 8, ...SAVE_BUTTON);
    place(this.branches, box.x + box.width - BRANCHES, box.y + 12, BRANCHES, 0); // where a falling loss leaves room
    // At the foot of the explanation, above the legend, a message of two lines grows upward.
    Object.assign(this.message.style, {
      top: layout.narrow ? `${input.y + input.height + 66}px` : "auto",
      bottom: layout.narrow ? "auto" : `${layout.height - explanation.y - explanation.height + ABOVE_LEGEND}px`,
      right: `${layout.width - explanation.width + (layout.narrow ? 0 : 8)}px`,
    });
    describe(this);
    this.repaint();
    this.paintStill();
  }

  // Paint with another image or other weights, or with something else selected.
  refresh() {
    this.evaluate();
    describe(this);
    this.repaint();
    this.paintStill();
  }

  repaint() {
    this.moving = false;
    this.paintAll();
  }

  // Paint what moves between two Frames.
  paint() {
    if (!this.layout || !this.frame) return;
    this.evaluate();
    this.paintAll();
  }

  paintAll() {
    const { layout } = this;
    const number = this.pictures++;
    const context = cleared(this.tiles);
    paintTiles(this, context);
    paintClasses(this, context);
    paintMarks(this, context);
    if (!layout.narrow && (!this.moving || number % PICTURES_PER_EDGES === 0)) paintEdges(this, cleared(this.edges));
    if (!this.moving || number % PICTURES_PER_EXPLANATION === 0) this.explanation.update();
  }

  // Paint what stays the same between two Frames.
  paintStill() {
    const { layout, frame, colours } = this;
    if (!layout || !frame) return;
    const context = cleared(this.still);
    context.strokeStyle = colours.faint;
    context.lineWidth = layout.lines.length > 60 ? 0.5 : 1.2;
    for (const [x0, y0, x1, y1] of layout.lines) curve(context, [x0, y0], [x1, y1]);
    context.fillStyle = colours.quiet;
    context.textBaseline = "top";
    context.textAlign = layout.narrow ? "left" : "center";
    context.font = `12px ${this.font}`;
    for (const { x, y = layout.captionY, title, size } of layout.captions) {
      context.fillText(title, x, y);
      context.fillText(size, x, y + 15);
    }
    this.results.paint(context);
  }
}

export default register("images", Images, trainingStyle + style);
