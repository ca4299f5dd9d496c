// The curve of the unit that is followed: its values from moment to moment.

import { BLUE, css, ORANGE } from "../live/colours.js";

// The largest size of a unit's values, at least 1, as a power of 2, so that the scale seldom changes.
const rangeOfUnit = (curves) =>
  2 ** Math.ceil(Math.log2(Math.max(1, ...curves.flatMap((each) => [...each].map(Math.abs)))));

export function paintUnit({ frame, layout, real, colours, font }, context) {
  const { x, y, width, height } = layout.unit;
  const { moments } = layout;
  const keys = frame.waves.filter(([, , , hasSign]) => hasSign).map(([key]) => key);
  const start = (frame.unit - 1) * moments;
  const range = rangeOfUnit(keys.map((key) => real[key].subarray(start, start + moments)));
  const yOf = (value) => y + (height / 2) * (1 - Math.max(Math.min(value / range, 1), -1));
  const step = width / moments;
  context.strokeStyle = colours.faint;
  context.lineWidth = 1;
  context.strokeRect(x + 0.5, y + 0.5, width - 1, height - 1);
  context.fillStyle = colours.faint;
  context.fillRect(x, Math.round(yOf(0)), width, 1);
  for (const key of keys) {
    context.strokeStyle = css(key === "c" ? ORANGE : BLUE);
    context.lineWidth = 2.2;
    context.beginPath();
    for (let t = 0; t < moments; t++) {
      const level = yOf(real[key][start + t]);
      context.lineTo(x + t * step, level);
      context.lineTo(x + (t + 1) * step, level);
    }
    context.stroke();
  }
  context.fillStyle = colours.accent;
  context.fillRect(x + (frame.moment - 1) * step, y + height + 2, step, 2.5);
  context.fillStyle = colours.quiet;
  context.font = `12.5px ${font}`;
  context.textBaseline = "alphabetic";
  context.textAlign = "left";
  const states = keys.includes("c") ? "cell state c (orange), hidden state h (blue)" : "hidden state h";
  context.fillText(`Unit ${frame.unit}: ${states}`, x, y - 8, width);
  context.font = `11px ${font}`;
  context.textAlign = "right";
  context.strokeStyle = css(colours.background);
  context.lineWidth = 4; // an outline, so that a curve behind a number does not make it unreadable
  for (const [text, level, baseline] of [
    [`${range}`, y + 3, "top"],
    [`−${range}`, y + height - 3, "bottom"],
  ]) {
    context.textBaseline = baseline;
    context.strokeText(text, x + width - 4, level);
    context.fillText(text, x + width - 4, level);
  }
}
