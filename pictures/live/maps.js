// Maps of the plane, as a page computes them from weights: of each neuron, each input and the output. Values are in the
// unit of a picture's bytes: from 1 to 255 for -1 … 1, with 0 at 128, or from 0 to 255 for a probability.

const ROWS_AT_ONCE = 8; // of a map between two looks at the clock, 1 ms or less
const MIDDLE = 128;
const HALF_RANGE = 127;
const LARGEST = 3e38; // that a float32 holds

const clip = (value, limit) => Math.max(-limit, Math.min(limit, value)) || 0; // NaN is 0
const toUnit = (value) => MIDDLE + HALF_RANGE * clip(value, 1);

// Write row y of the output map, from the outputs z of the last layer (outputs, size). A logit is written as asinh(z),
// which keeps both the shades near 0 and the place where a steep boundary crosses it: the picture interpolates between
// pixels before it turns z into p₊ - p₋. Three or more classes have a map of each class's probability.
function writeOutput(map, z, y, size, { meaning, outputs, logit_range: range }) {
  const row = y * size;
  if (meaning !== "probability" || outputs === 1) {
    const logit = meaning === "probability";
    for (let i = 0; i < size; i++) map[row + i] = toUnit(logit ? Math.asinh(z[i]) / range : z[i]);
    return;
  }
  for (let i = 0; i < size; i++) {
    let highest = -Infinity;
    for (let k = 0; k < outputs; k++) highest = Math.max(highest, z[k * size + i]);
    let sum = 0;
    for (let k = 0; k < outputs; k++) sum += Math.exp(z[k * size + i] - highest);
    for (let k = 0; k < outputs; k++)
      map[k * size * size + row + i] = (255 * Math.exp(z[k * size + i] - highest)) / sum;
  }
}

// Scale each square of side² numbers to its largest one, or to `least` if that is more.
function scale(tiles, side, least) {
  const area = side * side;
  for (let begin = 0; begin < tiles.length; begin += area) {
    let largest = least;
    for (let i = begin; i < begin + area; i++) largest = Math.max(largest, Math.abs(tiles[i]));
    for (let i = begin; i < begin + area; i++) tiles[i] = toUnit(tiles[i] / largest);
  }
}

// If row y of a plane is one of a tile's rows, copy what it holds for each unit, (units, size), into tiles of side² numbers
// from number `first` on: the middle of every `size / side` pixels.
function copyRow(tiles, side, first, values, units, y, size) {
  const stride = size / side;
  const middle = stride >> 1;
  if (y % stride !== middle) return;
  for (let k = 0; k < units; k++) {
    const row = ((first + k) * side + (y - middle) / stride) * side;
    for (let x = 0; x < side; x++) tiles[row + x] = clip(values[k * size + middle + x * stride], LARGEST);
  }
}

// Return the maps of inputs, side² numbers each, which are scaled to their largest value.
export function inputTiles(plane, names, side) {
  const { size } = plane;
  const tiles = new Float32Array(names.length * side * side);
  const values = new Float64Array(names.length * size);
  for (let y = 0; y < size; y++) {
    plane.inputs(names, y, values);
    copyRow(tiles, side, 0, values, names.length, y, size);
  }
  scale(tiles, side, Number.MIN_VALUE);
  return tiles;
}

// Fill the maps of networks in small steps; a generator, so that the caller can do other things between them. Each part
// is {network, start, map, tiles, side}: a description, where its parameters begin in theta, and the arrays for the
// output's maps and, if not null, for the hidden neurons' maps. `coding` says what the output is (see writeOutput).
export function* fillMaps(plane, theta, parts, coding) {
  const { size } = plane;
  for (const { network, start, map, tiles, side } of parts) {
    const last = network.layers.length - 1;
    const firsts = network.layers.map((_, i) =>
      network.layers.slice(0, i).reduce((sum, [, , units]) => sum + units, 0),
    );
    const see = (i, y, values) => {
      if (i === last) writeOutput(map, values, y, size, coding);
      else if (tiles) copyRow(tiles, side, firsts[i], values, network.layers[i][2], y, size);
    };
    for (let y = 0; y < size; y += ROWS_AT_ONCE) {
      plane.forward(network, theta, start, see, y, Math.min(y + ROWS_AT_ONCE, size));
      yield;
    }
    if (tiles) scale(tiles, side, 1);
  }
}
