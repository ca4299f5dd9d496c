// The forward pass of a network over the pixels of a square map: the same as engine/network.py, with tables in place of
// formulas. No screen is needed. A network is described by {features, layers}: the names of its input features, and for
// each layer [kind, inputs, units, activation].

import { activate, along } from "./tables.js";

// Kinds of layers. parameters(layer) is how many numbers of theta it has; forward(layer, theta, start, x, y, n, tables)
// computes its outputs y from its inputs x, both (units, n), with its parameters from theta[start] on.
const KINDS = {
  dense: {
    parameters: ([, inputs, units]) => units * (inputs + 1),
    forward([, inputs, units, activation], theta, start, x, y, n, tables) {
      for (let unit = 0; unit < units; unit++)
        sumOfInputs(theta, start + unit * (inputs + 1), x, inputs, y, unit * n, n);
      activate(y, units * n, tables.activations[activation]);
    },
  },
};

// Write z = w x + b to n numbers of y from y[at] on, for a row [w b] of theta. Four inputs at a time, since each pass reads
// and writes z once.
function sumOfInputs(theta, row, x, inputs, y, at, n) {
  const bias = theta[row + inputs];
  let j = inputs % 4;
  if (j === 0) y.fill(bias, at, at + n);
  else {
    // The weights of the first one to three inputs; an input that is not there has weight 0.
    const a = theta[row],
      b = j > 1 ? theta[row + 1] : 0,
      c = j > 2 ? theta[row + 2] : 0;
    const l = j > 1 ? n : 0,
      m = j > 2 ? 2 * n : 0;
    for (let i = 0; i < n; i++) y[at + i] = bias + a * x[i] + b * x[l + i] + c * x[m + i];
  }
  for (; j < inputs; j += 4) {
    const a = theta[row + j],
      b = theta[row + j + 1],
      c = theta[row + j + 2],
      d = theta[row + j + 3];
    const k = j * n,
      l = k + n,
      m = l + n,
      o = m + n;
    for (let i = 0; i < n; i++) y[at + i] += a * x[k + i] + b * x[l + i] + c * x[m + i] + d * x[o + i];
  }
}

// How many numbers of theta a network has.
export const parameterCount = ({ layers }) => layers.reduce((sum, layer) => sum + KINDS[layer[0]].parameters(layer), 0);

// The plane as a square of `size` pixels across, over which networks are evaluated.
export class Plane {
  constructor(tables, size) {
    this.tables = tables;
    this.size = size;
    this.centres = Float64Array.from({ length: size }, (_, i) => (((i + 0.5) / size) * 2 - 1) * tables.halfWidth);
    this.features = {};
    this.values = [];
  }

  // The products [u, v] of a feature: u at each column's x1, v at each row's x2, from the top.
  feature(name) {
    this.features[name] ??= this.tables.features[name].map(([u, v]) => [
      along(u, this.centres, this.tables),
      along(v, this.centres.toReversed(), this.tables),
    ]);
    return this.features[name];
  }

  // Write the values of some features along row y of the map, (features, size).
  inputs(names, y, values) {
    const { size } = this;
    values.fill(0, 0, names.length * size);
    names.forEach((name, j) => {
      for (const [u, v] of this.feature(name)) for (let i = 0; i < size; i++) values[j * size + i] += u[i] * v[y];
    });
  }

  // An array of at least so many numbers, which the next call with this index may hand out again.
  scratch(index, length) {
    if (!(this.values[index]?.length >= length)) this.values[index] = new Float64Array(length);
    return this.values[index];
  }

  // Evaluate a network, whose parameters begin at theta[start], for the rows `from` to `to` of the map. Calls
  // see(layer, y, values) for each layer and row, with the outputs of its units, (units, size).
  forward({ features, layers }, theta, start, see, from = 0, to = this.size) {
    const { size, tables } = this;
    for (let y = from; y < to; y++) {
      let x = this.scratch(0, features.length * size);
      this.inputs(features, y, x);
      let place = start;
      layers.forEach((layer, i) => {
        const kind = KINDS[layer[0]];
        const values = this.scratch(1 + (i % 2), layer[2] * size);
        kind.forward(layer, theta, place, x, values, size, tables);
        place += kind.parameters(layer);
        see(i, y, values);
        x = values;
      });
    }
  }
}
