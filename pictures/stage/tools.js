// The output map as a place to act: read it, trace a point, draw and erase data.

const BRUSH_NAMES = ["orange", "blue", "green", "purple", "olive"];
const SPACING = 13; // px between painted points
const ERASER = 0.45; // units of the plane, as in acts.py

// From pixels of the map to the plane, and back.
function to_plane(stage, event) {
  const box = stage.plane_area.getBoundingClientRect();
  const { half_width: half } = stage.frame;
  return [((event.clientX - box.left) / box.width * 2 - 1) * half, (1 - (event.clientY - box.top) / box.height * 2) * half];
}

function to_map(stage, [x1, x2]) {
  const { x, y, size } = stage.place.output;
  const { half_width: half } = stage.frame;
  return [x + (x1 / half + 1) / 2 * size, y + (1 - x2 / half) / 2 * size];
}

// What the output map says at a place, in words.
function output_at(stage, [x1, x2]) {
  const { frame, shown } = stage;
  const { map, half_width: half } = frame;
  const at = (t) => Math.max(0, Math.min(map - 1, Math.floor((t / half + 1) / 2 * map)));
  const i = at(-x2) * map + at(x1);
  if (frame.outputs > 1) {
    const values = Array.from({ length: frame.outputs }, (_, k) => shown[2][k * map * map + i] / 255);
    const best = values.indexOf(Math.max(...values));
    return `${BRUSH_NAMES[best]}, p = ${values[best].toFixed(2)}`;
  }
  const value = (shown[2][i] - 128) / 127;
  if (frame.meaning !== "probability") return `${frame.meaning} ${signed(value)}`;
  return `p₊ = ${(1 / (1 + Math.exp(-Math.sinh(value * frame.logit_range)))).toFixed(2)}`;
}

// The data point that is nearest to a place: where it is, its label, and how far.
function nearest_point(stage, [x1, x2]) {
  const { frame } = stage;
  const scale = 4 * frame.half_width / 32767;
  let best = null;
  const count = frame.show_test ? frame.labels.length : frame.train;
  for (let i = 0; i < count; i++) {
    const point = [frame.places[2 * i] * scale, frame.places[2 * i + 1] * scale];
    const far = Math.hypot(point[0] - x1, point[1] - x2);
    if (!best || far < best.far) best = { point, far, label: frame.classes ? frame.labels[i] : (frame.labels[i] - 128) / 127 };
  }
  return best;
}

function trace_at(stage, point) {
  const near = nearest_point(stage, point);
  const unit = 2 * stage.frame.half_width / stage.place.output.size; // of a pixel
  if (near && near.far < 9 * unit) return stage.act("trace", [...near.point, near.label]);
  stage.act("trace", near ? [...point, near.label] : point);
}

// Pointer and keys on the map.
function map_events(stage) {
  const area = stage.plane_area;
  let stroke = null;
  const add = (event) => {
    const point = to_plane(stage, event);
    const last = stroke.points.at(-1);
    const unit = 2 * stage.frame.half_width / stage.place.output.size;
    if (last && Math.hypot(point[0] - stroke.at[0], point[1] - stroke.at[1]) < SPACING * unit * (stroke.erases ? 0.4 : 1)) return;
    stroke.at = point;
    const scatter = () => (last && !stroke.erases ? (Math.random() - 0.5) * SPACING * unit : 0);
    stroke.points.push(point.map((value) => +(value + scatter()).toFixed(3)));
    if (stroke.erases) stage.erased.push(point);
    else stage.painted.push({ point: stroke.points.at(-1), label: stroke.label });
    paintDots(stage);
    draw(stage);
  };
  area.onpointerdown = (event) => {
    if (event.button > 0 && !stage.drawing) return;
    if (!stage.drawing) return;
    event.preventDefault();
    area.setPointerCapture(event.pointerId);
    const erases = stage.brush === "erase" || event.ctrlKey || event.metaKey || event.button === 2;
    stroke = { erases, label: stage.brush, points: [], at: [99, 99] };
    stage.count_before = stage.frame.labels.length;
    add(event);
  };
  area.onpointermove = (event) => {
    if (stroke) return add(event);
    if (stage.drawing || event.pointerType === "touch") return;
    const point = to_plane(stage, event);
    stage.tip.textContent = `x₁ ${signed(point[0], 1)}, x₂ ${signed(point[1], 1)} · ${output_at(stage, point)}`;
    stage.tip.hidden = false;
  };
  area.onpointerup = () => {
    if (!stroke) return;
    const { erases, label, points } = stroke;
    stroke = null;
    if (erases) stage.act("erase", points);
    else stage.act("draw", { label, points });
    stage.painted_until = performance.now() + 3000;
  };
  area.onpointercancel = () => { stroke = null; };
  area.onpointerleave = () => { stage.tip.hidden = true; };
  area.oncontextmenu = (event) => { if (stage.drawing) event.preventDefault(); };
  area.onclick = (event) => { if (!stage.drawing && event.detail) trace_at(stage, to_plane(stage, event)); };
  area.onfocus = () => {
    if (stage.drawing && area.matches(":focus-visible")) stage.cursor ??= [0, 0];
    draw(stage);
  };
  area.onblur = () => {
    if (stage.relabels) return;
    stage.tip.hidden = true;
    draw(stage);
  };
  area.onkeydown = (event) => {
    const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
    const move = moves[event.key];
    const now = (stage.drawing ? stage.cursor : stage.frame.trace?.point) ?? [0, 0];
    if (stage.drawing) {
      if (event.repeat && !move) return; // a key that is held is one point
      if (!draws_by_key(stage, event.key, now, move)) return;
    } else if (event.key === "Escape") stage.act("trace", null);
    else if (event.key === "Enter") trace_at(stage, now);
    else if (move) stage.act("trace", [now[0] + 0.25 * move[0], now[1] + 0.25 * move[1]]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
}

// While one draws, the arrow keys move a cursor, Enter adds a point there and Delete takes those near it away.
// Returns whether the key meant something.
function draws_by_key(stage, key, now, move) {
  if (move) {
    const { half_width: half } = stage.frame;
    stage.cursor = now.map((value, k) => Math.max(-half, Math.min(half, value + 0.25 * move[k])));
    stage.tip.textContent = `x₁ ${signed(stage.cursor[0])}, x₂ ${signed(stage.cursor[1])}: Enter adds, Delete erases`;
    stage.tip.hidden = false;
    draw(stage);
    return true;
  }
  if (key === "Escape") {
    stage.drawing = false;
    stage.cursor = null;
    stage.tip.hidden = true;
    stage.arrange();
  } else if (key === "Delete" || key === "Backspace" || (key === "Enter" && stage.brush === "erase")) stage.act("erase", [now]);
  else if (key === "Enter") stage.act("draw", { label: stage.brush, points: [now] });
  else return false;
  return true;
}

// The bar of brushes, above the map while one draws.
function brushes(stage) {
  const { frame } = stage;
  const choose = (brush) => () => {
    stage.brush = brush;
    stage.arrange();
  };
  const button = (name, content, action, pressed) => {
    const attributes = { type: "button", "aria-label": name, title: name, "data-name": name, onclick: action };
    return node("button", pressed === undefined ? attributes : { ...attributes, "aria-pressed": pressed }, content);
  };
  const dots = BRUSH_NAMES.map((name, k) => {
    const dot = node("i", { class: "dot" });
    dot.style.background = css(CLASS_COLOURS[k]);
    return button(`Draw ${name} points`, dot, choose(k), stage.brush === k);
  });
  return node("div", { class: "bar", role: "group", "aria-label": "Draw data" }, ...dots,
    button("Erase points (or hold Ctrl)", "⌫", choose("erase"), stage.brush === "erase"),
    button("Undo the last stroke", "↶", () => stage.act("undo", true)),
    button("Stop drawing", "×", () => { stage.drawing = false; stage.arrange(); }));
}

// What the trace of a point says, below the map while there is one.
function trace_bar(stage) {
  const { frame } = stage;
  const { trace } = frame;
  const text = `(${signed(trace.point[0])}, ${signed(trace.point[1])})` +
    (trace.p ? (frame.outputs > 1 ? "" : ` p₊ = ${trace.p[1].toFixed(2)}`) : ` ${frame.meaning} ${signed(trace.layers.at(-1).z[0])}`) +
    (trace.loss === null ? "" : ` · loss ${digits(trace.loss)} for`);
  const bar = node("div", { class: "bar trace", role: "group", "aria-label": "The traced point" }, node("span", {}, text));
  for (let k = 0; k < frame.classes; k++) {
    const dot = node("i", { class: "dot" });
    dot.style.background = css(CLASS_COLOURS[k]);
    const name = `It ought to be ${BRUSH_NAMES[k]}`;
    bar.append(node("button", { type: "button", "aria-label": name, title: name, "data-name": name, "aria-pressed": trace.target === k, onclick: () => stage.act("target", k) }, dot));
  }
  const back = "Show the derivatives on the way back";
  bar.append(
    node("button", { type: "button", "aria-label": back, title: back, "data-name": back, "aria-pressed": frame.backward, onclick: () => stage.act("backward", !frame.backward) }, "∂"),
    node("button", { type: "button", "aria-label": "Stop tracing", "data-name": "Stop tracing", onclick: () => stage.act("trace", null) }, "×"));
  return bar;
}

// The whole Stage as a picture: the canvas, and the text that lies above it.
function save_picture(stage) {
  const { canvas, root, colours } = stage;
  const picture = document.createElement("canvas");
  [picture.width, picture.height] = [canvas.width, canvas.height];
  const context = picture.getContext("2d");
  context.fillStyle = css(colours.background);
  context.fillRect(0, 0, picture.width, picture.height);
  context.drawImage(canvas, 0, 0);
  const ratio = canvas.width / root.clientWidth;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  const [frame, zoom] = [root.getBoundingClientRect(), zoom_of(root)];
  const texts = document.createTreeWalker(stage.labels, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const range = document.createRange();
    range.selectNodeContents(texts.currentNode);
    const box = range.getBoundingClientRect();
    const element = texts.currentNode.parentElement;
    if (!box.width || element.closest("button:not(.feature), .shows, .bar, option")) continue;
    const style = getComputedStyle(element);
    context.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    context.fillStyle = style.color;
    context.textBaseline = "middle";
    context.fillText(texts.currentNode.textContent, (box.left - frame.left) / zoom, (box.top - frame.top + box.height / 2) / zoom);
  }
  picture.toBlob((blob) => {
    const link = node("a", { href: URL.createObjectURL(blob), download: `network-epoch-${stage.frame.epoch}.png` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  });
}
