// The Stage: shows Frames (see frame.py) of one network, gliding from each to the next. What moves with every picture and
// what changes only with a Frame are on different canvases, which lie one above the other.

import { Above } from "../live/above.js";
import { Announcer } from "../live/announcer.js";
import { ChangeMarks } from "../live/change_marks.js";
import { cleared, node, place, positionOf, reducedMotion, sized, zoomOf } from "../live/dom.js";
import { FrameMaps } from "../live/frame_maps.js";
import { showGoal } from "../live/goal.js";
import { curveOf, lastEpoch, paintCurve } from "../live/loss_curve.js";
import { digits, perCent } from "../live/numbers.js";
import { Picture, register } from "../live/picture.js";
import { Scrubber } from "../live/scrubber.js";
import { updateCard } from "./cards.js";
import { paintEdges, paintInputs, paintNeurons } from "./diagram.js";
import { openEditor, paintEditorMap, updateEditor } from "./editor.js";
import { label } from "./labels.js";
import { describeLayers, edgeAt, layoutOf, wiring } from "./layout.js";
import { paintEnlarged, paintOutput, paintTiles } from "./maps.js";
import { paintPair, placePair, updatePair } from "./pair.js";
import { dotsBox, paintAxes, paintDots, paintTrace } from "./output.js";
import { mapEvents } from "./pointer.js";
import { updateScores } from "./scores.js";
import trainingStyle from "../live/training.css" with { type: "text" };
import style from "./stage.css" with { type: "text" };

const REQUEST_COUNTS_FOR = 10000; // ms after which a change that the server has not made is forgotten
// While it moves, each picture has either the diagram or the maps of the output painted anew: the diagram takes the most
// time, and the eye does not see whether a small map or the width of a line changes 20 or 60 times a second.
const PICTURES_PER_DIAGRAM = 3;
const RELEASE_EVENTS = ["pointerup", "pointercancel"];

class Stage extends Picture {
  constructor(parent, styleSheet) {
    super();
    this.hover = this.editing = null; // the neuron, input or edge under the pointer; the neuron whose editor is open
    this.addsPoints = false; // whether the map adds and erases data points
    this.brush = 1; // the class of new points, or "erase"
    this.valueBrush = 1; // the value of new points in a regression
    this.addedPoints = []; // what the visitor has added and erased, until the server has done it
    this.erasedPoints = [];
    this.maps = new FrameMaps();
    this.pictures = 0; // painted while moving
    this.requested = {}; // changes that the visitor has asked for and the server has not yet made
    this.build();
    this.attach(parent, styleSheet);
    parent.insertBefore(this.goal, this.root);
    this.followTop(this.root);
    this.above = new Above(this.goal, () => this.arrange());
    this.listen();
  }

  build() {
    const canvas = (attributes) => node("canvas", { "aria-hidden": "true", ...attributes });
    // Opaque canvases where nothing lies below: without a graphics card the browser copies them, instead of blending.
    const opaque = (attributes) => {
      const element = canvas(attributes);
      element.getContext("2d", { alpha: false });
      return element;
    };
    this.edges = opaque();
    this.neurons = canvas(); // hidden neurons and outputs
    this.outputMap = opaque(); // at its own resolution, as the next one; the browser enlarges both
    this.enlarged = opaque({ hidden: "" }); // the map of the neuron or the input that the pointer is on
    this.pinnedMap = opaque({ hidden: "" }); // the output of a network that is pinned beside this one
    this.differenceMap = opaque({ hidden: "" }); // where the two disagree
    this.dots = canvas(); // the data points
    this.pinnedDots = canvas({ hidden: "" });
    this.still = canvas(); // inputs, axes, the traced point and the loss curve
    this.labels = node("div", { class: "labels" });
    this.message = node("div", { class: "message", role: "status" });
    this.card = node("div", { class: "card", hidden: "" });
    this.editor = node("div", {
      class: "card editor",
      role: "dialog",
      "aria-label": "Weights of a neuron",
      tabindex: "-1",
      hidden: "",
    });
    this.tip = node("div", { class: "tip", hidden: "" });
    this.mapArea = node("div", { class: "plane", role: "application", tabindex: "0", "data-name": "map" }, this.tip);
    this.scrubber = new Scrubber(this, () => this.paintStill());
    this.scrub = this.scrubber.root;
    this.changes = new ChangeMarks(this);
    this.announcer = new Announcer();
    this.root = node(
      "div",
      { class: "stage", "data-testid": "stage", role: "group" },
      this.edges,
      this.neurons,
      this.outputMap,
      this.enlarged,
      this.pinnedMap,
      this.differenceMap,
      this.dots,
      this.pinnedDots,
      this.still,
      this.labels,
      this.changes.root,
      this.card,
      this.editor,
      this.message,
      this.announcer.root,
    );
    this.goal = node("div", { class: "goal", "data-testid": "goal", hidden: "" }); // above the Stage
    this.sheet = document.createElement("canvas"); // all neurons' maps in a column
  }

  listen() {
    mapEvents(this);
    this.root.onpointermove = (event) => this.onPointer(event);
    this.root.onclick = (event) => {
      const path = event.composedPath();
      if (!path.includes(this.labels) && !path.includes(this.editor)) this.onPointer(event, true);
    };
    this.onWindowResize = () => this.arrange(); // the Stage's height follows the window's
    addEventListener("resize", this.onWindowResize);
    // A button that is rebuilt between press and release gets no click: the Stage is arranged after the release.
    this.labels.onpointerdown = () => {
      this.pressed = true;
    };
    this.onRelease = () =>
      setTimeout(() => {
        this.pressed = false;
        if (this.postponed) this.arrange();
      });
    for (const event of RELEASE_EVENTS) addEventListener(event, this.onRelease);
  }

  remove() {
    this.maps.cancel();
    removeEventListener("resize", this.onWindowResize);
    for (const event of RELEASE_EVENTS) removeEventListener(event, this.onRelease);
    this.above.remove();
    this.goal.remove();
    super.remove();
  }

  receive(data, trigger) {
    const unpacked = this.unpackNew(data, trigger);
    if (unpacked) this.maps.compute(unpacked, (tiles, map) => this.show(unpacked, tiles, map));
  }

  // Show a Frame with its maps. From the Frame before, both the weights and the maps glide: maps that are interpolated
  // look like those of interpolated weights, and cost a tenth of what the network would in each animation frame.
  show(unpacked, tiles, map) {
    this.take(unpacked, ["theta"]);
    const { frame, previous } = this;
    frame.glide.push(tiles, map);
    frame.curve = curveOf(frame);
    this.layers = wiring(frame);
    if (previous && frame.reveal !== previous.reveal) revealStage();
    // Other data end the drawing, unless they have become the visitor's own by it; an empty plane of one's own is there
    // to be drawn on.
    if (previous && !frame.own && frame.data !== previous.data) this.addsPoints = false;
    if (frame.own && !previous?.own && !frame.labels.length) this.addsPoints = !frame.locked.includes("data");
    this.startFrame();
    this.forgetDone();
    this.describe();
    const plan = JSON.stringify([
      frame.features,
      frame.layers,
      frame.outputs,
      frame.activations,
      frame.classes,
      frame.loss,
      frame.show_test,
      frame.discretize,
      frame.trace,
      frame.backward,
      frame.branches,
      frame.own && !frame.labels.length,
      frame.pinned && [frame.pinned.now, frame.pinned.text, frame.pinned.epoch === frame.epoch],
      frame.axes,
      frame.names,
    ]);
    if (plan !== this.plan || this.themeChanged) {
      this.plan = plan;
      this.arrange();
    } else {
      if (!this.glides || frame.show_test !== previous.show_test || frame.places.length !== previous.places.length)
        paintDots(this);
      this.paintStill();
      updateEditor(this);
      updateCard(this);
      updatePair(this);
    }
    this.startGlide();
    this.talk.onFrame(frame);
  }

  // Forget the points and changes that the server has carried out, or has not for a long time.
  forgetDone() {
    const now = performance.now();
    if (this.frame.labels.length !== this.countBefore || now > this.strokeUntil) {
      this.addedPoints = [];
      this.erasedPoints = [];
    }
    for (const [kind, { value, until }] of Object.entries(this.requested))
      if (now > until || JSON.stringify(this.current(kind)) === JSON.stringify(value)) delete this.requested[kind];
  }

  // Say what is shown, to screen readers and in data attributes that tests read.
  describe() {
    const { frame, root, layout } = this;
    const [train, test, , accuracy] = frame.scores;
    Object.assign(root.dataset, {
      epoch: frame.epoch,
      step: frame.step,
      state: frame.state,
      trainLoss: train,
      testLoss: test,
      testAccuracy: accuracy ?? "",
    });
    const shape = frame.layers.length ? `hidden layers of ${describeLayers(frame)} neurons` : "no hidden layer";
    root.setAttribute("aria-label", `Neural network with ${shape}`);
    const state = frame.state === "past" ? "looking back" : frame.state;
    this.announcer.announce(
      frame.state,
      `${state[0].toUpperCase()}${state.slice(1)}, epoch ${frame.epoch}, step ${frame.step}: ` +
        `train loss ${digits(train)}, test loss ${digits(test)}` +
        (accuracy === null ? "" : `, test accuracy ${perCent(accuracy)}`),
    );
    this.showMessage(this.message, frame.message);
    showGoal(this);
    this.scrubber.receive(frame);
    if (layout) this.scrubber.setWidth(layout.curve.width, frame.newest / lastEpoch(frame));
    updateScores(this);
  }

  // The pointer moves over the canvas, or clicks: is it on an edge?
  onPointer(event, click = false) {
    if (!this.layout || !this.layers) return;
    const [x, y] = positionOf(event, this.root);
    const target = event.composedPath()[0];
    const free = target === this.root;
    const { layers, frame, layout } = this;
    const edge = free && x < layout.outputs[0].x ? edgeAt(layers, frame, layout, x, y) : null;
    if (click) {
      if (edge) openEditor(this, { layer: edge.layer, unit: edge.unit }, edge.input);
      return;
    }
    if (!free && !this.hover?.edge) return;
    this.root.style.cursor = edge ? "pointer" : "";
    if (!edge && !this.hover?.edge) return;
    this.hover = edge ? { edge, x, y } : null;
    updateCard(this);
    this.paint();
  }

  // The layers or the features of the network that is shown.
  current(kind) {
    return kind === "layers" ? this.frame.layers : this.frame.features.filter(([, , on]) => on).map(([name]) => name);
  }

  // Change what has been requested so far, not what is shown: two quick clicks are two changes.
  requestChange(kind, change) {
    const value = change(this.requested[kind]?.value ?? this.current(kind));
    if (!value) return;
    this.requested[kind] = { value, until: performance.now() + REQUEST_COUNTS_FOR };
    this.act(kind, value);
  }

  // Set sizes and positions; called when the size, the theme or the network's shape changes.
  arrange() {
    const { frame, root } = this;
    const width = root.clientWidth;
    if (!frame || !width) return;
    this.postponed = this.pressed;
    if (this.pressed) return;
    this.layout = layoutOf(frame, width, innerHeight, zoomOf(root), this.above.height(), this.noteTop());
    const { height, narrow } = this.layout;
    root.classList.toggle("narrow", narrow);
    root.classList.toggle("low", height < 476);
    root.classList.toggle("lower", height < 424); // under a task
    root.style.height = `${height}px`;
    label(this);
    this.describe();
    this.arrangeCanvases();
    paintDots(this);
    this.paint();
    this.paintStill();
  }

  arrangeCanvases() {
    const { layout, frame } = this;
    const { output, diagram, width, height } = layout;
    for (const canvas of [this.outputMap, this.enlarged]) place(canvas, output.x, output.y, output.size, output.size);
    placePair(this);
    for (const canvas of [this.outputMap, this.pinnedMap])
      canvas.style.imageRendering = frame.discretize ? "pixelated" : "auto";
    for (const [canvas, ...box] of [
      [this.edges, 0, 0, diagram.width, diagram.height],
      [this.neurons, 0, 0, diagram.width, diagram.height],
      [this.still, 0, 0, width, height],
      [this.dots, ...dotsBox(layout.output)],
      ...(layout.pinned ? [[this.pinnedDots, ...dotsBox(layout.pinned)]] : []),
    ]) {
      place(canvas, ...box);
      sized(canvas, box[2], box[3]);
    }
  }

  // Paint what moves between two Frames; `isPassing` says that the next picture of the movement follows at once.
  paint(isPassing = false) {
    const { layout, frame } = this;
    if (!layout || !frame) return;
    const isTurnOfDiagram = isPassing && this.pictures++ % PICTURES_PER_DIAGRAM === 0;
    if (isTurnOfDiagram || !isPassing) {
      paintTiles(this);
      paintNeurons(this, cleared(this.neurons));
      paintEdges(this, this.edges.getContext("2d"));
    }
    if (!isTurnOfDiagram) {
      paintOutput(this);
      paintEnlarged(this);
      paintPair(this);
      paintEditorMap(this);
    }
  }

  // Paint what stays the same between two Frames.
  paintStill() {
    const { layout, frame, still } = this;
    if (!layout || !frame) return;
    const context = cleared(still);
    paintInputs(this, context);
    paintAxes(this, context);
    paintTrace(this, context);
    paintCurve(this, context);
  }
}

// Scroll the page so that the Stage is in view with the bar of settings.
function revealStage() {
  const behavior = reducedMotion() ? "auto" : "smooth";
  document.querySelector(".st-key-bar, [data-testid=stage]")?.scrollIntoView({ block: "end", behavior });
}

export default register("stage", Stage, trainingStyle + style);
