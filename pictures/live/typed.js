// Numbers as people type them, and as fields show them. ui/visit/typed_number.py reads the same;
// tests/pictures/typed.json holds both to it.

const TYPED_DECIMAL = /^(?:\d+|\d{1,3}(?:[ ']\d{3})+)(?:[.,]\d*)?$|^[.,]\d+$/;
const LOWERED = { "⁻": "-", "⁺": "+", "⁰": 0, "¹": 1, "²": 2, "³": 3, "⁴": 4, "⁵": 5, "⁶": 6, "⁷": 7, "⁸": 8, "⁹": 9 };
const LONGEST_TYPED = 40; // characters
const TYPED = /^([+-]?) ?([\d.,' ]*[\d.,])(?:e([+-]?\d{1,3})|( ?[·×*x] ?10)? ?(?:\^|\*\*) ?([+-]? ?\d{1,3}))?$/;

// Return the number that a text says: with a decimal point or comma, any minus sign, a fraction or a power; NaN if it
// says none, or could mean two.
export function typedNumber(text) {
  if (text.length > LONGEST_TYPED) return Number.NaN;
  const plain = text
    .replace(/[\u00a0\u2009\u202f]/g, " ")
    .replace(/[−–‒﹣－]/g, "-")
    .replace(/’/g, "'")
    .replace(/[⋅∙]/g, "·")
    .replace(/[⁻⁺⁰¹²³⁴⁵⁶⁷⁸⁹]+/g, (raised) => `^${[...raised].map((sign) => LOWERED[sign]).join("")}`)
    .trim()
    .toLowerCase();
  const parts = plain.split("/");
  if (parts.length > 2) return Number.NaN;
  const [top, below = 1] = parts.map((part, i) => sideOf(i ? part.trimStart() : part.replace(/ $/, "")));
  const result = top / below;
  return Number.isFinite(result) && below !== 0 ? result : Number.NaN;
}

// The value of what stands on one side of a fraction's stroke.
function sideOf(text) {
  const match = TYPED.exec(text);
  if (!match || !TYPED_DECIMAL.test(match[2])) return Number.NaN;
  const [, sign, written, tens, times, power] = match;
  const digits = written.replace(/[ ']/g, "").replace(",", ".");
  const exponent = power?.replace(" ", "");
  const size = exponent && !times ? Number(digits) ** exponent : Number(`${digits}e${+(exponent ?? tens ?? 0)}`);
  return sign === "-" ? -size : size;
}

// Return the sentence for a text that says no number.
export const complaintOf = (text) =>
  `“${text.trim().slice(0, LONGEST_TYPED)}” cannot be read as a number. Type it like -1.25, -1,25, -5/4 or 2·10^-3.`;
