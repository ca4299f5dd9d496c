// Colours: of the theme, of classes, and as tables that turn bytes into pixels. A colour is [red, green, blue], from
// 0 to 255.

import constants from "../constants.json" with { type: "json" };
import { fromByte } from "./frames.js";

export const fromHex = (hex) => [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16));

export const CLASS_COLOURS = constants.classColours.map(fromHex);
export const CLASS_COLOUR_NAMES = constants.classColourNames;
export const CLASS_MARKERS = constants.classMarkers;
export const ORANGE = CLASS_COLOURS[0]; // of class 0 and of negative values
export const BLUE = CLASS_COLOURS[1]; // of class 1 and of positive values
export const BRANCH_COLOURS = [
  [200, 60, 60],
  [140, 90, 200],
  [20, 140, 140],
  [150, 110, 20],
];
const PINNED = { light: [109, 40, 217], dark: [183, 148, 246] }; // of the network that is pinned beside the present one
export const COLOURS_PER_BYTE = 4; // in tables for values that are interpolated between two bytes

// How much of a class's colour the full value shows, on a light and on a dark page: the large maps are paler, so that
// data points stand out from them.
const STRENGTH = {
  tile: { light: 0.88, dark: 0.82 },
  large: { light: 0.66, dark: 0.62 },
  map: { light: 0.58, dark: 0.55 },
};

const CLASS_STRENGTH = 0.88; // of the colour of a class at full probability, on the tile of its output

export const mix = (a, b, t) => a.map((value, i) => value + (b[i] - value) * t);
export const css = (rgb, alpha = 1) => `rgba(${rgb.map(Math.round).join()},${alpha})`;

// A colour as a pixel of ImageData, read as a Uint32 on a little-endian machine.
export const toPixel = (rgb) =>
  (255 << 24) | (Math.round(rgb[2]) << 16) | (Math.round(rgb[1]) << 8) | Math.round(rgb[0]);

export const colourOfSign = (value) => (value < 0 ? ORANGE : BLUE);

// The colour of a point with a value, from −1 to 1.
export const colourOfValue = (colours, value) => mix(colours.middle, colourOfSign(value), Math.min(1, Math.abs(value)));

// A table of `size` pixels for bytes from 0 to 255: orange below the middle, blue above it. `transform` maps the value
// of a byte, -1 … 1, to the value that is shown.
export function ramp(middle, strength, size = 256, transform = (value) => value) {
  return Uint32Array.from({ length: size }, (_, i) => {
    const value = transform(Math.max(-1, fromByte((i * 256) / size)));
    return toPixel(mix(middle, colourOfSign(value), Math.min(Math.abs(value), 1) * strength));
  });
}

// A table of pixels for bytes from 0 to 255, from one colour to a share of another.
const shades = (from, to, share) =>
  Uint32Array.from({ length: 256 }, (_, byte) => toPixel(mix(from, to, (share * byte) / 255)));

// The colours of three or more classes at full probability, as maps show them.
export const classTints = (colours) =>
  CLASS_COLOURS.map((colour) => mix(colours.middle, colour, colours.strength("map")));

// The theme's colours of the text and the background, as CSS properties with what stands for them where they are missing.
const THEME = [
  ["--st-text-color", "#1a2233"],
  ["--st-background-color", "#ffffff"],
];

// Colours of CSS as [red, green, blue].
function parsed(colours) {
  const probe = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  return colours.map((colour, i) => {
    probe.fillStyle = THEME[i][1];
    probe.fillStyle = colour;
    probe.fillRect(0, 0, 1, 1);
    return [...probe.getImageData(0, 0, 1, 1).data.slice(0, 3)];
  });
}

// Return the colours of a picture on a page with these colours; `key` changes whenever they do.
export function paletteOf(text, background) {
  const dark = background[0] + background[1] + background[2] < 384; // of 765
  const middle = dark ? [24, 28, 36] : [246, 247, 249];
  const strength = (kind) => STRENGTH[kind][dark ? "dark" : "light"];
  const fine = COLOURS_PER_BYTE * 256;
  return {
    text,
    background,
    middle,
    dark,
    strength,
    key: [...text, ...background].join(),
    tile: ramp(middle, strength("tile")),
    classShades: CLASS_COLOURS.map((colour) => shades(middle, colour, CLASS_STRENGTH)),
    large: ramp(middle, strength("large"), fine),
    map: (transform) => ramp(middle, strength("map"), fine, transform),
    pinned: dark ? PINNED.dark : PINNED.light,
    faint: css(mix(background, text, 0.16)),
    quiet: css(mix(background, text, 0.62)),
    ink: css(text),
  };
}

let latest = {}; // the palette that was made last: it changes with the theme only, but is asked for with each Frame

// The colours of a picture on the page where an element is.
export function palette(element) {
  const style = getComputedStyle(element);
  const theme = THEME.map(([name, fallback]) => style.getPropertyValue(name).trim() || fallback);
  const key = theme.join();
  if (key !== latest.key) latest = { key, colours: paletteOf(...parsed(theme)) };
  return latest.colours;
}
