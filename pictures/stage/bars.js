// The bars on the output map: brushes while the visitor adds points, and the numbers of a traced point.

import { CLASS_COLOUR_NAMES, CLASS_COLOURS, colourOfValue, css } from "../live/colours.js";
import { node } from "../live/dom.js";
import { digits, signed } from "../live/numbers.js";
import { axisText, className, FINE, VALUE } from "./axes.js";

const VALUES = [-1, -0.5, 0, 0.5, 1]; // of the brushes of a regression

function barButton(name, content, action, pressed) {
  const attributes = { type: "button", "aria-label": name, title: name, "data-name": name, onclick: action };
  return node("button", pressed === undefined ? attributes : { ...attributes, "aria-pressed": pressed }, content);
}

function dotOf(colour) {
  const dot = node("i", { class: "dot" });
  dot.style.background = css(colour);
  return dot;
}

const colourDot = (k) => dotOf(CLASS_COLOURS[k]);

const isEmpty = (frame) => frame.own && !frame.labels.length;

// Whether brushes draw values: of a regression, or as the visitor wants it where there are no points yet.
const drawsValues = ({ frame, wantsValues }) =>
  isEmpty(frame) && wantsValues !== undefined ? wantsValues : frame.classes === 0;

// The class or the value of the points that the brush draws.
export const markOfBrush = (stage) =>
  drawsValues(stage) ? { value: stage.valueBrush } : { label: stage.brush === "erase" ? 1 : stage.brush };

function valueBrushes(stage) {
  return VALUES.map((value) =>
    barButton(
      `Draw points with the value ${axisText(stage.frame, VALUE, value)}`,
      valueDot(stage, value),
      () => {
        Object.assign(stage, { valueBrush: value, brush: stage.brush === "erase" ? 1 : stage.brush });
        stage.arrange();
      },
      stage.valueBrush === value && stage.brush !== "erase",
    ),
  );
}

function valueDot(stage, value) {
  const dot = dotOf(colourOfValue(stage.colours, value));
  dot.style.boxShadow = `0 0 0 1px ${stage.colours.quiet}`; // that of 0 has the colour of the page
  return dot;
}

// The button that changes between classes and values, where there are no points yet.
function kindButton(stage) {
  if (!isEmpty(stage.frame)) return [];
  const toggle = () => {
    stage.wantsValues = !drawsValues(stage);
    stage.arrange();
  };
  return [barButton("Draw values, for a regression", "−1…1", toggle, drawsValues(stage))];
}

export function brushBar(stage) {
  const choose = (brush) => () => {
    stage.brush = brush;
    stage.arrange();
  };
  const classes = CLASS_COLOUR_NAMES.map((_, k) =>
    barButton(`Draw ${className(stage.frame, k)} points`, colourDot(k), choose(k), stage.brush === k),
  );
  return node(
    "div",
    { class: "bar", role: "group", "aria-label": "Draw data" },
    ...(drawsValues(stage) ? valueBrushes(stage) : classes),
    ...kindButton(stage),
    barButton("Erase points (or hold Ctrl)", "⌫", choose("erase"), stage.brush === "erase"),
    barButton("Undo the last stroke", "↶", () => stage.act("undo", true)),
    barButton("Stop drawing", "×", () => {
      stage.addsPoints = false;
      stage.arrange();
    }),
  );
}

function tracedPlace(frame) {
  const { point } = frame.trace;
  if (!frame.axes) return point.map((value) => signed(value)).join(", ");
  return point.map((value, axis) => axisText(frame, axis, value, FINE)).join("; ");
}

// What the network says of the traced point: a probability, a score or a value; of many classes the diagram shows it.
function tracedOutput(frame) {
  const { trace, meaning, outputs, axes } = frame;
  if (trace.p) return outputs > 1 ? "" : ` p₊ = ${trace.p[1].toFixed(2)}`;
  const z = trace.layers.at(-1).z[0];
  return ` ${meaning} ${axes && meaning === "value" ? axisText(frame, VALUE, z, FINE) : signed(z)}`;
}

export function traceBar(stage) {
  const { frame } = stage;
  const { trace } = frame;
  const loss = trace.loss === null ? "" : ` · loss ${digits(trace.loss)}${frame.classes ? " for" : ""}`;
  const text = `(${tracedPlace(frame)})${tracedOutput(frame)}${loss}`;
  const targets = Array.from({ length: frame.classes }, (_, k) =>
    barButton(`It ought to be ${className(frame, k)}`, colourDot(k), () => stage.act("target", k), trace.target === k),
  );
  return node(
    "div",
    { class: "bar trace", role: "group", "aria-label": "The traced point" },
    node("span", {}, text),
    ...targets,
    barButton(
      "Show the derivatives on the way back",
      "∂",
      () => stage.act("backward", !frame.backward),
      frame.backward,
    ),
    barButton("Stop tracing", "×", () => stage.act("trace", null)),
  );
}
