// What comes back of the gradient through time: for each network a line over the moments, dashed at step 0 and solid now.

import { node, positionOf, sized } from "../live/dom.js";
import { powerOfTen } from "./gradient_scale.js";

const NO_LOGARITHM = -29.5; // what is below is no gradient: see cell_frame.py
const EDGES = { left: 44, right: 10, top: 8, bottom: 34 }; // px around the lines
const NEAR_LINE = 14; // px within which the pointer is on a line
const MOST_TICKS = 6; // of the powers of ten
const LEAST_DISTANCE = 34; // px between two moments that are named

// The powers of ten at the ends of the axis: those of the maps, and farther where the lines go farther.
export function rangeOf([low, high], ...lines) {
  for (const line of lines)
    for (const value of line)
      if (value > NO_LOGARITHM) [low, high] = [Math.min(low, Math.floor(value)), Math.max(high, Math.ceil(value))];
  return [Math.max(low, -12), Math.min(high, 12)];
}

// Whole numbers with a distance at which at most `most` of them are in a range.
export function ticksOf(low, high, most) {
  const distance = [1, 2, 3, 5, 10, 20].find((each) => (high - low) / each <= most) ?? 50;
  const first = Math.ceil(low / distance) * distance;
  return Array.from({ length: Math.floor((high - first) / distance) + 1 }, (_, i) => first + i * distance);
}

export class FlowChart {
  constructor(wall) {
    this.wall = wall;
    this.canvas = node("canvas", { "aria-hidden": "true" });
    this.root = node(
      "div",
      { class: "flow" },
      node(
        "div",
        { class: "heading" },
        node("b", {}, "Gradient back through time, now"),
        node("span", { class: "quiet" }, "relative to t = T · dashed: at step 0"),
      ),
      this.canvas,
    );
    this.canvas.onpointermove = (event) => wall.highlight(this.nearest(event));
    this.canvas.onpointerleave = () => wall.highlight(null);
  }

  // The part of a block that belongs to a network.
  lineOf(values, index) {
    const { moments } = this.wall.frame;
    const start = moments.slice(0, index).reduce((sum, length) => sum + length, 0);
    return values.subarray(start, start + moments[index]);
  }

  nearest(event) {
    const { frame, shown } = this.wall;
    const [x, y] = positionOf(event, this.canvas);
    let [best, least] = [null, NEAR_LINE];
    frame.moments.forEach((_, index) => {
      this.lineOf(shown[0], index).forEach((value, i) => {
        const distance = value > NO_LOGARITHM ? Math.hypot(this.toX(i + 1) - x, this.toY(value) - y) : Infinity;
        if (distance < least) [best, least] = [index, distance];
      });
    });
    return best;
  }

  toX(t) {
    return this.left + ((t - 1) / Math.max(this.last - 1, 1)) * this.across;
  }

  toY(value) {
    const [low, high] = this.range;
    return EDGES.top + this.high * (1 - Math.min(Math.max((value - low) / (high - low), 0), 1));
  }

  paint() {
    const { canvas, wall } = this;
    const { frame, shown, highlighted } = wall;
    const [width, height] = [canvas.clientWidth, canvas.clientHeight];
    if (!width || !frame?.moments || shown[0].length !== frame.first.length) return;
    const context = sized(canvas, width, height);
    context.clearRect(0, 0, width, height);
    Object.assign(this, {
      left: EDGES.left,
      high: height - EDGES.top - EDGES.bottom,
      last: Math.max(...frame.moments, 2),
    });
    this.across = width - this.left - EDGES.right;
    this.range = rangeOf(frame.decades, frame.first, frame.now);
    this.paintAxes(context, height);
    for (const [values, isNow] of [
      [frame.first, false],
      [shown[0], true],
    ])
      frame.series.forEach(({ colour, tile }, index) => {
        context.globalAlpha = highlighted === null || tile === highlighted ? 1 : 0.15;
        this.paintLine(context, this.lineOf(values, index), colour, isNow);
      });
    context.globalAlpha = 1;
    context.setLineDash([]);
  }

  paintAxes(context, height) {
    const { colours, font } = this.wall;
    context.font = `12px ${font}`;
    context.textAlign = "right";
    context.textBaseline = "middle";
    for (const exponent of ticksOf(...this.range, MOST_TICKS)) {
      const y = Math.round(this.toY(exponent));
      context.fillStyle = colours.faint;
      context.fillRect(this.left, y, this.across, 1);
      context.fillStyle = colours.quiet;
      context.fillText(powerOfTen(exponent), this.left - 6, y);
    }
    context.textAlign = "center";
    context.textBaseline = "top";
    const inside = ticksOf(1, this.last, Math.max(this.across / LEAST_DISTANCE, 2)).filter(
      (t) => t > 1 && t < this.last,
    );
    const distance = (t) => Math.min(t - 1, this.last - t) * (this.across / (this.last - 1));
    const named = [1, ...inside.filter((t) => distance(t) > LEAST_DISTANCE / 2), this.last];
    for (const t of named) context.fillText(String(t), this.toX(t), height - EDGES.bottom + 5);
    context.fillText("moment t", this.left + this.across / 2, height - 14);
  }

  paintLine(context, line, colour, isNow) {
    context.strokeStyle = colour;
    context.lineWidth = isNow ? 2.6 : 1.4;
    context.setLineDash(isNow ? [] : [5, 4]);
    context.lineJoin = "round";
    context.beginPath();
    line.forEach((value, i) => {
      if (value > NO_LOGARITHM) context.lineTo(this.toX(i + 1), this.toY(value));
    });
    context.stroke();
  }
}
