"""Augmentation: in every epoch each training point is moved a little, at random, which adds training data.

It helps where a move does not change the label, and hurts where it does.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from engine.options import Option


class Augmentation(NamedTuple):
    """One augmentation: its label, move(rng, points (2, n), **options) -> points, its options, and what it assumes."""

    label: str
    move: Callable[..., np.ndarray]
    options: dict[str, Option]
    reason: str


JITTER = Option("Jitter", 0.3, 0, 3, "The standard deviation of the move of each coordinate, in units of the plane.")
ROTATION = Option(
    "Rotation", 15, 0, 180, "The largest angle of the rotation about the centre, in degrees, in either direction."
)
SCALING = Option("Scaling", 20, 0, 90, "The largest change of the distance from the centre, in per cent, up or down.")


def _jitter(rng: np.random.Generator, points: np.ndarray, jitter: float) -> np.ndarray:
    return points + rng.normal(0, jitter, points.shape)


def _rotate(rng: np.random.Generator, points: np.ndarray, rotation: float) -> np.ndarray:
    angle = np.radians(rng.uniform(-rotation, rotation, points.shape[1]))
    (x1, x2), cos, sin = points, np.cos(angle), np.sin(angle)
    return np.stack([cos * x1 - sin * x2, sin * x1 + cos * x2])


def _flip(rng: np.random.Generator, points: np.ndarray) -> np.ndarray:
    return np.stack([points[0] * rng.choice([-1.0, 1.0], points.shape[1]), points[1]])


def _scale(rng: np.random.Generator, points: np.ndarray, scaling: float) -> np.ndarray:
    return points * (1 + rng.uniform(-scaling, scaling, points.shape[1]) / 100)


AUGMENTATIONS: dict[str, Augmentation] = {
    "jitter": Augmentation("Jitter", _jitter, {"jitter": JITTER}, "Points close to each other have the same label."),
    "rotation": Augmentation(
        "Rotation", _rotate, {"rotation": ROTATION}, "The label does not depend on the direction."
    ),
    "flip": Augmentation(
        "Flip",
        _flip,
        {},
        "The label does not depend on the sign of x₁: half of the points are mirrored, left to right.",
    ),
    "scaling": Augmentation(
        "Scaling", _scale, {"scaling": SCALING}, "The label does not depend on the distance from the centre."
    ),
}


def apply(
    names: tuple[str, ...], rng: np.random.Generator, points: np.ndarray, options: dict[str, float]
) -> np.ndarray:
    """Return points (2, n) moved by each of the named augmentations in turn; options has a value for every option."""
    for name in names:
        augmentation = AUGMENTATIONS[name]
        points = augmentation.move(rng, points, **{option: options[option] for option in augmentation.options})
    return points
