// Numbers as short text. What is here is written alike by engine/numerals.py and pictures/numbers.py;
// tests/pictures/numbers.json holds both to the same text.

import constants from "../constants.json" with { type: "json" };

const GROUP_MARK = "\u202f"; // a narrow space at which no line is broken
const RAISED = { "-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹" };

// A loss or a norm as short text; "–" stands for a missing value.
export function digits(value) {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  if (value > constants.largestNumber) return "∞";
  if (value >= 1e5) return scientific(value, 1);
  if (value > 0 && value < 0.001) return value < 0.0001 ? "<0.0001" : value.toFixed(4);
  return value >= 100 ? grouped(value.toFixed(0)) : value >= 10 ? value.toFixed(1) : signed(value, 3);
}

// Whether there is no loss, for example without test points: it is sent as −1.
export const isMissing = (loss) => !(loss >= 0);

// A share from 0 to 1 as text, in tenths of a per cent.
export const perCent = (share) => `${(100 * share).toFixed(1)} %`;

// A number with a power of ten, such as 1.5·10⁻⁷, with so many decimal places.
export function scientific(value, places) {
  const [mantissa, exponent] = value.toExponential(places).split("e");
  return `${withMinus(mantissa)}·10${[...String(+exponent)].map((sign) => RAISED[sign]).join("")}`;
}

// A number rounded to so many significant digits, without zeros at its end: 0.25, 1 230, 1.5·10⁻⁷.
export function significant(value, places = 3) {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "–" : value > 0 ? "∞" : "−∞";
  if (value === 0) return "0";
  const sign = value < 0 ? "−" : "";
  const [mantissa, exponent] = Math.abs(value)
    .toExponential(places - 1)
    .split("e");
  if (exponent < -5 || exponent >= Math.max(7, places))
    return sign + scientific(Math.abs(value), places - 1).replace(/\.?0*(?=·)/, "");
  const [whole, decimals = ""] = (+`${mantissa}e${exponent}`).toFixed(Math.max(places - 1 - exponent, 0)).split(".");
  return `${sign}${grouped(whole)}.${decimals}`.replace(/\.?0*$/, "");
}

// A whole number with a narrow space between groups of three digits: a comma would mean decimals to many.
export const grouped = (value) => String(value).replace(/\B(?=(\d{3})+$)/g, GROUP_MARK);

// A number with a fixed number of decimal places and a proper minus sign, which zero has not.
export const signed = (value, places = 2) => withMinus(value.toFixed(places));

// Text in which every hyphen before a number is a proper minus sign, and none stands before a zero.
export const withMinus = (text) =>
  String(text)
    .replace(/-(?=0(\.0*)?(?![\d.e]))/g, "")
    .replace(/-(?=[\d.])/g, "−");
