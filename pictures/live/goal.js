// What stands above a picture under a task: how far the goal is, what was predicted beside what has come out, and the
// link of the result.

import { copyButton } from "./copy.js";
import { node } from "./dom.js";
import { digits, grouped, perCent } from "./numbers.js";

export function showGoal(picture) {
  const { goal } = picture.frame;
  const hasBegun = picture.frame.step > 0;
  const key = JSON.stringify([goal, hasBegun]);
  if (key !== picture.goalKey) {
    picture.goalKey = key;
    picture.goal.hidden = !goal;
    picture.outcome = node("span");
    if (goal) picture.goal.replaceChildren(...goalLines(goal, hasBegun, picture.outcome));
  }
  if (goal?.said) picture.outcome.textContent = outcomeOf(picture.frame);
}

function goalLines({ parts, solved, said, by, result }, hasBegun, outcome) {
  const lines = [];
  if (parts.length) {
    const met = parts.map(([wanted, now, isMet]) =>
      node(
        "span",
        { class: isMet && hasBegun ? "met" : "" },
        `${isMet && hasBegun ? "✓" : "○"}\u00a0${wanted} — ${hasBegun ? `${isMet ? "met" : "not yet"}, ` : ""}now ${now}`,
      ),
    );
    lines.push(node("p", {}, ...met));
  }
  if (said) {
    const who = by ? [node("bdi", {}, by), " predicted: "] : ["Predicted: "];
    lines.push(node("p", { class: "said" }, ...who, node("bdi", { class: "met" }, said), " — ", outcome));
  }
  if (result) lines.push(resultLine(result, solved));
  return lines;
}

// What has come out so far, in words.
function outcomeOf({ epoch, step, scores: [, test, , accuracy] }) {
  if (!step) return "nothing trained yet";
  const share = accuracy === null ? "" : `, test accuracy ${perCent(accuracy)}`;
  return `at epoch ${grouped(epoch)}: test loss ${digits(test)}${share}`;
}

function resultLine([query, whyNot], solved) {
  const begun = solved ? "Solved! " : "";
  if (!query) return node("p", {}, begun + whyNot);
  const address = new URL(`?${query}`, location.href).href;
  const link = node("a", { href: address, target: "_blank", rel: "noopener" }, "link to the result");
  return node("p", {}, `${begun}The result, for whoever has set the task: `, link, " ", copyButton(address));
}
