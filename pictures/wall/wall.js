// The Wall: draws Frames (see frame.py) as tiles, loss curves and a table, gliding from each to the next.

// The tile whose value is the lowest, or none where there are no numbers.
function lowest(tiles) {
  const number = (tile) => parseFloat(tile.value.replace("<", ""));
  return tiles.filter((tile) => Number.isFinite(number(tile))).reduce((a, b) => (a && number(a) <= number(b) ? a : b), null);
}

class Wall extends Picture {
  constructor(parent, css) {
    super();
    this.chart = new Chart(this);
    this.grid = node("div", { class: "tiles" });
    this.table = node("table");
    this.notes = node("p", { class: "quiet" });
    this.message = node("div", { class: "message", role: "status" });
    this.headline = node("div", { class: "headline" });
    this.progress = node("progress", { max: 1, "aria-label": "Progress" });
    this.stop = node("button", { type: "button", onclick: () => this.talk.act(this.frame.state === "working" ? "cancel" : "go_on", true) });
    this.work = node("div", { class: "work" }, this.headline, this.progress, this.stop);
    this.side = node("div", { class: "side" }, this.work, this.chart.root, scrollable("Table of the networks", this.table), this.notes);
    this.herald = new Herald();
    this.root = node("div", { class: "wall", "data-testid": "wall", role: "group" }, this.message, this.grid, this.side, this.herald.root);
    this.place(parent, css);
    this.tiles = [];
    this.looked = null; // the tile that the pointer is on
    this.between = 200;
  }

  receive(data, trigger) {
    if (!this.takes(data, trigger, ["maps"])) return;
    const { frame, before: previous } = this;
    const now = performance.now();
    const [to] = frame.glide;
    const glides = previous && previous.serial === frame.serial && previous.glide[0].length === to.length;
    if (glides && previous.state === "playing") this.between += 0.3 * (Math.min(now - this.arrived, 600) - this.between);
    this.arrived = now;
    this.from = glides ? this.shown : to;
    this.shown = this.from.slice();
    this.describe();
    const plan = JSON.stringify([frame.tiles.length, frame.rows, frame.columns, frame.sections, frame.meaning, frame.serial, frame.train, frame.places.length]);
    if (plan !== this.planned || this.themed) {
      this.planned = plan;
      this.build();
      this.arrange();
    }
    frame.tiles.forEach((tile, i) => this.tiles[i].receive(tile, frame));
    this.chart.root.hidden = !frame.chart;
    this.chart.receive(frame);
    this.fill_table();
    this.begun = now;
    this.lasts = reduced.matches || !glides ? 0 : frame.state === "playing" ? Math.min(this.between * 1.05, 600) : 160;
    cancelAnimationFrame(this.request);
    this.glide(now);
    this.chart.draw();
    this.talk.hears(frame);
  }

  // What tests and screen readers are told.
  describe() {
    const { frame, root } = this;
    Object.assign(root.dataset, { epoch: frame.epoch, step: frame.step, state: frame.state, tiles: frame.tiles.length });
    root.setAttribute("aria-label", `${frame.tiles.length} networks`);
    const best = lowest(frame.tiles);
    this.herald.say(frame.state, frame.headline ?? `${frame.state[0].toUpperCase()}${frame.state.slice(1)}, epoch ${frame.epoch}` +
      (best ? `: the lowest test loss is ${best.value}, by ${best.name}` : ""));
    this.work.hidden = frame.share === undefined;
    if (!this.work.hidden) {
      root.dataset.share = frame.share;
      root.dataset.solved = frame.solved ?? "";
      this.headline.replaceChildren(node("b", {}, frame.headline), ...(frame.verdict ? [node("span", {}, frame.verdict)] : []));
      this.progress.value = frame.share;
      this.progress.hidden = this.stop.hidden = frame.state === "done";
      this.stop.textContent = frame.state === "working" ? "Cancel" : "Go on";
    }
    const said = JSON.stringify(frame.message ?? null);
    if (said === this.said) return;
    this.said = said;
    const { text, buttons } = frame.message ?? { text: "", buttons: [] };
    this.message.replaceChildren(...(text ? [node("span", {}, text)] : []),
      ...buttons.map(([kind, label]) => node("button", { type: "button", onclick: () => this.talk.act(kind, true) }, label)));
  }

  // New tiles, when there are others than before.
  build() {
    const { frame } = this;
    this.tiles = frame.tiles.map((_, i) => new Tile(this, i));
    const heads = (names, along) => (names ?? []).map((name, i) => {
      const head = node("div", { class: "head" }, name);
      head.along = along;
      head.place = i;
      return head;
    });
    this.heads = [...heads(frame.rows, 0), ...heads(frame.columns, 1)];
    const figures = [];
    frame.tiles.forEach((tile, i) => {
      if (tile.section) figures.push(node("h2", { class: "section" }, tile.section));
      figures.push(this.tiles[i].root);
    });
    this.grid.replaceChildren(...this.heads, ...figures);
  }

  // Sizes of all that depends on the width; called when it, the theme or the tiles change.
  arrange() {
    const { frame, root, grid } = this;
    const width = root.clientWidth;
    if (!frame || !width) return;
    const narrow = width < 800;
    root.classList.toggle("narrow", narrow);
    const table = Boolean(frame.columns);
    grid.classList.toggle("table", table);
    if (table) {
      frame.turned = narrow === frame.columns.length > frame.rows.length && frame.columns.length !== frame.rows.length;
      const [rows, columns] = frame.turned ? [frame.columns, frame.rows] : [frame.rows, frame.columns];
      const side = narrow ? Infinity : (this.room() - 24) / rows.length - 24;
      grid.style.gridTemplateColumns = `max-content repeat(${columns.length}, minmax(0, ${Number.isFinite(side) ? `${Math.max(side, 48)}px` : "1fr"}))`;
      for (const head of this.heads) {
        const across = (head.along === 1) !== frame.turned;
        head.style.gridArea = across ? `1 / ${head.place + 2}` : `${head.place + 2} / 1`;
        head.classList.toggle("across", across);
      }
      frame.tiles.forEach((tile, i) => this.tiles[i].receive(tile, frame));
    } else {
      const [columns, side] = narrow ? [Math.min(3, frame.tiles.length), Infinity] : this.best_columns();
      grid.style.gridTemplateColumns = `repeat(${columns}, minmax(0, ${Number.isFinite(side) ? `${side}px` : "1fr"}))`;
    }
    const { colours } = this;
    const probability = (t) => Math.tanh(Math.sinh(t * frame.logit_range) / 2); // p₊ - p₋, see maps.py
    this.shades = colours.map(frame.meaning === "probability" ? probability : undefined);
    paintPoints(this, this.tiles[0]?.canvas.clientWidth ?? 0);
    this.draw();
    this.chart.draw();
  }

  // The height that the window has left for the tiles, wherever the page is scrolled to.
  room() {
    const scroller = document.querySelector("[data-testid=stMain]");
    const room = innerHeight - this.grid.getBoundingClientRect().top - (scroller?.scrollTop ?? 0) - 12;
    return Math.max(room / zoom_of(this.root), 360);
  }

  // The columns, and their width, that let all tiles be as large as can be within what is left of the window.
  best_columns() {
    const { frame, grid } = this;
    const count = frame.tiles.length;
    const high = this.room();
    let [best, largest] = [1, 0];
    for (let columns = 1; columns <= Math.min(count, 8); columns++) {
      const rows = Math.ceil(count / columns);
      const side = Math.min(grid.clientWidth / columns - 10, high / rows - 46);
      if (side > largest) [best, largest] = [columns, side];
    }
    return [best, Math.max(largest, 100)];
  }

  fill_table() {
    const { table, notes, frame } = this;
    const said = JSON.stringify([frame.table ?? null, this.rank]);
    if (said === this.told) return;
    this.told = said;
    const { head = [], note = "" } = frame.table ?? {};
    const rows = [...(frame.table?.rows ?? [])];
    const last = (value) => value ?? Infinity;
    if (this.rank !== undefined) rows.sort((a, b) => last(a.ranks?.[this.rank]) - last(b.ranks?.[this.rank]) || 0);
    const title = (text, i) => rows.some((row) => row.ranks && i in row.ranks)
      ? node("button", { type: "button", "aria-pressed": String(this.rank === i), title: `Rank by ${text.toLowerCase()}`, onclick: () => this.rank_by(i) }, text) : text;
    notes.textContent = note;
    table.replaceChildren(
      node("thead", {}, node("tr", {}, ...head.map((text, i) => node("th", { scope: "col" }, title(text, i))))),
      node("tbody", {}, ...rows.map(({ tile, cells }) => {
        const row = node("tr", { class: tile === this.looked ? "looked" : "", "data-tile": tile }, ...cells.map((text, i) => node(i ? "td" : "th", i ? {} : { scope: "row" }, text)));
        const series = tile >= 0 && frame.series.find((one) => one.tile === tile);
        if (series) row.firstChild.prepend(swatch(series));
        row.onpointerenter = () => this.point_at(tile);
        row.onpointerleave = () => this.point_at(null);
        return row;
      })));
  }

  rank_by(column) {
    this.rank = column;
    this.fill_table();
  }

  // The tile that the pointer is on stands out, and so does its curve.
  point_at(place) {
    if (place === this.looked) return;
    this.looked = place;
    this.tiles.forEach((tile, i) => tile.root.classList.toggle("looked", i === place));
    for (const row of this.table.querySelectorAll("tbody tr")) row.classList.toggle("looked", row.dataset.tile === String(place));
    this.chart.draw();
  }

  glide(now) {
    const [to] = this.frame.glide;
    const t = this.lasts ? Math.min((now - this.begun) / this.lasts, 1) : 1;
    if (t === 1) this.shown.set(to);
    else for (let k = 0; k < to.length; k++) this.shown[k] = this.from[k] + (to[k] - this.from[k]) * t;
    this.draw();
    if (t < 1) this.request = requestAnimationFrame((later) => this.glide(later));
    else this.from = to;
  }

  draw() {
    this.tiles.forEach((tile, i) => tile.draw(this, i));
  }
}

function swatch({ colour, dashed }) {
  const mark = node("i", { class: "swatch" });
  mark.style.borderColor = colour;
  mark.style.borderTopStyle = dashed ? "dashed" : "solid";
  return mark;
}

mountable("wall", Wall, PICTURE_CSS);
