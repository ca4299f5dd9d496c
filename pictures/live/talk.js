// The exchange of a live picture with the server: it asks for the next Frame while something plays, and sends what the
// visitor does. A Frame's header has its state, its number ("beat") and the interval between Frames in ms.

import { pageKeys } from "./keys.js";

const ASK_AGAIN_AFTER = 5000; // ms without an answer after which an update is asked for again
const ACT_HOLDS_UP = 20000; // ms without an answer after which an act no longer holds up the next one
const PAUSE_AFTER_ACT = 250; // ms without asking for updates after a press of a button or a key
const RETRY_AFTER = 40; // ms after which a postponed request is tried again
const SEND_AGAIN_AFTER = 25; // ms after which a postponed act is tried again
const RERUN_AFTER = 500; // ms in which Streamlit runs the page of a restored connection, if it does so by itself
export const BUSY_STATES = ["playing", "working"]; // states in which more Frames are to come
const VISITOR_EVENTS = ["pointerdown", "keydown", "click"];

// Whether the page's script is running.
const scriptRuns = () =>
  (document.querySelector("[data-test-script-state]")?.dataset.testScriptState ?? "notRunning") !== "notRunning";

export class Talk {
  // `commands` has functions for the keys that do not press the page's buttons: {play, step, reset}.
  constructor(commands = {}) {
    this.askedAt = this.actedAt = 0;
    this.queue = []; // acts that are still to be sent
    this.waitUntil = 0; // when an answer that has not come no longer holds up the next request; 0 once it is here
    this.onVisitorEvent = () => {
      this.actedAt = performance.now();
    };
    for (const event of VISITOR_EVENTS) addEventListener(event, this.onVisitorEvent, true);
    this.onVisibility = () => this.frame && this.ask();
    document.addEventListener("visibilitychange", this.onVisibility);
    this.onKey = (event) => pageKeys(event, commands, (kind, value) => this.act(kind, value));
    document.addEventListener("keydown", this.onKey);
    this.connection = new MutationObserver(() => this.onConnection());
    this.connection.observe(document.querySelector(".stApp"), { attributeFilter: ["data-test-connection-state"] });
  }

  remove() {
    this.connection.disconnect();
    document.removeEventListener("visibilitychange", this.onVisibility);
    document.removeEventListener("keydown", this.onKey);
    for (const event of VISITOR_EVENTS) removeEventListener(event, this.onVisitorEvent, true);
    clearTimeout(this.rerunTimer);
    clearTimeout(this.askTimer);
    clearTimeout(this.sendTimer);
  }

  onFrame(frame) {
    this.frame = frame;
    if (!this.waitUntil) this.askedAt = performance.now(); // it came with a run of the page
    this.waitUntil = 0;
    clearTimeout(this.rerunTimer);
    this.resume(frame);
    this.ask();
  }

  // A server that does not know this page, because it has replaced another one or was restarted, starts from the page's
  // address. Then ask for the step that was shown last. The global outlives the picture, which may be mounted again.
  resume(frame) {
    if (!frame.token) return; // a figure without a training: its address says everything
    const here = location.pathname + location.search;
    const before = globalThis.network_before?.here === here ? globalThis.network_before : null;
    const known = before?.token === frame.token;
    let now = {
      here,
      token: frame.token,
      step: frame.step,
      plays: frame.state === "playing",
      exact: frame.exact !== false,
    };
    if (before && !known && frame.step < before.step) {
      this.act("resume", [before.step, before.plays, before.exact]);
      now = { ...before, token: frame.token, asked: performance.now() };
    } else if (known && frame.state === "past")
      now.step = before.step; // the picture looks back from a later step
    // Until the step is reached it stays the goal, in case a third server takes over, unless the visitor acts.
    else if (known && before.asked > this.actedAt && frame.step < before.step && frame.state !== "diverged")
      now = before;
    globalThis.network_before = now;
  }

  // A restarted server ignores what a live picture asks for until it has run the whole page once. Streamlit runs it by
  // itself only if the connection broke during a run.
  onConnection() {
    this.waitUntil = 0;
    clearTimeout(this.rerunTimer);
    if (document.querySelector(".stApp").dataset.testConnectionState !== "CONNECTED") return;
    this.rerunTimer = setTimeout(
      () => (scriptRuns() ? this.onConnection() : globalThis.network_requestRerun?.()),
      RERUN_AFTER,
    );
  }

  // Ask for an update once the last one is here: a slow connection or a busy server is never asked for more than it can
  // do, and a hidden page asks for nothing. While the visitor acts no update is asked for: Streamlit would merge the
  // request with the press of a button.
  ask(wait = this.askedAt + this.frame.interval - performance.now()) {
    clearTimeout(this.askTimer);
    if (!BUSY_STATES.includes(this.frame.state) || document.hidden) return;
    this.askTimer = setTimeout(
      () => {
        if (this.mustWait() || this.queue.length || performance.now() < this.actedAt + PAUSE_AFTER_ACT)
          return this.ask(RETRY_AFTER);
        this.put("tick", this.frame.beat);
        this.ask(ASK_AGAIN_AFTER);
      },
      Math.max(wait, 0),
    );
  }

  // Send what the visitor does. With `replaces`, an act of the same kind that still waits to be sent is dropped.
  act(kind, value, replaces = false) {
    if (replaces && this.queue.at(-1)?.[0] === kind) this.queue.pop();
    this.queue.push([kind, value]);
    this.send();
  }

  send() {
    clearTimeout(this.sendTimer);
    if (!this.queue.length) return;
    if (this.mustWait()) this.sendTimer = setTimeout(() => this.send(), SEND_AGAIN_AFTER);
    else this.put(...this.queue.shift());
  }

  put(kind, value) {
    this.askedAt = performance.now();
    this.waitUntil = this.askedAt + (kind === "tick" ? ASK_AGAIN_AFTER : ACT_HOLDS_UP);
    this.trigger(kind, value);
    this.send();
  }

  // One request is under way at a time: a second one could replace the first before the server reads it. A request that
  // is sent while the script runs would carry the widgets' old values, which the server would take for new ones.
  mustWait() {
    return scriptRuns() || performance.now() < this.waitUntil;
  }
}
