"""Numbers as short text, the same as live/numbers.js writes them: a test holds the two together."""

from decimal import ROUND_HALF_UP, Decimal

import numpy as np


def _fixed(value: float, places: int) -> str:
    """Write a number with a fixed number of decimal places; ties go up, as JavaScript's toFixed has them."""
    return str(Decimal(float(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


def digits(value: float | None) -> str:
    """Return a loss or a norm as short text; – is one that does not exist."""
    if value is None or np.isnan(value):
        return "–"
    if value > 1e30:
        return "∞"
    if value >= 1e5:
        mantissa, exponent = f"{value:.1e}".split("e")
        return f"{mantissa}e{int(exponent)}"
    if 0 < value < 0.001:
        return "<0.0001" if value < 0.0001 else _fixed(value, 4)
    return _fixed(value, 0 if value >= 100 else 1 if value >= 10 else 3)


def per_cent(share: float) -> str:
    """Return a share as text in whole per cent; – where there is none."""
    return "–" if np.isnan(share) else f"{100 * share:.0f} %"
