// Optimizers on a surface: plays their walks, step after step, on contours, in space and in a table.

import { Announcer } from "../live/announcer.js";
import { node, reducedMotion, scrollable, swatch, topOf, zoomOf } from "../live/dom.js";
import lessonStyle from "../live/lesson.css" with { type: "text" };
import { LessonBox } from "../live/lesson.js";
import { digits, scientific, signed } from "../live/numbers.js";
import { Picture, register } from "../live/picture.js";
import { Contours } from "./contours.js";
import style from "./slope.css" with { type: "text" };
import { Space } from "./space.js";
import { heightShares } from "./surface.js";

const SPEED = 24; // steps per second
const LEAST_VIEW = 180; // px, the height of a view
const HIGH = 1e6; // a height above it is written with an exponent
const HEAD = ["Optimizer", "Place", "Height", "Where"];

// Whether two Frames show the same walks: the page has run for the sake of something else.
function isSame(one, other) {
  const about = ({ surface, steps, walks }) => JSON.stringify([surface, steps, walks]);
  return about(one) === about(other) && one.paths.every((value, i) => value === other.paths[i]);
}

class Slope extends Picture {
  constructor(parent, styleSheet) {
    super({
      play: () => this.toggle() || true,
      step: () => this.goTo(Math.floor(this.step) + 1) || true,
      reset: () => this.goTo(0) || true,
    });
    this.step = 0; // with a fraction between two steps
    this.contours = new Contours(this);
    this.space = new Space(this);
    const button = (text, onclick, name) => node("button", { type: "button", onclick, "data-name": name }, text);
    this.playButton = button("Pause", () => this.toggle(), "play");
    this.slider = node("input", {
      type: "range",
      min: 0,
      step: 1,
      "aria-label": "Step",
      oninput: () => this.goTo(+this.slider.value),
    });
    this.label = node("output", { "aria-live": "off" }); // it changes many times a second
    this.announcer = new Announcer();
    this.lesson = new LessonBox();
    this.table = node("table");
    this.root = node(
      "div",
      { class: "slope", "data-testid": "slope", role: "group", "aria-label": "Optimizers on a surface" },
      this.lesson.root,
      node(
        "div",
        { class: "bar" },
        this.playButton,
        button("Step", () => this.goTo(Math.floor(this.step) + 1), "step"),
        button("Reset", () => this.goTo(0), "reset"),
        this.slider,
        this.label,
      ),
      node("div", { class: "views" }, this.contours.canvas, this.space.canvas),
      scrollable("Table of the optimizers", this.table),
      node(
        "p",
        { class: "quiet" },
        "★ global minimum   ☆ local minimum   × saddle   ○ start: click the contours to choose another",
      ),
      this.announcer.root,
    );
    this.attach(parent, styleSheet);
    this.followTop(this.root);
  }

  // On a projector the views take what the window leaves beside the bar and the table.
  arrange() {
    const projected = this.noteTop() !== undefined;
    let height = "";
    if (projected) {
      const others = this.root.offsetHeight - this.contours.canvas.offsetHeight;
      const room = (innerHeight - 12) / zoomOf(this.root) - topOf(this.root) - others;
      height = `${Math.max(room, LEAST_VIEW)}px`;
    }
    for (const { canvas } of [this.contours, this.space]) canvas.style.height = height;
    if (this.frame) this.paint();
  }

  receive(data, trigger) {
    if (!this.accept(data, trigger)) return;
    const { frame } = this;
    this.root.dataset.beat = frame.beat;
    if (this.previous && isSame(frame, this.previous)) {
      this.showLesson();
      return this.talk.onFrame(frame); // the walks go on
    }
    this.heights = heightShares(frame);
    this.slider.max = frame.steps;
    let offset = 0;
    this.paths = frame.walks.map((walk) => {
      // of each walk the points [x, y, height]
      const points = Array.from({ length: walk.count }, (_, i) =>
        frame.paths.subarray(offset + 3 * i, offset + 3 * i + 3),
      );
      offset += 3 * walk.count;
      return points;
    });
    this.talk.onFrame(frame);
    this.step = 0;
    this.play(!reducedMotion());
    if (reducedMotion()) this.goTo(frame.steps);
  }

  toggle() {
    if (!this.playing && this.step >= this.frame.steps) this.step = 0;
    this.play(!this.playing);
  }

  play(playing) {
    this.playing = playing;
    this.playButton.textContent = playing ? "Pause" : "Play";
    cancelAnimationFrame(this.request);
    let before = performance.now();
    const advance = (now) => {
      this.step = Math.min(this.step + (Math.max(now - before, 0) / 1000) * SPEED, this.frame.steps);
      before = now;
      this.paint();
      if (this.step >= this.frame.steps) return this.play(false);
      this.request = requestAnimationFrame(advance);
    };
    if (playing) this.request = requestAnimationFrame(advance);
    this.paint();
  }

  goTo(step) {
    this.step = Math.min(Math.max(step, 0), this.frame.steps);
    this.play(false);
  }

  // Ask for walks from another point of the plane.
  startAt(point) {
    this.act(
      "start",
      point.map((value) => Math.round(value * 1000) / 1000),
    );
  }

  start() {
    return this.paths?.[0]?.[0];
  }

  // Call `visit` for each walk with its points up to now, and the point, between two steps, where it is.
  eachWalk(visit) {
    this.paths.forEach((points, i) => {
      const whole = Math.min(Math.floor(this.step), points.length - 1);
      const next = points[Math.min(whole + 1, points.length - 1)];
      const t = Math.min(this.step, points.length - 1) - whole;
      const last = points[whole].map((value, k) => value + (next[k] - value) * t);
      visit(this.frame.walks[i], [...points.slice(0, whole + 1), last], last);
    });
  }

  // Where a walk is at a step, in words.
  where(walk, step, last) {
    if (walk.diverged >= 0 && step >= last) return walk.end;
    return walk.arrived >= 0 && step >= walk.arrived ? walk.minimum : "on its way";
  }

  // For each walk its state now as text: {walk, point, height, where}.
  rows(step) {
    const rows = [];
    this.eachWalk((walk, _, [x, y, h]) => {
      const where = this.where(walk, step, this.paths[rows.length].length - 1);
      const height = h > HIGH ? scientific(h, 1) : digits(h);
      rows.push({ walk, point: `(${signed(x)}, ${signed(y)})`, height, where });
    });
    return rows;
  }

  // The answer comes once the walks have come so far.
  showLesson() {
    const { question, answer, until } = this.frame.lesson ?? {};
    this.lesson.show({ question, answer: this.step >= until ? answer : "" });
  }

  paint() {
    if (!this.frame) return;
    this.showLesson();
    this.contours.paint();
    this.space.paint();
    const { steps, surface } = this.frame;
    const step = Math.floor(this.step);
    this.slider.value = step;
    this.label.textContent = `step ${step} of ${steps}`;
    const rows = this.rows(step);
    const ends = rows.map((row) => row.where).join("|");
    Object.assign(this.root.dataset, { step, surface, ends, start: this.start()?.subarray(0, 2).join() ?? "" });
    this.announcer.announce(
      this.playing ? "playing" : "paused",
      `Step ${step} of ${steps}: ` +
        rows.map(({ walk, height, where }) => `${walk.name} at height ${height}, ${where}`).join("; "),
    );
    this.updateTable(rows);
  }

  updateTable(rows) {
    const key = JSON.stringify(rows.map(({ walk, ...rest }) => ({ name: walk.name, ...rest })));
    if (key === this.tableKey) return;
    this.tableKey = key;
    this.table.replaceChildren(
      node("thead", {}, node("tr", {}, ...HEAD.map((text) => node("th", { scope: "col" }, text)))),
      node(
        "tbody",
        {},
        ...rows.map(({ walk, point, height, where }) =>
          node(
            "tr",
            {},
            node("th", { scope: "row" }, swatch({ colour: walk.colour }), walk.name),
            ...[point, height, where].map((text) => node("td", {}, text)),
          ),
        ),
      ),
    );
  }
}

export default register("slope", Slope, lessonStyle + style);
