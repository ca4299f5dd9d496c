// The loss curves of all networks on one canvas, and the slider below that looks back.

class Chart {
  constructor(wall) {
    this.wall = wall;
    this.canvas = node("canvas", { "aria-hidden": "true" });
    this.title = node("div", { class: "quiet" });
    this.log = node("button", { type: "button", "aria-pressed": "false", onclick: () => this.scale() }, "log");
    this.scrub = node("input", {
      type: "range", class: "scrub", min: 0, max: 0, step: 1, "aria-label": "Look back at an epoch", "data-name": "scrub",
      oninput: () => this.seek(), onchange: () => this.seek(true),
    });
    this.root = node("div", { class: "chart" }, node("div", { class: "heading" }, this.title, this.log), this.canvas, this.scrub);
    this.sought = null;
    this.canvas.onpointermove = (event) => wall.point_at(this.nearest(event));
    this.canvas.onpointerleave = () => wall.point_at(null);
  }

  scale() {
    this.log.setAttribute("aria-pressed", String(this.log.ariaPressed !== "true"));
    this.draw();
  }

  seek(ends = false) {
    this.sought = +this.scrub.value;
    this.draw();
    clearTimeout(this.seeking);
    const wait = ends ? 0 : Math.max(0, (this.sent ?? 0) + 150 - performance.now());
    this.seeking = setTimeout(() => {
      this.sent = performance.now();
      if (this.sought >= this.wall.frame.newest) this.wall.talk.act("now", true);
      else this.wall.talk.act("seek", this.sought);
    }, wait);
  }

  receive(frame) {
    if (!frame.chart) return;
    this.title.textContent = frame.chart.title;
    this.scrub.hidden = frame.newest === undefined;
    if (this.scrub.hidden || this.scrub.matches(":active")) return;
    Object.assign(this.scrub, { min: frame.oldest, max: frame.newest });
    if (this.sought === null || frame.state !== "past") this.scrub.value = frame.state === "past" ? frame.epoch : frame.newest;
    if (frame.state !== "past" || frame.epoch === this.sought) this.sought = null;
    this.scrub.setAttribute("aria-valuetext", `epoch ${frame.epoch} of ${frame.newest}`);
  }

  // Where a value stands: linear from 0, or logarithmic over the decades that there are.
  height(value) {
    const { low, high, bottom, top } = this;
    const share = this.log.ariaPressed === "true"
      ? (Math.log10(Math.max(value, 1e-9)) - Math.log10(low)) / (Math.log10(high) - Math.log10(low)) : value / high;
    return bottom + (top - bottom) * Math.min(Math.max(share, 0), 1.02);
  }

  nearest(event) {
    const { frame } = this.wall;
    const [x, y] = spot(event, this.canvas);
    const n = this.count;
    let [best, least] = [null, 18];
    frame.series.forEach(({ tile }, s) => {
      if (tile < 0) return;
      for (let i = 0; i < n; i++) {
        const gap = Math.hypot(this.at(frame.curves[i]) - x, this.height(frame.curves[(s + 1) * n + i]) - y);
        if (gap < least) [best, least] = [tile, gap];
      }
    });
    return best;
  }

  draw() {
    const { canvas, wall } = this;
    const { frame, colours, font, looked } = wall;
    const [width, height] = [canvas.clientWidth, canvas.clientHeight];
    if (!frame?.chart || !width) return;
    const context = sized(canvas, width, height);
    context.clearRect(0, 0, width, height);
    const n = (this.count = frame.curves.length / (frame.series.length + 1));
    const end = Math.max(frame.curves[n - 1], 1);
    Object.assign(this, { top: 8, bottom: height - 20, low: Infinity, high: 1e-6 });
    for (let i = n; i < frame.curves.length; i++) {
      const value = frame.curves[i];
      if (value < 1e30) {
        // A curve that flies off would press all others to the floor.
        this.high = Math.max(this.high, Math.min(value, 3 * frame.curves[n]));
        if (value > 0) this.low = Math.min(this.low, value);
      }
    }
    if (frame.chart.target < this.high) this.low = Math.min(this.low, frame.chart.target);
    this.low = Math.min(Math.max(this.low, 1e-6), this.high / 2);
    const log = this.log.ariaPressed === "true";
    context.font = `12px ${font}`;
    context.textBaseline = "middle";
    context.textAlign = "right";
    const ticks = log
      ? Array.from({ length: 12 }, (_, i) => 10 ** (Math.floor(Math.log10(this.low)) + i)).filter((v) => v >= this.low && v <= this.high)
      : [0, 0.5, 1].map((t) => t * this.high);
    const left = 8 + Math.max(24, ...ticks.map((v) => context.measureText(digits(v)).width));
    this.at = (epoch) => left + ((width - left - 6) * epoch) / end;
    for (const value of ticks) {
      const y = this.height(value);
      context.fillStyle = colours.faint;
      context.fillRect(left, y - 0.5, width - left - 6, 1);
      context.fillStyle = colours.quiet;
      context.fillText(log && value < 0.001 ? value.toExponential(0) : digits(value), left - 5, y);
    }
    context.textBaseline = "top";
    context.fillText(`epoch ${grouped(Math.floor(end))}`, width - 6, height - 15);
    context.textAlign = "left";
    context.fillText("0", left, height - 15);
    if (frame.chart.target > 0) {
      context.strokeStyle = colours.quiet;
      context.setLineDash([2, 4]);
      context.lineWidth = 1.5;
      context.beginPath();
      context.moveTo(left, this.height(frame.chart.target));
      context.lineTo(width - 6, this.height(frame.chart.target));
      context.stroke();
    }
    const line = (s, strong) => {
      const { colour, dashed, thin, tile } = frame.series[s];
      context.globalAlpha = looked === null || tile === looked ? (thin && !strong ? 0.55 : 1) : 0.12;
      context.strokeStyle = colour;
      context.lineWidth = strong ? 4 : thin ? 1.3 : 2.2;
      context.setLineDash(dashed ? [6, 4] : []);
      context.lineJoin = "round";
      context.beginPath();
      let down = false;
      for (let i = 0; i < n; i++) {
        const value = frame.curves[(s + 1) * n + i];
        if (Number.isNaN(value)) { down = false; continue; }
        context[down ? "lineTo" : "moveTo"](this.at(frame.curves[i]), this.height(value));
        down = true;
      }
      context.stroke();
    };
    frame.series.forEach(({ tile }, s) => { if (tile !== looked || looked === null) line(s, false); });
    frame.series.forEach(({ tile }, s) => { if (tile === looked && looked !== null) line(s, true); });
    context.globalAlpha = 1;
    context.setLineDash([]);
    this.scrub.style.marginLeft = `${left - 12}px`;
    this.scrub.style.width = `${24 + ((width - left - 6) * Math.max(frame.newest ?? 1, 0.001)) / end}px`;
    const looks = this.sought ?? (frame.state === "past" ? frame.epoch : null);
    if (looks !== null) {
      context.fillStyle = colours.ink;
      context.fillRect(this.at(looks) - 1, this.top - 4, 2, this.bottom - this.top + 8);
    }
  }
}
