// Drawings: reduced to images as those of the digits were, written as text as engine/data/images/own.py does, and moved.

export const FINENESS = 4; // points of a drawing along each side of a pixel
const LEVELS = FINENESS ** 2;
const LONGEST_RUN = 27; // white pixels that one letter stands for
const TEXT_SIDE = 8; // pixels of the images that can be written as text
const LETTER = /^[A-Qa-z]{3,64}$/;

// The image of side² numbers from 0 to 1 of a drawing: the share of black points in each block of 4 × 4. A drawing has
// (4 side)² points, which are 0 or 1.
export function reduced(points, side) {
  const image = new Float64Array(side * side);
  const wide = FINENESS * side;
  for (let row = 0; row < wide; row++)
    for (let column = 0; column < wide; column++) {
      const pixel = Math.floor(row / FINENESS) * side + Math.floor(column / FINENESS);
      image[pixel] += points[row * wide + column] / LEVELS;
    }
  return image;
}

// Set or clear the points of a drawing of `wide` points across within a radius of a line, all in points.
export function stroke(points, wide, [x0, y0], [x1, y1], radius, value) {
  const length = Math.hypot(x1 - x0, y1 - y0);
  for (let row = 0; row < wide; row++)
    for (let column = 0; column < wide; column++) {
      const [x, y] = [column + 0.5, row + 0.5];
      const along = length ? ((x - x0) * (x1 - x0) + (y - y0) * (y1 - y0)) / length ** 2 : 0;
      const t = Math.min(Math.max(along, 0), 1);
      if (Math.hypot(x - x0 - t * (x1 - x0), y - y0 - t * (y1 - y0)) <= radius) points[row * wide + column] = value;
    }
}

// An image of 8 × 8 pixels as text: A to Q for the values 0 to 16, a to z for 2 to 27 white pixels in a row.
export function toText(image) {
  const letters = Array.from(image, (value) => String.fromCharCode(65 + Math.round(value * LEVELS))).join("");
  const runs = new RegExp(`A{2,${LONGEST_RUN}}`, "g");
  return letters.replace(runs, (run) => String.fromCharCode(97 + run.length - 2));
}

// The image that a text stands for, or null where it stands for none.
export function fromText(text) {
  if (!LETTER.test(text)) return null;
  const levels = [...text].flatMap((letter) => {
    const code = letter.charCodeAt(0);
    return code >= 97 ? new Array(code - 97 + 2).fill(0) : [code - 65];
  });
  return levels.length === TEXT_SIDE ** 2 ? Float64Array.from(levels, (level) => level / LEVELS) : null;
}

export const canBeText = (side) => side === TEXT_SIDE;

// Write an image moved by whole pixels into `into`; what comes in is white.
export function moved(image, side, [right, down], into) {
  for (let row = 0; row < side; row++)
    for (let column = 0; column < side; column++) {
      const [r, c] = [row - down, column - right];
      into[row * side + column] = r >= 0 && c >= 0 && r < side && c < side ? image[r * side + c] : 0;
    }
  return into;
}
