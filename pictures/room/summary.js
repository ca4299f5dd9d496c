// What the networks of a class have in common: a chart of choice against result, what came of the answers, and a table.

import { node, scrollable } from "../live/dom.js";
import { digits, grouped } from "../live/numbers.js";
import { cellsOf, MemberTable, titlesOf } from "./member_table.js";
import { Scatter } from "./scatter.js";

// A row of choices that changes its options only when they are others: an open list would close.
export class Menu {
  constructor(label, choose) {
    this.select = node("select", { "aria-label": label, onchange: () => choose(this.select.value) });
    this.root = node("label", {}, node("span", {}, label), this.select);
  }

  // options is a list of [value, text].
  show(options, value) {
    const key = JSON.stringify(options);
    if (key !== this.key) {
      this.key = key;
      this.select.replaceChildren(...options.map(([each, text]) => node("option", { value: each }, text)));
    }
    this.select.value = value;
  }
}

export class Summary {
  constructor(room) {
    this.room = room;
    this.scatter = new Scatter(room);
    this.against = new Menu("Test loss against", (field) => room.act("against", field));
    this.legend = node("p", { class: "legend" });
    this.chart = node("section", { class: "choices" }, this.against.root, this.scatter.root, this.legend);
    this.outcomes = node("table", { class: "outcomes" });
    this.asked = node("p");
    this.question = node("section", {}, node("h2", {}, "Predicted first"), this.asked, this.outcomes);
    this.table = new MemberTable(room);
    this.scroll = scrollable("Table of the networks", this.table.root);
    this.root = node("div", { class: "summary" }, this.chart, this.question, this.scroll);
  }

  update(members) {
    const { frame } = this.room;
    this.root.hidden = !frame.count;
    this.chart.hidden = !frame.settings.length;
    this.question.hidden = !frame.question;
    this.draw(members);
    this.asked.textContent = frame.question;
    this.showOutcomes(frame);
    this.table.update(members, frame);
  }

  draw(members) {
    const { settings, against, colours } = this.room.frame;
    if (!settings.length) return;
    const options = settings.map(({ field, label }) => [field, label]);
    this.against.show(options, against);
    const setting = settings.find(({ field }) => field === against);
    const others = settings.filter((each) => each !== setting && !each.field.endsWith("_seed"));
    const colouring = others.find(({ field }) => field === "activation") ?? others[0] ?? null;
    this.scatter.draw(members, setting, colouring, colours);
    const item = (option, i) => {
      const dot = node("i", { class: "dot" });
      dot.style.background = colours[i % colours.length];
      return node("span", {}, dot, option);
    };
    this.legend.replaceChildren(...(colouring ? [`${colouring.label}: `, ...colouring.options.map(item)] : []));
    this.legend.append(` A line is the median. ${this.room.frame.caution}`);
  }

  showOutcomes({ outcomes, has_goal: hasGoal }) {
    const head = ["Answer", "Networks", ...(hasGoal ? ["Goal reached"] : []), "Median test loss"];
    const rows = outcomes.map(([answer, count, reached, loss]) => [
      answer,
      grouped(count),
      ...(hasGoal ? [`${reached} of ${count}`] : []),
      digits(loss),
    ]);
    const body = node("tbody", {}, ...rows.map((cells) => node("tr", {}, ...cellsOf(cells))));
    this.outcomes.replaceChildren(node("thead", {}, node("tr", {}, ...titlesOf(head))), body);
  }

  highlight(id) {
    this.scatter.highlight(id);
    this.table.highlight(id);
  }
}
