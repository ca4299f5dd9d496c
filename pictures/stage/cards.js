// What one neuron or one weight computes, in numbers: a card beside it, with today's values.

const subscript = (n) => String(n).replace(/\d/g, (d) => "₀₁₂₃₄₅₆₇₈₉"[d]);
const place_name = (frame, i, k) => i < frame.layers.length ? `Hidden ${i + 1}, neuron ${k + 1}` : frame.outputs > 1 ? `Output ${k + 1}` : "Output";

// What layer i sees: inputs by name, or the outputs a₁, a₂ … of the layer before.
function sees(stage, i) {
  const { frame } = stage;
  if (!i) return frame.features.filter((f) => f[2]).map((f) => f[1]);
  return Array.from({ length: stage.layers[i].inputs }, (_, j) => `a${subscript(j + 1)}`);
}

// z = 0.42·x₁ − 1.31·x₂ + 0.10
function weighted_sum(stage, i, k) {
  const layer = stage.layers[i], theta = stage.frame.theta;
  const terms = sees(stage, i).map((name, j) => [theta[layer.weight(k, j)], `·${name}`]);
  terms.push([theta[layer.bias(k)], ""]);
  return terms.map(([value, name], n) => {
    const size = Math.abs(value).toFixed(2) + name;
    return n ? `${value < 0 ? "−" : "+"} ${size}` : (value < 0 ? "−" : "") + size;
  }).join(" ");
}

function activated(stage, i) {
  const { frame } = stage;
  if (i < frame.layers.length) return frame.activations[i] === "Linear" ? "a = z" : `a = ${frame.activations[i]}(z)`;
  if (frame.meaning === "score") return "score = z";
  if (frame.meaning === "value") return "ŷ = z";
  return frame.outputs > 1 ? "p = softmax of all z" : "p₊ = 1 / (1 + e⁻ᶻ)";
}

// The numbers of the traced point at one neuron.
function traced(stage, i, k) {
  const { trace, backward } = stage.frame;
  if (!trace) return [];
  const numbers = trace.layers[i];
  const last = i === stage.frame.layers.length;
  const a = last ? (trace.p ? `p = ${signed(trace.p[stage.frame.outputs > 1 ? k : 1], 3)}` : "") : `a = ${signed(numbers.a[k], 3)}`;
  const lines = [`This point: z = ${signed(numbers.z[k], 3)}${a && `, ${a}`}`];
  if (backward && numbers.dz) lines.push(`${last ? "" : `∂L/∂a = ${signed(numbers.da[k], 4)}, `}∂L/∂z = ${signed(numbers.dz[k], 4)}`);
  return lines;
}

// Beside the point (x, y) and inside the Stage.
function beside(stage, card, x, y, gap) {
  const { place } = stage;
  card.style.left = card.style.top = "0";
  const { offsetWidth: width, offsetHeight: height } = card;
  const right = x + gap + width < place.width;
  card.style.left = `${Math.max(4, right ? x + gap : x - gap - width)}px`;
  card.style.top = `${Math.max(4, Math.min(y - height / 2, place.height - height - 4))}px`;
}

function neuron_at(stage, { layer, unit }) {
  return stage.columns[layer + 1]?.[unit];
}

// The card that follows the pointer or the focus.
function show_card(stage) {
  const { card, hover, frame, place } = stage;
  const edge = hover?.edge;
  const target = hover && (edge ? { layer: edge.layer, unit: edge.unit } : hover);
  const known = target && target.layer !== undefined && neuron_at(stage, target);
  const pinned = stage.pinned && known && !edge && stage.pinned.layer === target.layer && stage.pinned.unit === target.unit;
  card.hidden = !known || pinned;
  if (card.hidden) return;
  const { layer: i, unit: k } = target;
  const layer = stage.layers[i];
  if (edge) {
    const at = layer.weight(k, edge.input);
    card.replaceChildren(
      node("b", {}, `${sees(stage, i)[edge.input]} → ${place_name(frame, i, k).toLowerCase()}`),
      node("div", {}, `weight w = ${signed(frame.theta[at], 3)}`),
      node("div", { class: "quiet" }, `∂L/∂w = ${signed(frame.gradient[at], 4)}, mean over the training points`),
      ...(frame.trace && frame.backward && frame.trace.layers[i].dz ? [node("div", { class: "quiet" }, `this point: ∂L/∂w = ${signed(point_slope(frame.trace, i, k, edge.input), 4)}`)] : []),
    );
    return beside(stage, card, hover.x, hover.y, 16);
  }
  card.replaceChildren(
    node("b", {}, place_name(frame, i, k)),
    node("div", {}, `z = ${weighted_sum(stage, i, k)}`),
    node("div", {}, activated(stage, i)),
    ...traced(stage, i, k).map((line) => node("div", { class: "quiet" }, line)),
    node("div", { class: "quiet hint" }, "Click to change its weights"),
  );
  const p = neuron_at(stage, target);
  beside(stage, card, p.x, p.y, place.tile / 2 + 10);
}

// ∂L/∂w of the traced point: what reached the neuron on the way back, times what the weight was fed.
const point_slope = (trace, i, k, j) => trace.layers[i].dz[k] * (i ? trace.layers[i - 1].a[j] : trace.inputs[j]);

// The card that stays, with every weight to be changed.
function pin(stage, target, input = 0) {
  stage.pinned = target;
  stage.editor.replaceChildren();
  stage.editor.hidden = !target;
  if (!target) return;
  const { frame } = stage;
  const { layer: i, unit: k } = target;
  const layer = stage.layers[i];
  const close = () => {
    pin(stage, null);
    draw(stage);
  };
  const names = [...sees(stage, i), "bias"];
  const rows = names.map((name, j) => {
    const at = j < layer.inputs ? layer.weight(k, j) : layer.bias(k);
    const field = node("input", {
      type: "number", step: "0.1", "data-place": at, "aria-label": `${j < layer.inputs ? "Weight of" : "The"} ${name}`,
      onchange: (event) => {
        const value = event.target.valueAsNumber;
        if (Number.isFinite(value)) stage.act("weight", { place: at, value });
        else event.target.value = frame.theta[at].toFixed(3);
      },
    });
    return node("tr", {}, node("th", {}, name), node("td", {}, field), node("td", { class: "slope" }));
  });
  stage.editor.append(
    node("button", { type: "button", class: "close", "aria-label": "Close", onclick: close }, "×"),
    node("b", {}, place_name(frame, i, k)),
    node("div", { class: "sum" }),
    node("div", {}, activated(stage, i)),
    node("div", { class: "quiet traced" }),
    node("table", {}, node("tr", { class: "quiet" }, node("th", {}, ""), node("td", {}, "weight"), node("td", {}, "∂L/∂w")), ...rows),
  );
  stage.editor.onkeydown = (event) => {
    event.stopPropagation(); // the page's keys are not for one who types
    if (event.key === "Escape") close();
  };
  fill_editor(stage);
  const p = neuron_at(stage, target);
  beside(stage, stage.editor, p.x, p.y, stage.place.tile / 2 + 10);
  stage.editor.querySelectorAll("input")[input]?.focus({ preventScroll: true });
}

function fill_editor(stage) {
  const { pinned, editor, frame } = stage;
  if (!pinned) return;
  if (!neuron_at(stage, pinned) || editor.querySelectorAll("input").length !== stage.layers[pinned.layer].inputs + 1) return pin(stage, null);
  const focused = editor.getRootNode().activeElement;
  editor.querySelector(".sum").textContent = `z = ${weighted_sum(stage, pinned.layer, pinned.unit)}`;
  editor.querySelector(".traced").textContent = traced(stage, pinned.layer, pinned.unit).join("; ");
  for (const field of editor.querySelectorAll("input")) {
    if (field !== focused) field.value = frame.theta[field.dataset.place].toFixed(3);
    field.closest("tr").lastChild.textContent = signed(frame.gradient[field.dataset.place], 4);
  }
}

// Where an edge runs: from the right of one neuron to the left of the next.
function ends(stage, i, k, j) {
  const { columns, place, frame } = stage;
  const half = place.tile / 2;
  const from = columns[i][j], to = columns[i + 1][k];
  return [from.x + half, from.y, to.x - (to.output === undefined || frame.outputs > 1 || place.narrow ? half : 0), to.y];
}

// The edge that passes nearest to (x, y), if one is near.
function edge_at(stage, x, y) {
  let best = null, least = 49;
  stage.layers.forEach((layer, i) => {
    for (let k = 0; k < layer.units; k++) {
      for (let j = 0; j < layer.inputs; j++) {
        const [x0, y0, x1, y1] = ends(stage, i, k, j);
        if (x < x0 || x > x1 || y < Math.min(y0, y1) - 7 || y > Math.max(y0, y1) + 7) continue;
        const near = curve_y(x0, y0, x1, y1, x) - y;
        if (near * near < least) [best, least] = [{ layer: i, unit: k, input: j }, near * near];
      }
    }
  });
  return best;
}

// The height at x of the curve that draw.js draws: its control points lie 45 % of the way in.
function curve_y(x0, y0, x1, y1, x) {
  let [low, high] = [0, 1];
  const along = (t, a, b, c, d) => (1 - t) ** 3 * a + 3 * (1 - t) ** 2 * t * b + 3 * (1 - t) * t * t * c + t ** 3 * d;
  const bend = (x1 - x0) * 0.45;
  for (let n = 0; n < 12; n++) {
    const t = (low + high) / 2;
    if (along(t, x0, x0 + bend, x1 - bend, x1) < x) low = t;
    else high = t;
  }
  return along(low, y0, y0, y1, y1);
}
