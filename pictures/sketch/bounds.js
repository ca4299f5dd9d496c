// What lies within the axes of a panel. A box is [left, right, low, high] in their units.

export const limit = (value, low, high) => Math.min(Math.max(value, low), high);

// The position in the box that is nearest to one that may lie outside.
export const nearest = ([x, y], [left, right, low, high]) => [limit(x, left, right), limit(y, low, high)];

const ROUNDING = 1e-6; // of an axis: a Frame's numbers have six digits

// Whether a position lies in the box, or on its edge.
export function isInside([x, y], [left, right, low, high]) {
  const [dx, dy] = [ROUNDING * (right - left), ROUNDING * (high - low)];
  return x >= left - dx && x <= right + dx && y >= low - dy && y <= high + dy;
}
