// Paints the rows: what goes in, the values of all units, the answers, the gradient on its way back, and what is chosen.

import { BLUE, css, mix, ORANGE } from "../live/colours.js";
import { fillPixels } from "../live/pixels.js";
import { showsTop } from "./layout.js";

const MIDDLE = 128; // the byte of 0
const LEAST_GRID = 9; // px of a moment, below which there are no lines between moments
const GRADIENTS = [-8, 1]; // the powers of ten at the bottom and at the top of the gradient's row
const MOST_LETTER = 15; // px
const WHOLE_SENTENCE = 430; // px of the row of the gradient, below which it is explained in a few words

// What does not move between two Frames: labels, letters, lines.
export function paintRowsStill(picture, context) {
  const { layout, frame, colours, font } = picture;
  for (const row of layout.rows) {
    context.fillStyle = colours.quiet;
    context.font = `${layout.narrow ? 11 : 13}px ${font}`;
    context.textAlign = "right";
    context.textBaseline = "middle";
    const lines = layout.narrow ? row.label.split(/(?<=\w),? (?=\S+$)|, /) : [row.label];
    lines.forEach((line, i) => {
      context.fillText(line, layout.label - 8, row.y + row.height / 2 + (i - (lines.length - 1) / 2) * 13);
    });
    if (row.kind === "input") paintInput(picture, context, row);
    else if (row.kind === "gradient") paintArrow(picture, context, row);
    else if (row.kind === "answers" && !showsTop(frame) && !frame.is_number) paintNames(picture, context, row);
  }
}

function paintInput(picture, context, row) {
  const { frame, layout } = picture;
  if (frame.numbers) paintNumbersIn(picture, context, row);
  else frame.letters.forEach((letter, t) => paintLetter(picture, context, row, letter, t, layout.pitch));
}

// A letter of the input, on the colour of the unit that is followed.
function paintLetter({ frame, layout, colours, font, real }, context, row, letter, t, pitch) {
  const x = layout.label + t * pitch;
  const h = real.h?.[(frame.unit - 1) * layout.moments + t] ?? 0;
  const share = Math.min(Math.abs(h) / rangeOf(frame, "h"), 1);
  context.fillStyle = css(mix(colours.background, h < 0 ? ORANGE : BLUE, 0.6 * share));
  context.fillRect(x + 0.5, row.y, Math.max(pitch - 1, 1), row.height);
  context.strokeStyle = colours.faint;
  context.lineWidth = 1;
  if (pitch >= LEAST_GRID) context.strokeRect(x + 0.5, row.y + 0.5, pitch - 1, row.height - 1);
  context.fillStyle = colours.ink;
  context.font = `600 ${Math.min(MOST_LETTER, pitch * 1.3)}px ${font}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText(letter, x + pitch / 2, row.y + row.height / 2 + 1);
}

// Numbers that go in, as bars; in the adding problem the marked ones are strong, and underlined.
function paintNumbersIn({ frame, layout, colours }, context, row) {
  const [values, marks] = frame.numbers.map(([, numbers]) => numbers);
  const low = marks ? 0 : -1;
  const zero = row.y + row.height / (1 - low);
  context.fillStyle = colours.faint;
  context.fillRect(row.x, Math.round(zero), row.width, 1);
  values.forEach((value, t) => {
    const length = (Math.max(Math.min(value, 1), low) * row.height) / (1 - low);
    const alpha = marks && !marks[t] ? 0.28 : t >= (frame.begun ?? Number.POSITIVE_INFINITY) ? 0.45 : 0.9;
    context.fillStyle = css(value < 0 ? ORANGE : BLUE, alpha);
    context.fillRect(row.x + (t + 0.15) * layout.pitch, zero, 0.7 * layout.pitch, -length);
    if (!marks?.[t]) return;
    context.fillStyle = colours.ink;
    context.fillRect(row.x + (t + 0.15) * layout.pitch, zero + 1, 0.7 * layout.pitch, 3);
  });
}

function paintNames({ frame, colours, font }, context, row) {
  context.fillStyle = colours.quiet;
  context.font = `12px ${font}`;
  context.textAlign = "left";
  frame.classes.forEach((name, k) => {
    context.fillText(name, row.x + row.width + 6, row.y + ((k + 0.5) * row.height) / frame.classes.length);
  });
}

function paintArrow({ layout, colours, font }, context, row) {
  const y = row.y + row.height + 7;
  const [left, right] = [row.x, row.x + row.width];
  context.strokeStyle = colours.quiet;
  context.lineWidth = 1.2;
  context.beginPath();
  context.moveTo(right, y);
  context.lineTo(left, y);
  context.moveTo(left + 6, y - 4);
  context.lineTo(left, y);
  context.lineTo(left + 6, y + 4);
  context.stroke();
  context.fillStyle = colours.quiet;
  context.font = `11px ${font}`;
  context.textBaseline = "top";
  const isShort = right - left < WHOLE_SENTENCE;
  const says = `${isShort ? "back through time" : "the loss's slope on its way back through time, mean of training sequences"}, log scale`;
  context.textAlign = isShort ? "left" : "center";
  context.fillText(says, isShort ? left : (left + right) / 2, y + 3);
  context.textAlign = "left";
  context.textBaseline = "middle";
  const scale = layout.narrow ? right + 3 : right + 6;
  context.fillText("10", scale, row.y + 4);
  context.fillText("10⁻⁸", scale, row.y + row.height - 4);
  context.fillStyle = colours.faint;
  context.fillRect(left, row.y + row.height, right - left, 1);
}

export const rangeOf = (frame, key) => frame.waves.find(([name]) => name === key)?.[2] ?? 1;

// What moves: the values that are shown just now, `real` by name.
export function paintRows(picture, context) {
  for (const row of picture.layout.rows) {
    if (row.kind === "wave") paintWave(picture, context, row);
    else if (row.kind === "answers") paintAnswers(picture, context, row);
    else if (row.kind === "gradient") paintGradient(picture, context, row);
  }
  paintChosen(picture, context);
}

function paintWave({ frame, layout, shades, real, colours, sheet }, context, row) {
  const { moments } = layout;
  const range = rangeOf(frame, row.key);
  const values = real[row.key];
  fillPixels(sheet, moments, frame.units, (pixels) => {
    for (let i = 0; i < pixels.length; i++)
      pixels[i] = shades.signed[(MIDDLE + 127 * Math.max(Math.min(values[i] / range, 1), -1) + 0.5) | 0];
  });
  context.imageSmoothingEnabled = false;
  context.drawImage(sheet, 0, 0, moments, frame.units, row.x, row.y, row.width, row.height);
  context.strokeStyle = colours.outline;
  context.lineWidth = 1;
  context.strokeRect(row.x - 0.5, row.y - 0.5, row.width + 1, row.height + 1);
}

function paintAnswers(picture, context, row) {
  const { frame } = picture;
  if (frame.is_number) paintCurveOut(picture, context, row);
  else if (showsTop(frame)) paintTop(picture, context, row);
  else paintProbabilities(picture, context, row);
}

// A row for each symbol: its probability at each moment, and the right one outlined.
function paintProbabilities({ frame, layout, real, colours, shades }, context, row) {
  const { pitch, moments } = layout;
  const high = row.height / frame.classes.length;
  for (let t = 0; t < moments; t++)
    frame.classes.forEach((_, k) => {
      const p = real.answers[k * moments + t];
      context.fillStyle = css(mix(shades.paper, BLUE, 0.95 * p), fade(frame, t, moments));
      context.fillRect(row.x + t * pitch, row.y + k * high, pitch + 0.5, high + 0.5);
    });
  context.strokeStyle = colours.faint;
  context.lineWidth = 1;
  context.strokeRect(row.x - 0.5, row.y - 0.5, row.width + 1, row.height + 1);
  context.strokeStyle = colours.ink;
  context.lineWidth = 2;
  frame.asked_for.forEach((place, t) => {
    if (place !== null) context.strokeRect(row.x + t * pitch + 1, row.y + place * high + 1, pitch - 2, high - 2);
  });
}

// Where only the end is asked, what the network would say before is pale.
const fade = (frame, t, moments) => (frame.each_moment || t === moments - 1 ? 1 : 0.4);

// The most probable symbols of each moment as letters, the most probable one on top; the right one is outlined.
function paintTop({ frame, layout, real, colours, font }, context, row) {
  const { pitch, moments } = layout;
  const count = frame.classes.length;
  const down = Math.round(row.height / 15);
  const high = row.height / down;
  context.textAlign = "center";
  context.textBaseline = "middle";
  for (let t = 0; t < moments; t++) {
    const order = Array.from({ length: count }, (_, k) => k)
      .sort((a, b) => real.answers[b * moments + t] - real.answers[a * moments + t])
      .slice(0, down);
    order.forEach((k, i) => {
      const p = real.answers[k * moments + t];
      const [x, y] = [row.x + t * pitch, row.y + i * high];
      context.fillStyle = css(BLUE, 0.9 * p);
      context.fillRect(x + 0.5, y + 0.5, Math.max(pitch - 1, 1), high - 1);
      context.fillStyle = colours.ink;
      context.font = `${Math.min(12, pitch * 1.1)}px ${font}`;
      context.fillText(frame.classes[k], x + pitch / 2, y + high / 2 + 1);
      if (frame.asked_for[t] !== k) return;
      context.strokeStyle = colours.ink;
      context.lineWidth = 1.6;
      context.strokeRect(x + 1, y + 1, Math.max(pitch - 2, 2), high - 2);
    });
  }
}

// Numbers that come out, as a line, with what is asked for as rings.
function paintCurveOut({ frame, layout, real, colours }, context, row) {
  const { pitch, moments } = layout;
  const [low, high] = frame.data === "adding" ? [-0.2, 2.2] : [-1.3, 1.3];
  const yOf = (value) => row.y + row.height * (1 - (Math.max(Math.min(value, high), low) - low) / (high - low));
  const xOf = (t) => row.x + (t + 0.5) * pitch;
  context.fillStyle = colours.faint;
  context.fillRect(row.x, Math.round(yOf(0)), row.width, 1);
  context.strokeStyle = css(BLUE);
  context.lineWidth = 2.2;
  context.beginPath();
  for (let t = 0; t < moments; t++) context.lineTo(xOf(t), yOf(real.answers[t]));
  context.stroke();
  context.strokeStyle = colours.ink;
  context.lineWidth = 1.6;
  frame.asked_for.forEach((value, t) => {
    if (value === null) return;
    context.beginPath();
    context.arc(xOf(t), yOf(value), Math.min(4, Math.max(pitch / 3, 2)), 0, 2 * Math.PI);
    context.stroke();
  });
}

function paintGradient({ layout, real, colours }, context, row) {
  const [low, high] = GRADIENTS;
  context.fillStyle = css(BLUE, colours.dark ? 0.75 : 0.55);
  const count = Math.min(real.gradient.length, layout.moments);
  for (let t = 0; t < count; t++) {
    const share = (Math.min(Math.max(real.gradient[t], low), high) - low) / (high - low);
    const [x, length] = [row.x + (t + 0.08) * layout.pitch, row.height * share];
    context.fillRect(x, row.y + row.height - length, Math.max(0.84 * layout.pitch, 1), length);
  }
}

// The moment and the unit that are looked at, and those under the pointer.
function paintChosen({ frame, layout, colours, hovered }, context) {
  const [first, last] = [layout.rows[0], layout.rows.at(-1)];
  const column = (moment, colour, width) => {
    context.strokeStyle = colour;
    context.lineWidth = width;
    const x = layout.label + (moment - 1) * layout.pitch;
    context.strokeRect(x - 1, first.y - 2, layout.pitch + 2, last.y + last.height - first.y + 4);
  };
  const line = (unit, colour, width) => {
    context.strokeStyle = colour;
    context.lineWidth = width;
    for (const row of layout.rows.filter(({ kind }) => kind === "wave")) {
      const high = row.height / frame.units;
      const middle = row.y + (unit - 0.5) * high;
      const outer = Math.max(high, 3);
      context.strokeRect(row.x - 1, middle - outer / 2, row.width + 2, outer);
    }
  };
  line(frame.unit, colours.ink, 1.6);
  column(frame.moment, colours.accent, 2.2);
  if (!hovered) return;
  column(hovered.moment, colours.quiet, 1);
  if (hovered.unit) line(hovered.unit, colours.quiet, 1);
}
