// The network as a diagram on the Stage's canvas: edges, neurons and biases.

import { CLASS_COLOURS, BLUE, css, mix, ORANGE } from "../live/colours.js";
import { BEND, rightEnd } from "./layout.js";
import { classMap } from "./maps.js";

const LEAST_WEIGHT = 0.02; // a smaller one has no edge
const LARGEST_WEIGHT = 4; // a larger one is not painted wider

// Weights above 0 are blue; 0 itself is orange, as a bias of 0 always was.
const colourOfWeight = (value) => (value > 0 ? BLUE : ORANGE);

export function paintEdges(stage) {
  const { context, layers, layout, frame } = stage;
  const theta = stage.shown[0];
  context.lineCap = "butt";
  layers.forEach((layer, i) => {
    const widest = 9 - Math.min(5, (layer.units * layer.inputs) / 40); // px; thinner where many edges lie side by side
    layout.columns[i + 1].forEach((to, unit) => {
      const x1 = rightEnd(to, frame, layout);
      layout.columns[i].forEach((from, input) => {
        const edge = stage.hover?.edge;
        const near = edge && edge.layer === i && edge.unit === unit && edge.input === input;
        paintEdge(stage, theta[layer.weight(unit, input)], widest, near, [from.x + layout.tile / 2, from.y, x1, to.y]);
      });
    });
  });
}

function paintEdge({ context, colours }, weight, widest, near, [x0, y0, x1, y1]) {
  const size = Math.min(Math.abs(weight), LARGEST_WEIGHT);
  if (size < LEAST_WEIGHT && !near) return;
  const opacity = (0.22 + 0.6 * Math.min(size / 1.5, 1)).toFixed(2);
  const bend = (x1 - x0) * BEND;
  context.strokeStyle = near ? colours.ink : css(colourOfWeight(weight), opacity);
  context.lineWidth = (near ? 2 : 0.4) + widest * (size / (size + 1.6));
  context.beginPath();
  context.moveTo(x0, y0);
  context.bezierCurveTo(x0 + bend, y0, x1 - bend, y1, x1, y1);
  context.stroke();
}

export function paintNeurons(stage) {
  const { context, layout, frame, layers } = stage;
  const { tile, narrow } = layout;
  const theta = stage.shown[0];
  const sheet = (neuron, opacity) =>
    paintTile(stage, neuron, stage.sheet, neuron.tile * frame.tile, frame.tile, opacity);
  context.imageSmoothingEnabled = true;
  for (const input of layout.inputs) sheet(input, input.on ? 1 : 0.35);
  layout.columns.slice(1).forEach((column, i) =>
    column.forEach((neuron, k) => {
      const bias = theta[layers[i].bias(k)];
      if (neuron.tile !== undefined) sheet(neuron, 1);
      else if (frame.outputs > 1) {
        paintTile(stage, neuron, classMap(stage, k), 0, frame.map, 1);
        context.strokeStyle = css(CLASS_COLOURS[k]);
        context.lineWidth = 3;
        context.strokeRect(neuron.x - tile / 2, neuron.y - tile / 2, tile, tile);
      } else if (narrow) paintTile(stage, neuron, stage.outputMap, 0, stage.outputMap.width, 1);
      else return paintBias(stage, bias, neuron.x, neuron.y); // the output map stands beside it
      paintBias(stage, bias, neuron.x - tile / 2, neuron.y + tile / 2 - 4);
    }),
  );
}

// A neuron's map: the square of side `size` of an image at height `top`.
function paintTile({ context, colours, layout }, { x, y }, image, top, size, opacity) {
  const side = layout.tile;
  const outline = () => {
    context.beginPath();
    context.roundRect(x - side / 2, y - side / 2, side, side, side / 9);
  };
  context.save();
  context.globalAlpha = opacity;
  outline();
  context.clip();
  context.drawImage(image, 0, top, size, size, x - side / 2, y - side / 2, side, side);
  context.restore();
  outline();
  context.strokeStyle = opacity < 1 ? colours.faint : colours.quiet;
  context.lineWidth = 1.2;
  context.stroke();
}

function paintBias({ context, colours }, value, x, y) {
  context.fillStyle = css(mix(colours.middle, colourOfWeight(value), Math.min(1, 0.15 + Math.abs(value))));
  context.strokeStyle = colours.quiet;
  context.lineWidth = 1;
  context.beginPath();
  context.roundRect(x - 4, y - 4, 8, 8, 2);
  context.fill();
  context.stroke();
}
