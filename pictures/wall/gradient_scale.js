// The scale of gradients: logarithmic, from the colour of the page to the strongest shade, with a legend.

import { mix, toPixel } from "../live/colours.js";
import { node } from "../live/dom.js";
import { fillPixels } from "../live/pixels.js";

export const BYTES = 255; // of a gradient that is there: 1 to 255; 0 is none
const LEGEND = { width: 160, height: 12 }; // px
const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const NONE = 0.06; // of the text's colour, where there is no gradient
// Shades of a light and of a dark page, each with the share of the scale at which it stands.
const STOPS = {
  light: [
    [0, [255, 255, 255]],
    [0.4, [186, 212, 250]],
    [0.75, [37, 99, 214]],
    [1, [16, 16, 58]],
  ],
  dark: [
    [0, [20, 24, 32]],
    [0.4, [26, 62, 128]],
    [0.75, [84, 150, 255]],
    [1, [244, 248, 255]],
  ],
};

// 10 to a whole power as text.
export function powerOfTen(exponent) {
  if (exponent === 0) return "1";
  if (exponent === 1) return "10";
  const raised = [...String(Math.abs(exponent))].map((digit) => SUPERSCRIPTS[digit]).join("");
  return `10${exponent < 0 ? "⁻" : ""}${raised}`;
}

// The colour at a share of the scale, from 0 to 1.
export function shadeAt(share, dark) {
  const stops = STOPS[dark ? "dark" : "light"];
  const next = Math.max(
    stops.findIndex(([at]) => at >= share),
    1,
  );
  const [[low, from], [high, to]] = [stops[next - 1], stops[next]];
  return mix(from, to, (share - low) / (high - low));
}

// The pixels of all bytes.
export const gradientShades = ({ background, text, dark }) =>
  Uint32Array.from({ length: BYTES + 1 }, (_, byte) =>
    toPixel(byte ? shadeAt((byte - 1) / (BYTES - 1), dark) : mix(background, text, NONE)),
  );

// What the maps show, in words, and the legend of their colours.
export class Legend {
  constructor() {
    this.canvas = node("canvas", { role: "img" });
    this.words = node("span");
    [this.low, this.high] = [node("span"), node("span")];
    this.root = node(
      "div",
      { class: "scale quiet" },
      this.words,
      node("span", { class: "ramp" }, this.low, this.canvas, this.high),
    );
  }

  paint([low, high], shades, narrow) {
    const { width, height } = LEGEND;
    this.words.textContent = narrow
      ? "Maps: |∂L/∂hₜ| over that at the last moment, T; moments t to the right, training downwards"
      : "Maps: what comes back of the gradient, |∂L/∂hₜ| over that at the last moment, T. Moments to the right, training downwards.";
    this.low.textContent = powerOfTen(low);
    this.high.textContent = powerOfTen(high);
    this.canvas.setAttribute("aria-label", `Colours from ${powerOfTen(low)} to ${powerOfTen(high)}, logarithmic`);
    fillPixels(this.canvas, width, height, (pixels) => {
      for (let i = 0; i < pixels.length; i++) pixels[i] = shades[1 + Math.round(((i % width) / width) * (BYTES - 1))];
    });
  }
}
