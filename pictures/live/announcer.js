// Tells users of screen readers what a live picture shows: a status line that is read out when the screen reader has
// finished its sentence. While something runs, the line changes every ten seconds only; a change of state is announced
// at once.

import { node } from "./dom.js";
import { BUSY_STATES } from "./talk.js";

const QUIET_FOR = 10000; // ms between two announcements of the same state

export class Announcer {
  constructor() {
    this.root = node("div", { class: "announcer", role: "status" });
    this.root.style.cssText =
      "position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap";
  }

  announce(state, text) {
    const now = performance.now();
    if (BUSY_STATES.includes(state) && state === this.state && now < this.quietUntil) return;
    if (this.root.textContent !== text) this.root.textContent = text;
    this.state = state;
    this.quietUntil = now + QUIET_FOR;
  }
}
