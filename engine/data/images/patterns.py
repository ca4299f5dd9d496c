"""Bars, shapes and textures on 12 × 12 pixels, made by functions.

draw(rng, label, left, width) returns one image (12, 12) of 0 and 1 whose figure lies within `width` columns from
column `left` on: see WITHIN. A margin stays white, so that all windows of a convolution see the same, wherever a figure
lies; a texture fills one half of the image, or all of it.
"""

from collections.abc import Callable

import numpy as np

SIDE = 12  # pixels
# The first column and the number of columns in which a figure lies.
WITHIN = {"anywhere": (1, 10), "left": (1, 5), "right": (6, 5)}
BAR = (4, 5)  # the least and the largest length of a bar
SHAPE = 5  # pixels of a shape's side

BARS = ("upright", "lying", "slanting")
SHAPES = ("square", "disc", "cross", "triangle")
TEXTURES = ("upright stripes", "lying stripes", "slanting stripes", "checks")

Draw = Callable[[np.random.Generator, int, int, int], np.ndarray]


def _place(rng: np.random.Generator, figure: np.ndarray, left: int, width: int) -> np.ndarray:
    """Return an image with a figure at a random place within these columns."""
    height, across = figure.shape
    row = rng.integers(1, SIDE - height)
    column = left + rng.integers(0, width - across + 1)
    image = np.zeros((SIDE, SIDE))
    image[row : row + height, column : column + across] = figure
    return image


def draw_bar(rng: np.random.Generator, label: int, left: int, width: int) -> np.ndarray:
    """Return an image of a bar: upright, lying, or slanting to either side."""
    length = int(rng.integers(BAR[0], BAR[1] + 1))
    figures = np.ones((length, 1)), np.ones((1, length)), np.eye(length)[:: rng.choice([-1, 1])]
    return _place(rng, figures[label], left, width)


def _shape(label: int) -> np.ndarray:
    places = np.arange(SHAPE) - SHAPE // 2
    rows, columns = np.meshgrid(places, places, indexing="ij")
    reach = SHAPE // 2
    if label == 0:
        return (np.maximum(np.abs(rows), np.abs(columns)) == reach).astype(float)
    if label == 1:
        return (np.hypot(rows, columns) < reach + 0.5).astype(float)
    if label == 2:
        return ((rows == 0) | (columns == 0)).astype(float)
    return (np.abs(columns) * 2 <= rows + reach).astype(float)


def draw_shape(rng: np.random.Generator, label: int, left: int, width: int) -> np.ndarray:
    """Return an image of a square, a disc, a cross or a triangle."""
    return _place(rng, _shape(label), left, width)


def draw_texture(rng: np.random.Generator, label: int, left: int, width: int) -> np.ndarray:
    """Return an image of stripes, upright, lying or slanting, or of checks, at a random phase."""
    rows, columns = np.indices((SIDE, SIDE)) + rng.integers(0, 4, 2)[:, None, None]
    slanting = columns + rows * rng.choice([-1, 1])
    along = (columns, rows, slanting, None)[label]
    # Two dark, two light; checks of two by two, so that all textures are equally dark.
    dark = (columns // 2 + rows // 2) % 2 if along is None else along // 2 % 2
    image = np.zeros((SIDE, SIDE))
    part = slice(SIDE // 2 * (left > 1), SIDE if left > 1 or width > SIDE // 2 else SIDE // 2)
    image[:, part] = dark[:, part]
    return image
