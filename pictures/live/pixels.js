// Turns arrays of values into the pixels of a canvas.

import { classTints, COLOURS_PER_BYTE, toPixel } from "./colours.js";

// Set a canvas to a size in pixels, and have `fill` write them into a Uint32Array.
export function fillPixels(canvas, width, height, fill) {
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
    canvas.image = null;
  }
  const context = canvas.getContext("2d");
  canvas.image ??= context.createImageData(width, height);
  fill(new Uint32Array(canvas.image.data.buffer));
  context.putImageData(canvas.image, 0, 0);
}

// Colour a square of side² values at twice its resolution. The values are interpolated and not the colours, so that a
// steep boundary is a smooth line.
export function fillDoubled(pixels, values, side, shades) {
  const wide = 2 * side;
  for (let y = 0; y < wide; y++) {
    const near = y >> 1;
    const far = Math.min(Math.max(near + (y & 1 ? 1 : -1), 0), side - 1);
    for (let x = 0; x < wide; x++) {
      const left = x >> 1;
      const right = Math.min(Math.max(left + (x & 1 ? 1 : -1), 0), side - 1);
      const [a, b] = [near * side, far * side];
      // Bilinear: a new pixel lies a quarter of the way from the nearest value to the next, so (3, 1)/4 along each
      // axis.
      const value = (9 * values[a + left] + 3 * (values[a + right] + values[b + left]) + values[b + right]) / 16;
      pixels[y * wide + x] = shades[(value * COLOURS_PER_BYTE) | 0];
    }
  }
}

// Blend the colours of three or more classes by their probabilities: `values` has a map of bytes for each class. With
// `discretize` each pixel has the colour of the most probable class.
export function fillClasses(pixels, values, side, classes, colours, discretize) {
  const tints = classTints(colours);
  const size = side * side;
  for (let i = 0; i < size; i++) {
    let [r, g, b, sum, highest, best] = [0, 0, 0, 0, -1, 0];
    for (let k = 0; k < classes; k++) {
      const p = values[k * size + i];
      if (p > highest) [highest, best] = [p, k];
      r += p * tints[k][0];
      g += p * tints[k][1];
      b += p * tints[k][2];
      sum += p;
    }
    pixels[i] = discretize ? toPixel(tints[best]) : toPixel([r / sum, g / sum, b / sum]);
  }
}

// Paint a map of the output, for two classes or a value (with `shades`) or for more classes, into a canvas.
export function paintMap(canvas, values, side, classes, colours, shades, discretize = false) {
  if (classes > 2)
    fillPixels(canvas, side, side, (pixels) => fillClasses(pixels, values, side, classes, colours, discretize));
  else fillPixels(canvas, 2 * side, 2 * side, (pixels) => fillDoubled(pixels, values, side, shades));
}
