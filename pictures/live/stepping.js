// ↑ and ↓ in a text field that holds a number count the digit before the caret up and down: the last one of a field that
// has just been entered.

import { grouped, withMinus } from "./numbers.js";
import { typedNumber } from "./typed.js";

const COUNTING_KEYS = ["ArrowUp", "ArrowDown"];
const FIELDS = ".stTextInput input";
const COUNTABLE = /^[+\-−]?[\d\u202f ]+([.,]\d*)?$/; // no fraction, and no power of ten

// Return the text with the digit before the caret one higher or lower, and where the caret is then; null for a text that
// is no such number.
export function stepped(text, caret, isUp) {
  if (!COUNTABLE.test(text) || Number.isNaN(typedNumber(text))) return null;
  const mark = Math.max(text.indexOf("."), text.indexOf(","));
  const decimals = mark < 0 ? 0 : text.length - mark - 1;
  const digitsOf = (part) => part.replace(/\D/g, "").length;
  const behind = Math.min(digitsOf(text.slice(caret)), digitsOf(text) - 1);
  const unit = 10 ** decimals;
  const count = Math.round(typedNumber(text) * unit) + (isUp ? 1 : -1) * 10 ** behind;
  const [whole, rest = ""] = (Math.abs(count) / unit).toFixed(decimals).split(".");
  const written = `${withMinus(count < 0 ? "-1" : "").slice(0, 1)}${grouped(whole)}${mark < 0 ? "" : text[mark]}${rest}`;
  return { text: written, caret: Math.max(written.length - (text.length - caret), 1) };
}

// Count a field of the page up or down at a key, and have its number taken on once the key is let go.
export function countField(event) {
  const field = event.target;
  if (!COUNTING_KEYS.includes(event.key) || event.defaultPrevented || !field.matches?.(FIELDS)) return;
  const next = stepped(field.value, field.selectionEnd, event.key === "ArrowUp");
  if (!next) return;
  event.preventDefault();
  // React keeps the value that it has set, and looks at the one of the element only after an event.
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(field, next.text);
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.setSelectionRange(next.caret, next.caret);
  const takeOn = () => field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
  if (!event.repeat) field.addEventListener("keyup", takeOn, { once: true });
}
