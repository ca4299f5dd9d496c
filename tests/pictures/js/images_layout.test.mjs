// The layout of the picture of images: everything has its place, on a wide screen and on a phone.

import assert from "node:assert/strict";
import { test } from "node:test";
import { outputShape } from "../../../pictures/images/convnet.js";
import { cardLeft, layoutOf, tileAt } from "../../../pictures/images/layout.js";
import { marksOf } from "../../../pictures/images/marks.js";
import { foundAgain } from "../../../pictures/images/walk.js";

// A Frame's header for a network with these settings.
function header({ side = 8, filters = [8], kernel = 3, pool = "max", isGlobal = false, layers = [], classes = 10 }) {
  const described = [];
  let shape = [1, side, side];
  const add = (layer) => {
    described.push(layer);
    shape = outputShape(layer);
  };
  filters.forEach((count, i) => {
    add({ kind: "conv", shape, filters: count, kernel, stride: 1, padding: (kernel - 1) / 2, start: 0 });
    if (pool) add({ kind: "pool", shape, pool, global: isGlobal && i === filters.length - 1 });
  });
  add({ kind: "flatten", shape });
  for (const units of [...layers, classes > 2 ? classes : 1]) add({ kind: "dense", inputs: shape[0], units, start: 0 });
  return { side, layers: described, classes: Array.from({ length: classes }, (_, k) => String(k)) };
}

const NETWORKS = {
  "8 filters": {},
  "8-16": { filters: [8, 16] },
  "16-16 without pooling on 16 × 16, two dense layers": {
    side: 16,
    filters: [16, 16],
    kernel: 5,
    pool: "",
    layers: [64, 64],
  },
  "global pooling, 3 classes": { side: 12, filters: [4], isGlobal: true, classes: 3 },
  "only dense layers": { filters: [], layers: [32, 16] },
  "nothing but an output, 2 classes": { filters: [], classes: 2 },
  "1 filter": { filters: [1] },
};
const SCREENS = [
  [1216, 800, 1],
  [1000, 720, 1],
  [1024, 768, 1.25],
  [390, 844, 1],
  [320, 600, 1],
];
const overlap = (a, b) =>
  a.x + a.width > b.x + 0.01 &&
  b.x + b.width > a.x + 0.01 &&
  a.y + a.height > b.y + 0.01 &&
  b.y + b.height > a.y + 0.01;

for (const [name, settings] of Object.entries(NETWORKS))
  for (const [width, windowHeight, zoom] of SCREENS)
    test(`everything has its place: ${name}, ${width} × ${windowHeight}, zoom ${zoom}`, () => {
      const layout = layoutOf(header(settings), width, windowHeight, zoom);
      assert.equal(layout.narrow, width < 800);
      const tiles = layout.columns.flat();
      for (const tile of tiles) {
        assert.ok(tile.x >= 0 && tile.x + tile.width <= layout.explanation.width + 0.5, `${tile.kind} ${tile.x}`);
        assert.ok(tile.y >= 0 && tile.y + tile.height <= layout.explanation.y, `${tile.kind} ${tile.y}`);
        assert.ok(tile.width >= 4 && tile.height >= 4, `${tile.kind} ${tile.width} × ${tile.height}`);
      }
      for (const tile of layout.tests) assert.ok(tile.x + tile.width <= width && tile.y + tile.height <= layout.height);
      const all = [...tiles, ...layout.tests];
      all.forEach((tile, i) => {
        for (const other of all.slice(i + 1))
          assert.ok(!overlap(tile, other), `${tile.kind} ${tile.unit} lies on ${other.kind} ${other.unit}`);
      });
      assert.ok(layout.byClass.y + layout.byClass.height <= layout.height);
      assert.ok(cardLeft(layout, 240) >= 0);
    });

test("with the controls of the page, the picture is as high as the window", () => {
  assert.equal(layoutOf(header({}), 1216, 800, 1).height, 550);
});

test("the pointer finds the cell that it is on", () => {
  const layout = layoutOf(header({}), 1216, 800, 1);
  const map = layout.columns[2][3];
  assert.equal(map.kind, "map");
  const found = tileAt(layout, map.x + (map.width * 5.5) / 8, map.y + (map.height * 2.5) / 8);
  assert.deepEqual([found.tile, found.row, found.column], [map, 2, 5]);
  assert.equal(tileAt(layout, map.x - 3, map.y), null);
  const { tile } = tileAt(layout, layout.tests[39].x + 3, layout.tests[39].y + 3);
  assert.equal(tile.unit, 39);
});

test("what is selected is found again in another layout, if it is still there", () => {
  const [wide, narrow] = [1216, 390].map((width) => layoutOf(header({}), width, 800, 1));
  const selected = { tile: wide.columns[2][7], row: 6, column: 7 };
  const now = foundAgain(narrow, selected);
  assert.deepEqual([now.tile.kind, now.tile.unit, now.row, now.column], ["map", 7, 6, 7]);
  assert.notEqual(now.tile.x, selected.tile.x);
  assert.equal(foundAgain(layoutOf(header({ filters: [4] }), 1216, 800, 1), selected), null);
});

test("a pixel of the second convolution is marked with its windows and its receptive field", () => {
  const frame = header({ filters: [2, 3] });
  const layout = layoutOf(frame, 1216, 800, 1);
  const tile = layout.columns.find(([each]) => each.kind === "map" && each.layer === 2)[1];
  const marks = marksOf({ frame, layout, selected: { tile, row: 1, column: 2 }, values: [], image: [] });
  const of = (kind) => marks.filter((mark) => mark.tile.kind === kind).map(({ box }) => box);
  assert.deepEqual(of("map"), [{ top: 1, left: 2, bottom: 2, right: 3 }]);
  const window = { top: 0, left: 1, bottom: 3, right: 4 };
  assert.deepEqual(of("pool"), [window, window]);
  assert.deepEqual(of("input"), [{ top: 0, left: 1, bottom: 7, right: 8 }]);
});
