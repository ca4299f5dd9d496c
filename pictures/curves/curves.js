// Two charts side by side, h(z) and h′(z), on axes that all activations share; a probe reads both at one z.

import { css } from "../live/colours.js";
import { node, positionOf, sized, swatch } from "../live/dom.js";
import { signed, withMinus } from "../live/numbers.js";
import { Picture, register } from "../live/picture.js";
import style from "./curves.css" with { type: "text" };

const [LOW, HIGH] = [-2, 3.2]; // the range of the values that are shown
const LEFT = 26; // px, for the numbers of the axis
const RIGHT = 8; // px
const JUMP = 0.3; // a larger difference between two points is a discontinuity, as of the step function, and no line
const PROBES_PER_UNIT = 20; // positions of the probe in a unit of z

class Curves extends Picture {
  constructor(parent, styleSheet) {
    super();
    this.plots = ["h(z)", "slope h′(z)"].map((title) => {
      const canvas = node("canvas", { "aria-hidden": "true" });
      return { canvas, root: node("div", { class: "plot" }, node("div", { class: "title" }, title), canvas) };
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
    for (const { canvas } of this.plots) {
      canvas.onpointermove = (event) => this.probeAt(this.zAt(canvas, event));
      canvas.onpointerdown = canvas.onpointermove;
      canvas.onpointerup = canvas.onpointerleave = () => this.sendProbe();
    }
  }

  receive(data, trigger) {
    if (!this.accept(data, trigger)) return;
    const { reach, probe } = this.frame; // z runs from -reach to reach
    Object.assign(this.slider, { min: -reach, max: reach });
    if (!this.previous || this.sentProbe !== probe) this.sentProbe = this.z = probe;
    this.talk.onFrame(this.frame);
    this.probeAt(this.z);
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

  // The value of a row at the probe, by linear interpolation.
  probed(i) {
    const { reach } = this.frame;
    const row = this.row(i);
    const at = ((this.z + reach) / (2 * reach)) * (row.length - 1);
    const k = Math.min(Math.floor(at), row.length - 2);
    return row[k] + (row[k + 1] - row[k]) * (at - k);
  }

  probeAt(z) {
    this.z = z;
    this.slider.value = z;
    this.label.textContent = `z = ${signed(z)}`;
    this.root.dataset.probe = z;
    this.readings.replaceChildren(
      ...this.frame.curves.map((curve, k) =>
        node(
          "div",
          { "data-name": curve.name },
          swatch(curve),
          node("b", {}, curve.name),
          node("span", {}, `h = ${signed(this.probed(2 * k + 1))}`),
          node("span", {}, `h′ = ${signed(this.probed(2 * k + 2))}`),
        ),
      ),
    );
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

  // Paint h (0) or h′ (1) of all activations.
  paintPlot(canvas, which) {
    const { frame, colours } = this;
    const [width, height] = [canvas.clientWidth, canvas.clientHeight];
    if (!width) return;
    const context = sized(canvas, width, height);
    context.clearRect(0, 0, width, height);
    const [right, top, bottom] = [width - RIGHT, 6, height - 20];
    const x = (z) => LEFT + ((right - LEFT) * (z + frame.reach)) / (2 * frame.reach);
    const y = (value) => bottom - ((bottom - top) * (value - LOW)) / (HIGH - LOW);
    this.paintAxes(context, x, y, { right, top, bottom });
    context.save();
    context.beginPath();
    context.rect(LEFT, top - 2, right - LEFT, bottom - top + 4);
    context.clip();
    frame.curves.forEach((curve, k) => paintLine(context, curve, this.row(0), this.row(2 * k + 1 + which), x, y));
    context.setLineDash([]);
    context.fillStyle = colours.ink;
    context.fillRect(x(this.z) - 0.75, top, 1.5, bottom - top);
    frame.curves.forEach(({ colour }, k) => {
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

  paintAxes(context, x, y, { right, top, bottom }) {
    const { frame, colours } = this;
    context.font = `12px ${this.font}`;
    context.textBaseline = "middle";
    context.textAlign = "right";
    for (let value = Math.ceil(LOW); value <= HIGH; value++) {
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
  context.lineWidth = 2.6;
  context.setLineDash(dashed ? [7, 4] : []);
  context.beginPath();
  values.forEach((value, i) => {
    const gap = i === 0 || Math.abs(value - values[i - 1]) > JUMP;
    context[gap ? "moveTo" : "lineTo"](x(z[i]), y(value));
  });
  context.stroke();
}

export default register("curves", Curves, style);
