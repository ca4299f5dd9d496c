// The names of the branches beside a loss curve: a press goes on with one, or forgets it.

import { BRANCH_COLOURS, css } from "./colours.js";
import { node } from "./dom.js";

// The list of the branches of a picture's Frame.
export function branchList(picture) {
  const branches = (picture.frame.branches ?? []).map((name, i) => {
    const mark = node("i", { class: "swatch" });
    mark.style.borderColor = css(BRANCH_COLOURS[i]);
    const button = (attributes, text) => node("button", { type: "button", class: "plain", ...attributes }, text);
    const goOn = () => picture.act("branch", i);
    const forget = () => picture.act("forget", i);
    return node(
      "div",
      {},
      mark,
      button({ title: `Go on with: ${name}`, "data-name": `branch ${i}`, onclick: goOn }, name),
      button({ "aria-label": `Forget the branch ${name}`, "data-name": `forget ${i}`, onclick: forget }, "×"),
    );
  });
  return node("div", { class: "branches" }, ...branches);
}
