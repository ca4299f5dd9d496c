// On the output map: its data points, its axes and the traced point.

import { CLASS_COLOURS, CLASS_MARKERS, colourOfValue, css } from "../live/colours.js";
import { cleared } from "../live/dom.js";
import { pointOf } from "../live/frames.js";
import { addMarker, paintPoint } from "../live/markers.js";
import { scientific, signed } from "../live/numbers.js";
import { ticks, X1, X2 } from "./axes.js";
import constants from "../constants.json" with { type: "json" };

const MARGIN = 8; // px around the map on the canvas of the data points

export function paintAxes({ frame, layout, colours }, context) {
  const { x, y, size } = layout.output;
  context.strokeStyle = colours.faint;
  context.lineWidth = 1;
  context.strokeRect(x - 0.5, y - 0.5, size + 1, size + 1);
  context.fillStyle = colours.quiet;
  for (const [at] of ticks(frame, X1)) context.fillRect(x + ((at + 1) / 2) * size - 0.5, y + size, 1, 4);
  for (const [at] of ticks(frame, X2)) context.fillRect(x + size, y + ((1 - at) / 2) * size - 0.5, 4, 1);
}

// The position and the size of the canvas of the data points upon a map.
export const dotsBox = ({ x, y, size }) => [x - MARGIN, y - MARGIN, size + 2 * MARGIN, size + 2 * MARGIN];

export function paintDots(stage) {
  const { layout } = stage;
  if (!layout) return;
  paintDotsOn(stage, stage.dots, layout.output.size);
  if (layout.pinned) paintDotsOn(stage, stage.pinnedDots, layout.pinned.size);
}

function paintDotsOn(stage, canvas, size) {
  const { frame, colours } = stage;
  const context = cleared(canvas);
  context.save();
  const unit = size / 2 / frame.half_width; // px per unit of the plane
  const toPixels = ([x1, x2]) => [MARGIN + size / 2 + x1 * unit, MARGIN + size / 2 - x2 * unit];
  const count = frame.labels.length;
  const radius = Math.max(2.2, Math.min(3.6, 70 / Math.sqrt(count))) * (size > 280 ? 1 : 0.85); // smaller if many
  context.beginPath();
  context.rect(4, 4, size + MARGIN, size + MARGIN); // keeps points off the numbers of the axes
  context.clip();
  const erased = stage.erasedPoints.map(toPixels);
  for (let i = frame.show_test ? count - 1 : frame.train - 1; i >= 0; i--) {
    const [x, y] = toPixels(pointOf(frame, i));
    if (x < 2 || y < 2 || x > size + 14 || y > size + 14) continue;
    if (erased.some(([ex, ey]) => Math.hypot(ex - x, ey - y) < constants.eraserRadius * unit)) continue;
    paintPoint(context, frame, colours, i, x, y, radius);
  }
  for (const { point, label, value } of stage.addedPoints) {
    // points that the server has not yet added
    context.beginPath();
    addMarker(context, CLASS_MARKERS[label] ?? "circle", ...toPixels(point), radius);
    context.fillStyle = css(CLASS_COLOURS[label] ?? colourOfValue(colours, value));
    context.fill();
  }
  context.restore();
}

// From the plane to pixels of the Stage.
function toStage({ layout, frame }, [x1, x2]) {
  const { x, y, size } = layout.output;
  const half = frame.half_width;
  return [x + ((x1 / half + 1) / 2) * size, y + ((1 - x2 / half) / 2) * size];
}

// The cursor of the arrow keys and the traced point: a cross on the map, and the values that each neuron computes.
export function paintTrace(stage, context) {
  const { trace } = stage.frame;
  if (stage.addsPoints && stage.cursor && stage.mapArea.matches(":focus"))
    paintCross(stage, context, toStage(stage, stage.cursor));
  if (!trace) return;
  paintCross(stage, context, toStage(stage, trace.point));
  paintTracedValues(stage, context);
}

function paintCross({ colours, layout }, context, [x, y]) {
  const { output } = layout;
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

// On each neuron the value of the traced point, and its derivative where the trace goes backward too.
function paintTracedValues(stage, context) {
  const { frame, layout } = stage;
  const { trace, backward } = frame;
  const fontSize = Math.max(10, Math.min(13, layout.tile / 3));
  const short = (value) => signed(value, Math.abs(value) >= 10 ? 0 : Math.abs(value) >= 1 ? 1 : 2);
  context.save();
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.font = `600 ${fontSize}px ${stage.font}`;
  layout.inputs.filter((p) => p.on).forEach((p, j) => paintPill(stage, context, p, [short(trace.inputs[j])], fontSize));
  layout.columns.slice(1).forEach((column, i) =>
    column.forEach((p, k) => {
      const numbers = trace.layers[i];
      const last = i === layout.columns.length - 2;
      const value = last && trace.p ? trace.p[frame.outputs > 1 ? k : 1] : numbers.a[k];
      const slope = backward && numbers.dz ? [`∂${slopeText(numbers.dz[k])}`] : [];
      paintPill(stage, context, p, [short(value), ...slope], fontSize);
    }),
  );
  context.restore();
}

function paintPill({ frame, layout, colours }, context, p, lines, fontSize) {
  const width = Math.max(...lines.map((line) => context.measureText(line).width)) + 6;
  const height = lines.length * (fontSize + 2) + 2;
  const top = p.y + layout.tile / 2 - height + 3;
  const beside = p.output !== undefined && frame.outputs === 1 && !layout.narrow; // left of an output that has no tile
  const left = p.x - width / 2 + (beside ? -width / 2 - 10 : 0);
  context.fillStyle = css(colours.background, 0.86);
  context.beginPath();
  context.roundRect(left, top, width, height, 4);
  context.fill();
  lines.forEach((line, i) => {
    context.fillStyle = i ? colours.quiet : colours.ink;
    context.fillText(line, left + width / 2, top + 2 + (i + 0.5) * (fontSize + 2));
  });
}

function slopeText(value) {
  const size = Math.abs(value);
  return size && size < 0.005 ? scientific(value, 0) : signed(value, 2);
}
