// Positions of the picture's parts on a narrow screen, one below the other: see layout.js.

import { SHOWN_TESTS, TESTS_ACROSS, testTiles, tilesOf } from "./stages.js";

const INPUT_SIDE = 150; // px
const ACROSS = 4; // maps beside each other
const GAP = 8; // px
const KERNEL = 34; // px
const LARGEST_MAP = 72; // px

export function narrowLayout(header, stages, width) {
  const { classes, side } = header;
  const inputSide = Math.floor(INPUT_SIDE / side) * side;
  const input = { kind: "input", layer: -1, unit: 0, rows: side, columns: side };
  const columns = [[{ ...input, x: 1, y: 4, width: inputSide, height: inputSide }]];
  const captions = [];
  let y = inputSide + 90; // below the input's controls
  const classStage = stages.at(-1);
  const add = (caption, tiles, height) => {
    if (caption) captions.push({ ...caption, x: 0, y: y - 17 });
    columns.push(...tiles);
    y += height + 26;
  };
  for (const group of groupsOfStages(stages.slice(0, -1))) add(...placedGroup(group, y, width));
  columns.push(classRows(classStage, inputSide + 14, width, inputSide));
  const explanation = { x: 0, y: y - 14, width, height: 236 };
  y += explanation.height;
  const scores = { x: 0, y };
  const curve = { x: 4, y: y + 66, width: width - 12, height: 84 };
  const testsTop = curve.y + curve.height + 50;
  const across = width / TESTS_ACROSS;
  const tests = testTiles(4, testsTop, across, across + 7, across - 8);
  const classTop = testsTop + (SHOWN_TESTS / TESTS_ACROSS) * (across + 7) + 34;
  const byClass = { x: 0, y: classTop, width, height: 76, pitch: Math.min(width / classes.length, 70) };
  const height = Math.round(classTop + 100);
  return {
    narrow: true,
    width,
    height,
    columns,
    captions,
    lines: [],
    input: columns[0][0],
    explanation,
    scores,
    curve,
    tests,
    testsTitle: { x: 0, y: testsTop - 19 },
    byClass,
  };
}

// A convolution's kernels, maps and pooled maps belong together.
function groupsOfStages(stages) {
  const groups = [];
  for (const stage of stages) {
    const goesOn = stage.kind === "pool" || (stage.kind === "map" && groups.at(-1)?.[0].kind === "kernel");
    if (goesOn && groups.at(-1).length < 3) groups.at(-1).push(stage);
    else groups.push([stage]);
  }
  return groups;
}

// Return the caption, the columns of tiles, and the height of a group of stages that begins at y.
function placedGroup(group, y, width) {
  const named = (name) => group.find(({ kind }) => kind === name);
  const caption = { title: group.map(({ title, size }) => `${title} ${size}`).join(" · "), size: "" };
  const map = named("map");
  if (!map) return [caption, [strip(group[0], y, width)], 16];
  const cell = (width - (ACROSS - 1) * GAP) / ACROSS;
  const [kernel, pool] = [named("kernel"), named("pool")];
  const mapSide = Math.floor(Math.min(cell, LARGEST_MAP));
  const poolSide = Math.floor(Math.min(cell - KERNEL - 8, 46));
  const above = kernel || pool ? Math.max(kernel ? KERNEL : 0, pool ? poolSide : 0) + 4 : 0;
  const pitch = above + mapSide + 12;
  const place = (stage, dx, dy, side) =>
    tilesOf(stage).map((tile, k) => ({
      ...tile,
      x: Math.round((k % ACROSS) * (cell + GAP) + dx) + 1,
      y: Math.round(y + Math.floor(k / ACROSS) * pitch + dy),
      width: side,
      height: side,
    }));
  const tiles = [];
  if (kernel) tiles.push(place(kernel, 0, 0, KERNEL));
  tiles.push(place(map, 0, above, mapSide));
  if (pool) tiles.push(place(pool, kernel ? KERNEL + 5 : 0, 0, poolSide));
  return [caption, tiles, Math.ceil(map.count / ACROSS) * pitch - 12];
}

// Values in a row from left to right.
function strip(stage, y, width) {
  const tiles = tilesOf(stage);
  return tiles.map((tile, k) => ({
    ...tile,
    rows: 1,
    columns: tile.rows,
    x: 1 + (k * (width - 2)) / tiles.length,
    y,
    width: (width - 2) / tiles.length,
    height: 16,
  }));
}

function classRows(stage, x, width, height) {
  const pitch = Math.min(height / stage.count, 30);
  return tilesOf(stage).map((tile, k) => ({ ...tile, x, y: 4 + k * pitch, width: width - x, height: pitch - 1 }));
}
