// Marks for data points.

import { CLASS_COLOURS, CLASS_MARKERS, colourOfValue, css } from "./colours.js";
import { fromByte } from "./frames.js";

// Corners at a radius of 1; their sizes give all shapes about the same area.
export const CORNERS = {
  triangle: [
    [0, -1.25],
    [1.15, 0.85],
    [-1.15, 0.85],
  ],
  diamond: [
    [0, -1.35],
    [1.1, 0],
    [0, 1.35],
    [-1.1, 0],
  ],
};
export const SQUARE_SIDE = 1.8; // at a radius of 1

// Add a shape to the path of a context. Classes beyond the second differ in shape, not by colour alone.
export function addMarker(context, shape, x, y, radius) {
  if (shape === "square") {
    const side = radius * SQUARE_SIDE;
    context.rect(x - side / 2, y - side / 2, side, side);
  } else if (shape === "circle") context.arc(x, y, radius, 0, 2 * Math.PI);
  else {
    CORNERS[shape].forEach(([dx, dy], i) => context[i ? "lineTo" : "moveTo"](x + radius * dx, y + radius * dy));
    context.closePath();
  }
}

// Paint data point i of a Frame in the colour and the shape of its class, or the shade of its value.
export function paintPoint(context, frame, colours, i, x, y, radius, outline = 0.9) {
  const label = frame.labels[i];
  const colour = frame.classes ? CLASS_COLOURS[label] : colourOfValue(colours, fromByte(label));
  const test = i >= frame.train;
  context.beginPath();
  addMarker(context, frame.classes ? CLASS_MARKERS[label] : "circle", x, y, radius);
  context.fillStyle = css(colour);
  context.strokeStyle = test ? colours.ink : frame.classes ? (colours.dark ? "#000c" : "#fffc") : colours.quiet;
  context.lineWidth = test ? outline + 0.3 : outline;
  context.fill();
  context.stroke();
}
