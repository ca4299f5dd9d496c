// Positions of the picture's parts in pixels, on a wide screen: functions of a Frame's header and a size alone. A layout
// has columns of tiles, in the order of the keyboard, and boxes for everything else.

import { narrowLayout } from "./layout_narrow.js";
import { SHOWN_TESTS, stagesOf, TESTS_ACROSS, testTiles, tilesOf } from "./stages.js";

const NARROW_BELOW = 800; // px, the width below which the parts stand one below the other
const CONTROLS = 250; // px of the page's controls above the picture
const LEAST_HEIGHT = 520; // px
const LEAST_ZOOMED = 430; // px; on a projector the picture may be lower, so that it stays on the first screen
const LEAST_UNDER_TASK = 430; // px
const LOW_BELOW = 545; // px, the height below which the scores are closer to each other
const LARGEST_HEIGHT = 760; // px
const TOP = 38; // px, below the captions
const EXPLANATION = 122; // px, the height of the box that explains a value
const IN_A_COLUMN = 8; // tiles; of more there are two beside each other
const BESIDE = 5; // px between two tiles beside each other
const BELOW = 7; // px between two tiles below each other
const INPUT = 160; // px
const INPUT_CONTROLS = 104; // px, the height of what stands below the input
// The largest tile of each stage, the least space before it, and its share of what space is left, in px.
const SIZES = {
  kernel: { largest: 40, gap: 40, share: 1 },
  map: { largest: 66, gap: 30, share: 1 },
  pool: { largest: 40, gap: 26, share: 1 },
  strip: { largest: 13, gap: 26, share: 0.8 },
  units: { largest: 15, gap: 64, share: 2.4 },
  class: { largest: 172, gap: 80, share: 3 },
};
const WIDEST_CLASS = 210; // px of a class's name, bar and per cent
const CLASS_ROW = 43; // px
const ROW = 92; // px, the largest distance of two maps
const UNIT = 22; // px, the largest height of a dense unit

// On a projector `outside` is all that the page has above the picture and below it; elsewhere `above` is what a task takes of it.
export function layoutOf(header, width, windowHeight, zoom, above = 0, outside = CONTROLS + above) {
  const stages = stagesOf(header);
  if (width < NARROW_BELOW) return narrowLayout(header, stages, width);
  const room = windowHeight / zoom - outside;
  const least = zoom > 1 ? LEAST_ZOOMED : Math.max(LEAST_HEIGHT - above, LEAST_UNDER_TASK);
  const height = Math.round(Math.min(Math.max(room, least), LARGEST_HEIGHT)); // so that canvases are sharp
  const side = Math.round(Math.min(Math.max(width * 0.26, 250), 320));
  const left = width - side - 26; // the width of the diagram
  return {
    narrow: false,
    low: height < LOW_BELOW,
    width,
    height,
    ...diagram(header, stages, left - 2, TOP, height - EXPLANATION - 10),
    explanation: { x: 0, y: height - EXPLANATION, width: left, height: EXPLANATION },
    ...beside(header, width - side, side, height),
  };
}

// The stages from left to right, as large as there is room for.
function diagram(header, stages, width, top, bottom) {
  let shares = 0;
  let space = 0;
  let sizes = [];
  let input = 0;
  for (let factor = 1; factor > 0.4; factor -= 0.04) {
    input = Math.floor((INPUT * Math.max(factor, 0.6)) / header.side) * header.side;
    sizes = stages.map((stage) => sizeOf(stage, bottom - top, factor));
    shares = stages.reduce((sum, { kind }) => sum + SIZES[kind].share, 0);
    space =
      width -
      input -
      stages.reduce((sum, { kind }, i) => sum + sizes[i].width + SIZES[kind].gap * Math.sqrt(factor), 0);
    if (space >= 0) {
      space += stages.reduce((sum, { kind }) => sum + SIZES[kind].gap * (Math.sqrt(factor) - 1), 0);
      break;
    }
  }
  const middle = (top + bottom) / 2;
  const inputTop = Math.round(Math.max(top, middle - (input + INPUT_CONTROLS) / 2));
  const tile = { kind: "input", layer: -1, unit: 0, rows: header.side, columns: header.side };
  const columns = [[{ ...tile, x: 1, y: inputTop, width: input, height: input }]];
  const captions = [{ x: input / 2, title: "Input", size: `${header.side} × ${header.side}` }];
  const wider = Math.min(Math.max(space * 0.3, 0), WIDEST_CLASS - SIZES.class.largest);
  let x = input + 1;
  stages.forEach((stage, i) => {
    x += SIZES[stage.kind].gap + ((space - wider) * SIZES[stage.kind].share) / shares;
    const size = { ...sizes[i], width: sizes[i].width + (stage.kind === "class" ? wider : 0) };
    columns.push(placed(stage, size, Math.round(x), top, bottom));
    captions.push({ x: x + size.width / 2, title: stage.title, size: stage.size });
    x += size.width;
  });
  return { columns, captions, captionY: 4, lines: linesOf(columns), input: columns[0][0] };
}

function sizeOf({ kind, count }, height, factor) {
  const { largest } = SIZES[kind];
  if (kind === "strip" || kind === "units") return { across: 1, tile: largest, width: largest };
  if (kind === "class") return { across: 1, tile: 0, width: Math.max(largest * factor, 120) };
  const across = count > IN_A_COLUMN ? 2 : 1;
  const tile = Math.round(Math.min(largest, height / Math.ceil(count / across) - BELOW) * factor);
  return { across, tile, width: across * tile + (across - 1) * BESIDE };
}

// The tiles of a stage, centred between top and bottom.
function placed(stage, { across, tile, width }, x, top, bottom) {
  const { kind, count, rows } = stage;
  const room = bottom - top;
  const middle = (top + bottom) / 2;
  if (kind === "units") {
    const height = Math.min(rows * UNIT, room);
    return tilesOf(stage).map((each) => ({ ...each, x, y: Math.round(middle - height / 2), width, height }));
  }
  const down = Math.ceil(count / across);
  const pitch = Math.min(room / down, kind === "class" ? CLASS_ROW : ROW);
  const high = kind === "class" ? pitch - 2 : kind === "strip" ? Math.min(Math.max(pitch - 6, pitch * 0.8), 60) : tile;
  return tilesOf(stage).map((each, k) => ({
    ...each,
    x: x + (k % across) * (tile + BESIDE),
    y: Math.round(middle + (Math.floor(k / across) - (down - 1) / 2) * pitch - high / 2),
    width: kind === "class" || kind === "strip" ? width : tile,
    height: high,
  }));
}

export const rightOf = ({ x, y, width, height }) => [x + width, y + height / 2];
export const leftOf = ({ x, y, height }) => [x, y + height / 2];

// The faint lines that say which tile goes into which, [x0, y0, x1, y1]; what goes into dense layers has edges of its own.
function linesOf(columns) {
  return columns.slice(1).flatMap((tiles, i) => {
    const before = columns[i];
    const { kind } = tiles[0];
    if (kind === "units" || kind === "class") return [];
    const all = before.length === 1 || (kind === "map" && before[0].kind !== "kernel");
    return tiles.flatMap((tile, k) => (all ? before : [before[k]]).map((from) => [...rightOf(from), ...leftOf(tile)]));
  });
}

// What stands on the right: scores, the loss curve, test images and the accuracy of each class.
function beside({ classes }, x, width, height) {
  const curve = { x: x + 116, y: 30, width: width - 118, height: Math.round(height * 0.2) };
  const classHeight = Math.round(height * 0.17);
  const testsTop = Math.max(curve.y + curve.height + 70, height < LOW_BELOW ? 200 : 216); // below the scores
  const across = width / TESTS_ACROSS;
  const down = Math.min((height - classHeight - 40 - testsTop) / (SHOWN_TESTS / TESTS_ACROSS), across + 10);
  return {
    scores: { x, y: 2 },
    curve,
    testsTitle: { x, y: testsTop - 18 },
    tests: testTiles(x, testsTop, across, down, Math.min(across - 7, down - 16)),
    byClass: {
      x,
      y: height - classHeight,
      width,
      height: classHeight - 16,
      pitch: Math.min(width / classes.length, 80),
    },
  };
}

// The left of a card, of a width, that is open beside the classes: it covers edges rather than maps.
export const cardLeft = ({ narrow, columns, input }, width) =>
  narrow ? 0 : Math.max(columns.at(-1)[0].x - width - 10, input.width + 16);

// The tile at a position, with the row and the column of its value there, or null.
export function tileAt({ columns, tests }, x, y) {
  for (const tile of [...columns.flat(), ...tests]) {
    const [right, down] = [(x - tile.x) / tile.width, (y - tile.y) / tile.height];
    if (right >= 0 && right < 1 && down >= 0 && down < 1)
      return { tile, row: Math.floor(down * tile.rows), column: Math.floor(right * tile.columns) };
  }
  return null;
}
