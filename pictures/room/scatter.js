// The chart of choice against result: a dot for each network, at what was chosen and at its test loss.

import { svgNode } from "../live/dom.js";
import { digits } from "../live/numbers.js";

const [LEFT, RIGHT, TOP, BOTTOM] = [52, 10, 26, 30]; // px around the dots
const HEIGHT = 250; // px
const SPREAD = 0.6; // of the room of a choice, over which its dots are spread
const [LEAST_LOSS, LARGEST_LOSS] = [1e-4, 1e6]; // on the axis
const MOST_TICKS = 7;
const RADIUS = 5; // px
const LETTER = 6.4; // px, the mean width of one
const LONGEST = 16; // letters of the name of a choice

// Where dots are: x from 0 to `options.length`, the choice in the middle of its unit, and y from 0, the lowest tick, to
// 1, the highest, on a logarithmic axis; y of a network that diverged is null. Members without the choice are left out.
export function scatterPlaces(members, { field, options }) {
  const seen = members.filter(({ values, has_begun: begun }) => begun && options.includes(values[field]));
  const losses = seen.filter(({ diverged, loss }) => !diverged && loss !== null).map(({ loss }) => loss);
  const least = Math.max(Math.min(...losses, LARGEST_LOSS), LEAST_LOSS);
  const ticks = lossTicks(least, Math.min(Math.max(...losses, 1.01 * least), LARGEST_LOSS));
  const [lowest, highest] = [ticks[0], ticks.at(-1)];
  const toY = (loss) => Math.log(Math.min(Math.max(loss, lowest), highest) / lowest) / Math.log(highest / lowest);
  const dots = options.flatMap((option, i) => {
    const group = seen.filter(({ values, diverged, loss }) => values[field] === option && (diverged || loss !== null));
    group.sort((a, b) => a.loss - b.loss);
    return group.map((member, k) => ({
      member,
      x: i + 0.5 + SPREAD * ((k + 0.5) / group.length - 0.5),
      y: member.diverged ? null : toY(member.loss),
    }));
  });
  return { dots, ticks, toY };
}

// The middle loss of numbers in ascending order; of an even number of them the mean of the two in the middle.
export function medianOf(sorted) {
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

// The numbers 1, 2 and 5 times a power of ten, from one of them up to another; if these are many, the powers alone.
export function lossTicks(lowest, highest) {
  const all = [-5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6].flatMap((power) =>
    [1, 2, 5].map((each) => Number(`${each}e${power}`)),
  );
  const from = all.findLastIndex((each) => each <= lowest * (1 + 1e-9));
  const to = all.findIndex((each) => each >= highest * (1 - 1e-9));
  const found = all.slice(Math.max(from, 0), to < 0 ? all.length : to + 1);
  return found.length > MOST_TICKS
    ? found.filter((_, i) => [0, found.length - 1].includes(i) || isPower(found[i]))
    : found;
}

const isPower = (number) => Math.abs(Math.log10(number) - Math.round(Math.log10(number))) < 1e-9;

export class Scatter {
  constructor(room) {
    this.room = room;
    this.root = svgNode("svg", { class: "scatter", role: "img", height: HEIGHT });
  }

  // Draw the dots of a setting, with colours by another one, or all alike where that is null.
  draw(members, setting, colouring, colours) {
    const { root, room } = this;
    const width = root.parentElement?.clientWidth ?? 0;
    if (!width) return;
    const { dots, ticks, toY } = scatterPlaces(members, setting);
    const slot = (width - LEFT - RIGHT) / setting.options.length;
    const longest = Math.min(Math.max(...setting.options.map((option) => option.length)), LONGEST);
    const apart = Math.ceil((LETTER * (longest + 1)) / slot); // choices from one name to the next
    const toX = (x) => LEFT + slot * x;
    const down = (y) => HEIGHT - BOTTOM - y * (HEIGHT - BOTTOM - TOP - 14);
    root.setAttribute("viewBox", `0 0 ${width} ${HEIGHT}`);
    root.setAttribute("width", width);
    root.setAttribute("aria-label", `Test loss against ${setting.label}: ${dots.length} networks`);
    const text = (content, attributes) => svgNode("text", attributes, content);
    const line = (y) => svgNode("line", { x1: LEFT, x2: width - RIGHT, y1: y, y2: y, class: "axis" });
    const parts = ticks.flatMap((loss) => [
      line(down(toY(loss))),
      text(digits(loss), { x: LEFT - 6, y: down(toY(loss)) + 4, "text-anchor": "end" }),
    ]);
    const hasDiverged = dots.some(({ y }) => y === null);
    if (hasDiverged) parts.push(text("diverged", { x: LEFT - 6, y: 18, "text-anchor": "end" }), line(14));
    setting.options.forEach((option, i) => {
      const short = option.length > LONGEST ? `${option.slice(0, LONGEST - 1)}…` : option;
      if (i % apart === 0) parts.push(text(short, { x: toX(i + 0.5), y: HEIGHT - 10, "text-anchor": "middle" }));
      const losses = dots.filter(({ member, y }) => y !== null && member.values[setting.field] === option);
      if (losses.length < 2) return;
      const middle = down(toY(medianOf(losses.map(({ member }) => member.loss))));
      parts.push(svgNode("line", { x1: toX(i + 0.14), x2: toX(i + 0.86), y1: middle, y2: middle, class: "median" }));
    });
    for (const { member, x, y } of dots) {
      const place = colouring ? colouring.options.indexOf(member.values[colouring.field]) : 0;
      const attributes = { cx: toX(x), cy: y === null ? 14 : down(y), r: RADIUS, "data-id": member.id };
      const dot = svgNode("circle", { ...attributes, fill: colours[Math.max(place, 0) % colours.length] });
      dot.append(svgNode("title", {}, `${member.name}: ${member.diverged ? "diverged" : digits(member.loss)}`));
      dot.onpointerenter = () => room.highlight(member.id);
      dot.onpointerleave = () => room.highlight(null);
      parts.push(dot);
    }
    root.replaceChildren(...parts);
  }

  highlight(id) {
    for (const dot of this.root.querySelectorAll("circle")) dot.classList.toggle("looked", dot.dataset.id === id);
  }
}
