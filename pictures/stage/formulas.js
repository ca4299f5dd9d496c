// What a neuron computes, as text with today's numbers.

import { signed } from "../live/numbers.js";

const subscript = (n) => String(n).replace(/\d/g, (d) => "₀₁₂₃₄₅₆₇₈₉"[d]);

export function neuronName(frame, i, k) {
  if (i < frame.layers.length) return `Hidden ${i + 1}, neuron ${k + 1}`;
  return frame.outputs > 1 ? `Output ${k + 1}` : "Output";
}

// The names of a layer's inputs: the features, or the outputs a₁, a₂ … of the layer before.
export function inputNames(stage, i) {
  const { frame } = stage;
  if (!i) return frame.features.filter(([, , on]) => on).map(([, text]) => text);
  return Array.from({ length: stage.layers[i].inputs }, (_, j) => `a${subscript(j + 1)}`);
}

// z = 0.42·x₁ − 1.31·x₂ + 0.10
export function weightedSum(stage, i, k) {
  const layer = stage.layers[i],
    { theta } = stage.frame;
  const terms = inputNames(stage, i).map((name, j) => [theta[layer.weight(k, j)], `·${name}`]);
  terms.push([theta[layer.bias(k)], ""]);
  return terms
    .map(([value, name], n) => {
      const size = Math.abs(value).toFixed(2) + name;
      return n ? `${value < 0 ? "−" : "+"} ${size}` : (value < 0 ? "−" : "") + size;
    })
    .join(" ");
}

export function activationFormula({ frame }, i) {
  if (i < frame.layers.length) return frame.activations[i] === "Linear" ? "a = z" : `a = ${frame.activations[i]}(z)`;
  if (frame.meaning === "score") return "score = z";
  if (frame.meaning === "value") return "ŷ = z";
  return frame.outputs > 1 ? "p = softmax of all z" : "p₊ = 1 / (1 + e⁻ᶻ)";
}

// The lines about the traced point at one neuron; none without a trace.
export function tracedLines({ frame }, i, k) {
  const { trace, backward } = frame;
  if (!trace) return [];
  const numbers = trace.layers[i];
  const last = i === frame.layers.length;
  const probability = trace.p ? `p = ${signed(trace.p[frame.outputs > 1 ? k : 1], 3)}` : "";
  const a = last ? probability : `a = ${signed(numbers.a[k], 3)}`;
  const lines = [`This point: z = ${signed(numbers.z[k], 3)}${a && `, ${a}`}`];
  if (backward && numbers.dz)
    lines.push(`${last ? "" : `∂L/∂a = ${signed(numbers.da[k], 4)}, `}∂L/∂z = ${signed(numbers.dz[k], 4)}`);
  return lines;
}

// ∂L/∂w of the traced point: the neuron's ∂L/∂z times the input of the weight.
export const weightSlope = (trace, i, k, j) => trace.layers[i].dz[k] * (i ? trace.layers[i - 1].a[j] : trace.inputs[j]);
