"""Numbers as short text, as live/numbers.js writes them: tests/pictures/numbers.json holds both to the same text."""

from decimal import ROUND_HALF_UP, Decimal

import numpy as np

from engine.numerals import MINUS, grouped, power_of_ten, significant
from pictures.constants import LARGEST_NUMBER


def _fixed(value: float | Decimal, places: int) -> str:
    """Return a number with a fixed number of decimal places; ties are rounded up, as by JavaScript's toFixed."""
    exact = value if isinstance(value, Decimal) else Decimal(float(value))
    return str(exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)).replace("-", MINUS)


def _scientific(value: float) -> str:
    """Return a large number as 1.2·10⁵; ties are rounded up, as by JavaScript's toExponential."""
    exact = Decimal(float(value))
    exponent = exact.adjusted()
    mantissa = _fixed(exact.scaleb(-exponent), 1)
    if mantissa == "10.0":
        mantissa, exponent = "1.0", exponent + 1
    return f"{mantissa}·{power_of_ten(exponent)}"


def digits(value: float | None) -> str:
    """Return a loss or a norm as short text; "–" stands for None and NaN, "∞" for what is too large to matter."""
    if value is None or np.isnan(value):
        return "–"
    if value > LARGEST_NUMBER:
        return "∞"
    if value >= 1e5:
        return _scientific(value)
    if 0 < value < 0.001:
        return "<0.0001" if value < 0.0001 else _fixed(value, 4)
    return grouped(int(_fixed(value, 0))) if value >= 100 else _fixed(value, 1 if value >= 10 else 3)


def magnitude(value: float) -> str:
    """Return a norm as text that stays readable where it is tiny, such as 8·10⁻⁶; "–" stands for NaN."""
    return significant(value, 1) if 0 < value < 0.001 else digits(value)


def per_cent(share: float) -> str:
    """Return a share from 0 to 1 as text in whole per cent; "–" stands for NaN."""
    return "–" if np.isnan(share) else f"{100 * share:.0f} %"
