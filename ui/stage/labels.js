// Text and buttons are HTML above the canvas: crisp, focusable, and read by screen readers.

const MEANINGS = { probability: "p₊ − p₋", score: "score z", value: "value" }; // of the output map

function node(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

function label(stage, narrow, inputs, hidden, outputs) {
  const { frame, place, colours } = stage;
  const focused = stage.root.getRootNode().activeElement?.dataset?.name;
  const at = (element, x, y) => {
    element.style.left = `${x}px`;
    element.style.top = `${y}px`;
    element.style.position = "absolute";
    return element;
  };
  // Disabled for assistive technology only: a truly disabled button would lose the focus.
  const button = (name, text, action, disabled = false) => node("button", {
    type: "button", "aria-label": name, title: name, "data-name": name, "aria-disabled": disabled, onclick: action,
  }, text);
  const [mostLayers, mostNeurons] = frame.limits;
  const resize = (i, by) => () => stage.want("layers", (layers) => {
    const count = (layers[i] ?? 0) + by;
    return i < layers.length && count >= 1 && count <= mostNeurons && layers.with(i, count);
  });
  const deepen = () => stage.want("layers", (layers) => layers.length < mostLayers && [...layers, layers.at(-1) ?? 4]);
  const flatten = () => stage.want("layers", (layers) => layers.length > 0 && layers.slice(0, -1));
  const toggle = (name) => () => stage.want("features", (on) => {
    const all = frame.features.map((f) => f[0]).filter((f) => (f === name) !== on.includes(f));
    return all.length ? all : stage.act("features", []); // the server says why not
  });
  const children = [];
  const half = place.tile / 2;
  if (!narrow) children.push(at(node("div", { class: "centre quiet" }, "Inputs"), inputs[0].x, 0));
  inputs.forEach((p, k) => {
    const [name, text, on] = frame.features[k];
    const element = node("button", {
      type: "button", class: "feature", "aria-pressed": on, "aria-label": `Input ${text}`, "data-name": name,
      title: on ? `Take the input ${text} away` : `Add the input ${text}`, onclick: toggle(name),
    });
    element.style.cssText = `left:${p.x - half - 2}px;top:${p.y - half - 2}px;width:${place.tile + 4}px;height:${place.tile + 4}px;position:absolute`;
    const caption = at(node("span", { class: on ? "caption" : "caption quiet", "aria-hidden": "true" }, text), p.x - half - 7, p.y);
    children.push(element, caption);
  });
  const { pitch } = place; // from column to column
  hidden.forEach((layer, i) => {
    const count = frame.layers[i];
    const long = `Hidden ${i + 1} · ${count} ${frame.activations[i]}`;
    const title = pitch > 136 ? long : pitch > 84 ? `${count} ${frame.activations[i]}` : `${count}`;
    children.push(at(node("div", { class: `layer centre${pitch < 64 ? " tight" : ""}`, title: long },
      node("span", { class: "quiet" }, title),
      node("div", {},
        button(`Remove a neuron from hidden layer ${i + 1}`, "−", resize(i, -1), count <= 1),
        button(`Add a neuron to hidden layer ${i + 1}`, "+", resize(i, 1), count >= mostNeurons))),
      layer[0].x, narrow ? -4 : 0));
  });
  const shapeX = narrow ? 0 : place.left - 56;
  children.push(at(node("div", { class: "layer", style: "flex-direction:row;gap:6px" },
    node("span", { class: "quiet" }, narrow ? "Layers" : "Hidden layers"),
    button("Remove a hidden layer", "−", flatten, !hidden.length),
    button("Add a hidden layer", "+", deepen, hidden.length >= mostLayers)),
    shapeX, narrow ? place.bottom + 8 : place.height - 30));
  if (outputs.length > 1) {
    if (!narrow) children.push(at(node("div", { class: "centre quiet" }, pitch > 120 ? "Output · softmax" : "softmax"), outputs[0].x, 0));
    outputs.forEach((p, k) => children.push(
      at(node("div", { class: "centre quiet", style: "font-size:12px" }, `p${"₁₂₃₄₅"[k]}`), p.x + half + 14, p.y - 9)));
  }
  // Axes of the plane.
  const { x, y, size } = place.output;
  const ticks = [-1, -0.5, 0, 0.5, 1];
  for (const t of ticks) {
    const text = String(t * frame.half_width).replace("-", "−");
    children.push(at(node("div", { class: "centre quiet", style: "font-size:12px" }, text), x + ((t + 1) / 2) * size, y + size + 4));
    if (!narrow) children.push(at(node("div", { class: "quiet", style: "font-size:12px" }, text), x + size + 7, y + ((1 - t) / 2) * size - 8));
  }
  // Numbers.
  const value = () => node("dd");
  stage.readouts = [value(), value(), value(), ...(frame.scores[3] === null ? [] : [value()])];
  const titles = ["Epoch", "Test loss", "Train loss", "Test accuracy"];
  const marks = [null, "test", "train", null];
  const scores = node("dl", { class: "scores", title: `${frame.loss}, the mean over all points, without the penalty of a regularization` });
  stage.readouts.forEach((dd, i) => {
    const dt = node("dt", { class: "quiet" }, titles[i]);
    if (marks[i]) dt.append(node("i", { class: `swatch ${marks[i]}` }));
    scores.append(node("div", {}, dt, dd));
  });
  children.push(at(scores, place.scores.x, place.scores.y));
  const legend = node("div", { class: "legend quiet" });
  legend.style.width = narrow ? `${size}px` : "112px";
  if (frame.classes > 2) {
    for (let k = 0; k < frame.classes; k++) {
      const dot = node("i");
      dot.style.cssText = `background:${css(CLASS_COLOURS[k])};width:16px;flex:none;margin:0`;
      const row = node("span", {}, dot, `Class ${k + 1}`);
      row.style.cssText = `justify-content:flex-start;${narrow ? "display:inline-flex;margin-right:10px" : ""}`;
      legend.append(row);
    }
  } else {
    const bar = node("i");
    const [low, high] = [0, 1].map((k) => css(mix(colours.middle, CLASS_COLOURS[k], 0.88)));
    bar.style.background = `linear-gradient(90deg,${low},${css(colours.middle)},${high})`;
    legend.append(bar, node("span", {}, "−1", node("span", {}, MEANINGS[frame.meaning]), "+1"));
  }
  children.push(narrow ? at(legend, x, y + size + 24) : at(legend, place.scores.x, place.curve.y - 66));
  const shows = node("div", { class: "shows" });
  for (const [name, text, help] of [
    ["show_test", "Test data", "Show the test points too, with a ring of ink"],
    ["discretize", "Discretize", "Paint each place in the colour of the answer alone, however sure it is"],
  ]) {
    const box = node("input", { type: "checkbox", "data-name": name, onchange: (event) => stage.act(name, event.target.checked) });
    box.checked = frame[name];
    shows.append(node("label", { title: help }, box, text));
  }
  children.push(narrow ? at(shows, 142, place.bottom + 9) : at(shows, place.scores.x, place.curve.y - 128));
  children.push(at(node("div", { class: "quiet", style: "font-size:12px" }, frame.loss), place.curve.x, place.curve.y - 18 + (narrow ? 2 : 0)));
  stage.labels.replaceChildren(...children);
  if (focused) [...stage.labels.querySelectorAll("[data-name]")].find((b) => b.dataset.name === focused)?.focus();
  const strip = narrow
    ? { left: "12px", right: "12px", top: `${place.output.y + 8}px` }
    : { left: "196px", right: `${place.width - place.right}px`, bottom: "0" };
  Object.assign(stage.message.style, { left: "", right: "", top: "", bottom: "" }, strip);
  if (!narrow) {
    const hint = node("div", { class: "hint quiet" }, "Edges: blue adds, orange takes away; wider is stronger. Small squares are biases.");
    Object.assign(hint.style, { position: "absolute", left: "196px", top: `${place.height - 27}px` });
    if (place.right > 700) stage.labels.append(hint);
  }
  stage.describe();
}
