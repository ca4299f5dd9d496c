"""Reads a number as people type it: "−1.25", "-1,25", "-5/4", "1 250", "3e-4", with or without its unit.

What could mean two things is not read: "1,250.5" and "1.250,5" group the digits in two ways, and "1 1/4" would be
11/4 without its space.
"""

import math
import re

LONGEST = 40  # characters; no number that a person types is longer
MINUS_SIGNS = "−–‒﹣－"  # of mathematics, of dashes, and of keyboards with wide characters
SPACES = " \u00a0\u2009\u202f"  # the usual one, and those that typesetting puts between groups of digits
EXAMPLES = "-1.25, -1,25 or -5/4"

# Digits in one piece or in groups of three after the first, and decimals after a point or a comma.
_DECIMAL = r"(?:[0-9]+|[0-9]{1,3}(?: [0-9]{3})+)(?:[.,][0-9]*)?|[.,][0-9]+"
_NUMBER = re.compile(rf"(?P<sign>[+-]?) ?(?P<top>{_DECIMAL})(?:e(?P<power>[+-]?[0-9]{{1,3}}))?(?: ?/ ?(?P<below>.+))?")


def read(text: str | None, unit: str = "") -> float | None:
    """Return the number that a text says, or None if it says none; the text may end in the unit, such as "%"."""
    if text is None or len(text) > LONGEST:
        return None
    plain = text.translate({ord(space): " " for space in SPACES} | {ord(sign): "-" for sign in MINUS_SIGNS})
    plain = plain.strip().lower()
    if unit:
        plain = plain.removesuffix(unit.lower()).rstrip()
    value = _value(plain)
    return value if value is not None and math.isfinite(value) else None


def _value(text: str) -> float | None:
    match = _NUMBER.fullmatch(text)
    if not match:
        return None
    sign, top, power, below = match.group("sign", "top", "power", "below")
    digits = top.replace(" ", "").replace(",", ".")
    value = float(f"{sign}{digits}e{power or 0}")
    if below is None:
        return value
    divisor = None if "/" in below else _value(below)
    return value / divisor if divisor else None


def complaint(text: str) -> str:
    """Return the sentence for a text that says no number."""
    return f"“{text.strip()[:LONGEST]}” cannot be read as a number. Type it like {EXAMPLES}."
