// The card beside the pointer or the focus: what one neuron or one weight computes.

import { node } from "../live/dom.js";
import { signed } from "../live/numbers.js";
import { requestGradient, derivativeText } from "./gradient.js";
import { activationFormula, inputNames, neuronName, tracedLines, weightedSum, weightSlope } from "./formulas.js";

const quiet = (text) => node("div", { class: "quiet" }, text);

export const neuronAt = (stage, { layer, unit }) => stage.layout.columns[layer + 1]?.[unit];

// Put a card beside the point (x, y), to its right if there is room, and inside the Stage.
export function putBeside(stage, card, x, y, gap) {
  const { layout } = stage;
  card.style.left = card.style.top = "0";
  const { offsetWidth: width, offsetHeight: height } = card;
  const fits = x + gap + width < layout.width;
  card.style.left = `${Math.max(4, fits ? x + gap : x - gap - width)}px`;
  card.style.top = `${Math.max(4, Math.min(y - height / 2, layout.height - height - 4))}px`;
}

// Show what the pointer or the focus is on, or nothing; a neuron whose editor is open needs no card.
export function updateCard(stage) {
  requestGradient(stage);
  const { card, hover, editing } = stage;
  const target = hover?.edge ?? hover;
  const exists = target && target.layer !== undefined && neuronAt(stage, target);
  const edited = editing && exists && !hover.edge && editing.layer === target.layer && editing.unit === target.unit;
  card.hidden = !exists || edited;
  if (card.hidden) return;
  if (hover.edge) {
    card.replaceChildren(...weightLines(stage, hover.edge));
    putBeside(stage, card, hover.x, hover.y, 16);
  } else {
    card.replaceChildren(...neuronLines(stage, target));
    const { x, y } = neuronAt(stage, target);
    putBeside(stage, card, x, y, stage.layout.tile / 2 + 10);
  }
}

function weightLines(stage, { layer: i, unit: k, input }) {
  const { frame } = stage;
  const index = stage.layers[i].weight(k, input);
  const lines = [
    node("b", {}, `${inputNames(stage, i)[input]} → ${neuronName(frame, i, k).toLowerCase()}`),
    node("div", {}, `weight w = ${signed(frame.theta[index], 3)}`),
    quiet(`∂L/∂w = ${derivativeText(frame, index)}, mean over the training points`),
  ];
  if (frame.trace && frame.backward && frame.trace.layers[i].dz)
    lines.push(quiet(`this point: ∂L/∂w = ${signed(weightSlope(frame.trace, i, k, input), 4)}`));
  return lines;
}

function neuronLines(stage, { layer: i, unit: k }) {
  return [
    node("b", {}, neuronName(stage.frame, i, k)),
    node("div", {}, `z = ${weightedSum(stage, i, k)}`),
    node("div", {}, activationFormula(stage, i)),
    ...tracedLines(stage, i, k).map(quiet),
    node("div", { class: "quiet hint" }, "Click to change its weights"),
  ];
}
