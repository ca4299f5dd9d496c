// Beside the output map: the scores, the legend of the map, and the switches of the view.

import { CLASS_COLOURS, css, mix } from "../live/colours.js";
import { node } from "../live/dom.js";
import { digits, grouped, perCent } from "../live/numbers.js";
import { savePicture } from "../live/save.js";
import { axisName, axisText, className, hasNames, shortened, VALUE } from "./axes.js";

const MEANINGS = { probability: "p₊ − p₋", score: "score z", value: "value" }; // of the output map
const LARGE_MAPS = { neuron: "this neuron's a", input: "this input" };
const TITLES = ["Epoch", "Test loss", "Train loss", "Test accuracy"];
const LINES = [null, "test", "train", null]; // the line of the loss curve that a score belongs to
const SWITCHES = [
  ["show_test", "Test data", "Show the test points too, with a ring of ink"],
  ["discretize", "Discretize", "Paint each place in the colour of the answer alone, however sure it is"],
];

// The list of scores; `stage.readouts` are the elements that updateScores writes into.
export function scoreList(stage) {
  const { frame } = stage;
  const count = frame.scores[3] === null ? 3 : 4; // a regression has no accuracy
  stage.readouts = Array.from({ length: count }, () => node("dd"));
  const rows = stage.readouts.map((readout, i) => {
    const title = node("dt", { class: "quiet" }, TITLES[i]);
    if (LINES[i]) title.append(node("i", { class: `swatch ${LINES[i]}` }));
    return node("div", {}, title, readout);
  });
  const explanation = `${frame.loss}, the mean over all points, without the penalty of a regularization`;
  return node("dl", { class: "scores", title: explanation }, ...rows);
}

export function updateScores({ frame, layout, readouts, colours }) {
  if (!readouts) return;
  const [trainLoss, testLoss, , accuracy] = frame.scores;
  const [epoch, test, train, share] = readouts;
  epoch.textContent = grouped(frame.epoch);
  // Where the server cannot keep the speed that was asked for, that is what a visitor wonders about.
  const more = frame.shortfall?.replace(/ epochs?/, "") || `step ${grouped(frame.step)}`;
  epoch.previousSibling.textContent = layout.narrow && !frame.shortfall ? "Epoch" : `Epoch · ${more}`;
  test.textContent = digits(testLoss);
  train.textContent = digits(trainLoss);
  if (share) share.textContent = perCent(accuracy);
  if (frame.pinned && !layout.narrow) {
    const [pinnedTrain, pinnedTest, , pinnedShare] = frame.pinned.scores;
    const style = `color:${css(colours.pinned)}`;
    const add = (element, text) => element.append(node("small", { style }, text));
    add(test, digits(pinnedTest));
    add(train, digits(pinnedTrain));
    if (share) add(share, perCent(pinnedShare));
  }
}

// The colours of the map: one for each class, or from −1 to +1. `stage.legend` is what updateLegend changes.
export function legend(stage) {
  const { frame, layout, colours } = stage;
  const { narrow } = layout;
  const element = node("div", { class: "legend quiet" });
  if (narrow) element.style.width = `${layout.output.size}px`;
  const classes = node("div");
  for (let k = 0; listsClasses(frame) && k < frame.classes; k++) {
    const dot = node("i");
    dot.style.cssText = `background:${css(CLASS_COLOURS[k])};width:16px;flex:none;margin:0`;
    const row = node("span", { title: className(frame, k) }, dot, shortened(className(frame, k)));
    row.style.cssText = `justify-content:flex-start;${narrow ? "display:inline-flex;margin-right:10px" : ""}`;
    classes.append(row);
  }
  const bar = node("i");
  const [low, high] = [0, 1].map((k) => css(mix(colours.middle, CLASS_COLOURS[k], 0.88)));
  bar.style.background = `linear-gradient(90deg,${low},${css(colours.middle)},${high})`;
  const words = [node("b"), node("span"), node("b")];
  const scale = node("div", {}, bar, node("span", {}, ...words));
  element.append(classes, scale);
  stage.legend = { classes, scale, words, shows: null };
  updateLegend(stage, "output");
  return element;
}

// Whether the legend names each class: of two classes without names the scale says all.
const listsClasses = (frame) => frame.classes > 2 || (frame.classes === 2 && hasNames(frame));

// Say what the large map shows: the "output", or the "input" or "neuron" that the pointer is on.
export function updateLegend({ frame, legend: parts }, shows) {
  if (!parts || parts.shows === shows) return;
  parts.shows = shows;
  const isOutput = shows === "output";
  parts.classes.hidden = !isOutput || !listsClasses(frame);
  parts.scale.hidden = isOutput && frame.classes > 2;
  const words = isOutput ? outputWords(frame) : ["−", LARGE_MAPS[shows], "+"];
  parts.words.forEach((element, i) => {
    element.textContent = words[i];
  });
}

// What stands under the scale of the output map: its ends, and what it shows between them.
function outputWords(frame) {
  if (frame.classes) return ["−1", MEANINGS[frame.meaning], "+1"];
  return [axisText(frame, VALUE, -1), shortened(axisName(frame, VALUE), 10), axisText(frame, VALUE, 1)].map(
    (text, i) => (frame.axes || i === 1 ? text : ["−1", "", "+1"][i]),
  );
}

// The switches, and the buttons that add data and save the picture.
export function viewSwitches(stage) {
  const { frame, layout } = stage;
  const { narrow } = layout;
  const switches = SWITCHES.map(([name, text, help]) => {
    const box = node("input", {
      type: "checkbox",
      "data-name": name,
      onchange: (event) => stage.act(name, event.target.checked),
    });
    box.checked = frame[name];
    return node("label", { title: help }, box, text);
  });
  const tool = (name, title, text, onclick, more = {}) =>
    node("button", { type: "button", "aria-label": name, title, "data-name": name, onclick, ...more }, text);
  const toggle = () => {
    stage.addsPoints = !stage.addsPoints;
    stage.arrange();
  };
  const tools = node(
    "div",
    { class: "tools" },
    tool("Draw data", "Draw points of your own on the map", narrow ? "✎" : "✎ Draw", toggle, {
      "aria-pressed": stage.addsPoints,
      ...(frame.locked.includes("data") && { disabled: "", title: "The task keeps the data as they are" }),
    }),
    tool(
      "Pin this network",
      "Keep this network beside the one that you change, and compare the two",
      narrow ? "⊕" : "⊕ Pin",
      () => stage.act("pin", true),
    ),
    tool("Save the picture", "Save this picture as PNG", narrow ? "⤓" : "⤓ PNG", () =>
      savePicture(stage, stage.labels),
    ),
  );
  return node("div", { class: "shows" }, ...switches, tools);
}
