// What a tile shows of a network that looks at images: the kernels of its first layer, test images with the wrong ones
// ringed, and the accuracy by class.

import { BLUE, css, mix, ORANGE, ramp, toPixel } from "../live/colours.js";
import { fillPixels } from "../live/pixels.js";
import { shadesOf } from "../live/shades.js";

const KERNEL_STRENGTH = 0.95; // of the colour of the largest weight
const NO_SHARE = 255; // the byte of a class without test images
const TESTS_ACROSS = { tall: 6, low: 8 };
const LEAST_WIDTH_WITH_TITLES = 108; // px of a tile, on which words can be read
const [LEAST_LABEL, LARGEST_LABEL] = [7, 13]; // px, of the name of a class
const LABEL_LINE = 1.1; // heights of its letters
const BAR = 0.86; // of a class, share of the distance to the next
const MOST_ROWS = 4; // of kernels
const LEAST_TITLE = 10.5; // px
// Shares of a tile's width.
const MARGIN = 0.03;
const KERNELS = { tall: 0.43, low: 0.26 };
const TITLE = 0.05; // the size of its letters
const TITLE_LINE = 1.45; // heights of its letters

// The number of columns with which so many squares are the largest in a box, and the side of each.
function bestGrid(count, width, height) {
  let best = [1, 0];
  for (let rows = 1; rows <= MOST_ROWS; rows++) {
    const columns = Math.ceil(count / rows);
    const side = Math.min(width / columns, height / rows);
    if (side > best[1]) best = [columns, side];
  }
  return best;
}

export class ImageFace {
  score = "test accuracy";
  best = "the highest test accuracy";
  opens = "on the Images page";
  narrowColumns = 2;

  constructor() {
    this.kernels = document.createElement("canvas");
    this.tests = document.createElement("canvas");
    this.painted = new WeakMap(); // tile -> the Frame that all of it was painted for
    this.arrangement = 0; // grows with the theme and the tiles
  }

  // The pixels below a picture: the score is large.
  nameHeight() {
    return 72;
  }

  // A narrow screen shows several rows of tiles, a wide one shows one: it has more room below than beside each.
  tall(narrow) {
    this.shape = narrow ? "low" : "tall";
    return narrow ? 1.3 : 1.75;
  }

  // The weights glide.
  compute({ blocks }, done) {
    done(Float32Array.from(blocks.kernels));
  }

  cancel() {}

  plan({ side, classes, kernels_of: shapes, tests }) {
    return [side, classes, shapes, tests.length];
  }

  isBetter(one, other) {
    return one >= other;
  }

  arrange({ frame, colours }) {
    const { paper, ink } = shadesOf(colours, true);
    this.arrangement++;
    this.shades = ramp(paper, KERNEL_STRENGTH);
    this.paper = css(colours.dark ? colours.middle : paper); // behind the images and the kernels
    this.track = css(mix(colours.background, colours.text, 0.1));
    this.starts = frame.kernels_of.map(() => 0);
    frame.kernels_of.forEach(([units, side], i) => {
      if (i + 1 < this.starts.length) this.starts[i + 1] = this.starts[i] + units * side * side;
    });
    const { side, tests, levels } = frame;
    this.count = tests.length / (side * side);
    if (!this.count) return;
    const grey = Uint32Array.from({ length: levels + 1 }, (_, v) => toPixel(mix(paper, ink, v / levels)));
    fillPixels(this.tests, side, side * this.count, (pixels) => {
      for (let i = 0; i < pixels.length; i++) pixels[i] = grey[tests[i]];
    });
  }

  // Between two Frames only the weights move: the rest of a tile is painted once.
  paint(wall, tile) {
    const { context, index, width: side } = tile;
    if (!this.starts || index >= this.starts.length) return;
    const boxes = this.boxes(tile);
    context.imageSmoothingEnabled = false;
    const key = `${this.arrangement} ${side}`;
    if (this.painted.get(tile)?.frame !== wall.frame || this.painted.get(tile).key !== key) {
      this.painted.set(tile, { frame: wall.frame, key });
      context.fillStyle = this.paper;
      context.fillRect(0, 0, side, tile.height);
      this.writeTitles(wall, tile, boxes);
      this.paintTests(wall, context, index, boxes.tests);
      this.paintClasses(wall, context, index, boxes.classes);
    }
    this.paintKernels(wall, context, index, boxes.kernels);
  }

  // Where the parts of a tile are, each below a line for its title.
  boxes({ width: side, height }) {
    const margin = MARGIN * side;
    const letters = Math.max(TITLE * side, LEAST_TITLE);
    const title = side >= LEAST_WIDTH_WITH_TITLES ? TITLE_LINE * letters : 0;
    const across = TESTS_ACROSS[this.shape];
    const [x, width] = [margin, side - 2 * margin];
    const cell = width / across;
    const kernels = { x, y: margin / 2 + title, width, height: KERNELS[this.shape] * side };
    const tests = { x, y: kernels.y + kernels.height + margin + title, cell, across };
    const y = tests.y + cell * Math.ceil(this.count / across) + margin / 2 + title;
    return { kernels, tests, classes: { x, y, width, height: height - y - margin / 2 }, letters, title };
  }

  writeTitles({ frame, colours, font }, { context, index }, { kernels, tests, classes, letters, title }) {
    if (!title) return;
    context.font = `${letters}px ${font}`;
    context.textBaseline = "alphabetic";
    context.textAlign = "left";
    context.fillStyle = colours.quiet;
    const write = (text, { x, y }) => context.fillText(text, x, y - 0.3 * title, kernels.width);
    write(this.isDense(frame, index) ? "Weights of the first units" : "Kernels of the first layer", kernels);
    write("Test images, wrong ones ringed", tests);
    write("Right, by class", classes);
  }

  isDense(frame, index) {
    return frame.kernels_of[index][1] === frame.side;
  }

  // The weights as tiles: blue is positive, orange negative, zero the colour of paper.
  paintKernels({ frame, shown, colours }, context, index, { x, y, width, height }) {
    const [units, side] = frame.kernels_of[index];
    const start = this.starts[index];
    const [columns, pitch] = bestGrid(units, width, height);
    const size = Math.floor(pitch * 0.9);
    fillPixels(this.kernels, side, side * units, (pixels) => {
      for (let i = 0; i < pixels.length; i++) pixels[i] = this.shades[(shown[0][start + i] + 0.5) | 0];
    });
    context.lineWidth = 1;
    context.strokeStyle = colours.faint;
    for (let unit = 0; unit < units; unit++) {
      const left = Math.round(x + (unit % columns) * pitch);
      const top = Math.round(y + Math.floor(unit / columns) * pitch);
      context.drawImage(this.kernels, 0, unit * side, side, side, left, top, size, size);
      context.strokeRect(left + 0.5, top + 0.5, size - 1, size - 1);
    }
  }

  paintTests({ frame }, context, index, { x, y, cell, across }) {
    const { side, right } = frame;
    const size = Math.floor(cell * 0.88);
    context.strokeStyle = css(ORANGE);
    context.lineWidth = Math.max(cell / 13, 1.5);
    for (let k = 0; k < this.count; k++) {
      const left = Math.round(x + (k % across) * cell);
      const top = Math.round(y + Math.floor(k / across) * cell);
      context.drawImage(this.tests, 0, k * side, side, side, left, top, size, size);
      if (right[index * this.count + k]) continue;
      context.beginPath();
      context.arc(left + size / 2, top + size / 2, cell * 0.44, 0, 2 * Math.PI);
      context.stroke();
    }
  }

  paintClasses({ frame, colours, font }, context, index, { x, y, width, height }) {
    const { classes, shares, all } = frame;
    const pitch = width / Math.max(classes.length, 1);
    const lines = classes.map((name) => name.split(" "));
    const size = this.labelSize(context, lines.flat(), font, pitch, height);
    const most = Math.max(...lines.map((words) => words.length));
    const room = height - size * (LABEL_LINE * most + 0.15);
    context.textAlign = "center";
    context.textBaseline = "alphabetic";
    context.font = `${size}px ${font}`;
    lines.forEach((words, k) => {
      const byte = shares[index * classes.length + k];
      const left = x + k * pitch;
      context.fillStyle = this.track;
      context.fillRect(left, y, pitch * BAR, room);
      const high = byte === NO_SHARE ? 0 : (room * byte) / all;
      context.fillStyle = css(BLUE, 0.8);
      context.fillRect(left, y + room - high, pitch * BAR, high);
      context.fillStyle = colours.quiet;
      words.forEach((word, line) => {
        context.fillText(word, left + (pitch * BAR) / 2, y + room + size * LABEL_LINE * (line + 0.9), pitch);
      });
    });
  }

  // The size of letters with which all words fit below their bars.
  labelSize(context, words, font, pitch, height) {
    const largest = Math.min(height * 0.28, LARGEST_LABEL);
    context.font = `${largest}px ${font}`;
    const widest = Math.max(...words.map((word) => context.measureText(word).width), 1);
    return Math.max(largest * Math.min((0.98 * pitch) / widest, 1), LEAST_LABEL);
  }
}
