// Positions of the Stage's parts in pixels, and the indices of the weights: functions of a Frame and a size alone.

import { ticks, X2 } from "./axes.js";

const NARROW_BELOW = 800; // px, the width below which the parts stand one below the other
const LEAST_HEIGHT = 476; // px
const LEAST_UNDER_TASK = 372; // px
const LEAST_ZOOMED = 330; // px; on a projector the Stage may be lower, so that it stays on the first screen
const LEAST_TILE = 14; // px
const PER_DIGIT = 7; // px of a character of the numbers beside the output map
const ROWS = 5; // the diagram has room for at least so many neurons in a column: a small network is not blown up

// Each layer's matrix [W b] as indices into theta: a row for each unit, its weights and then its bias.
export function wiring(frame) {
  const widths = [frame.features.filter(([, , on]) => on).length, ...frame.layers, frame.outputs];
  let end = 0;
  return widths.slice(1).map((units, i) => {
    const inputs = widths[i],
      start = end;
    const row = (unit) => start + unit * (inputs + 1);
    end += units * (inputs + 1);
    return { inputs, units, weight: (unit, input) => row(unit) + input, bias: (unit) => row(unit) + inputs };
  });
}

// The layers in words: "8, 8 tanh", or "8 ReLU, 8 tanh" where the activations differ.
export function describeLayers({ layers, activations }) {
  if (new Set(activations).size === 1) return `${layers.join(", ")} ${activations[0]}`;
  return layers.map((count, i) => `${count} ${activations[i]}`).join(", ");
}

// The diagram is on the left, the output map and the loss curve are on the right. The Stage takes the height that the
// window has. On a projector `outside` is all that the page has above it and below it; elsewhere `above` is what a task takes.
function wideLayout(frame, width, windowHeight, zoom, above, outside = CONTROLS + above) {
  const room = Math.min(windowHeight / zoom - outside, width * 0.45, 720);
  const height = Math.round(Math.max(leastHeight(windowHeight, zoom, above), room)); // whole pixels, so that canvases are sharp
  const boxes = (frame.pinned ? pairBoxes : singleBoxes)(width, height, widthOfNumbers(frame));
  const { x } = boxes.output;
  return {
    narrow: false,
    width,
    height,
    top: 54,
    bottom: height - 60,
    left: 76,
    right: x - 36,
    gap: 10,
    largestTile: height / 10.8,
    diagram: { width: x, height },
    scores: { x: width - 122, y: 6 },
    ...boxes,
  };
}

function leastHeight(windowHeight, zoom, above) {
  // On a phone that lies on its side the whole Stage can be seen at once, if nothing else.
  if (windowHeight < LOW_WINDOW) return Math.max(windowHeight - 20, LEAST_ZOOMED);
  return zoom > 1 ? LEAST_ZOOMED : Math.max(LEAST_HEIGHT - above, LEAST_UNDER_TASK);
}

function singleBoxes(width, height, numbersWidth) {
  const curve = Math.round(CURVE_SHARE * height);
  const size = height - curve - 74;
  const x = width - size - 129 - numbersWidth;
  return { output: { x, y: 12, size }, curve: { x, y: height - curve - 24, width: size, height: curve } };
}

const CONTROLS = 256; // px of the page above the Stage and below it, on an ordinary screen
const LOW_WINDOW = 480; // px
const CURVE_SHARE = 0.19; // of the height, for the loss curve
const TITLE_ROOM = 30; // px above a map

// Two networks: the map of the pinned one stands beside the present one's, and below them the loss curve and where the
// two disagree.
function pairBoxes(width, height, numbersWidth) {
  const size = Math.floor((height - 2 * TITLE_ROOM - 22 - 6) / 2);
  const second = width - 130 - size - 8;
  const first = second - size - numbersWidth - 13;
  const below = TITLE_ROOM + size + 22 + TITLE_ROOM;
  return {
    output: { x: first, y: TITLE_ROOM, size },
    pinned: { x: second, y: TITLE_ROOM, size },
    difference: { x: second, y: below, size },
    curve: { x: first, y: below, width: size, height: size - 18 },
  };
}

// The room for the numbers beside the output map; those of a file may be long.
function widthOfNumbers(frame) {
  const longest = Math.max(...ticks(frame, X2).map(([, text]) => text.length));
  return Math.max(25, 4 + PER_DIGIT * longest);
}

// The diagram is above the output map, and the loss curve is beside the map.
function narrowLayout(width, isPair) {
  const size = Math.min(width - 150, 330);
  const x = size + 34;
  const half = Math.floor((width - 36) / 2);
  const top = 458 + size + TITLE_ROOM;
  const pair = {
    pinned: { x: 12, y: top, size: half },
    difference: { x: 24 + half, y: top, size: half },
  };
  return {
    narrow: true,
    width,
    height: isPair ? top + half + 30 : 450 + size,
    ...(isPair ? pair : {}),
    top: 68,
    bottom: 316,
    left: 44,
    right: width - 20,
    gap: 8,
    largestTile: 44,
    diagram: { width, height: 350 },
    output: { x: 12, y: 402, size },
    curve: { x, y: 420, width: width - x - 8, height: size - 34 },
    scores: { x: 12, y: 354 },
  };
}

// The x of each column of the diagram, from the inputs (0) to the output.
function columnPositions(frame, layout) {
  const { tile, left, right, narrow } = layout;
  const first = narrow ? left + tile / 2 - 14 : left + tile / 2;
  const last = frame.outputs > 1 ? right - tile : right;
  const steps = frame.layers.length + 1;
  return { pitch: (last - first) / steps, columnX: (i) => first + ((last - first) * i) / steps };
}

// Neurons are squares of side `tile` with their centres at (x, y); `tile` of a neuron is the index of its map among the
// Frame's tiles, `output` is the index of an output.
function arrangeNeurons(frame, layout, columnX) {
  const { narrow, tile, output } = layout;
  const middle = (layout.top + layout.bottom) / 2;
  const stack = (x, count) =>
    Array.from({ length: count }, (_, k) => {
      const step = Math.min((layout.bottom - layout.top) / count, tile + Math.max(layout.gap, 18));
      return { x, y: middle + (k - (count - 1) / 2) * step };
    });
  const inputs = stack(columnX(0), frame.features.length).map((p, k) => ({ ...p, tile: k, on: frame.features[k][2] }));
  const hidden = frame.layers.map((units, i) => stack(columnX(i + 1), units));
  hidden.flat().forEach((p, k) => {
    p.tile = frame.features.length + k;
  });
  const single = narrow
    ? { x: layout.width - tile / 2 - 4, y: middle }
    : { x: output.x - 6, y: output.y + output.size / 2 };
  const outputs = frame.outputs > 1 ? stack(columnX(frame.layers.length + 1), frame.outputs) : [single];
  outputs.forEach((p, k) => {
    p.output = k;
  });
  return { inputs, hidden, outputs, columns: [inputs.filter((p) => p.on), ...hidden, outputs] };
}

// Return the layout of a Stage of this width in a window of this height: boxes, the tiles' side and the neurons' positions.
export function layoutOf(frame, width, windowHeight, zoom, above = 0, outside = undefined) {
  const isNarrow = width < NARROW_BELOW;
  const layout = isNarrow
    ? narrowLayout(width, Boolean(frame.pinned))
    : wideLayout(frame, width, windowHeight, zoom, above, outside);
  const mostNeurons = Math.max(...frame.layers, frame.features.length, frame.outputs);
  const rowHeight = (layout.bottom - layout.top) / Math.max(mostNeurons, ROWS);
  const columnCount = frame.layers.length + 1 + (frame.outputs > 1 ? 1 : 0);
  const room = (layout.right - layout.left) / columnCount - 16; // 16 px at least for the edges
  layout.tile = Math.max(LEAST_TILE, Math.min(layout.largestTile, rowHeight - (rowHeight > 34 ? layout.gap : 4), room));
  const { pitch, columnX } = columnPositions(frame, layout);
  return { ...layout, pitch, ...arrangeNeurons(frame, layout, columnX) };
}

// Where an edge ends on the right: at a tile's left side, or at the centre of an output that has no tile.
export const rightEnd = (to, frame, layout) =>
  to.x - (to.output === undefined || frame.outputs > 1 || layout.narrow ? layout.tile / 2 : 0);

// How far the control points of an edge's Bézier curve lie from its ends, as a share of its width.
export const BEND = 0.45;

// The height at x of an edge's curve, found by bisection over the curve's parameter.
export function edgeHeight(x0, y0, x1, y1, x) {
  const bezier = (t, a, b, c, d) => (1 - t) ** 3 * a + 3 * (1 - t) ** 2 * t * b + 3 * (1 - t) * t * t * c + t ** 3 * d;
  const bend = (x1 - x0) * BEND;
  let [low, high] = [0, 1];
  for (let n = 0; n < 12; n++) {
    const t = (low + high) / 2;
    if (bezier(t, x0, x0 + bend, x1 - bend, x1) < x) low = t;
    else high = t;
  }
  return bezier(low, y0, y0, y1, y1);
}

// The edge that passes nearest to (x, y), within 7 px, as {layer, unit, input}, or null.
export function edgeAt(layers, frame, layout, x, y) {
  const near = 7;
  let [best, least] = [null, near * near];
  layers.forEach((layer, i) => {
    for (let unit = 0; unit < layer.units; unit++) {
      const to = layout.columns[i + 1][unit];
      const [x1, y1] = [rightEnd(to, frame, layout), to.y];
      for (let input = 0; input < layer.inputs; input++) {
        const from = layout.columns[i][input];
        const [x0, y0] = [from.x + layout.tile / 2, from.y];
        if (x < x0 || x > x1 || y < Math.min(y0, y1) - near || y > Math.max(y0, y1) + near) continue;
        const gap = edgeHeight(x0, y0, x1, y1, x) - y;
        if (gap * gap < least) [best, least] = [{ layer: i, unit, input }, gap * gap];
      }
    }
  });
  return best;
}
