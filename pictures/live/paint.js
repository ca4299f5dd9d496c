// Values to pixels, and marks for points.

const MARKERS = ["circle", "circle", "square", "triangle", "diamond"]; // of the classes

function paint(canvas, width, height, fill) {
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
    canvas.image = null;
  }
  const context = canvas.getContext("2d");
  canvas.image ??= context.createImageData(width, height);
  fill(new Uint32Array(canvas.image.data.buffer));
  context.putImageData(canvas.image, 0, 0);
}

// Colours a square of size² values at twice its resolution, interpolating the values, not the colours:
// so a steep boundary is a smooth line between the pixels and no staircase along them.
function paintDoubled(pixels, values, size, shades) {
  const wide = 2 * size;
  for (let y = 0; y < wide; y++) {
    const near = y >> 1;
    const far = Math.min(Math.max(near + (y & 1 ? 1 : -1), 0), size - 1);
    for (let x = 0; x < wide; x++) {
      const left = x >> 1;
      const right = Math.min(Math.max(left + (x & 1 ? 1 : -1), 0), size - 1);
      const [a, b] = [near * size, far * size];
      const value = (9 * values[a + left] + 3 * (values[a + right] + values[b + left]) + values[b + right]) / 16;
      pixels[y * wide + x] = shades[(value * FINE) | 0];
    }
  }
}

// Classes beyond two differ by shape, not by colour alone.
function mark(context, shape, x, y, r) {
  if (shape === "square") context.rect(x - r * 0.9, y - r * 0.9, r * 1.8, r * 1.8);
  else if (shape === "circle") context.arc(x, y, r, 0, 2 * Math.PI);
  else {
    const corners = shape === "triangle" ? [[0, -1.25], [1.15, 0.85], [-1.15, 0.85]] : [[0, -1.35], [1.1, 0], [0, 1.35], [-1.1, 0]];
    corners.forEach(([dx, dy], i) => context[i ? "lineTo" : "moveTo"](x + r * dx, y + r * dy));
    context.closePath();
  }
}

// Blends the colours of three or more classes by their probabilities: `values` has a map of bytes for each class.
function paintClasses(pixels, values, side, classes, colours, discretize) {
  const strength = colours.dark ? 0.55 : 0.58;
  const tints = Array.from({ length: classes }, (_, k) => mix(colours.middle, CLASS_COLOURS[k], strength));
  const size = side * side;
  for (let i = 0; i < size; i++) {
    let [r, g, b, sum, top, best] = [0, 0, 0, 0, -1, 0];
    for (let k = 0; k < classes; k++) {
      const p = values[k * size + i];
      if (p > top) [top, best] = [p, k];
      r += p * tints[k][0]; g += p * tints[k][1]; b += p * tints[k][2]; sum += p;
    }
    pixels[i] = discretize ? pack(tints[best]) : pack([r / sum, g / sum, b / sum]);
  }
}

// Draws data point i of a Frame, in the colour and the shape of its class or the shade of its value.
function mark_point(context, frame, colours, i, x, y, radius, outline = 0.9) {
  const label = frame.labels[i];
  const value = (label - 128) / 127;
  const colour = frame.classes ? CLASS_COLOURS[label] : mix(colours.middle, CLASS_COLOURS[value < 0 ? 0 : 1], Math.min(1, Math.abs(value)));
  const test = i >= frame.train;
  context.beginPath();
  mark(context, frame.classes ? MARKERS[label] : "circle", x, y, radius);
  context.fillStyle = css(colour);
  context.strokeStyle = test ? colours.ink : frame.classes ? (colours.dark ? "#000c" : "#fffc") : colours.quiet;
  context.lineWidth = test ? outline + 0.3 : outline;
  context.fill();
  context.stroke();
}
