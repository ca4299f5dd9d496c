// Decodes Frames: the bytes that packing.py writes, as a header with arrays.

// Positions are int16: 32767 stands for 4 half widths of the plane, since points may lie outside of it (see maps.py).
const HALF_WIDTHS = 4;
export const LARGEST_INT16 = 32767;

const TYPES = { float32: Float32Array, int16: Int16Array, uint8: Uint8Array };

// Return the header and the blocks of a Frame. `last` is what this function returned for the Frame before, where the
// data have only what differs from it.
export function unpack(data, last = null) {
  const bytes = data.slice(); // the copy starts at an aligned address
  const length = new DataView(bytes.buffer).getUint32(0, true);
  const { blocks: listed, gone, ...changed } = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)));
  const header = { ...(gone ? last.header : {}), ...changed };
  const blocks = { ...(gone ? last.blocks : {}) };
  for (const name of gone ?? []) {
    delete header[name];
    delete blocks[name];
  }
  let offset = 4 + length;
  for (const [name, type, count, kept] of listed) {
    const added = new TYPES[type](bytes.buffer, offset, count);
    offset += added.byteLength;
    blocks[name] = kept ? joined(blocks[name].subarray(0, kept), added) : added;
  }
  return { header, blocks };
}

function joined(first, second) {
  const all = new first.constructor(first.length + second.length);
  all.set(first);
  all.set(second, first.length);
  return all;
}

// Return an unpacked Frame as one object. The blocks named in `gliding` are those that are interpolated from Frame to
// Frame; they are also in `glide`, as floats.
export function frameOf({ header, blocks }, gliding) {
  return { ...header, ...blocks, glide: gliding.map((name) => Float32Array.from(blocks[name])) };
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
