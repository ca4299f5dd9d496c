"""Handwritten digits of 8 × 8 pixels.

digits.npz holds the test set of "Optical Recognition of Handwritten Digits" by E. Alpaydin and C. Kaynak (1998), UCI
Machine Learning Repository, https://doi.org/10.24432/C50P49, licence CC BY 4.0, as scikit-learn ships it. The authors
counted the black pixels of each block of 4 × 4 in a drawing of 32 × 32, so a value is a whole number from 0 to 16.
"""

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

SIDE = 8  # pixels
LEVELS = 16  # the largest value of a pixel
FILE = Path(__file__).with_name("digits.npz")


class Digits(NamedTuple):
    """Images (8, 8, n) with values in [0, 1], white to black, and their digits (n,)."""

    images: np.ndarray
    labels: np.ndarray


@lru_cache(maxsize=1)
def digits() -> Digits:
    """Return all 1,797 digits, in the order of the file. The arrays are cached and read-only."""
    with np.load(FILE) as file:
        images = np.ascontiguousarray(file["images"].transpose(1, 2, 0), np.float32) / LEVELS
        labels = file["labels"].astype(int)
    images.flags.writeable = labels.flags.writeable = False
    return Digits(images, labels)
