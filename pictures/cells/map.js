// The map: cells in the colour of their loss, frontiers between them, names along the axes and the scale of colours.

import constants from "../constants.json" with { type: "json" };
import { css, mix } from "../live/colours.js";
import { sized } from "../live/dom.js";
import { digits, isMissing } from "../live/numbers.js";

const LOWEST = { light: [8, 62, 150], dark: [92, 170, 255] }; // the colour of the lowest loss
const FIRST = { light: [232, 240, 250], dark: [28, 36, 50] }; // and of the loss at the start
const DIVERGED = { light: "#f3d3cf", dark: "#5b2a2a", line: "#c0392b" };
const WORSE = { light: "#faebc8", dark: "#4d3f22", line: "#b7791f" }; // than at the start
const AXIS = 62; // px below the cells
const SCALE_WIDTH = 90; // px
const WIDE = 560; // px from which there is room for the legend of the frontiers

const themed = (colours, kinds) => kinds[colours.dark ? "dark" : "light"];

// The index of the cell at a position of the canvas, or null.
export function cellAt({ box, frame }, [atX, atY]) {
  if (!box) return null;
  const { across, up } = frame;
  const column = Math.floor((atX - box.x) / box.w);
  const row = up.length - 1 - Math.floor((atY - box.y) / box.h);
  return column >= 0 && column < across.length && row >= 0 && row < up.length ? row * across.length + column : null;
}

export function paintCells(cells) {
  const { frame, canvas } = cells;
  const [width, height] = [canvas.clientWidth, canvas.clientHeight];
  if (!width) return;
  const context = sized(canvas, width, height);
  context.clearRect(0, 0, width, height);
  const { across, up, values, diverged } = frame;
  context.font = `12px ${cells.font}`;
  const left = 30 + Math.max(...up.map((text) => context.measureText(text).width));
  const [columns, rows] = [across.length, up.length];
  cells.box = { x: left, y: 4, w: (width - left - 4) / columns, h: (height - AXIS) / rows };
  const worse = values.map((value, i) => !diverged[i] && value > frame.first);
  const range = lossRange(frame, worse);
  for (let i = 0; i < values.length; i++) paintCell(context, cells, range, worse, i);
  paintFrontier(
    context,
    cells,
    worse.map((isWorse, i) => isWorse || diverged[i]),
    WORSE.line,
    [2, 5],
  );
  paintFrontier(context, cells, diverged, DIVERGED.line, []);
  if (cells.pointed !== null) outlineCell(context, cells, cells.pointed, 1.5);
  outlineCell(context, cells, cells.chosen, 3);
  paintAxes(context, cells, width, height);
  paintScale(context, cells, range, width, height);
  if (cells.pointed !== null) paintReading(context, cells, width, height);
}

// The losses at both ends of the scale of colours: the lowest one, and that of the start.
function lossRange(frame, worse) {
  const good = [...frame.values].filter(
    (value, i) => !isMissing(value) && value < constants.largestNumber && !frame.diverged[i] && !worse[i],
  );
  const high = frame.first;
  return {
    high,
    low: Math.min(
      Math.max(
        good.reduce((a, b) => Math.min(a, b), Infinity),
        1e-4,
      ),
      high / 2,
    ),
  };
}

// The colour of a loss, on a logarithmic scale.
function colourOfLoss(colours, { low, high }, loss) {
  const span = Math.max(Math.log(high) - Math.log(low), 0.1);
  const share = (Math.log(Math.max(loss, 1e-9)) - Math.log(low)) / span;
  return mix(themed(colours, LOWEST), themed(colours, FIRST), Math.min(Math.max(share, 0), 1));
}

// The upper left corner of a cell.
function cornerOf({ box, frame }, i) {
  const columns = frame.across.length;
  return [box.x + (i % columns) * box.w, box.y + (frame.up.length - 1 - Math.floor(i / columns)) * box.h];
}

function paintCell(context, cells, range, worse, i) {
  const { box, colours, frame } = cells;
  const { values, diverged } = frame;
  const [x, y] = cornerOf(cells, i);
  if (isMissing(values[i]))
    context.fillStyle = colours.faint; // not yet trained
  else if (diverged[i]) context.fillStyle = themed(colours, DIVERGED);
  else context.fillStyle = worse[i] ? themed(colours, WORSE) : css(colourOfLoss(colours, range, values[i]));
  context.fillRect(x + 0.5, y + 0.5, box.w - 1, box.h - 1);
  if (!diverged[i]) return;
  context.strokeStyle = DIVERGED.line;
  context.lineWidth = 1.2;
  context.beginPath();
  for (const sign of [-1, 1]) {
    context.moveTo(x + box.w / 2 - 3, y + box.h / 2 - 3 * sign);
    context.lineTo(x + box.w / 2 + 3, y + box.h / 2 + 3 * sign);
  }
  context.stroke();
}

function outlineCell(context, cells, i, lineWidth) {
  const { box, colours } = cells;
  context.strokeStyle = colours.ink;
  context.lineWidth = lineWidth;
  context.strokeRect(...cornerOf(cells, i), box.w, box.h);
}

// A line between all neighbours of which one is `inside` and the other is not.
function paintFrontier(context, cells, inside, colour, dash) {
  const { values, across } = cells.frame;
  const { w, h } = cells.box;
  const columns = across.length;
  const differ = (i, j) =>
    j < values.length && !isMissing(values[i]) && !isMissing(values[j]) && Boolean(inside[i]) !== Boolean(inside[j]);
  context.strokeStyle = colour;
  context.lineWidth = 3;
  context.lineCap = "round";
  context.setLineDash(dash);
  context.beginPath();
  for (let i = 0; i < values.length; i++) {
    const [x, y] = cornerOf(cells, i);
    if ((i + 1) % columns && differ(i, i + 1)) {
      context.moveTo(x + w, y);
      context.lineTo(x + w, y + h);
    }
    if (differ(i, i + columns)) {
      context.moveTo(x, y);
      context.lineTo(x + w, y);
    }
  }
  context.stroke();
  context.setLineDash([]);
}

// The names of rows and columns, as many as there is room for, and the titles of the axes.
function paintAxes(context, cells, width, height) {
  const { frame, colours, box, font } = cells;
  const { across, up } = frame;
  context.fillStyle = colours.quiet;
  context.textBaseline = "middle";
  context.textAlign = "right";
  const rowStep = Math.ceil(15 / box.h);
  up.forEach((text, row) => {
    if (row % rowStep === 0) context.fillText(text, box.x - 6, cornerOf(cells, row * across.length)[1] + box.h / 2);
  });
  context.textAlign = "center";
  context.textBaseline = "top";
  const widest = Math.max(...across.map((text) => context.measureText(text).width)) + 8;
  const columnStep = Math.ceil(widest / box.w);
  across.forEach((text, column) => {
    if (column % columnStep === 0) context.fillText(text, cornerOf(cells, column)[0] + box.w / 2, height - 54);
  });
  context.font = `600 13px ${font}`;
  context.fillStyle = colours.ink;
  context.fillText(frame.titles[0], box.x + (width - box.x) / 2, height - 36);
  context.save();
  context.translate(2, 4 + (height - AXIS) / 2);
  context.rotate(-Math.PI / 2);
  context.fillText(frame.titles[1], 0, 0);
  context.restore();
}

// The scale of colours, from the lowest loss to that of the start, and the legend of the frontiers.
function paintScale(context, cells, range, width, height) {
  const { colours, box, font } = cells;
  const { low, high } = range;
  const [left, y] = [box.x, height - 15];
  context.font = `12px ${font}`;
  context.textAlign = "left";
  for (let i = 0; i < SCALE_WIDTH; i++) {
    context.fillStyle = css(colourOfLoss(colours, range, low * (high / low) ** (i / (SCALE_WIDTH - 1))));
    context.fillRect(left + 52 + i, y, 1.5, 10);
  }
  context.fillStyle = colours.quiet;
  const start = `${digits(high)} at the start`;
  context.fillText(digits(low), left, y - 1);
  context.fillText(start, left + 148, y - 1);
  if (width <= WIDE) return;
  const note = left + 166 + context.measureText(start).width;
  const worse = "┄ no better than at the start";
  context.fillStyle = WORSE.line;
  context.fillText(worse, note, y - 1);
  context.fillStyle = DIVERGED.line;
  context.fillText("─ × diverged", note + 16 + context.measureText(worse).width, y - 1);
}

// What the cell under the pointer is, and its loss.
function paintReading(context, { frame, colours, pointed }, width, height) {
  const { across, up, values, diverged } = frame;
  const columns = across.length;
  context.textAlign = "right";
  context.fillStyle = colours.ink;
  const loss = diverged[pointed] ? "diverged" : isMissing(values[pointed]) ? "–" : digits(values[pointed]);
  context.fillText(
    `${across[pointed % columns]} · ${up[Math.floor(pointed / columns)]}: ${loss}`,
    width - 4,
    height - 36,
  );
}
