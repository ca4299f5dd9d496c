// The editor of a kernel: a card with its weights as fields, its bias, and kernels that are known by name.

import { node } from "../live/dom.js";
import { complaintLine, fieldText, numberField } from "../live/number_field.js";
import { rowStart, weightCount } from "./convnet.js";
import { nameOfKernel } from "./explain.js";
import { cardLeft } from "./layout.js";
import { presetNames, presetWeights } from "./presets.js";

// Open the editor of the kernels of a filter, {layer, unit}; null closes it.
export function openKernel(picture, target) {
  const { editor } = picture;
  picture.editing = target && !picture.isLocked ? { layer: target.layer, unit: target.unit, channel: 0 } : null;
  editor.hidden = !picture.editing;
  if (!picture.editing) {
    editor.replaceChildren();
    return;
  }
  buildEditor(picture);
  placeEditor(picture);
  editor.querySelector("input")?.focus({ preventScroll: true });
}

function buildEditor(picture) {
  const { editor, editing, frame } = picture;
  const layer = frame.layers[editing.layer];
  const size = layer.kernel ** 2;
  const [complaint, complain] = complaintLine();
  const close = () => {
    openKernel(picture, null);
    picture.area.focus({ preventScroll: true });
  };
  const fields = Array.from({ length: size }, (_, k) => {
    const at = `row ${Math.floor(k / layer.kernel) + 1}, column ${(k % layer.kernel) + 1}`;
    return field(picture, () => editing.channel * size + k, `Weight in ${at}`, complain);
  });
  const grid = node("div", { class: "weights" }, ...fields);
  grid.style.gridTemplateColumns = `repeat(${layer.kernel}, 1fr)`;
  const set = (weights, bias) => send(picture, [...weights, bias]);
  const choose = (name) => set(presetWeights(name, layer.shape[0], layer.kernel), picture.kernelValues().at(-1));
  const button = (name, onclick) => node("button", { type: "button", onclick }, name);
  editor.replaceChildren(
    node("button", { type: "button", class: "close", "aria-label": "Close", onclick: close }, "×"),
    node("b", {}, nameOfKernel(frame, editing.layer, editing.unit)),
    ...channelChoice(picture, layer.shape[0]),
    grid,
    node(
      "label",
      { class: "bias" },
      "b",
      field(picture, () => weightCount(layer), "Bias b", complain),
    ),
    complaint,
    node(
      "div",
      { class: "presets" },
      ...presetNames(layer.kernel).map((name) => button(name, () => choose(name))),
      button("Switch off", () => set(new Array(weightCount(layer)).fill(0), 0)),
    ),
  );
  editor.onkeydown = (event) => {
    event.stopPropagation(); // keys of the page have no effect while the visitor types
    if (event.key === "Escape") close();
  };
  updateKernel(picture);
}

// Kernels of several channels are shown one at a time.
function channelChoice(picture, channels) {
  if (channels === 1) return [];
  const { editing } = picture;
  const choose = (event) => {
    editing.channel = +event.target.value;
    updateKernel(picture);
  };
  const options = Array.from({ length: channels }, (_, k) => node("option", { value: k }, `map ${k + 1}`));
  return [
    node("label", { class: "bias" }, "on", node("select", { onchange: choose, "aria-label": "Input map" }, ...options)),
  ];
}

function field(picture, indexOf, name, complain) {
  const change = (number, goesOn) => {
    const values = picture.kernelValues();
    values[indexOf()] = number;
    send(picture, values, goesOn);
  };
  const element = numberField(name, { value: () => picture.kernelValues()[indexOf()], change, complain });
  element.indexOf = indexOf;
  return element;
}

// Ask for other weights, and show them until the server has answered.
function send(picture, values, goesOn = false) {
  const { layer, unit } = picture.editing;
  const { frame, from, shown } = picture;
  const start = rowStart(frame.layers[layer], unit);
  for (const [weights] of [frame.glide, from, shown]) weights.set(values, start);
  const sent = values.map((value) => +value.toFixed(6));
  picture.act("kernel", { layer, filter: unit, values: sent, goes_on: goesOn }, true);
  updateKernel(picture, true);
  picture.refresh();
}

// Show the numbers of a new Frame; a field that has the focus keeps what is typed, except after a change.
export function updateKernel(picture, all = false) {
  const { editing, editor, frame } = picture;
  if (!editing) return;
  const layer = frame.layers[editing.layer];
  const fields = [...editor.querySelectorAll("input")];
  if (layer?.kind !== "conv" || layer.filters <= editing.unit || fields.length !== layer.kernel ** 2 + 1)
    return openKernel(picture, null);
  const focused = editor.getRootNode().activeElement;
  const values = picture.kernelValues();
  for (const element of fields) if (all || element !== focused) element.value = fieldText(values[element.indexOf()]);
}

// Put the editor beside what it changes.
function placeEditor(picture) {
  const { editor, editing, layout } = picture;
  const tiles = layout.columns.find(([tile]) => tile.layer === editing.layer && tile.kind !== "input");
  const { y, height } = tiles[editing.unit];
  editor.style.left = editor.style.top = "0";
  const { offsetWidth, offsetHeight } = editor;
  editor.style.left = `${cardLeft(layout, offsetWidth)}px`;
  const lowest = layout.narrow ? layout.height : layout.height - offsetHeight - 4;
  editor.style.top = `${Math.max(4, Math.min(layout.narrow ? y + height + 8 : y + height / 2 - offsetHeight / 2, lowest))}px`;
}
