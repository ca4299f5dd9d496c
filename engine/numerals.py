"""Numbers as text, in one way everywhere: 1 250, 0.5, −1.25, 8·10⁻⁶. What is written here can be typed in again.

A comma would mean thousands to some readers and decimals to others, so that groups of digits have a narrow space
between them, as ISO 80000-1 has it.
"""

import math

GROUP_MARK = "\u202f"  # a narrow space at which no line is broken
MINUS = "−"
SMALLEST, LARGEST = -5, 7  # powers of ten: a number outside is written with one
EXACT = 12  # significant digits, as many as a person types

_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def grouped(value: float) -> str:
    """Return a number, rounded to a whole one, with its digits in groups of three: 1 234 567."""
    return f"{round(value):,}".replace(",", GROUP_MARK).replace("-", MINUS)


def power_of_ten(exponent: int) -> str:
    """Return 10 with an exponent: 10⁻⁶."""
    return f"10{str(exponent).translate(_SUPERSCRIPTS)}"


def significant(value: float, digits: int = 3) -> str:
    """Return a number rounded to so many significant digits, without zeros at its end: 0.25, 1 230, 1.5·10⁻⁷.

    "∞" stands for what is not finite, and "–" for NaN.
    """
    if math.isnan(value):
        return "–"
    sign = MINUS if value < 0 else ""
    if math.isinf(value):
        return f"{sign}∞"
    if value == 0:
        return "0"
    mantissa, exponent = f"{abs(value):.{digits - 1}e}".split("e")
    power = int(exponent)
    if not SMALLEST <= power < max(LARGEST, digits):
        return f"{sign}{_without_zeros(mantissa)}·{power_of_ten(power)}"
    whole, _, decimals = f"{float(f'{mantissa}e{power}'):.{max(digits - 1 - power, 0)}f}".partition(".")
    return _without_zeros(f"{sign}{grouped(int(whole))}.{decimals}")


def plain(value: float) -> str:
    """Return a number that a person has set, as exactly as it can be typed: 0.03, 500, 1·10⁻⁸."""
    return grouped(value) if abs(value) < 10**EXACT and value == round(value) else significant(value, EXACT)


def _without_zeros(text: str) -> str:
    """Return a number without the zeros at the end of its decimals, and without a point at the end."""
    return text.rstrip("0").rstrip(".") if "." in text else text
