// The Stage: draws Frames (see frame.py) on one canvas, gliding from each to the next.
// Diagram on the left: inputs, hidden layers, output; on the right the output map and the loss curve.

const CLASS_COLOURS = [[240, 138, 30], [38, 110, 222], [22, 150, 110], [190, 60, 160], [120, 110, 20]];
const LOST = 5000; // ms without an answer after which an update is asked for again
const AFTER_ACT = 250; // ms after a press of button or key
const FINE = 4; // colours per step of a byte, for values interpolated between two
const MARKERS = ["circle", "circle", "square", "triangle", "diamond"];
const MEANINGS = { probability: "p₊ − p₋", score: "score z", value: "value" }; // of the output map
const reduced = matchMedia("(prefers-reduced-motion: reduce)");
const stages = new WeakMap();

// --- Frames ---------------------------------------------------------------------------------

function decode(data) {
  const bytes = data.slice(); // a copy of its own starts at an aligned address
  const length = new DataView(bytes.buffer).getUint32(0, true);
  const frame = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)));
  const types = { float32: Float32Array, int16: Int16Array, uint8: Uint8Array };
  let at = 4 + length;
  for (const [name, type, count] of frame.blocks) {
    frame[name] = new types[type](bytes.buffer, at, count);
    at += frame[name].byteLength;
  }
  frame.glide = ["theta", "tiles", "maps"].map((name) => Float32Array.from(frame[name]));
  return frame;
}

// Each layer's matrix [W b] as places in theta: a row for each unit, its weights and then its bias.
function wiring(frame) {
  const widths = [frame.features.filter((f) => f[2]).length, ...frame.layers, frame.outputs];
  let at = 0;
  return widths.slice(1).map((units, i) => {
    const inputs = widths[i], start = at;
    at += units * (inputs + 1);
    return { inputs, units, weight: (unit, input) => start + unit * (inputs + 1) + input, bias: (unit) => start + unit * (inputs + 1) + inputs };
  });
}

// "8, 8 tanh", or "8 ReLU, 8 tanh" where the layers differ.
function neurons({ layers, activations }) {
  if (new Set(activations).size === 1) return `${layers.join(", ")} ${activations[0]}`;
  return layers.map((count, i) => `${count} ${activations[i]}`).join(", ");
}

// --- Colours --------------------------------------------------------------------------------

const mix = (a, b, t) => a.map((value, i) => value + (b[i] - value) * t);
const css = (rgb, alpha = 1) => `rgba(${rgb.map(Math.round).join()},${alpha})`;
const pack = (rgb) => (255 << 24) | (Math.round(rgb[2]) << 16) | (Math.round(rgb[1]) << 8) | Math.round(rgb[0]);

function palette(element) {
  const style = getComputedStyle(element);
  const probe = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const read = (name, fallback) => {
    probe.fillStyle = fallback;
    probe.fillStyle = style.getPropertyValue(name).trim() || fallback;
    probe.fillRect(0, 0, 1, 1);
    return [...probe.getImageData(0, 0, 1, 1).data.slice(0, 3)];
  };
  const text = read("--st-text-color", "#1a2233");
  const background = read("--st-background-color", "#ffffff");
  const dark = background[0] + background[1] + background[2] < 384;
  const middle = dark ? [24, 28, 36] : [246, 247, 249];
  // A table of `size` colours for bytes from 0 to 255; value turns a byte, as -1 … 1, into a shade.
  const ramp = (strength, size = 256, value = (t) => t) => Uint32Array.from({ length: size }, (_, i) => {
    const shade = value(Math.max(-1, ((i * 256) / size - 128) / 127));
    return pack(mix(middle, CLASS_COLOURS[shade < 0 ? 0 : 1], Math.min(Math.abs(shade), 1) * strength));
  });
  return {
    text, background, middle, dark,
    key: [...text, ...background].join(),
    tile: ramp(dark ? 0.82 : 0.88),
    map: (value) => ramp(dark ? 0.55 : 0.58, FINE * 256, value),
    faint: css(mix(background, text, 0.16)), quiet: css(mix(background, text, 0.62)), ink: css(text),
  };
}

// --- Small helpers --------------------------------------------------------------------------

function node(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

function digits(value) {
  if (value === null || value === undefined) return "–";
  if (value > 1e30) return "∞";
  if (value >= 1e5) return value.toExponential(1).replace("e+", "e");
  if (value > 0 && value < 0.001) return value < 0.0001 ? "<0.0001" : value.toFixed(4);
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(3);
}

const per_cent = (value) => `${(100 * value).toFixed(1)} %`;
const grouped = (value) => String(value).replace(/\B(?=(\d{3})+$)/g, ",");

// Where the parts stand, in pixels. On a wide screen the Stage takes the height that the window has.
function widePlace(width) {
  const height = Math.max(476, Math.min(innerHeight - 256, width * 0.45, 720));
  const size = height - 146;
  const x = width - size - 154;
  return {
    narrow: false, width, height, top: 54, bottom: height - 60, left: 76, right: x - 36, gap: 10, largest: height / 10.8,
    output: { x, y: 12, size },
    curve: { x, y: height - 96, width: size, height: 72 },
    scores: { x: width - 122, y: 6 },
  };
}

function narrowPlace(width) {
  const size = Math.min(width - 150, 330);
  const x = size + 34;
  return {
    narrow: true, width, height: 450 + size, top: 62, bottom: 316, left: 44, right: width - 20, gap: 8, largest: 44,
    output: { x: 12, y: 402, size },
    curve: { x, y: 420, width: width - x - 8, height: size - 34 },
    scores: { x: 12, y: 354 },
  };
}

// --- The Stage ------------------------------------------------------------------------------

class Stage {
  constructor(parent) {
    this.canvas = node("canvas", { "aria-hidden": "true" });
    this.labels = node("div", { class: "labels" });
    this.message = node("div", { class: "message", role: "status" });
    this.root = node("div", { class: "stage", "data-testid": "stage", role: "group" }, this.canvas, this.labels, this.message);
    this.style = node("style");
    this.style.textContent = globalThis.networkStage.css;
    parent.append(this.style, this.root);
    this.context = this.canvas.getContext("2d");
    this.sheet = document.createElement("canvas"); // all neuron maps in a column
    this.plane = document.createElement("canvas"); // the output map, at its own resolution
    this.dots = document.createElement("canvas"); // the data points, drawn once per change
    this.resized = new ResizeObserver(() => this.arrange());
    this.resized.observe(this.root);
    this.rearranged = () => this.arrange(); // the height of the window counts too
    addEventListener("resize", this.rearranged);
    this.asked = this.acted = 0;
    this.acts = () => { this.acted = performance.now(); };
    for (const event of ["pointerdown", "keydown", "click"]) addEventListener(event, this.acts, true);
    this.wanted = {}; // what quick clicks have asked for and the server has not yet done
    this.turned = () => this.frame && this.ask();
    document.addEventListener("visibilitychange", this.turned);
    // A button that is rebuilt between press and release gets no click: wait for the release.
    this.labels.onpointerdown = () => { this.pressed = true; };
    this.released = () => setTimeout(() => {
      this.pressed = false;
      if (this.postponed) this.arrange();
    });
    for (const event of ["pointerup", "pointercancel"]) addEventListener(event, this.released);
    this.between = 200; // ms from one Frame to the next, a running mean
  }

  remove() {
    document.removeEventListener("visibilitychange", this.turned);
    this.resized.disconnect();
    removeEventListener("resize", this.rearranged);
    for (const event of ["pointerup", "pointercancel"]) removeEventListener(event, this.released);
    for (const event of ["pointerdown", "keydown", "click"]) removeEventListener(event, this.acts, true);
    cancelAnimationFrame(this.request);
    clearTimeout(this.asking);
    this.style.remove();
    this.root.remove();
  }

  receive(data, act) {
    this.act = act;
    const colours = palette(this.root);
    const themed = colours.key !== this.colours?.key;
    this.colours = colours;
    if (data === this.data) return themed && this.arrange(); // only the theme changed
    this.data = data;
    const frame = decode(data);
    const previous = this.frame;
    const now = performance.now();
    const glides = previous && previous.serial === frame.serial && previous.glide.every((a, i) => a.length === frame.glide[i].length);
    if (glides && previous.state === "playing") this.between += 0.3 * (Math.min(now - this.arrived, 600) - this.between);
    this.arrived = now;
    this.from = glides ? this.shown : frame.glide;
    this.shown = frame.glide.map((block, i) => this.from[i].slice());
    this.frame = frame;
    this.layers = wiring(frame);
    for (const kind of Object.keys(this.wanted)) {
      const { value, until } = this.wanted[kind];
      if (now > until || JSON.stringify(this.present(kind)) === JSON.stringify(value)) delete this.wanted[kind];
    }
    this.describe();
    const plan = JSON.stringify([frame.features, frame.layers, frame.outputs, frame.activations, frame.classes, frame.loss, frame.show_test, frame.discretize]);
    if (plan !== this.planned || themed) {
      this.planned = plan;
      this.arrange();
    } else if (!glides || frame.show_test !== previous.show_test) this.paintDots();
    this.begun = now;
    this.lasts = reduced.matches || !glides ? 0 : frame.state === "playing" ? Math.min(this.between * 1.05, 600) : 160;
    cancelAnimationFrame(this.request);
    this.glide(now);
    this.ask();
  }

  // While it plays, the Stage asks for each update once it has the last one: so a slow line or a busy
  // server is never asked for more than it can do, and a page that nobody sees asks for nothing.
  // Nor does it ask while the visitor acts or the page runs: the two would be taken for one.
  ask(wait = this.asked + this.frame.interval - performance.now()) {
    clearTimeout(this.asking);
    if (this.frame.state !== "playing" || document.hidden) return;
    this.asking = setTimeout(() => {
      const running = document.querySelector("[data-test-script-state]")?.dataset.testScriptState ?? "notRunning";
      if (running !== "notRunning" || performance.now() < this.acted + AFTER_ACT) return this.ask(40);
      this.asked = performance.now();
      this.act("tick", this.frame.beat);
      this.asking = setTimeout(() => this.ask(0), LOST);
    }, Math.max(wait, 0));
  }

  // What tests and screen readers are told.
  describe() {
    const { frame, root, place } = this;
    const [train, test, , accuracy] = frame.scores;
    Object.assign(root.dataset, {
      epoch: frame.epoch, step: frame.step, state: frame.state, trainLoss: train, testLoss: test,
      testAccuracy: accuracy ?? "",
    });
    const shape = frame.layers.length ? `hidden layers of ${neurons(frame)} neurons` : "no hidden layer";
    root.setAttribute("aria-label",
      `Neural network with ${shape}, ${frame.state}, epoch ${frame.epoch}, step ${frame.step}: ` +
      `train loss ${digits(train)}, test loss ${digits(test)}` + (accuracy === null ? "" : `, test accuracy ${per_cent(accuracy)}`));
    if (this.message.textContent !== frame.message) this.message.textContent = frame.message;
    if (!this.readouts) return;
    const [epoch, testLoss, trainLoss, share] = this.readouts;
    epoch.textContent = grouped(frame.epoch);
    epoch.previousSibling.textContent = place.narrow ? "Epoch" : `Epoch · step ${grouped(frame.step)}`;
    testLoss.textContent = digits(test);
    trainLoss.textContent = digits(train);
    if (share) share.textContent = per_cent(accuracy);
  }

  present(kind) {
    return kind === "layers" ? this.frame.layers : this.frame.features.filter((f) => f[2]).map((f) => f[0]);
  }

  // Change what is wanted by now, not what is shown: two quick clicks are two changes.
  want(kind, change) {
    const value = change(this.wanted[kind]?.value ?? this.present(kind));
    if (!value) return;
    this.wanted[kind] = { value, until: performance.now() + 10000 };
    this.act(kind, value);
  }

  // Where everything stands; called when the size, the theme or the network's shape changes.
  arrange() {
    const { frame, root } = this;
    const width = root.clientWidth;
    if (!frame || !width) return;
    this.postponed = this.pressed;
    if (this.pressed) return;
    const narrow = width < 800;
    root.classList.toggle("narrow", narrow);
    const most = Math.max(...frame.layers, frame.features.length, frame.outputs > 1 ? frame.outputs : 1);
    const place = (this.place = narrow ? narrowPlace(width) : widePlace(width));
    const pitch = (place.bottom - place.top) / Math.max(most, 5);
    const columns = frame.layers.length + 1 + (frame.outputs > 1 ? 1 : 0);
    const span = place.right - place.left;
    place.tile = Math.max(14, Math.min(place.largest, pitch - (pitch > 34 ? place.gap : 4), span / columns - 16));
    root.style.height = `${place.height}px`;
    // The diagram: columns of neurons, each a square with its middle at (x, y).
    const first = narrow ? place.left + place.tile / 2 - 14 : place.left + place.tile / 2;
    const last = frame.outputs > 1 ? place.right - place.tile : place.right;
    const slots = frame.layers.length + 1;
    place.pitch = (last - first) / slots;
    const column = (i) => first + ((last - first) * i) / slots;
    const middle = (place.top + place.bottom) / 2;
    const stack = (x, count) => Array.from({ length: count }, (_, k) => {
      const step = Math.min((place.bottom - place.top) / count, place.tile + Math.max(place.gap, 18));
      return { x, y: middle + (k - (count - 1) / 2) * step };
    });
    const inputs = stack(column(0), frame.features.length);
    inputs.forEach((p, k) => { p.tile = k; p.on = frame.features[k][2]; });
    const hidden = frame.layers.map((units, i) => stack(column(i + 1), units));
    let tile = frame.features.length;
    hidden.flat().forEach((p) => { p.tile = tile++; });
    const end = narrow
      ? { x: width - place.tile / 2 - 4, y: middle }
      : { x: place.output.x - 6, y: place.output.y + place.output.size / 2 };
    const outputs = frame.outputs > 1 ? stack(column(slots), frame.outputs) : [end];
    outputs.forEach((p, k) => { p.output = k; });
    this.columns = [inputs.filter((p) => p.on), ...hidden, outputs];
    this.inputs = inputs;
    this.label(narrow, inputs, hidden, outputs);
    const ratio = Math.min(devicePixelRatio || 1, 2);
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(place.height * ratio);
    this.context.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.paintDots();
    this.draw();
  }

  // Text and buttons are HTML above the canvas: crisp, focusable, and read by screen readers.
  label(narrow, inputs, hidden, outputs) {
    const { frame, place, colours } = this;
    const focused = this.root.getRootNode().activeElement?.dataset?.name;
    const at = (element, x, y) => {
      element.style.left = `${x}px`;
      element.style.top = `${y}px`;
      element.style.position = "absolute";
      return element;
    };
    // Disabled for assistive technology only: a truly disabled button would lose the focus.
    const button = (name, text, action, disabled = false) => node("button", {
      type: "button", "aria-label": name, title: name, "data-name": name, "aria-disabled": disabled, onclick: action,
    }, text);
    const [mostLayers, mostNeurons] = frame.limits;
    const resize = (i, by) => () => this.want("layers", (layers) => {
      const count = (layers[i] ?? 0) + by;
      return i < layers.length && count >= 1 && count <= mostNeurons && layers.with(i, count);
    });
    const deepen = () => this.want("layers", (layers) => layers.length < mostLayers && [...layers, layers.at(-1) ?? 4]);
    const flatten = () => this.want("layers", (layers) => layers.length > 0 && layers.slice(0, -1));
    const toggle = (name) => () => this.want("features", (on) => {
      const all = frame.features.map((f) => f[0]).filter((f) => (f === name) !== on.includes(f));
      return all.length ? all : this.act("features", []); // the server says why not
    });
    const children = [];
    const half = place.tile / 2;
    if (!narrow) children.push(at(node("div", { class: "centre quiet" }, "Inputs"), inputs[0].x, 0));
    inputs.forEach((p, k) => {
      const [name, text, on] = frame.features[k];
      const element = node("button", {
        type: "button", class: "feature", "aria-pressed": on, "aria-label": `Input ${text}`, "data-name": name,
        title: on ? `Take the input ${text} away` : `Add the input ${text}`, onclick: toggle(name),
      });
      element.style.cssText = `left:${p.x - half - 2}px;top:${p.y - half - 2}px;width:${place.tile + 4}px;height:${place.tile + 4}px;position:absolute`;
      const caption = at(node("span", { class: on ? "caption" : "caption quiet", "aria-hidden": "true" }, text), p.x - half - 7, p.y);
      children.push(element, caption);
    });
    const { pitch } = place; // from column to column
    hidden.forEach((layer, i) => {
      const count = frame.layers[i];
      const long = `Hidden ${i + 1} · ${count} ${frame.activations[i]}`;
      const title = pitch > 136 ? long : pitch > 84 ? `${count} ${frame.activations[i]}` : `${count}`;
      children.push(at(node("div", { class: `layer centre${pitch < 64 ? " tight" : ""}`, title: long },
        node("span", { class: "quiet" }, title),
        node("div", {},
          button(`Remove a neuron from hidden layer ${i + 1}`, "−", resize(i, -1), count <= 1),
          button(`Add a neuron to hidden layer ${i + 1}`, "+", resize(i, 1), count >= mostNeurons))),
        layer[0].x, narrow ? -4 : 0));
    });
    const shapeX = narrow ? 0 : place.left - 56;
    children.push(at(node("div", { class: "layer", style: "flex-direction:row;gap:6px" },
      node("span", { class: "quiet" }, narrow ? "Layers" : "Hidden layers"),
      button("Remove a hidden layer", "−", flatten, !hidden.length),
      button("Add a hidden layer", "+", deepen, hidden.length >= mostLayers)),
      shapeX, narrow ? place.bottom + 8 : place.height - 30));
    if (outputs.length > 1) {
      if (!narrow) children.push(at(node("div", { class: "centre quiet" }, pitch > 120 ? "Output · softmax" : "softmax"), outputs[0].x, 0));
      outputs.forEach((p, k) => children.push(
        at(node("div", { class: "centre quiet", style: "font-size:12px" }, `p${"₁₂₃₄₅"[k]}`), p.x + half + 14, p.y - 9)));
    }
    // Axes of the plane.
    const { x, y, size } = place.output;
    const ticks = [-1, -0.5, 0, 0.5, 1];
    for (const t of ticks) {
      const text = String(t * frame.half_width).replace("-", "−");
      children.push(at(node("div", { class: "centre quiet", style: "font-size:12px" }, text), x + ((t + 1) / 2) * size, y + size + 4));
      if (!narrow) children.push(at(node("div", { class: "quiet", style: "font-size:12px" }, text), x + size + 7, y + ((1 - t) / 2) * size - 8));
    }
    // Numbers.
    const value = () => node("dd");
    this.readouts = [value(), value(), value(), ...(frame.scores[3] === null ? [] : [value()])];
    const titles = ["Epoch", "Test loss", "Train loss", "Test accuracy"];
    const marks = [null, "test", "train", null];
    const scores = node("dl", { class: "scores", title: `${frame.loss}, the mean over all points, without the penalty of a regularization` });
    this.readouts.forEach((dd, i) => {
      const dt = node("dt", { class: "quiet" }, titles[i]);
      if (marks[i]) dt.append(node("i", { class: `swatch ${marks[i]}` }));
      scores.append(node("div", {}, dt, dd));
    });
    children.push(at(scores, place.scores.x, place.scores.y));
    const legend = node("div", { class: "legend quiet" });
    legend.style.width = narrow ? `${size}px` : "112px";
    if (frame.classes > 2) {
      for (let k = 0; k < frame.classes; k++) {
        const dot = node("i");
        dot.style.cssText = `background:${css(CLASS_COLOURS[k])};width:16px;flex:none;margin:0`;
        const row = node("span", {}, dot, `Class ${k + 1}`);
        row.style.cssText = `justify-content:flex-start;${narrow ? "display:inline-flex;margin-right:10px" : ""}`;
        legend.append(row);
      }
    } else {
      const bar = node("i");
      const [low, high] = [0, 1].map((k) => css(mix(colours.middle, CLASS_COLOURS[k], 0.88)));
      bar.style.background = `linear-gradient(90deg,${low},${css(colours.middle)},${high})`;
      legend.append(bar, node("span", {}, "−1", node("span", {}, MEANINGS[frame.meaning]), "+1"));
    }
    children.push(narrow ? at(legend, x, y + size + 24) : at(legend, place.scores.x, place.curve.y - 66));
    const shows = node("div", { class: "shows" });
    for (const [name, text, help] of [
      ["show_test", "Test data", "Show the test points too, with a ring of ink"],
      ["discretize", "Discretize", "Paint each place in the colour of the answer alone, however sure it is"],
    ]) {
      const box = node("input", { type: "checkbox", "data-name": name, onchange: (event) => this.act(name, event.target.checked) });
      box.checked = frame[name];
      shows.append(node("label", { title: help }, box, text));
    }
    children.push(narrow ? at(shows, 142, place.bottom + 9) : at(shows, place.scores.x, place.curve.y - 128));
    children.push(at(node("div", { class: "quiet", style: "font-size:12px" }, frame.loss), place.curve.x, place.curve.y - 18 + (narrow ? 2 : 0)));
    this.labels.replaceChildren(...children);
    if (focused) [...this.labels.querySelectorAll("[data-name]")].find((b) => b.dataset.name === focused)?.focus();
    const strip = narrow
      ? { left: "12px", right: "12px", top: `${place.output.y + 8}px` }
      : { left: "196px", right: `${place.width - place.right}px`, bottom: "0" };
    Object.assign(this.message.style, { left: "", right: "", top: "", bottom: "" }, strip);
    if (!narrow) {
      const hint = node("div", { class: "hint quiet" }, "Edges: blue adds, orange takes away; wider is stronger. Small squares are biases.");
      Object.assign(hint.style, { position: "absolute", left: "196px", top: `${place.height - 27}px` });
      if (place.right > 700) this.labels.append(hint);
    }
    this.describe();
  }

  glide(now) {
    const t = this.lasts ? Math.min((now - this.begun) / this.lasts, 1) : 1;
    this.frame.glide.forEach((to, i) => {
      const [from, shown] = [this.from[i], this.shown[i]];
      if (t === 1) shown.set(to);
      else for (let k = 0; k < to.length; k++) shown[k] = from[k] + (to[k] - from[k]) * t;
    });
    this.draw();
    if (t < 1) this.request = requestAnimationFrame((later) => this.glide(later));
    else this.from = this.frame.glide;
  }

  draw() {
    const { context, place, frame } = this;
    if (!place || !frame) return;
    context.clearRect(0, 0, place.width, place.height);
    this.paintMaps();
    this.drawEdges();
    this.drawNeurons();
    this.drawOutput();
    this.drawCurve();
  }

  // Values to pixels: all neuron maps into one column, the output into a square.
  paintMaps() {
    const { frame, shown, colours } = this;
    const { tile, map, classes } = frame;
    const rows = shown[1].length / tile;
    paint(this.sheet, tile, rows, (pixels) => {
      const lut = colours.tile;
      for (let i = 0; i < pixels.length; i++) pixels[i] = lut[shown[1][i] | 0];
    });
    const values = shown[2];
    if (classes <= 2) {
      const key = [colours.key, frame.discretize, frame.meaning].join();
      if (key !== this.shadesKey) {
        const probability = (t) => Math.tanh(Math.sinh(t * frame.logit_range) / 2); // p₊ - p₋, see frame.py
        this.shades = colours.map(frame.discretize ? Math.sign : frame.meaning === "probability" ? probability : undefined);
        this.shadesKey = key;
      }
      return paint(this.plane, 2 * map, 2 * map, (pixels) => paintDoubled(pixels, values, map, this.shades));
    }
    paint(this.plane, map, map, (pixels) => {
      const strength = colours.dark ? 0.55 : 0.58;
      const tints = Array.from({ length: classes }, (_, k) => mix(colours.middle, CLASS_COLOURS[k], strength));
      const size = map * map;
      for (let i = 0; i < size; i++) {
        let [r, g, b, sum, top, best] = [0, 0, 0, 0, -1, 0];
        for (let k = 0; k < classes; k++) {
          const p = values[k * size + i];
          if (p > top) [top, best] = [p, k];
          r += p * tints[k][0]; g += p * tints[k][1]; b += p * tints[k][2]; sum += p;
        }
        pixels[i] = frame.discretize ? pack(tints[best]) : pack([r / sum, g / sum, b / sum]);
      }
    });
  }

  drawEdges() {
    const { context, columns, layers, place } = this;
    const theta = this.shown[0];
    const half = place.tile / 2;
    context.lineCap = "butt";
    layers.forEach((layer, i) => {
      const wide = 9 - Math.min(5, layer.units * layer.inputs / 40);
      columns[i + 1].forEach((to, k) => {
        const x1 = to.x - (to.output === undefined || this.frame.outputs > 1 || place.narrow ? half : 0);
        columns[i].forEach((from, j) => {
          const weight = theta[layer.weight(k, j)];
          const size = Math.min(Math.abs(weight), 4);
          if (size < 0.02) return;
          const x0 = from.x + half;
          const bend = (x1 - x0) * 0.45;
          context.strokeStyle = css(CLASS_COLOURS[weight > 0 ? 1 : 0], (0.22 + 0.6 * Math.min(size / 1.5, 1)).toFixed(2));
          context.lineWidth = 0.4 + wide * (size / (size + 1.6));
          context.beginPath();
          context.moveTo(x0, from.y);
          context.bezierCurveTo(x0 + bend, from.y, x1 - bend, to.y, x1, to.y);
          context.stroke();
        });
      });
    });
  }

  drawNeurons() {
    const { context, place, frame, colours, layers } = this;
    const { tile } = frame;
    const { tile: side, narrow } = place;
    const theta = this.shown[0];
    context.imageSmoothingEnabled = true;
    const box = (p, image, sy, size, alpha = 1) => {
      const [x, y] = [p.x - side / 2, p.y - side / 2];
      context.save();
      context.globalAlpha = alpha;
      context.beginPath();
      context.roundRect(x, y, side, side, side / 9);
      context.clip();
      context.drawImage(image, 0, sy, size, size, x, y, side, side);
      context.restore();
      context.beginPath();
      context.roundRect(x, y, side, side, side / 9);
      context.strokeStyle = alpha < 1 ? colours.faint : colours.quiet;
      context.lineWidth = 1.2;
      context.stroke();
    };
    const bias = (p, value, x = p.x - side / 2, y = p.y + side / 2 - 4) => {
      context.fillStyle = css(mix(colours.middle, CLASS_COLOURS[value > 0 ? 1 : 0], Math.min(1, 0.15 + Math.abs(value))));
      context.strokeStyle = colours.quiet;
      context.lineWidth = 1;
      context.beginPath();
      context.roundRect(x - 4, y - 4, 8, 8, 2);
      context.fill();
      context.stroke();
    };
    for (const p of this.inputs) box(p, this.sheet, p.tile * tile, tile, p.on ? 1 : 0.35);
    this.columns.slice(1).forEach((column, i) => column.forEach((p, k) => {
      const value = theta[layers[i].bias(k)];
      if (p.tile !== undefined) box(p, this.sheet, p.tile * tile, tile);
      else if (frame.outputs > 1) {
        box(p, this.probability(k), 0, frame.map);
        context.strokeStyle = css(CLASS_COLOURS[k]);
        context.lineWidth = 3;
        context.strokeRect(p.x - side / 2, p.y - side / 2, side, side);
      } else if (narrow) box(p, this.plane, 0, this.plane.width); // the large map stands below
      else return bias(p, value, p.x, p.y);
      bias(p, value);
    }));
  }

  // The map of one class's probability, for the output neurons of three or more classes.
  probability(k) {
    const { frame, colours, shown } = this;
    const size = frame.map * frame.map;
    this.share ??= document.createElement("canvas");
    paint(this.share, frame.map, frame.map, (pixels) => {
      const shades = Array.from({ length: 256 }, (_, v) => pack(mix(colours.middle, CLASS_COLOURS[k], 0.88 * v / 255)));
      for (let i = 0; i < size; i++) pixels[i] = shades[shown[2][k * size + i] | 0];
    });
    return this.share;
  }

  drawOutput() {
    const { context, place, frame, colours } = this;
    const { x, y, size } = place.output;
    context.imageSmoothingEnabled = !frame.discretize;
    context.imageSmoothingQuality = "high";
    context.drawImage(this.plane, x, y, size, size);
    context.drawImage(this.dots, x - 8, y - 8, size + 16, size + 16);
    context.strokeStyle = colours.faint;
    context.lineWidth = 1;
    context.strokeRect(x - 0.5, y - 0.5, size + 1, size + 1);
    context.fillStyle = colours.quiet;
    for (const t of [0, 0.25, 0.5, 0.75, 1]) {
      context.fillRect(x + t * size - 0.5, y + size, 1, 4);
      context.fillRect(x + size, y + t * size - 0.5, 4, 1);
    }
  }

  // Data points, on a canvas of their own with a margin of 8 px.
  paintDots() {
    const { frame, place, colours, dots } = this;
    if (!place) return;
    const ratio = Math.min(devicePixelRatio || 1, 2);
    const { size } = place.output;
    dots.width = dots.height = (size + 16) * ratio;
    const context = dots.getContext("2d");
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const scale = (4 * frame.half_width / 32767) * (size / 2 / frame.half_width);
    const count = frame.labels.length;
    const radius = Math.max(2.2, Math.min(3.6, 70 / Math.sqrt(count))) * (size > 280 ? 1 : 0.85);
    context.beginPath();
    context.rect(4, 4, size + 8, size + 8); // none upon the numbers of the axes
    context.clip();
    for (let i = frame.show_test ? count - 1 : frame.train - 1; i >= 0; i--) {
      const px = 8 + size / 2 + frame.places[2 * i] * scale;
      const py = 8 + size / 2 - frame.places[2 * i + 1] * scale;
      if (px < 2 || py < 2 || px > size + 14 || py > size + 14) continue;
      const label = frame.labels[i];
      const value = (label - 128) / 127;
      const colour = frame.classes ? CLASS_COLOURS[label] : mix(colours.middle, CLASS_COLOURS[value < 0 ? 0 : 1], Math.min(1, Math.abs(value)));
      const test = i >= frame.train;
      context.beginPath();
      mark(context, frame.classes ? MARKERS[label] : "circle", px, py, radius);
      context.fillStyle = css(colour);
      context.strokeStyle = test ? colours.ink : frame.classes ? (colours.dark ? "#000c" : "#fffc") : colours.quiet;
      context.lineWidth = test ? 1.2 : 0.9;
      context.fill();
      context.stroke();
    }
  }

  drawCurve() {
    const { context, place, frame, colours } = this;
    const { x, y, width, height } = place.curve;
    const n = frame.curve.length / 3;
    const [epochs, train, test] = [0, 1, 2].map((i) => frame.curve.subarray(i * n, i * n + n));
    let top = 1e-6;
    for (let i = 0; i < n; i++) for (const v of [train[i], test[i]]) if (v < 1e30) top = Math.max(top, v);
    const last = Math.max(epochs[n - 1], 1);
    context.strokeStyle = colours.faint;
    context.lineWidth = 1;
    context.beginPath();
    for (const t of [0, 0.5, 1]) {
      context.moveTo(x, y + height * t);
      context.lineTo(x + width, y + height * t);
    }
    context.stroke();
    const line = (values, colour, thickness, dash) => {
      context.strokeStyle = colour;
      context.lineWidth = thickness;
      context.setLineDash(dash);
      context.lineJoin = "round";
      context.beginPath();
      for (let i = 0; i < n; i++) context.lineTo(x + (width * epochs[i]) / last, y + height * (1 - Math.min(values[i] / top, 1)));
      context.stroke();
      context.setLineDash([]);
    };
    line(train, colours.quiet, 1.6, [5, 3]);
    line(test, colours.ink, 2.2, []);
    context.fillStyle = colours.quiet;
    context.font = "11px sans-serif";
    context.textBaseline = "middle";
    context.textAlign = "right";
    context.fillText(digits(top), x + width - 2, place.narrow ? y + 9 : y - 9);
    context.textBaseline = "top";
    context.fillText(`epoch ${grouped(Math.floor(last))}`, x + width, y + height + 4);
    context.textAlign = "left";
    context.fillText("0", x, y + height + 4);
  }
}

function paint(canvas, width, height, fill) {
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
    canvas.image = null;
  }
  const context = canvas.getContext("2d");
  canvas.image ??= context.createImageData(width, height);
  fill(new Uint32Array(canvas.image.data.buffer));
  context.putImageData(canvas.image, 0, 0);
}

// Colours a square of size² values at twice its resolution, interpolating the values, not the colours:
// so a steep boundary is a smooth line between the pixels and no staircase along them.
function paintDoubled(pixels, values, size, shades) {
  const wide = 2 * size;
  for (let y = 0; y < wide; y++) {
    const near = y >> 1;
    const far = Math.min(Math.max(near + (y & 1 ? 1 : -1), 0), size - 1);
    for (let x = 0; x < wide; x++) {
      const left = x >> 1;
      const right = Math.min(Math.max(left + (x & 1 ? 1 : -1), 0), size - 1);
      const [a, b] = [near * size, far * size];
      const value = (9 * values[a + left] + 3 * (values[a + right] + values[b + left]) + values[b + right]) / 16;
      pixels[y * wide + x] = shades[(value * FINE) | 0];
    }
  }
}

// Classes beyond two differ by shape, not by colour alone.
function mark(context, shape, x, y, r) {
  if (shape === "square") context.rect(x - r * 0.9, y - r * 0.9, r * 1.8, r * 1.8);
  else if (shape === "circle") context.arc(x, y, r, 0, 2 * Math.PI);
  else {
    const corners = shape === "triangle" ? [[0, -1.25], [1.15, 0.85], [-1.15, 0.85]] : [[0, -1.35], [1.1, 0], [0, 1.35], [-1.1, 0]];
    corners.forEach(([dx, dy], i) => context[i ? "lineTo" : "moveTo"](x + r * dx, y + r * dy));
    context.closePath();
  }
}

globalThis.networkStage = function ({ data, parentElement, setTriggerValue }) {
  let stage = stages.get(parentElement);
  if (!stage) stages.set(parentElement, (stage = new Stage(parentElement)));
  stage.receive(data, (kind, value) => setTriggerValue("act", { kind, value }));
  return true;
};
globalThis.networkStage.remove = (parent) => {
  stages.get(parent)?.remove();
  stages.delete(parent);
};
globalThis.networkStage.css = STAGE_CSS;
globalThis.dispatchEvent(new Event("network-stage"));

export default function () {}
