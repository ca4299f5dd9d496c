// The QR code of a link, which a press makes fill the screen, and a button that copies the link. This is a component of
// its own, which gets {link, code}: code is an SVG, or "" where the link is too long for one.

import { copyButton } from "../live/copy.js";
import { node } from "../live/dom.js";
import style from "./link.css" with { type: "text" };

// A QR code as it is read best: dark on white, in the dark theme too. The SVG comes from our own server.
function drawing(code) {
  const box = node("span", { class: "code", "aria-hidden": "true" });
  box.innerHTML = code;
  return box;
}

function fullScreen(code) {
  const dialog = node(
    "dialog",
    { "aria-label": "QR code of the link", "data-testid": "full_code" },
    drawing(code),
    node("p", {}, "Scan it to open the page. Esc, or a press anywhere, closes this."),
  );
  dialog.onclick = () => dialog.close();
  dialog.onkeydown = (event) => {
    if (event.key === "Tab") return;
    event.stopPropagation(); // Esc closes this, and not the dialog below it
    if (["Escape", "Enter", " "].includes(event.key)) {
      event.preventDefault();
      dialog.close();
    }
  };
  dialog.onclose = () => dialog.remove();
  return dialog;
}

export default function showLink({ data, parentElement }) {
  const { link, code } = data;
  let root = parentElement.querySelector(".link");
  if (!root) {
    const sheet = node("style");
    sheet.textContent = style;
    root = node("div", { class: "link", "data-testid": "link" });
    parentElement.append(sheet, root);
  }
  if (root.dataset.link === link) return;
  root.dataset.link = link;
  const show = () => {
    const dialog = fullScreen(code);
    root.append(dialog);
    dialog.showModal();
  };
  const shown = code
    ? node("button", { type: "button", class: "small", onclick: show, title: "Fill the screen" }, drawing(code))
    : node("p", {}, "The link is too long for a QR code.");
  if (code) shown.setAttribute("aria-label", "QR code of this link: fill the screen");
  root.replaceChildren(shown, copyButton(link, "Copy the link"));
}
