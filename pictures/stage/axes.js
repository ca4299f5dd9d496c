// What axes and classes are called, and the numbers that points had in a visitor's file before they were scaled.

import { CLASS_COLOUR_NAMES } from "../live/colours.js";
import { signed, significant, withMinus } from "../live/numbers.js";

export const X1 = 0;
export const X2 = 1;
export const VALUE = 2;
const USUAL_NAMES = ["x₁", "x₂", "value"];
const LONGEST_NAME = 16; // characters where there is little room
const LARGE = 1e5; // numbers from which thousands are written as K, millions as M

export const className = (frame, k) => frame.names?.[k] || CLASS_COLOUR_NAMES[k];
export const hasNames = (frame) => Boolean(frame.names?.some((name) => name));
export const axisName = (frame, axis) => frame.axes?.[axis][0] || USUAL_NAMES[axis];
export const isNamed = (frame, axis) => Boolean(frame.axes?.[axis][0]);
export const shortened = (text, most = LONGEST_NAME) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

export const FINE = 200; // parts of the plane's width to which the numbers of one place are shown

const unitsOf = (frame, axis) => frame.axes?.[axis].slice(1) ?? [0, 1]; // the number at 0, and of one unit

// A number of the plane as text in the file's units, as fine as a part of the plane's width asks for.
export function axisText(frame, axis, value, part = 40) {
  const [offset, factor] = unitsOf(frame, axis);
  const half = axis === VALUE ? 1 : frame.half_width;
  return numberText(offset + factor * value, (2 * factor * half) / part, Math.abs(offset) + factor * half);
}

// Text that tells numbers apart that differ by `fineness`; `size` is that of the largest number beside it.
function numberText(number, fineness, size) {
  if (size >= LARGE && fineness > size / 1000) return significant(number, 3);
  return fineness < 1e-6
    ? significant(number, 4)
    : signed(number, Math.max(0, Math.ceil(-Math.log10(fineness) - 1e-9)));
}

// The numbers along an axis: each a place from −1 to 1 and its text. Those of a file are round.
export function ticks(frame, axis) {
  const [offset, factor] = unitsOf(frame, axis);
  const half = frame.half_width;
  if (offset === 0 && factor === 1) return [-1, -0.5, 0, 0.5, 1].map((at) => [at, withMinus(at * half)]);
  const rough = (2 * factor * half) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * [1, 2, 5, 10].find((times) => times * power >= rough * 0.7);
  const first = Math.ceil((offset - factor * half) / step);
  const last = Math.floor((offset + factor * half) / step);
  const size = Math.max(Math.abs(first), Math.abs(last)) * step;
  return Array.from({ length: last - first + 1 }, (_, k) => {
    const number = (first + k) * step;
    return [(number - offset) / factor / half, numberText(number, step, size)];
  });
}
