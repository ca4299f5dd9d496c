// What the network is made of, and where the parts stand, in pixels.

// Each layer's matrix [W b] as places in theta: a row for each unit, its weights and then its bias.
function wiring(frame) {
  const widths = [frame.features.filter((f) => f[2]).length, ...frame.layers, frame.outputs];
  let at = 0;
  return widths.slice(1).map((units, i) => {
    const inputs = widths[i], start = at;
    at += units * (inputs + 1);
    return { inputs, units, weight: (unit, input) => start + unit * (inputs + 1) + input, bias: (unit) => start + unit * (inputs + 1) + inputs };
  });
}

// "8, 8 tanh", or "8 ReLU, 8 tanh" where the layers differ.
function neurons({ layers, activations }) {
  if (new Set(activations).size === 1) return `${layers.join(", ")} ${activations[0]}`;
  return layers.map((count, i) => `${count} ${activations[i]}`).join(", ");
}

// On a wide screen the Stage takes the height that the window has; zoomed, it may be lower, so as to stay on the first screen.
function widePlace(width, zoom) {
  const height = Math.max(zoom > 1 ? 424 : 476, Math.min(innerHeight / zoom - 256, width * 0.45, 720));
  const size = height - 146;
  const x = width - size - 154;
  return {
    narrow: false, width, height, top: 54, bottom: height - 60, left: 76, right: x - 36, gap: 10, largest: height / 10.8,
    output: { x, y: 12, size },
    curve: { x, y: height - 96, width: size, height: 72 },
    scores: { x: width - 122, y: 6 },
  };
}

function narrowPlace(width) {
  const size = Math.min(width - 150, 330);
  const x = size + 34;
  return {
    narrow: true, width, height: 450 + size, top: 62, bottom: 316, left: 44, right: width - 20, gap: 8, largest: 44,
    output: { x: 12, y: 402, size },
    curve: { x, y: 420, width: width - x - 8, height: size - 34 },
    scores: { x: 12, y: 354 },
  };
}
