// Numbers as short text. `digits` and `perCent` have twins in numbers.py; tests/pictures/numbers.json holds both to the
// same text.

import constants from "../constants.json" with { type: "json" };

// A loss or a norm as short text; "–" stands for a missing value.
export function digits(value) {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  if (value > constants.largestNumber) return "∞";
  if (value >= 1e5) return value.toExponential(1).replace("e+", "e");
  if (value > 0 && value < 0.001) return value < 0.0001 ? "<0.0001" : value.toFixed(4);
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(3);
}

// Whether there is no loss, for example without test points: it is sent as −1.
export const isMissing = (loss) => !(loss >= 0);

// A share from 0 to 1 as text, in tenths of a per cent.
export const perCent = (share) => `${(100 * share).toFixed(1)} %`;

// A whole number with a comma between groups of three digits.
export const grouped = (value) => String(value).replace(/\B(?=(\d{3})+$)/g, ",");

// A number with a fixed number of decimal places and a proper minus sign, which zero has not.
export const signed = (value, places = 2) => withMinus(value.toFixed(places));

// Text in which every hyphen before a number is a proper minus sign, and none stands before a zero.
export const withMinus = (text) =>
  String(text)
    .replace(/-(?=0(\.0*)?(?![\d.e]))/g, "")
    .replace(/-(?=[\d.])/g, "−");
