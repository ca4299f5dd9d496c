// A Frame (see packing.py): bytes in, numbers out; and numbers as text.

// The named blocks are those that glide from Frame to Frame, as arrays of floats in `glide`.
function decode(data, gliding) {
  const bytes = data.slice(); // a copy of its own starts at an aligned address
  const length = new DataView(bytes.buffer).getUint32(0, true);
  const frame = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)));
  const types = { float32: Float32Array, int16: Int16Array, uint8: Uint8Array };
  let at = 4 + length;
  for (const [name, type, count] of frame.blocks) {
    frame[name] = new types[type](bytes.buffer, at, count);
    at += frame[name].byteLength;
  }
  frame.glide = gliding.map((name) => Float32Array.from(frame[name]));
  return frame;
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
const signed = (value, places = 2) => value.toFixed(places).replace("-", "−");
