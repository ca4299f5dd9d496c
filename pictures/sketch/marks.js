// The marks of a panel as SVG elements: one function for each kind that scene.py has. A view turns positions into
// pixels (`toPixels`) and names into colours (`colour`); `range` is that of its axes.

import { CLASS_COLOURS, CLASS_MARKERS, css } from "../live/colours.js";
import { svgNode } from "../live/dom.js";
import { CORNERS, SQUARE_SIDE } from "../live/markers.js";
import { withMinus } from "../live/numbers.js";
import { isInside } from "./bounds.js";
import { MIDDLE, pixels } from "./pixels.js";

const CHARACTER_WIDTH = 0.56; // of a font size, on average
export const CLIPPED = ["line", "area", "bar", "square", "arrow"]; // marks that end at the panel's axes

function line(view, { points, colour, width, dash }) {
  let path = "",
    connected = false; // null is a gap
  for (const point of points) {
    if (point)
      path += `${connected ? "L" : "M"}${view
        .toPixels(point)
        .map((v) => v.toFixed(1))
        .join()}`;
    connected = Boolean(point);
  }
  return [
    svgNode("path", {
      d: path,
      fill: "none",
      stroke: view.colour(colour),
      "stroke-width": width,
      "stroke-linejoin": "round",
      "stroke-dasharray": dash ? "6 5" : "none",
    }),
  ];
}

function area(view, { points, colour, opacity }) {
  const corners = points.map((point) => view.toPixels(point).join()).join(" ");
  return [svgNode("polygon", { points: corners, fill: view.colour(colour), "fill-opacity": opacity })];
}

function bar(view, { box: [left, right, low, high], colour, opacity }) {
  const [[x1, y1], [x2, y2]] = [view.toPixels([left, high]), view.toPixels([right, low])];
  return [
    svgNode("rect", {
      x: Math.min(x1, x2),
      y: Math.min(y1, y2),
      width: Math.abs(x2 - x1),
      height: Math.abs(y2 - y1),
      rx: 2,
      fill: view.colour(colour),
      "fill-opacity": opacity,
    }),
  ];
}

function square(view, { points, colour, opacity }) {
  const [[x, y1], [, y2]] = points.map((point) => view.toPixels(point));
  const [left, right] = view.range.slice(0, 2).map((end) => view.toPixels([end, 0])[0]);
  const side = Math.abs(y2 - y1);
  const fill = view.colour(colour);
  return [
    svgNode("rect", {
      x: x > (left + right) / 2 ? x - side : x,
      y: Math.min(y1, y2),
      width: side,
      height: side,
      fill,
      "fill-opacity": opacity,
      stroke: fill,
      "stroke-opacity": 3 * opacity,
    }),
  ];
}

function arrow(view, { points, colour, width }) {
  const [[x1, y1], [x2, y2]] = points.map((point) => view.toPixels(point));
  if (Math.hypot(x2 - x1, y2 - y1) < 2) return []; // too short to have a direction
  const angle = Math.atan2(y2 - y1, x2 - x1),
    size = 5 + 2 * width;
  const corner = (turn) => `${x2 - size * Math.cos(angle + turn)},${y2 - size * Math.sin(angle + turn)}`;
  const fill = view.colour(colour);
  const [x, y] = [x2 - 0.7 * size * Math.cos(angle), y2 - 0.7 * size * Math.sin(angle)]; // within the head
  return [
    svgNode("line", { x1, y1, x2: x, y2: y, stroke: fill, "stroke-width": width }),
    svgNode("polygon", { points: `${x2},${y2} ${corner(0.42)} ${corner(-0.42)}`, fill }),
  ];
}

function dots(view, { points, classes, colour, size, hollow }) {
  return points.flatMap((point, i) => {
    if (!isInside(point, view.range)) return [];
    const [x, y] = view.toPixels(point);
    const label = classes?.[i];
    const fill = classes ? css(CLASS_COLOURS[label]) : view.colour(colour);
    const look = hollow
      ? { fill: "none", stroke: fill, "stroke-width": 1.6 }
      : { fill, stroke: view.colour("paper"), "stroke-width": 1 };
    return marker(classes ? CLASS_MARKERS[label] : "circle", x, y, size, look);
  });
}

function marker(shape, x, y, radius, look) {
  if (shape === "circle") return svgNode("circle", { cx: x, cy: y, r: radius, ...look });
  const side = radius * SQUARE_SIDE;
  if (shape === "square")
    return svgNode("rect", { x: x - side / 2, y: y - side / 2, width: side, height: side, ...look });
  return svgNode("polygon", {
    points: CORNERS[shape].map(([dx, dy]) => `${x + dx * radius},${y + dy * radius}`).join(" "),
    ...look,
  });
}

function text(view, { at, text: words, colour, size, align, bold, box }) {
  const [x, y] = view.toPixels(at);
  const element = svgNode(
    "text",
    {
      x,
      y: y + size * MIDDLE,
      fill: view.colour(colour),
      "font-size": size,
      "text-anchor": align,
      "font-weight": bold ? 700 : 400,
    },
    withMinus(words),
  );
  if (!box) return [element];
  const width = words.length * size * CHARACTER_WIDTH + 8;
  const left = x - (align === "middle" ? width / 2 : align === "end" ? width - 4 : 4);
  const background = {
    x: left,
    y: y - size * 0.72,
    width,
    height: size * 1.44,
    rx: 4,
    fill: view.colour("paper"),
    "fill-opacity": 0.86,
  };
  return [svgNode("rect", background), element];
}

function circle(view, { at, radius, colour, fill, text: words, size }) {
  const [x, y] = view.toPixels(at);
  const disc = svgNode("circle", {
    cx: x,
    cy: y,
    r: radius,
    fill: view.colour(fill || "paper"),
    stroke: view.colour(colour),
    "stroke-width": 2,
  });
  if (!words) return [disc];
  const attributes = { x, y: y + size * MIDDLE, fill: view.colour("ink"), "font-size": size, "text-anchor": "middle" };
  return [disc, svgNode("text", attributes, withMinus(words))];
}

export const MARKS = { line, area, bar, square, arrow, dots, text, circle, pixels };
