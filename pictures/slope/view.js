// The surface from above, with contours, and in space; both with the walks upon it.

// Heights as shares of the whole range, 0 … 1, on the scale that they are drawn in.
function shares(frame) {
  const low = frame.heights.reduce((a, b) => Math.min(a, b), Infinity);
  const high = frame.heights.reduce((a, b) => Math.max(a, b), -Infinity);
  const scale = frame.steep ? (h) => Math.log1p(Math.max(h - low, 0)) : (h) => h - low;
  const most = scale(high);
  return { of: (h) => Math.min(scale(h) / most, 1.15), values: Float32Array.from(frame.heights, (h) => scale(h) / most) };
}

const LEVELS = 18;

function shade(colours, t) {
  const [low, high] = colours.dark ? [[74, 92, 140], [24, 28, 40]] : [[236, 241, 250], [120, 138, 178]];
  return mix(low, high, Math.min(Math.max(t, 0), 1));
}

// Paints the contours once for a size, a surface and a theme.
function paint_contours(canvas, frame, share, colours, width, height) {
  const n = frame.grid;
  const levels = new Float32Array(width * height);
  for (let j = 0; j < height; j++) {
    const v = (j / (height - 1)) * (n - 1), y = Math.min(v | 0, n - 2), b = v - y;
    for (let i = 0; i < width; i++) {
      const u = (i / (width - 1)) * (n - 1), x = Math.min(u | 0, n - 2), a = u - x;
      const at = y * n + x;
      const top = share.values[at] * (1 - a) + share.values[at + 1] * a;
      const low = share.values[at + n] * (1 - a) + share.values[at + n + 1] * a;
      levels[j * width + i] = (top * (1 - b) + low * b) * LEVELS;
    }
  }
  paint(canvas, width, height, (pixels) => {
    const table = Array.from({ length: LEVELS + 2 }, (_, k) => shade(colours, k / LEVELS));
    for (let p = 0; p < pixels.length; p++) {
      const level = levels[p] | 0;
      const edge = (p % width < width - 1 && (levels[p + 1] | 0) !== level) || (p + width < pixels.length && (levels[p + width] | 0) !== level);
      const colour = table[Math.min(level, LEVELS + 1)];
      pixels[p] = pack(edge ? mix(colour, colours.text, 0.32) : colour);
    }
  });
}

// The plane seen from above.
class Map2D {
  constructor(slope) {
    this.slope = slope;
    this.image = document.createElement("canvas");
    this.canvas = node("canvas", { tabindex: "0", role: "application", "aria-label": "Surface from above. Click, or move the cross by the arrow keys and press Enter, to choose the start." });
    this.canvas.onclick = (event) => slope.begin_at(this.from(event));
    this.canvas.onkeydown = (event) => this.key(event);
    this.canvas.onblur = () => { this.cross = null; this.draw(); };
  }

  key(event) {
    const { box } = this.slope.frame;
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    if (step) {
      this.cross ??= [(box[0] + box[1]) / 2, (box[2] + box[3]) / 2];
      this.cross = this.cross.map((v, k) => Math.min(Math.max(v + (step[k] * (box[1] - box[0])) / 40, box[2 * k]), box[2 * k + 1]));
      this.draw();
    } else if (event.key === "Enter" && this.cross) this.slope.begin_at(this.cross);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  from(event) {
    const { box } = this.slope.frame;
    const area = this.canvas.getBoundingClientRect();
    return [
      box[0] + ((box[1] - box[0]) * (event.clientX - area.left)) / area.width,
      box[3] - ((box[3] - box[2]) * (event.clientY - area.top)) / area.height,
    ];
  }

  to(x, y) {
    const { box } = this.slope.frame;
    return [((x - box[0]) / (box[1] - box[0])) * this.width, ((box[3] - y) / (box[3] - box[2])) * this.height];
  }

  draw() {
    const { frame, colours, share, font } = this.slope;
    this.width = this.canvas.clientWidth;
    this.height = this.canvas.clientHeight;
    if (!frame || !this.width) return;
    const context = sized(this.canvas, this.width, this.height);
    const key = [frame.surface, colours.key, this.width, this.height].join();
    if (key !== this.painted) {
      const ratio = sharpness(this.canvas);
      paint_contours(this.image, frame, share, colours, Math.round(this.width * ratio), Math.round(this.height * ratio));
      this.painted = key;
    }
    context.drawImage(this.image, 0, 0, this.width, this.height);
    context.font = `600 12px ${font}`;
    context.textAlign = "left";
    context.textBaseline = "middle";
    for (const [x, y, best] of frame.minima) {
      const [px, py] = this.to(x, y);
      star(context, px, py, best ? 9 : 5.5, best ? colours.ink : css(colours.background), colours.ink);
      if (best && frame.minima.length < 8) {
        context.fillStyle = colours.ink;
        context.textAlign = px > this.width - 120 ? "right" : "left";
        context.fillText("global minimum", px + (px > this.width - 120 ? -13 : 13), py);
      }
    }
    context.strokeStyle = colours.ink;
    context.lineWidth = 2;
    for (const [x, y] of frame.saddles) {
      const [px, py] = this.to(x, y);
      context.beginPath();
      for (const s of [-1, 1]) {
        context.moveTo(px - 5, py - 5 * s);
        context.lineTo(px + 5, py + 5 * s);
      }
      context.stroke();
    }
    this.slope.each_path((walk, places, last) => {
      context.strokeStyle = walk.colour;
      context.lineWidth = 2.4;
      context.lineJoin = "round";
      context.beginPath();
      places.forEach(([x, y], i) => context[i ? "lineTo" : "moveTo"](...this.to(x, y)));
      context.stroke();
      const [px, py] = this.to(last[0], last[1]);
      dot(context, px, py, 6, walk.colour, css(colours.background));
    });
    const start = this.slope.start();
    if (start) {
      context.beginPath();
      context.arc(...this.to(start[0], start[1]), 9, 0, 2 * Math.PI);
      context.strokeStyle = colours.ink;
      context.lineWidth = 1.5;
      context.stroke();
    }
    if (this.cross) {
      const [px, py] = this.to(...this.cross);
      context.fillStyle = colours.ink;
      context.fillRect(px - 12, py - 1, 24, 2);
      context.fillRect(px - 1, py - 12, 2, 24);
    }
  }
}

function star(context, x, y, r, fill, stroke) {
  context.beginPath();
  for (let k = 0; k < 10; k++) {
    const [angle, size] = [(k * Math.PI) / 5 - Math.PI / 2, k % 2 ? r * 0.45 : r];
    context.lineTo(x + size * Math.cos(angle), y + size * Math.sin(angle));
  }
  context.closePath();
  context.fillStyle = fill;
  context.strokeStyle = stroke;
  context.lineWidth = 1.3;
  context.fill();
  context.stroke();
}

function dot(context, x, y, r, fill, stroke) {
  context.beginPath();
  context.arc(x, y, r, 0, 2 * Math.PI);
  context.fillStyle = fill;
  context.strokeStyle = stroke;
  context.lineWidth = 2;
  context.fill();
  context.stroke();
}

// The surface in space: quadrangles and the walks' segments, painted from the farthest to the nearest.
class Space {
  constructor(slope) {
    this.slope = slope;
    [this.turn, this.tilt] = [-0.6, 0.9];
    this.canvas = node("canvas", { tabindex: "0", role: "application", "aria-label": "Surface in space. Drag, or use the arrow keys, to turn it." });
    this.canvas.onpointerdown = (event) => {
      this.canvas.setPointerCapture(event.pointerId);
      this.held = [event.clientX, event.clientY, this.turn, this.tilt];
    };
    this.canvas.onpointermove = (event) => this.held && this.rotate(this.held[2] + (event.clientX - this.held[0]) / 120, this.held[3] + (event.clientY - this.held[1]) / 160);
    this.canvas.onpointerup = this.canvas.onpointercancel = () => { this.held = null; };
    this.canvas.onkeydown = (event) => {
      const by = { ArrowLeft: [-0.1, 0], ArrowRight: [0.1, 0], ArrowUp: [0, -0.08], ArrowDown: [0, 0.08] }[event.key];
      if (!by) return;
      this.rotate(this.turn + by[0], this.tilt + by[1]);
      event.preventDefault();
      event.stopPropagation();
    };
  }

  rotate(turn, tilt) {
    this.turn = turn;
    this.tilt = Math.min(Math.max(tilt, 0.25), 1.45);
    this.draw();
  }

  draw() {
    const { frame, colours, share } = this.slope;
    const [width, height] = [this.canvas.clientWidth, this.canvas.clientHeight];
    if (!frame || !width) return;
    const context = sized(this.canvas, width, height);
    context.clearRect(0, 0, width, height);
    const { box, grid } = frame;
    const [sin, cos] = [Math.sin(this.turn), Math.cos(this.turn)];
    const [rise, flat] = [Math.cos(this.tilt), Math.sin(this.tilt)];
    const size = Math.min(width / 2.9, height / 2.45);
    // Coordinates from -1 to 1, height from 0 to 1; the third number is how far away it is.
    const project = (u, v, h) => {
      const [a, b] = [u * cos - v * sin, u * sin + v * cos];
      return [width / 2 + a * size, height * 0.57 - (b * flat + (h - 0.4) * 1.3 * rise) * size, b * rise - h * flat * 0.4];
    };
    const unit = (x, y) => [(2 * (x - box[0])) / (box[1] - box[0]) - 1, (2 * (y - box[2])) / (box[3] - box[2]) - 1];
    const skip = 4, n = (grid - 1) / skip;
    const points = [];
    for (let j = 0; j <= n; j++)
      for (let i = 0; i <= n; i++) {
        const h = share.values[j * skip * grid + i * skip];
        points.push([...project((2 * i) / n - 1, 1 - (2 * j) / n, h), h]);
      }
    const parts = [];
    for (let j = 0; j < n; j++)
      for (let i = 0; i < n; i++) {
        const k = j * (n + 1) + i;
        const corners = [points[k], points[k + 1], points[k + n + 2], points[k + n + 1]];
        parts.push([(corners[0][2] + corners[2][2]) / 2, corners, (corners[0][3] + corners[2][3]) / 2]);
      }
    this.slope.each_path((walk, places, last) => {
      const inside = ([x, y]) => x >= box[0] && x <= box[1] && y >= box[2] && y <= box[3];
      for (let i = 1; i < places.length; i++) {
        if (!inside(places[i]) || !inside(places[i - 1])) continue;
        const [p, q] = [places[i - 1], places[i]].map(([x, y, h]) => project(...unit(x, y), share.of(h) + 0.012));
        parts.push([Math.min(p[2], q[2]) - 0.06, [p, q], walk.colour]);
      }
      if (inside(last)) parts.push([-9, [project(...unit(last[0], last[1]), share.of(last[2]) + 0.012)], walk.colour]);
    });
    parts.sort((a, b) => b[0] - a[0]);
    const edge = css(colours.text, 0.1);
    context.lineJoin = "round";
    for (const [, corners, colour] of parts) {
      if (corners.length === 1) dot(context, corners[0][0], corners[0][1], 5.5, colour, css(colours.background));
      else {
        context.beginPath();
        corners.forEach(([x, y], i) => context[i ? "lineTo" : "moveTo"](x, y));
        if (corners.length === 2) {
          context.strokeStyle = colour;
          context.lineWidth = 3;
          context.stroke();
        } else {
          context.closePath();
          context.fillStyle = css(shade(colours, colour));
          context.fill();
          context.strokeStyle = edge;
          context.lineWidth = 0.7;
          context.stroke();
        }
      }
    }
  }
}
