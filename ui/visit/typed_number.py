"""Reads a number as people type it: "−1.25", "-1,25", "-5/4", "1 250", "3e-4", "3·10⁻⁴", with or without its unit.

What could mean two things is not read: "1,250.5" and "1.250,5" group the digits in two ways, and "1 1/4" would be
11/4 without its space. pictures/live/typed.js reads the same in a browser: tests/pictures/typed.json holds both to it.
"""

import math
import re

LONGEST = 40  # characters; no number that a person types is longer
MINUS_SIGNS = "−–‒﹣－"  # of mathematics, of dashes, and of keyboards with wide characters
SPACES = " \u00a0\u2009\u202f"  # the usual one, and those that typesetting puts between groups of digits
SUPERSCRIPTS = "⁻⁺⁰¹²³⁴⁵⁶⁷⁸⁹"
EXAMPLES = "-1.25, -1,25, -5/4 or 2·10^-3"

# Digits in one piece or in groups of three after the first, and decimals after a point or a comma.
_DECIMAL = r"(?:[0-9]+|[0-9]{1,3}(?:[ '][0-9]{3})+)(?:[.,][0-9]*)?|[.,][0-9]+"
_POWER = r"(?:\^|\*\*) ?(?P<power>[+-]? ?[0-9]{1,3})"
_NUMBER = re.compile(
    rf"(?P<sign>[+-]?) ?(?P<top>{_DECIMAL})"
    rf"(?:e(?P<tens>[+-]?[0-9]{{1,3}})|(?P<times> ?[·×*x] ?10)? ?{_POWER})?(?: ?/ ?(?P<below>.+))?"
)
_TO_PLAIN = (
    dict.fromkeys(map(ord, SPACES), " ")
    | dict.fromkeys(map(ord, MINUS_SIGNS), "-")
    | {ord("’"): "'", ord("⋅"): "·", ord("∙"): "·"}
)
_RAISED = re.compile(f"[{SUPERSCRIPTS}]+")
_LOWERED = str.maketrans(SUPERSCRIPTS, "-+0123456789")


def read(text: str | None, unit: str = "") -> float | None:
    """Return the number that a text says, or None if it says none; the text may end in the unit, such as "%"."""
    if text is None or len(text) > LONGEST:
        return None
    plain = _RAISED.sub(lambda raised: f"^{raised[0].translate(_LOWERED)}", text.translate(_TO_PLAIN))
    plain = plain.strip().lower()
    if unit:
        plain = plain.removesuffix(unit.lower()).rstrip()
    value = _value(plain)
    return value if value is not None and math.isfinite(value) else None


def _value(text: str) -> float | None:
    match = _NUMBER.fullmatch(text)
    if not match:
        return None
    value = _top(match)
    below = match["below"]
    if below is None:
        return value
    divisor = None if "/" in below else _value(below)
    return value / divisor if divisor else None


def _top(match: re.Match[str]) -> float:
    """Return what stands before a stroke: 5, 5e-4, 5·10^-4 or 2^-4; the sign is that of all of it."""
    digits = re.sub("[ ']", "", match["top"]).replace(",", ".")
    sign = -1 if match["sign"] == "-" else 1
    if match["power"] is None:
        return sign * float(f"{digits}e{match['tens'] or 0}")
    power = int(match["power"].replace(" ", ""))
    if match["times"]:
        return sign * float(f"{digits}e{power}")
    try:
        return float(sign * float(digits) ** power)
    except (OverflowError, ZeroDivisionError):
        return math.inf


def complaint(text: str) -> str:
    """Return the sentence for a text that says no number."""
    return f"“{text.strip()[:LONGEST]}” cannot be read as a number. Type it like {EXAMPLES}."
