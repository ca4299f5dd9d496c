// The room: shows Frames (see frame.py) of a class as a tile for each network, with what they have in common below.

import { Announcer } from "../live/announcer.js";
import { node, topOf, zoomOf } from "../live/dom.js";
import { digits, grouped, perCent } from "../live/numbers.js";
import { Picture, register } from "../live/picture.js";
import { tiling } from "../live/tiling.js";
import { Tile } from "../wall/tiles.js";
import tileStyle from "../wall/tiles.css" with { type: "text" };
import { ROOM_FACES } from "./faces.js";
import style from "./room.css" with { type: "text" };
import { headlineOf } from "./headline.js";
import { hrefOf } from "./href.js";
import { Menu, Summary } from "./summary.js";

const NARROW_BELOW = 560; // px, below which there are two columns
const LEAST_TILE = 84; // px
const LARGEST_TILE = 220; // px
const GAP = 8; // px between tiles
const BELOW = 52; // px of the lines below a picture
const LEAST_HEIGHT = 260; // px of the window that are for the tiles, at least
const ROOM_BELOW = 12; // px
const PLACES = { points: "in the Playground", images: "on the Images page", sequences: "on the Sequences page" };

// What the tiles of a kind show.
const SHOWN = {
  images: "Images: the kernels of the first layer, and test images, wrong ones ringed.",
  sequences:
    "Sequences: the states of the units, a row each, along one test sequence; the bars are the probability of the right " +
    "answer where one is asked.",
};

class Room extends Picture {
  constructor(parent, styleSheet) {
    super();
    this.tiles = new Map(); // by the IDs of the members
    this.faces = Object.fromEntries(Object.entries(ROOM_FACES).map(([kind, Face]) => [kind, new Face(this)]));
    this.arrangement = 0; // grows with the theme and the size of the tiles
    this.headline = node("div", { class: "headline" });
    this.sorting = new Menu("Sort by", (value) => this.act("sort", value));
    this.filter = new Menu("Show", (value) => this.act("only", value));
    const cover = () => this.act("covered", !this.frame.covered);
    this.cover = node("button", { type: "button", onclick: cover }, "Cover names");
    this.message = node("div", { class: "message", role: "status" });
    this.grid = node("div", { class: "tiles" });
    this.note = node("p", { class: "quiet" });
    this.bar = node("div", { class: "bar" }, this.headline, this.sorting.root, this.filter.root, this.cover);
    this.front = node("div", { class: "front", "data-testid": "room" }, this.message, this.bar, this.grid, this.note);
    this.summary = new Summary(this);
    this.announcer = new Announcer();
    this.root = node("div", { class: "room wall" }, this.front, this.summary.root, this.announcer.root);
    this.attach(parent, styleSheet);
    this.followTop(this.grid, true);
  }

  receive(data, trigger) {
    if (!this.accept(data, trigger)) return;
    const { frame } = this;
    this.members = frame.members.map((id) => this.member(id));
    this.describe();
    this.updateTiles();
    if (this.themeChanged || this.plan !== frame.members.length) this.arrange();
    else this.paint();
    this.summary.update(this.members);
    this.talk.onFrame(frame);
  }

  remove() {
    this.faces.points.cancel();
    super.remove();
  }

  // All that there is to say of a member, in one object.
  member(id) {
    const [about, now] = [this.frame[`about:${id}`], this.frame[`now:${id}`]];
    const bytes = this.frame[`net:${id}`] ?? new Uint8Array();
    const { step, epoch, training_loss = null, test_loss: loss = null, accuracy = null, states, says, answer } = now;
    const begun = step !== undefined;
    const { name, kind, chosen, values } = about;
    const href = hrefOf(about, now, bytes);
    const [diverged, reached] = ["diverged", "reached"].map((each) => states.includes(each));
    const found = { id, name, kind, chosen, values, href, about, bytes, epoch, training_loss, loss, accuracy, states };
    return { ...found, says, answer, diverged, reached, has_begun: begun };
  }

  // Say what is shown, to screen readers and in data attributes that tests read.
  describe() {
    const { frame, members } = this;
    const { count, state } = frame;
    this.headline.textContent = headlineOf(members, count);
    this.announcer.announce(state, this.headline.textContent);
    Object.assign(this.front.dataset, { state, count, tiles: members.length, sort: frame.sort });
    this.front.dataset.covered = frame.covered;
    for (const each of [this.sorting.root, this.filter.root, this.cover]) each.hidden = !count;
    this.sorting.show(frame.sorts, frame.sort);
    const filters = frame.filters.map(([value, label, found]) => [value, `${label} (${found})`]);
    const known = [["", "all"], ...filters];
    if (!known.some(([value]) => value === frame.only)) known.push([frame.only, "none of these"]);
    this.filter.show(known, frame.only);
    this.cover.setAttribute("aria-pressed", String(frame.covered));
    this.showMessage(this.message, frame.message);
    const kinds = Object.keys(SHOWN).filter((each) => members.some(({ kind }) => kind === each));
    this.note.textContent = kinds.map((kind) => SHOWN[kind]).join(" ");
  }

  updateTiles() {
    const { members, tiles, grid } = this;
    for (const { id } of members) if (!tiles.has(id)) tiles.set(id, this.newTile(id));
    const shown = new Set(members.map(({ id }) => id));
    for (const [id, tile] of tiles) {
      if (shown.has(id)) continue;
      tile.root.remove();
      tiles.delete(id);
    }
    const order = members.map(({ id }) => tiles.get(id).root);
    const isSame = order.length === grid.children.length && order.every((each, i) => each === grid.children[i]);
    // Tiles stay where they are under the pointer, and while one has the focus.
    if (!isSame && (order.length !== grid.children.length || !this.isLookedAt())) grid.replaceChildren(...order);
    for (const member of members) this.updateTile(tiles.get(member.id), member);
  }

  newTile(id) {
    const tile = new Tile(this, id);
    tile.badge = node("span", { class: "badge" });
    tile.link.append(tile.badge);
    return tile;
  }

  // Whether somebody is about to press a tile; not who has just chosen another order.
  isLookedAt() {
    const { sort, only } = this.frame;
    const hasChosen = this.previous?.sort !== sort || this.previous?.only !== only;
    return !hasChosen && (this.grid.matches(":hover") || this.grid.contains(this.root.getRootNode().activeElement));
  }

  updateTile(tile, member) {
    const { has_begun: begun, diverged, reached, says, chosen, kind, epoch, loss, accuracy, href, about } = member;
    const progress = begun ? [`epoch ${grouped(Math.floor(epoch))}`] : [];
    if (accuracy !== null) progress.push(perCent(accuracy));
    const value = diverged ? "∞" : digits(loss);
    const note = [progress.join(" · "), chosen].join("\n");
    const opensWhat = member.about.opens === "step" ? "these settings, trained to this step," : "this very network";
    const told = { opens: PLACES[kind] ?? "", score: "test loss", opensWhat };
    const said = [says, reached ? "goal reached" : ""].filter(Boolean).join(", ");
    tile.receive({ name: member.name, value, note, link: href }, this.frame, told);
    if (said) tile.link.setAttribute("aria-label", `${tile.link.getAttribute("aria-label")}. ${said}`);
    tile.note.title = chosen;
    tile.name.title = member.name;
    tile.badge.textContent = [reached ? "✓ goal" : "", says, begun && about.why].filter(Boolean).join(" · ");
    tile.badge.hidden = !tile.badge.textContent;
    Object.assign(tile.root.dataset, { id: member.id, states: member.states.join(" "), reached });
    [tile.about, tile.bytes] = [member.about, member.bytes];
  }

  // Make the tile that the pointer is on stand out, with its dot and its row.
  highlight(id) {
    for (const [each, tile] of this.tiles) tile.root.classList.toggle("looked", each === id);
    this.summary.highlight(id);
  }

  // Set all sizes; called when the width, the theme or the number of tiles change.
  arrange() {
    const { frame, root, grid, tiles } = this;
    const width = grid.clientWidth;
    if (!frame || !width) return;
    this.noteTop();
    this.plan = frame.members.length;
    const narrow = root.clientWidth < NARROW_BELOW;
    root.classList.toggle("narrow", narrow);
    const height = Math.max((innerHeight - ROOM_BELOW) / zoomOf(root) - topOf(grid), LEAST_HEIGHT);
    const box = { below: BELOW, gap: GAP, least: LEAST_TILE };
    const [columns, side] = narrow ? [2, (width - GAP) / 2] : tiling(tiles.size, width, height, box);
    const wide = Math.min(side, LARGEST_TILE);
    grid.style.gridTemplateColumns = `repeat(${columns}, minmax(0, ${narrow ? "1fr" : `${wide}px`}))`;
    this.arrangement++;
    for (const face of Object.values(this.faces)) face.arrange();
    this.paint();
    this.summary.draw(this.members);
  }

  // Paint the tiles that have changed.
  paint() {
    const tiles = [...this.tiles.values()];
    const widths = tiles.map((tile) => tile.canvas.clientWidth); // all read first, so that the page is laid out once
    tiles.forEach((tile, i) => {
      const seen = [tile.bytes, tile.about, this.arrangement, widths[i]];
      if (!widths[i] || seen.every((each, k) => each === tile.painted?.[k])) return;
      const isOther = tile.about !== tile.painted?.[1];
      tile.painted = seen;
      if (isOther) tile.mapped = null; // the map before stays until the next one is there
      tile.resize(widths[i], 1);
      tile.context.clearRect(0, 0, tile.width, tile.height);
      this.faces[tile.about.face]?.paint(tile, tile.about, tile.bytes);
    });
  }
}

export default register("room", Room, tileStyle + style);
