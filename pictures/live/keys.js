// The keys of a page with a live picture, when no field is being typed in: Space plays and pauses, → makes a step, R
// resets, Ctrl Z undoes, Ctrl Y and Ctrl Shift Z redo. A button or a closed list that was reached by Tab keeps its
// Space; one that was clicked does not.

const TYPING =
  "input:not([type=checkbox]), textarea, select, [contenteditable], [role=slider], [role=combobox], " +
  "[role=listbox], [role=option], [role=grid]";
const SLIDERS = "[role=slider], input[type=range]"; // they have no use for Space
const CLOSED_LIST = "[role=combobox][aria-expanded=false]";
const USES_SPACE = "button, a, summary, input, [role=radio], [role=button], [role=tab]";
const USES_ARROWS = "[role=radio], [role=tab]";
const PATIENCE = 3000; // ms in which a button that is not there yet is waited for
const LOOK_AGAIN_AFTER = 50; // ms
const BUTTONS = ".st-key-play button, .st-key-step button, .st-key-reset button";
const DIALOG = "[role=dialog][aria-modal=true], .stDialog";

// Return what a key asks for, "play", "step", "reset", "undo" or "redo", or null. `matches` says whether the element
// that has the focus matches a CSS selector; wasClicked whether it got the focus by a click.
export function commandOf(event, matches, wasClicked = false) {
  const leavesSpace = event.key === " " && (matches(SLIDERS) || (wasClicked && matches(CLOSED_LIST)));
  if (matches(TYPING) && !leavesSpace) return null;
  if ((event.ctrlKey || event.metaKey) && !event.altKey) return { z: "undo", y: "redo", Z: "redo" }[event.key] ?? null;
  if (event.altKey || event.shiftKey) return null;
  if (event.key === " " && (leavesSpace || wasClicked || !matches(USES_SPACE))) return "play";
  if (event.key === "ArrowRight" && !matches(USES_ARROWS)) return "step";
  return event.key === "r" && !event.repeat ? "reset" : null;
}

// Whether a key is Space on one of the page's own controls. Streamlit keeps what its controls hear from the page, so
// this key is looked at before they are.
export const isSpaceOnControl = (event) => event.key === " " && event.composedPath()[0] === event.target;

// Handle a key of the page. carryOut(command) returns whether it has done what the key asks for; if not, the page's
// button is pressed.
export function pageKeys(event, carryOut, act, wasClicked) {
  const target = event.composedPath()[0];
  const command = commandOf(event, (selector) => target.matches?.(selector), wasClicked);
  if (!command || document.querySelector(DIALOG)) return;
  event.preventDefault();
  event.stopPropagation();
  if (event.repeat && command === "play") return; // a key that is held down
  if (command === "play" && target.matches?.(USES_SPACE)) target.blur(); // Firefox would still click it
  // Undo and Redo do not press the buttons: these may be disabled now and enabled when the act arrives.
  if (command === "undo" || command === "redo") act(command, true);
  else if (!carryOut(command)) pressButton(command);
}

// Return what a click on one of the page's buttons asks for, and the button's label; nothing for a click elsewhere.
export function buttonAt(event) {
  const button = event.target.closest?.(BUTTONS);
  if (!button) return {};
  const command = /st-key-(play|step|reset)/.exec(button.closest("[class*=st-key-]").className)[1];
  return { command, label: button.textContent.trim() };
}

// Press one of the page's buttons as soon as it is there: a picture may be shown before them.
function pressButton(command, patience = PATIENCE) {
  const button = buttonOf(command);
  if (button) button.click();
  else if (patience > 0) setTimeout(() => pressButton(command, patience - LOOK_AGAIN_AFTER), LOOK_AGAIN_AFTER);
}

// While a page is replaced, buttons of the last run stay for a moment, marked as stale or not displayed: they would do
// nothing.
function buttonOf(command) {
  const buttons = [...document.querySelectorAll(`.st-key-${command} button`)];
  return buttons.findLast((button) => button.offsetParent && !button.closest('[data-stale="true"]'));
}
