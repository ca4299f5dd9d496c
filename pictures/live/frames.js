// Decodes Frames: the bytes that packing.py writes, as a header with arrays.

// Positions are int16: 32767 stands for 4 half widths of the plane, since points may lie outside of it (see maps.py).
const HALF_WIDTHS = 4;
const LARGEST_INT16 = 32767;

// Return a Frame's header with its blocks as typed arrays. The blocks named in `gliding` are those that are
// interpolated from Frame to Frame; they are also in `glide`, as floats.
export function decode(data, gliding) {
  const bytes = data.slice(); // the copy starts at an aligned address
  const length = new DataView(bytes.buffer).getUint32(0, true);
  const frame = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)));
  const types = { float32: Float32Array, int16: Int16Array, uint8: Uint8Array };
  let offset = 4 + length;
  for (const [name, type, count] of frame.blocks) {
    frame[name] = new types[type](bytes.buffer, offset, count);
    offset += frame[name].byteLength;
  }
  frame.glide = gliding.map((name) => Float32Array.from(frame[name]));
  return frame;
}

// The position of data point i in the plane.
export function pointOf(frame, i) {
  const scale = (HALF_WIDTHS * frame.half_width) / LARGEST_INT16;
  return [frame.places[2 * i] * scale, frame.places[2 * i + 1] * scale];
}

// A byte as the value from -1 to 1 that it stands for.
export const fromByte = (byte) => (byte - 128) / 127;

// The difference of the two classes' probabilities, p₊ - p₋, for a value of the output map: the logit's inverse sine,
// scaled to -1 … 1 (see maps.py).
export const probabilityDifference = (logitRange) => (value) => Math.tanh(Math.sinh(value * logitRange) / 2);
