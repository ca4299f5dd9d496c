// The pad on which a visitor draws an image: points four times as fine as its pixels, a pencil and an eraser.

import { node } from "../live/dom.js";
import { canBeText, FINENESS, reduced, stroke } from "./drawing.js";

const PENCIL = 0.65; // radius of the pencil in pixels of the image: large digits are as dark as those of the data, 0.3
const ERASER = 1;
const SIZE = 256; // px, about

// What is said below the pad for images of `side` pixels.
export function noteOf(side) {
  const wide = FINENESS * side;
  const kept = canBeText(side) ? "" : " A link does not keep it: it keeps drawings of 8 × 8 pixels.";
  return `Draw it large. A pixel counts ${FINENESS} × ${FINENESS} of ${wide} × ${wide} points.${kept}`;
}

export class Pad {
  // `onChange` gets the reduced image while the visitor draws, and whether a stroke has ended; `onClose` is told; own is
  // an OwnImages.
  constructor(onChange, onClose, own) {
    this.onChange = onChange;
    this.own = own;
    this.tool = "pencil";
    const button = (name, text, onclick) =>
      node("button", { type: "button", title: name, "aria-label": name, onclick }, text);
    const choose = (tool) => () => {
      this.tool = tool;
      this.updateTools();
    };
    this.tools = {
      pencil: button("Pencil", "✎ Draw", choose("pencil")),
      eraser: button("Eraser", "⌫ Erase", choose("eraser")),
    };
    this.canvas = node("canvas", { role: "img", "aria-label": "Pad to draw on", class: "pad-canvas" });
    this.note = node("div", { class: "quiet" });
    this.root = node(
      "div",
      { class: "card pad", role: "dialog", "aria-label": "Draw an image", hidden: "" },
      this.canvas,
      node(
        "div",
        { class: "tools" },
        ...Object.values(this.tools),
        button("Clear", "Clear", () => this.clear()),
        button("Done", "Done", onClose),
      ),
      this.note,
      own.root,
    );
    this.root.onkeydown = (event) => {
      event.stopPropagation();
      if (event.key === "Escape") onClose();
    };
    this.listen();
    this.updateTools();
  }

  // Open the pad for images of `side` pixels; what was drawn before stays.
  open(side, colours) {
    const wide = FINENESS * side;
    if (this.points?.length !== wide * wide) this.points = new Uint8Array(wide * wide);
    Object.assign(this, { side, wide, colours });
    this.canvas.width = this.canvas.height = wide;
    const size = Math.round(SIZE / wide) * wide;
    Object.assign(this.canvas.style, { width: `${size}px`, height: `${size}px` });
    this.note.textContent = noteOf(side);
    this.root.hidden = false;
    this.own.enable(this.points.includes(1));
    this.paint();
  }

  close() {
    this.root.hidden = true;
  }

  clear() {
    this.points.fill(0);
    this.changed(true);
  }

  updateTools() {
    for (const [name, button] of Object.entries(this.tools)) button.setAttribute("aria-pressed", name === this.tool);
  }

  listen() {
    const { canvas } = this;
    let last = null;
    const draw = (event) => {
      const box = canvas.getBoundingClientRect();
      const at = [
        ((event.clientX - box.left) / box.width) * this.wide,
        ((event.clientY - box.top) / box.height) * this.wide,
      ];
      const erases = this.tool === "eraser" || (event.buttons & 2) !== 0;
      stroke(this.points, this.wide, last ?? at, at, FINENESS * (erases ? ERASER : PENCIL), erases ? 0 : 1);
      last = at;
      this.changed(false);
    };
    canvas.onpointerdown = (event) => {
      event.preventDefault();
      canvas.setPointerCapture(event.pointerId);
      draw(event);
    };
    canvas.onpointermove = (event) => {
      if (last) draw(event);
    };
    canvas.onpointerup = canvas.onpointercancel = () => {
      if (last) this.changed(true);
      last = null;
    };
    canvas.oncontextmenu = (event) => event.preventDefault();
  }

  changed(isDone) {
    this.paint();
    this.own.enable(this.points.includes(1));
    this.onChange(reduced(this.points, this.side), isDone);
  }

  paint() {
    const context = this.canvas.getContext("2d");
    const image = context.createImageData(this.wide, this.wide);
    const { paper, text } = this.colours;
    this.points.forEach((point, k) => {
      image.data.set([...(point ? text : paper), 255], 4 * k);
    });
    context.putImageData(image, 0, 0);
  }
}
