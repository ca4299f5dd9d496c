// Copies text to the clipboard, also where the page has no secure address: then the browser has no clipboard of its own.

import { node } from "./dom.js";

const COPIED_FOR = 2000; // ms for which a button says that it has copied

// Copy a text; returns whether the browser has done so.
async function toClipboard(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copySelected(text);
  }
}

function copySelected(text) {
  const field = node("textarea", { style: "position:fixed;opacity:0" });
  field.value = text;
  const focused = document.activeElement;
  (document.querySelector("dialog[open], [role=dialog]") ?? document.body).append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  focused?.focus();
  return done;
}

// A button that copies a text, and says so for a moment.
export function copyButton(text, label = "Copy") {
  const button = node("button", { type: "button", class: "copy" }, label);
  button.onclick = async () => {
    button.textContent = (await toClipboard(text)) ? "Copied" : "Not copied: this browser does not allow it";
    setTimeout(() => {
      button.textContent = label;
    }, COPIED_FOR);
  };
  return button;
}
