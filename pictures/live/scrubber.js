// The slider below a loss curve, which goes back to an epoch of the past.

import { node } from "./dom.js";

const SEEK_INTERVAL = 150; // ms between two requests while the slider moves
const SEEK_HOLDS = 20000; // ms after which a Frame that was asked for is no longer waited for
const THUMB = 24; // px, the width of the slider's thumb: its middle must reach both ends of the curve

export class Scrubber {
  // `repaint` is called when the slider asks for another epoch.
  constructor(picture, repaint) {
    this.picture = picture;
    this.repaint = repaint;
    this.root = node("input", {
      type: "range",
      class: "scrub",
      min: 0,
      max: 0,
      step: 1,
      "aria-label": "Look back at an epoch",
      "data-name": "scrub",
      oninput: () => this.seek(),
      onchange: () => this.seek(0),
    });
    this.epoch = null; // that the slider asks for, until its Frame is here
    this.timer = null; // of a request that is still to be sent
  }

  // Ask for the Frame of the slider's epoch, or of now at the slider's end.
  seek(wait = Math.max(0, (this.sentAt ?? 0) + SEEK_INTERVAL - performance.now())) {
    this.epoch = +this.root.value;
    this.movedAt = performance.now();
    this.repaint();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.timer = null;
      this.sentAt = performance.now();
      if (this.epoch >= this.picture.frame.newest) this.picture.act("now", true);
      else this.picture.act("seek", this.epoch);
    }, wait);
  }

  receive(frame) {
    this.root.setAttribute("aria-valuetext", `epoch ${frame.epoch} of ${frame.newest}`);
    if (this.root.matches(":active")) return; // the visitor moves it
    Object.assign(this.root, { min: frame.oldest, max: frame.newest });
    if (this.isAwaited(frame)) return;
    this.root.value = frame.state === "past" ? frame.epoch : frame.newest;
    this.epoch = null;
  }

  // Whether the Frame of the slider's epoch is still to come: one that was on its way before must not move the slider
  // back. It no longer comes once something else was asked for.
  isAwaited({ state, epoch, newest }) {
    if (this.epoch === null || this.epoch > newest || performance.now() > this.movedAt + SEEK_HOLDS) return false;
    if (this.timer !== null) return true;
    const { lastAct } = this.picture.talk;
    return lastAct === "seek" ? state !== "past" || epoch !== this.epoch : lastAct === "now" && state === "past";
  }

  // The epoch to mark on the curve, or null: the one that the slider asks for, or that of a Frame of the past.
  marked(frame) {
    return this.epoch ?? (frame.state === "past" ? frame.epoch : null);
  }

  // Fit the slider to the part of a curve's width that is trained by now.
  setWidth(width, share) {
    this.root.style.width = `${THUMB + width * share}px`;
  }
}
