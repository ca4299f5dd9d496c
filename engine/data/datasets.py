"""Toy data on the plane [-6, 6]², sampled from a seed.

sample(rng, count, classes) returns coordinates (2, count) and labels (count): the class 0, 1, 2, … for
classification, a value in [-1, 1] for regression. Class 1 of two is the blue one, +1.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

HALF_WIDTH = 6.0  # the plane runs from -HALF_WIDTH to +HALF_WIDTH both ways
NOISE_UNIT = 3.0  # half of HALF_WIDTH: noise of 100 % of it would hide every pattern
PATTERN_RADIUS = 5.0  # less than HALF_WIDTH, so that noise has room


Points = tuple[np.ndarray, np.ndarray]  # coordinates (2, count) and labels (count,)
Sampler = Callable[[np.random.Generator, int, int], Points]


class Dataset(NamedTuple):
    """One kind of data: its label, the numbers of classes that it can have, the default first, and its sampler.

    Regression has classes (0,). sample(rng, count, classes) returns points (2, count) and labels (count,).
    """

    label: str
    classes: tuple[int, ...]
    sample: Sampler

    @property
    def task(self) -> str:
        """classification or regression."""
        return "classification" if self.classes[0] else "regression"


class Boundary(NamedTuple):
    """A curve x2 = f(x1) that divides the plane into two classes."""

    label: str
    function: Callable[[np.ndarray], np.ndarray]
    formula: str


BOUNDARIES: dict[str, Boundary] = {
    "sine": Boundary("Sine", lambda x: 2.5 * np.sin(1.2 * x), r"x_2 = 2.5 \sin(1.2\, x_1)"),
    "cubic": Boundary("Cubic", lambda x: x**3 / 10 - 1.5 * x, r"x_2 = x_1^3 / 10 - 1.5\, x_1"),
    "absolute": Boundary("Absolute value", lambda x: 1.5 * np.abs(x) - 4, r"x_2 = 1.5\, |x_1| - 4"),
    "step": Boundary(
        "Step", lambda x: np.where(x > 0, 2.5, -2.5), r"x_2 = 2.5 \text{ if } x_1 > 0 \text{, else } -2.5"
    ),
}


def _polar(radius: np.ndarray | float, angle: np.ndarray) -> np.ndarray:
    return np.stack([radius * np.sin(angle), radius * np.cos(angle)])


def _alternate(count: int, classes: int = 2) -> np.ndarray:
    return np.arange(count) % classes


def _circle(rng: np.random.Generator, count: int, classes: int) -> Points:
    labels = _alternate(count, classes)
    ring = classes - 1 - labels  # 0 is the innermost
    inner = np.where(ring, ring + 0.4, 0) / classes
    return _polar(rng.uniform(inner, (ring + 1) / classes) * PATTERN_RADIUS, rng.uniform(0, 2 * np.pi, count)), labels


def _exclusive_or(rng: np.random.Generator, count: int, classes: int) -> Points:
    points = rng.uniform(-PATTERN_RADIUS, PATTERN_RADIUS, (2, count))
    points += np.where(points > 0, 0.3, -0.3)  # keep the axes free
    return points, (points[0] * points[1] > 0).astype(int)


def _gaussian(rng: np.random.Generator, count: int, classes: int) -> Points:
    labels = _alternate(count, classes)
    middles = _polar(2.83 if classes == 2 else 3.4, 2 * np.pi * (labels + (0.625 if classes == 2 else 0)) / classes)
    return middles + rng.normal(0, 0.8, (2, count)), labels


def _spiral(rng: np.random.Generator, count: int, classes: int) -> Points:
    labels = _alternate(count, classes)
    way = (np.arange(count) // classes) / max(1, -(-count // classes))  # 0 at the centre, 1 at the end
    return _polar(PATTERN_RADIUS * way, 2 * np.pi * (1.75 * way + (classes - 1 - labels) / classes)), labels


def _moons(rng: np.random.Generator, count: int, classes: int) -> Points:
    upper = _alternate(count)
    angle = rng.uniform(0, np.pi, count)
    side = np.where(upper, 1, -1)
    points = np.stack([side * 3 * np.cos(angle) + side * -1.5, side * (3 * np.sin(angle) - 0.8)])
    return points + rng.normal(0, 0.25, (2, count)), upper


def _pinwheel(rng: np.random.Generator, count: int, classes: int) -> Points:
    labels = _alternate(count, classes)
    radius = rng.uniform(0.4, PATTERN_RADIUS, count)
    angle = 2 * np.pi * labels / classes + 0.35 * radius + rng.normal(0, 0.54 / classes, count)
    return _polar(radius, angle), labels


def _plane(rng: np.random.Generator, count: int, classes: int) -> Points:
    points = rng.uniform(-HALF_WIDTH, HALF_WIDTH, (2, count))
    return points, (points[0] + points[1]) / (2 * HALF_WIDTH)


# Six hills and hollows in two rows: x1, x2, height.
BUMPS = ((-4, 2.5, 1), (0, 2.5, -1), (4, 2.5, 1), (-4, -2.5, -1), (0, -2.5, 1), (4, -2.5, -1))


def _multi_gaussian(rng: np.random.Generator, count: int, classes: int) -> Points:
    points = rng.uniform(-HALF_WIDTH, HALF_WIDTH, (2, count))
    values = np.zeros(count)
    for x1, x2, height in BUMPS:
        values += height * np.exp(-((points[0] - x1) ** 2 + (points[1] - x2) ** 2) / 2)
    return points, values


def _divided_by(boundary: str) -> Sampler:
    def sample(rng: np.random.Generator, count: int, classes: int) -> Points:
        points = rng.uniform(-PATTERN_RADIUS, PATTERN_RADIUS, (2, count))
        return points, (points[1] > BOUNDARIES[boundary].function(points[0])).astype(int)

    return sample


MAX_CLASSES = 5
UP_TO_FIVE = (2, 3, 4, 5)
OWN = "own"  # a visitor's own points, see own_points.py
FUNCTION = "function"  # divided by one of the BOUNDARIES

DATASETS: dict[str, Dataset] = {
    "circle": Dataset("Circle", UP_TO_FIVE, _circle),
    "exclusive_or": Dataset("Exclusive or", (2,), _exclusive_or),
    "gaussian": Dataset("Gaussian", UP_TO_FIVE, _gaussian),
    "spiral": Dataset("Spiral", UP_TO_FIVE, _spiral),
    "moons": Dataset("Moons", (2,), _moons),
    "pinwheel": Dataset("Pinwheel", (3, 2, 4, 5), _pinwheel),
    FUNCTION: Dataset("Function", (2,), _divided_by("sine")),
    "plane": Dataset("Plane", (0,), _plane),
    "multi_gaussian": Dataset("Multi-Gaussian", (0,), _multi_gaussian),
    OWN: Dataset("Your own", (2,), lambda rng, count, classes: (np.empty((2, 0)), np.empty(0, int))),
}


class Split(NamedTuple):
    """Coordinates (2, n) or images (1, height, width, n), targets (outputs, n) and labels (n): for training or test.

    Sequences have more axes: see sequences/datasets.
    """

    points: np.ndarray
    targets: np.ndarray
    labels: np.ndarray

    @property
    def size(self) -> int:
        """The number of points n."""
        return int(self.targets.shape[-1])


def as_targets(labels: np.ndarray, classes: int) -> np.ndarray:
    """Return the targets, (outputs, n): the values, 0 or 1 for two classes, or one-hot columns for more."""
    if classes > 2:
        return np.eye(classes)[:, labels]
    return labels[None, :].astype(float)


def sample(
    name: str,
    count: int,
    noise: float,
    train_share: float,
    rng: np.random.Generator,
    classes: int = 0,
    boundary: str = "sine",
) -> tuple[Split, Split]:
    """Sample data and split them into (train, test); both have at least one point.

    noise and train_share are in per cent. Noise is normal: in a classification it is added to each coordinate,
    with a standard deviation of noise % of NOISE_UNIT; in a regression to the value, with noise % of 1.
    classes 0 is the default number; boundary is for the data set that a function divides.
    """
    data = DATASETS[name]
    classes = classes or data.classes[0]
    points, labels = (_divided_by(boundary) if name == FUNCTION else data.sample)(rng, count, classes)
    spread = noise / 100
    if data.task == "regression":
        labels = labels + spread * rng.normal(size=count)
    else:
        points = points + spread * NOISE_UNIT * rng.normal(size=points.shape)
    targets = as_targets(labels, classes)
    order = rng.permutation(count)
    cut = min(max(round(count * train_share / 100), 1), count - 1)
    train, test = (Split(points[:, part], targets[:, part], labels[part]) for part in (order[:cut], order[cut:]))
    return train, test


def split_by_class(
    points: np.ndarray, labels: np.ndarray, classes: int, train_share: float, rng: np.random.Generator
) -> tuple[Split, Split]:
    """Return the (train, test) points of a visitor's own data (…, n); train_share is in per cent.

    Each class is split in its order, so that adding a point leaves all others in their part; the first point of each
    class is for training. With classes 0, labels are values, and are split as those of one class. Either part may be
    empty.
    """
    is_train = np.zeros(len(labels), bool)
    share = train_share / 100
    groups = labels if classes else np.zeros(len(labels))
    for label in range(max(classes, MAX_CLASSES)):
        (indices,) = np.nonzero(groups == label)
        trained = np.floor(np.arange(len(indices) + 1) * share + rng.uniform(1 - share, 1))
        is_train[indices] = np.diff(trained) > 0
    train, test = (
        Split(points[..., part], as_targets(labels[part], classes), labels[part]) for part in (is_train, ~is_train)
    )
    return train, test
