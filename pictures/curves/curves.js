// Two charts side by side, h(z) and h′(z), on axes that all activations share; a probe reads both at one z.

import { css } from "../live/colours.js";
import { node, positionOf, sized, swatch } from "../live/dom.js";
import { signed, withMinus } from "../live/numbers.js";
import { Picture, register } from "../live/picture.js";
import style from "./curves.css" with { type: "text" };

// Of each plot: the range of values that is shown at least and at most, and the distance of its lines. On the axis of the
// slopes a quarter, the most that a sigmoid passes on, can be told from 1 at a glance.
const PLOTS = [
  { title: "h(z)", least: [-2, 3.2], most: [-2, 3.2], every: 1 },
  { title: "slope h′(z)", least: [-0.1, 1.1], most: [-1.1, 1.9], every: 0.25 },
];
const FEW = 4; // lines, that are thick even if none of them is lifted
const NEAR = 14; // px from a line, within which the pointer lifts it
const LEFT = 38; // px, for the numbers of the axis
const RIGHT = 8; // px
const JUMP = 0.3; // a larger difference between two points is a discontinuity, as of the step function, and no line
const PROBES_PER_UNIT = 20; // positions of the probe in a unit of z

class Curves extends Picture {
  constructor(parent, styleSheet) {
    super();
    this.lifted = null; // the index of the curve that stands out
    this.plots = PLOTS.map((plot) => {
      const canvas = node("canvas", { "aria-hidden": "true" });
      const root = node("div", { class: "plot" }, node("div", { class: "title" }, plot.title), canvas);
      return { ...plot, canvas, root };
    });
    this.label = node("output", { "aria-live": "off" }); // the slider announces its value
    this.slider = node("input", {
      type: "range",
      step: 1 / PROBES_PER_UNIT,
      "aria-label": "Probe z",
      oninput: () => this.probeAt(+this.slider.value),
      onchange: () => this.sendProbe(),
    });
    this.readings = node("div", { class: "readings" });
    this.root = node(
      "div",
      {
        class: "curves",
        "data-testid": "curves",
        role: "group",
        "aria-label": "Activation functions and their slopes",
      },
      node("div", { class: "plots" }, ...this.plots.map((plot) => plot.root)),
      node("label", { class: "probe" }, node("span", {}, "Probe"), this.slider, this.label),
      this.readings,
    );
    this.attach(parent, styleSheet);
    for (const plot of this.plots) {
      const { canvas } = plot;
      canvas.onpointermove = (event) => {
        this.lift(this.nearest(plot, event));
        this.probeAt(this.zAt(canvas, event));
      };
      canvas.onpointerdown = canvas.onpointermove;
      canvas.onpointerup = () => this.sendProbe();
      canvas.onpointerleave = () => {
        this.lift(null);
        this.sendProbe();
      };
    }
  }

  // Make one curve stand out; null for none.
  lift(index) {
    if (index === this.lifted) return;
    this.lifted = index;
    this.root.dataset.lifted = this.frame.curves[index]?.name ?? "";
    this.rows.forEach(({ root }, i) => root.classList.toggle("lifted", i === index));
    this.paint();
  }

  // The curve that the pointer is near, or null.
  nearest(plot, event) {
    const [, py] = positionOf(event, plot.canvas);
    const z = this.zAt(plot.canvas, event);
    const which = this.plots.indexOf(plot);
    const y = this.scale(which).y;
    const distances = this.frame.curves.map((_, k) => Math.abs(y(this.probed(2 * k + 1 + which, z)) - py));
    const least = Math.min(...distances);
    return least < NEAR ? distances.indexOf(least) : null;
  }

  receive(data, trigger) {
    if (!this.accept(data, trigger)) return;
    const { reach, probe } = this.frame; // z runs from -reach to reach
    Object.assign(this.slider, { min: -reach, max: reach });
    if (!this.previous || this.sentProbe !== probe) this.sentProbe = this.z = probe;
    this.talk.onFrame(this.frame);
    this.build();
    this.probeAt(this.z);
  }

  // A row for each curve, with what the probe reads; the one that is pointed at or has the focus lifts its curve.
  build() {
    const key = JSON.stringify(this.frame.curves);
    if (key === this.builtFor) return;
    [this.builtFor, this.lifted] = [key, null];
    this.rows = this.frame.curves.map((curve, k) => {
      const [value, slope] = [node("span"), node("span")];
      const name = node("button", { type: "button", "aria-label": `Lift ${curve.name}` }, curve.name);
      const root = node("div", { "data-name": curve.name }, swatch(curve), name, value, slope);
      for (const event of ["pointerenter", "focusin"]) root.addEventListener(event, () => this.lift(k));
      for (const event of ["pointerleave", "focusout"]) root.addEventListener(event, () => this.lift(null));
      return { root, value, slope };
    });
    this.readings.replaceChildren(...this.rows.map(({ root }) => root));
  }

  zAt(canvas, event) {
    const share = (positionOf(event, canvas)[0] - LEFT) / (canvas.clientWidth - LEFT - RIGHT);
    const z = Math.min(Math.max(2 * share - 1, -1), 1) * this.frame.reach;
    return Math.round(z * PROBES_PER_UNIT) / PROBES_PER_UNIT;
  }

  // Row 0 of the Frame holds z; then each activation has a row of h and a row of h′.
  row(i) {
    const { rows, curves } = this.frame;
    const n = rows.length / (2 * curves.length + 1);
    return rows.subarray(i * n, (i + 1) * n);
  }

  // The value of a row at z, by linear interpolation.
  probed(i, z = this.z) {
    const { reach } = this.frame;
    const row = this.row(i);
    const at = ((z + reach) / (2 * reach)) * (row.length - 1);
    const k = Math.min(Math.floor(at), row.length - 2);
    return row[k] + (row[k + 1] - row[k]) * (at - k);
  }

  probeAt(z) {
    this.z = z;
    this.slider.value = z;
    this.label.textContent = `z = ${signed(z)}`;
    this.root.dataset.probe = z;
    this.rows.forEach(({ value, slope }, k) => {
      value.textContent = `h = ${signed(this.probed(2 * k + 1))}`;
      slope.textContent = `h′ = ${signed(this.probed(2 * k + 2))}`;
    });
    this.paint();
  }

  sendProbe() {
    if (this.z === this.sentProbe) return;
    this.sentProbe = this.z;
    this.act("probe", this.z);
  }

  paint() {
    if (!this.frame) return;
    this.plots.forEach(({ canvas }, which) => this.paintPlot(canvas, which));
  }

  // The range of values of a plot: what its curves need, within bounds.
  range(which) {
    const { least, most } = this.plots[which];
    let [low, high] = least;
    this.frame.curves.forEach((_, k) => {
      for (const value of this.row(2 * k + 1 + which)) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    });
    return [Math.max(low, most[0]), Math.min(high, most[1])];
  }

  // Where values and z are on a plot, in px.
  scale(which) {
    const { canvas } = this.plots[which];
    const [low, high] = this.range(which);
    const [right, top, bottom] = [canvas.clientWidth - RIGHT, 6, canvas.clientHeight - 20];
    const x = (z) => LEFT + ((right - LEFT) * (z + this.frame.reach)) / (2 * this.frame.reach);
    const y = (value) => bottom - ((bottom - top) * (value - low)) / (high - low);
    return { x, y, right, top, bottom, low, high };
  }

  // Paint h (0) or h′ (1) of all activations: the lifted one last, and the others faint.
  paintPlot(canvas, which) {
    const { frame, colours, lifted } = this;
    const [width, height] = [canvas.clientWidth, canvas.clientHeight];
    if (!width) return;
    const context = sized(canvas, width, height);
    context.clearRect(0, 0, width, height);
    const scale = this.scale(which);
    const { x, y, right, top, bottom } = scale;
    this.paintAxes(context, scale, this.plots[which].every);
    context.save();
    context.beginPath();
    context.rect(LEFT, top - 2, right - LEFT, bottom - top + 4);
    context.clip();
    const order = [...frame.curves.keys()].sort((a, b) => (a === lifted) - (b === lifted));
    for (const k of order) {
      const isFaint = lifted !== null && k !== lifted;
      context.globalAlpha = isFaint ? 0.22 : 1;
      context.lineWidth = k === lifted ? 4 : frame.curves.length > FEW ? 1.8 : 2.6;
      paintLine(context, frame.curves[k], this.row(0), this.row(2 * k + 1 + which), x, y);
    }
    context.setLineDash([]);
    context.globalAlpha = 1;
    context.fillStyle = colours.ink;
    context.fillRect(x(this.z) - 0.75, top, 1.5, bottom - top);
    frame.curves.forEach(({ colour }, k) => {
      if (lifted !== null && k !== lifted) return;
      context.beginPath();
      context.arc(x(this.z), y(this.probed(2 * k + 1 + which)), 4.5, 0, 2 * Math.PI);
      context.fillStyle = colour;
      context.strokeStyle = css(colours.background);
      context.lineWidth = 1.5;
      context.fill();
      context.stroke();
    });
    context.restore();
  }

  paintAxes(context, { x, y, right, top, bottom, low, high }, every) {
    const { frame, colours } = this;
    context.font = `12px ${this.font}`;
    context.textBaseline = "middle";
    context.textAlign = "right";
    for (let value = Math.ceil(low / every) * every; value <= high; value += every) {
      context.fillStyle = value ? colours.faint : colours.quiet;
      context.fillRect(LEFT, y(value) - 0.5, right - LEFT, 1);
      context.fillStyle = colours.quiet;
      context.fillText(withMinus(value), LEFT - 5, y(value));
    }
    context.textAlign = "center";
    context.textBaseline = "top";
    for (let z = -frame.reach; z <= frame.reach; z += 2) {
      context.fillStyle = z ? colours.faint : colours.quiet;
      context.fillRect(x(z) - 0.5, top, 1, bottom - top);
      context.fillStyle = colours.quiet;
      context.fillText(withMinus(z), x(z), bottom + 5);
    }
  }
}

function paintLine(context, { colour, dashed }, z, values, x, y) {
  context.strokeStyle = colour;
  context.setLineDash(dashed ? [7, 4] : []);
  context.beginPath();
  values.forEach((value, i) => {
    const gap = i === 0 || Math.abs(value - values[i - 1]) > JUMP;
    context[gap ? "moveTo" : "lineTo"](x(z[i]), y(value));
  });
  context.stroke();
}

export default register("curves", Curves, style);
