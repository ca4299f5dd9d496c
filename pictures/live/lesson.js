// The box above a picture with a lesson's question, and its answer once that can be seen.

import { node } from "./dom.js";

export class LessonBox {
  constructor() {
    this.root = node("div", { class: "lesson", role: "status" });
    this.key = "";
  }

  // Show a lesson, {question, answer}, or nothing where there is none.
  show({ question = "", answer = "" } = {}) {
    const key = question + answer;
    if (key === this.key) return;
    this.key = key;
    this.root.replaceChildren(
      ...(question ? [node("b", {}, question)] : []),
      ...(answer ? [node("span", {}, answer)] : []),
    );
  }
}
