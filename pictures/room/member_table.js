// The table of the networks of a class, in the order of the tiles.

import { node } from "../live/dom.js";
import { digits, grouped, perCent } from "../live/numbers.js";

const SORTED_BY = { Name: "name", "Test loss": "loss", Epoch: "epoch", Goal: "goal" }; // titles that are buttons

export const cellsOf = (cells) => cells.map((cell, i) => node(i ? "td" : "th", i ? {} : { scope: "row" }, cell));

export const titlesOf = (titles) => titles.map((title) => node("th", { scope: "col" }, title));

export class MemberTable {
  constructor(room) {
    this.room = room;
    this.head = node("tr");
    this.body = node("tbody");
    this.rows = new Map(); // by the IDs of the members
    this.root = node("table", { class: "members" }, node("thead", {}, this.head), this.body);
  }

  update(members, { has_goal: hasGoal, question, settings, sort }) {
    const head = ["Name", "Test loss", "Train loss", "Accuracy", "Epoch"];
    if (hasGoal) head.push("Goal");
    if (question) head.push("Answer");
    this.showHead([...head, ...settings.map(({ label }) => label)], sort);
    const rows = members.map((member) => {
      const cells = [
        member.name,
        member.diverged ? "diverged" : digits(member.loss),
        digits(member.training_loss),
        member.accuracy === null ? "–" : perCent(member.accuracy),
        member.has_begun ? grouped(Math.floor(member.epoch)) : member.says,
      ];
      if (hasGoal) cells.push(member.reached ? "✓ reached" : member.has_begun ? "not yet" : "–");
      if (question) cells.push(member.answer || "–");
      return this.row(member, [...cells, ...settings.map(({ field }) => member.values[field] ?? "–")]);
    });
    const shown = this.body.children;
    if (rows.length !== shown.length || rows.some((row, i) => row !== shown[i])) this.body.replaceChildren(...rows);
    const ids = new Set(members.map(({ id }) => id));
    for (const id of this.rows.keys()) if (!ids.has(id)) this.rows.delete(id);
  }

  showHead(titles, sort) {
    const key = JSON.stringify(titles);
    if (key !== this.key) {
      this.key = key;
      const buttons = titles.map((title) => {
        const by = SORTED_BY[title];
        if (!by) return title;
        const attributes = { type: "button", "data-by": by, title: `Sort by ${title.toLowerCase()}` };
        return node("button", { ...attributes, onclick: () => this.room.act("sort", by) }, title);
      });
      this.head.replaceChildren(...titlesOf(buttons));
    }
    for (const button of this.head.querySelectorAll("button"))
      button.setAttribute("aria-pressed", String(button.dataset.by === sort));
  }

  // A member's row, in which only the texts change: what has the focus keeps it.
  row({ id, href }, cells) {
    let row = this.rows.get(id);
    if (row?.children.length !== cells.length) {
      row = node("tr", { "data-id": id }, ...cellsOf(cells));
      row.firstChild.replaceChildren(node("a", { target: "_blank", rel: "noopener" }));
      row.onpointerenter = () => this.room.highlight(id);
      row.onpointerleave = () => this.room.highlight(null);
      this.rows.set(id, row);
    }
    const link = row.firstChild.firstChild;
    for (const [i, text] of cells.entries()) {
      const cell = i ? row.children[i] : link;
      if (cell.textContent !== text) cell.textContent = text;
    }
    if (href) link.setAttribute("href", href);
    else link.removeAttribute("href");
    return row;
  }

  highlight(id) {
    for (const [each, row] of this.rows) row.classList.toggle("looked", each === id);
  }
}
