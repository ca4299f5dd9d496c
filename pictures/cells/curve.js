// The loss curves of the chosen cell.

import constants from "../constants.json" with { type: "json" };
import { sized } from "../live/dom.js";
import { digits, grouped, isMissing } from "../live/numbers.js";

const LEFT = 36; // px, for the numbers of the axis

export function paintCurve({ frame, colours, curve, font }) {
  const [width, height] = [curve.clientWidth, curve.clientHeight];
  const context = sized(curve, width, height);
  context.clearRect(0, 0, width, height);
  const n = frame.curve.length / 3;
  context.font = `12px ${font}`;
  context.fillStyle = colours.quiet;
  context.textBaseline = "top";
  context.textAlign = "left";
  context.fillText(frame.loss, LEFT, 0);
  if (!n) return;
  const [epochs, train, test] = [0, 1, 2].map((row) => frame.curve.subarray(row * n, row * n + n));
  const [right, top, bottom] = [width - 6, 20, height - 20];
  const highest = highestLoss(train, test);
  const lastEpoch = Math.max(epochs[n - 1], 1);
  context.textAlign = "right";
  context.textBaseline = "middle";
  for (const t of [0, 0.5, 1]) {
    const y = bottom - (bottom - top) * t;
    context.fillStyle = colours.faint;
    context.fillRect(LEFT, y, right - LEFT, 1);
    context.fillStyle = colours.quiet;
    context.fillText(digits(t * highest), LEFT - 5, y);
  }
  context.textBaseline = "top";
  context.fillText(`epoch ${grouped(Math.floor(lastEpoch))}`, right, bottom + 5);
  const line = (losses, colour, lineWidth, dash) => {
    context.strokeStyle = colour;
    context.setLineDash(dash);
    context.lineWidth = lineWidth;
    context.beginPath();
    for (let i = 0; i < n; i++) {
      if (isMissing(losses[i])) continue;
      const share = Math.min(losses[i] / highest, 1.03); // a little above the top, where the axis ends
      context.lineTo(LEFT + ((right - LEFT) * epochs[i]) / lastEpoch, bottom - (bottom - top) * share);
    }
    context.stroke();
  };
  line(train, colours.quiet, 1.6, [5, 4]);
  line(test, colours.ink, 2.4, []);
}

// The largest loss of the axis: a training that diverges leaves the chart at three times its first loss.
function highestLoss(train, test) {
  let highest = 1e-6; // above 0, so that it can divide
  const limit = isMissing(train[0]) ? Infinity : 3 * train[0];
  for (const losses of [train, test])
    for (const loss of losses) if (loss < constants.largestNumber) highest = Math.max(highest, Math.min(loss, limit));
  return highest;
}
