// What a tile shows of a recurrent network: a map of the gradient's size at each moment of time (to the right) and at
// each training step (downwards), and below it the curve of the accuracy or the loss.

import { css, mix } from "../live/colours.js";
import { digits, grouped, isMissing, perCent } from "../live/numbers.js";
import { fillPixels } from "../live/pixels.js";
import { FlowChart } from "./flow_chart.js";
import { Legend, gradientShades } from "./gradient_scale.js";

const MAP_SHARE = 0.68; // of a tile's height
const [LEFT, RIGHT, TOP] = [40, 6, 6]; // px around a map
const LINE = 16; // px of a line of text
const GAP = 8; // px between the map and the curve
const LEAST_APART = 11; // px between two numbers of an axis
const MOST_IN_A_ROW = 6; // tiles
const BELOW_TARGET = 4; // times the error that counts as solved, over the lowest one on an axis
const ABOVE_CHANCE = 1.2; // the top of an axis of losses, over the loss without learning
const CHARTS_BELOW = 172; // px of the charts below the tiles on a projector
const NOTE_LINE = 12; // px, the gap below a note
const NAME = 62; // px below a picture: the score is large
const LEAST_TALL = 0.28; // height of a tile over its width
const LEAST_WITH_CURVE = 170; // px, the height of a tile
const LARGE = 1e6; // a loss that is on no axis

// Where the last of `count` rows ends, as a share of a map's height: a row stands for the steps up to the next one.
export const endOfRows = ({ reach, gap }, count) => Math.min((count * gap) / reach, 1);

// Where the map and the curve of a tile are; a low tile has no curve.
export function boxesOf(width, height) {
  const whole = { x: LEFT, y: TOP, width: width - LEFT - RIGHT, height: height - TOP - LINE - 2 };
  if (height < LEAST_WITH_CURVE) return { map: whole, curve: null };
  const map = { x: LEFT, y: TOP, width: width - LEFT - RIGHT, height: MAP_SHARE * height - TOP - LINE };
  const y = map.y + map.height + LINE + GAP;
  return { map, curve: { ...map, y, height: height - y - LINE - 2 } };
}

export class CellFace {
  score = "test accuracy"; // what the value of a tile is: see compute
  opens = "on the Sequences page";
  narrowColumns = 2;

  constructor(wall) {
    this.canvas = document.createElement("canvas");
    this.painted = new WeakMap(); // tile -> what it was painted of
    this.arrangement = 0; // grows with the theme and the tiles
    this.above = new Legend();
    this.below = new FlowChart(wall);
  }

  get best() {
    return `the best ${this.score}`;
  }

  // On a projector all is on one screen: the tiles are as high as the charts below leave them, or fill the window where
  // they are in two rows.
  tall(narrow, wall) {
    if (!wall.projected || narrow) return narrow ? 1.2 : 0.86;
    const count = wall.frame.tiles.length;
    const columns = this.wideColumns(count);
    const rows = Math.ceil(count / columns);
    this.below.root.hidden = wall.side.hidden = rows > 1;
    const room = wall.room() - (rows > 1 ? 0 : CHARTS_BELOW);
    const width = wall.root.clientWidth / columns - 10;
    return Math.min(Math.max((room / rows - NAME - NOTE_LINE) / width, LEAST_TALL), 0.86);
  }

  wideColumns(count) {
    return count > MOST_IN_A_ROW ? Math.ceil(count / 2) : count;
  }

  // The present gradients glide.
  compute({ header, blocks }, done) {
    this.score = header.score;
    done(Float32Array.from(blocks.now));
  }

  cancel() {}

  plan({ moments, score }) {
    return [moments, score];
  }

  isBetter(one, other) {
    return this.score === "test loss" ? one <= other : one >= other;
  }

  // What tests read.
  describe({ flow, now, reach, gap }) {
    return { rows: flow.length / now.length, reach, gap };
  }

  arrange({ frame, colours, root }) {
    this.arrangement++;
    this.shades = gradientShades(colours);
    this.blank = css(mix(colours.background, colours.text, 0.04));
    this.starts = frame.moments.map((_, i) => frame.moments.slice(0, i).reduce((sum, length) => sum + length, 0));
    this.above.paint(frame.decades, this.shades, root.classList.contains("narrow"));
  }

  // A tile does not move between two Frames, so it is painted once for each.
  paint({ frame, colours, font }, tile) {
    const key = `${this.arrangement} ${tile.width}`;
    if (!this.shades || tile.index >= frame.moments.length) return;
    if (this.painted.get(tile)?.frame === frame && this.painted.get(tile).key === key) return;
    this.painted.set(tile, { frame, key });
    const { context, index, width, height } = tile;
    const { map, curve } = boxesOf(width, height);
    context.clearRect(0, 0, width, height);
    context.font = `11px ${font}`;
    this.paintMap(frame, context, index, map);
    this.writeAxes(frame, colours, context, index, map);
    if (curve) paintScoreCurve(frame, colours, context, index, curve);
  }

  paintMap({ moments, flow, now, reach, gap }, context, index, { x, y, width, height }) {
    const [start, length, count] = [this.starts[index], moments[index], flow.length / now.length];
    context.fillStyle = this.blank;
    context.fillRect(x, y, width, height);
    if (!count) return;
    fillPixels(this.canvas, length, count, (pixels) => {
      for (let i = 0; i < pixels.length; i++) {
        const row = Math.floor(i / length);
        pixels[i] = this.shades[flow[row * now.length + start + (i % length)]];
      }
    });
    context.imageSmoothingEnabled = false;
    context.drawImage(this.canvas, 0, 0, length, count, x, y, width, endOfRows({ reach, gap }, count) * height);
  }

  writeAxes({ moments, reach, tiles }, colours, context, index, { x, y, width, height }) {
    context.strokeStyle = colours.quiet;
    context.lineWidth = 1;
    context.strokeRect(x + 0.5, y + 0.5, width - 1, height - 1);
    context.fillStyle = colours.quiet;
    context.textAlign = "right";
    context.textBaseline = "top";
    context.fillText("step 0", x - 4, y, LEFT - 4);
    context.textBaseline = "bottom";
    context.fillText(grouped(reach), x - 4, y + height, LEFT - 4);
    context.textBaseline = "top";
    context.fillText(`t = ${moments[index]}`, x + width, y + height + 3);
    context.textAlign = "left";
    context.fillText("t = 1", x, y + height + 3);
    const ended = tiles[index].note.split("\n").find((line) => line.startsWith("diverged"));
    if (!ended) return;
    context.fillStyle = colours.ink;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillText(ended, x + width / 2, y + 0.8 * height, width - 8);
  }
}

// The values at the ends of the axis of a tile's curve; all tiles have the same. An error that has to become small has a
// logarithmic axis.
export function axisOf({ curves, chart, series }) {
  if (chart.shares) return { low: 0, top: 1, isLogarithmic: false };
  const n = curves.length / (series.length + 1);
  const first = series.map((_, s) => curves[(s + 1) * n]).filter((loss) => !isMissing(loss) && loss < LARGE);
  const top = Math.max(ABOVE_CHANCE * chart.chance, ...first, 1e-6);
  const isLogarithmic = chart.target > 0;
  return { low: isLogarithmic ? Math.min(chart.target / BELOW_TARGET, top / 2) : 0, top, isLogarithmic };
}

// The place of a value on such an axis, from 0 to a little above 1.
export function shareOf(value, { low, top, isLogarithmic }) {
  const share = isLogarithmic ? Math.log(Math.max(value, low) / low) / Math.log(top / low) : value / top;
  return Math.min(Math.max(share, 0), 1.04);
}

function paintScoreCurve(frame, colours, context, index, { x, y, width, height }) {
  const { curves, chart, series, reach, epoch_steps: epochSteps } = frame;
  const n = curves.length / (series.length + 1);
  const axis = axisOf(frame);
  const { low, top } = axis;
  const toX = (epoch) => x + width * Math.min((epoch * epochSteps) / reach, 1);
  const toY = (value) => y + height * (1 - shareOf(value, axis));
  context.fillStyle = colours.faint;
  for (const value of [low, top]) context.fillRect(x, Math.round(toY(value)), width, 1);
  const write = chart.shares ? (share) => perCent(share).replace(".0", "") : digits;
  context.fillStyle = colours.quiet;
  context.textAlign = "right";
  context.textBaseline = "middle";
  context.fillText(write(top), x - 4, toY(top) + 2, LEFT - 4);
  if (!(toY(low) - toY(chart.chance) < LEAST_APART) && !axis.isLogarithmic) context.fillText("0", x - 4, toY(low));
  context.textBaseline = "top";
  context.fillText(`step ${grouped(reach)}`, x + width, y + height + 3);
  context.textAlign = "left";
  context.fillText(chart.shares ? "test accuracy" : "test loss", x, y + height + 3);
  if (chart.chance > 0) {
    context.textAlign = "right";
    context.textBaseline = "middle";
    context.fillText(chart.shares ? "chance" : "mean", x - 4, toY(chart.chance), LEFT - 4);
    dot(context, colours, x, width, toY(chart.chance));
  }
  if (axis.isLogarithmic) {
    context.textAlign = "right";
    context.textBaseline = "middle";
    context.fillText(String(chart.target), x - 4, toY(chart.target), LEFT - 4);
    dot(context, colours, x, width, toY(chart.target));
  }
  context.strokeStyle = series[index].colour;
  context.lineWidth = 2.2;
  context.lineJoin = "round";
  context.beginPath();
  let connected = false; // what is missing is a gap
  for (let i = 0; i < n; i++) {
    const value = curves[(index + 1) * n + i];
    if (!isMissing(value)) context[connected ? "lineTo" : "moveTo"](toX(curves[i]), toY(value));
    connected = !isMissing(value);
  }
  context.stroke();
}

function dot(context, colours, x, width, y) {
  context.strokeStyle = colours.quiet;
  context.lineWidth = 1.5;
  context.setLineDash([2, 4]);
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(x + width, y);
  context.stroke();
  context.setLineDash([]);
}
