// What a tile shows of a network that looks at images: the kernels of its first layer, test images with the wrong ones
// ringed, and the accuracy by class.

import { BLUE, css, mix, ORANGE, ramp, toPixel } from "../live/colours.js";
import { fillPixels } from "../live/pixels.js";

const PAPER = [255, 255, 255];
const KERNEL_STRENGTH = 0.95; // of the colour of the largest weight
const NO_SHARE = 255; // the byte of a class without test images
const TESTS_ACROSS = 8;
const LEAST_SIDE_WITH_TITLES = 190; // px of a tile, on which words can be read
// Shares of a tile's side.
const MARGIN = 0.03;
const KERNELS = 0.25;
const TITLE = 0.065;

export class ImageFace {
  score = "test accuracy";
  best = "the highest test accuracy";
  opens = "on the Images page";
  nameHeight = 56; // px below a tile: the score is large
  narrowColumns = 2;

  constructor() {
    this.kernels = document.createElement("canvas");
    this.tests = document.createElement("canvas");
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
    const paper = colours.dark ? colours.middle : PAPER;
    this.shades = ramp(paper, KERNEL_STRENGTH);
    this.paper = css(paper);
    this.track = css(mix(colours.background, colours.text, 0.1));
    this.starts = frame.kernels_of.map(() => 0);
    frame.kernels_of.forEach(([units, side], i) => {
      if (i + 1 < this.starts.length) this.starts[i + 1] = this.starts[i] + units * side * side;
    });
    const { side, tests, levels } = frame;
    this.count = tests.length / (side * side);
    if (!this.count) return;
    const grey = Uint32Array.from({ length: levels + 1 }, (_, v) => toPixel(mix(paper, colours.text, v / levels)));
    fillPixels(this.tests, side, side * this.count, (pixels) => {
      for (let i = 0; i < pixels.length; i++) pixels[i] = grey[tests[i]];
    });
  }

  paint(wall, { context, index, side }) {
    if (!this.starts || index >= this.starts.length) return;
    const { colours, font } = wall;
    const margin = MARGIN * side;
    const hasTitles = side >= LEAST_SIDE_WITH_TITLES;
    const title = hasTitles ? TITLE * side : 0;
    context.fillStyle = this.paper;
    context.fillRect(0, 0, side, side);
    context.imageSmoothingEnabled = false;
    context.textBaseline = "alphabetic";
    const write = (text, y) => {
      if (!hasTitles) return;
      context.font = `${Math.round(0.047 * side)}px ${font}`;
      context.textAlign = "left";
      context.fillStyle = colours.quiet;
      context.fillText(text, margin, y + 0.75 * title);
    };
    const width = side - 2 * margin;
    const cell = width / TESTS_ACROSS;
    let y = margin / 2;
    write(this.isDense(wall.frame, index) ? "Weights of the first units" : "Kernels of the first layer", y);
    y += title;
    this.paintKernels(wall, context, index, { x: margin, y, width, height: KERNELS * side });
    y += KERNELS * side + margin;
    write("Test images, wrong ones ringed", y);
    y += title;
    this.paintTests(wall, context, index, { x: margin, y, cell });
    y += cell * Math.ceil(this.count / TESTS_ACROSS) + margin / 2;
    write("Right, by class", y);
    y += title;
    this.paintClasses(wall, context, index, { x: margin, y, width, height: side - y - margin / 2 });
  }

  isDense(frame, index) {
    return frame.kernels_of[index][1] === frame.side;
  }

  // The weights as tiles: blue is positive, orange negative, zero the colour of paper.
  paintKernels({ frame, shown, colours }, context, index, { x, y, width, height }) {
    const [units, side] = frame.kernels_of[index];
    const start = this.starts[index];
    const rows = units > TESTS_ACROSS ? 2 : 1;
    const columns = Math.ceil(units / rows);
    const pitch = Math.min(width / columns, height / rows);
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

  paintTests({ frame }, context, index, { x, y, cell }) {
    const { side, right } = frame;
    const size = Math.floor(cell * 0.88);
    context.strokeStyle = css(ORANGE);
    context.lineWidth = Math.max(cell / 13, 1.5);
    for (let k = 0; k < this.count; k++) {
      const left = Math.round(x + (k % TESTS_ACROSS) * cell);
      const top = Math.round(y + Math.floor(k / TESTS_ACROSS) * cell);
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
    const size = Math.max(Math.min(height * 0.3, pitch * 0.8, 13), 7);
    const room = height - size * 1.25;
    context.textAlign = "center";
    context.font = `${size}px ${font}`;
    classes.forEach((name, k) => {
      const byte = shares[index * classes.length + k];
      const left = x + k * pitch;
      context.fillStyle = this.track;
      context.fillRect(left, y, pitch * 0.86, room);
      const high = byte === NO_SHARE ? 0 : (room * byte) / all;
      context.fillStyle = css(BLUE, 0.8);
      context.fillRect(left, y + room - high, pitch * 0.86, high);
      context.fillStyle = colours.quiet;
      context.fillText(name, left + pitch * 0.43, y + height - size * 0.15, pitch);
    });
  }
}
