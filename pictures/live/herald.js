// What a live picture says to who cannot see it: a line that screen readers speak when they are done with what
// they are saying. While something goes on it changes now and then only; whatever ends it is said at once.

const QUIET_FOR = 10000; // ms

class Herald {
  constructor() {
    this.root = node("div", { class: "herald", role: "status" });
    this.root.style.cssText = "position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap";
  }

  say(state, text) {
    const now = performance.now();
    if (BUSY.includes(state) && state === this.state && now < this.until) return;
    if (this.root.textContent !== text) this.root.textContent = text;
    this.state = state;
    this.until = now + QUIET_FOR;
  }
}
