// One tile for each network: its map with the data points, its name, its loss, and a link into the Playground.

import { node, sharpness, sized } from "../live/dom.js";
import { pointOf } from "../live/frames.js";
import { paintPoint } from "../live/markers.js";
import { paintMap } from "../live/pixels.js";

const LEAST_SIDE_WITH_POINTS = 84; // px; on a smaller tile the points would hide the map

export class Tile {
  constructor(wall, index) {
    this.index = index;
    this.canvas = node("canvas", { "aria-hidden": "true" });
    this.swatch = node("i", { class: "swatch" });
    this.name = node("span", { class: "name" });
    this.value = node("span", { class: "value" });
    this.note = node("div", { class: "note" });
    this.link = node("a", { target: "_blank", rel: "noopener" }, this.canvas);
    this.root = node(
      "figure",
      { class: "tile" },
      this.link,
      node("figcaption", {}, node("div", {}, this.swatch, this.name, this.value), this.note),
    );
    for (const event of ["pointerenter", "focusin"]) this.root.addEventListener(event, () => wall.highlight(index));
    for (const event of ["pointerleave", "focusout"]) this.root.addEventListener(event, () => wall.highlight(null));
  }

  receive(tile, frame) {
    this.root.dataset.name = tile.name;
    this.root.dataset.value = tile.value;
    this.swatch.style.borderColor = tile.colour ?? "transparent";
    this.swatch.style.borderTopStyle = tile.dashed ? "dashed" : "solid";
    this.swatch.hidden = !tile.colour;
    this.name.textContent = tile.name;
    this.value.textContent = tile.value;
    this.note.textContent = tile.note;
    if (tile.link) this.link.href = tile.link;
    else this.link.removeAttribute("href");
    this.link.title = tile.link ? "Open this very network in the Playground" : "";
    this.link.role = tile.link ? null : "img"; // an element without an address is no link, and could not have a name
    const name = `${tile.name}: loss ${tile.value}${tile.note ? `, ${tile.note}` : ""}`;
    this.link.setAttribute("aria-label", tile.link ? `${name}. Open in the Playground` : name);
    this.root.style.gridArea = frame.columns ? gridArea(tile.at, frame.turned) : "";
  }

  paint(wall) {
    const { frame, shown, colours, shades } = wall;
    const side = this.canvas.clientWidth;
    if (!side) return;
    const context = sized(this.canvas, side, side);
    const { map, outputs, classes } = frame;
    const size = outputs * map * map;
    wall.mapCanvas ??= document.createElement("canvas");
    paintMap(
      wall.mapCanvas,
      shown[0].subarray(this.index * size, (this.index + 1) * size),
      map,
      classes,
      colours,
      shades,
    );
    context.imageSmoothingQuality = wall.smoothing;
    context.drawImage(wall.mapCanvas, 0, 0, side, side);
    if (wall.dots) context.drawImage(wall.dots, 0, 0, side, side);
  }
}

// The cell of a table of tiles; its first row and column are the heads.
function gridArea([row, column], turned) {
  return turned ? `${column + 2} / ${row + 2}` : `${row + 2} / ${column + 2}`;
}

// Paint the data points once for all tiles; returns a canvas, or null where there is no room for them.
export function paintPoints({ frame, colours, root }, side) {
  if (side < LEAST_SIDE_WITH_POINTS || !frame.labels.length) return null;
  const ratio = sharpness(root);
  const dots = document.createElement("canvas");
  dots.width = dots.height = side * ratio;
  const context = dots.getContext("2d");
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  const unit = side / 2 / frame.half_width; // px per unit of the plane
  const radius = Math.max(1.1, Math.min(2.6, side / 70, side / 7 / Math.sqrt(frame.train))); // smaller if many
  for (let i = frame.train - 1; i >= 0; i--) {
    const [x1, x2] = pointOf(frame, i);
    paintPoint(context, frame, colours, i, side / 2 + x1 * unit, side / 2 - x2 * unit, radius, 0.5);
  }
  return dots;
}
