// One tile for each network: its map with the data points, its name, its loss, and the way into the Playground.

class Tile {
  constructor(wall, place) {
    this.canvas = node("canvas", { "aria-hidden": "true" });
    this.swatch = node("i", { class: "swatch" });
    this.name = node("span", { class: "name" });
    this.value = node("span", { class: "value" });
    this.note = node("div", { class: "note" });
    this.link = node("a", { target: "_blank", rel: "noopener" }, this.canvas);
    this.root = node("figure", { class: "tile" }, this.link,
      node("figcaption", {}, node("div", {}, this.swatch, this.name, this.value), this.note));
    for (const [event, does] of [["pointerenter", place], ["pointerleave", null], ["focusin", place], ["focusout", null]])
      this.root.addEventListener(event, () => wall.point_at(does));
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
    this.link.role = tile.link ? null : "img"; // without an address it is no link, and could have no name
    const says = `${tile.name}: loss ${tile.value}${tile.note ? `, ${tile.note}` : ""}`;
    this.link.setAttribute("aria-label", tile.link ? `${says}. Open in the Playground` : says);
    const { at } = tile;
    this.root.style.gridArea = frame.columns ? `${at[frame.turned ? 1 : 0] + 2} / ${at[frame.turned ? 0 : 1] + 2}` : "";
  }

  draw(wall, place) {
    const { frame, shown } = wall;
    const side = this.canvas.clientWidth;
    if (!side) return;
    const context = sized(this.canvas, side, side);
    const { map, outputs, classes } = frame;
    const size = map * map, values = shown.subarray(place * outputs * size, (place + 1) * outputs * size);
    wall.plane ??= document.createElement("canvas");
    if (classes > 2) paint(wall.plane, map, map, (pixels) => paintClasses(pixels, values, map, classes, wall.colours, false));
    else paint(wall.plane, 2 * map, 2 * map, (pixels) => paintDoubled(pixels, values, map, wall.shades));
    context.imageSmoothingQuality = "high";
    context.drawImage(wall.plane, 0, 0, side, side);
    if (wall.dots) context.drawImage(wall.dots, 0, 0, side, side);
  }
}

// The training points, drawn once for all tiles.
function paintPoints(wall, side) {
  const { frame, colours } = wall;
  const ratio = sharpness(wall.root);
  wall.dots = null;
  if (side < 84 || !frame.labels.length) return;
  const dots = document.createElement("canvas");
  dots.width = dots.height = side * ratio;
  const context = dots.getContext("2d");
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  const unit = side / 2 / frame.half_width;
  const radius = Math.max(1.1, Math.min(2.6, side / 70, (side / 7) / Math.sqrt(frame.train)));
  for (let i = frame.train - 1; i >= 0; i--) {
    const [x, y] = [0, 1].map((k) => (frame.places[2 * i + k] * 4 * frame.half_width * unit) / 32767);
    mark_point(context, frame, colours, i, side / 2 + x, side / 2 - y, radius, 0.5);
  }
  wall.dots = dots;
}
