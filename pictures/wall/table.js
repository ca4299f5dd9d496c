// The table of the networks, which can be ranked by a column.

import { node, swatch } from "../live/dom.js";

export class Table {
  constructor(wall) {
    this.wall = wall;
    this.root = node("table");
    this.rank = undefined; // the column that the rows are sorted by
  }

  // Fill the table; only when the Frame or the order has changed.
  update() {
    const { frame } = this.wall;
    const key = JSON.stringify([frame.table ?? null, this.rank]);
    if (key === this.key) return;
    this.key = key;
    const { head = [], rows = [] } = frame.table ?? {};
    const ranked = this.rank === undefined ? rows : rows.toSorted((a, b) => this.order(a) - this.order(b) || 0);
    const titles = head.map((text, i) => node("th", { scope: "col" }, this.title(text, i, rows)));
    this.root.replaceChildren(
      node("thead", {}, node("tr", {}, ...titles)),
      node("tbody", {}, ...ranked.map((row) => this.row(row))),
    );
  }

  // A row without a value for this column comes last.
  order(row) {
    return row.ranks?.[this.rank] ?? Infinity;
  }

  // A column's title is a button if the rows can be ranked by it.
  title(text, i, rows) {
    if (!rows.some((row) => row.ranks && i in row.ranks)) return text;
    const rankBy = () => {
      this.rank = i;
      this.update();
    };
    const attributes = {
      type: "button",
      "aria-pressed": String(this.rank === i),
      title: `Rank by ${text.toLowerCase()}`,
      onclick: rankBy,
    };
    return node("button", attributes, text);
  }

  row({ tile, cells }) {
    const { wall } = this;
    const children = cells.map((text, i) => node(i ? "td" : "th", i ? {} : { scope: "row" }, text));
    const row = node("tr", { class: tile === wall.highlighted ? "looked" : "", "data-tile": tile }, ...children);
    const series = tile >= 0 && wall.frame.series.find((each) => each.tile === tile);
    if (series) row.firstChild.prepend(swatch(series));
    row.onpointerenter = () => wall.highlight(tile);
    row.onpointerleave = () => wall.highlight(null);
    return row;
  }

  highlight(index) {
    for (const row of this.root.querySelectorAll("tbody tr"))
      row.classList.toggle("looked", row.dataset.tile === String(index));
  }
}
