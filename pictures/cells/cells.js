// A map of experiments: a cell for each, coloured by its loss, the frontier of divergence, and one cell's curves.

class Cells extends Picture {
  constructor(parent, css) {
    super();
    this.canvas = node("canvas", { tabindex: "0", role: "application", "aria-label": "Map of losses. Click a cell, or move by the arrow keys, to see its curves." });
    this.progress = node("progress", { max: 1, "aria-label": "Progress" });
    this.state = node("span");
    this.herald = new Herald();
    this.button = node("button", { type: "button", onclick: () => this.talk.act(this.frame.state === "working" ? "cancel" : "go_on", true) });
    this.curve = node("canvas", { "aria-hidden": "true", class: "curve" });
    this.name = node("div", { class: "name" });
    this.ending = node("div", { class: "quiet" });
    this.link = node("a", { target: "_blank", rel: "noopener" }, "Open this network in the Playground");
    this.root = node("div", { class: "cells", "data-testid": "cells", role: "group", "aria-label": "Map of experiments" },
      node("div", { class: "map" }, node("div", { class: "bar" }, this.progress, this.state, this.button), this.canvas),
      node("div", { class: "side" }, this.name, this.ending, this.curve, this.link), this.herald.root);
    this.place(parent, css);
    this.canvas.onclick = (event) => this.choose(this.cell_at(event));
    this.canvas.onpointermove = (event) => { this.pointed = this.cell_at(event); this.draw(); };
    this.canvas.onpointerleave = () => { this.pointed = null; this.draw(); };
    this.canvas.onkeydown = (event) => this.key(event);
  }

  receive(data, trigger) {
    if (!this.takes(data, trigger)) return;
    const { frame } = this;
    if (this.sent === frame.chosen || !this.waiting) this.waiting = this.sent = null;
    this.progress.value = frame.share;
    const done = Math.floor(frame.share * frame.count);
    this.state.textContent = frame.state === "done" ? `${frame.count} networks trained`
      : `${frame.state === "working" ? "Training" : "Cancelled at"} ${done} of ${frame.count} networks`;
    this.herald.say(frame.state, this.state.textContent);
    this.button.textContent = frame.state === "working" ? "Cancel" : "Go on";
    this.button.hidden = frame.state === "done";
    this.name.textContent = frame.told;
    this.ending.textContent = frame.ending;
    this.link.hidden = !frame.link;
    if (frame.link) this.link.href = frame.link;
    Object.assign(this.root.dataset, { state: frame.state, share: frame.share, chosen: frame.chosen, diverged: frame.diverged.reduce((a, b) => a + b, 0) });
    this.talk.hears(frame);
    this.draw();
  }

  choose(place) {
    if (place === null || place === (this.sent ?? this.frame.chosen)) return;
    this.sent = place;
    this.waiting = true;
    this.talk.act("cell", place);
    this.draw();
  }

  key(event) {
    const { across, up, chosen } = this.frame;
    const place = this.sent ?? chosen;
    const [column, row] = [place % across.length, Math.floor(place / across.length)];
    const by = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    if (!by) return;
    event.preventDefault();
    event.stopPropagation();
    const [c, r] = [Math.min(Math.max(column + by[0], 0), across.length - 1), Math.min(Math.max(row + by[1], 0), up.length - 1)];
    this.choose(r * across.length + c);
  }

  cell_at(event) {
    if (!this.box) return null;
    const [at_x, at_y] = spot(event, this.canvas);
    const { x, y, w, h } = this.box;
    const { across, up } = this.frame;
    const column = Math.floor((at_x - x) / w);
    const row = up.length - 1 - Math.floor((at_y - y) / h);
    return column >= 0 && column < across.length && row >= 0 && row < up.length ? row * across.length + column : null;
  }

  // Dark is low, light is high, on a logarithmic scale between the lowest loss and that of the start.
  shade(value) {
    const [low, high] = this.colours.dark ? [[92, 170, 255], [28, 36, 50]] : [[8, 62, 150], [232, 240, 250]];
    const span = Math.log(this.high) - Math.log(this.low);
    return mix(low, high, Math.min(Math.max((Math.log(Math.max(value, 1e-9)) - Math.log(this.low)) / Math.max(span, 0.1), 0), 1));
  }

  draw() {
    if (!this.frame) return;
    this.draw_map();
    this.draw_curve();
  }

  draw_map() {
    const { frame, colours, canvas } = this;
    const [width, height] = [canvas.clientWidth, canvas.clientHeight];
    if (!width) return;
    const context = sized(canvas, width, height);
    context.clearRect(0, 0, width, height);
    const { across, up, values, diverged } = frame;
    context.font = `12px ${this.font}`;
    const left = 30 + Math.max(...up.map((text) => context.measureText(text).width));
    const [columns, rows] = [across.length, up.length];
    const box = (this.box = { x: left, y: 4, w: (width - left - 4) / columns, h: (height - 62) / rows });
    const worse = values.map((v, i) => !diverged[i] && v > frame.first);
    const good = [...values].filter((v, i) => v < 1e30 && !diverged[i] && !worse[i]);
    this.high = frame.first;
    this.low = Math.min(Math.max(good.reduce((a, b) => Math.min(a, b), Infinity), 1e-4), this.high / 2);
    const at = (column, row) => [box.x + column * box.w, box.y + (rows - 1 - row) * box.h];
    for (let i = 0; i < values.length; i++) {
      const [x, y] = at(i % columns, Math.floor(i / columns));
      if (Number.isNaN(values[i])) context.fillStyle = colours.faint;
      else context.fillStyle = diverged[i] ? (colours.dark ? "#5b2a2a" : "#f3d3cf") : worse[i] ? (colours.dark ? "#4d3f22" : "#faebc8") : css(this.shade(values[i]));
      context.fillRect(x + 0.5, y + 0.5, box.w - 1, box.h - 1);
      if (diverged[i]) {
        context.strokeStyle = "#c0392b";
        context.lineWidth = 1.2;
        context.beginPath();
        for (const s of [-1, 1]) {
          context.moveTo(x + box.w / 2 - 3, y + box.h / 2 - 3 * s);
          context.lineTo(x + box.w / 2 + 3, y + box.h / 2 + 3 * s);
        }
        context.stroke();
      }
    }
    this.frontier(context, at, worse.map((w, i) => w || diverged[i]), "#b7791f", [2, 5]);
    this.frontier(context, at, diverged, "#c0392b", []);
    const mark_cell = (place, thick) => {
      const [x, y] = at(place % columns, Math.floor(place / columns));
      context.strokeStyle = colours.ink;
      context.lineWidth = thick;
      context.strokeRect(x, y, box.w, box.h);
    };
    if (this.pointed !== null && this.pointed !== undefined) mark_cell(this.pointed, 1.5);
    mark_cell(this.sent ?? frame.chosen, 3);
    context.fillStyle = colours.quiet;
    context.textBaseline = "middle";
    context.textAlign = "right";
    const skip = Math.ceil(15 / box.h);
    up.forEach((text, row) => row % skip || context.fillText(text, left - 6, at(0, row)[1] + box.h / 2));
    context.textAlign = "center";
    context.textBaseline = "top";
    const wide = Math.max(...across.map((text) => context.measureText(text).width)) + 8;
    const every = Math.ceil(wide / box.w);
    across.forEach((text, column) => column % every || context.fillText(text, at(column, 0)[0] + box.w / 2, height - 54));
    context.font = `600 13px ${this.font}`;
    context.fillStyle = colours.ink;
    context.fillText(frame.titles[0], left + (width - left) / 2, height - 36);
    context.save();
    context.translate(2, 4 + (height - 62) / 2);
    context.rotate(-Math.PI / 2);
    context.fillText(frame.titles[1], 0, 0);
    context.restore();
    // The scale, and what the pointer is on.
    context.font = `12px ${this.font}`;
    context.textAlign = "left";
    const y = height - 15;
    for (let i = 0; i < 90; i++) {
      context.fillStyle = css(this.shade(this.low * (this.high / this.low) ** (i / 89)));
      context.fillRect(left + 52 + i, y, 1.5, 10);
    }
    context.fillStyle = colours.quiet;
    context.fillText(digits(this.low), left, y - 1);
    context.fillText(`${digits(this.high)} at the start`, left + 148, y - 1);
    const note = left + 158 + context.measureText(`${digits(this.high)} at the start`).width;
    if (width > 560) {
      context.fillStyle = "#b7791f";
      context.fillText("┄ no better than at the start", note + 8, y - 1);
      context.fillStyle = "#c0392b";
      context.fillText("─ × diverged", note + 24 + context.measureText("┄ no better than at the start").width, y - 1);
    }
    if (this.pointed !== null && this.pointed !== undefined) {
      const value = values[this.pointed];
      context.textAlign = "right";
      context.fillStyle = colours.ink;
      context.fillText(`${across[this.pointed % columns]} · ${up[Math.floor(this.pointed / columns)]}: ${diverged[this.pointed] ? "diverged" : Number.isNaN(value) ? "–" : digits(value)}`, width - 4, height - 36);
    }
  }

  // A line wherever a cell that is meets one that is not.
  frontier(context, at, is, colour, dash) {
    const { values, across } = this.frame;
    const { w, h } = this.box;
    const columns = across.length;
    const part = (i, j) => j < values.length && !Number.isNaN(values[i]) && !Number.isNaN(values[j]) && Boolean(is[i]) !== Boolean(is[j]);
    context.strokeStyle = colour;
    context.lineWidth = 3;
    context.lineCap = "round";
    context.setLineDash(dash);
    context.beginPath();
    for (let i = 0; i < values.length; i++) {
      const [x, y] = at(i % columns, Math.floor(i / columns));
      if ((i + 1) % columns && part(i, i + 1)) {
        context.moveTo(x + w, y);
        context.lineTo(x + w, y + h);
      }
      if (part(i, i + columns)) {
        context.moveTo(x, y);
        context.lineTo(x + w, y);
      }
    }
    context.stroke();
    context.setLineDash([]);
  }

  draw_curve() {
    const { frame, colours, curve } = this;
    const [width, height] = [curve.clientWidth, curve.clientHeight];
    const context = sized(curve, width, height);
    context.clearRect(0, 0, width, height);
    const n = frame.curve.length / 3;
    context.font = `12px ${this.font}`;
    context.fillStyle = colours.quiet;
    context.textBaseline = "top";
    context.textAlign = "left";
    context.fillText(frame.loss, 36, 0);
    if (!n) return;
    const [left, right, top, bottom] = [36, width - 6, 20, height - 20];
    let high = 1e-6;
    for (let i = n; i < 3 * n; i++) if (frame.curve[i] < 1e30) high = Math.max(high, Math.min(frame.curve[i], 3 * frame.curve[n]));
    const end = Math.max(frame.curve[n - 1], 1);
    context.textAlign = "right";
    context.textBaseline = "middle";
    for (const t of [0, 0.5, 1]) {
      const y = bottom - (bottom - top) * t;
      context.fillStyle = colours.faint;
      context.fillRect(left, y, right - left, 1);
      context.fillStyle = colours.quiet;
      context.fillText(digits(t * high), left - 5, y);
    }
    context.textBaseline = "top";
    context.fillText(`epoch ${grouped(Math.floor(end))}`, right, bottom + 5);
    for (const [row, dash, thick] of [[1, [5, 4], 1.6], [2, [], 2.4]]) {
      context.strokeStyle = row === 1 ? colours.quiet : colours.ink;
      context.setLineDash(dash);
      context.lineWidth = thick;
      context.beginPath();
      for (let i = 0; i < n; i++) {
        const value = Math.min(frame.curve[row * n + i] / high, 1.03);
        context.lineTo(left + ((right - left) * frame.curve[i]) / end, bottom - (bottom - top) * value);
      }
      context.stroke();
    }
    context.setLineDash([]);
  }
}

mountable("cells", Cells, PICTURE_CSS);
