// What all live pictures share: a root element with a style sheet, the exchange with the server, the current Frame, and
// the movement from the Frame before to it.

import { palette } from "./colours.js";
import { node, reducedMotion, topOf, zoomOf } from "./dom.js";
import forcedStyle from "./forced.css" with { type: "text" };
import { frameOf, unpack } from "./frames.js";
import { followPanels } from "./panels.js";
import { ReloadOffer } from "./reload.js";
import { Talk } from "./talk.js";

const MARGIN_BELOW = 10; // px below a picture that fills the window
const SAME_TOP = 4; // px by which the top may move without another arrangement
const FIRST_INTERVAL = 200; // ms, the first guess of the time between two Frames
const LONGEST_GLIDE = 600; // ms: a longer movement would lag behind what the numbers say
const GLIDE_WHEN_PAUSED = 160; // ms
const SMOOTHING = 0.3; // weight of the newest interval in the running mean
const LOST_STYLE =
  "position:absolute;top:8px;left:50%;transform:translateX(-50%);padding:6px 14px;border-radius:9px;z-index:9;" +
  "background:var(--st-secondary-background-color);border:1px solid var(--st-border-color);font-size:15px";
const GLIDE_SHARE = 1.05; // a glide lasts a little longer than the interval, so that the movement does not stop between

export class Picture {
  // `commands` are the keys that the picture handles itself, see Talk.
  constructor(commands) {
    const onLost = (lost) => this.showLost(lost);
    this.talk = new Talk(commands, (unpacked) => this.receive(unpacked), onLost);
    this.reloadOffer = new ReloadOffer((value) => this.act("resume", value));
    this.leavePanels = followPanels();
    this.interval = FIRST_INTERVAL; // a running mean of ms between two Frames
    this.moves = false; // whether it glides just now
  }

  // Add the root element to the page; it is arranged again whenever its size changes.
  attach(parent, style) {
    this.styleElement = node("style");
    this.styleElement.textContent = style + forcedStyle;
    parent.append(this.styleElement, this.root);
    this.resizeObserver = new ResizeObserver(() => this.arrange());
    this.resizeObserver.observe(this.root);
  }

  // Arrange the picture anew when what stands above one of its elements has got another height: the controls come after
  // the picture. On an ordinary screen most pictures do not depend on it, on a projector all do.
  followTop(element, isAlways = false) {
    this.topElement = element;
    this.pageObserver = new ResizeObserver(() => {
      if (!this.frame || !(isAlways || zoomOf(this.root) > 1)) return;
      if (Math.abs(topOf(element) - this.arrangedAt) > SAME_TOP) this.arrange();
    });
    const page = document.querySelector("[data-testid=stMainBlockContainer]");
    if (page) this.pageObserver.observe(page);
  }

  // For an arrangement: the height of what stands above, or undefined where it does not matter.
  noteTop() {
    this.arrangedAt = topOf(this.topElement);
    return zoomOf(this.root) > 1 ? this.arrangedAt + MARGIN_BELOW : undefined;
  }

  // Called when the size or the theme changes. Most pictures have nothing to arrange.
  arrange() {
    this.paint();
  }

  remove() {
    this.talk.remove();
    this.leavePanels();
    this.reloadOffer.remove();
    this.resizeObserver.disconnect();
    this.pageObserver?.disconnect();
    cancelAnimationFrame(this.request);
    this.styleElement.remove();
    this.root.remove();
  }

  act(kind, value, replaces) {
    this.talk.act(kind, value, replaces);
  }

  // Decode the data into `frame` and return true, or return false where they are not new: then only the colours may be.
  // `data` are bytes that came through the component, with its trigger, or an unpacked Frame that came over the line.
  accept(data, trigger, gliding = []) {
    const unpacked = this.unpackNew(data, trigger);
    if (unpacked) this.take(unpacked, gliding);
    return Boolean(unpacked);
  }

  // The two halves of `accept`, for a picture that has something to compute in between: unpackNew returns null where
  // the data are not new.
  unpackNew(data, trigger) {
    if (trigger) this.talk.trigger = trigger;
    if (data === this.data) {
      if (this.updateColours()) this.arrange();
      return null;
    }
    const unpacked = trigger ? unpack(data) : data;
    if (trigger) {
      this.data = data;
      this.talk.onAnswer();
    }
    const { token, beat } = unpacked.header;
    if (token && token === this.newest?.token && beat <= this.newest.beat) return null; // the other way was faster
    this.newest = unpacked.header;
    return unpacked;
  }

  take(unpacked, gliding = []) {
    this.themeChanged = this.updateColours();
    this.previous = this.frame;
    this.frame = frameOf(unpacked, gliding);
    this.font = getComputedStyle(this.root).fontFamily;
    this.reloadOffer.update(this.frame, this.root);
  }

  // Take the colours from the page; returns whether they have changed.
  updateColours() {
    const colours = palette(this.root);
    const changed = colours.key !== this.colours?.key;
    this.colours = colours;
    return changed;
  }

  // Tell the visitor that the picture waits for the server, or that it does not any more.
  showLost(lost) {
    this.lost ??= node("div", { class: "lost", role: "status", style: LOST_STYLE });
    this.lost.textContent = lost ? "Waiting for the server …" : "";
    this.lost.hidden = !lost;
    if (lost) this.root.append(this.lost);
  }

  // Show a Frame's message, {text, buttons}, in an element that screen readers announce; only when it changes.
  showMessage(element, message) {
    const key = JSON.stringify(message ?? null);
    if (key === this.messageKey) return;
    this.messageKey = key;
    const { text, buttons, welcome } = message ?? { text: "", buttons: [] };
    element.classList.toggle("welcome", Boolean(welcome));
    const button = ([kind, label]) => node("button", { type: "button", onclick: () => this.act(kind, true) }, label);
    element.replaceChildren(...(text ? [node("span", {}, text)] : []), ...buttons.map(button));
  }

  // Set `from` and `shown`, the values of the gliding blocks at the start of the movement and now; `glides` says
  // whether the picture moves to the new Frame or jumps.
  startFrame() {
    const { frame, previous } = this;
    const now = performance.now();
    this.glides =
      Boolean(previous) &&
      previous.serial === frame.serial &&
      previous.glide.every((block, i) => block.length === frame.glide[i].length);
    if (this.glides && previous.state === "playing")
      this.interval += SMOOTHING * (Math.min(now - this.arrivedAt, LONGEST_GLIDE) - this.interval);
    this.arrivedAt = now;
    this.from = this.glides ? this.shown : frame.glide;
    this.shown = this.from.map((block) => block.slice());
  }

  startGlide() {
    const playing = this.frame.state === "playing";
    const duration = playing ? Math.min(this.interval * GLIDE_SHARE, LONGEST_GLIDE) : GLIDE_WHEN_PAUSED;
    this.glideTime = reducedMotion() || !this.glides ? 0 : duration;
    cancelAnimationFrame(this.request);
    if (this.glideTime) this.request = requestAnimationFrame((now) => this.glide(now));
    else this.glide(this.arrivedAt);
  }

  glide(now) {
    const t = this.glideTime ? Math.min(Math.max(now - this.arrivedAt, 0) / this.glideTime, 1) : 1;
    this.frame.glide.forEach((to, i) => {
      const [from, shown] = [this.from[i], this.shown[i]];
      if (t === 1) shown.set(to);
      else for (let k = 0; k < to.length; k++) shown[k] = from[k] + (to[k] - from[k]) * t;
    });
    this.moving = t < 1;
    this.paint(this.moving);
    if (this.moving) this.request = requestAnimationFrame((later) => this.glide(later));
    else this.from = this.frame.glide;
  }
}

// Make a class draw the pictures of a name. An instance is created with the element to fill and the style sheet; it
// gets every Frame by receive(data, trigger), and remove() at its end. Returns the component that carries the code: it
// lies outside of every fragment, so what it sends has the server run the whole page.
export function register(name, PictureClass, style) {
  const pictures = new WeakMap();
  const mount = ({ data, parentElement, setTriggerValue }) => {
    if (!pictures.has(parentElement)) {
      pictures.set(parentElement, new PictureClass(parentElement, style));
      pictures.get(parentElement).talk.picture = name;
    }
    pictures.get(parentElement).receive(data, (kind, value) => setTriggerValue("act", { kind, value }));
    return true;
  };
  mount.remove = (parent) => {
    pictures.get(parent)?.remove();
    pictures.delete(parent);
  };
  globalThis[`network_${name}`] = mount;
  globalThis.dispatchEvent(new Event(`network_${name}`));
  return ({ setTriggerValue }) => {
    globalThis.network_requestRerun = () => setTriggerValue("rerun", true);
  };
}
