// The box below the diagram: what is selected, its numbers as small squares, and the sum that they make.

import { BLUE, css, ORANGE } from "../live/colours.js";
import { node, sized } from "../live/dom.js";
import { signed } from "../live/numbers.js";
import { openKernel } from "./editor.js";
import { explain } from "./explain.js";
import { wanting } from "./own.js";
import { paintNumbers } from "./tiles.js";

const GRID = 75; // px, the side of a square of numbers
const BARS = 440; // px, the largest width of all bars
const BAR = 10; // px, the height of one
const HINT = "Point at a pixel, a cell or a class to see where its number comes from. Press to keep it";
const hint = ({ isLocked }) => `${HINT}${isLocked ? "" : "; press a kernel to change it"}.`;

export class Explanation {
  constructor(picture) {
    this.picture = picture;
    this.title = node("div", { class: "title" });
    this.canvas = node("canvas", { "aria-hidden": "true" });
    this.lines = node("div", { class: "lines" });
    this.edit = node(
      "button",
      { type: "button", class: "edit", onclick: () => this.openEditor() },
      "✎ Change this kernel",
    );
    this.legend = node("div", { class: "legend quiet" });
    const key = (name, text) => node("span", {}, node("i", { class: name }), text);
    this.legend.append(key("plus", "positive"), key("zero", "0"), key("minus", "negative"));
    const body = node("div", { class: "body" }, this.canvas, this.lines);
    this.root = node(
      "div",
      { class: "explanation", "data-testid": "explanation" },
      this.title,
      body,
      this.edit,
      this.legend,
    );
  }

  openEditor() {
    openKernel(this.picture, this.target);
  }

  update() {
    const { picture } = this;
    const told = picture.selected
      ? explain(picture)
      : { title: wanting(picture.frame.own) ?? hint(picture), lines: [] };
    this.target = told.edit;
    this.title.textContent = told.title;
    this.title.classList.toggle("quiet", !picture.selected);
    this.edit.hidden = !told.edit || picture.isLocked;
    this.legend.hidden = Boolean(picture.selected);
    const { lines } = told;
    while (this.lines.children.length > lines.length) this.lines.lastChild.remove();
    lines.forEach((line, i) => {
      const element = this.lines.children[i] ?? this.lines.appendChild(node("div"));
      if (element.textContent !== line) element.textContent = line;
    });
    this.paint(told.grids ?? [], told.bars ?? []);
  }

  paint(grids, bars) {
    const { canvas, picture } = this;
    canvas.hidden = !grids.length && !bars.length;
    if (canvas.hidden) return;
    const width = grids.length
      ? grids.length * (GRID + 18) - 16
      : Math.min(BARS, picture.layout.explanation.width - 32);
    Object.assign(canvas.style, { width: `${width}px`, height: `${GRID + 2}px` });
    const context = sized(canvas, width, GRID + 2);
    context.clearRect(0, 0, width, GRID + 2);
    grids.forEach((grid, k) => {
      const cell = Math.floor(GRID / Math.max(grid.across, Math.ceil(grid.values.length / grid.across)));
      paintNumbers(context, grid, k * (GRID + 18), 0, cell, picture.shades, picture.colours);
      if (!k) return;
      context.fillStyle = picture.colours.ink;
      context.font = "bold 18px sans-serif";
      context.textAlign = "center";
      context.fillText("·", k * (GRID + 18) - 9, GRID / 2);
    });
    if (!grids.length) this.paintBars(context, bars, width / 2);
  }

  // Bars from a middle line, in two columns.
  paintBars(context, bars, room) {
    const { colours, font } = this.picture;
    const largest = Math.max(...bars.map(({ value }) => Math.abs(value)), 1e-9);
    const down = Math.ceil(bars.length / 2);
    const pitch = Math.min(GRID / down, 18);
    context.font = `11px ${font}`;
    context.textBaseline = "middle";
    bars.forEach(({ name, value }, k) => {
      const left = Math.floor(k / down) * room;
      const middle = ((k % down) + 0.5) * pitch;
      context.fillStyle = colours.quiet;
      context.textAlign = "left";
      context.fillText(name, left, middle);
      const length = (Math.abs(value) / largest) * (room - 120);
      context.fillStyle = css(value < 0 ? ORANGE : BLUE, 0.85);
      context.fillRect(left + 48, middle - BAR / 2, Math.max(length, 1), BAR);
      context.fillStyle = colours.ink;
      context.fillText(signed(value), left + 54 + length, middle);
    });
  }
}
