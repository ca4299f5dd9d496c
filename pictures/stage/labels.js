// Text and controls of the Stage are HTML above the canvas: sharp, focusable, and read by screen readers.

import { branchList } from "../live/branches.js";
import { node } from "../live/dom.js";
import { axisName, isNamed, shortened, ticks, X1, X2 } from "./axes.js";
import { brushBar, traceBar } from "./bars.js";
import { updateCard } from "./cards.js";
import { inputControls, layerControls, neuronButtons, outputNames, positioned } from "./controls.js";
import { updateEditor } from "./editor.js";
import { pairLabels } from "./pair.js";
import { legend, scoreList, viewSwitches } from "./scores.js";

const SMALL = "font-size:12px";

// Build all labels anew. The element that has the focus is found again by its data-name.
export function label(stage) {
  const { frame, layout } = stage;
  const focused = stage.root.getRootNode().activeElement?.dataset?.name;
  const lossName = node("div", { class: "quiet", style: SMALL }, frame.loss);
  const children = [
    ...inputControls(stage),
    ...layerControls(stage),
    ...outputNames(stage),
    ...axisLabels(stage),
    ...axisNames(stage),
    ...sidePanel(stage),
    ...mapControls(stage),
    ...curveLabels(stage),
    ...pairLabels(stage),
    ...emptyHint(stage),
    ...neuronButtons(stage), // late, so that the Tab key reaches the other controls first
    positioned(lossName, layout.curve.x, layout.curve.y - 18 + (layout.narrow ? 2 : 0)),
    ...edgesHint(stage),
  ];
  stage.relabels = true; // the focus is lost and comes back at once: no reason to react
  stage.labels.replaceChildren(...children);
  updateEditor(stage);
  updateCard(stage);
  const named = [...stage.labels.querySelectorAll("[data-name]")];
  if (focused) named.find((element) => element.dataset.name === focused)?.focus({ preventScroll: true });
  stage.relabels = false;
  positionMessage(stage);
}

// The numbers along the output map.
function axisLabels({ frame, layout }) {
  const { x, y, size } = layout.output;
  const below = ticks(frame, X1).map(([at, text]) =>
    positioned(node("div", { class: "centre quiet", style: SMALL }, text), x + ((at + 1) / 2) * size, y + size + 4),
  );
  if (layout.narrow) return below;
  const beside = ticks(frame, X2).map(([at, text]) =>
    positioned(node("div", { class: "quiet", style: SMALL }, text), x + size + 7, y + ((1 - at) / 2) * size - 8),
  );
  return [...below, ...beside];
}

// The names of the axes in two corners of the map, where no bar covers them.
function axisNames({ frame, layout, addsPoints }) {
  const { x, y, size } = layout.output;
  const named = (axis, sign, top) =>
    positioned(
      node("div", { class: "axis-name" }, `${["x₁", "x₂"][axis]}: ${shortened(axisName(frame, axis), 24)} ${sign}`),
      x + 4,
      top,
    );
  return [
    ...(isNamed(frame, X1) && !frame.trace ? [named(X1, "→", y + size - 22)] : []),
    ...(isNamed(frame, X2) && !addsPoints ? [named(X2, "↑", y + 4)] : []),
  ];
}

function sidePanel(stage) {
  const { layout } = stage;
  const { scores, output, curve, bottom } = layout;
  const parts = { list: scoreList(stage), legend: legend(stage), switches: viewSwitches(stage) };
  if (layout.narrow)
    return [
      positioned(parts.list, scores.x, scores.y),
      positioned(parts.legend, output.x, output.y + output.size + 24),
      positioned(parts.switches, 124, bottom + 9),
    ];
  const side = positioned(node("div", { class: "side" }, parts.list, parts.switches, parts.legend), scores.x, scores.y);
  side.style.height = `${(layout.pinned || layout.height < 400 ? layout.height : curve.y) - scores.y - 26}px`;
  return [side];
}

// The output map as an element that can have the focus, and the bar upon it.
function mapControls(stage) {
  const { frame, layout } = stage;
  const { x, y, size } = layout.output;
  const area = positioned(stage.mapArea, x, y);
  area.style.width = area.style.height = `${size}px`;
  area.classList.toggle("drawing", stage.addsPoints);
  stage.tip.classList.toggle("above", Boolean(frame.trace) && !stage.addsPoints); // the bar is below
  area.setAttribute(
    "aria-label",
    stage.addsPoints
      ? "Output map: click to add points, or move with the arrow keys, add with Enter, erase with Delete"
      : "Output map: click, or Enter and the arrow keys, to trace a point",
  );
  const bar = stage.addsPoints ? brushBar(stage) : frame.trace ? traceBar(stage) : null;
  if (!bar) return [area];
  bar.style.maxWidth = `${size - 8}px`;
  return [area, positioned(bar, x + 4, stage.addsPoints ? y + 4 : y + size - 34)];
}

// A slider along the loss curve goes back in time; beside the curve are the names of the branches.
function curveLabels(stage) {
  const { layout } = stage;
  const { x, y, height } = layout.curve;
  const scrub = positioned(stage.scrub, x - 12, y);
  scrub.style.height = `${height}px`;
  const list = branchList(stage);
  return [scrub, layout.narrow ? positioned(list, x, y - 8) : positioned(list, layout.scores.x, y - 22)];
}

// What to do where the visitor's own data have no points yet.
function emptyHint({ frame, layout, addsPoints }) {
  if (!frame.own || frame.labels.length || frame.locked.includes("data")) return [];
  const { x, y, size } = layout.output;
  const how = addsPoints
    ? "choose a colour, then click or drag here."
    : "press ✎ Draw, choose a colour and click here.";
  const hint = node("div", { class: "empty" }, `No points yet: ${how}`);
  hint.style.width = `${size - 32}px`;
  return [positioned(hint, x + 16, y + size / 2 - 24)];
}

function edgesHint({ layout }) {
  if (layout.narrow || layout.right <= 700) return []; // there is no room
  const hint = node(
    "div",
    { class: "hint quiet" },
    "Edges: blue adds, orange takes away; wider is stronger. Small squares are biases.",
  );
  return [positioned(hint, 196, layout.height - 27)];
}

function positionMessage({ layout, message }) {
  const box = layout.narrow
    ? { left: "12px", right: "12px", top: `${layout.output.y + 8}px`, bottom: "" }
    : { left: "196px", right: `${layout.width - layout.right}px`, top: "", bottom: "0" };
  Object.assign(message.style, box);
}
