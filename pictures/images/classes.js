// The bars of the classes' probabilities, and the edges from the values before them, coloured by what they contribute.

import { BLUE, css, ORANGE } from "../live/colours.js";
import { contributionsOf, groupsOf } from "./geometry.js";
import { leftOf, rightOf } from "./layout.js";
import { shortNames } from "./names.js";

const MOST_EDGES = 110; // of a layer that are painted: the strongest ones
const WIDEST = 6; // px
const LEAST_SHARE = 0.02; // of the strongest edge, below which an edge is not painted
const BEND = 0.5; // of the way over which an edge is level
const PER_CENT = 52; // px

export function paintClasses(picture, context) {
  const { layout, frame, colours, probabilities: p, label } = picture;
  const tiles = layout.columns.at(-1);
  const best = p.indexOf(Math.max(...p));
  const { width, height } = tiles[0];
  const size = Math.min(16, Math.max(height * 0.46, 11));
  context.textBaseline = "middle";
  context.font = `${size}px ${picture.font}`;
  const widthOf = (name) => context.measureText(name).width + 14;
  const names = shortNames(frame.classes, (name) => widthOf(name) <= width * 0.48);
  const nameWidth = Math.min(Math.max(...names.map(widthOf)), width * 0.48);
  const barWidth = width - nameWidth - PER_CENT;
  const barHeight = Math.min(height * 0.62, 18);
  tiles.forEach(({ x, y }, k) => {
    const middle = y + height / 2;
    const isRight = k === label;
    context.font = `${isRight ? "bold " : ""}${size}px ${picture.font}`;
    context.fillStyle = colours.ink;
    context.textAlign = "left";
    context.fillText(names[k], x + 6, middle + 1, nameWidth - 10);
    context.fillStyle = colours.track;
    context.fillRect(x + nameWidth, middle - barHeight / 2, barWidth, barHeight);
    context.fillStyle = css(k === best && label !== null && best !== label ? ORANGE : BLUE);
    context.fillRect(x + nameWidth, middle - barHeight / 2, Math.max(barWidth * p[k], 1), barHeight);
    if (isRight) {
      context.strokeStyle = colours.ink;
      context.lineWidth = 1.5;
      context.strokeRect(x + nameWidth - 0.5, middle - barHeight / 2 - 0.5, barWidth + 1, barHeight + 1);
    }
    context.fillStyle = k === best ? colours.ink : colours.quiet;
    context.font = `${Math.min(size, 13)}px ${picture.font}`;
    context.textAlign = "right";
    context.fillText(`${(100 * p[k]).toFixed(0)} %`, x + width, middle + 1);
  });
}

// What each group of values before a dense layer adds to each of its units: rows of groups, and the groups.
export function contributionsAt(picture, i) {
  const { frame, theta, values } = picture;
  const groups = groupsOf(frame.layers, i);
  const units = Array.from({ length: frame.layers[i].units }, (_, unit) => unit);
  return { groups, rows: units.map((unit) => contributionsOf(frame.layers[i], theta, values[i - 1].a, unit, groups)) };
}

// The points between which the edges of a dense layer run: of the groups before it, and of its units.
function endsOf(layout, k) {
  const points = (tiles, side) =>
    tiles[0].kind === "units"
      ? Array.from({ length: tiles[0].rows }, (_, row) => {
          const { x, y, width, height, rows } = tiles[0];
          return [side === "right" ? x + width : x, y + ((row + 0.5) / rows) * height];
        })
      : tiles.map(side === "right" ? rightOf : leftOf);
  return [points(layout.columns[k - 1], "right"), points(layout.columns[k], "left")];
}

export function paintEdges(picture, context) {
  const { layout, selected } = picture;
  layout.columns.forEach((tiles, k) => {
    const { kind, layer } = tiles[0];
    if (kind !== "class" && kind !== "units") return;
    const { rows } = contributionsAt(picture, layer);
    const [from, to] = endsOf(layout, k);
    // The one logit of two classes is that of the second.
    const targets = rows.length === 1 ? [to.at(-1)] : to;
    const edges = rows.flatMap((row, unit) => row.map((value, group) => ({ value, unit, group })));
    edges.sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
    const strongest = Math.abs(edges[0].value) || 1;
    const chosen = selected?.tile.kind === kind && selected.tile.layer === layer ? unitOf(selected, rows.length) : null;
    for (const { value, unit, group } of edges.slice(0, MOST_EDGES)) {
      const share = Math.abs(value) / strongest;
      if (share < LEAST_SHARE) break;
      const fades = chosen !== null && unit !== chosen;
      context.strokeStyle = css(value < 0 ? ORANGE : BLUE, fades ? 0.07 : 0.25 + 0.4 * share);
      context.lineWidth = Math.max(WIDEST * share, 0.6);
      curve(context, from[group], targets[unit]);
    }
  });
}

// The unit of a dense layer that is selected.
export const unitOf = ({ tile, row, column }, units) =>
  tile.kind === "units" ? Math.max(row, column) : units === 1 ? 0 : tile.unit;

export function curve(context, [x0, y0], [x1, y1]) {
  const bend = (x1 - x0) * BEND;
  context.beginPath();
  context.moveTo(x0, y0);
  context.bezierCurveTo(x0 + bend, y0, x1 - bend, y1, x1, y1);
  context.stroke();
}
