// The network as a diagram: edges, neurons and biases.

import { CLASS_COLOURS, BLUE, css, mix, ORANGE } from "../live/colours.js";
import { BEND, rightEnd } from "./layout.js";
import { classMap } from "./maps.js";

const LEAST_WEIGHT = 0.02; // a smaller one has no edge
const LARGEST_WEIGHT = 4; // a larger one is not painted wider
const UNUSED = 0.35; // opacity of an input that the network does not use

// Weights above 0 are blue; 0 itself is orange, as a bias of 0 always was.
const colourOfWeight = (value) => (value > 0 ? BLUE : ORANGE);

export function paintEdges(stage, context) {
  const { layers, layout, frame } = stage;
  const theta = stage.shown[0];
  context.fillStyle = css(stage.colours.background);
  context.fillRect(0, 0, layout.diagram.width, layout.diagram.height);
  context.lineCap = "butt";
  layers.forEach((layer, i) => {
    const widest = 9 - Math.min(5, (layer.units * layer.inputs) / 40); // px; thinner where many edges lie side by side
    layout.columns[i + 1].forEach((to, unit) => {
      const x1 = rightEnd(to, frame, layout);
      layout.columns[i].forEach((from, input) => {
        const edge = stage.hover?.edge;
        const near = edge && edge.layer === i && edge.unit === unit && edge.input === input;
        paintEdge(stage, context, theta[layer.weight(unit, input)], widest, near, [
          from.x + layout.tile / 2,
          from.y,
          x1,
          to.y,
        ]);
      });
    });
  });
}

function paintEdge({ colours }, context, weight, widest, near, [x0, y0, x1, y1]) {
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

// The maps of the inputs; those that the network does not use are pale.
export function paintInputs(stage, context) {
  for (const input of stage.layout.inputs) {
    context.globalAlpha = input.on ? 1 : UNUSED;
    paintTile(stage, context, input, ...mapOf(stage, input));
  }
  context.globalAlpha = 1;
}

export function paintNeurons(stage, context) {
  const { layout, frame, layers } = stage;
  const { tile, narrow } = layout;
  const theta = stage.shown[0];
  layout.columns.slice(1).forEach((column, i) =>
    column.forEach((neuron, k) => {
      const bias = theta[layers[i].bias(k)];
      if (neuron.tile !== undefined) paintTile(stage, context, neuron, ...mapOf(stage, neuron));
      else if (frame.outputs > 1) {
        paintTile(stage, context, neuron, classMap(stage, k), 0, frame.map);
        context.strokeStyle = css(CLASS_COLOURS[k]);
        context.lineWidth = 3;
        context.strokeRect(neuron.x - tile / 2, neuron.y - tile / 2, tile, tile);
      } else if (narrow) paintTile(stage, context, neuron, stage.outputMap, 0, stage.outputMap.width);
      else return paintBias(stage, context, bias, neuron.x, neuron.y); // the output map stands beside it
      paintBias(stage, context, bias, neuron.x - tile / 2, neuron.y + tile / 2 - 4);
    }),
  );
}

// A neuron's map, as arguments of paintTile: a square of the sheet, its top and its side.
const mapOf = ({ sheet, frame }, neuron) => [sheet, neuron.tile * frame.tile, frame.tile];

// A square of side `size` of an image at height `top`, with round corners.
function paintTile({ colours, layout }, context, { x, y }, image, top, size) {
  const side = layout.tile;
  const outline = () => {
    context.beginPath();
    context.roundRect(x - side / 2, y - side / 2, side, side, side / 9);
  };
  context.save();
  outline();
  context.clip();
  context.drawImage(image, 0, top, size, size, x - side / 2, y - side / 2, side, side);
  context.restore();
  outline();
  context.strokeStyle = colours.quiet;
  context.lineWidth = 1.2;
  context.stroke();
}

function paintBias({ colours }, context, value, x, y) {
  context.fillStyle = css(mix(colours.middle, colourOfWeight(value), Math.min(1, 0.15 + Math.abs(value))));
  context.strokeStyle = colours.quiet;
  context.lineWidth = 1;
  context.beginPath();
  context.roundRect(x - 4, y - 4, 8, 8, 2);
  context.fill();
  context.stroke();
}
