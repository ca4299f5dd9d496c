// The surface seen from above, with contours, minima, saddles and the walks.

import { css, mix, toPixel } from "../live/colours.js";
import { arrowDirection, node, sharpness, sized } from "../live/dom.js";
import { fillPixels } from "../live/pixels.js";
import { colourOfHeight, paintDisc } from "./surface.js";

const LEVELS = 18;
const FAINT = 0.35; // the opacity of steps that only pass over the map
const KEY_STEP = 1 / 40; // of the plane's width
const NAME_WIDTH = 120; // px, for "global minimum"
const MOST_NAMES = 7; // with more minima their names would cover the surface

// The levels at the pixels of a map, by bilinear interpolation between the heights of a grid.
function levelsOf(grid, values, width, height) {
  const levels = new Float32Array(width * height);
  for (let j = 0; j < height; j++) {
    const v = (j / (height - 1)) * (grid - 1),
      y = Math.min(v | 0, grid - 2),
      b = v - y;
    for (let i = 0; i < width; i++) {
      const u = (i / (width - 1)) * (grid - 1),
        x = Math.min(u | 0, grid - 2),
        a = u - x;
      const k = y * grid + x;
      const upper = values[k] * (1 - a) + values[k + 1] * a;
      const lower = values[k + grid] * (1 - a) + values[k + grid + 1] * a;
      levels[j * width + i] = (upper * (1 - b) + lower * b) * LEVELS;
    }
  }
  return levels;
}

function paintContours(canvas, levels, colours, width, height) {
  fillPixels(canvas, width, height, (pixels) => {
    const table = Array.from({ length: LEVELS + 2 }, (_, k) => colourOfHeight(colours, k / LEVELS));
    for (let p = 0; p < pixels.length; p++) {
      const level = levels[p] | 0;
      const right = p % width < width - 1 && (levels[p + 1] | 0) !== level;
      const below = p + width < pixels.length && (levels[p + width] | 0) !== level;
      const colour = table[Math.min(level, LEVELS + 1)];
      pixels[p] = toPixel(right || below ? mix(colour, colours.text, 0.32) : colour);
    }
  });
}

export class Contours {
  constructor(slope) {
    this.slope = slope;
    this.cross = null; // the position that the arrow keys have reached
    this.image = document.createElement("canvas"); // the contours, kept for a size, a surface and a theme
    this.canvas = node("canvas", {
      tabindex: "0",
      role: "application",
      "aria-label":
        "Surface from above. Click, or move the cross by the arrow keys and press Enter, to choose the start.",
    });
    this.canvas.onclick = (event) => slope.startAt(this.toPlane(event));
    this.canvas.onkeydown = (event) => this.onKey(event);
    this.canvas.onblur = () => {
      this.cross = null;
      this.paint();
    };
  }

  onKey(event) {
    const { box } = this.slope.frame; // x from box[0] to box[1], y from box[2] to box[3]
    const direction = arrowDirection(event.key);
    if (direction) {
      const step = KEY_STEP * (box[1] - box[0]);
      this.cross ??= [(box[0] + box[1]) / 2, (box[2] + box[3]) / 2];
      this.cross = this.cross.map((v, k) => Math.min(Math.max(v + direction[k] * step, box[2 * k]), box[2 * k + 1]));
      this.paint();
    } else if (event.key === "Enter" && this.cross) this.slope.startAt(this.cross);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  toPlane(event) {
    const { box } = this.slope.frame;
    const area = this.canvas.getBoundingClientRect();
    return [
      box[0] + ((box[1] - box[0]) * (event.clientX - area.left)) / area.width,
      box[3] - ((box[3] - box[2]) * (event.clientY - area.top)) / area.height,
    ];
  }

  toPixels(x, y) {
    const { box } = this.slope.frame;
    return [((x - box[0]) / (box[1] - box[0])) * this.width, ((box[3] - y) / (box[3] - box[2])) * this.height];
  }

  paint() {
    const { frame } = this.slope;
    this.width = this.canvas.clientWidth;
    this.height = this.canvas.clientHeight;
    if (!frame || !this.width) return;
    const context = sized(this.canvas, this.width, this.height);
    this.updateImage();
    context.drawImage(this.image, 0, 0, this.width, this.height);
    this.paintMinima(context);
    this.paintSaddles(context);
    this.paintWalks(context);
    if (this.cross) this.paintCursor(context);
  }

  updateImage() {
    const { frame, colours, heights } = this.slope;
    const key = [frame.surface, colours.key, this.width, this.height].join();
    if (key === this.imageKey) return;
    this.imageKey = key;
    const ratio = sharpness(this.canvas);
    const [width, height] = [Math.round(this.width * ratio), Math.round(this.height * ratio)];
    paintContours(this.image, levelsOf(frame.grid, heights.values, width, height), colours, width, height);
  }

  paintMinima(context) {
    const { frame, colours, font } = this.slope;
    context.font = `600 12px ${font}`;
    context.textBaseline = "middle";
    for (const [x, y, isGlobal] of frame.minima) {
      const [px, py] = this.toPixels(x, y);
      paintStar(context, px, py, isGlobal ? 9 : 5.5, isGlobal ? colours.ink : css(colours.background), colours.ink);
      if (!isGlobal || frame.minima.length > MOST_NAMES) continue;
      const onTheRight = px > this.width - NAME_WIDTH;
      context.fillStyle = colours.ink;
      context.textAlign = onTheRight ? "right" : "left";
      context.fillText("global minimum", px + (onTheRight ? -13 : 13), py);
    }
  }

  paintSaddles(context) {
    const { frame, colours } = this.slope;
    context.strokeStyle = colours.ink;
    context.lineWidth = 2;
    for (const [x, y] of frame.saddles) {
      const [px, py] = this.toPixels(x, y);
      context.beginPath();
      for (const sign of [-1, 1]) {
        context.moveTo(px - 5, py - 5 * sign);
        context.lineTo(px + 5, py + 5 * sign);
      }
      context.stroke();
    }
  }

  paintWalks(context) {
    const { colours } = this.slope;
    context.lineJoin = "round";
    this.slope.eachWalk((walk, points, last) => {
      context.strokeStyle = walk.colour;
      this.paintSegments(context, points, false);
      this.paintSegments(context, points, true);
      paintDisc(context, ...this.toPixels(last[0], last[1]), 6, walk.colour, css(colours.background));
    });
    const start = this.slope.start();
    if (!start) return;
    context.beginPath();
    context.arc(...this.toPixels(start[0], start[1]), 9, 0, 2 * Math.PI);
    context.strokeStyle = colours.ink;
    context.lineWidth = 1.5;
    context.stroke();
  }

  // Paint the steps of a walk that begin or end on the map, or those that only pass over it: these are faint, since many
  // of them side by side would cover everything else.
  paintSegments(context, points, onMap) {
    const { box } = this.slope.frame;
    const isInside = ([x, y]) => x >= box[0] && x <= box[1] && y >= box[2] && y <= box[3];
    context.globalAlpha = onMap ? 1 : FAINT;
    context.lineWidth = onMap ? 2.4 : 1;
    context.beginPath();
    let isJoined = false;
    for (let i = 1; i < points.length; i++) {
      const isWanted = (isInside(points[i - 1]) || isInside(points[i])) === onMap;
      if (isWanted && !isJoined) context.moveTo(...this.toPixels(...points[i - 1]));
      if (isWanted) context.lineTo(...this.toPixels(...points[i]));
      isJoined = isWanted;
    }
    context.stroke();
    context.globalAlpha = 1;
  }

  paintCursor(context) {
    const [px, py] = this.toPixels(...this.cross);
    context.fillStyle = this.slope.colours.ink;
    context.fillRect(px - 12, py - 1, 24, 2);
    context.fillRect(px - 1, py - 12, 2, 24);
  }
}

function paintStar(context, x, y, radius, fill, stroke) {
  context.beginPath();
  for (let k = 0; k < 10; k++) {
    const [angle, r] = [(k * Math.PI) / 5 - Math.PI / 2, k % 2 ? radius * 0.45 : radius];
    context.lineTo(x + r * Math.cos(angle), y + r * Math.sin(angle));
  }
  context.closePath();
  context.fillStyle = fill;
  context.strokeStyle = stroke;
  context.lineWidth = 1.3;
  context.fill();
  context.stroke();
}
