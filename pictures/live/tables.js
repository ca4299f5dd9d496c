// The tables of activations and input features, decoded from what tables.py has made. They are an argument here, so that
// this file can be tested without the bundle.

const NUMBERS_OF_AN_END = 5; // its slope, and its polynomial's coefficients

function floats(base64) {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  return Float64Array.from(new Float32Array(bytes.buffer));
}

function activation({ period, values }, { bound, cells_per_unit: scale }) {
  const numbers = floats(values);
  return {
    period,
    bound,
    scale,
    low: numbers.subarray(0, NUMBERS_OF_AN_END),
    high: numbers.subarray(NUMBERS_OF_AN_END, 2 * NUMBERS_OF_AN_END),
    cells: numbers.subarray(2 * NUMBERS_OF_AN_END),
  };
}

// Return the tables as {halfWidth, scale, activations, features}; a feature is a list of products [u, v], each as the
// coefficients of its cells.
export function decodeTables(json) {
  const each = (entries, decode) =>
    Object.fromEntries(Object.entries(entries).map(([name, value]) => [name, decode(value)]));
  const { half_width: halfWidth, cells_per_unit: scale } = json;
  const factor = 2 * halfWidth * scale * 4; // numbers in u or v
  return {
    halfWidth,
    scale,
    activations: each(json.activations, (entry) => activation(entry, json)),
    features: each(json.features, (base64) => {
      const numbers = floats(base64);
      return Array.from({ length: numbers.length / (2 * factor) }, (_, i) =>
        [2 * i, 2 * i + 1].map((k) => numbers.subarray(k * factor, (k + 1) * factor)),
      );
    }),
  };
}

// What an activation is beyond its table: slope · z, and a polynomial in bound / |z|.
function beyond({ bound, low, high }, z) {
  const [slope, c0, c1, c2, c3] = z > 0 ? high : low;
  const t = bound / Math.abs(z);
  return slope * z + (((c3 * t + c2) * t + c1) * t + c0);
}

// Replace the first `count` values z of an array by h(z).
export function activate(values, count, table) {
  const { period, bound, scale, cells } = table;
  const end = 2 * bound * scale;
  if (period) for (let i = 0; i < count; i++) values[i] -= period * Math.round(values[i] / period);
  for (let i = 0; i < count; i++) {
    const place = (bound - values[i]) * scale; // cells run downward from the upper bound
    if (place > 0 && place < end) {
      const cell = place | 0;
      const t = place - cell;
      const k = 4 * cell;
      values[i] = ((cells[k + 3] * t + cells[k + 2]) * t + cells[k + 1]) * t + cells[k];
    } else values[i] = beyond(table, values[i]);
  }
}

// The values of one factor of a feature, at positions on its axis.
export function along(cells, positions, { halfWidth, scale }) {
  return Float64Array.from(positions, (position) => {
    const place = (halfWidth - position) * scale;
    const cell = Math.min(Math.floor(place), cells.length / 4 - 1);
    const [t, k] = [place - cell, 4 * cell];
    return ((cells[k + 3] * t + cells[k + 2]) * t + cells[k + 1]) * t + cells[k];
  });
}
