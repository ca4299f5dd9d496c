// How many tiles go into a row.

// The columns and the width of `count` tiles with which they are the largest that a box of width × height holds all of.
// A tile is `tall` times as high as wide, and has `below` px under it and `gap` px around. Where they would be narrower
// than `least` px, they have that width and go on below the box.
export function tiling(count, width, height, { tall = 1, below, gap, least }) {
  const most = Math.max(Math.floor((width + gap) / (least + gap)), 1);
  let [columns, largest] = [most, 0];
  for (let each = 1; each <= Math.min(count, most); each++) {
    const rows = Math.ceil(count / each);
    const side = Math.min((width + gap) / each - gap, ((height + gap) / rows - gap - below) / tall);
    if (side > largest) [columns, largest] = [each, side];
  }
  return largest >= least ? [columns, largest] : [most, (width + gap) / most - gap];
}
