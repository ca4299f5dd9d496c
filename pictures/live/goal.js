// How far the visitor is with the goal of a task, above a picture, and the link of the result once it is reached.

import { node } from "./dom.js";

export function showGoal(picture) {
  const { goal } = picture.frame;
  const key = JSON.stringify(goal);
  if (key === picture.goalKey) return;
  picture.goalKey = key;
  picture.goal.hidden = !goal;
  if (!goal) return;
  const parts = goal.parts.map(([wanted, now, met]) =>
    node("span", { class: met ? "met" : "" }, `${met ? "✓" : "○"} ${wanted} — ${met ? "met" : "not yet"}, now ${now}`),
  );
  picture.goal.replaceChildren(node("p", {}, ...parts), ...(goal.solved ? [result(goal.query)] : []));
}

function result(query) {
  if (!query)
    return node("p", {}, "Solved, with changes on the way that no link repeats. Reset and Play once more for a link.");
  const address = new URL(`?${query}`, location.href).href;
  return node("p", {}, "Solved! Your result, to open and replay: ", node("code", { tabindex: "0" }, address));
}
