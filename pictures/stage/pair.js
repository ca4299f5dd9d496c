// The network that is pinned beside the present one: its output map, where the two disagree, and what is said of both.

import { css, mix, toPixel } from "../live/colours.js";
import { node, place } from "../live/dom.js";
import { fromByte, probabilityDifference } from "../live/frames.js";
import { digits, grouped, perCent } from "../live/numbers.js";
import { fillPixels, paintMap } from "../live/pixels.js";
import { positioned } from "./controls.js";
import { outputShades } from "./maps.js";

const DIFFERENCE_STRENGTH = 0.9; // of the colour where the two disagree completely

// The maps of the outputs of the present network and of the pinned one.
function outputsOf({ frame, shown }) {
  const area = frame.outputs * frame.map * frame.map;
  return [shown[2].subarray(0, area), shown[2].subarray(area, 2 * area)];
}

// The class that a network answers at pixel i of maps of `size` pixels: that of the highest probability, or of the sign.
function answerAt(map, i, size, outputs) {
  if (outputs === 1) return map[i] > 128 ? 1 : 0;
  let best = 0;
  for (let k = 1; k < outputs; k++) if (map[k * size + i] > map[best * size + i]) best = k;
  return best;
}

// How far two networks' outputs are apart, from 0 to 1, as a function of their maps and a pixel: the difference of the
// probabilities (half the sum over classes), of the scores or of the values. With `discretize` only answers count.
function distanceOf({ meaning, outputs, map, classes, discretize, logit_range: range }) {
  const size = map * map;
  if (discretize && classes) return (a, b, i) => +(answerAt(a, i, size, outputs) !== answerAt(b, i, size, outputs));
  if (outputs > 1)
    return (a, b, i) => {
      let sum = 0;
      for (let k = 0; k < outputs; k++) sum += Math.abs(a[k * size + i] - b[k * size + i]);
      return sum / 2 / 255;
    };
  const value = meaning === "probability" ? probabilityDifference(range) : (each) => each;
  return (a, b, i) => Math.abs(value(fromByte(a[i])) - value(fromByte(b[i]))) / 2;
}

// In words, how much of the plane the two disagree on, by the maps of the Frame that has come last.
export function disagreement(frame) {
  const [outputs, size] = [frame.outputs, frame.map * frame.map];
  const all = frame.glide[2]; // beside the weights and the tiles
  const [a, b] = [all.subarray(0, outputs * size), all.subarray(outputs * size, 2 * outputs * size)];
  let sum = 0;
  if (frame.classes) {
    for (let i = 0; i < size; i++) sum += answerAt(a, i, size, outputs) !== answerAt(b, i, size, outputs);
    return `on ${perCent(sum / size)}`;
  }
  const distance = distanceOf(frame);
  for (let i = 0; i < size; i++) sum += 2 * distance(a, b, i);
  return `by ${digits(sum / size)} on average`;
}

// Show and place the canvases of the pinned network, or hide them.
export function placePair({ layout, pinnedMap, differenceMap, pinnedDots }) {
  for (const canvas of [pinnedMap, differenceMap, pinnedDots]) canvas.hidden = !layout.pinned;
  if (!layout.pinned) return;
  for (const [canvas, { x, y, size }] of [
    [pinnedMap, layout.pinned],
    [differenceMap, layout.difference],
  ])
    place(canvas, x, y, size, size);
}

// Paint the map of the pinned network, and the one of the difference.
export function paintPair(stage) {
  const { frame, colours, layout } = stage;
  if (!layout.pinned) return;
  const [present, pinned] = outputsOf(stage);
  const shades = frame.classes > 2 ? null : outputShades(stage);
  paintMap(stage.pinnedMap, pinned, frame.map, frame.classes, colours, shades, frame.discretize);
  const table = differenceShades(stage);
  const distance = distanceOf(frame);
  fillPixels(stage.differenceMap, frame.map, frame.map, (pixels) => {
    for (let i = 0; i < pixels.length; i++) pixels[i] = table[Math.min(255, (255 * distance(present, pinned, i)) | 0)];
  });
}

function differenceShades(stage) {
  const { middle, pinned, key } = stage.colours;
  if (stage.differenceKey !== key) {
    stage.differenceKey = key;
    stage.differenceTable = Uint32Array.from({ length: 256 }, (_, byte) =>
      toPixel(mix(middle, pinned, (DIFFERENCE_STRENGTH * byte) / 255)),
    );
  }
  return stage.differenceTable;
}

// The titles of the maps, with buttons that swap the two networks and take the pinned one away.
export function pairLabels(stage) {
  const { frame, layout } = stage;
  if (!layout.pinned) return [];
  const { now, text, epoch } = frame.pinned;
  const [same, sameNow] = now === text ? ["trains along", "change a setting to compare"] : ["", ""];
  const late = epoch === frame.epoch ? "" : ` · epoch ${grouped(epoch)}`;
  const swap = button(stage, "Swap the two networks", "⇄", "swap", true);
  const away = button(stage, "Take the pinned network away", "×", "pin", false);
  stage.pairText = node("span", {}, disagreement(frame));
  stage.pairScores = node("div", {}, scoresText(frame));
  const labels = [
    title(layout.pinned, "Pinned", node("span", {}, (text || same) + late), swap, away),
    title(layout.difference, frame.classes ? "Disagree" : "Differ", stage.pairText),
  ];
  labels[1].title = "Shares of the plane. The stronger the colour, the farther the two outputs are apart.";
  for (const each of labels) each.style.color = css(stage.colours.pinned);
  const { x, y, size } = layout.pinned;
  if (layout.narrow) labels.push(positioned(stage.pairScores, x, y + size + 4));
  else labels.push(title(layout.output, "Now", node("span", {}, now || sameNow)));
  return labels;
}

function title({ x, y, size }, word, words, ...buttons) {
  const element = node("div", { class: "pairtitle", title: words.textContent }, node("b", {}, word), words, ...buttons);
  element.style.width = `${size}px`;
  return positioned(element, x, y - 28);
}

function button(stage, name, sign, kind, value) {
  const onclick = () => stage.act(kind, value);
  return node("button", { type: "button", "aria-label": name, title: name, "data-name": name, onclick }, sign);
}

function scoresText({ pinned: { scores } }) {
  const [, test, , accuracy] = scores;
  return `Test loss ${digits(test)}${accuracy === null ? "" : ` · ${perCent(accuracy)}`}`;
}

// What changes with a Frame.
export function updatePair({ frame, layout, pairText, pairScores }) {
  if (!layout?.pinned || !pairText) return;
  pairText.textContent = disagreement(frame);
  pairScores.textContent = scoresText(frame);
}
