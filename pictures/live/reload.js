// What a picture showed before the page was loaded again: the server has begun a new session, from the address. The
// browser remembers the step, and offers to train up to it again.

import { node } from "./dom.js";
import { grouped } from "./numbers.js";

const KEY = "network_before_reload";
const STYLE =
  "position:absolute;bottom:12px;left:50%;transform:translateX(-50%);display:flex;gap:12px;align-items:center;" +
  "width:max-content;max-width:92%;padding:8px 14px;border-radius:9px;z-index:9;font-size:15px;" +
  "background:var(--st-secondary-background-color);border:1px solid var(--st-border-color)";
const BUTTON_STYLE =
  "font:inherit;font-weight:600;color:var(--st-link-color);background:none;border:0;padding:4px;cursor:pointer";

const here = () => location.pathname + location.search;

// Return what was stored, once, if it belongs to this address.
function stored() {
  try {
    const before = JSON.parse(sessionStorage.getItem(KEY));
    sessionStorage.removeItem(KEY);
    return before?.here === here() ? before : null;
  } catch {
    return null; // storage that is refused, or something else under this name
  }
}

export class ReloadOffer {
  // onResume gets what to ask the server for: [step, plays, exact].
  constructor(onResume) {
    this.onResume = onResume;
    this.onHide = () => this.store();
    addEventListener("pagehide", this.onHide);
  }

  remove() {
    removeEventListener("pagehide", this.onHide);
    this.element?.remove();
  }

  store() {
    const now = this.before ?? this.now;
    try {
      if (now?.step) sessionStorage.setItem(KEY, JSON.stringify({ ...now, here: here() }));
    } catch {
      // storage that is full or refused: then there is no offer
    }
  }

  // Note what a Frame shows; the first one decides whether there is an offer, which stands in `root`.
  update({ token, step, newest, state, exact = true }, root) {
    if (!token || newest === undefined) return; // a picture of another kind: there is no step to go back to
    if (this.before === undefined) {
      this.before = stored();
      if (this.before) this.show(root);
    }
    if (this.before && step >= this.before.step) this.close();
    if (state !== "past") this.now = { step, epoch: newest, exact };
  }

  show(root) {
    const { step, epoch, exact } = this.before;
    const button = (text, onclick, more = {}) =>
      node("button", { type: "button", style: BUTTON_STYLE, onclick, ...more }, text);
    const resume = () => {
      this.onResume([step, false, true]);
      this.element.remove();
    };
    const parts = exact
      ? ["The page was loaded again.", button(`Train to epoch ${grouped(epoch)} again`, resume)]
      : [`The page was loaded again. The network of epoch ${grouped(epoch)} was changed on the way, and is lost.`];
    const close = button("×", () => this.close(), { "aria-label": "Close" });
    this.element = node("div", { class: "reloaded", role: "status", style: STYLE }, ...parts, close);
    root.append(this.element);
  }

  close() {
    this.before = null;
    this.element?.remove();
  }
}
