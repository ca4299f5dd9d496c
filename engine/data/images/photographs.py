"""Two small grey photographs, for kernels by hand: a temple and a flower, 96 × 96 pixels.

They are parts of the photographs that scikit-learn ships as china.jpg and flower.jpg, "released under a creative
commons license", CC BY 2.0: see CREDITS. Changed here: cut to a square of 384 pixels, made grey by 0.299 R + 0.587 G +
0.114 B, reduced by the mean of blocks of 4 × 4, and rounded to whole numbers from 0, black, to 255, white.
"""

from functools import lru_cache
from pathlib import Path

import numpy as np

SIDE = 96  # pixels
BRIGHTEST = 255
FILE = Path(__file__).with_name("photographs.npz")
LICENCE = "https://creativecommons.org/licenses/by/2.0/"
# For each photograph: what it shows, and the author, the author's page and the source as scikit-learn names them.
CREDITS = {
    "china": (
        "Temple",
        "danielbuechele",
        "https://www.flickr.com/photos/danielbuechele/",
        "https://www.flickr.com/photos/danielbuechele/6061409035/sizes/z/in/photostream/",
    ),
    # The file of scikit-learn names this author, and links to the page of another one.
    "flower": (
        "Flower",
        "danielbuechele",
        "https://www.flickr.com/photos/vultilion/",
        "https://www.flickr.com/photos/vultilion/6056698931/sizes/z/in/photostream/",
    ),
}


@lru_cache(maxsize=len(CREDITS))
def photograph(name: str) -> np.ndarray:
    """Return a photograph (96, 96) with values from 0, white, to 1, black, as all images have; it is read-only."""
    with np.load(FILE) as file:
        image = 1 - file[name] / BRIGHTEST
    image.flags.writeable = False
    return image
