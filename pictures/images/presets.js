// Kernels that are known by name, for the editor. Each is 3 × 3; in a larger one it stands in the middle.

const NAMED = {
  "Sobel ↔": [-1, 0, 1, -2, 0, 2, -1, 0, 1],
  "Sobel ↕": [-1, -2, -1, 0, 0, 0, 1, 2, 1],
  Blur: new Array(9).fill(1 / 9),
  Sharpen: [0, -1, 0, -1, 5, -1, 0, -1, 0],
  Identity: [0, 0, 0, 0, 1, 0, 0, 0, 0],
};

// The names of the kernels that fit: a single pixel has nothing but itself.
export const presetNames = (kernel) => (kernel < 3 ? ["Identity"] : Object.keys(NAMED));

// The weights of a named kernel for all channels of its input, of which it takes the mean.
export function presetWeights(name, channels, kernel) {
  const weights = new Array(channels * kernel ** 2).fill(0);
  const from = kernel < 3 ? 1 : 0; // the part of the 3 × 3 that is used
  const edge = Math.max((kernel - 3) / 2, 0);
  for (let channel = 0; channel < channels; channel++)
    for (let i = from; i < 3 - from; i++)
      for (let j = from; j < 3 - from; j++)
        weights[(channel * kernel + i - from + edge) * kernel + j - from + edge] = NAMED[name][3 * i + j] / channels;
  return weights;
}
