// The output map under the pointer and the keys: it shows values, traces a point, and adds or erases data points.

import constants from "../constants.json" with { type: "json" };
import { arrowDirection } from "../live/dom.js";
import { markOfBrush } from "./bars.js";
import { paintDots } from "./output.js";
import { nearestPoint, outputAt, placeText, toPlane, unitsPerPixel } from "./readings.js";

const SPACING = 13; // px between the points of a stroke
const ERASER_SPACING = 0.4 * SPACING; // px; closer, so that no point between two positions is left
const SNAP = 9; // px within which a click means the nearest data point
const KEY_STEP = 0.25; // units of the plane
const STROKE_SHOWN_FOR = 3000; // ms that a stroke is shown, if the server does not answer

export function mapEvents(stage) {
  const area = stage.mapArea;
  let stroke = null;
  area.onpointerdown = (event) => {
    if (!stage.addsPoints) return;
    event.preventDefault();
    area.setPointerCapture(event.pointerId);
    const erases = stage.brush === "erase" || event.ctrlKey || event.metaKey || event.button === 2;
    stroke = { erases, mark: markOfBrush(stage), points: [], last: null };
    stage.countBefore = stage.frame.labels.length;
    extendStroke(stage, stroke, event);
  };
  area.onpointermove = (event) => {
    if (stroke) return extendStroke(stage, stroke, event);
    if (stage.addsPoints || event.pointerType === "touch") return;
    const point = toPlane(stage, event);
    showTip(stage, `${placeText(stage.frame, point, 1)} · ${outputAt(stage.frame, stage.shown[2], point)}`);
  };
  area.onpointerup = () => {
    if (!stroke) return;
    if (stroke.points.length) sendStroke(stage, stroke);
    stroke = null;
  };
  area.onpointercancel = () => {
    stroke = null;
  };
  area.onpointerleave = () => {
    stage.tip.hidden = true;
  };
  area.oncontextmenu = (event) => {
    if (stage.addsPoints) event.preventDefault();
  };
  area.onclick = (event) => {
    if (!stage.addsPoints && event.detail) traceAt(stage, toPlane(stage, event));
  };
  area.onfocus = () => {
    if (stage.addsPoints && area.matches(":focus-visible")) stage.cursor ??= [0, 0];
    stage.paintStill();
  };
  area.onblur = () => {
    if (stage.relabels) return;
    stage.tip.hidden = true;
    stage.paintStill();
  };
  area.onkeydown = (event) => {
    if (!mapKey(stage, event)) return;
    event.preventDefault();
    event.stopPropagation();
  };
}

// Have the server do what a stroke has done so far.
function sendStroke(stage, stroke) {
  const { erases, mark, points } = stroke;
  const { data } = stage.frame;
  if (erases) stage.act("erase", { data, points });
  else stage.act("draw", { ...mark, data, points });
  stroke.points = [];
  stage.strokeUntil = performance.now() + STROKE_SHOWN_FOR;
}

function showTip(stage, text) {
  stage.tip.textContent = text;
  stage.tip.hidden = false;
}

// Add a point to a stroke, or erase, once the pointer is far enough from the last one. Points are scattered a little,
// since a line of points would be unlike any data.
function extendStroke(stage, stroke, event) {
  const point = toPlane(stage, event);
  const unit = unitsPerPixel(stage);
  const { last, erases } = stroke;
  const spacing = (erases ? ERASER_SPACING : SPACING) * unit;
  if (last && Math.hypot(point[0] - last[0], point[1] - last[1]) < spacing) return;
  stroke.last = point;
  const scatter = () => (last && !erases ? (Math.random() - 0.5) * spacing : 0);
  stroke.points.push(point.map((value) => +(value + scatter()).toFixed(3)));
  if (erases) stage.erasedPoints.push(point);
  else stage.addedPoints.push({ point: stroke.points.at(-1), ...stroke.mark });
  paintDots(stage);
  if (stroke.points.length === constants.maxStroke) sendStroke(stage, stroke);
}

// Trace the data point that is close to a position, or the position with the label of the nearest data point.
function traceAt(stage, point) {
  const nearest = nearestPoint(stage.frame, point);
  if (nearest && nearest.distance < SNAP * unitsPerPixel(stage))
    return stage.act("trace", [...nearest.point, nearest.label]);
  stage.act("trace", nearest ? [...point, nearest.label] : point);
}

// Handle a key on the map; returns whether it is one of the map's keys.
function mapKey(stage, event) {
  const { key } = event;
  const direction = arrowDirection(key);
  if (stage.addsPoints) {
    if (event.repeat && !direction) return false; // a key that is held down adds one point
    return brushKey(stage, key, direction);
  }
  const at = stage.frame.trace?.point ?? [0, 0];
  if (key === "Escape") stage.act("trace", null);
  else if (key === "Enter") traceAt(stage, at);
  else if (direction)
    stage.act(
      "trace",
      at.map((value, k) => value + KEY_STEP * direction[k]),
    );
  else return false;
  return true;
}

// While the visitor adds points the arrow keys move a cursor, Enter adds a point there and Delete erases.
function brushKey(stage, key, direction) {
  const at = stage.cursor ?? [0, 0];
  if (direction) {
    const half = stage.frame.half_width;
    stage.cursor = at.map((value, k) => Math.max(-half, Math.min(half, value + KEY_STEP * direction[k])));
    showTip(stage, `${placeText(stage.frame, stage.cursor)}: Enter adds, Delete erases`);
    stage.paintStill();
  } else if (key === "Escape") {
    stage.addsPoints = false;
    stage.cursor = null;
    stage.tip.hidden = true;
    stage.arrange();
  } else if (key === "Delete" || key === "Backspace" || (key === "Enter" && stage.brush === "erase"))
    stage.act("erase", { data: stage.frame.data, points: [at] });
  else if (key === "Enter") stage.act("draw", { ...markOfBrush(stage), data: stage.frame.data, points: [at] });
  else return false;
  return true;
}
