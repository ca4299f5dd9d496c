"""Images that a visitor has drawn, as a text short enough for an experiment and a link.

An image is its class's digit, then letters for its 8 × 8 pixels row by row: A to Q for the values 0 to 16, a to z for
2 to 27 white pixels in a row. Images are joined by dots.
"""

import re
from functools import lru_cache
from typing import Any

import numpy as np

from engine.data.datasets import Split, split_by_class
from engine.data.images.digits import LEVELS, SIDE

MAX_IMAGES = 200
MAX_CLASSES = 10
PIXELS = SIDE * SIDE
FIRST, FIRST_RUN = ord("A"), ord("a")
LONGEST_RUN = 27
CODE = re.compile(r"[A-Qa-z]{3,64}")


def encode(image: np.ndarray) -> str:
    """Return an image (8, 8) of values in [0, 1] as text. Raises ValueError for another shape or other values."""
    if image.shape != (SIDE, SIDE) or not ((image >= 0) & (image <= 1)).all():
        raise ValueError(f"an image must have 8 × 8 values in [0, 1], got the shape {image.shape}")
    levels = np.round(image * LEVELS).astype(int).ravel()
    text = "".join(chr(FIRST + level) for level in levels)
    return re.sub(f"A{{2,{LONGEST_RUN}}}", lambda run: chr(FIRST_RUN + len(run[0]) - 2), text)


@lru_cache(maxsize=512)
def decode(text: str) -> np.ndarray | None:
    """Return the image (8, 8) of a text, read-only; None for a text that `encode` does not write."""
    if not CODE.fullmatch(text):
        return None
    levels: list[int] = []
    for letter in text:
        levels += [0] * (ord(letter) - FIRST_RUN + 2) if letter >= "a" else [ord(letter) - FIRST]
    if len(levels) != PIXELS:
        return None
    image = np.array(levels, np.float32).reshape(SIDE, SIDE) / LEVELS
    image.flags.writeable = False
    return image if encode(image) == text else None


class Drawing:
    """The field of one drawn image, kept as its text; "" is none."""

    accepts = "a drawing of 8 × 8 pixels as a link writes it"

    def valid(self, value: Any) -> bool:
        return isinstance(value, str) and (not value or decode(value) is not None)

    def parse(self, text: str) -> tuple[str | None, bool]:
        return (text, True) if self.valid(text) else (None, False)

    def write(self, value: str) -> str:
        return value


class OwnImages:
    """The field of a visitor's own images with their classes, kept as their text."""

    accepts = f"up to {MAX_IMAGES} drawings of 8 × 8 pixels as a link writes them"

    def valid(self, value: Any) -> bool:
        return isinstance(value, str) and len(value) <= MAX_IMAGES * (PIXELS + 2) and self.parse(value) == (value, True)

    def parse(self, text: str) -> tuple[str | None, bool]:
        """Return the images that are well-formed; None if there are none."""
        kept = [part for part in text.split(".") if part[:1] in set("0123456789") and decode(part[1:]) is not None]
        value = ".".join(kept[:MAX_IMAGES])
        return (value or None, value == text) if text else ("", True)

    def write(self, value: str) -> str:
        return value

    def count(self, value: str) -> str:
        """Return how many images a valid value has, in words."""
        images = len(value.split(".")) if value else 0
        return f"{images} image{'s' * (images != 1)}"

    def whole_part(self, text: str) -> str:
        """Return a text that was cut within an image without this image."""
        return text.rpartition(".")[0]


def images(text: str) -> tuple[np.ndarray, np.ndarray]:
    """Return images (8, 8, n) and classes (n,) of a valid text."""
    parts = [part for part in text.split(".") if part]
    pictures = [decode(part[1:]) for part in parts]
    stacked = np.stack([each for each in pictures if each is not None], axis=-1) if parts else np.empty((SIDE, SIDE, 0))
    return stacked, np.array([int(part[0]) for part in parts], int)


def count_classes(text: str) -> int:
    """Return the number of classes that the network needs for these images: the highest class + 1, at least 2."""
    return max(2, *(int(part[0]) + 1 for part in text.split(".") if part)) if text else 2


def split(text: str, train_share: float, rng: np.random.Generator) -> tuple[Split, Split]:
    """Return the (train, test) images (1, 8, 8, n) of a text; train_share is in per cent."""
    pictures, labels = images(text)
    return split_by_class(pictures[None], labels, count_classes(text), train_share, rng)
