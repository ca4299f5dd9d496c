// The editor: a card that stays open beside a neuron, in which every weight can be changed.

import { node } from "../live/dom.js";
import { complaintLine, fieldText, numberField } from "../live/number_field.js";
import { neuronAt, putBeside } from "./cards.js";
import { requestGradient, derivativeText } from "./gradient.js";
import { paintTileLarge } from "./maps.js";
import { activationFormula, inputNames, neuronName, tracedLines, weightedSum } from "./formulas.js";

// Open the editor of a neuron, {layer, unit}, with the focus on one of its inputs; null closes the editor.
export function openEditor(stage, target, input = 0) {
  const { editor, frame } = stage;
  stage.editing = target;
  requestGradient(stage);
  editor.replaceChildren();
  editor.hidden = !target;
  if (!target) return;
  const { layer: i, unit: k } = target;
  const close = () => {
    openEditor(stage, null);
    stage.paint();
    const buttons = [...stage.root.querySelectorAll("button")];
    buttons.find((each) => each.ariaLabel === neuronName(frame, i, k))?.focus({ preventScroll: true });
  };
  const [complaint, complain] = complaintLine();
  stage.editorMap = node("canvas", { class: "large", "aria-hidden": "true", hidden: "" });
  editor.append(
    node("button", { type: "button", class: "close", "aria-label": "Close", onclick: close }, "×"),
    node("b", {}, neuronName(frame, i, k)),
    stage.editorMap,
    node("div", { class: "sum" }),
    node("div", {}, activationFormula(stage, i)),
    node("div", { class: "quiet traced" }),
    node(
      "table",
      {},
      node("tr", { class: "quiet" }, node("th", {}, ""), node("td", {}, "weight"), node("td", {}, "∂L/∂w")),
      ...weightRows(stage, target, complain),
    ),
    complaint,
  );
  editor.onkeydown = (event) => {
    event.stopPropagation(); // keys of the page have no effect while the visitor types
    if (event.key === "Escape") close();
  };
  updateEditor(stage);
  paintEditorMap(stage);
  const { x, y } = neuronAt(stage, target);
  putBeside(stage, editor, x, y, stage.layout.tile / 2 + 10);
  // A field would open the keyboard of a phone, which hides the picture.
  const field = matchMedia("(pointer: coarse)").matches ? null : editor.querySelectorAll("input")[input];
  (field ?? editor).focus({ preventScroll: true });
}

// The neuron's map, in the editor where there is no room to show it in place of the output's.
export function paintEditorMap(stage) {
  const { editing, editorMap, layout } = stage;
  const neuron = editing && neuronAt(stage, editing);
  if (!neuron) return;
  editorMap.hidden = !layout.narrow || neuron.tile === undefined;
  if (!editorMap.hidden) paintTileLarge(stage, editorMap, neuron);
}

// A row for each weight and for the bias; a field's data-index is the index of its number in theta.
function weightRows(stage, { layer: i, unit: k }, complain) {
  const isLocked = stage.frame.locked.includes("weights");
  const layer = stage.layers[i];
  return [...inputNames(stage, i), "bias"].map((name, j) => {
    const index = j < layer.inputs ? layer.weight(k, j) : layer.bias(k);
    const field = numberField(
      `${j < layer.inputs ? "Weight of" : "The"} ${name}`,
      {
        value: () => stage.frame.theta[index],
        change: (value, goesOn) => stage.act("weight", { place: index, value, goes_on: goesOn }),
        complain,
      },
      {
        "data-index": index,
        ...(isLocked && { disabled: "", title: "The task keeps the weights as they are" }),
      },
    );
    return node("tr", {}, node("th", {}, name), node("td", {}, field), node("td", { class: "slope" }));
  });
}

// Show the numbers of a new Frame. A field that has the focus keeps what is typed; a neuron that is gone has no editor.
export function updateEditor(stage) {
  const { editing, editor, frame } = stage;
  if (!editing) return;
  const fields = editor.querySelectorAll("input");
  if (!neuronAt(stage, editing) || fields.length !== stage.layers[editing.layer].inputs + 1)
    return openEditor(stage, null);
  const focused = editor.getRootNode().activeElement;
  editor.querySelector(".sum").textContent = `z = ${weightedSum(stage, editing.layer, editing.unit)}`;
  editor.querySelector(".traced").textContent = tracedLines(stage, editing.layer, editing.unit).join("; ");
  for (const field of fields) {
    const { index } = field.dataset;
    if (field !== focused) field.value = fieldText(frame.theta[index]);
    field.closest("tr").lastChild.textContent = derivativeText(frame, index);
  }
}
