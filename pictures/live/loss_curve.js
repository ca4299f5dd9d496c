// The loss curve of a picture, with the curves of branches and of a pinned network if its Frame has any.

import { BRANCH_COLOURS, css } from "./colours.js";
import constants from "../constants.json" with { type: "json" };
import { digits, grouped, isMissing } from "./numbers.js";

const CHANGE_SIDE = 5; // px from the middle of a change's mark to its corners

// The loss curve as rows of epochs, train and test losses one after the other: the history, and its end at this moment.
export function curveOf({ history, end }) {
  const n = history.length / 3;
  const curve = new Float32Array(3 * (n + 1));
  for (let row = 0; row < 3; row++) {
    for (let i = 0; i < n; i++) curve[row * (n + 1) + i] = history[3 * i + row];
    curve[row * (n + 1) + n] = end[row] ?? -1;
  }
  return curve;
}

// The curves of other networks, of branches and of a pinned one, as [epochs, test losses, colour].
function otherCurves(frame, colours) {
  const named = (frame.branches ?? []).map((_, i) => [frame[`branch_${i}`], BRANCH_COLOURS[i]]);
  if (frame.pinned) named.push([frame.pinned_curve, colours?.pinned]);
  return named.map(([curve, colour]) => [
    curve.subarray(0, curve.length / 2),
    curve.subarray(curve.length / 2),
    colour,
  ]);
}

// The last epoch on the axis: that of the longest curve, and at least 1.
export function lastEpoch(frame) {
  const ends = otherCurves(frame).map(([epochs]) => epochs.at(-1));
  return Math.max(frame.curve[frame.curve.length / 3 - 1], 1, ...ends);
}

// The largest loss among several curves; losses that have diverged do not count. Without any it is −1.
function largestLoss(curves) {
  let largest = -1;
  for (const curve of curves)
    for (const loss of curve) if (loss < constants.largestNumber) largest = Math.max(largest, loss);
  return largest;
}

// Paint the curve of a picture that has a frame, colours, a scrubber, and a layout with the box of the curve.
export function paintCurve(picture, context) {
  const { layout, frame, colours } = picture;
  const { x, y, width, height } = layout.curve;
  const n = frame.curve.length / 3;
  const [epochs, train, test] = [0, 1, 2].map((row) => frame.curve.subarray(row * n, row * n + n));
  const others = otherCurves(frame, colours);
  const largest = largestLoss([train, test, ...others.map(([, losses]) => losses)]);
  const top = Math.max(largest, 1e-6); // above 0, so that it can divide
  const last = lastEpoch(frame);
  paintGrid(picture, context);
  const line = (times, losses, colour, thickness, dash = []) => {
    context.strokeStyle = colour;
    context.lineWidth = thickness;
    context.setLineDash(dash);
    context.beginPath();
    for (let i = 0; i < times.length; i++) {
      if (isMissing(losses[i])) continue;
      context.lineTo(x + (width * times[i]) / last, y + height * (1 - Math.min(losses[i] / top, 1)));
    }
    context.stroke();
    context.setLineDash([]);
  };
  for (const [times, losses, colour] of others) line(times, losses, css(colour), 1.6);
  context.lineJoin = "round";
  line(epochs, train, colours.quiet, 1.6, [5, 3]);
  line(epochs, test, colours.ink, 2.2);
  const changed = picture.changes.place(last);
  for (const at of changed) paintChange(picture, context, at);
  const epoch = picture.scrubber.marked(frame);
  if (epoch !== null) paintEpochMark(picture, context, x + (width * epoch) / last);
  paintAxisText(picture, context, largest, last);
}

function paintGrid({ layout, colours }, context) {
  const { x, y, width, height } = layout.curve;
  context.strokeStyle = colours.faint;
  context.lineWidth = 1;
  context.beginPath();
  for (const t of [0, 0.5, 1]) {
    context.moveTo(x, y + height * t);
    context.lineTo(x + width, y + height * t);
  }
  context.stroke();
}

// A moment at which something was changed: what can be pressed there is an element of its own, see change_marks.js.
function paintChange({ layout, colours }, context, x) {
  const { y, height } = layout.curve;
  context.strokeStyle = context.fillStyle = colours.ink;
  context.lineWidth = 1;
  context.setLineDash([2, 3]);
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(x, y + height);
  context.stroke();
  context.setLineDash([]);
  context.beginPath();
  for (const [right, down] of [
    [-CHANGE_SIDE, 0],
    [0, -CHANGE_SIDE],
    [CHANGE_SIDE, 0],
    [0, CHANGE_SIDE],
  ])
    context.lineTo(x + right, y + down);
  context.fill();
}

// The epoch of the past that is shown.
function paintEpochMark({ layout, colours }, context, x) {
  const { y, height } = layout.curve;
  context.fillStyle = colours.ink;
  context.fillRect(x - 1, y - 2, 2, height + 4);
  context.beginPath();
  context.arc(x, y + height + 2, 5, 0, 2 * Math.PI);
  context.fill();
}

function paintAxisText({ layout, colours }, context, largest, last) {
  const { x, y, width, height } = layout.curve;
  context.fillStyle = colours.quiet;
  context.font = "11px sans-serif";
  context.textBaseline = "middle";
  context.textAlign = "right";
  const scale = [largest >= 0 ? digits(largest) : "", x + width - 2, layout.narrow ? y + 9 : y - 9];
  context.strokeStyle = css(colours.background);
  context.lineWidth = 5;
  context.strokeText(...scale); // an outline, so that a curve behind the number does not make it unreadable
  context.fillText(...scale);
  context.textBaseline = "top";
  context.fillText(`epoch ${grouped(Math.floor(last))}`, x + width, y + height + 4);
  context.textAlign = "left";
  context.fillText("0", x, y + height + 4);
}
