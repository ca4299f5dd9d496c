// What a tile shows of a network on points of the plane: the map of its output, with the data points.

import { node, sharpness } from "../live/dom.js";
import { FrameMaps } from "../live/frame_maps.js";
import { pointOf, probabilityDifference } from "../live/frames.js";
import { paintPoint } from "../live/markers.js";
import { paintMap } from "../live/pixels.js";

const LEAST_SIDE_WITH_POINTS = 84; // px; on a smaller tile the points would hide the map

export const FEW = 6; // tiles, up to which there is room for high bars
const BARS = "Bars: the gradient in each layer, the first layer left, on a logarithmic scale";
const LINES = ": each line up is ten times as much."; // which the low bars of a table of tiles do not have

// The largest number of bars below a tile.
export const barsOf = ({ tiles }) => Math.max(0, ...tiles.map(({ layers }) => layers?.length ?? 0));

export class MapFace {
  score = "loss"; // what the value of a tile is
  best = "the lowest test loss";
  opens = "in the Playground";
  narrowColumns = 3; // tiles in a row on a narrow screen

  constructor() {
    this.maps = new FrameMaps();
    this.canvas = document.createElement("canvas");
    this.above = { root: node("div", { class: "scale quiet" }) };
  }

  // The pixels below a picture: a name, and bars with two lines of a note where there are any.
  nameHeight(frame) {
    return barsOf(frame) ? (frame.tiles.length <= FEW ? 116 : 96) : 42;
  }

  // Say what the bars are, where there are any.
  describe(frame) {
    this.above.root.hidden = !barsOf(frame);
    this.above.root.textContent = BARS + (frame.columns ? "." : LINES);
  }

  // Compute what glides from Frame to Frame, and then call done with it.
  compute(unpacked, done) {
    this.maps.compute(unpacked, (_, map) => done(map));
  }

  cancel() {
    this.maps.cancel();
  }

  // The height of a tile's picture over its width.
  tall() {
    return 1;
  }

  // What new tiles depend on.
  plan({ meaning, train, places }) {
    return [meaning, train, places.length];
  }

  isBetter(one, other) {
    return one <= other;
  }

  // Prepare what all tiles share, for this theme and for tiles that are `side` pixels wide.
  arrange({ frame, colours, root }, side) {
    this.shades = colours.map(frame.meaning === "probability" ? probabilityDifference(frame.logit_range) : undefined);
    this.dots = paintPoints(frame, colours, root, side);
  }

  paint({ frame, shown, colours }, { context, index, width: side }) {
    const { map, outputs, classes } = frame;
    const size = outputs * map * map;
    const values = shown[0].subarray(index * size, (index + 1) * size);
    paintMap(this.canvas, values, map, classes, colours, this.shades);
    context.drawImage(this.canvas, 0, 0, side, side);
    if (this.dots) context.drawImage(this.dots, 0, 0, side, side);
  }
}

// Paint the data points once for all tiles; returns a canvas, or null where there is no room for them.
export function paintPoints(frame, colours, root, side) {
  if (side < LEAST_SIDE_WITH_POINTS || !frame.labels.length) return null;
  const ratio = sharpness(root);
  const dots = document.createElement("canvas");
  dots.width = dots.height = side * ratio;
  const context = dots.getContext("2d");
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  const unit = side / 2 / frame.half_width; // px per unit of the plane
  const radius = Math.max(1.1, Math.min(2.6, side / 70, side / 7 / Math.sqrt(frame.train))); // smaller if many
  for (let i = frame.train - 1; i >= 0; i--) {
    const [x1, x2] = pointOf(frame, i);
    paintPoint(context, frame, colours, i, side / 2 + x1 * unit, side / 2 - x2 * unit, radius, 0.5);
  }
  return dots;
}
