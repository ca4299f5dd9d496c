// The surface in space: quadrangles and the segments of the walks, painted from the farthest to the nearest.

import { css } from "../live/colours.js";
import { node, sized } from "../live/dom.js";
import { colourOfHeight, paintDisc } from "./surface.js";

const STRIDE = 4; // points of the grid in a side of a quadrangle
const ABOVE = 0.012; // how far above the surface a walk runs, as a share of the heights, so that it is not hidden by it
const TURNS = { ArrowLeft: [-0.1, 0], ArrowRight: [0.1, 0], ArrowUp: [0, -0.08], ArrowDown: [0, 0.08] }; // radians

export class Space {
  constructor(slope) {
    this.slope = slope;
    [this.turn, this.tilt] = [-0.6, 0.9]; // radians, about the vertical axis and from the view from the side
    this.canvas = node("canvas", {
      tabindex: "0",
      role: "application",
      "aria-label": "Surface in space. Drag, or use the arrow keys, to turn it.",
    });
    this.canvas.onpointerdown = (event) => {
      this.canvas.setPointerCapture(event.pointerId);
      this.held = [event.clientX, event.clientY, this.turn, this.tilt];
    };
    this.canvas.onpointermove = (event) => this.drag(event);
    this.canvas.onpointerup = this.canvas.onpointercancel = () => {
      this.held = null;
    };
    this.canvas.onkeydown = (event) => {
      const by = TURNS[event.key];
      if (!by) return;
      this.rotate(this.turn + by[0], this.tilt + by[1]);
      event.preventDefault();
      event.stopPropagation();
    };
  }

  drag(event) {
    if (!this.held) return;
    const [x, y, turn, tilt] = this.held;
    this.rotate(turn + (event.clientX - x) / 120, tilt + (event.clientY - y) / 160); // px for a radian
  }

  rotate(turn, tilt) {
    this.turn = turn;
    this.tilt = Math.min(Math.max(tilt, 0.25), 1.45); // neither from the side nor quite from above
    this.paint();
  }

  paint() {
    const { frame, colours } = this.slope;
    const [width, height] = [this.canvas.clientWidth, this.canvas.clientHeight];
    if (!frame || !width) return;
    const context = sized(this.canvas, width, height);
    context.clearRect(0, 0, width, height);
    const project = this.projection(width, height);
    const parts = [...this.quadrangles(project), ...this.walks(project)];
    parts.sort((a, b) => b.distance - a.distance);
    context.lineJoin = "round";
    for (const { corners, colour, share } of parts) {
      if (corners.length === 1) paintDisc(context, corners[0][0], corners[0][1], 5.5, colour, css(colours.background));
      else if (corners.length === 2) paintSegment(context, corners, colour);
      else paintQuadrangle(context, corners, css(colourOfHeight(colours, share)), css(colours.text, 0.1));
    }
  }

  // Return a function from (u, v, h), u and v from -1 to 1 and the height h from 0 to 1, to [x, y, distance from the
  // eye].
  projection(width, height) {
    const [sin, cos] = [Math.sin(this.turn), Math.cos(this.turn)];
    const [rise, flat] = [Math.cos(this.tilt), Math.sin(this.tilt)];
    const size = Math.min(width / 2.9, height / 2.45); // px for a unit; the plane's diagonal, 2√2, fits at any turn
    return (u, v, h) => {
      const [a, b] = [u * cos - v * sin, u * sin + v * cos];
      return [
        width / 2 + a * size,
        height * 0.57 - (b * flat + (h - 0.4) * 1.3 * rise) * size,
        b * rise - h * flat * 0.4,
      ];
    };
  }

  quadrangles(project) {
    const { frame, heights } = this.slope;
    const { grid } = frame;
    const n = (grid - 1) / STRIDE;
    const points = [];
    for (let j = 0; j <= n; j++)
      for (let i = 0; i <= n; i++) {
        const share = heights.values[j * STRIDE * grid + i * STRIDE];
        points.push({ at: project((2 * i) / n - 1, 1 - (2 * j) / n, share), share });
      }
    const parts = [];
    for (let j = 0; j < n; j++)
      for (let i = 0; i < n; i++) {
        const k = j * (n + 1) + i;
        const [a, b, c, d] = [points[k], points[k + 1], points[k + n + 2], points[k + n + 1]];
        parts.push({
          corners: [a.at, b.at, c.at, d.at],
          distance: (a.at[2] + c.at[2]) / 2,
          share: (a.share + c.share) / 2,
        });
      }
    return parts;
  }

  // The segments of the walks within the plane, and a disc where each of them is now.
  walks(project) {
    const { frame, heights } = this.slope;
    const [left, right, low, high] = frame.box;
    const inside = ([x, y]) => x >= left && x <= right && y >= low && y <= high;
    const toSpace = ([x, y, height]) =>
      project((2 * (x - left)) / (right - left) - 1, (2 * (y - low)) / (high - low) - 1, heights.of(height) + ABOVE);
    const parts = [];
    this.slope.eachWalk(({ colour }, points, last) => {
      for (let i = 1; i < points.length; i++) {
        if (!inside(points[i]) || !inside(points[i - 1])) continue;
        const [p, q] = [toSpace(points[i - 1]), toSpace(points[i])];
        parts.push({ corners: [p, q], distance: Math.min(p[2], q[2]) - 0.06, colour }); // in front of its quadrangle
      }
      if (inside(last)) parts.push({ corners: [toSpace(last)], distance: -Infinity, colour }); // in front of everything
    });
    return parts;
  }
}

function paintSegment(context, [[x0, y0], [x1, y1]], colour) {
  context.beginPath();
  context.moveTo(x0, y0);
  context.lineTo(x1, y1);
  context.strokeStyle = colour;
  context.lineWidth = 3;
  context.stroke();
}

function paintQuadrangle(context, corners, fill, stroke) {
  context.beginPath();
  corners.forEach(([x, y], i) => context[i ? "lineTo" : "moveTo"](x, y));
  context.closePath();
  context.fillStyle = fill;
  context.fill();
  context.strokeStyle = stroke;
  context.lineWidth = 0.7;
  context.stroke();
}
