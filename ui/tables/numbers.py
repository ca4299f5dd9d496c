"""Cells as numbers: decimal point or comma, thousands marks, typographic signs, per cent and currency signs."""

import math
import re
import unicodedata
from collections.abc import Iterable

import numpy as np

LARGEST = 1e100  # a larger number is as good as infinite: its square would be
MISSING = frozenset(
    ["", "na", "n/a", "#n/a", "nan", "-nan", "null", "none", "nil", "?", "-", "--", "–", "—", ".", "..", "*", "missing"]
)
NO_LABEL = MISSING - {"none", "*", "nil"}  # these can be names of classes
SIGNS = str.maketrans({"−": "-", "–": "-", "‐": "-", "‑": "-", "’": "'", "\u00a0": " ", "\u202f": " ", "\u2009": " "})
UNITS = re.compile(r"^[$€£¥]\s*|\s*[%€$£¥]$")
PLAIN = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eEdD][+-]?[0-9]{1,4})?")
SPACED = re.compile(r"(?<=[0-9])[ '](?=[0-9]{3}(?![0-9]))")
GROUPS = {mark: re.compile(rf"[+-]?[1-9][0-9]{{0,2}}([{mark}][0-9]{{3}})+") for mark in ".,"}
EXPONENT = re.compile(r"[0-9]*([eE][+-]?[0-9]+)?")  # what may follow a decimal mark
LONGEST = 60  # characters of a number; longer cells are text
SAMPLE = 20_000  # cells from which the decimal mark is guessed
NAN = float("nan")


def is_missing(cell: str) -> bool:
    """Return whether a cell says that there is no number."""
    return cell.strip().lower() in MISSING


def number(cell: str, decimal: str) -> float:
    """Return the number of a cell, NaN if it is none, infinity if it is too large; decimal is "." or ","."""
    if len(cell) > LONGEST:
        return NAN
    if cell.isascii() and PLAIN.fullmatch(cell) and (decimal == "." or "." not in cell):
        return _float(cell)
    text = UNITS.sub("", unicodedata.normalize("NFKC", cell.translate(SIGNS)).strip()).strip()
    if text.lower() in ("inf", "+inf", "-inf", "infinity", "-infinity", "∞", "-∞"):
        return math.inf
    text = SPACED.sub("", text).replace("- ", "-")
    mark = "," if decimal == "." else "."  # of thousands
    whole, point, rest = text.partition(decimal)
    if GROUPS[mark].fullmatch(whole):
        whole = whole.replace(mark, "")
    elif point and mark in whole:
        return NAN
    text = f"{whole}.{rest}" if point else whole
    return _float(text) if text.isascii() and PLAIN.fullmatch(text) else NAN


def _float(text: str) -> float:
    value = float(text.replace("d", "e").replace("D", "e"))
    return value + 0.0 if abs(value) <= LARGEST else math.inf


def column(cells: list[str], decimal: str) -> np.ndarray:
    """Return the numbers of a column, NaN where there is none, infinity where it is too large."""
    known = {cell: number(cell, decimal) for cell in set(cells)}
    return np.array([known[cell] for cell in cells], float)


def guess_decimal(cells: Iterable[str]) -> str:
    """Return the decimal mark, "." or ",", of a file with these cells.

    A comma before three digits may be either mark. Where no cell tells, it separates thousands, unless all such numbers
    have one digit before it: a list of numbers from 1,000 to 9,999 is rarer than one of numbers below 10.
    """
    votes = {".": 0, ",": 0}
    longest = 0  # digits before a comma that may be either mark
    for _, cell in zip(range(SAMPLE), cells, strict=False):
        text = UNITS.sub("", cell.translate(SIGNS).strip())
        if len(text) > LONGEST:
            continue
        if GROUPS[","].fullmatch(text):
            longest = max(longest, len(text.lstrip("+-")) - 4)
        for mark, other in ((",", "."), (".", ",")):
            whole, point, rest = text.rpartition(mark)
            digits = whole.lstrip("+-")
            if not point or not EXPONENT.fullmatch(rest) or GROUPS[mark].fullmatch(text):
                continue
            if not digits or digits.isdigit() or GROUPS[other].fullmatch(whole):
                votes[mark] += 1
    if not any(votes.values()):
        return "," if longest == 1 else "."
    return "," if votes[","] > votes["."] else "."


def example_of_thousands(cells: Iterable[str], decimal: str) -> str:
    """Return a cell in which marks of thousands were read, or nothing."""
    grouped = GROUPS["," if decimal == "." else "."]
    return next((cell for cell in cells if grouped.match(cell) and not np.isnan(number(cell, decimal))), "")
