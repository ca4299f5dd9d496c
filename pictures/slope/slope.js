// Optimizers on a surface: plays their walks, step after step, on contours, in space and in a table.

const PER_SECOND = 24; // steps

class Slope extends Picture {
  constructor(parent, css) {
    super({ play: () => this.toggle(), step: () => this.go_to(Math.floor(this.step) + 1), reset: () => this.go_to(0) });
    this.map = new Map2D(this);
    this.space = new Space(this);
    const button = (text, does, name) => node("button", { type: "button", onclick: does, "data-name": name }, text);
    this.player = button("Pause", () => this.toggle(), "play");
    this.slider = node("input", { type: "range", min: 0, step: 1, "aria-label": "Step", oninput: () => this.go_to(+this.slider.value) });
    this.label = node("output", { "aria-live": "off" }); // many a second
    this.herald = new Herald();
    this.table = node("table");
    this.root = node("div", { class: "slope", "data-testid": "slope", role: "group", "aria-label": "Optimizers on a surface" },
      node("div", { class: "views" }, this.map.canvas, this.space.canvas),
      node("div", { class: "bar" }, this.player, button("Step", () => this.go_to(Math.floor(this.step) + 1), "step"),
        button("Reset", () => this.go_to(0), "reset"), this.slider, this.label),
      scrollable("Table of the optimizers", this.table),
      node("p", { class: "quiet" }, "★ global minimum   ☆ local minimum   × saddle   ○ start: click the contours to choose another"),
      this.herald.root);
    this.place(parent, css);
    this.step = 0;
  }

  receive(data, trigger) {
    if (!this.takes(data, trigger)) return;
    this.share = shares(this.frame);
    this.slider.max = this.frame.steps;
    let at = 0;
    this.paths = this.frame.walks.map((walk) => {
      const places = Array.from({ length: walk.count }, (_, i) => this.frame.paths.subarray(at + 3 * i, at + 3 * i + 3));
      at += 3 * walk.count;
      return places;
    });
    this.talk.hears(this.frame);
    this.step = 0;
    this.play(!reduced.matches);
    if (reduced.matches) this.go_to(this.frame.steps);
  }

  toggle() {
    if (!this.playing && this.step >= this.frame.steps) this.step = 0;
    this.play(!this.playing);
  }

  play(playing) {
    this.playing = playing;
    this.player.textContent = playing ? "Pause" : "Play";
    cancelAnimationFrame(this.request);
    this.drawn = performance.now();
    const frame = (now) => {
      this.step = Math.min(this.step + (Math.max(now - this.drawn, 0) / 1000) * PER_SECOND, this.frame.steps);
      this.drawn = now;
      this.draw();
      if (this.step >= this.frame.steps) return this.play(false);
      this.request = requestAnimationFrame(frame);
    };
    if (playing) this.request = requestAnimationFrame(frame);
    this.draw();
  }

  go_to(step) {
    this.step = Math.min(Math.max(step, 0), this.frame.steps);
    this.play(false);
  }

  begin_at([x, y]) {
    this.talk.act("start", [Math.round(x * 1000) / 1000, Math.round(y * 1000) / 1000]);
  }

  start() {
    return this.paths?.[0]?.[0];
  }

  // Calls `draws` for each walk with the places up to now and the place, between two steps, where it is.
  each_path(draws) {
    this.paths.forEach((places, i) => {
      const whole = Math.min(Math.floor(this.step), places.length - 1);
      const next = places[Math.min(whole + 1, places.length - 1)];
      const t = Math.min(this.step, places.length - 1) - whole;
      const last = places[whole].map((value, k) => value + (next[k] - value) * t);
      draws(this.frame.walks[i], [...places.slice(0, whole + 1), last], last);
    });
  }

  // The minimum that a place is at, in words.
  where(x, y) {
    const at = this.frame.minima.find(([a, b]) => Math.hypot(a - x, b - y) < this.frame.arrived);
    return at ? `${at[2] ? "global" : "local"} minimum` : "on its way";
  }

  draw() {
    if (!this.frame) return;
    this.map.draw();
    this.space.draw();
    const step = Math.floor(this.step);
    this.slider.value = step;
    this.label.textContent = `step ${step} of ${this.frame.steps}`;
    const rows = [];
    this.each_path((walk, places, last) => rows.push([walk, last]));
    const lines = rows.map(([walk, [x, y, h]], i) => {
      const ended = walk.diverged >= 0 && step >= this.paths[i].length - 1;
      return [walk, `(${signed(x)}, ${signed(y)})`, h > 1e6 ? h.toExponential(1) : digits(h), ended ? walk.end : this.where(x, y)];
    });
    const said = JSON.stringify(lines.map(([walk, ...rest]) => [walk.name, ...rest]));
    Object.assign(this.root.dataset, { step, surface: this.frame.surface, ends: lines.map((line) => line[3]).join("|"), start: this.start()?.subarray(0, 2).join() ?? "" });
    this.herald.say(this.playing ? "playing" : "paused", `Step ${step} of ${this.frame.steps}: ` +
      lines.map(([walk, , height, where]) => `${walk.name} at height ${height}, ${where}`).join("; "));
    if (said === this.said) return;
    this.said = said;
    this.table.replaceChildren(
      node("thead", {}, node("tr", {}, ...["Optimizer", "Place", "Height", "Where"].map((text) => node("th", { scope: "col" }, text)))),
      node("tbody", {}, ...lines.map(([walk, place, height, where]) => {
        const mark = node("i", { class: "swatch" });
        mark.style.borderColor = walk.colour;
        return node("tr", {}, node("th", { scope: "row" }, mark, walk.name), node("td", {}, place), node("td", {}, height), node("td", {}, where));
      })));
  }
}

mountable("slope", Slope, PICTURE_CSS);
