// The numbers along an axis.

const ABOUT = 5; // ticks on an axis

// Round numbers that divide a range into about five parts.
export function ticks([low, high]) {
  const rough = (high - low) / ABOUT,
    power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((k) => k * power).find((s) => s >= rough * 0.99); // a little less is round enough
  const first = Math.ceil(low / step - 1e-9); // rounding errors must not lose an end of the range
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => +((first + i) * step).toPrecision(10));
}
