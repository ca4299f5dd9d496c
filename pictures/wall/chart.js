// The curves of all networks on one canvas, of losses or of accuracies (`shares`), and the slider below that goes back to an epoch.

import constants from "../constants.json" with { type: "json" };
import { node, positionOf, sized } from "../live/dom.js";
import { digits, grouped, isMissing, perCent, scientific } from "../live/numbers.js";
import { Scrubber } from "../live/scrubber.js";

const NEAR = 18; // px within which the pointer is on a curve
const RIGHT_MARGIN = 6; // px
const LEAST_LOSS = 1e-6; // at the lower end of the axis

export class Chart {
  constructor(wall) {
    this.wall = wall;
    this.canvas = node("canvas", { "aria-hidden": "true" });
    this.title = node("div", { class: "quiet" });
    this.logButton = node(
      "button",
      { type: "button", "aria-pressed": "false", onclick: () => this.toggleScale() },
      "log",
    );
    this.scrubber = new Scrubber(wall, () => this.paint());
    this.root = node(
      "div",
      { class: "chart" },
      node("div", { class: "heading" }, this.title, this.logButton),
      this.canvas,
      this.scrubber.root,
    );
    this.canvas.onpointermove = (event) => wall.highlight(this.nearest(event));
    this.canvas.onpointerleave = () => wall.highlight(null);
  }

  get logarithmic() {
    return this.logButton.ariaPressed === "true" && !this.wall.frame?.chart?.shares;
  }

  toggleScale() {
    this.logButton.setAttribute("aria-pressed", String(!this.logarithmic));
    this.paint();
  }

  receive(frame) {
    this.root.hidden = !frame.chart;
    if (!frame.chart) return;
    if (this.title.textContent !== frame.chart.title)
      this.logButton.setAttribute("aria-pressed", String(Boolean(frame.chart.logarithmic)));
    this.title.textContent = frame.chart.title;
    this.logButton.hidden = Boolean(frame.chart.shares);
    this.scrubber.root.hidden = frame.newest === undefined;
    if (frame.newest !== undefined) this.scrubber.receive(frame);
  }

  // The y of a loss: linear from 0, or logarithmic over the range of the losses.
  toY(loss) {
    const { lowest, highest, top, bottom } = this;
    const logShare = () => Math.log(Math.max(loss, 1e-9) / lowest) / Math.log(highest / lowest);
    const share = this.logarithmic ? logShare() : loss / highest;
    return bottom + (top - bottom) * Math.min(Math.max(share, 0), 1.02); // a little above the top, where the axis ends
  }

  toX(epoch) {
    return this.left + (this.width * epoch) / this.lastEpoch;
  }

  // The tile whose curve passes the pointer most closely, or null.
  nearest(event) {
    const { series, curves } = this.wall.frame;
    const [x, y] = positionOf(event, this.canvas);
    const n = this.count;
    let [best, least] = [null, NEAR];
    series.forEach(({ tile }, s) => {
      if (tile < 0) return;
      for (let i = 0; i < n; i++) {
        const loss = curves[(s + 1) * n + i];
        const distance = isMissing(loss) ? Infinity : Math.hypot(this.toX(curves[i]) - x, this.toY(loss) - y);
        if (distance < least) [best, least] = [tile, distance];
      }
    });
    return best;
  }

  paint() {
    const { canvas, wall } = this;
    const { frame, highlighted } = wall;
    const [width, height] = [canvas.clientWidth, canvas.clientHeight];
    if (!frame?.chart || !width) return;
    const context = sized(canvas, width, height);
    context.clearRect(0, 0, width, height);
    this.measure(frame, height);
    this.paintAxes(context, width, height);
    for (const level of [frame.chart.target, frame.chart.chance]) if (level > 0) this.paintTarget(context, level);
    const isHighlighted = ({ tile }) => highlighted !== null && tile === highlighted;
    for (const strong of [false, true])
      frame.series.forEach((series, s) => {
        if (isHighlighted(series) === strong) this.paintSeries(context, s, strong);
      });
    context.globalAlpha = 1;
    context.setLineDash([]);
    this.scrubber.root.style.marginLeft = `${this.left - 12}px`; // half a thumb
    this.scrubber.setWidth(this.width, (frame.newest ?? 1) / this.lastEpoch);
    this.paintEpochMark(context);
  }

  // Set the range of the axes: `count` points in each curve, up to `lastEpoch`, from `lowest` to `highest`.
  measure(frame, height) {
    const { curves, chart } = frame;
    const n = curves.length / (frame.series.length + 1);
    this.count = n;
    this.lastEpoch = Math.max(curves[n - 1], 1);
    Object.assign(this, { top: 8, bottom: height - 20, lowest: Infinity, highest: LEAST_LOSS });
    if (chart.shares) {
      this.highest = 1;
      return;
    }
    // A curve that diverges would press all others to the axis: it leaves the chart at three times the first loss.
    const limit = isMissing(curves[n]) ? Infinity : 3 * curves[n];
    for (const loss of curves.subarray(n)) {
      if (!(loss < constants.largestNumber)) continue;
      this.highest = Math.max(this.highest, Math.min(loss, limit));
      if (loss > 0) this.lowest = Math.min(this.lowest, loss);
    }
    if (chart.target < this.highest) this.lowest = Math.min(this.lowest, chart.target);
    this.lowest = Math.min(Math.max(this.lowest, LEAST_LOSS), this.highest / 2);
  }

  ticks() {
    const { lowest, highest } = this;
    if (!this.logarithmic) return [0, 0.5, 1].map((t) => t * highest);
    const first = Math.floor(Math.log10(lowest));
    return Array.from({ length: 12 }, (_, i) => 10 ** (first + i)).filter((v) => v >= lowest && v <= highest);
  }

  paintAxes(context, width, height) {
    const { colours, font } = this.wall;
    context.font = `12px ${font}`;
    context.textBaseline = "middle";
    context.textAlign = "right";
    const ticks = this.ticks();
    const write = this.wall.frame.chart.shares ? (share) => perCent(share).replace(".0", "") : digits;
    const left = 8 + Math.max(24, ...ticks.map((v) => context.measureText(write(v)).width));
    this.left = left;
    this.width = width - left - RIGHT_MARGIN;
    for (const value of ticks) {
      const y = this.toY(value);
      context.fillStyle = colours.faint;
      context.fillRect(left, y - 0.5, this.width, 1);
      context.fillStyle = colours.quiet;
      context.fillText(this.logarithmic && value < 0.001 ? scientific(value, 0) : write(value), left - 5, y);
    }
    context.textBaseline = "top";
    context.fillText(`epoch ${grouped(Math.floor(this.lastEpoch))}`, width - RIGHT_MARGIN, height - 15);
    context.textAlign = "left";
    context.fillText("0", left, height - 15);
  }

  // The loss or the accuracy that a race has to reach, or that of guessing.
  paintTarget(context, target) {
    context.strokeStyle = this.wall.colours.quiet;
    context.setLineDash([2, 4]);
    context.lineWidth = 1.5;
    context.beginPath();
    context.moveTo(this.left, this.toY(target));
    context.lineTo(this.left + this.width, this.toY(target));
    context.stroke();
  }

  paintSeries(context, s, strong) {
    const { frame, highlighted } = this.wall;
    const { colour, dashed, thin, tile } = frame.series[s];
    const n = this.count;
    const opacity = thin && !strong ? 0.55 : 1;
    context.globalAlpha = highlighted === null || tile === highlighted ? opacity : 0.12;
    context.strokeStyle = colour;
    context.lineWidth = strong ? 4 : thin ? 1.3 : 2.2;
    context.setLineDash(dashed ? [6, 4] : []);
    context.lineJoin = "round";
    context.beginPath();
    let connected = false; // what is missing is a gap
    for (let i = 0; i < n; i++) {
      const loss = frame.curves[(s + 1) * n + i];
      if (!isMissing(loss)) context[connected ? "lineTo" : "moveTo"](this.toX(frame.curves[i]), this.toY(loss));
      connected = !isMissing(loss);
    }
    context.stroke();
  }

  // The epoch of the past that is shown.
  paintEpochMark(context) {
    const { frame, colours } = this.wall;
    const epoch = this.scrubber.marked(frame);
    if (epoch === null) return;
    context.fillStyle = colours.ink;
    context.fillRect(this.toX(epoch) - 1, this.top - 4, 2, this.bottom - this.top + 8);
  }
}
