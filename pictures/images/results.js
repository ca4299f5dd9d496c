// What stands beside the diagram: scores, the loss curve, test images with the network's answers, accuracy by class.

import { BLUE, css, ORANGE } from "../live/colours.js";
import { paintCurve } from "../live/loss_curve.js";
import { readImage } from "./convnet.js";
import { shortNames } from "./names.js";
import { fillPixels } from "../live/pixels.js";

export class Results {
  constructor(picture) {
    this.picture = picture;
    this.sheet = document.createElement("canvas"); // all test images in a column
  }

  paint(context) {
    const { picture } = this;
    paintCurve(picture, context);
    this.paintTests(context);
    this.paintByClass(context);
  }

  paintTests(context) {
    const { frame, layout, colours, shades, scored, font, input } = this.picture;
    const { side, labels, classes } = frame;
    const shown = layout.tests.slice(0, labels.length);
    const { x, y } = layout.testsTitle;
    context.textAlign = "left";
    context.textBaseline = "alphabetic";
    context.font = `12px ${font}`;
    context.fillStyle = colours.quiet;
    context.fillText(labels.length ? "Test images now · wrong ones ringed" : "No test images", x, y + 10);
    if (!shown.length) return;
    const key = `${colours.key} ${side}`;
    if (frame.tests !== this.tests || key !== this.key) {
      Object.assign(this, { tests: frame.tests, key });
      const image = new Float64Array(side * side);
      fillPixels(this.sheet, side, side * shown.length, (pixels) => {
        shown.forEach((_, k) => {
          readImage(frame.tests, k, frame.levels, image).forEach((value, i) => {
            pixels[k * image.length + i] = shades.grey[(255 * value + 0.5) | 0];
          });
        });
      });
    }
    context.imageSmoothingEnabled = false;
    context.textAlign = "center";
    context.font = `11px ${font}`;
    const names = shortNames(classes, (name) => context.measureText(name).width <= shown[0].width + 5);
    shown.forEach((tile, k) => {
      const answer = scored?.answers[k];
      const isWrong = scored && answer !== labels[k];
      context.drawImage(this.sheet, 0, k * side, side, side, tile.x, tile.y, tile.width, tile.height);
      context.lineWidth = isWrong ? 3 : 1;
      context.strokeStyle = isWrong ? css(ORANGE) : colours.faint;
      const out = isWrong ? 1.5 : 0.5;
      context.strokeRect(tile.x - out, tile.y - out, tile.width + 2 * out, tile.height + 2 * out);
      if (!input.drawing && k === input.index) {
        context.fillStyle = colours.accent;
        context.fillRect(tile.x - 1, tile.y + tile.height + 13, tile.width + 2, 2);
      }
      if (!scored) return;
      context.font = `${isWrong ? "bold " : ""}11px ${font}`;
      context.fillStyle = isWrong ? colours.orangeInk : colours.quiet;
      context.fillText(names[answer], tile.x + tile.width / 2, tile.y + tile.height + 11.5, tile.width + 5);
    });
  }

  paintByClass(context) {
    const { frame, layout, colours, scored, font } = this.picture;
    const { x, y, width, height, pitch } = layout.byClass;
    if (!scored || !frame.labels.length) return;
    context.textAlign = "left";
    context.textBaseline = "alphabetic";
    context.font = `12px ${font}`;
    context.fillStyle = colours.quiet;
    context.fillText(`Accuracy by class, per cent of ${frame.labels.length} test images`, x, y - 5, width);
    context.textAlign = "center";
    const room = height - 18;
    frame.classes.forEach((name, k) => {
      const middle = x + (k + 0.5) * pitch;
      const share = scored.counts[k] ? scored.right[k] / scored.counts[k] : null;
      const top = y + 18 + room * (1 - (share ?? 0));
      context.fillStyle = colours.track;
      context.fillRect(middle - pitch * 0.37, y + 18, pitch * 0.74, room);
      context.fillStyle = css(BLUE, 0.55);
      context.fillRect(middle - pitch * 0.37, top, pitch * 0.74, y + 18 + room - top);
      context.fillStyle = colours.quiet;
      context.font = `11px ${font}`;
      context.fillText(share === null ? "–" : (100 * share).toFixed(0), middle, y + 13);
      context.font = `12px ${font}`;
      context.fillText(name, middle, y + height + 12, pitch - 3);
    });
  }
}
