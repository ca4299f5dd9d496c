// What the output map and the data say at a position of the plane.

import { fromByte, pointOf } from "../live/frames.js";
import { signed } from "../live/numbers.js";
import { axisName, axisText, className, FINE, hasNames, shortened, VALUE } from "./axes.js";

// The position of an event on the map, in units of the plane.
export function toPlane({ mapArea, frame }, event) {
  const box = mapArea.getBoundingClientRect();
  const half = frame.half_width;
  return [
    (((event.clientX - box.left) / box.width) * 2 - 1) * half,
    (1 - ((event.clientY - box.top) / box.height) * 2) * half,
  ];
}

// A position in words, in the numbers of the visitor's file if there is one.
export function placeText(frame, [x1, x2], places) {
  if (frame.axes)
    return [x1, x2]
      .map((value, axis) => `${shortened(axisName(frame, axis))} ${axisText(frame, axis, value, FINE)}`)
      .join(", ");
  return `x₁ ${signed(x1, places)}, x₂ ${signed(x2, places)}`;
}

// Units of the plane in a pixel of the map.
export const unitsPerPixel = ({ frame, layout }) => (2 * frame.half_width) / layout.output.size;

// The value of the output map at a position, in words; `output` holds the maps that are shown.
export function outputAt(frame, output, [x1, x2]) {
  const { map, half_width: half } = frame;
  const cell = (t) => Math.max(0, Math.min(map - 1, Math.floor(((t / half + 1) / 2) * map)));
  const i = cell(-x2) * map + cell(x1);
  if (frame.outputs > 1) {
    const shares = Array.from({ length: frame.outputs }, (_, k) => output[k * map * map + i] / 255);
    const best = shares.indexOf(Math.max(...shares));
    return `${className(frame, best)}, p = ${shares[best].toFixed(2)}`;
  }
  const value = fromByte(output[i]);
  if (frame.meaning === "value" && frame.axes)
    return `${axisName(frame, VALUE)} ${axisText(frame, VALUE, value, FINE)}`;
  if (frame.meaning !== "probability") return `${frame.meaning} ${signed(value)}`;
  const logit = Math.sinh(value * frame.logit_range); // see maps.py
  const p = 1 / (1 + Math.exp(-logit));
  if (hasNames(frame)) return `${className(frame, p > 0.5 ? 1 : 0)}, p = ${Math.max(p, 1 - p).toFixed(2)}`;
  return `p₊ = ${p.toFixed(2)}`;
}

// The visible data point nearest to a position, as {point, label, distance}, or null where there is none.
export function nearestPoint(frame, [x1, x2]) {
  let best = null;
  const count = frame.show_test ? frame.labels.length : frame.train;
  for (let i = 0; i < count; i++) {
    const point = pointOf(frame, i);
    const distance = Math.hypot(point[0] - x1, point[1] - x2);
    if (best && distance >= best.distance) continue;
    best = { point, distance, label: frame.classes ? frame.labels[i] : fromByte(frame.labels[i]) };
  }
  return best;
}
