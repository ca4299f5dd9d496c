// The exchange of a live picture with the server. On its line the server sends Frames by itself, and takes what the
// visitor does to the picture alone, the "moves" of a Frame's header. Whatever changes settings goes through the
// component, which has the page's script run. Where there is no line, everything does: then the picture asks for the
// next Frame while something plays. A Frame's header has its state, its number ("beat") and the interval in ms.

import { scriptRuns } from "./dom.js";
import { buttonAt, isSpaceOnControl, pageKeys } from "./keys.js";
import { Line } from "./line.js";
import { countField } from "./stepping.js";

const ASK_AGAIN_AFTER = 5000; // ms without an answer after which an update is asked for again
const ACT_HOLDS_UP = 20000; // ms without an answer after which an act no longer holds up the next one
const MOVE_WAITS = 3000; // ms at most that a move on the line waits for the answer to an act that runs the page
const WISH_HOLDS = 3000; // ms in which a press of Play should have been carried out, if it can be
const PAUSE_AFTER_ACT = 250; // ms without asking for updates after a press of a button or a key
const RETRY_AFTER = 40; // ms after which a postponed request is tried again
const SEND_AGAIN_AFTER = 25; // ms after which a postponed act is tried again
const RERUN_AFTER = 500; // ms in which Streamlit runs the page of a restored connection, if it does so by itself
const OUTDATED_AFTER = 250; // ms without an act of the visitor after which what is older than the picture is run again
const LONGEST_ROUND_TRIP = 5000; // ms from a request to its answer that are taken for the line's, not the server's
const RERUN_COUNTS_FOR = 3000; // ms in which a run that was asked for should have begun
const SAY_LOST_AFTER = 3000; // ms after which the visitor is told that the line is lost
export const BUSY_STATES = ["playing", "working"]; // states in which more Frames are to come
const CLICK_IS_ANSWERED = 4000; // ms in which the script has begun to run what a click on a control asks for
const CONTROLS_OF_PAGE = "[data-testid=stMain] :is(button, label, input, [role=radio], [role=option], a)";
const VISITOR_EVENTS = ["pointerdown", "keydown", "click"];

const addressOfPage = () => location.pathname + location.search;

export class Talk {
  // `commands` has functions for Play, Step and Reset where a picture has its own, {play, step, reset}; each returns
  // whether it has done something. `onFrame` gets the Frames of the line, `onLost` is told whether the picture waits for a line
  // that is lost.
  constructor(commands = {}, onFrame = () => {}, onLost = () => {}) {
    this.line = new Line(onFrame, () => this.onLineChange());
    this.onLost = onLost;
    this.refreshedAt = -Infinity; // when a run of the page was asked for
    this.askedAt = this.actedAt = 0;
    // When a run of the page may be asked for. Between two clicks on the page's widgets and the answer to the second
    // one, the answer to the first has put its value back: a request would carry it, and the second click be lost.
    this.rerunFrom = this.rerunBefore = 0; // and when it might have been before what the visitor does now
    this.roundTrip = 0; // ms from a request to its answer, as last measured
    this.queue = []; // acts that are still to be sent
    this.lastAct = null; // the kind of the last one that the visitor asked for
    this.wishedAt = 0; // when Play, Step or Reset was pressed last
    this.moveFrom = 0; // when the next move may be sent on the line: it must not overtake an act that runs the page
    this.waitUntil = 0; // when an answer that has not come no longer holds up the next request; 0 once it is here
    this.focusWasClicked = false; // whether what has the focus got it by a click
    this.onVisitorEvent = ({ type, key, target }) => {
      this.actedAt = performance.now();
      if (type !== "click") this.rerunBefore = this.rerunFrom; // a click is the end of what a pointer began
      // Twice, since a busy server answers a click on a widget later than it acknowledges a Frame.
      this.rerunFrom = this.actedAt + OUTDATED_AFTER + 2 * Math.max(this.roundTrip, this.line.roundTrip);
      // A very busy server may take much longer: what a click on a control asks for has begun when the script runs.
      if (type === "click" && target.closest?.(CONTROLS_OF_PAGE)) this.rerunFrom = this.actedAt + CLICK_IS_ANSWERED;
      if (type === "pointerdown") this.focusWasClicked = true;
      else if (key === "Tab") this.focusWasClicked = false;
    };
    for (const event of VISITOR_EVENTS) addEventListener(event, this.onVisitorEvent, true);
    this.onVisibility = () => this.frame && this.ask();
    document.addEventListener("visibilitychange", this.onVisibility);
    this.commands = commands;
    this.onKey = (event) => {
      pageKeys(
        event,
        (command) => this.carryOut(command),
        (kind, value) => this.act(kind, value),
        this.focusWasClicked,
      );
    };
    this.onEarlyKey = (event) => (isSpaceOnControl(event) ? this.onKey(event) : countField(event));
    addEventListener("keydown", this.onEarlyKey, true);
    document.addEventListener("keydown", this.onKey);
    this.onClick = (event) => this.takeClick(event);
    addEventListener("click", this.onClick, true);
    this.connection = new MutationObserver(() => this.onConnection());
    this.connection.observe(document.querySelector(".stApp"), { attributeFilter: ["data-test-connection-state"] });
  }

  remove() {
    this.line.remove();
    this.connection.disconnect();
    clearTimeout(this.lostTimer);
    clearTimeout(this.refreshTimer);
    document.removeEventListener("visibilitychange", this.onVisibility);
    removeEventListener("keydown", this.onEarlyKey, true);
    document.removeEventListener("keydown", this.onKey);
    removeEventListener("click", this.onClick, true);
    for (const event of VISITOR_EVENTS) removeEventListener(event, this.onVisitorEvent, true);
    clearTimeout(this.rerunTimer);
    clearTimeout(this.askTimer);
    clearTimeout(this.sendTimer);
  }

  // The component has brought a Frame: it is the answer to what was asked for, or came with a run of the page.
  onAnswer() {
    const now = performance.now();
    if (this.waitUntil) this.roundTrip = Math.min(now - this.askedAt, LONGEST_ROUND_TRIP);
    else this.askedAt = now;
    this.waitUntil = this.moveFrom = 0;
  }

  onFrame(frame) {
    this.frame = frame;
    clearTimeout(this.rerunTimer);
    if (this.wantsPlaying === (frame.state === "playing")) this.wantsPlaying = null;
    if (frame.token) this.line.connect(frame.token, this.picture);
    this.resume(frame);
    this.refresh(frame);
    this.ask();
  }

  onLineChange() {
    const { line } = this;
    clearTimeout(this.lostTimer);
    if (line.isOpen) this.onLost(false);
    else if (line.lostAt) this.lostTimer = setTimeout(() => this.onLost(true), SAY_LOST_AFTER);
    this.send();
    if (this.frame) this.ask();
  }

  // Have what is older than the picture run again, once the visitor rests: the page, or what stands beside the picture.
  refresh(frame) {
    if (!frame.outdated) {
      this.refreshedAt = -Infinity;
      clearTimeout(this.refreshTimer);
      this.refreshTimer = null;
    } else this.refreshTimer ??= setTimeout(() => this.runOutdated(), Math.max(this.rerunFrom - performance.now(), 0));
  }

  runOutdated() {
    this.refreshTimer = null;
    const { outdated, beat } = this.frame;
    if (!outdated || !this.line.isOpen) return;
    const now = performance.now();
    if (scriptRuns()) this.rerunFrom = Math.min(this.rerunFrom, now);
    const wait = Math.max(this.rerunFrom, this.refreshedAt + RERUN_COUNTS_FOR) - now;
    if (this.mustWait() || wait > 0) {
      this.refreshTimer = setTimeout(() => this.runOutdated(), Math.max(Math.min(wait, OUTDATED_AFTER), RETRY_AFTER));
    } else if (outdated === "page") {
      this.refreshedAt = now;
      globalThis.network_requestRerun?.();
    } else this.put("tick", beat);
  }

  // Carry out "play", "step" or "reset", whether a key or a button asks for it, so that all take the same way, in their
  // order. Return false if that way is the page's button: where nothing trains.
  carryOut(command) {
    if (this.commands[command]?.()) return true;
    if (!this.isMove(command)) return false;
    if (this.frame.awaits_answer && command !== "reset") {
      this.act(command, true); // the server says what comes first
      return true;
    }
    this.forgetOldWish();
    this.wishedAt = performance.now();
    if (command === "play") this.wantsPlaying = !(this.wantsPlaying ?? this.frame.state === "playing");
    else this.wantsPlaying = false;
    this.act(command, this.wantsPlaying);
    this.rerunFrom = this.rerunBefore; // so that the button says soon what a press would do
    return true;
  }

  // A click on one of the page's buttons is carried out as its key would be. The button itself would do twice what is
  // pressed twice before the page has run: play, and play again.
  takeClick(event) {
    const { command, label } = buttonAt(event);
    if (!this.isMove(command)) return;
    event.stopPropagation();
    this.forgetOldWish();
    // It has stopped by itself, and the button does not say so yet.
    const hasStopped = label === "Pause" && this.frame.state !== "playing" && this.wantsPlaying == null;
    if (!hasStopped) this.carryOut(command);
  }

  // What was not carried out, such as Play without data, is no longer on its way: the next press asks for it again.
  forgetOldWish() {
    if (!this.queue.length && performance.now() > this.wishedAt + WISH_HOLDS) this.wantsPlaying = null;
  }

  // Whether something is done to the picture alone, which needs no run of the page.
  isMove(kind) {
    return Boolean(this.frame?.moves?.includes(kind));
  }

  // A server that does not know this page, because it has replaced another one or was restarted, starts from the page's
  // address. Then ask for the step that was shown last. The global outlives the picture, which may be mounted again.
  resume(frame) {
    if (!frame.token) return; // a figure without a training: its address says everything
    const here = addressOfPage();
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
    this.waitUntil = this.moveFrom = 0;
    clearTimeout(this.rerunTimer);
    if (document.querySelector(".stApp").dataset.testConnectionState !== "CONNECTED") {
      // The address may have changed since the last Frame, if both were sent at the same time.
      const before = globalThis.network_before;
      if (before && before.token === this.frame?.token) before.here = addressOfPage();
      return;
    }
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
    if (this.line.isOpen || !BUSY_STATES.includes(this.frame.state) || document.hidden) return;
    this.askTimer = setTimeout(
      () => {
        const now = performance.now();
        if (this.mustWait() || this.queue.length || now < this.actedAt + PAUSE_AFTER_ACT + this.roundTrip)
          return this.ask(RETRY_AFTER);
        this.put("tick", this.frame.beat);
        this.ask(ASK_AGAIN_AFTER);
      },
      Math.max(wait, 0),
    );
  }

  // Send what the visitor does, each act after those before it. With `replaces`, an act of the same kind that still
  // waits to be sent is dropped.
  act(kind, value, replaces = false) {
    if (replaces && this.queue.at(-1)?.[0] === kind) this.queue.pop();
    this.queue.push([kind, value]);
    this.lastAct = kind;
    this.send();
  }

  send() {
    clearTimeout(this.sendTimer);
    while (this.queue.length) {
      const isMove = this.isMove(this.queue[0][0]);
      if (isMove && this.line.isOpen && performance.now() >= this.moveFrom) {
        this.actedAt = performance.now();
        this.line.act(...this.queue.shift());
      } else if ((isMove && (this.line.isOpen || this.line.isOpening)) || this.mustWait()) {
        this.sendTimer = setTimeout(() => this.send(), SEND_AGAIN_AFTER);
        return;
      } else {
        this.moveFrom = performance.now() + MOVE_WAITS;
        this.put(...this.queue.shift());
      }
    }
  }

  put(kind, value) {
    this.askedAt = performance.now();
    this.waitUntil = this.askedAt + (kind === "tick" ? ASK_AGAIN_AFTER : ACT_HOLDS_UP);
    this.trigger(kind, value);
  }

  // One request is under way at a time: a second one could replace the first before the server reads it. A request that
  // is sent while the script runs would carry the widgets' old values, which the server would take for new ones.
  mustWait() {
    return scriptRuns() || performance.now() < this.waitUntil;
  }
}
