// A field for a number, in which a decimal comma, a fraction or a power may be typed: a number field of the browser turns
// "0,5" into 5.

import { node } from "./dom.js";
import { signed } from "./numbers.js";
import { complaintOf, typedNumber } from "./typed.js";

const STEP = 0.1; // of an arrow key
const PLACES = 3; // decimal places that a field shows

export const fieldText = (value) => signed(value, PLACES);

// Return the field. value() is the number behind it, change(number, goesOn) takes on another one, which goes on with the
// one before while a key is held down, complain(text) says what could not be read, which changes nothing, or "" once all
// is well.
export function numberField(name, { value, change, complain }, attributes = {}) {
  const field = node("input", {
    type: "text",
    inputmode: "decimal",
    autocomplete: "off",
    "aria-label": name,
    ...attributes,
  });
  const take = (number, goesOn) => {
    field.value = fieldText(number);
    change(number, goesOn);
  };
  field.onchange = () => {
    const number = typedNumber(field.value);
    const isWrong = Number.isNaN(number) && field.value.trim() !== "";
    complain(isWrong ? complaintOf(field.value) : "");
    if (Number.isNaN(number)) field.value = fieldText(value());
    else take(number, false);
  };
  field.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
    event.preventDefault(); // the caret would go to an end of the text
    const number = typedNumber(field.value);
    if (!Number.isNaN(number)) take(number + (event.key === "ArrowUp" ? STEP : -STEP), event.repeat);
  });
  return field;
}

// Return a line, empty at first, for what fields complain of, and the function that fills it.
export function complaintLine() {
  const line = node("div", { class: "complaint", role: "alert" });
  return [line, (text) => line.replaceChildren(text)];
}
