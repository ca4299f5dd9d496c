// A visitor's own images, beside the pad: the class that a drawing is added to, and the images that there are.

import { node } from "../live/dom.js";
import { fillPixels } from "../live/pixels.js";
import { fromText } from "./drawing.js";

const CLASSES = 10;
const SIDE = 8; // pixels of an image
const SCALE = 3; // px of a pixel in the list

// The images that a Frame names, in order, as [class, text of the image].
export const imagesOf = (own) => own.split(".").flatMap((part) => (part ? [[+part[0], part.slice(1)]] : []));

// What a visitor's own images lack, in a sentence; null where nothing is missing, or where there are none to have.
export function wanting(own) {
  if (own === undefined) return null;
  const labels = new Set(imagesOf(own).map(([label]) => label));
  if (!labels.size)
    return "No images of your own yet: press ✎ Draw, choose a class, and draw about five of each. Then press Play.";
  if (labels.size === 1)
    return `All images are of class ${[...labels]}: draw some of another class too, so that there is something to tell apart.`;
  const missing = Array.from({ length: Math.max(...labels) }, (_, label) => label).filter(
    (label) => !labels.has(label),
  );
  return missing.length ? `Without images, and never the right answer: class ${missing.join(", ")}.` : null;
}

export class OwnImages {
  // `add` gets a class; `remove` the place of an image.
  constructor(add, remove) {
    this.remove = remove;
    this.label = 0;
    const choose = (label) => () => {
      this.label = label;
      this.update();
    };
    this.choices = Array.from({ length: CLASSES }, (_, label) =>
      node("button", { type: "button", "aria-label": `Class ${label}`, onclick: choose(label) }, String(label)),
    );
    this.addButton = node("button", { type: "button", class: "add", onclick: () => add(this.label) });
    this.list = node("div", { class: "own-list" });
    this.root = node(
      "div",
      { class: "own", role: "group", "aria-label": "Your own images", hidden: "" },
      node("div", { class: "own-classes", role: "group", "aria-label": "Class" }, ...this.choices),
      this.addButton,
      this.list,
    );
    this.update();
  }

  // Take the images of a Frame; undefined where it is not of a visitor's own. shades are the colours of the values.
  receive(own, shades) {
    this.root.hidden = own === undefined;
    if (own === undefined || (own === this.own && shades === this.shades)) return;
    Object.assign(this, { own, shades });
    this.update();
  }

  // Whether a drawing can be added.
  enable(isDrawn) {
    this.addButton.disabled = !isDrawn;
  }

  update() {
    const images = imagesOf(this.own ?? "").map(([label, text], place) => ({ label, text, place }));
    this.choices.forEach((button, label) => {
      const count = images.filter((image) => image.label === label).length;
      button.setAttribute("aria-pressed", label === this.label);
      button.title = `Class ${label}: ${count} images`;
      button.classList.toggle("filled", count > 0);
    });
    this.addButton.textContent = `Add as ${this.label}`;
    const shown = images.filter(({ label }) => label === this.label);
    const rows = shown.map((image, i) => this.thumbnail(image, i + 1));
    const count = `${images.length} image${images.length === 1 ? "" : "s"} in all; `;
    const said = shown.length ? "press one to remove" : `none of class ${this.label} yet`;
    this.list.replaceChildren(node("div", { class: "quiet" }, count + said), ...rows);
  }

  thumbnail({ label, text, place }, number) {
    const canvas = node("canvas", { "aria-hidden": "true" });
    Object.assign(canvas.style, { width: `${SIDE * SCALE}px`, height: `${SIDE * SCALE}px` });
    const image = fromText(text);
    if (image && this.shades)
      fillPixels(canvas, SIDE, SIDE, (pixels) => {
        image.forEach((value, i) => {
          pixels[i] = this.shades.grey[(255 * value + 0.5) | 0];
        });
      });
    const name = `Remove image ${number} of class ${label}`;
    return node(
      "button",
      { type: "button", title: name, "aria-label": name, onclick: () => this.remove(place) },
      canvas,
    );
  }
}
