"""Points that a visitor has added or uploaded, as a text short enough for an Experiment and a link.

The text has a group for each class, joined by dots: the class's digit, then four letters for each
point, two for x1 and two for x2. A pair of letters is a number from 0 to 4095, for -REACH to REACH.
"""

import re
from functools import lru_cache
from typing import Any

import numpy as np

from engine.data.datasets import MAX_CLASSES, Split, split_by_class

REACH = 9.0  # points lie in [-REACH, REACH]², which is half as wide again as the plane
LEVELS = 4095
MAX_POINTS = 5000
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
GROUP = re.compile(rf"[0-{MAX_CLASSES - 1}]([A-Za-z0-9_-]{{4}})+")
_VALUE = np.full(128, -1)
_VALUE[[ord(letter) for letter in LETTERS]] = np.arange(64)


class OwnPoints:
    """The field of a visitor's own points, kept as their text."""

    accepts = f"up to {MAX_POINTS:,} points as a link writes them"

    def valid(self, value: Any) -> bool:
        if not isinstance(value, str) or len(value) > 4 * MAX_POINTS + 2 * MAX_CLASSES:
            return False
        return self.parse(value) == (value, True)

    def parse(self, text: str) -> tuple[str | None, bool]:
        """Return the well-formed groups in order of their class, the first of each class; None if there are none."""
        groups: dict[str, str] = {}
        left = MAX_POINTS
        for part in text.split("."):
            if GROUP.fullmatch(part) and part[0] not in groups and left:
                groups[part[0]] = part[: 1 + 4 * left]
                left -= len(groups[part[0]]) // 4
        value = ".".join(groups[digit] for digit in sorted(groups))
        return (None if text and not value else value), value == text

    def write(self, value: str) -> str:
        return value


def encode(points: np.ndarray, labels: np.ndarray) -> str:
    """Return the text of points (2, n) of classes (n,); coordinates beyond REACH are clipped.

    Points of a class keep their order. Raises ValueError for more than MAX_POINTS points, for a class
    beyond MAX_CLASSES and for coordinates that are not finite.
    """
    if len(labels) > MAX_POINTS:
        raise ValueError(f"there may be up to {MAX_POINTS:,} points, got {len(labels):,}")
    if len(labels) and not (np.isfinite(points).all() and labels.min() >= 0 and labels.max() < MAX_CLASSES):
        raise ValueError(f"points must be finite, and of a class from 0 to {MAX_CLASSES - 1}")
    levels = np.round((np.clip(points, -REACH, REACH) / REACH + 1) / 2 * LEVELS).astype(int)
    letters = np.stack([levels // 64, levels % 64], axis=-1)  # (2, n, 2)
    groups = []
    for label in np.unique(labels):
        text = "".join(LETTERS[i] for i in letters[:, labels == label].transpose(1, 0, 2).ravel())
        groups.append(f"{label}{text}")
    return ".".join(groups)


@lru_cache(maxsize=16)
def decode(text: str) -> tuple[np.ndarray, np.ndarray]:
    """Return points (2, n) and classes (n,) of a valid text. The arrays are cached and read-only."""
    points, labels = [np.empty((2, 0))], [np.empty(0, int)]
    for group in filter(None, text.split(".")):
        codes = _VALUE[np.frombuffer(group[1:].encode("ascii"), np.uint8)].reshape(-1, 2, 2)
        levels = codes[..., 0] * 64 + codes[..., 1]
        points.append((levels.T / LEVELS * 2 - 1) * REACH)
        labels.append(np.full(len(levels), int(group[0])))
    both = np.concatenate(points, axis=1), np.concatenate(labels)
    for array in both:
        array.flags.writeable = False
    return both


def count_classes(text: str) -> int:
    """Return the number of classes that the network needs for these points: the highest class + 1, at least 2."""
    return max(2, *(int(group[0]) + 1 for group in text.split(".") if group)) if text else 2


def split(text: str, train_share: float, rng: np.random.Generator) -> tuple[Split, Split]:
    """Return the (train, test) points of a text; train_share is in per cent."""
    points, labels = decode(text)
    return split_by_class(points, labels, count_classes(text), train_share, rng)
