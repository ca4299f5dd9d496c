"""Toy data on the plane [-6, 6]², drawn from a seed.

draw(rng, count) returns coordinates (2, count) and labels (count): the class 0, 1, 2, … for
classification, a value in [-1, 1] for regression. Class 1 of two is the blue one, +1.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

HALF_WIDTH = 6.0  # the plane runs from -HALF_WIDTH to +HALF_WIDTH both ways
NOISE_UNIT = 3.0  # half of HALF_WIDTH: at 100 % nothing of a pattern would be left
REACH = 5.0  # the patterns' size, so that noise has room


class Dataset(NamedTuple):
    """One kind of data: its name, its number of classes (0: regression) and its draw."""

    label: str
    classes: int
    draw: Callable[[np.random.Generator, int], tuple[np.ndarray, np.ndarray]]

    @property
    def task(self) -> str:
        """classification or regression."""
        return "classification" if self.classes else "regression"


def _polar(radius, angle):
    return np.stack([radius * np.sin(angle), radius * np.cos(angle)])


def _alternate(count, classes=2):
    return np.arange(count) % classes


def _circle(rng, count):
    inside = _alternate(count)
    radius = np.where(inside, rng.uniform(0, 0.5, count), rng.uniform(0.7, 1, count)) * REACH
    return _polar(radius, rng.uniform(0, 2 * np.pi, count)), inside


def _exclusive_or(rng, count):
    points = rng.uniform(-REACH, REACH, (2, count))
    points += np.where(points > 0, 0.3, -0.3)  # keep the axes free
    return points, (points[0] * points[1] > 0).astype(int)


def _clusters(rng, count, centres):
    labels = _alternate(count, len(centres))
    return np.asarray(centres, float)[labels].T + rng.normal(0, 0.8, (2, count)), labels


def _spiral(rng, count):
    labels = _alternate(count)
    way = (np.arange(count) // 2) / max(1, (count + 1) // 2)  # from the centre, 0, outwards, to 1
    return _polar(REACH * way, 1.75 * 2 * np.pi * way + np.pi * (1 - labels)), labels


def _moons(rng, count):
    upper = _alternate(count)
    angle = rng.uniform(0, np.pi, count)
    side = np.where(upper, 1, -1)
    points = np.stack([side * 3 * np.cos(angle) + side * -1.5, side * (3 * np.sin(angle) - 0.8)])
    return points + rng.normal(0, 0.25, (2, count)), upper


def _pinwheel(rng, count):
    labels = _alternate(count, 3)
    radius = rng.uniform(0.4, REACH, count)
    angle = 2 * np.pi * labels / 3 + 0.35 * radius + rng.normal(0, 0.18, count)
    return _polar(radius, angle), labels


def _plane(rng, count):
    points = rng.uniform(-HALF_WIDTH, HALF_WIDTH, (2, count))
    return points, (points[0] + points[1]) / (2 * HALF_WIDTH)


# Six hills and hollows in two rows: x1, x2, height.
BUMPS = ((-4, 2.5, 1), (0, 2.5, -1), (4, 2.5, 1), (-4, -2.5, -1), (0, -2.5, 1), (4, -2.5, -1))


def _multi_gaussian(rng, count):
    points = rng.uniform(-HALF_WIDTH, HALF_WIDTH, (2, count))
    values = np.zeros(count)
    for x1, x2, height in BUMPS:
        values += height * np.exp(-((points[0] - x1) ** 2 + (points[1] - x2) ** 2) / 2)
    return points, values


DATASETS: dict[str, Dataset] = {
    "circle": Dataset("Circle", 2, _circle),
    "exclusive_or": Dataset("Exclusive or", 2, _exclusive_or),
    "gaussian": Dataset(
        "Gaussian",
        2,
        lambda rng, count: _clusters(rng, count, [(-2, -2), (2, 2)]),
    ),
    "spiral": Dataset("Spiral", 2, _spiral),
    "moons": Dataset("Moons", 2, _moons),
    "three_clusters": Dataset(
        "Three clusters",
        3,
        lambda rng, count: _clusters(rng, count, [(-3, -2), (3, -2), (0, 3)]),
    ),
    "pinwheel": Dataset("Pinwheel", 3, _pinwheel),
    "plane": Dataset("Plane", 0, _plane),
    "multi_gaussian": Dataset("Multi-Gaussian", 0, _multi_gaussian),
}


class Split(NamedTuple):
    """Coordinates (2, n), targets (outputs, n) and labels (n) of the train or the test points."""

    points: np.ndarray
    targets: np.ndarray
    labels: np.ndarray


def outputs(name: str) -> int:
    """Return how many outputs a network for this data has: one per class, but one for two."""
    return DATASETS[name].classes if DATASETS[name].classes > 2 else 1


def draw(name: str, count: int, noise: float, train_share: float, rng: np.random.Generator) -> tuple[Split, Split]:
    """Draw data and split them into (train, test); both have at least one point.

    noise and train_share are in per cent. Noise moves each coordinate in a classification by a normal
    draw with standard deviation noise % of NOISE_UNIT; in a regression the response, noise % of 1.
    """
    data = DATASETS[name]
    points, labels = data.draw(rng, count)
    spread = noise / 100
    if data.task == "regression":
        labels = labels + spread * rng.normal(size=count)
        targets = labels[None, :]
    else:
        points = points + spread * NOISE_UNIT * rng.normal(size=points.shape)
        targets = labels[None, :] if data.classes == 2 else np.eye(data.classes)[:, labels]
    order = rng.permutation(count)
    cut = min(max(round(count * train_share / 100), 1), count - 1)
    return tuple(
        Split(points[:, part], targets[:, part].astype(float), labels[part]) for part in (order[:cut], order[cut:])
    )
