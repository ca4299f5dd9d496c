// Text and buttons are HTML above the canvas: crisp, focusable, and read by screen readers.

const MEANINGS = { probability: "p₊ − p₋", score: "score z", value: "value" }; // of the output map

// What the pointer or the focus is on; its map is shown large, its numbers on a card.
function points_at(stage, target) {
  const enter = () => {
    stage.hover = target;
    show_card(stage);
    draw(stage);
  };
  const leave = () => {
    stage.hover = null;
    show_card(stage);
    draw(stage);
  };
  return { onpointerenter: enter, onpointerleave: leave, onfocus: (event) => event.target.matches(":focus-visible") && enter(), onblur: leave };
}

// The loss curve is a way through time: a slider lies upon it. Beside it, the branches by name.
function curve_labels(stage, at) {
  const { frame, place } = stage;
  const { x, y, width, height } = place.curve;
  const scrub = at(stage.scrub, x - 12, y);
  scrub.style.height = `${height}px`;
  const names = frame.branches.map((name, i) => {
    const mark = node("i", { class: "swatch" });
    mark.style.borderColor = css(BRANCH_COLOURS[i]);
    return node("div", {}, mark,
      node("button", { type: "button", class: "plain", title: `Go on with: ${name}`, "data-name": `branch ${i}`, onclick: () => stage.act("branch", i) }, name),
      node("button", { type: "button", class: "plain", "aria-label": `Forget the branch ${name}`, "data-name": `forget ${i}`, onclick: () => stage.act("forget", i) }, "×"));
  });
  const list = node("div", { class: "branches" }, ...names);
  return [scrub, place.narrow ? at(list, x, y - 8) : at(list, place.scores.x, y - 22)];
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
  const fixed = frame.locked.includes("layers"); // by the task: the server says so
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
      ...points_at(stage, { feature: k }),
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
        button(`Remove a neuron from hidden layer ${i + 1}`, "−", resize(i, -1), fixed || count <= 1),
        button(`Add a neuron to hidden layer ${i + 1}`, "+", resize(i, 1), fixed || count >= mostNeurons))),
      layer[0].x, narrow ? -4 : 0));
  });
  const shapeX = narrow ? 0 : place.left - 56;
  children.push(at(node("div", { class: "layer", style: "flex-direction:row;gap:6px" },
    node("span", { class: "quiet" }, narrow ? "Layers" : "Hidden layers"),
    button("Remove a hidden layer", "−", flatten, fixed || !hidden.length),
    button("Add a hidden layer", "+", deepen, fixed || hidden.length >= mostLayers)),
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
  const legend = node("div", { class: "legend quiet" });
  if (narrow) legend.style.width = `${size}px`;
  if (frame.classes > 2) {
    for (let k = 0; k < frame.classes; k++) {
      const dot = node("i");
      dot.style.cssText = `background:${css(CLASS_COLOURS[k])};width:16px;flex:none;margin:0`;
      const row = node("span", {}, dot, BRUSH_NAMES[k]);
      row.style.cssText = `justify-content:flex-start;${narrow ? "display:inline-flex;margin-right:10px" : ""}`;
      legend.append(row);
    }
  } else {
    const bar = node("i");
    const [low, high] = [0, 1].map((k) => css(mix(colours.middle, CLASS_COLOURS[k], 0.88)));
    bar.style.background = `linear-gradient(90deg,${low},${css(colours.middle)},${high})`;
    legend.append(bar, node("span", {}, "−1", node("span", {}, MEANINGS[frame.meaning]), "+1"));
  }
  const shows = node("div", { class: "shows" });
  for (const [name, text, help] of [
    ["show_test", "Test data", "Show the test points too, with a ring of ink"],
    ["discretize", "Discretize", "Paint each place in the colour of the answer alone, however sure it is"],
  ]) {
    const box = node("input", { type: "checkbox", "data-name": name, onchange: (event) => stage.act(name, event.target.checked) });
    box.checked = frame[name];
    shows.append(node("label", { title: help }, box, text));
  }
  const tool = (name, title, text, action, pressed) => node("button", {
    type: "button", "aria-label": name, title, "data-name": name, onclick: action, ...(pressed === undefined ? {} : { "aria-pressed": pressed }),
  }, text);
  const tools = node("div", { class: "tools" },
    tool("Draw data", "Draw points of your own on the map", narrow ? "✎" : "✎ Draw", () => {
      stage.drawing = !stage.drawing;
      stage.arrange();
    }, stage.drawing),
    tool("Save the picture", "Save this picture as PNG", narrow ? "⤓" : "⤓ PNG", () => save_picture(stage)));
  shows.append(tools);
  if (narrow) children.push(at(scores, place.scores.x, place.scores.y), at(legend, x, y + size + 24), at(shows, 124, place.bottom + 9));
  else {
    const side = at(node("div", { class: "side" }, scores, shows, legend), place.scores.x, place.scores.y);
    side.style.height = `${place.curve.y - place.scores.y - 26}px`;
    children.push(side);
  }
  const bar = stage.drawing ? brushes(stage) : frame.trace ? trace_bar(stage) : null;
  const area = at(stage.plane_area, x, y);
  area.style.width = area.style.height = `${size}px`;
  area.classList.toggle("drawing", stage.drawing);
  area.setAttribute("aria-label", stage.drawing ? "Output map: click to add points, or move with the arrow keys, add with Enter, erase with Delete" : "Output map: click, or Enter and the arrow keys, to trace a point");
  children.push(area);
  if (bar) {
    children.push(at(bar, x + 4, stage.drawing ? y + 4 : y + size - 34));
    bar.style.maxWidth = `${size - 8}px`;
  }
  children.push(...curve_labels(stage, at));
  if (frame.own && !frame.labels.length && !stage.drawing) {
    const hint = at(node("div", { class: "empty" }, "No points yet: press ✎ Draw, choose a colour and click here."), x + 16, y + size / 2 - 24);
    hint.style.width = `${size - 32}px`;
    children.push(hint);
  }
  // Neurons last: with Tab one comes to the other controls first.
  [...hidden, outputs].forEach((column, i) => column.forEach((p, k) => {
    const step = column.length > 1 ? column[1].y - column[0].y : 99;
    const wide = Math.max(24, p.tile === undefined && frame.outputs === 1 && !narrow ? 24 : place.tile + 4);
    const high = Math.min(wide, Math.max(step, 10));
    const name = place_name(frame, i, k);
    const element = at(node("button", {
      type: "button", class: "neuron", "aria-label": name, "data-name": name, ...points_at(stage, { layer: i, unit: k }),
      onclick: () => { pin(stage, { layer: i, unit: k }); draw(stage); },
    }), p.x - wide / 2, p.y - high / 2);
    Object.assign(element.style, { width: `${wide}px`, height: `${high}px` });
    children.push(element);
  }));
  children.push(at(node("div", { class: "quiet", style: "font-size:12px" }, frame.loss), place.curve.x, place.curve.y - 18 + (narrow ? 2 : 0)));
  stage.relabels = true; // what had the focus has it again at once
  stage.labels.replaceChildren(...children);
  fill_editor(stage);
  show_card(stage);
  if (focused) [...stage.labels.querySelectorAll("[data-name]")].find((b) => b.dataset.name === focused)?.focus({ preventScroll: true });
  stage.relabels = false;
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
