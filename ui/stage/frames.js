// A Frame: bytes in, numbers out; and numbers as text.

function decode(data) {
  const bytes = data.slice(); // a copy of its own starts at an aligned address
  const length = new DataView(bytes.buffer).getUint32(0, true);
  const frame = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)));
  const types = { float32: Float32Array, int16: Int16Array, uint8: Uint8Array };
  let at = 4 + length;
  for (const [name, type, count] of frame.blocks) {
    frame[name] = new types[type](bytes.buffer, at, count);
    at += frame[name].byteLength;
  }
  frame.glide = ["theta", "tiles", "maps"].map((name) => Float32Array.from(frame[name]));
  return frame;
}

// Each layer's matrix [W b] as places in theta: a row for each unit, its weights and then its bias.
function wiring(frame) {
  const widths = [frame.features.filter((f) => f[2]).length, ...frame.layers, frame.outputs];
  let at = 0;
  return widths.slice(1).map((units, i) => {
    const inputs = widths[i], start = at;
    at += units * (inputs + 1);
    return { inputs, units, weight: (unit, input) => start + unit * (inputs + 1) + input, bias: (unit) => start + unit * (inputs + 1) + inputs };
  });
}

// "8, 8 tanh", or "8 ReLU, 8 tanh" where the layers differ.
function neurons({ layers, activations }) {
  if (new Set(activations).size === 1) return `${layers.join(", ")} ${activations[0]}`;
  return layers.map((count, i) => `${count} ${activations[i]}`).join(", ");
}

function digits(value) {
  if (value === null || value === undefined) return "–";
  if (value > 1e30) return "∞";
  if (value >= 1e5) return value.toExponential(1).replace("e+", "e");
  if (value > 0 && value < 0.001) return value < 0.0001 ? "<0.0001" : value.toFixed(4);
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(3);
}

const per_cent = (value) => `${(100 * value).toFixed(1)} %`;
const grouped = (value) => String(value).replace(/\B(?=(\d{3})+$)/g, ",");
