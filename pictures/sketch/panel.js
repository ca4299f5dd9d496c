// One panel of a Sketch: an SVG with axes, marks and handles above a canvas that shows a map.

import { CLASS_COLOUR_NAMES, CLASS_COLOURS, css } from "../live/colours.js";
import { node, positionOf, svgNode } from "../live/dom.js";
import { withMinus } from "../live/numbers.js";
import { paintMap } from "../live/pixels.js";
import { Handles } from "./handles.js";
import { CLIPPED, MARKS } from "./marks.js";
import { ticks } from "./ticks.js";

const MARGIN = { left: 44, right: 14, top: 10, bottom: 40 }; // px, for the numbers and the titles of the axes
const BARE_MARGIN = { left: 6, right: 6, top: 6, bottom: 6 }; // px, of a panel without axes
const NARROW_ROW = 560; // px
const SMALL_SHARE = 0.7; // a panel with a smaller share stands beside another one on a narrow screen too
const RED = [200, 50, 60];

// Colours by the names that scene.py uses: those of the classes, and red.
const NAMED = { ...Object.fromEntries(CLASS_COLOUR_NAMES.map((name, k) => [name, CLASS_COLOURS[k]])), red: RED };

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
    const clip = `clip-${this.index}`;
    const inside = svgNode("g", { "clip-path": `url(#${clip})` });
    const over = [];
    for (const mark of panel.marks) {
      const elements = MARKS[mark.kind](this, mark);
      if (CLIPPED.includes(mark.kind)) inside.append(...elements);
      else over.push(...elements);
    }
    const { x, y, w, h } = this.box;
    const bounds = svgNode(
      "clipPath",
      { id: clip },
      svgNode("rect", { x: x - 1, y: y - 1, width: w + 2, height: h + 2 }),
    );
    this.marks.replaceChildren(svgNode("defs", {}, bounds), ...(panel.axes ? this.axes() : []), inside, ...over);
    this.handles.update(panel.handles, [...panel.x, ...panel.y]);
  }

  // The panel's part of the row. Small panels stay small, also where they stand alone in a row.
  setWidth(share) {
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
    const { ink, quiet, faint, background } = this.sketch.colours;
    const themed = { ink, quiet, faint, paper: css(background) };
    return themed[name] ?? (NAMED[name] ? css(NAMED[name]) : name);
  }

  axes() {
    const { panel, box } = this;
    const { quiet, faint } = this.sketch.colours;
    const bottom = box.y + box.h;
    const write = (x, y, text, anchor) =>
      svgNode("text", { x, y, fill: quiet, "font-size": 12, "text-anchor": anchor }, text);
    const number = (value) => withMinus(+value.toPrecision(4));
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
