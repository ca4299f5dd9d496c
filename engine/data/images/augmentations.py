"""Augmentation of images: in every epoch each training image is changed a little, at random."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from engine.data.images.datasets import MAX_SHIFT, move
from engine.options import Option

MOVE = Option("Pixels", 1, 0, MAX_SHIFT, "By how many pixels an image is moved at most, in both directions.")
GRAIN = Option("Grain", 10, 0, 50, "The standard deviation of what is added to each pixel, in per cent of black.")


class ImageAugmentation(NamedTuple):
    """One augmentation: its label, change(rng, images (1, side, side, n), **options) -> images, its options, why."""

    label: str
    change: Callable[..., np.ndarray]
    options: dict[str, Option]
    reason: str


def _mirror(rng: np.random.Generator, images: np.ndarray) -> np.ndarray:
    return np.where(rng.random(images.shape[-1]) < 0.5, images[:, :, ::-1], images)


def _grain(rng: np.random.Generator, images: np.ndarray, grain: float) -> np.ndarray:
    return np.clip(images + grain / 100 * rng.normal(size=images.shape), 0, 1)


AUGMENTATIONS: dict[str, ImageAugmentation] = {
    "move": ImageAugmentation(
        "Move",
        lambda rng, images, move_by: move(images, move_by, rng),
        {"move_by": MOVE},
        "Place does not matter.",
    ),
    "mirror": ImageAugmentation("Mirror", _mirror, {}, "Left and right do not matter: false for most digits."),
    "grain": ImageAugmentation("Grain", _grain, {"grain": GRAIN}, "Small differences of brightness do not matter."),
}


def apply(
    names: tuple[str, ...], rng: np.random.Generator, images: np.ndarray, options: dict[str, float]
) -> np.ndarray:
    """Return images (1, side, side, n) changed by each of the named augmentations in turn."""
    for name in names:
        augmentation = AUGMENTATIONS[name]
        images = augmentation.change(rng, images, **{option: options[option] for option in augmentation.options})
    return images
