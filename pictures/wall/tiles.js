// One tile for each network: its picture, its name, its score, and a link that opens it. What the picture shows is up to
// the face of the Wall.

import { node, sized } from "../live/dom.js";

// The loss or the accuracy of a tile, also where something else is shown in large.
export const scoreOf = (tile) => tile.score ?? tile.value;

export class Tile {
  constructor(wall, index) {
    this.index = index;
    this.canvas = node("canvas", { "aria-hidden": "true" });
    this.swatch = node("i", { class: "swatch" });
    this.name = node("span", { class: "name" });
    this.value = node("span", { class: "value" });
    this.beside = node("span", { class: "beside" });
    this.layers = node("div", { class: "layers", "aria-hidden": "true" }); // the note says what matters of them
    this.note = node("div", { class: "note" });
    this.link = node("a", { target: "_blank", rel: "noopener" }, this.canvas);
    this.root = node(
      "figure",
      { class: "tile" },
      this.link,
      node("figcaption", {}, node("div", {}, this.swatch, this.name, this.value, this.beside), this.layers, this.note),
    );
    for (const event of ["pointerenter", "focusin"]) this.root.addEventListener(event, () => wall.highlight(index));
    for (const event of ["pointerleave", "focusout"]) this.root.addEventListener(event, () => wall.highlight(null));
  }

  receive(tile, frame, { opens, score, opensWhat = "this very network" }) {
    this.root.dataset.name = tile.name;
    this.root.dataset.value = scoreOf(tile);
    this.root.classList.toggle("minor", Boolean(tile.minor));
    this.root.classList.toggle("answered", scoreOf(tile) !== tile.value);
    this.swatch.style.borderColor = tile.colour ?? "transparent";
    this.swatch.style.borderTopStyle = tile.dashed ? "dashed" : "solid";
    this.swatch.hidden = !tile.colour;
    this.name.textContent = tile.name;
    this.value.textContent = tile.value;
    this.beside.textContent = tile.beside ?? "";
    this.note.textContent = tile.note;
    this.showLayers(tile.layers);
    if (tile.link) this.link.href = tile.link;
    else this.link.removeAttribute("href");
    this.link.title = tile.link ? `Open ${opensWhat} ${opens}` : "";
    this.link.role = tile.link ? null : "img"; // an element without an address is no link, and could not have a name
    const told = scoreOf(tile) === tile.value ? [tile.note] : [tile.value, tile.note];
    const name = [`${tile.name}: ${score} ${scoreOf(tile)}`, ...told].filter(Boolean).join(", ");
    this.link.setAttribute("aria-label", tile.link ? `${name}. Open ${opens}` : name);
    this.root.style.gridArea = frame.columns ? gridArea(tile.at, frame.turned) : "";
  }

  // A bar for each layer, with a height from 0 to 1.
  showLayers(heights = []) {
    const { layers } = this;
    while (layers.children.length < heights.length) layers.append(node("i"));
    while (layers.children.length > heights.length) layers.lastChild.remove();
    for (const [i, height] of heights.entries()) layers.children[i].style.setProperty("--height", height);
  }

  // Give the canvas the resolution of the screen; `width` is what it measures in the page, and `tall` times as much upward.
  resize(width, tall) {
    this.width = width;
    this.height = width * tall;
    if (width) this.context = sized(this.canvas, width, this.height);
  }
}

// The cell of a table of tiles; its first row and column are the heads.
function gridArea([row, column], turned) {
  return turned ? `${column + 2} / ${row + 2}` : `${row + 2} / ${column + 2}`;
}
