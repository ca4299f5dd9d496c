// What is selected: by the pointer, by a tap, or by the keys, which walk over the cells of a tile and on to its neighbours.

import { arrowDirection, positionOf } from "../live/dom.js";
import { explain } from "./explain.js";
import { openKernel } from "./editor.js";
import { tileAt } from "./layout.js";

export function walkEvents(picture) {
  const { area } = picture;
  const at = (event) => (picture.layout ? tileAt(picture.layout, ...positionOf(event, picture.root)) : null);
  area.onpointermove = (event) => {
    if (event.pointerType === "touch") return; // a finger that scrolls
    const found = at(event);
    area.style.cursor = found && ["kernel", "test"].includes(found.tile.kind) ? "pointer" : "";
    select(picture, found ?? picture.kept ?? null);
  };
  area.onpointerleave = () => select(picture, picture.kept ?? null);
  area.onclick = (event) => {
    const found = at(event);
    if (found?.tile.kind === "test") return showTest(picture, found.tile.unit);
    picture.kept = found;
    select(picture, found);
    if (found?.tile.kind === "kernel") openKernel(picture, found.tile);
  };
  area.onkeydown = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !onKey(picture, event.key)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  area.onfocus = () => {
    if (area.matches(":focus-visible") && !picture.selected) walkTo(picture, 1, 0, 0, 0);
  };
}

// Select a value, {tile, row, column}, or nothing.
export function select(picture, found) {
  const before = picture.selected;
  const same =
    found && before && found.tile === before.tile && found.row === before.row && found.column === before.column;
  if (same || (!found && !before)) return;
  picture.selected = found;
  picture.repaint();
}

// The tile of a new layout that stands where one of the layout before stood, or null.
export function foundAgain(layout, selected) {
  if (!selected) return null;
  const { tile, row, column } = selected;
  const same = (each) => each.kind === tile.kind && each.layer === tile.layer && each.unit === tile.unit;
  const now = [...layout.columns.flat(), ...layout.tests].find(same);
  return now && row < now.rows && column < now.columns ? { tile: now, row, column } : null;
}

function showTest(picture, index) {
  if (index < picture.frame.labels.length) picture.input.show(index);
}

// Handle a key on the diagram; returns whether it is one of its keys.
function onKey(picture, key) {
  const { selected } = picture;
  if (key === "Escape") {
    if (!selected) return false;
    picture.kept = null;
    select(picture, null);
    return true;
  }
  if (key === "Enter") {
    const kind = selected?.tile.kind;
    if (kind === "test") showTest(picture, selected.tile.unit);
    else if (kind === "kernel" || kind === "map") openKernel(picture, selected.tile);
    return true;
  }
  const direction = arrowDirection(key);
  if (!direction) return false;
  step(picture, direction);
  return true;
}

const limited = (value, count) => Math.min(Math.max(value, 0), count - 1);

// Go one cell further; beyond the end of a tile to the next tile of its column, or to the next column.
function step(picture, [right, up]) {
  const columns = columnsOf(picture);
  const { selected } = picture;
  const c = columns.findIndex((tiles) => tiles.includes(selected?.tile));
  if (c < 0) return walkTo(picture, 0, 0, 0, 0);
  const { tile, row, column } = selected;
  const t = columns[c].indexOf(tile);
  const [nextRow, nextColumn] = [row - up, column + right];
  if (right) {
    if (nextColumn >= 0 && nextColumn < tile.columns) return walkTo(picture, c, t, row, nextColumn);
    const beyond = limited(c + right, columns.length);
    if (beyond !== c) walkTo(picture, beyond, t, row, right > 0 ? 0 : Number.POSITIVE_INFINITY);
  } else if (nextRow >= 0 && nextRow < tile.rows) walkTo(picture, c, t, nextRow, column);
  else if (t - up >= 0 && t - up < columns[c].length)
    walkTo(picture, c, t - up, up > 0 ? Number.POSITIVE_INFINITY : 0, column);
}

const columnsOf = ({ layout, frame }) => {
  const tests = layout.tests.slice(0, frame.labels.length);
  const places = [...new Set(tests.map(({ x }) => x))];
  return [...layout.columns, ...places.map((x) => tests.filter((tile) => tile.x === x))];
};

function walkTo(picture, c, t, row, column) {
  const columns = columnsOf(picture);
  const tiles = columns[limited(c, columns.length)];
  const tile = tiles[limited(t, tiles.length)];
  picture.kept = { tile, row: limited(row, tile.rows), column: limited(column, tile.columns) };
  select(picture, picture.kept);
  const { title, lines } = explain(picture);
  picture.spoken.textContent = `${title}. ${lines.join(" ")}`; // for screen readers
}
