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
