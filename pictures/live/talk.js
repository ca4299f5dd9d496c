// How a live picture talks with the server: it asks for its next Frame while something plays, and sends what
// the visitor does. A Frame's header says its state, its beat and the interval in ms.

const LOST = 5000; // ms without an answer after which an update is asked for again
const GIVEN_UP = 20000; // ms without an answer after which an act no longer holds up the next
const AFTER_ACT = 250; // ms after a press of button or key
const RERUNS = 500; // ms within which Streamlit runs a page that is connected again, if it does so by itself
const BUSY = ["playing", "working"]; // states in which more is to come
const reduced = matchMedia("(prefers-reduced-motion: reduce)");

// Whether the page's script runs.
const runs = () => (document.querySelector("[data-test-script-state]")?.dataset.testScriptState ?? "notRunning") !== "notRunning";

class Talk {
  // presses says what the keys do where it is not to press the page's buttons: {play, step, reset}.
  constructor(presses = {}) {
    this.presses = presses;
    this.asked = this.acted = 0;
    this.queue = []; // acts that wait to be sent
    this.until = 0; // when the Frame that was asked for counts as lost; 0 once it is here
    this.acts = () => { this.acted = performance.now(); };
    for (const event of ["pointerdown", "keydown", "click"]) addEventListener(event, this.acts, true);
    this.turned = () => this.frame && this.ask();
    document.addEventListener("visibilitychange", this.turned);
    this.keys = (event) => page_keys(this, event);
    document.addEventListener("keydown", this.keys);
    this.line = new MutationObserver(() => this.connected());
    this.line.observe(document.querySelector(".stApp"), { attributeFilter: ["data-test-connection-state"] });
  }

  remove() {
    this.line.disconnect();
    clearTimeout(this.knocking);
    document.removeEventListener("visibilitychange", this.turned);
    document.removeEventListener("keydown", this.keys);
    for (const event of ["pointerdown", "keydown", "click"]) removeEventListener(event, this.acts, true);
    clearTimeout(this.asking);
    clearTimeout(this.sending);
  }

  hears(frame) {
    this.frame = frame;
    if (!this.until) this.asked = performance.now(); // it came with a run of the page
    this.until = 0;
    clearTimeout(this.knocking);
    this.come_back(frame);
    this.ask();
  }

  // A server that does not know this page, since it has taken over from another one or was started anew, opens the address
  // from the beginning: then ask for the step that was shown last. This outlives the picture, which may be mounted anew.
  come_back(frame) {
    if (!frame.token) return; // a figure, which its address holds all of
    const here = location.pathname + location.search;
    const before = globalThis.network_before?.here === here ? globalThis.network_before : null;
    const known = before?.token === frame.token;
    let now = { here, token: frame.token, step: frame.step, plays: frame.state === "playing", exact: frame.exact !== false };
    if (before && !known && frame.step < before.step) {
      this.act("resume", [before.step, before.plays, before.exact]);
      now = { ...before, token: frame.token, asked: performance.now() };
    } else if (known && frame.state === "past") now.step = before.step; // one looks back, and has come farther
    // On the way the goal still holds, should yet another server take over, unless the visitor wants something else.
    else if (known && before.asked > this.acted && frame.step < before.step && frame.state !== "diverged") now = before;
    globalThis.network_before = now;
  }

  // A server that was started anew passes over what a live picture asks for, as long as it has not run the whole
  // page once. Streamlit has it do so only if the line broke while the page ran.
  connected() {
    this.until = 0;
    clearTimeout(this.knocking);
    if (document.querySelector(".stApp").dataset.testConnectionState !== "CONNECTED") return;
    this.knocking = setTimeout(() => runs() ? this.connected() : globalThis.network_knock?.(), RERUNS);
  }

  // While it plays, the picture asks for each update once it has the last one: so a slow line or a busy
  // server is never asked for more than it can do, and a page that nobody sees asks for nothing.
  // Nor does it ask while the visitor acts: a button of the page and a tick would be taken for one.
  ask(wait = this.asked + this.frame.interval - performance.now()) {
    clearTimeout(this.asking);
    if (!BUSY.includes(this.frame.state) || document.hidden) return;
    this.asking = setTimeout(() => {
      if (this.waits() || this.queue.length || performance.now() < this.acted + AFTER_ACT) return this.ask(40);
      this.put("tick", this.frame.beat);
      this.ask(LOST);
    }, Math.max(wait, 0));
  }

  // Have the server do what the visitor does. An act that replaces is the only one of its kind that waits.
  act(kind, value, replaces = false) {
    if (replaces && this.queue.at(-1)?.[0] === kind) this.queue.pop();
    this.queue.push([kind, value]);
    this.send();
  }

  send() {
    clearTimeout(this.sending);
    if (!this.queue.length) return;
    if (this.waits()) this.sending = setTimeout(() => this.send(), 25);
    else this.put(...this.queue.shift());
  }

  put(kind, value) {
    this.asked = performance.now();
    this.until = this.asked + (kind === "tick" ? LOST : GIVEN_UP);
    this.trigger(kind, value);
    this.send();
  }

  // One thing is under way at a time. Sent before the last one is answered, it might take its place unheard; sent
  // while the page runs, it would bring along the widgets' old values, and the server would believe them.
  waits() {
    return runs() || performance.now() < this.until;
  }
}

// Space plays and pauses, → steps, R resets, Ctrl Z undoes: when no field has the focus.
function page_keys(talk, event) {
  const target = event.composedPath()[0];
  const typing = target.matches?.("input:not([type=checkbox]), textarea, select, [contenteditable], [role=slider], [role=combobox], [role=listbox], [role=option], [role=grid]");
  if (typing || document.querySelector("[role=dialog][aria-modal=true], .stDialog")) return;
  const press = (key) => {
    event.preventDefault();
    if (talk.presses[key]) talk.presses[key]();
    else document.querySelector(`.st-key-${key} button`)?.click();
  };
  if ((event.ctrlKey || event.metaKey) && !event.altKey) {
    const does = { z: "undo", y: "redo", Z: "redo" }[event.key];
    if (does) {
      event.preventDefault();
      talk.act(does, true); // not a press of the button: it may be about to be enabled
    }
    return;
  }
  if (event.altKey || event.shiftKey) return;
  const presses = target.matches?.("button, a, summary, input, [role=radio], [role=button], [role=tab]");
  if (event.key === " " && !presses) press("play");
  else if (event.key === "ArrowRight" && !target.matches?.("[role=radio], [role=tab]")) press("step");
  else if (event.key === "r" && !event.repeat) press("reset");
}

// What all live pictures have: an element `root`, a style sheet, the talk with the server. When its size changes a picture
// is arranged anew, which for most is to be drawn.
class Picture {
  constructor(presses) {
    this.talk = new Talk(presses);
  }

  place(parent, css) {
    this.style = node("style");
    this.style.textContent = css;
    parent.append(this.style, this.root);
    this.resized = new ResizeObserver(() => this.arrange());
    this.resized.observe(this.root);
  }

  arrange() {
    this.draw();
  }

  remove() {
    this.talk.remove();
    this.resized.disconnect();
    cancelAnimationFrame(this.request);
    this.style.remove();
    this.root.remove();
  }

  // Whether there is a new Frame; it becomes `frame`. If not, the colours may be others.
  takes(data, trigger, gliding = []) {
    this.talk.trigger = trigger;
    const colours = palette(this.root);
    this.themed = colours.key !== this.colours?.key;
    this.colours = colours;
    if (data === this.data) {
      if (this.themed) this.arrange();
      return false;
    }
    this.data = data;
    this.before = this.frame;
    this.frame = decode(data, gliding);
    this.font = getComputedStyle(this.root).fontFamily;
    return true;
  }
}

// Makes a class the one that draws the pictures of a name: it is given the element to fill and the style sheet,
// then every Frame by receive(data, trigger), and is told when to remove itself.
function mountable(name, Kind, css) {
  const pictures = new WeakMap();
  const mount = ({ data, parentElement, setTriggerValue }) => {
    let picture = pictures.get(parentElement);
    if (!picture) pictures.set(parentElement, (picture = new Kind(parentElement, css)));
    picture.receive(data, (kind, value) => setTriggerValue("act", { kind, value }));
    return true;
  };
  mount.remove = (parent) => {
    pictures.get(parent)?.remove();
    pictures.delete(parent);
  };
  globalThis[`network_${name}`] = mount;
  globalThis.dispatchEvent(new Event(`network_${name}`));
}

// The component that brings the code lies outside of any fragment: what it sends has the server run the whole page.
export default function ({ setTriggerValue }) {
  globalThis.network_knock = () => setTriggerValue("knock", true);
}
