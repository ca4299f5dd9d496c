// What the canvas shows: maps, edges, neurons, the output with its points, the loss curve.

function draw(stage) {
  const { context, place, frame } = stage;
  if (!place || !frame) return;
  context.clearRect(0, 0, place.width, place.height);
  context.imageSmoothingQuality = "high";
  paintMaps(stage);
  drawEdges(stage);
  drawNeurons(stage);
  drawOutput(stage);
  drawTrace(stage);
  drawCurve(stage);
}

// Values to pixels: all neuron maps into one column, the output into a square.
function paintMaps(stage) {
  const { frame, shown, colours } = stage;
  const { tile, map, classes } = frame;
  const rows = shown[1].length / tile;
  paint(stage.sheet, tile, rows, (pixels) => {
    const lut = colours.tile;
    for (let i = 0; i < pixels.length; i++) pixels[i] = lut[shown[1][i] | 0];
  });
  const values = shown[2];
  if (classes <= 2) {
    const key = [colours.key, frame.discretize, frame.meaning].join();
    if (key !== stage.shadesKey) {
      const probability = (t) => Math.tanh(Math.sinh(t * frame.logit_range) / 2); // p₊ - p₋, see frame.py
      stage.shades = colours.map(frame.discretize ? Math.sign : frame.meaning === "probability" ? probability : undefined);
      stage.shadesKey = key;
    }
    return paint(stage.plane, 2 * map, 2 * map, (pixels) => paintDoubled(pixels, values, map, stage.shades));
  }
  paint(stage.plane, map, map, (pixels) => paintClasses(pixels, values, map, classes, colours, frame.discretize));
}

function drawEdges(stage) {
  const { context, columns, layers, place } = stage;
  const theta = stage.shown[0];
  const half = place.tile / 2;
  context.lineCap = "butt";
  layers.forEach((layer, i) => {
    const wide = 9 - Math.min(5, layer.units * layer.inputs / 40);
    columns[i + 1].forEach((to, k) => {
      const x1 = to.x - (to.output === undefined || stage.frame.outputs > 1 || place.narrow ? half : 0);
      columns[i].forEach((from, j) => {
        const weight = theta[layer.weight(k, j)];
        const size = Math.min(Math.abs(weight), 4);
        const x0 = from.x + half;
        const edge = stage.hover?.edge;
        const near = edge && edge.layer === i && edge.unit === k && edge.input === j;
        const bend = (x1 - x0) * 0.45;
        if (size < 0.02 && !near) return;
        context.strokeStyle = near ? stage.colours.ink : css(CLASS_COLOURS[weight > 0 ? 1 : 0], (0.22 + 0.6 * Math.min(size / 1.5, 1)).toFixed(2));
        context.lineWidth = (near ? 2 : 0.4) + wide * (size / (size + 1.6));
        context.beginPath();
        context.moveTo(x0, from.y);
        context.bezierCurveTo(x0 + bend, from.y, x1 - bend, to.y, x1, to.y);
        context.stroke();
      });
    });
  });
}

function drawNeurons(stage) {
  const { context, place, frame, colours, layers } = stage;
  const { tile } = frame;
  const { tile: side, narrow } = place;
  const theta = stage.shown[0];
  context.imageSmoothingEnabled = true;
  const box = (p, image, sy, size, alpha = 1) => {
    const [x, y] = [p.x - side / 2, p.y - side / 2];
    context.save();
    context.globalAlpha = alpha;
    context.beginPath();
    context.roundRect(x, y, side, side, side / 9);
    context.clip();
    context.drawImage(image, 0, sy, size, size, x, y, side, side);
    context.restore();
    context.beginPath();
    context.roundRect(x, y, side, side, side / 9);
    context.strokeStyle = alpha < 1 ? colours.faint : colours.quiet;
    context.lineWidth = 1.2;
    context.stroke();
  };
  const bias = (p, value, x = p.x - side / 2, y = p.y + side / 2 - 4) => {
    context.fillStyle = css(mix(colours.middle, CLASS_COLOURS[value > 0 ? 1 : 0], Math.min(1, 0.15 + Math.abs(value))));
    context.strokeStyle = colours.quiet;
    context.lineWidth = 1;
    context.beginPath();
    context.roundRect(x - 4, y - 4, 8, 8, 2);
    context.fill();
    context.stroke();
  };
  for (const p of stage.inputs) box(p, stage.sheet, p.tile * tile, tile, p.on ? 1 : 0.35);
  stage.columns.slice(1).forEach((column, i) => column.forEach((p, k) => {
    const value = theta[layers[i].bias(k)];
    if (p.tile !== undefined) box(p, stage.sheet, p.tile * tile, tile);
    else if (frame.outputs > 1) {
      box(p, probability(stage, k), 0, frame.map);
      context.strokeStyle = css(CLASS_COLOURS[k]);
      context.lineWidth = 3;
      context.strokeRect(p.x - side / 2, p.y - side / 2, side, side);
    } else if (narrow) box(p, stage.plane, 0, stage.plane.width); // the large map stands below
    else return bias(p, value, p.x, p.y);
    bias(p, value);
  }));
}

// The map of one class's probability, for the output neurons of three or more classes.
function probability(stage, k) {
  const { frame, colours, shown } = stage;
  const size = frame.map * frame.map;
  stage.share ??= document.createElement("canvas");
  paint(stage.share, frame.map, frame.map, (pixels) => {
    const shades = Array.from({ length: 256 }, (_, v) => pack(mix(colours.middle, CLASS_COLOURS[k], 0.88 * v / 255)));
    for (let i = 0; i < size; i++) pixels[i] = shades[shown[2][k * size + i] | 0];
  });
  return stage.share;
}

function drawOutput(stage) {
  const { context, place, frame, colours } = stage;
  const { x, y, size } = place.output;
  context.imageSmoothingEnabled = !frame.discretize;
  const large = enlarged(stage);
  if (large) context.imageSmoothingEnabled = true;
  context.drawImage(large ?? stage.plane, x, y, size, size);
  context.drawImage(stage.dots, x - 8, y - 8, size + 16, size + 16);
  context.strokeStyle = colours.faint;
  context.lineWidth = 1;
  context.strokeRect(x - 0.5, y - 0.5, size + 1, size + 1);
  context.fillStyle = colours.quiet;
  for (const t of [0, 0.25, 0.5, 0.75, 1]) {
    context.fillRect(x + t * size - 0.5, y + size, 1, 4);
    context.fillRect(x + size, y + t * size - 0.5, 4, 1);
  }
}

// The map of the neuron or input that the pointer is on, to be shown large, or null.
function enlarged(stage) {
  const { hover, columns, frame, shown, colours } = stage;
  if (!hover || hover.edge) return null;
  const p = hover.feature === undefined ? columns[hover.layer + 1]?.[hover.unit] : stage.inputs[hover.feature];
  if (p?.output !== undefined && frame.outputs > 1) return probability(stage, p.output);
  if (p?.tile === undefined) return null;
  const size = frame.tile, values = shown[1].subarray(p.tile * size * size, (p.tile + 1) * size * size);
  stage.large ??= document.createElement("canvas");
  paint(stage.large, 2 * size, 2 * size, (pixels) => paintDoubled(pixels, values, size, colours.large));
  return stage.large;
}

// A cross on the map, where the keys or a trace are.
function draw_cross(stage, [x, y]) {
  const { context, colours } = stage;
  const { output } = stage.place;
  context.save();
  context.strokeStyle = colours.ink;
  context.lineWidth = 1.5;
  context.beginPath();
  context.moveTo(output.x, y);
  context.lineTo(output.x + output.size, y);
  context.moveTo(x, output.y);
  context.lineTo(x, output.y + output.size);
  context.setLineDash([2, 4]);
  context.stroke();
  context.setLineDash([]);
  context.beginPath();
  context.arc(x, y, 7, 0, 2 * Math.PI);
  context.stroke();
  context.restore();
}

// The traced point: a cross on the map, and what each neuron makes of it.
function drawTrace(stage) {
  const { context, frame, place, colours, inputs, columns } = stage;
  const { trace, backward } = frame;
  if (stage.drawing && stage.cursor && stage.plane_area.matches(":focus")) draw_cross(stage, to_map(stage, stage.cursor));
  if (!trace) return;
  draw_cross(stage, to_map(stage, trace.point));
  context.save();
  context.textAlign = "center";
  context.textBaseline = "middle";
  const side = place.tile;
  const size = Math.max(10, Math.min(13, side / 3));
  context.font = `600 ${size}px ${stage.font}`;
  const pill = (p, lines) => {
    const width = Math.max(...lines.map((line) => context.measureText(line).width)) + 6;
    const height = lines.length * (size + 2) + 2;
    const top = p.y + side / 2 - height + 3;
    const left = p.x - width / 2 + (p.output !== undefined && frame.outputs === 1 && !place.narrow ? -width / 2 - 10 : 0);
    context.fillStyle = css(colours.background, 0.86);
    context.beginPath();
    context.roundRect(left, top, width, height, 4);
    context.fill();
    lines.forEach((line, i) => {
      context.fillStyle = i ? colours.quiet : colours.ink;
      context.fillText(line, left + width / 2, top + 2 + (i + 0.5) * (size + 2));
    });
  };
  const short = (value) => signed(value, Math.abs(value) >= 10 ? 0 : Math.abs(value) >= 1 ? 1 : 2);
  inputs.filter((p) => p.on).forEach((p, j) => pill(p, [short(trace.inputs[j])]));
  columns.slice(1).forEach((column, i) => column.forEach((p, k) => {
    const numbers = trace.layers[i];
    const last = i === columns.length - 2;
    const value = last && trace.p ? trace.p[frame.outputs > 1 ? k : 1] : numbers.a[k];
    pill(p, [short(value), ...(backward && numbers.dz ? [`∂${slope_text(numbers.dz[k])}`] : [])]);
  }));
  context.restore();
}

function slope_text(value) {
  const size = Math.abs(value);
  return size && size < 0.005 ? value.toExponential(0).replace("-", "−").replace("e-", "e−") : signed(value, 2);
}

// Data points, on a canvas of their own with a margin of 8 px.
function paintDots(stage) {
  const { frame, place, colours, dots } = stage;
  if (!place) return;
  const ratio = sharpness(stage.root);
  const { size } = place.output;
  dots.width = dots.height = (size + 16) * ratio;
  const context = dots.getContext("2d");
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  const unit = size / 2 / frame.half_width;
  const scale = (4 * frame.half_width / 32767) * unit;
  const count = frame.labels.length;
  const radius = Math.max(2.2, Math.min(3.6, 70 / Math.sqrt(count))) * (size > 280 ? 1 : 0.85);
  context.beginPath();
  context.rect(4, 4, size + 8, size + 8); // none upon the numbers of the axes
  context.clip();
  for (let i = frame.show_test ? count - 1 : frame.train - 1; i >= 0; i--) {
    const px = 8 + size / 2 + frame.places[2 * i] * scale;
    const py = 8 + size / 2 - frame.places[2 * i + 1] * scale;
    if (px < 2 || py < 2 || px > size + 14 || py > size + 14) continue;
    if (stage.erased.some(([x1, x2]) => Math.hypot(8 + size / 2 + x1 * unit - px, 8 + size / 2 - x2 * unit - py) < ERASER * unit)) continue;
    mark_point(context, frame, colours, i, px, py, radius);
  }
  for (const { point, label } of stage.painted) { // drawn here, and not yet back from the server
    context.beginPath();
    mark(context, MARKERS[label], 8 + size / 2 + point[0] * unit, 8 + size / 2 - point[1] * unit, radius);
    context.fillStyle = css(CLASS_COLOURS[label]);
    context.fill();
  }
}

// Where the axis of the loss curve ends: with the longest of the curves.
function last_epoch(frame) {
  const ends = frame.branches.map((_, i) => frame[`branch_${i}`][frame[`branch_${i}`].length / 2 - 1]);
  return Math.max(frame.curve[frame.curve.length / 3 - 1], 1, ...ends);
}

function drawCurve(stage) {
  const { context, place, frame, colours } = stage;
  const { x, y, width, height } = place.curve;
  const n = frame.curve.length / 3;
  const [epochs, train, test] = [0, 1, 2].map((i) => frame.curve.subarray(i * n, i * n + n));
  let top = 1e-6;
  for (let i = 0; i < n; i++) for (const v of [train[i], test[i]]) if (v < 1e30) top = Math.max(top, v);
  frame.branches.forEach((_, i) => {
    const curve = frame[`branch_${i}`];
    for (const v of curve.subarray(curve.length / 2)) if (v < 1e30) top = Math.max(top, v);
  });
  const last = last_epoch(frame);
  context.strokeStyle = colours.faint;
  context.lineWidth = 1;
  context.beginPath();
  for (const t of [0, 0.5, 1]) {
    context.moveTo(x, y + height * t);
    context.lineTo(x + width, y + height * t);
  }
  context.stroke();
  const line = (values, colour, thickness, dash) => {
    context.strokeStyle = colour;
    context.lineWidth = thickness;
    context.setLineDash(dash);
    context.lineJoin = "round";
    context.beginPath();
    for (let i = 0; i < n; i++) context.lineTo(x + (width * epochs[i]) / last, y + height * (1 - Math.min(values[i] / top, 1)));
    context.stroke();
    context.setLineDash([]);
  };
  frame.branches.forEach((_, i) => {
    const curve = frame[`branch_${i}`];
    const m = curve.length / 2;
    context.strokeStyle = css(BRANCH_COLOURS[i]);
    context.lineWidth = 1.4;
    context.beginPath();
    for (let k = 0; k < m; k++) context.lineTo(x + (width * curve[k]) / last, y + height * (1 - Math.min(curve[m + k] / top, 1)));
    context.stroke();
  });
  line(train, colours.quiet, 1.6, [5, 3]);
  line(test, colours.ink, 2.2, []);
  const looks = stage.sought ?? (frame.state === "past" ? frame.epoch : null);
  if (looks !== null) {
    const at = x + (width * looks) / last;
    context.fillStyle = colours.ink;
    context.fillRect(at - 1, y - 2, 2, height + 4);
    context.beginPath();
    context.arc(at, y + height + 2, 5, 0, 2 * Math.PI);
    context.fill();
  }
  context.fillStyle = colours.quiet;
  context.font = "11px sans-serif";
  context.textBaseline = "middle";
  context.textAlign = "right";
  const scale = [digits(top), x + width - 2, place.narrow ? y + 9 : y - 9];
  context.strokeStyle = css(colours.background);
  context.lineWidth = 5;
  context.strokeText(...scale); // keeps a curve that passes there from striking it through
  context.fillText(...scale);
  context.textBaseline = "top";
  context.fillText(`epoch ${grouped(Math.floor(last))}`, x + width, y + height + 4);
  context.textAlign = "left";
  context.fillText("0", x, y + height + 4);
}
