// The heights of a surface as shares of their range, and their colours.

import { mix } from "../live/colours.js";

const HIGHEST_SHARE = 1.15; // of a walk that leaves the surface upward
const COLOURS = {
  light: [
    [236, 241, 250],
    [120, 138, 178],
  ],
  dark: [
    [74, 92, 140],
    [24, 28, 40],
  ],
}; // lowest, highest

// Return {of, values}: a function from a height to its share of the range, 0 … 1, and the shares of the grid. A steep
// surface has a logarithmic scale.
export function heightShares(frame) {
  const low = frame.heights.reduce((a, b) => Math.min(a, b), Infinity);
  const high = frame.heights.reduce((a, b) => Math.max(a, b), -Infinity);
  const scale = frame.steep ? (height) => Math.log1p(Math.max(height - low, 0)) : (height) => height - low;
  const range = scale(high);
  return {
    of: (height) => Math.min(scale(height) / range, HIGHEST_SHARE),
    values: Float32Array.from(frame.heights, (height) => scale(height) / range),
  };
}

export function colourOfHeight(colours, share) {
  const [low, high] = COLOURS[colours.dark ? "dark" : "light"];
  return mix(low, high, Math.min(Math.max(share, 0), 1));
}

// A disc with an outline.
export function paintDisc(context, x, y, radius, fill, stroke) {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fillStyle = fill;
  context.strokeStyle = stroke;
  context.lineWidth = 2;
  context.fill();
  context.stroke();
}
