// The Wall: shows Frames (see frame.py) of several networks as tiles, loss curves and a table, gliding from each to the
// next.

import { Announcer } from "../live/announcer.js";
import { node, scrollable, topOf, zoomOf } from "../live/dom.js";
import lessonStyle from "../live/lesson.css" with { type: "text" };
import { LessonBox } from "../live/lesson.js";
import { Picture, register } from "../live/picture.js";
import { typedNumber } from "../live/typed.js";
import { CellFace } from "./cell_face.js";
import { Chart } from "./chart.js";
import { ImageFace } from "./image_face.js";
import { barsOf, FEW, MapFace } from "./map_face.js";
import { Table } from "./table.js";
import tileStyle from "./tiles.css" with { type: "text" };
import { scoreOf, Tile } from "./tiles.js";
import style from "./wall.css" with { type: "text" };

const NARROW_BELOW = 800; // px
const LEAST_TILE = 100; // px
const LEAST_ROOM = 360; // px
const LEAST_ROOM_PROJECTED = 240; // px
const [LEAST_CHART, CHART] = [100, 190]; // px, the height of the curves
const LEAST_TABLE = 64; // px, the height of a table that scrolls
const BARS_HEIGHT = 20; // px, of a bar for each layer in a table of tiles, and the gap below
const TABLE_GAP = 6; // px, below a tile of a table without bars
const SECTION_HEIGHT = 40; // px
const LEAST_TABLE_TILE = 48; // px, in a table of tiles, where no name stands below
const VALUE_HEIGHT = 35; // px below a tile of a table, and of the table's head

// What the tiles show, by the kind of networks: each class has the members of MapFace. One may also have `above` and
// `below`, with what stands around the tiles of all networks.
const FACES = { maps: MapFace, images: ImageFace, cells: CellFace };
const SCORED = ["images", "cells"]; // faces with a large score below each tile

// The tile with the best value, or null where there are no numbers.
function bestOf(tiles, isBetter) {
  const number = (tile) => typedNumber(scoreOf(tile).replace(/[<%]/g, ""));
  return tiles
    .filter((tile) => Number.isFinite(number(tile)))
    .reduce((a, b) => (a && isBetter(number(a), number(b)) ? a : b), null);
}

class Wall extends Picture {
  constructor(parent, styleSheet) {
    super();
    this.faces = {}; // by their names
    this.tiles = [];
    this.highlighted = null; // the index of the tile that the pointer is on
    this.chart = new Chart(this);
    this.table = new Table(this);
    this.grid = node("div", { class: "tiles" });
    this.above = node("div", { class: "above" });
    this.below = node("div", { class: "below" });
    this.notes = node("p", { class: "quiet" });
    this.lesson = new LessonBox();
    this.message = node("div", { class: "message", role: "status" });
    this.headline = node("div", { class: "headline" });
    this.progress = node("progress", { max: 1, "aria-label": "Progress" });
    this.stop = node("button", {
      type: "button",
      onclick: () => this.act(this.frame.state === "working" ? "cancel" : "go_on", true),
    });
    this.work = node("div", { class: "work" }, this.headline, this.progress, this.stop);
    this.scroll = scrollable("Table of the networks", this.table.root);
    this.side = node("div", { class: "side" }, this.work, this.chart.root, this.scroll, this.notes);
    this.announcer = new Announcer();
    this.root = node(
      "div",
      { class: "wall", "data-testid": "wall", role: "group" },
      this.lesson.root,
      this.message,
      this.above,
      this.grid,
      this.below,
      this.side,
      this.announcer.root,
    );
    this.attach(parent, styleSheet);
    this.followTop(this.grid, true);
  }

  receive(data, trigger) {
    const unpacked = this.unpackNew(data, trigger);
    if (!unpacked) return;
    const name = unpacked.header.face ?? "maps";
    this.faces[name] ??= new FACES[name](this);
    this.faces[name].compute(unpacked, (gliding) => this.show(unpacked, gliding, this.faces[name]));
  }

  remove() {
    for (const face of Object.values(this.faces)) face.cancel();
    super.remove();
  }

  // Show a Frame with the values that its face has computed, which glide from those of the Frame before.
  show(unpacked, gliding, face) {
    this.face = face;
    this.take(unpacked);
    const { frame } = this;
    frame.glide.push(gliding);
    this.startFrame();
    this.describe();
    this.table.update();
    this.notes.textContent = frame.table?.note ?? "";
    const plan = JSON.stringify([
      frame.tiles.length,
      frame.rows,
      frame.columns,
      frame.sections,
      frame.serial,
      frame.face,
      frame.lesson, // it takes room from the tiles
      face.plan(frame),
    ]);
    if (plan !== this.plan || this.themeChanged) {
      this.plan = plan;
      this.build();
      this.arrange();
    }
    frame.tiles.forEach((tile, i) => this.tiles[i].receive(tile, frame, face));
    this.chart.receive(frame);
    this.measureTiles();
    this.startGlide();
    this.chart.paint();
    this.talk.onFrame(frame);
  }

  // Say what is shown, to screen readers and in data attributes that tests read.
  describe() {
    const { frame, root } = this;
    Object.assign(root.dataset, {
      epoch: frame.epoch,
      step: frame.step,
      state: frame.state,
      tiles: frame.tiles.length,
      ...this.face.describe?.(frame),
    });
    root.setAttribute("aria-label", `${frame.tiles.length} networks`);
    const best = bestOf(frame.tiles, (one, other) => this.face.isBetter(one, other));
    this.announcer.announce(
      frame.state,
      frame.headline ??
        `${frame.state[0].toUpperCase()}${frame.state.slice(1)}, epoch ${frame.epoch}` +
          (best ? `: ${this.face.best} is ${scoreOf(best)}, by ${best.name}` : ""),
    );
    this.work.hidden = frame.share === undefined;
    if (!this.work.hidden) this.describeWork();
    this.showMessage(this.message, frame.message);
    this.lesson.show(frame.lesson);
  }

  // The progress of a training that runs to its end.
  describeWork() {
    const { frame, root } = this;
    root.dataset.share = frame.share;
    root.dataset.solved = frame.solved ?? "";
    this.headline.replaceChildren(
      node("b", {}, frame.headline),
      ...(frame.verdict ? [node("span", {}, frame.verdict)] : []),
    );
    this.progress.value = frame.share;
    this.progress.hidden = this.stop.hidden = frame.state === "done";
    this.stop.textContent = frame.state === "working" ? "Cancel" : "Go on";
  }

  // New tiles, when they are other networks than before.
  build() {
    const { frame, face } = this;
    this.above.replaceChildren(...(face.above ? [face.above.root] : []));
    this.below.replaceChildren(...(face.below ? [face.below.root] : []));
    this.tiles = frame.tiles.map((_, i) => new Tile(this, i));
    const heads = (names, axis) =>
      (names ?? []).map((name, index) => ({ root: node("div", { class: "head" }, name), axis, index }));
    this.heads = [...heads(frame.rows, "row"), ...heads(frame.columns, "column")];
    const figures = frame.tiles.flatMap((tile, i) => {
      const { root } = this.tiles[i];
      return tile.section ? [node("h2", { class: "section" }, tile.section), root] : [root];
    });
    this.grid.replaceChildren(...this.heads.map((head) => head.root), ...figures);
  }

  // Set all sizes; called when the width, the theme or the tiles change.
  arrange() {
    const { frame, root, grid } = this;
    const width = root.clientWidth;
    if (!frame || !width) return;
    const narrow = width < NARROW_BELOW;
    this.noteTop();
    this.projected = zoomOf(root) > 1;
    root.classList.toggle("narrow", narrow);
    root.classList.toggle("projected", this.projected);
    root.classList.toggle("stacked", Boolean(this.face.below));
    this.tall = this.face.tall(narrow, this);
    root.style.setProperty("--tall", this.tall);
    grid.classList.toggle("table", Boolean(frame.columns));
    grid.classList.toggle("few", frame.tiles.length <= FEW);
    grid.classList.toggle("scored", SCORED.includes(frame.face));
    if (frame.columns) this.arrangeTable(narrow);
    else {
      const most = Math.min(this.face.narrowColumns, frame.tiles.length);
      const [columns, side] = narrow ? [most, null] : this.bestColumns();
      grid.style.gridTemplateColumns = `repeat(${columns}, minmax(0, ${side === null ? "1fr" : `${side}px`}))`;
    }
    this.measureTiles();
    this.face.arrange(this, this.tiles[0]?.width ?? 0);
    this.fitTable();
    this.paint();
    this.chart.paint();
  }

  // On a projector the curves leave room for the table, which scrolls within what is left of the window; what the columns
  // of a race mean is left out.
  fitTable() {
    const { canvas } = this.chart;
    this.scroll.style.maxHeight = canvas.style.height = "";
    this.notes.hidden = this.projected && this.frame.newest !== undefined;
    if (!this.projected || this.face.below) return;
    const above = (this.scroll.getBoundingClientRect().top - this.grid.getBoundingClientRect().top) / zoomOf(this.root);
    const room = this.room() - above - this.notes.offsetHeight - 8;
    const most = this.chart.root.hidden ? 0 : CHART - LEAST_CHART;
    const lent = Math.min(Math.max(this.scroll.scrollHeight - room, 0), most);
    canvas.style.height = `${CHART - lent}px`;
    this.scroll.style.maxHeight = `${Math.max(room + lent, LEAST_TABLE)}px`;
  }

  // Fit the canvases to their sizes in the page. These are all read first, so that the page is laid out only once.
  measureTiles() {
    const widths = this.tiles.map((tile) => tile.canvas.clientWidth);
    this.tiles.forEach((tile, i) => tile.resize(widths[i], this.tall));
  }

  // Tiles in rows and columns with heads. On a narrow screen the longer side runs downward.
  arrangeTable(narrow) {
    const { frame, grid } = this;
    const [rowCount, columnCount] = [frame.rows.length, frame.columns.length];
    frame.turned = columnCount !== rowCount && narrow === columnCount > rowCount;
    const [rows, columns] = frame.turned ? [columnCount, rowCount] : [rowCount, columnCount];
    // On a projector the values are left to the chart and the table.
    const below = !this.projected ? VALUE_HEIGHT : barsOf(frame) ? BARS_HEIGHT : TABLE_GAP;
    const side = Math.max((this.room() - VALUE_HEIGHT) / rows - below, LEAST_TABLE_TILE);
    grid.style.gridTemplateColumns = `max-content repeat(${columns}, minmax(0, ${narrow ? "1fr" : `${side}px`}))`;
    for (const { root, axis, index } of this.heads) {
      const across = (axis === "column") !== frame.turned;
      root.style.gridArea = across ? `1 / ${index + 2}` : `${index + 2} / 1`;
      root.classList.toggle("across", across);
    }
    frame.tiles.forEach((tile, i) => this.tiles[i].receive(tile, frame, this.face));
  }

  // The height that the window leaves for the tiles, wherever the page is scrolled to.
  room() {
    const least = this.projected ? LEAST_ROOM_PROJECTED : LEAST_ROOM;
    return Math.max((innerHeight - 12) / zoomOf(this.root) - topOf(this.grid), least);
  }

  // The number of columns, and their width or null for all that there is: those with which the tiles are the largest that the window has room for.
  bestColumns() {
    const { frame, grid } = this;
    const tiles = frame.tiles.filter(({ minor }) => !(minor && this.projected));
    const count = tiles.length;
    if (this.face.wideColumns) return [this.face.wideColumns(count), null];
    const starts = tiles.flatMap((tile, i) => (tile.section ? [i] : [])); // each section begins a row
    const height = this.room() - starts.length * SECTION_HEIGHT;
    const ends = [...(starts[0] ? [0] : []), ...(starts.length ? starts : [0]), count];
    let [best, largest] = [1, 0];
    for (let columns = 1; columns <= Math.min(count, 8); columns++) {
      const rows = ends.slice(1).reduce((sum, end, i) => sum + Math.ceil((end - ends[i]) / columns), 0);
      const side = Math.min(grid.clientWidth / columns - 10, (height / rows - this.face.nameHeight(frame)) / this.tall);
      if (side > largest) [best, largest] = [columns, side];
    }
    return [best, Math.max(largest, LEAST_TILE)];
  }

  // Make the tile that the pointer is on stand out, with its curve and its row.
  highlight(index) {
    if (index === this.highlighted) return;
    this.highlighted = index;
    this.tiles.forEach((tile, i) => tile.root.classList.toggle("looked", i === index));
    this.table.highlight(index);
    this.chart.paint();
    this.face.below?.paint();
  }

  paint() {
    for (const tile of this.tiles) if (tile.width) this.face.paint(this, tile);
    this.face?.below?.paint();
  }
}

export default register("wall", Wall, lessonStyle + tileStyle + style);
