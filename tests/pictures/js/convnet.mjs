// Evaluates networks of images as a page does: reads {tables, cases: [{header, theta, tests, labels}]} from the file named
// first, and writes what it computes of each case to the file named second: the outputs of every layer, probabilities and
// the text of each image, and the scores.

import { readFileSync, writeFileSync } from "node:fs";
import { allocate, forward, probabilities, readImage, scoreAll } from "../../../pictures/images/convnet.js";
import { canBeText, toText } from "../../../pictures/images/drawing.js";
import { decodeTables } from "../../../pictures/live/tables.js";

const { tables, cases } = JSON.parse(readFileSync(process.argv[2]));
const { activations } = decodeTables(tables);
const found = cases.map(({ header, ...arrays }) => {
  const blocks = {
    theta: Float32Array.from(arrays.theta),
    tests: Uint8Array.from(arrays.tests),
    labels: Uint8Array.from(arrays.labels),
  };
  const image = new Float64Array(header.side ** 2);
  const values = allocate(header.layers);
  const texts = [];
  const outputs = arrays.labels.map((_, i) => {
    forward(header.layers, blocks.theta, readImage(blocks.tests, i, header.levels, image), activations, values);
    if (canBeText(header.side)) texts.push(toText(image));
    return values.map(({ a }) => [...a]);
  });
  const p = outputs.map((each) => probabilities(each.at(-1)));
  const { answers, right, counts } = scoreAll(header, blocks, activations);
  return { outputs, p, texts, answers: [...answers], right, counts };
});
writeFileSync(process.argv[3], JSON.stringify(found));
