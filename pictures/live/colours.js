// Colours: from the theme, of classes, and as tables that turn bytes into pixels.

const BRANCH_COLOURS = [[200, 60, 60], [140, 90, 200], [20, 140, 140], [150, 110, 20]];
const CLASS_COLOURS = [[240, 138, 30], [38, 110, 222], [22, 150, 110], [190, 60, 160], [120, 110, 20]];
const FINE = 4; // colours per step of a byte, for values interpolated between two

const mix = (a, b, t) => a.map((value, i) => value + (b[i] - value) * t);
const css = (rgb, alpha = 1) => `rgba(${rgb.map(Math.round).join()},${alpha})`;
const pack = (rgb) => (255 << 24) | (Math.round(rgb[2]) << 16) | (Math.round(rgb[1]) << 8) | Math.round(rgb[0]);

function palette(element) {
  const style = getComputedStyle(element);
  const probe = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const read = (name, fallback) => {
    probe.fillStyle = fallback;
    probe.fillStyle = style.getPropertyValue(name).trim() || fallback;
    probe.fillRect(0, 0, 1, 1);
    return [...probe.getImageData(0, 0, 1, 1).data.slice(0, 3)];
  };
  const text = read("--st-text-color", "#1a2233");
  const background = read("--st-background-color", "#ffffff");
  const dark = background[0] + background[1] + background[2] < 384;
  const middle = dark ? [24, 28, 36] : [246, 247, 249];
  // A table of `size` colours for bytes from 0 to 255; value turns a byte, as -1 … 1, into a shade.
  const ramp = (strength, size = 256, value = (t) => t) => Uint32Array.from({ length: size }, (_, i) => {
    const shade = value(Math.max(-1, ((i * 256) / size - 128) / 127));
    return pack(mix(middle, CLASS_COLOURS[shade < 0 ? 0 : 1], Math.min(Math.abs(shade), 1) * strength));
  });
  return {
    text, background, middle, dark,
    key: [...text, ...background].join(),
    tile: ramp(dark ? 0.82 : 0.88),
    large: ramp(dark ? 0.62 : 0.66, FINE * 256),
    map: (value) => ramp(dark ? 0.55 : 0.58, FINE * 256, value),
    faint: css(mix(background, text, 0.16)), quiet: css(mix(background, text, 0.62)), ink: css(text),
  };
}
