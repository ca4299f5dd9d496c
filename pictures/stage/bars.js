// The bars on the output map: brushes while the visitor adds points, and the numbers of a traced point.

import { CLASS_COLOUR_NAMES, CLASS_COLOURS, css } from "../live/colours.js";
import { node } from "../live/dom.js";
import { digits, signed } from "../live/numbers.js";

function barButton(name, content, action, pressed) {
  const attributes = { type: "button", "aria-label": name, title: name, "data-name": name, onclick: action };
  return node("button", pressed === undefined ? attributes : { ...attributes, "aria-pressed": pressed }, content);
}

function colourDot(k) {
  const dot = node("i", { class: "dot" });
  dot.style.background = css(CLASS_COLOURS[k]);
  return dot;
}

export function brushBar(stage) {
  const choose = (brush) => () => {
    stage.brush = brush;
    stage.arrange();
  };
  const colours = CLASS_COLOUR_NAMES.map((name, k) =>
    barButton(`Draw ${name} points`, colourDot(k), choose(k), stage.brush === k),
  );
  return node(
    "div",
    { class: "bar", role: "group", "aria-label": "Draw data" },
    ...colours,
    barButton("Erase points (or hold Ctrl)", "⌫", choose("erase"), stage.brush === "erase"),
    barButton("Undo the last stroke", "↶", () => stage.act("undo", true)),
    barButton("Stop drawing", "×", () => {
      stage.addsPoints = false;
      stage.arrange();
    }),
  );
}

export function traceBar(stage) {
  const { frame } = stage;
  const { trace } = frame;
  const probability = trace.p && (frame.outputs > 1 ? "" : ` p₊ = ${trace.p[1].toFixed(2)}`);
  const text =
    `(${signed(trace.point[0])}, ${signed(trace.point[1])})` +
    (probability ?? ` ${frame.meaning} ${signed(trace.layers.at(-1).z[0])}`) +
    (trace.loss === null ? "" : ` · loss ${digits(trace.loss)} for`);
  const targets = Array.from({ length: frame.classes }, (_, k) =>
    barButton(
      `It ought to be ${CLASS_COLOUR_NAMES[k]}`,
      colourDot(k),
      () => stage.act("target", k),
      trace.target === k,
    ),
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
