// The diagram's HTML: inputs, layers and neurons as buttons, with their names.

import { node } from "../live/dom.js";
import { updateCard } from "./cards.js";
import { openEditor } from "./editor.js";
import { neuronName } from "./formulas.js";

const LEAST_TARGET = 24; // px, the least side of what can be pressed (WCAG 2.2, 2.5.8)
const NEW_LAYER = 4; // neurons of a first hidden layer

// Put an element at (x, y), in pixels of the Stage.
export function positioned(element, x, y) {
  Object.assign(element.style, { left: `${x}px`, top: `${y}px`, position: "absolute" });
  return element;
}

// The handlers of an element that stands for an input or a neuron: its map is shown large, its numbers on a card.
function hoverHandlers(stage, target) {
  const hover = (value) => {
    stage.hover = value;
    updateCard(stage);
    stage.paint();
  };
  const enter = () => hover(target);
  const leave = () => hover(null);
  const focus = (event) => event.target.matches(":focus-visible") && enter();
  return { onpointerenter: enter, onpointerleave: leave, onfocus: focus, onblur: leave };
}

// Disabled for assistive technology only: a button that is really disabled would lose the focus.
function shapeButton(name, text, action, disabled) {
  return node(
    "button",
    {
      type: "button",
      "aria-label": name,
      title: name,
      "data-name": name,
      "aria-disabled": disabled,
      onclick: action,
    },
    text,
  );
}

export function inputControls(stage) {
  const { frame, layout } = stage;
  const { inputs, tile, narrow } = layout;
  const toggle = (name) => () =>
    stage.requestChange("features", (on) => {
      const chosen = frame.features
        .map(([feature]) => feature)
        .filter((feature) => (feature === name) !== on.includes(feature));
      return chosen.length ? chosen : stage.act("features", []); // the server says why this cannot be
    });
  const children = narrow ? [] : [positioned(node("div", { class: "centre quiet" }, "Inputs"), inputs[0].x, 0)];
  inputs.forEach((p, k) => {
    const [name, text, on] = frame.features[k];
    const button = positioned(
      node("button", {
        type: "button",
        class: "feature",
        "aria-pressed": on,
        "aria-label": `Input ${text}`,
        "data-name": name,
        title: on ? `Take the input ${text} away` : `Add the input ${text}`,
        onclick: toggle(name),
        ...hoverHandlers(stage, { feature: k }),
      }),
      p.x - tile / 2 - 2,
      p.y - tile / 2 - 2,
    );
    Object.assign(button.style, { width: `${tile + 4}px`, height: `${tile + 4}px` });
    const caption = node("span", { class: on ? "caption" : "caption quiet", "aria-hidden": "true" }, text);
    children.push(button, positioned(caption, p.x - tile / 2 - 7, p.y));
  });
  return children;
}

// The name and the size of each hidden layer, with buttons that change it, and the buttons for their number.
export function layerControls(stage) {
  const { frame, layout } = stage;
  const { hidden, narrow, left, bottom, height } = layout;
  const [mostLayers] = frame.limits;
  const locked = frame.locked.includes("layers"); // by a task; the server refuses too
  const add = () =>
    stage.requestChange("layers", (layers) => layers.length < mostLayers && [...layers, layers.at(-1) ?? NEW_LAYER]);
  const remove = () => stage.requestChange("layers", (layers) => layers.length > 0 && layers.slice(0, -1));
  const heads = hidden.map((column, i) => positioned(layerHead(stage, i, locked), column[0].x, narrow ? -4 : 0));
  const count = node(
    "div",
    { class: "layer", style: "flex-direction:row;gap:6px" },
    node("span", { class: "quiet" }, narrow ? "Layers" : "Hidden layers"),
    shapeButton("Remove a hidden layer", "−", remove, locked || !hidden.length),
    shapeButton("Add a hidden layer", "+", add, locked || hidden.length >= mostLayers),
  );
  return [...heads, positioned(count, narrow ? 0 : left - 56, narrow ? bottom + 8 : height - 30)];
}

function layerHead(stage, i, locked) {
  const { frame, layout } = stage;
  const { pitch } = layout; // px from column to column: the name is as long as there is room for
  const [, mostNeurons] = frame.limits;
  const count = frame.layers[i];
  const resize = (by) => () =>
    stage.requestChange("layers", (layers) => {
      const size = (layers[i] ?? 0) + by;
      return i < layers.length && size >= 1 && size <= mostNeurons && layers.with(i, size);
    });
  const long = `Hidden ${i + 1} · ${count} ${frame.activations[i]}`;
  const title = pitch > 136 ? long : pitch > 84 ? `${count} ${frame.activations[i]}` : `${count}`;
  return node(
    "div",
    { class: `layer centre${pitch < 64 ? " tight" : ""}`, title: long },
    node("span", { class: "quiet" }, title),
    node(
      "div",
      {},
      shapeButton(`Remove a neuron from hidden layer ${i + 1}`, "−", resize(-1), locked || count <= 1),
      shapeButton(`Add a neuron to hidden layer ${i + 1}`, "+", resize(1), locked || count >= mostNeurons),
    ),
  );
}

// The names of three or more outputs.
export function outputNames({ layout }) {
  const { outputs, narrow, pitch, tile } = layout;
  if (outputs.length === 1) return [];
  const title = node("div", { class: "centre quiet" }, pitch > 120 ? "Output · softmax" : "softmax");
  const names = outputs.map((p, k) =>
    positioned(
      node("div", { class: "centre quiet", style: "font-size:12px" }, `p${"₁₂₃₄₅"[k]}`),
      p.x + tile / 2 + 14,
      p.y - 9,
    ),
  );
  return narrow ? names : [positioned(title, outputs[0].x, 0), ...names];
}

// A transparent button over each neuron, as large as its tile; it opens the editor.
export function neuronButtons(stage) {
  const { frame, layout } = stage;
  const { hidden, outputs, narrow, tile } = layout;
  return [...hidden, outputs].flatMap((column, i) =>
    column.map((p, k) => {
      const step = column.length > 1 ? column[1].y - column[0].y : Infinity;
      const hasTile = p.tile !== undefined || frame.outputs > 1 || narrow;
      const width = Math.max(LEAST_TARGET, hasTile ? tile + 4 : 0);
      const height = Math.min(width, Math.max(step, 10));
      const name = neuronName(frame, i, k);
      const open = () => {
        const isOpen = stage.editing?.layer === i && stage.editing?.unit === k;
        openEditor(stage, isOpen ? null : { layer: i, unit: k });
        stage.paint();
      };
      const button = node("button", {
        type: "button",
        class: "neuron",
        "aria-label": name,
        "data-name": name,
        ...hoverHandlers(stage, { layer: i, unit: k }),
        onclick: open,
      });
      Object.assign(button.style, { width: `${width}px`, height: `${height}px` });
      return positioned(button, p.x - width / 2, p.y - height / 2);
    }),
  );
}
