// One panel of a Sketch: an SVG with axes, marks and handles above a canvas that shows a map.

import { CLASS_COLOUR_NAMES, CLASS_COLOURS, css } from "../live/colours.js";
import { node, positionOf, svgNode } from "../live/dom.js";
import { significant } from "../live/numbers.js";
import { paintMap } from "../live/pixels.js";
import { Handles } from "./handles.js";
import { CLIPPED, MARKS } from "./marks.js";
import { ticks } from "./ticks.js";

const MARGIN = { left: 44, right: 14, top: 10, bottom: 40 }; // px, for the numbers and the titles of the axes
const BARE_MARGIN = { left: 6, right: 6, top: 6, bottom: 6 }; // px, of a panel without axes
const NARROW_ROW = 560; // px
const GAP = 26; // px between the panels of a row, as in sketch.css
const SMALL_SHARE = 0.7; // a panel with a smaller share stands beside another one on a narrow screen too
const RED = { light: [200, 50, 60], dark: [242, 112, 118] }; // each has a contrast of 4.5 or more with its page

// Colours by the names that scene.py uses: those of the classes, and red.
const NAMED = Object.fromEntries(CLASS_COLOUR_NAMES.map((name, k) => [name, CLASS_COLOURS[k]]));

const clipPath = (id, x, y, width, height) => svgNode("clipPath", { id }, svgNode("rect", { x, y, width, height }));

export class Panel {
  constructor(sketch, index) {
    this.sketch = sketch;
    this.index = index;
    this.canvas = node("canvas", { "aria-hidden": "true" });
    this.svg = svgNode("svg", { role: "group" });
    this.marks = svgNode("g");
    this.handles = new Handles(this, sketch);
    this.svg.append(this.marks, this.handles.root);
    this.title = node("div", { class: "title" });
    this.area = node("div", { class: "area" }, this.canvas, this.svg);
    this.root = node("div", { class: "panel" }, this.title, this.area);
    this.svg.onpointermove = (event) => this.handles.drag(event);
    this.svg.onpointerup = this.svg.onpointercancel = () => this.handles.drop();
  }

  paint(panel, values) {
    this.panel = panel;
    this.title.textContent = panel.title;
    this.title.hidden = !panel.title;
    this.svg.setAttribute("aria-label", panel.label);
    this.setWidth(panel.share);
    const width = this.area.clientWidth;
    if (!width) return;
    this.setBox(width);
    this.paintMap(values);
    this.range = [...panel.x, ...panel.y];
    const [inAxes, inFrame] = ["axes", "frame"].map((name) => `${name}-${this.index}`);
    const clipped = (id) => svgNode("g", { "clip-path": `url(#${id})` });
    const [inside, over] = [clipped(inAxes), clipped(inFrame)];
    for (const mark of panel.marks) {
      const elements = MARKS[mark.kind](this, mark);
      if (mark.part) for (const element of elements) element.dataset.part = mark.part;
      (CLIPPED.includes(mark.kind) ? inside : over).append(...elements);
    }
    const { x, y, w, h } = this.box;
    const bounds = svgNode(
      "defs",
      {},
      clipPath(inAxes, x - 1, y - 1, w + 2, h + 2),
      clipPath(inFrame, 0, 0, width, this.height),
    );
    this.marks.replaceChildren(bounds, ...(panel.axes ? this.axes() : []), inside, over);
    this.handles.update(panel.handles, this.range);
  }

  // The panel's part of the row. Small panels stay small, also where they stand alone in a row; with a number of
  // columns, all are alike.
  setWidth(share) {
    const { columns } = this.sketch.frame;
    if (columns) {
      this.root.style.flex = `0 0 calc((100% - ${(columns - 1) * GAP}px) / ${columns})`;
      this.root.style.maxWidth = "100%";
      return;
    }
    const small = share < SMALL_SHARE;
    const narrow = this.sketch.row.clientWidth < NARROW_ROW;
    this.root.style.flex = `${share} 1 ${Math.round((small ? 180 : 250) * share)}px`;
    const wideRoom = share < 1 ? 48 * share : 100;
    const narrowRoom = small ? 47 : 100;
    this.root.style.maxWidth = `${narrow ? narrowRoom : wideRoom}%`;
  }

  // Set the box of the axes, and the size of the whole panel.
  setBox(width) {
    const { panel } = this;
    const { left, right, top, bottom } = panel.axes ? MARGIN : BARE_MARGIN;
    let height = this.sketch.frame.height;
    this.box = { x: left, y: top, w: width - left - right, h: height - top - bottom };
    if (panel.square) {
      const side = Math.min(this.box.w, this.box.h);
      const ratio = (panel.y[1] - panel.y[0]) / (panel.x[1] - panel.x[0]);
      Object.assign(this.box, { w: side, h: side * ratio });
      height = this.box.h + top + bottom;
    }
    this.height = height;
    this.area.style.height = `${height}px`;
    this.svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    this.svg.setAttribute("width", width);
    this.svg.setAttribute("height", height);
  }

  paintMap(values) {
    const { map, classes } = this.panel;
    const { colours } = this.sketch;
    this.canvas.hidden = !map;
    if (!map) return;
    const { x, y, w, h } = this.box;
    Object.assign(this.canvas.style, { left: `${x}px`, top: `${y}px`, width: `${w}px`, height: `${h}px` });
    paintMap(this.canvas, values, map, classes, colours, colours.map());
  }

  toPixels([x, y]) {
    const { panel, box } = this;
    return [
      box.x + ((x - panel.x[0]) / (panel.x[1] - panel.x[0])) * box.w,
      box.y + ((panel.y[1] - y) / (panel.y[1] - panel.y[0])) * box.h,
    ];
  }

  // The position of an event, in units of the axes.
  toAxes(event) {
    const { panel, box } = this;
    const [x, y] = positionOf(event, this.svg);
    return [
      panel.x[0] + ((x - box.x) / box.w) * (panel.x[1] - panel.x[0]),
      panel.y[1] - ((y - box.y) / box.h) * (panel.y[1] - panel.y[0]),
    ];
  }

  // A colour of a Scene: of the theme, by name, or as CSS has it.
  colour(name) {
    const { ink, quiet, faint, background, dark } = this.sketch.colours;
    const themed = { ink, quiet, faint, paper: css(background), red: css(dark ? RED.dark : RED.light) };
    return themed[name] ?? (NAMED[name] ? css(NAMED[name]) : name);
  }

  axes() {
    const { panel, box } = this;
    const { quiet, faint } = this.sketch.colours;
    const bottom = box.y + box.h;
    const write = (x, y, text, anchor) =>
      svgNode("text", { x, y, fill: quiet, "font-size": 12, "text-anchor": anchor }, text);
    const number = (value) => significant(value, 4);
    const line = (value, ends) => svgNode("line", { ...ends, stroke: value ? faint : quiet, "stroke-width": 1 });
    const parts = panel.categories.map((name, i) => write(this.toPixels([i + 0.5, 0])[0], bottom + 16, name, "middle"));
    for (const value of panel.categories.length ? [] : ticks(panel.x)) {
      const [x] = this.toPixels([value, 0]);
      parts.push(line(value, { x1: x, x2: x, y1: box.y, y2: bottom }), write(x, bottom + 16, number(value), "middle"));
    }
    for (const value of ticks(panel.y)) {
      const [, y] = this.toPixels([0, value]);
      parts.push(
        line(value, { y1: y, y2: y, x1: box.x, x2: box.x + box.w }),
        write(box.x - 6, y + 4, number(value), "end"),
      );
    }
    const title = (text, position) =>
      text &&
      parts.push(
        svgNode(
          "text",
          { fill: quiet, "font-size": 13, "font-weight": 600, "text-anchor": "middle", ...position },
          text,
        ),
      );
    title(panel.titles[0], { x: box.x + box.w / 2, y: bottom + 34 });
    title(panel.titles[1], { transform: `translate(11 ${box.y + box.h / 2}) rotate(-90)` });
    return parts;
  }
}
