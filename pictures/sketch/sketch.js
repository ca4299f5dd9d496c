// Draws Scenes (see scene.py): panels of SVG above a canvas for maps; handles follow the pointer, and the server
// is told where they are, as often as it answers.

const NAMED = { blue: CLASS_COLOURS[1], orange: CLASS_COLOURS[0], green: CLASS_COLOURS[2], purple: CLASS_COLOURS[3], olive: CLASS_COLOURS[4], red: [200, 50, 60] };
const MARGIN = { left: 44, right: 14, top: 10, bottom: 40 };
const svg = (tag, attributes = {}, ...children) => {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
};

const minus = (text) => text.replace(/-(?=[\d.])/g, "−");

// Round numbers that part a range into about five.
function ticks([low, high]) {
  const rough = (high - low) / 5, power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((k) => k * power).find((s) => s >= rough * 0.99);
  const first = Math.ceil(low / step - 1e-9);
  return Array.from({ length: Math.floor(high / step + 1e-9) - first + 1 }, (_, i) => +((first + i) * step).toPrecision(10));
}

class PanelView {
  constructor(sketch, place) {
    this.sketch = sketch;
    this.place = place;
    this.canvas = node("canvas", { "aria-hidden": "true" });
    this.svg = svg("svg", { role: "group" });
    this.marks = svg("g");
    this.grips = svg("g");
    this.svg.append(this.marks, this.grips);
    this.title = node("div", { class: "title" });
    this.area = node("div", { class: "area" }, this.canvas, this.svg);
    this.root = node("div", { class: "panel" }, this.title, this.area);
    this.handles = new Map();
    this.svg.onpointermove = (event) => this.drag(event);
    this.svg.onpointerup = this.svg.onpointercancel = () => this.drop();
  }

  draw(panel, values) {
    const { colours } = this.sketch;
    this.panel = panel;
    this.title.textContent = panel.title;
    this.title.hidden = !panel.title;
    this.svg.setAttribute("aria-label", panel.label);
    this.root.style.flex = `${panel.share} 1 ${Math.round((panel.share < 0.7 ? 180 : 250) * panel.share)}px`;
    // Small panels stay small, also where they stand alone in a row.
    const room = this.sketch.row.clientWidth < 560 ? (panel.share < 0.7 ? 47 : 100) : panel.share < 1 ? 48 * panel.share : 100;
    this.root.style.maxWidth = `${room}%`;
    const width = this.area.clientWidth;
    if (!width) return;
    const margin = panel.axes ? MARGIN : { left: 6, right: 6, top: 6, bottom: 6 };
    let height = this.sketch.frame.height;
    if (panel.square) {
      const side = Math.min(width - margin.left - margin.right, height - margin.top - margin.bottom);
      const span = (panel.y[1] - panel.y[0]) / (panel.x[1] - panel.x[0]);
      this.box = { x: margin.left, y: margin.top, w: side, h: side * span };
      height = this.box.h + margin.top + margin.bottom;
    } else this.box = { x: margin.left, y: margin.top, w: width - margin.left - margin.right, h: height - margin.top - margin.bottom };
    this.area.style.height = `${height}px`;
    this.svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    this.svg.setAttribute("width", width);
    this.svg.setAttribute("height", height);
    this.canvas.hidden = !panel.map;
    if (panel.map) {
      const { x, y, w, h } = this.box;
      Object.assign(this.canvas.style, { left: `${x}px`, top: `${y}px`, width: `${w}px`, height: `${h}px` });
      const shades = colours.map();
      if (panel.classes) paint(this.canvas, panel.map, panel.map, (pixels) => paintClasses(pixels, values, panel.map, panel.classes, colours, false));
      else paint(this.canvas, 2 * panel.map, 2 * panel.map, (pixels) => paintDoubled(pixels, values, panel.map, shades));
    }
    const parts = panel.axes ? this.axes(width, height) : [];
    const clip = `clip-${this.place}`;
    const inside = svg("g", { "clip-path": `url(#${clip})` });
    const over = [];
    for (const mark of panel.marks) {
      const elements = this[`draw_${mark.kind}`](mark);
      if (["line", "area", "bar"].includes(mark.kind)) inside.append(...elements);
      else over.push(...elements);
    }
    const { x, y, w, h } = this.box;
    const bounds = svg("clipPath", { id: clip }, svg("rect", { x: x - 1, y: y - 1, width: w + 2, height: h + 2 }));
    this.marks.replaceChildren(svg("defs", {}, bounds), ...parts, inside, ...over);
    this.grip();
  }

  to([x, y]) {
    const { panel, box } = this;
    return [box.x + ((x - panel.x[0]) / (panel.x[1] - panel.x[0])) * box.w, box.y + ((panel.y[1] - y) / (panel.y[1] - panel.y[0])) * box.h];
  }

  from(event) {
    const { panel, box } = this;
    const [x, y] = spot(event, this.svg);
    return [
      panel.x[0] + ((x - box.x) / box.w) * (panel.x[1] - panel.x[0]),
      panel.y[1] - ((y - box.y) / box.h) * (panel.y[1] - panel.y[0]),
    ];
  }

  colour(name) {
    const { colours } = this.sketch;
    if (name === "ink") return colours.ink;
    if (name === "quiet") return colours.quiet;
    if (name === "faint") return colours.faint;
    if (name === "paper") return css(colours.background);
    return NAMED[name] ? css(NAMED[name]) : name;
  }

  axes(width, height) {
    const { panel, box } = this;
    const { quiet, faint } = this.sketch.colours;
    const parts = [];
    const write = (x, y, text, anchor) => parts.push(svg("text", { x, y, fill: quiet, "font-size": 12, "text-anchor": anchor }, text));
    const shown = (value) => String(+value.toPrecision(4)).replace("-", "−");
    panel.categories.forEach((name, i) => write(this.to([i + 0.5, 0])[0], box.y + box.h + 16, name, "middle"));
    for (const value of panel.categories.length ? [] : ticks(panel.x)) {
      const [x] = this.to([value, 0]);
      parts.push(svg("line", { x1: x, x2: x, y1: box.y, y2: box.y + box.h, stroke: value ? faint : quiet, "stroke-width": 1 }));
      write(x, box.y + box.h + 16, shown(value), "middle");
    }
    for (const value of ticks(panel.y)) {
      const [, y] = this.to([0, value]);
      parts.push(svg("line", { y1: y, y2: y, x1: box.x, x2: box.x + box.w, stroke: value ? faint : quiet, "stroke-width": 1 }));
      write(box.x - 6, y + 4, shown(value), "end");
    }
    const title = (text, attributes) => text && parts.push(svg("text", { fill: quiet, "font-size": 13, "font-weight": 600, "text-anchor": "middle", ...attributes }, text));
    title(panel.titles[0], { x: box.x + box.w / 2, y: box.y + box.h + 34 });
    title(panel.titles[1], { transform: `translate(11 ${box.y + box.h / 2}) rotate(-90)` });
    return parts;
  }

  draw_line({ points, colour, width, dash }) {
    let path = "", down = false;
    for (const point of points) {
      if (point) path += `${down ? "L" : "M"}${this.to(point).map((v) => v.toFixed(1)).join()}`;
      down = Boolean(point);
    }
    return [svg("path", { d: path, fill: "none", stroke: this.colour(colour), "stroke-width": width, "stroke-linejoin": "round", "stroke-dasharray": dash ? "6 5" : "none" })];
  }

  draw_area({ points, colour, opacity }) {
    return [svg("polygon", { points: points.map((p) => this.to(p).join()).join(" "), fill: this.colour(colour), "fill-opacity": opacity })];
  }

  draw_bar({ box: [left, right, low, high], colour, opacity }) {
    const [[x1, y1], [x2, y2]] = [this.to([left, high]), this.to([right, low])];
    return [svg("rect", { x: Math.min(x1, x2), y: Math.min(y1, y2), width: Math.abs(x2 - x1), height: Math.abs(y2 - y1), rx: 2, fill: this.colour(colour), "fill-opacity": opacity })];
  }

  draw_arrow({ points, colour, width }) {
    const [[x1, y1], [x2, y2]] = points.map((p) => this.to(p));
    const angle = Math.atan2(y2 - y1, x2 - x1), size = 5 + 2 * width;
    const tip = (turn) => `${x2 - size * Math.cos(angle + turn)},${y2 - size * Math.sin(angle + turn)}`;
    const paint = this.colour(colour);
    const short = Math.hypot(x2 - x1, y2 - y1) < 2;
    return short ? [] : [
      svg("line", { x1, y1, x2: x2 - 0.7 * size * Math.cos(angle), y2: y2 - 0.7 * size * Math.sin(angle), stroke: paint, "stroke-width": width }),
      svg("polygon", { points: `${x2},${y2} ${tip(0.42)} ${tip(-0.42)}`, fill: paint }),
    ];
  }

  draw_dots({ points, classes, colour, size, hollow }) {
    const outline = this.colour("paper");
    return points.map((point, i) => {
      const [x, y] = this.to(point);
      const label = classes?.[i];
      const fill = classes ? css(CLASS_COLOURS[label]) : this.colour(colour);
      const paint = hollow ? { fill: "none", stroke: fill, "stroke-width": 1.6 } : { fill, stroke: outline, "stroke-width": 1 };
      const shape = classes ? MARKERS[label] : "circle";
      if (shape === "circle") return svg("circle", { cx: x, cy: y, r: size, ...paint });
      if (shape === "square") return svg("rect", { x: x - size * 0.9, y: y - size * 0.9, width: size * 1.8, height: size * 1.8, ...paint });
      const corners = shape === "triangle" ? [[0, -1.25], [1.15, 0.85], [-1.15, 0.85]] : [[0, -1.35], [1.1, 0], [0, 1.35], [-1.1, 0]];
      return svg("polygon", { points: corners.map(([a, b]) => `${x + a * size},${y + b * size}`).join(" "), ...paint });
    });
  }

  draw_text({ at, text, colour, size, align, bold, box }) {
    const [x, y] = this.to(at);
    const written = svg("text", { x, y: y + size * 0.35, fill: this.colour(colour), "font-size": size, "text-anchor": align, "font-weight": bold ? 700 : 400 }, minus(text));
    if (!box) return [written];
    const width = text.length * size * 0.56 + 8;
    const left = x - (align === "middle" ? width / 2 : align === "end" ? width - 4 : 4);
    return [svg("rect", { x: left, y: y - size * 0.72, width, height: size * 1.44, rx: 4, fill: this.colour("paper"), "fill-opacity": 0.86 }), written];
  }

  draw_circle({ at, radius, colour, fill, text, size }) {
    const [x, y] = this.to(at);
    const parts = [svg("circle", { cx: x, cy: y, r: radius, fill: fill ? this.colour(fill) : this.colour("paper"), stroke: this.colour(colour), "stroke-width": 2 })];
    if (text) parts.push(svg("text", { x, y: y + size * 0.35, fill: this.colour("ink"), "font-size": size, "text-anchor": "middle" }, minus(text)));
    return parts;
  }

  // Handles stay the same elements from Frame to Frame, so that the one that is dragged or has the focus does too.
  grip() {
    const names = new Set(this.panel.handles.map((handle) => handle.name));
    for (const [name, grip] of this.handles) if (!names.has(name)) (grip.remove(), this.handles.delete(name));
    for (const handle of this.panel.handles) {
      let grip = this.handles.get(handle.name);
      if (!grip) {
        grip = svg("g", { tabindex: 0, role: "slider", class: "grip" }, svg("circle", { r: 17, fill: "transparent" }), svg("circle", { r: 9, class: "knob" }));
        grip.onpointerdown = (event) => this.lift(event, handle.name);
        grip.onkeydown = (event) => this.key(event, handle.name);
        this.handles.set(handle.name, grip);
        this.grips.append(grip);
      }
      // Where the visitor has moved it since counts, not where it was when the server drew this.
      const ahead = grip.handle && (this.held === handle.name || (this.last === handle.name && this.sketch.talk.queue.length));
      if (ahead) handle.at = grip.handle.at;
      grip.handle = handle;
      grip.lastChild.setAttribute("fill", this.colour(handle.colour));
      grip.lastChild.setAttribute("stroke", this.colour("paper"));
      grip.setAttribute("aria-label", handle.label);
      grip.setAttribute("data-name", handle.name);
      const [x, y] = handle.at.map((v) => +v.toPrecision(3));
      grip.setAttribute("aria-valuetext", handle.along === "x" ? `${x}` : handle.along === "y" ? `${y}` : `${x}, ${y}`);
      grip.setAttribute("aria-valuenow", handle.along === "y" ? y : x);
      grip.style.cursor = handle.along === "x" ? "ew-resize" : handle.along === "y" ? "ns-resize" : "grab";
      this.put(grip, handle.at);
    }
  }

  put(grip, at) {
    grip.setAttribute("transform", `translate(${this.to(at).join(" ")})`);
  }

  lift(event, name) {
    this.svg.setPointerCapture(event.pointerId);
    this.held = name;
    event.preventDefault();
    this.handles.get(name).focus();
  }

  drag(event) {
    if (this.held) this.move(this.held, this.from(event));
  }

  drop() {
    this.held = null;
    this.sketch.dropped();
  }

  move(name, [x, y]) {
    const grip = this.handles.get(name);
    if (!grip) return;
    const { at, along, reach } = grip.handle;
    const { panel } = this;
    const limit = (v, low, high) => Math.min(Math.max(v, low), high);
    const [x0, x1, y0, y1] = reach.length ? reach : [...panel.x, ...panel.y];
    const to = [along === "y" ? at[0] : limit(x, x0, x1), along === "x" ? at[1] : limit(y, y0, y1)];
    this.put(grip, to);
    grip.handle.at = to;
    this.last = name;
    this.sketch.moved(name, to);
  }

  key(event, name) {
    const by = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    if (!by) return;
    event.preventDefault();
    event.stopPropagation();
    const { panel } = this;
    const fine = event.shiftKey ? 200 : 40;
    const { at } = this.handles.get(name).handle;
    const to = [at[0] + (by[0] * (panel.x[1] - panel.x[0])) / fine, at[1] + (by[1] * (panel.y[1] - panel.y[0])) / fine];
    this.move(name, to);
    clearTimeout(this.dropping);
    this.dropping = setTimeout(() => this.sketch.dropped(), 400);
  }
}

class Sketch extends Picture {
  constructor(parent, css) {
    super();
    this.panels = [];
    this.says = node("p", { class: "says", role: "status" });
    this.row = node("div", { class: "row" });
    this.root = node("div", { class: "sketch", "data-testid": "sketch", role: "group", "aria-label": "Figure" }, this.row, this.says);
    this.place(parent, css);
  }

  receive(data, trigger) {
    if (!this.takes(data, trigger)) return;
    const { panels, says, columns } = this.frame;
    while (this.panels.length < panels.length) {
      this.panels.push(new PanelView(this, this.panels.length));
      this.row.append(this.panels.at(-1).root);
    }
    this.panels.forEach((view, i) => { view.root.hidden = i >= panels.length; });
    this.row.style.setProperty("--columns", columns);
    if (this.says.textContent !== minus(says)) this.says.textContent = minus(says);
    Object.assign(this.root.dataset, { beat: this.frame.beat, state: this.frame.state });
    this.talk.hears(this.frame);
    this.draw();
  }

  draw() {
    if (!this.frame) return;
    let at = 0;
    this.frame.panels.forEach((panel, i) => {
      const count = panel.map ** 2 * Math.max(panel.classes, 1);
      this.panels[i].draw(panel, this.frame.values.subarray(at, at + count));
      at += count;
    });
  }

  moved(name, [x, y]) {
    this.talk.act("drag", [name, x, y], true); // only the newest place counts
  }

  dropped() {
    this.talk.act("drop", true); // now the whole page follows: its sliders, its checks
  }
}

mountable("sketch", Sketch, PICTURE_CSS);
