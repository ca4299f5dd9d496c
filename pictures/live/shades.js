// Colours of values on paper: blue is positive, orange negative, zero the colour of paper.

import { css, mix, ramp, toPixel } from "./colours.js";

const WHITE = [255, 255, 255];
const TILE_STRENGTH = 0.95; // of the colour at the largest value

// The tables of colours of a theme: of values from −1 to 1, and of grey from 0 to 1.
export function shadesOf(colours) {
  const paper = colours.dark ? colours.middle : WHITE;
  const grey = Uint32Array.from({ length: 256 }, (_, byte) => toPixel(mix(paper, colours.text, byte / 255)));
  return { paper, grey, signed: ramp(paper, TILE_STRENGTH) };
}

// Colours of a theme that not all pictures need; `root` is the picture's element.
export const moreColours = ({ background, text, dark }, root) => ({
  accent: getComputedStyle(root).getPropertyValue("--st-primary-color").trim() || "#1b62c6",
  outline: css(mix(background, text, 0.75)),
  track: css(mix(background, text, 0.08)),
  orangeInk: dark ? "#f5a04a" : "#b4560b", // orange that can be read as text
});
