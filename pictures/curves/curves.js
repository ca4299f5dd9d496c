// Two charts side by side, h(z) and h'(z), on axes that all curves share; a probe reads both at one z.

const [LOW, HIGH] = [-2, 3.2]; // of the values that are shown

class Curves extends Picture {
  constructor(parent, css) {
    super();
    this.plots = ["h(z)", "slope h′(z)"].map((title) => {
      const canvas = node("canvas", { "aria-hidden": "true" });
      return { canvas, root: node("div", { class: "plot" }, node("div", { class: "title" }, title), canvas) };
    });
    this.label = node("output", { "aria-live": "off" }); // the slider says it
    this.slider = node("input", { type: "range", step: 0.05, "aria-label": "Probe z", oninput: () => this.move(+this.slider.value), onchange: () => this.leave() });
    this.table = node("div", { class: "readings" });
    this.root = node("div", { class: "curves", "data-testid": "curves", role: "group", "aria-label": "Activation functions and their slopes" },
      node("div", { class: "plots" }, ...this.plots.map((plot) => plot.root)),
      node("label", { class: "probe" }, node("span", {}, "Probe"), this.slider, this.label), this.table);
    this.place(parent, css);
    for (const { canvas } of this.plots) {
      canvas.onpointermove = (event) => this.move(this.z_at(canvas, event));
      canvas.onpointerdown = canvas.onpointermove;
      canvas.onpointerup = canvas.onpointerleave = () => this.leave();
    }
  }

  receive(data, trigger) {
    if (!this.takes(data, trigger)) return;
    const first = !this.before;
    Object.assign(this.slider, { min: -this.frame.reach, max: this.frame.reach });
    if (first || this.said !== this.frame.probe) this.said = this.z = this.frame.probe;
    this.talk.hears(this.frame);
    this.move(this.z);
  }

  z_at(canvas, event) {
    const share = (spot(event, canvas)[0] - canvas.left) / (canvas.clientWidth - canvas.left - 8);
    return Math.round(Math.min(Math.max(2 * share - 1, -1), 1) * this.frame.reach * 20) / 20;
  }

  // What a curve has at z: row 0 holds z, then come two rows for each activation.
  value(row) {
    const { rows, curves, reach } = this.frame;
    const n = rows.length / (2 * curves.length + 1);
    const at = ((this.z + reach) / (2 * reach)) * (n - 1);
    const i = Math.min(Math.floor(at), n - 2);
    return rows[row * n + i] + (rows[row * n + i + 1] - rows[row * n + i]) * (at - i);
  }

  move(z) {
    this.z = z;
    this.slider.value = z;
    const text = z.toFixed(2).replace("-", "−");
    this.label.textContent = `z = ${text}`;
    const lines = this.frame.curves.map(({ name }, k) => [name, this.value(2 * k + 1), this.value(2 * k + 2)]);
    this.root.dataset.probe = z;
    this.table.replaceChildren(...lines.map(([name, h, slope], k) => {
      const mark = node("i", { class: "swatch" });
      mark.style.borderColor = this.frame.curves[k].colour;
      mark.style.borderTopStyle = this.frame.curves[k].dashed ? "dashed" : "solid";
      return node("div", { "data-name": name }, mark, node("b", {}, name), node("span", {}, `h = ${signed(h)}`), node("span", {}, `h′ = ${signed(slope)}`));
    }));
    this.draw();
  }

  leave() {
    if (this.z === this.said) return;
    this.said = this.z;
    this.talk.act("probe", this.z);
  }

  draw() {
    if (!this.frame) return;
    this.plots.forEach(({ canvas }, which) => this.plot(canvas, which));
  }

  plot(canvas, which) {
    const { frame, colours } = this;
    const [width, height] = [canvas.clientWidth, canvas.clientHeight];
    if (!width) return;
    const context = sized(canvas, width, height);
    context.clearRect(0, 0, width, height);
    canvas.left = 26;
    const [left, right, top, bottom] = [canvas.left, width - 8, 6, height - 20];
    const x = (z) => left + ((right - left) * (z + frame.reach)) / (2 * frame.reach);
    const y = (v) => bottom - ((bottom - top) * (v - LOW)) / (HIGH - LOW);
    context.font = `12px ${this.font}`;
    context.textBaseline = "middle";
    context.textAlign = "right";
    for (let v = Math.ceil(LOW); v <= HIGH; v++) {
      context.fillStyle = v ? colours.faint : colours.quiet;
      context.fillRect(left, y(v) - 0.5, right - left, 1);
      context.fillStyle = colours.quiet;
      context.fillText(String(v).replace("-", "−"), left - 5, y(v));
    }
    context.textAlign = "center";
    context.textBaseline = "top";
    for (let z = -frame.reach; z <= frame.reach; z += 2) {
      context.fillStyle = z ? colours.faint : colours.quiet;
      context.fillRect(x(z) - 0.5, top, 1, bottom - top);
      context.fillStyle = colours.quiet;
      context.fillText(String(z).replace("-", "−"), x(z), bottom + 5);
    }
    context.save();
    context.beginPath();
    context.rect(left, top - 2, right - left, bottom - top + 4);
    context.clip();
    const n = frame.rows.length / (2 * frame.curves.length + 1);
    frame.curves.forEach(({ colour, dashed }, k) => {
      context.strokeStyle = colour;
      context.lineWidth = 2.6;
      context.setLineDash(dashed ? [7, 4] : []);
      context.beginPath();
      for (let i = 0; i < n; i++) {
        const value = frame.rows[(2 * k + 1 + which) * n + i];
        // A leap, as of the step, is a gap and no line.
        const leaps = i && Math.abs(value - frame.rows[(2 * k + 1 + which) * n + i - 1]) > 0.3;
        context[leaps || !i ? "moveTo" : "lineTo"](x(frame.rows[i]), y(value));
      }
      context.stroke();
    });
    context.setLineDash([]);
    context.fillStyle = colours.ink;
    context.fillRect(x(this.z) - 0.75, top, 1.5, bottom - top);
    frame.curves.forEach(({ colour }, k) => {
      context.beginPath();
      context.arc(x(this.z), y(this.value(2 * k + 1 + which)), 4.5, 0, 2 * Math.PI);
      context.fillStyle = colour;
      context.strokeStyle = css(colours.background);
      context.lineWidth = 1.5;
      context.fill();
      context.stroke();
    });
    context.restore();
  }
}

mountable("curves", Curves, PICTURE_CSS);
