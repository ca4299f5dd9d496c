// The mark of an image: a grid of pixels, with their numbers and a highlighted window if asked for. A grey image goes from
// white, 0, to black, 1; a signed one from orange, −1, over white to blue, 1. White is white on a dark page too.

import { colourOfSign, mix, toPixel } from "../live/colours.js";
import { node, svgNode } from "../live/dom.js";
import { fromByte } from "../live/frames.js";
import { withMinus } from "../live/numbers.js";
import { fillPixels } from "../live/pixels.js";

const WHITE = [250, 250, 251];
const BLACK = [16, 19, 26];
const SIGNED_STRENGTH = 0.92; // of the colour of a sign at the ends of the range
const TEXT_SHARE = 0.34; // of a cell's side: the size of its number
const TEXT_LIMIT = 17; // px
const SMALLEST_TEXT = 7; // px; smaller numbers are left out
const LONG_TEXT = 4; // characters; longer ones are written smaller
const LINES_FROM = 7; // px of a cell from which lines part it from the next
const LUMINANCE = [0.299, 0.587, 0.114]; // of red, green and blue
export const MIDDLE = 0.35; // of a font size, from a text's baseline to the middle of its letters

// The colour of a pixel, as [red, green, blue].
export function shade(byte, signed) {
  if (!signed) return mix(WHITE, BLACK, byte / 255);
  const value = Math.max(-1, fromByte(byte));
  return mix(WHITE, colourOfSign(value), SIGNED_STRENGTH * Math.abs(value));
}

// Black or white, whichever can be read on a colour.
export const readable = (rgb) => (rgb.reduce((sum, c, i) => sum + c * LUMINANCE[i], 0) > 135 ? "#10131a" : "#ffffff");

export const decode = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));

function picture(bytes, rows, columns, signed) {
  const canvas = node("canvas");
  const table = Uint32Array.from({ length: 256 }, (_, byte) => toPixel(shade(byte, signed)));
  fillPixels(canvas, columns, rows, (pixels) => {
    for (let i = 0; i < pixels.length; i++) pixels[i] = table[bytes[i]];
  });
  return canvas.toDataURL();
}

export function pixels(view, { box: [left, right, low, high], size: [rows, columns], bytes, signed, numbers, window }) {
  const [x, y] = view.toPixels([left, high]);
  const [farX, farY] = view.toPixels([right, low]);
  const [width, height] = [farX - x, farY - y];
  const [across, down] = [width / columns, height / rows];
  const values = decode(bytes);
  const line = { fill: "none", stroke: view.colour("quiet") };
  const made = [
    svgNode("image", {
      x,
      y,
      width,
      height,
      href: picture(values, rows, columns, signed),
      preserveAspectRatio: "none",
      style: "image-rendering: pixelated",
    }),
  ];
  if (Math.min(across, down) >= LINES_FROM) {
    let path = "";
    for (let i = 1; i < columns; i++) path += `M${x + i * across},${y}V${farY}`;
    for (let i = 1; i < rows; i++) path += `M${x},${y + i * down}H${farX}`;
    made.push(svgNode("path", { ...line, d: path, "stroke-width": 0.6, "stroke-opacity": 0.45 }));
  }
  made.push(svgNode("rect", { ...line, x, y, width, height, "stroke-width": 1 }));
  const size = Math.min(TEXT_SHARE * across, TEXT_LIMIT);
  for (const [i, number] of size >= SMALLEST_TEXT ? numbers.entries() : []) {
    const place = { x: x + ((i % columns) + 0.5) * across, y: y + (Math.floor(i / columns) + 0.5) * down };
    const text = withMinus(number);
    const small = Math.min(1, LONG_TEXT / text.length) * size;
    const look = { fill: readable(shade(values[i], signed)), "font-size": small, "text-anchor": "middle" };
    made.push(svgNode("text", { x: place.x, y: place.y + small * MIDDLE, ...look }, text));
  }
  if (window) made.push(...frame(view, window, x, y, across, down));
  return made;
}

// The highlighted window: two lines, so that it stands out from light and from dark pixels.
function frame(view, { place: [row, column, height, width], colour }, x, y, across, down) {
  const box = { x: x + column * across, y: y + row * down, width: width * across, height: height * down };
  const outline = (stroke, thickness) =>
    svgNode("rect", { ...box, fill: "none", stroke, "stroke-width": thickness, "stroke-linejoin": "round" });
  return [outline("#ffffff", 6), outline(view.colour(colour), 3)];
}
