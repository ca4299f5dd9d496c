// The Stage: draws Frames (see frame.py) on one canvas, gliding from each to the next.
// Diagram on the left: inputs, hidden layers, output; on the right the output map and the loss curve.

class Stage {
  constructor(parent, css) {
    this.canvas = node("canvas", { "aria-hidden": "true" });
    this.labels = node("div", { class: "labels" });
    this.message = node("div", { class: "message", role: "status" });
    this.card = node("div", { class: "card", hidden: "" });
    this.editor = node("div", { class: "card editor", role: "dialog", "aria-label": "Weights of a neuron", hidden: "" });
    this.tip = node("div", { class: "tip", hidden: "" });
    this.plane_area = node("div", { class: "plane", role: "application", tabindex: "0", "data-name": "map" }, this.tip);
    this.scrub = node("input", {
      type: "range", class: "scrub", min: 0, max: 0, step: 1, "aria-label": "Look back at an epoch", "data-name": "scrub",
      oninput: () => this.seek(), onchange: () => this.seek(true),
    });
    this.herald = new Herald();
    this.root = node("div", { class: "stage", "data-testid": "stage", role: "group" },
      this.canvas, this.labels, this.card, this.editor, this.message, this.herald.root);
    this.hover = this.pinned = this.sought = null;
    this.drawing = false;
    this.brush = 1;
    this.painted = []; // points that were drawn, and places that were erased, until the server has done it
    this.erased = [];
    map_events(this);
    this.root.onpointermove = (event) => this.over(event);
    this.root.onclick = (event) => {
      if (!event.composedPath().includes(this.labels) && !event.composedPath().includes(this.editor)) this.over(event, true);
    };
    this.talk = new Talk();
    this.style = node("style");
    this.style.textContent = css;
    parent.append(this.style, this.root);
    this.context = this.canvas.getContext("2d");
    this.sheet = document.createElement("canvas"); // all neuron maps in a column
    this.plane = document.createElement("canvas"); // the output map, at its own resolution
    this.dots = document.createElement("canvas"); // the data points, drawn once per change
    this.resized = new ResizeObserver(() => this.arrange());
    this.resized.observe(this.root);
    this.rearranged = () => this.arrange(); // the height of the window counts too
    addEventListener("resize", this.rearranged);
    this.wanted = {}; // what quick clicks have asked for and the server has not yet done
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
    this.talk.remove();
    this.resized.disconnect();
    removeEventListener("resize", this.rearranged);
    for (const event of ["pointerup", "pointercancel"]) removeEventListener(event, this.released);
    cancelAnimationFrame(this.request);
    this.style.remove();
    this.root.remove();
  }

  receive(data, trigger) {
    this.talk.trigger = trigger;
    const colours = palette(this.root);
    const themed = colours.key !== this.colours?.key;
    this.colours = colours;
    if (data === this.data) return themed && this.arrange(); // only the theme changed
    this.data = data;
    const frame = decode(data, ["theta", "tiles", "maps"]);
    const previous = this.frame;
    if (previous && frame.reveal !== previous.reveal) {
      const behavior = reduced.matches ? "auto" : "smooth";
      document.querySelector(".st-key-bar, [data-testid=stage]")?.scrollIntoView({ block: "end", behavior });
    }
    const now = performance.now();
    const glides = previous && previous.serial === frame.serial && previous.glide.every((a, i) => a.length === frame.glide[i].length);
    if (glides && previous.state === "playing") this.between += 0.3 * (Math.min(now - this.arrived, 600) - this.between);
    this.arrived = now;
    this.from = glides ? this.shown : frame.glide;
    this.shown = frame.glide.map((block, i) => this.from[i].slice());
    this.frame = frame;
    this.layers = wiring(frame);
    this.font = getComputedStyle(this.root).fontFamily;
    if (this.painted.length + this.erased.length && (frame.labels.length !== this.count_before || now > this.painted_until)) {
      this.painted = [];
      this.erased = [];
    }
    for (const kind of Object.keys(this.wanted)) {
      const { value, until } = this.wanted[kind];
      if (now > until || JSON.stringify(this.present(kind)) === JSON.stringify(value)) delete this.wanted[kind];
    }
    this.describe();
    const plan = JSON.stringify([frame.features, frame.layers, frame.outputs, frame.activations, frame.classes, frame.loss, frame.show_test, frame.discretize,
      frame.trace, frame.backward, frame.branches, frame.own && !frame.labels.length]);
    if (plan !== this.planned || themed) {
      this.planned = plan;
      this.arrange();
    } else {
      if (!glides || frame.show_test !== previous.show_test || frame.places.length !== previous.places.length) paintDots(this);
      fill_editor(this);
      show_card(this);
    }
    this.begun = now;
    this.lasts = reduced.matches || !glides ? 0 : frame.state === "playing" ? Math.min(this.between * 1.05, 600) : 160;
    cancelAnimationFrame(this.request);
    this.glide(now);
    this.talk.hears(frame);
  }

  act(kind, value) {
    this.talk.act(kind, value);
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
    root.setAttribute("aria-label", `Neural network with ${shape}`);
    const state = frame.state === "past" ? "looking back" : frame.state;
    this.herald.say(frame.state, `${state[0].toUpperCase()}${state.slice(1)}, epoch ${frame.epoch}, step ${frame.step}: ` +
      `train loss ${digits(train)}, test loss ${digits(test)}` + (accuracy === null ? "" : `, test accuracy ${per_cent(accuracy)}`));
    this.say(frame.message);
    if (!this.scrub.matches(":active")) {
      Object.assign(this.scrub, { min: frame.oldest, max: frame.newest });
      if (this.sought === null || frame.state !== "past") this.scrub.value = frame.state === "past" ? frame.epoch : frame.newest;
      if (frame.state !== "past" || frame.epoch === this.sought) this.sought = null;
    }
    if (place) this.scrub.style.width = `${24 + place.curve.width * Math.max(frame.newest, 0.001) / last_epoch(frame)}px`;
    this.scrub.setAttribute("aria-valuetext", `epoch ${frame.epoch} of ${frame.newest}`);
    if (!this.readouts) return;
    const [epoch, testLoss, trainLoss, share] = this.readouts;
    epoch.textContent = grouped(frame.epoch);
    epoch.previousSibling.textContent = place.narrow ? "Epoch" : `Epoch · step ${grouped(frame.step)}`;
    testLoss.textContent = digits(test);
    trainLoss.textContent = digits(train);
    if (share) share.textContent = per_cent(accuracy);
  }

  say(message) {
    const said = JSON.stringify(message);
    if (said === this.said) return;
    this.said = said;
    const buttons = message.buttons.map(([kind, text]) => node("button", { type: "button", onclick: () => this.act(kind, true) }, text));
    this.message.replaceChildren(...(message.text ? [node("span", {}, message.text), ...buttons] : []));
  }

  // Ask for the picture of an epoch of the past; while the slider moves, no more often than it is answered.
  seek(ends = false) {
    this.sought = +this.scrub.value;
    draw(this);
    clearTimeout(this.seeking);
    const wait = ends ? 0 : Math.max(0, (this.sent ?? 0) + 150 - performance.now());
    this.seeking = setTimeout(() => {
      this.sent = performance.now();
      if (this.sought >= this.frame.newest) this.act("now", true);
      else this.act("seek", this.sought);
    }, wait);
  }

  // The pointer over the canvas: is it on an edge?
  over(event, click = false) {
    if (!this.place || !this.layers) return;
    const [x, y] = spot(event, this.root);
    const free = event.composedPath()[0] === this.root || event.composedPath()[0] === this.canvas;
    const edge = free && x < this.columns.at(-1)[0].x ? edge_at(this, x, y) : null;
    if (click) {
      if (edge) pin(this, { layer: edge.layer, unit: edge.unit }, edge.input);
      return;
    }
    if (!free && !this.hover?.edge) return;
    this.root.style.cursor = edge ? "pointer" : "";
    if (!edge && !this.hover?.edge) return;
    this.hover = edge ? { edge, x, y } : null;
    show_card(this);
    draw(this);
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
    const place = (this.place = narrow ? narrowPlace(width) : widePlace(width, zoom_of(root)));
    const pitch = (place.bottom - place.top) / Math.max(most, 5);
    const columns = frame.layers.length + 1 + (frame.outputs > 1 ? 1 : 0);
    const span = place.right - place.left;
    place.tile = Math.max(14, Math.min(place.largest, pitch - (pitch > 34 ? place.gap : 4), span / columns - 16));
    root.style.height = `${place.height}px`;
    root.classList.toggle("low", place.height < 476);
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
    label(this, narrow, inputs, hidden, outputs);
    const ratio = sharpness(this.root);
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(place.height * ratio);
    this.context.setTransform(ratio, 0, 0, ratio, 0, 0);
    paintDots(this);
    draw(this);
  }

  glide(now) {
    const t = this.lasts ? Math.min((now - this.begun) / this.lasts, 1) : 1;
    this.frame.glide.forEach((to, i) => {
      const [from, shown] = [this.from[i], this.shown[i]];
      if (t === 1) shown.set(to);
      else for (let k = 0; k < to.length; k++) shown[k] = from[k] + (to[k] - from[k]) * t;
    });
    draw(this);
    if (t < 1) this.request = requestAnimationFrame((later) => this.glide(later));
    else this.from = this.frame.glide;
  }
}

mountable("stage", Stage, PICTURE_CSS);
