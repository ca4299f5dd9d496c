// Colours of values on paper: blue is positive, orange negative, zero the colour of paper.

import { css, mix, ramp, toPixel } from "./colours.js";

const WHITE = [255, 255, 255];
const INK = [26, 34, 51]; // on white paper, whatever the theme
const TILE_STRENGTH = 0.95; // of the colour at the largest value

// The tables of colours of a theme: of values from −1 to 1, and of grey from 0 to 1. Images are on white paper in the
// dark too, as they were drawn; what is not an image is as dark as the page.
export function shadesOf(colours, isImage = false) {
  const isWhite = isImage || !colours.dark;
  const [paper, ink] = isWhite ? [WHITE, colours.dark ? INK : colours.text] : [colours.middle, colours.text];
  const grey = Uint32Array.from({ length: 256 }, (_, byte) => toPixel(mix(paper, ink, byte / 255)));
  return { paper, ink, grey, signed: ramp(paper, TILE_STRENGTH) };
}

// Colours of a theme that not all pictures need; `root` is the picture's element.
export const moreColours = ({ background, text, dark }, root) => ({
  accent: getComputedStyle(root).getPropertyValue("--st-primary-color").trim() || "#1b62c6",
  outline: css(mix(background, text, 0.75)),
  track: css(mix(background, text, 0.08)),
  orangeInk: dark ? "#f5a04a" : "#b4560b", // orange that can be read as text
});
