"""The sets of images: digits, bars, shapes, textures, and a visitor's own.

An image has values from 0, white, to 1, black. All images of a set are squares of the same side.
"""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from engine.data.datasets import Split, as_targets
from engine.data.images import own, patterns
from engine.data.images.digits import SIDE, digits
from engine.data.images.patterns import Draw

OWN = "own"
DIGITS = "digits"


class ImageData(NamedTuple):
    """One set: its label, the names of its classes, the side of an image in pixels, and what it shows.

    draw makes one image of a class (see patterns); None for images that are not made by a function.
    """

    label: str
    classes: tuple[str, ...]
    side: int
    note: str
    draw: Draw | None = None


IMAGES: dict[str, ImageData] = {
    DIGITS: ImageData(
        "Digits",
        tuple("0123456789"),
        SIDE,
        "1,797 digits written by 43 people, 8 × 8 pixels (Alpaydin and Kaynak 1998, CC BY 4.0).",
    ),
    "bars": ImageData(
        "Bars",
        patterns.BARS,
        patterns.SIDE,
        "Upright, lying and slanting bars. What matters is the direction, not the place.",
        patterns.draw_bar,
    ),
    "shapes": ImageData(
        "Shapes",
        patterns.SHAPES,
        patterns.SIDE,
        "Squares, discs, crosses and triangles of the same size, anywhere.",
        patterns.draw_shape,
    ),
    "textures": ImageData(
        "Textures",
        patterns.TEXTURES,
        patterns.SIDE,
        "Stripes and checks, each as dark as the others: only how neighbours differ tells them apart.",
        patterns.draw_texture,
    ),
    OWN: ImageData("Your own", (), SIDE, "Draw a few images of each class, and train on them."),
}
MAX_SHIFT = 4  # pixels
MAX_IMAGES = 1797


def class_names(name: str, drawn: str = "") -> tuple[str, ...]:
    """Return the names of the classes; drawn are a visitor's own images."""
    return tuple("0123456789")[: own.count_classes(drawn)] if name == OWN else IMAGES[name].classes


def side_of(name: str, shift: int) -> int:
    """Return the side of an image in pixels; where images are moved by up to `shift`, there is room for it."""
    return IMAGES[name].side + (2 * shift if IMAGES[name].draw is None else 0)


def sample(
    name: str,
    count: int,
    noise: float,
    shift: int,
    train_side: str,
    train_share: float,
    drawn: str,
    rng: np.random.Generator,
) -> tuple[Split, Split]:
    """Return (train, test) images (1, side, side, n); both have at least one, except of a visitor's own.

    noise is the standard deviation of what is added to each pixel, and train_share a share, both in per cent. Of
    digits and a visitor's own, test images are moved by up to `shift` pixels in both directions. Of the others, the
    figures of training images lie in train_side, those of test images in the other half.
    """
    data = IMAGES[name]
    if data.draw:
        parts = _drawn(data, count, train_side, train_share, rng)
    else:
        parts = own.split(drawn, train_share, rng) if name == OWN else _digits(count, train_share, rng)
        train, test = (Split(_framed(part.points, shift), part.targets, part.labels) for part in parts)
        parts = train, test._replace(points=move(test.points, shift, rng))
    if not noise:
        return parts
    noisy = [np.clip(part.points + noise / 100 * rng.normal(size=part.points.shape), 0, 1) for part in parts]
    return parts[0]._replace(points=noisy[0]), parts[1]._replace(points=noisy[1])


def _cut(count: int, train_share: float) -> int:
    return min(max(round(count * train_share / 100), 1), count - 1)


def _digits(count: int, train_share: float, rng: np.random.Generator) -> tuple[Split, Split]:
    images, labels = digits()
    order, cut = rng.permutation(len(labels))[:count], _cut(count, train_share)
    parts = order[:cut], order[cut:]
    train, test = (Split(images[None, :, :, part], as_targets(labels[part], 10), labels[part]) for part in parts)
    return train, test


def _drawn(
    data: ImageData, count: int, train_side: str, train_share: float, rng: np.random.Generator
) -> tuple[Split, Split]:
    cut = _cut(count, train_share)
    other = {"anywhere": "anywhere", "left": "right", "right": "left"}[train_side]
    labels = rng.permutation(np.arange(count) % len(data.classes))
    return (
        _part(data, labels[:cut], patterns.WITHIN[train_side], rng),
        _part(data, labels[cut:], patterns.WITHIN[other], rng),
    )


def _part(data: ImageData, labels: np.ndarray, within: tuple[int, int], rng: np.random.Generator) -> Split:
    assert data.draw
    images = np.stack([data.draw(rng, int(label), *within) for label in labels], axis=-1)
    return Split(images[None], as_targets(labels, len(data.classes)), labels)


def _framed(images: np.ndarray, by: int) -> np.ndarray:
    """Return images with a white frame of this width."""
    return np.pad(images, ((0, 0), (by, by), (by, by), (0, 0))) if by else images


def move(images: np.ndarray, by: int, rng: np.random.Generator) -> np.ndarray:
    """Return images (1, side, side, n), each moved by up to `by` pixels in both directions; what leaves is lost."""
    if not by:
        return images
    rows, columns = rng.integers(-by, by + 1, (2, images.shape[-1]))
    framed, side = _framed(images, by), images.shape[1]
    moved = np.empty_like(images)
    for row, column in _pairs(by):
        (chosen,) = np.nonzero((rows == row) & (columns == column))
        moved[..., chosen] = framed[:, by - row : by - row + side, by - column : by - column + side, chosen]
    return moved


def _pairs(by: int) -> Iterable[tuple[int, int]]:
    return ((row, column) for row in range(-by, by + 1) for column in range(-by, by + 1))
