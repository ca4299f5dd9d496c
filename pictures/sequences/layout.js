// Positions of the picture's parts in pixels: functions of a Frame's header and a size alone. Time runs to the right; the
// rows, from the input to the gradient, stand one below the other.

const NARROW_BELOW = 760; // px, the width below which what stands beside the rows stands below them
const CONTROLS = 255; // px of the page's controls above the picture
const HEIGHTS = [570, 780]; // px, the least and the largest height on a wide screen
const LEAST_ZOOMED = 430; // px; on a projector the picture may be lower, so that it stays on the first screen
const LEAST_UNDER_TASK = 440; // px
const LEAST_EMPTY = 250; // px, where there is nothing to learn from yet
const ASKING = 34; // px, the height of what chooses the sequence
const NOTE = { wide: 20, narrow: 54 }; // px, the height of the note on the data: a line, or three
const CARD = { wide: 110, narrow: 138 }; // px, the height of the box with the arithmetic
const INVITATION = { wide: 38, narrow: 56 }; // px, its height where there is no sequence: a sentence
// px, at most, that a message reaches below a wide box: so it covers the hint at the box's foot, and no number.
const OVERHANG = 32;
const GAP = 9; // px between two rows
const UNDER_SCORES = 46; // px from the top of the scores on a phone to what stands below them
const WIDEST_MOMENT = 58; // px
const WAVE = { narrow: 62, least: 26, largest: 128 }; // px, the height of a row with the values of all units
const LETTERS = 26; // px
const CURVE = 62; // px, the height of a row with numbers
const CLASS = 15; // px, the height of a symbol's row of probabilities
const TOP = 4; // symbols that are shown where there are many
const GRADIENT = 46; // px
export const ARROW = 22; // px below the gradient
export const MANY = 8; // symbols from which on only the most probable ones are shown

// Whether the most probable symbols of each moment are shown as letters, not a row for each symbol.
export const showsTop = ({ classes }) => classes.length > MANY;

// The rows of a Frame: their kind, their key and label, and their height, 0 for those that share what is left.
function rowsOf(frame) {
  if (!frame.waves.length) return [];
  const count = frame.is_number ? 0 : showsTop(frame) ? TOP : frame.classes.length;
  return [
    { kind: "input", label: frame.numbers ? "input" : "input xₜ", height: frame.numbers ? CURVE : LETTERS },
    ...frame.waves.map(([key, label]) => ({ kind: "wave", key, label, height: 0 })),
    { kind: "answers", label: answersLabel(frame), height: count ? Math.max(count, 2) * CLASS : CURVE },
    { kind: "gradient", label: "|∂L/∂hₜ|", height: GRADIENT },
  ];
}

function answersLabel({ data, is_number: isNumber, each_moment: isAskedAlways, classes }) {
  if (isNumber) return isAskedAlways ? classes[0] : `${classes[0]}, if asked now`;
  if (!isAskedAlways) return "answer, if asked now";
  return ["text", "own", "anbn"].includes(data) ? "p(next)" : "p(answer)";
}

// On a projector `outside` is all that the page has above the picture and below it; elsewhere `above` is what a task takes of it.
export function layoutOf(frame, width, windowHeight, zoom, above = 0, outside = CONTROLS + above) {
  const narrow = width < NARROW_BELOW;
  const room = windowHeight / zoom - outside;
  const usual = zoom > 1 ? LEAST_ZOOMED : Math.max(HEIGHTS[0] - above, LEAST_UNDER_TASK);
  const least = frame.waves.length ? usual : LEAST_EMPTY;
  const side = narrow ? width : Math.round(Math.min(Math.max(width * 0.27, 250), 330));
  const left = narrow ? width : width - side - 28; // the width of the rows
  const height = Math.round(Math.min(Math.max(room, least), HEIGHTS[1]));
  const [label, names] = narrow ? [70, 22] : [126, 30];
  const moments = Math.max(frame.letters.length || frame.numbers?.[0][1].length || 1, 1);
  const pitch = Math.min((left - label - names) / moments, WIDEST_MOMENT);
  const rows = rowsOf(frame);
  const size = narrow ? "narrow" : "wide";
  const noteY = narrow ? ASKING * 2 : ASKING;
  const top = noteY + NOTE[size] + 6;
  const cardHeight = (rows.length ? CARD : INVITATION)[size];
  const fixed = rows.reduce((sum, row) => sum + row.height + GAP, top + ARROW + cardHeight + GAP);
  const share = (height - fixed) / Math.max(frame.waves.length, 1);
  const wave = narrow ? WAVE.narrow : Math.floor(Math.min(Math.max(share, WAVE.least), WAVE.largest));
  let y = top;
  for (const row of rows) {
    Object.assign(row, { x: label, y, width: moments * pitch, height: row.height || wave });
    y += row.height + GAP;
  }
  const bottom = y - GAP + ARROW;
  const card = { x: 0, y: rows.length ? bottom + GAP : top, width: left, height: cardHeight };
  const common = { narrow, noteY, noteHeight: NOTE[size], width, moments, pitch, label, rows, card, left };
  return narrow ? narrowSide(common, frame) : wideSide(common, side, Math.max(height, card.y + card.height), frame);
}

// What stands beside the rows: scores, the loss curve, and the unit that is followed, or samples of a text.
function wideSide(layout, side, height, frame) {
  const x = layout.width - side;
  const curve = { x, y: 156, width: side, height: 92 };
  const below = curve.y + curve.height + 52;
  const foot = layout.card.y + layout.card.height;
  const overhang = Math.min(Math.max(height - foot, 8), OVERHANG);
  return {
    ...layout,
    height,
    message: { bottom: height - foot - overhang, right: layout.width - layout.left + 8 },
    scores: { x, y: 0, width: side },
    curve,
    unit: frame.samples?.texts ? null : { x, y: below, width: side - 4, height: Math.min(130, height - below - 24) },
    samples: frame.samples?.texts ? { x, y: below - 18, width: side, height: height - below + 18 } : null,
  };
}

function narrowSide(layout, frame) {
  const { width, card } = layout;
  const scores = { x: 0, y: card.y + card.height + 12, width };
  const curve = { x: 4, y: scores.y + 92, width: width - 8, height: 84 };
  const below = curve.y + curve.height + 52;
  const samples = frame.samples?.texts ? { x: 0, y: below - 18, width, height: 250 } : null;
  const unit = samples ? null : { x: 4, y: below, width: width - 8, height: 96 };
  const message = { top: scores.y + UNDER_SCORES, right: 8 }; // between the scores and the curve, so that it covers no number
  return { ...layout, scores, curve, unit, samples, message, height: below + (samples ? 240 : 124) };
}

// The moment and the unit at a position, both from 1: {moment, unit}; unit is null outside of the waves, and the whole is
// null outside of the rows.
export function placeAt(layout, frame, x, y) {
  const row = layout.rows.find((each) => y >= each.y && y < each.y + each.height);
  const moment = Math.floor((x - layout.label) / layout.pitch) + 1;
  if (!row || moment < 1 || moment > layout.moments) return null;
  const unit = row.kind === "wave" ? Math.floor(((y - row.y) / row.height) * frame.units) + 1 : null;
  return { moment, unit, key: row.key };
}
