// What is said of the selected value, with today's numbers: {title, grids, lines, bars, edit}. `grids` are small squares of
// numbers, `bars` what several things contribute, `edit` the kernel that can be changed.

import { signed } from "../live/numbers.js";
import { contributionsAt, unitOf } from "./classes.js";
import { weightCount } from "./convnet.js";
import { biasOf, originOf, pooledCells, productsOf } from "./geometry.js";
import { flatIndex } from "./marks.js";
import { inSentence } from "./names.js";
import { scaleOf } from "./tiles.js";

const MOST_PRODUCTS = 9; // that are written out
const MOST_BARS = 8;

const plus = (value) => (value < -0.005 ? ` − ${signed(-value)}` : ` + ${signed(value)}`);
const inWords = (row, column) => `row ${row + 1}, column ${column + 1}`;
const convolutionNumber = (layers, i) => layers.slice(0, i + 1).filter(({ kind }) => kind === "conv").length;
export const nameOfMap = ({ layers }, i, unit) => `Conv ${convolutionNumber(layers, i)}, map ${unit + 1}`;
export const nameOfKernel = ({ layers }, i, unit) => `Kernel ${unit + 1} of conv ${convolutionNumber(layers, i)}`;

// "a = ReLU(z) = 0.34"
const activated = ({ label }, a) => `a = ${label}(z) = ${signed(a)}`;

export function explain(picture) {
  const { kind } = picture.selected.tile;
  return EXPLANATIONS[kind](picture, picture.selected);
}

const EXPLANATIONS = {
  input({ image, frame }, { row, column }) {
    const value = image[row * frame.side + column];
    return {
      title: `Input, ${inWords(row, column)}`,
      lines: [`x = ${signed(value)}: 0 is the paper, 1 is full ink.`],
    };
  },

  kernel(picture, { tile }) {
    const { frame, theta } = picture;
    const layer = frame.layers[tile.layer];
    const grids = [kernelGrid(layer, theta, tile.unit, 0)];
    return {
      title: nameOfKernel(frame, tile.layer, tile.unit),
      grids,
      lines: [
        `b = ${signed(biasOf(layer, theta, tile.unit))}`,
        `The same ${weightCount(layer)} weights and b are used at every place of the image: they make map ${tile.unit + 1}.`,
      ],
      edit: tile,
    };
  },

  map(picture, { tile, row, column }) {
    const { frame, theta, values, image } = picture;
    const layer = frame.layers[tile.layer];
    const x = values[tile.layer - 1]?.a ?? image;
    const { products, bias } = productsOf(layer, theta, x, tile.unit, row, column);
    const [channels, , width] = values[tile.layer].shape;
    const place = (tile.unit * values[tile.layer].shape[1] + row) * width + column;
    const channel = strongestChannel(products);
    const of = products.filter((each) => each.channel === channel);
    const windowGrid = {
      values: of.map((each) => each.x),
      across: layer.kernel,
      isGrey: tile.layer === 0,
      scale: tile.layer === 0 ? 1 : scaleOf(x),
    };
    return {
      title:
        `${nameOfMap(frame, tile.layer, tile.unit)} of ${channels}, ${inWords(row, column)}: ` +
        `${products.length} products and b` +
        (layer.shape[0] > 1 ? `; on the left those of map ${channel + 1}` : ""),
      grids: [windowGrid, kernelGrid(layer, theta, tile.unit, channel)],
      lines: [
        `z = ${sumText(products, bias)} = ${signed(values[tile.layer].z[place])}`,
        activated(layer, values[tile.layer].a[place]),
      ],
      edit: tile,
    };
  },

  pool({ frame, values, image }, { tile, row, column }) {
    const layer = frame.layers[tile.layer];
    const x = values[tile.layer - 1]?.a ?? image;
    const { cells, winner } = pooledCells(layer, x, tile.unit, row, column);
    const isMax = layer.pool === "max";
    const result = signed(
      isMax ? cells[winner].value : cells.reduce((sum, { value }) => sum + value, 0) / cells.length,
    );
    const across = layer.global ? layer.shape[2] : 2;
    const numbers = cells.map(({ value }) => value);
    const written = cells.length > 4 ? `${cells.length} values` : numbers.map((value) => signed(value)).join(", ");
    return {
      title: layer.global
        ? `Global ${layer.pool}, map ${tile.unit + 1}: all ${cells.length} values make one`
        : `${isMax ? "Max" : "Mean"} pool, map ${tile.unit + 1}, ${inWords(row, column)}`,
      grids: [{ values: numbers, across, scale: scaleOf(x), winner: isMax ? winner : undefined }],
      lines: [
        isMax
          ? `max(${written}) = ${result}, from ${inWords(cells[winner].row, cells[winner].column)} of the map`
          : `mean(${written}) = ${result}`,
        isMax ? "Only the largest value goes on." : "All count equally.",
      ],
    };
  },

  strip({ frame, values }, selected) {
    const layer = frame.layers[selected.tile.layer];
    const k = flatIndex(selected);
    const { unit, row, column } = originOf(layer, k);
    const from = selected.tile.layer > 0 ? `map ${unit + 1}, ${inWords(row, column)}` : `pixel ${inWords(row, column)}`;
    return {
      title: `Flatten, value ${k + 1} of ${values[selected.tile.layer].a.length}`,
      lines: [
        `x = ${signed(values[selected.tile.layer].a[k])}, from ${from}`,
        "Flatten only renames: all values in one row.",
      ],
    };
  },

  units(picture, selected) {
    const { tile } = selected;
    const unit = unitOf(selected, selected.tile.rows * selected.tile.columns);
    const { z, a } = picture.values[tile.layer];
    const layer = picture.frame.layers[tile.layer];
    return {
      title: `Dense unit ${unit + 1} of ${layer.units}`,
      lines: [`z = ${contributionText(picture, tile.layer, unit)} = ${signed(z[unit])}`, activated(layer, a[unit])],
      bars: contributionBars(picture, tile.layer, unit),
    };
  },

  class(picture, selected) {
    const { tile } = selected;
    const { z } = picture.values[tile.layer];
    const unit = unitOf(selected, z.length);
    const name = picture.frame.classes[z.length === 1 ? 1 : unit];
    return {
      title: `Class ${name}: what adds to its logit, largest first`,
      lines: [
        `logit of ${name} = ${contributionText(picture, tile.layer, unit)} = ${signed(z[unit])}`,
        `probability ${(100 * picture.probabilities[tile.unit]).toFixed(1)} %`,
      ],
      bars: contributionBars(picture, tile.layer, unit),
    };
  },

  test({ frame, scored }, { tile }) {
    const answer = scored ? frame.classes[scored.answers[tile.unit]] : "…";
    return {
      title: `Test image ${tile.unit + 1}`,
      lines: [
        `It is ${inSentence(frame.classes[frame.labels[tile.unit]])}, the network says ${answer}.`,
        "Click to look at it.",
      ],
    };
  },
};

function kernelGrid(layer, theta, unit, channel) {
  const size = layer.kernel ** 2;
  const start = layer.start + unit * (weightCount(layer) + 1);
  const all = theta.subarray(start, start + weightCount(layer));
  return { values: [...all.subarray(channel * size, (channel + 1) * size)], across: layer.kernel, scale: scaleOf(all) };
}

function strongestChannel(products) {
  const sums = [];
  for (const { channel, x, weight } of products) sums[channel] = (sums[channel] ?? 0) + Math.abs(x * weight);
  return sums.indexOf(Math.max(...sums));
}

// "0.50·−0.15 + 0.25·0.31 + … + b −0.07"; of many products the largest ones, with the sum of the others.
export function sumText(products, bias) {
  const size = ({ x, weight }) => Math.abs(x * weight);
  const all = products.length <= MOST_PRODUCTS;
  const written = all ? products : [...products].sort((a, b) => size(b) - size(a)).slice(0, MOST_PRODUCTS);
  const terms = written.map(({ x, weight }) => `${signed(x)}·${signed(weight)}`).join(" + ");
  if (all) return `${terms}${plus(bias)}`;
  const total = (several) => several.reduce((sum, { x, weight }) => sum + x * weight, 0);
  return `${terms} + ${products.length - MOST_PRODUCTS} more (${signed(total(products) - total(written))})${plus(bias)}`;
}

// What groups of values are called.
function groupNames({ frame }, i) {
  const { kind } = frame.layers[i - 1];
  const word = kind !== "flatten" ? "unit" : i === 1 ? "row" : "map";
  return (group) => `${word} ${group + 1}`;
}

function contributionText(picture, i, unit) {
  const { rows } = contributionsAt(picture, i);
  const name = groupNames(picture, i);
  const order = rows[unit]
    .map((value, group) => ({ value, group }))
    .sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
  const first = order.slice(0, 3).map(({ value, group }) => `${signed(value)} (${name(group)})`);
  const rest = order.slice(3).reduce((sum, { value }) => sum + value, 0);
  const more = order.length > 3 ? ` + ${order.length - 3} more (${signed(rest)})` : "";
  return `${first.join(" + ")}${more}${plus(biasOf(picture.frame.layers[i], picture.theta, unit))} (b)`;
}

function contributionBars(picture, i, unit) {
  const { rows } = contributionsAt(picture, i);
  const name = groupNames(picture, i);
  return strongest(rows[unit].map((value, group) => ({ name: name(group), value })));
}

// Of many contributions those that matter most, whatever their sign; the largest first.
export const strongest = (bars) =>
  bars
    .toSorted((a, b) => Math.abs(b.value) - Math.abs(a.value))
    .slice(0, MOST_BARS)
    .sort((a, b) => b.value - a.value);
