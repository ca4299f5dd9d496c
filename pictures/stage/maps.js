// The Stage's maps, painted to canvases of their own: all neurons in a column, the output, and one that covers it.

import { probabilityDifference } from "../live/frames.js";
import { updateLegend } from "./scores.js";
import { fillDoubled, fillPixels, paintMap } from "../live/pixels.js";

export function paintTiles({ frame, colours, shown, sheet }) {
  const { tile } = frame;
  const [, tiles] = shown;
  fillPixels(sheet, tile, tiles.length / tile, (pixels) => {
    const table = colours.tile;
    for (let i = 0; i < pixels.length; i++) pixels[i] = table[(tiles[i] + 0.5) | 0];
  });
}

export function paintOutput(stage) {
  const { frame, colours } = stage;
  const { map, classes } = frame;
  const [, , output] = stage.shown;
  paintMap(stage.outputMap, output, map, classes, colours, classes > 2 ? null : outputShades(stage), frame.discretize);
}

// The class that a value of the output map stands for: as an accuracy counts it, 0 itself belongs to class 0.
const answer = (value) => (value > 0 ? 1 : -1);

// The table of colours of the output map; it changes rarely, so it is kept.
export function outputShades(stage) {
  const { frame, colours } = stage;
  const key = [colours.key, frame.discretize, frame.meaning].join();
  if (key !== stage.shadesKey) {
    const continuous = frame.meaning === "probability" ? probabilityDifference(frame.logit_range) : undefined;
    stage.shades = colours.map(frame.discretize ? answer : continuous);
    stage.shadesKey = key;
  }
  return stage.shades;
}

// The map of one class's probability, for the output neurons of three or more classes.
export function classMap(stage, k) {
  stage.classCanvas ??= document.createElement("canvas");
  fillClassMap(stage, k, stage.classCanvas);
  return stage.classCanvas;
}

function fillClassMap({ frame, colours, shown }, k, canvas) {
  const size = frame.map * frame.map;
  const shades = colours.classShades[k];
  fillPixels(canvas, frame.map, frame.map, (pixels) => {
    for (let i = 0; i < size; i++) pixels[i] = shades[(shown[2][k * size + i] + 0.5) | 0];
  });
}

// The map of the neuron or the input that the pointer is on, which covers the output map.
export function paintEnlarged(stage) {
  const { hover, layout, frame, enlarged } = stage;
  const neuron =
    hover?.feature === undefined ? layout.columns[hover?.layer + 1]?.[hover?.unit] : layout.inputs[hover.feature];
  const isClass = neuron?.output !== undefined && frame.outputs > 1;
  enlarged.hidden = !isClass && neuron?.tile === undefined;
  updateLegend(stage, enlarged.hidden || isClass ? "output" : hover.feature === undefined ? "neuron" : "input");
  if (enlarged.hidden) return;
  if (isClass) return fillClassMap(stage, neuron.output, enlarged);
  paintTileLarge(stage, enlarged, neuron);
}

// Paint the map of a neuron or an input, which has a tile, at twice its resolution.
export function paintTileLarge({ frame, shown, colours }, canvas, neuron) {
  const side = frame.tile,
    size = side * side;
  const values = shown[1].subarray(neuron.tile * size, (neuron.tile + 1) * size);
  fillPixels(canvas, 2 * side, 2 * side, (pixels) => fillDoubled(pixels, values, side, colours.large));
}
