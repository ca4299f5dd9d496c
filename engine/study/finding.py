"""What a diagnosis says: a problem with its numbers, and one thing to try."""

from typing import Any, NamedTuple

from engine.numerals import grouped


class Finding(NamedTuple):
    """A problem: its kind, in words with its numbers, a label for the remedy, the settings that the remedy changes."""

    kind: str
    text: str
    label: str
    changes: dict[str, Any]


def times(ratio: float) -> str:
    """Return a ratio in words, rounded to one digit: "1/20,000" or "20,000 times"."""
    rounded = float(f"{max(ratio, 1 / ratio):.1g}")
    return f"{grouped(rounded)} times" if ratio > 1 else f"1/{grouped(rounded)}"
