// The image that the network looks at: a test image or a drawing, moved by the visitor, and its controls.

import { node } from "../live/dom.js";
import { readImage } from "./convnet.js";
import { canBeText, fromText, moved, toText } from "./drawing.js";
import { cardLeft } from "./layout.js";
import { inSentence } from "./names.js";
import { OwnImages } from "./own.js";
import { Pad } from "./pad.js";

const ARROWS = [
  ["←", "Shift left by a pixel", [-1, 0]],
  ["↑", "Shift up by a pixel", [0, -1]],
  ["↓", "Shift down by a pixel", [0, 1]],
  ["→", "Shift right by a pixel", [1, 0]],
];

export class Input {
  constructor(picture) {
    this.picture = picture;
    this.index = 0; // of the test image
    this.drawing = null; // in place of a test image
    this.shift = [0, 0];
    this.own = new OwnImages(
      (label) => this.add(label),
      (place) => picture.act("remove_image", place),
    );
    this.pad = new Pad(
      (image, isDone) => this.draw(image, isDone),
      () => this.closePad(),
      this.own,
    );
    const button = (name, text, onclick) =>
      node("button", { type: "button", title: name, "aria-label": name, onclick }, text);
    this.caption = node("div", { class: "which", "data-testid": "which" });
    this.drawButton = button("Draw an image of your own", "✎", () => this.openPad());
    this.drawButton.append(node("span", {}, " Draw"));
    this.nextButton = button("Next test image", "Next ›", () => this.go(1));
    this.previousButton = button("Test image before", "‹", () => this.go(-1));
    const arrows = ARROWS.map(([text, name, by]) => button(name, text, () => this.move(by)));
    this.root = node(
      "div",
      { class: "input-controls" },
      this.caption,
      node("div", { class: "row" }, this.drawButton, this.previousButton, this.nextButton),
      node(
        "div",
        { class: "row shift", role: "group", "aria-label": "Shift the image" },
        node("span", { class: "quiet" }, "Shift"),
        ...arrows,
      ),
    );
  }

  // Take a new Frame: its drawing if that is not the one that the visitor draws just now.
  receive(frame, previous) {
    const count = frame.labels.length;
    if (frame.side !== previous?.side || frame.data !== previous?.data) {
      this.index = 0;
      if (previous) this.drawing = null;
      this.shift = [0, 0];
    }
    this.index = Math.min(this.index, Math.max(count - 1, 0));
    // A Frame that was made before the server has what is drawn now says nothing new.
    if (frame.drawing !== undefined && frame.drawing !== previous?.drawing) {
      this.told = frame.drawing;
      const isOwn = this.drawing && canBeText(frame.side) && toText(this.drawing) === frame.drawing;
      if (!isOwn && this.pad.root.hidden) this.drawing = canBeText(frame.side) ? fromText(frame.drawing) : null;
    }
    this.nextButton.disabled = this.previousButton.disabled = !count;
    this.own.receive(frame.own, this.picture.shades);
    this.drawButton.classList.toggle("first", frame.own === "");
    this.update();
  }

  // The class that it shows, or null where nobody knows.
  get label() {
    const { labels } = this.picture.frame;
    return this.drawing || !labels.length ? null : labels[this.index];
  }

  // Write the image into the picture, and say what it is.
  update() {
    const { picture } = this;
    const { frame } = picture;
    const { side } = frame;
    const size = side * side;
    if (picture.image?.length !== size) {
      picture.image = new Float64Array(size);
      this.unmoved = new Float64Array(size);
    }
    if (this.drawing?.length === size) this.unmoved.set(this.drawing);
    else if (frame.labels.length) readImage(frame.tests, this.index, frame.levels, this.unmoved);
    else this.unmoved.fill(0);
    moved(this.unmoved, side, this.shift, picture.image);
    this.caption.textContent = this.text();
  }

  text() {
    const { frame } = this.picture;
    const [right, down] = this.shift;
    const by = right || down ? `, shifted ${[right, down].map((t) => String(t).replace("-", "−")).join(", ")}` : "";
    if (this.drawing) return `your drawing${by}`;
    if (!frame.labels.length) return "no test images: draw one";
    return `test image ${this.index + 1} · ${inSentence(frame.classes[this.label])}${by}`;
  }

  go(by) {
    const count = this.picture.frame.labels.length;
    this.show(this.drawing ? this.index : (this.index + by + count) % count);
  }

  show(index) {
    if (this.drawing) this.report("");
    this.drawing = null;
    this.index = index;
    this.shift = [0, 0];
    this.closePad();
    this.changed();
  }

  move([right, down]) {
    const { side } = this.picture.frame;
    const within = (t) => Math.max(-side, Math.min(side, t));
    this.shift = [within(this.shift[0] + right), within(this.shift[1] + down)];
    this.changed();
  }

  draw(image, isDone) {
    this.drawing = image;
    this.shift = [0, 0];
    this.changed();
    if (isDone) this.report(image.some((value) => value > 0) ? toText(image) : "");
  }

  // Make what is drawn one of the visitor's own images, and have the next one drawn.
  add(label) {
    if (!this.drawing) return;
    this.picture.act("add_image", { label, image: toText(this.drawing) });
    this.pad.clear();
  }

  // The server keeps a drawing only where its text says all of it.
  report(text) {
    if (!canBeText(this.picture.frame.side) || text === this.told) return;
    this.told = text;
    this.picture.act("drawing", text, true);
  }

  openPad() {
    const { picture } = this;
    const { layout, frame, shades } = picture;
    this.pad.open(frame.side, { paper: shades.paper, text: shades.ink });
    const { y, height } = layout.input;
    const { style, offsetWidth } = this.pad.root;
    style.left = `${cardLeft(layout, offsetWidth)}px`;
    style.top = layout.narrow ? `${y + height + 6}px` : `${Math.max(y - 60, 4)}px`;
    this.pad.root.querySelector("button").focus({ preventScroll: true });
  }

  closePad() {
    if (this.pad.root.hidden) return;
    this.pad.close();
    if (this.drawing && !this.drawing.some((value) => value > 0)) {
      this.drawing = null; // the pad was cleared: back to the test images
      this.changed();
    }
    this.drawButton.focus({ preventScroll: true });
  }

  changed() {
    this.update();
    this.picture.refresh();
  }
}
