// What a network writes: samples as they are now, with a temperature, and how much of them is copied.

import { node } from "../live/dom.js";
import { perCent } from "../live/numbers.js";

export class Samples {
  constructor(picture) {
    this.picture = picture;
    this.heading = node("div", { class: "quiet" });
    this.value = node("output");
    this.slider = node("input", {
      type: "range",
      min: 0,
      max: 2,
      step: 0.1,
      "data-name": "temperature",
      "aria-label": "Temperature",
      oninput: () => this.setTemperature(),
    });
    const label = node(
      "label",
      {
        class: "temperature quiet",
        title: "Below 1 the network is careful, above 1 it is bold; at 0 it never varies.",
      },
      "Temperature",
      this.slider,
      this.value,
    );
    this.list = node("div", { class: "texts", "data-testid": "samples" });
    this.copied = node("div", { class: "copied quiet", "data-testid": "copied" });
    this.root = node("div", { class: "samples" }, this.heading, label, this.list, this.copied);
  }

  setTemperature() {
    this.value.textContent = this.slider.value;
    this.picture.act("look", { temperature: +this.slider.value }, true);
  }

  update() {
    const { samples, temperature, state } = this.picture.frame;
    this.root.hidden = !samples?.texts;
    if (this.root.hidden) return;
    this.heading.textContent = `It writes ${state === "past" ? "at that epoch" : "now"}`;
    if (!this.slider.matches(":active")) {
      this.slider.value = temperature;
      this.value.textContent = temperature;
    }
    const [copied, of] = samples.copied;
    const isList = of !== null;
    this.list.classList.toggle("list", isList);
    this.list.replaceChildren(
      ...samples.texts.map(([text, isCopied]) =>
        node("span", isCopied ? { class: "known", title: "in the training list" } : {}, text || "–"),
      ),
    );
    this.copied.textContent = isList
      ? `${copied} of ${of} are in the training list (grey)`
      : `${perCent(copied)} of all pieces of 20 characters are copied from the training text`;
  }
}
