// The handles of a panel: discs that the visitor drags or moves with the arrow keys.

import { arrowDirection, svgNode } from "../live/dom.js";
import { limit, nearest } from "./bounds.js";

const KEY_STEP = 1 / 40; // of an axis
const FINE_KEY_STEP = 1 / 200; // with Shift
const DROP_AFTER = 400; // ms without a key after which the handle counts as let go
const GRIP_RADIUS = 17; // px, a circle that a finger can hit
const KNOB_RADIUS = 9; // px, the disc that is visible

export class Handles {
  constructor(panel, sketch) {
    this.panel = panel;
    this.sketch = sketch;
    this.root = svgNode("g");
    this.grips = new Map(); // name -> {element, handle}
    this.held = null; // the name of the handle that is dragged
    this.lastMoved = null; // and of the one that was moved last
  }

  // Show a Frame's handles. Their elements stay the same from Frame to Frame, so that the one that is dragged or has
  // the focus keeps both.
  update(handles, box) {
    this.box = box;
    const names = new Set(handles.map((handle) => handle.name));
    for (const [name, { element }] of this.grips) {
      if (names.has(name)) continue;
      element.remove();
      this.grips.delete(name);
    }
    for (const handle of handles) this.updateGrip(handle);
  }

  updateGrip(handle) {
    const { panel } = this;
    const { name, along } = handle;
    if (!this.grips.has(name)) this.grips.set(name, { element: this.build(name) });
    const grip = this.grips.get(name);
    // The visitor may have moved it further than the server knew when it made this Frame.
    const ahead = grip.handle && (this.held === name || (this.lastMoved === name && this.sketch.talk.queue.length));
    if (ahead) handle.at = grip.handle.at;
    grip.handle = handle;
    const { element } = grip;
    element.lastChild.setAttribute("fill", panel.colour(handle.colour));
    element.lastChild.setAttribute("stroke", panel.colour("paper"));
    const [x, y] = handle.at.map((value) => +value.toPrecision(3));
    const text = { x: `${x}`, y: `${y}` }[along] ?? `${x}, ${y}`;
    const attributes = {
      "aria-label": handle.label,
      "data-name": name,
      "aria-valuetext": text,
      "aria-valuenow": along === "y" ? y : x,
    };
    for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value);
    element.style.cursor = { x: "ew-resize", y: "ns-resize" }[along] ?? "grab";
    this.put(element, handle.at);
  }

  build(name) {
    const element = svgNode(
      "g",
      { tabindex: 0, role: "slider", class: "grip" },
      svgNode("circle", { r: GRIP_RADIUS, fill: "transparent" }),
      svgNode("circle", { r: KNOB_RADIUS, class: "knob" }),
    );
    element.onpointerdown = (event) => this.lift(event, name);
    element.onkeydown = (event) => this.onKey(event, name);
    this.root.append(element);
    return element;
  }

  // Draw a handle where it is, or on the nearest edge of the panel: one that cannot be seen cannot be taken.
  put(element, at) {
    element.setAttribute("transform", `translate(${this.panel.toPixels(nearest(at, this.box)).join(" ")})`);
  }

  lift(event, name) {
    this.panel.svg.setPointerCapture(event.pointerId);
    this.held = name;
    event.preventDefault();
    this.grips.get(name).element.focus();
  }

  drag(event) {
    if (this.held) this.move(this.held, this.panel.toAxes(event));
  }

  drop() {
    this.held = null;
    this.sketch.dropped();
  }

  // Move a handle to a position, as far as it may go.
  move(name, [x, y]) {
    const grip = this.grips.get(name);
    if (!grip) return;
    const { at, along, reach } = grip.handle;
    const [xLow, xHigh, yLow, yHigh] = reach.length ? reach : this.box;
    const to = [along === "y" ? at[0] : limit(x, xLow, xHigh), along === "x" ? at[1] : limit(y, yLow, yHigh)];
    this.put(grip.element, to);
    grip.handle.at = to;
    this.lastMoved = name;
    this.sketch.moved(name, to);
  }

  onKey(event, name) {
    const direction = arrowDirection(event.key);
    if (!direction) return;
    event.preventDefault();
    event.stopPropagation();
    const share = event.shiftKey ? FINE_KEY_STEP : KEY_STEP;
    const [xLow, xHigh, yLow, yHigh] = this.box;
    const { at, step } = this.grips.get(name).handle;
    const far = [xHigh - xLow, yHigh - yLow].map((range) => Math.max(share * range, step));
    this.move(name, [at[0] + direction[0] * far[0], at[1] + direction[1] * far[1]]);
    clearTimeout(this.dropTimer);
    this.dropTimer = setTimeout(() => this.sketch.dropped(), DROP_AFTER);
  }
}
