"""Points that a visitor has added or uploaded, as a text short enough for an Experiment and a link.

Classes have a group each, joined by dots: the class's digit, then four letters for each point, two for x1 and two for
x2. Values, for a regression, are one group: v, then six letters for each point, the last two for its value. A pair of
letters is a number from 0 to 4095, for -REACH to REACH, or for -VALUE_REACH to VALUE_REACH.
"""

import re
from functools import lru_cache
from typing import Any

import numpy as np

from engine.data.datasets import MAX_CLASSES, Split, split_by_class
from engine.numerals import grouped

REACH = 9.0  # points lie in [-REACH, REACH]², which is half as wide again as the plane
VALUE_REACH = 1.8  # values of a regression lie in [-VALUE_REACH, VALUE_REACH]; the colours end at -1 and 1
LEVELS = 4095
MAX_POINTS = 5000
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
VALUES = "v"  # begins the group of a regression
GROUP = re.compile(rf"[0-{MAX_CLASSES - 1}]([A-Za-z0-9_-]{{4}})+|{VALUES}([A-Za-z0-9_-]{{6}})*")
_VALUE = np.full(128, -1)
_VALUE[[ord(letter) for letter in LETTERS]] = np.arange(64)


class OwnPoints:
    """The field of a visitor's own points, kept as their text."""

    accepts = f"up to {grouped(MAX_POINTS)} points as a link writes them"

    def valid(self, value: Any) -> bool:
        if not isinstance(value, str) or len(value) > 6 * MAX_POINTS + 2 * MAX_CLASSES:
            return False
        return self.parse(value) == (value, True)

    def parse(self, text: str) -> tuple[str | None, bool]:
        """Return the well-formed groups in order of their class, the first of each class; None if there are none.

        Where classes and values are mixed, those of the other kind than the first are left out.
        """
        groups: dict[str, str] = {}
        left = MAX_POINTS
        for part in text.split("."):
            is_new = GROUP.fullmatch(part) and part[0] not in groups and left
            if is_new and (not groups or is_regression(part) == (VALUES in groups)):
                letters = _letters(part)
                groups[part[0]] = part[: 1 + letters * left]
                left -= len(groups[part[0]]) // letters
        value = ".".join(groups[digit] for digit in sorted(groups))
        return (None if text and not value else value), value == text

    def write(self, value: str) -> str:
        return value

    def count(self, value: str) -> str:
        """Return how many points a valid value has, in words."""
        return f"{grouped(count(value))} point{'s' * (count(value) != 1)}"

    def whole_part(self, text: str) -> str:
        """Return a text that was cut within a point without this point."""
        before, dot, last = text.rpartition(".")
        kept = max(len(last) - 1, 0) // _letters(last) * _letters(last)
        return f"{before}{dot}{last[: 1 + kept]}" if kept else before


def is_regression(text: str) -> bool:
    """Return whether a text has values instead of classes."""
    return text.startswith(VALUES)


def _letters(text: str) -> int:
    """Return how many letters a point has."""
    return 6 if is_regression(text) else 4


def encode(points: np.ndarray, labels: np.ndarray) -> str:
    """Return the text of points (2, n) of classes (n,); coordinates beyond REACH are clipped.

    Points of a class keep their order. Raises ValueError for more than MAX_POINTS points, for a class
    beyond MAX_CLASSES and for coordinates that are not finite.
    """
    _check(points, labels)
    if len(labels) and not (labels.min() >= 0 and labels.max() < MAX_CLASSES):
        raise ValueError(f"points must be of a class from 0 to {MAX_CLASSES - 1}")
    numbers = levels(points)
    return ".".join(f"{label}{_text(numbers[:, labels == label])}" for label in np.unique(labels))


def encode_values(points: np.ndarray, values: np.ndarray) -> str:
    """Return the text of points (2, n) with values (n,) in their order; what is beyond its reach is clipped.

    Raises ValueError for more than MAX_POINTS points, and for numbers that are not finite.
    """
    _check(points, values)
    return VALUES + _text(np.concatenate([levels(points), levels(values[None], VALUE_REACH)]))


def levels(numbers: np.ndarray, reach: float = REACH) -> np.ndarray:
    """Return the numbers, from 0 to LEVELS, that stand for coordinates, or for values with their reach."""
    return np.round((np.clip(numbers, -reach, reach) / reach + 1) / 2 * LEVELS).astype(int)


def _check(points: np.ndarray, labels: np.ndarray) -> None:
    if len(labels) > MAX_POINTS:
        raise ValueError(f"there may be up to {grouped(MAX_POINTS)} points, got {grouped(len(labels))}")
    if not (np.isfinite(points).all() and np.isfinite(labels).all()):
        raise ValueError("points must be finite")


def _text(numbers: np.ndarray) -> str:
    """Return the letters of levels (rows, n), point by point."""
    letters = np.stack([numbers // 64, numbers % 64], axis=-1)  # (rows, n, 2)
    return "".join(LETTERS[i] for i in letters.transpose(1, 0, 2).ravel())


@lru_cache(maxsize=16)
def decode(text: str) -> tuple[np.ndarray, np.ndarray]:
    """Return points (2, n) and classes, or values, (n,) of a valid text. The arrays are cached and read-only."""
    rows, labels = [np.empty((_letters(text) // 2, 0))], [np.empty(0, int)]
    for group in filter(None, text.split(".")):
        codes = _VALUE[np.frombuffer(group[1:].encode("ascii"), np.uint8)].reshape(-1, _letters(text) // 2, 2)
        rows.append(((codes[..., 0] * 64 + codes[..., 1]).T / LEVELS * 2 - 1) * REACH)
        labels.append(np.full(len(codes), 0 if is_regression(text) else int(group[0])))
    numbers = np.concatenate(rows, axis=1)
    both = numbers[:2], numbers[2] * (VALUE_REACH / REACH) if is_regression(text) else np.concatenate(labels)
    for array in both:
        array.flags.writeable = False
    return both


def count(text: str) -> int:
    """Return the number of points of a valid text."""
    return sum(len(group) // _letters(text) for group in text.split("."))


def count_classes(text: str) -> int:
    """Return the number of classes that the network needs for these points: the highest class + 1, at least 2.

    It is 0 for values.
    """
    if is_regression(text):
        return 0
    return max(2, *(int(group[0]) + 1 for group in text.split(".") if group)) if text else 2


def split(text: str, train_share: float, rng: np.random.Generator) -> tuple[Split, Split]:
    """Return the (train, test) points of a text; train_share is in per cent."""
    points, labels = decode(text)
    return split_by_class(points, labels, count_classes(text), train_share, rng)
