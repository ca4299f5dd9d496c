"""What training minimizes and what is scored: a mean of losses over points, or over the positions of sequences.

Where sequences are asked at every moment, their targets have two rows more (see data/sequences/datasets): the weight of
each position in the loss, and in the accuracy. So sequences of different lengths can be in one array.
"""

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

import numpy as np

from engine import metrics
from engine.losses import LOSSES, Loss
from engine.options import option_values

EXTRA = 2  # rows of the targets of sequences
WEIGHT, COUNTED = -2, -1


class Objective(NamedTuple):
    """The functions of a loss; z are outputs (K, outputs, …, n), y targets that broadcast against them.

    value(z, y) is the loss of each point, (K, n), slope(z, y) its slope dL/dz. right(z, y), (K, n), is how much of each
    point is right. size(y) and counted(y) are what the sums over points of value and of right are divided by. task is
    classification or regression; in a regression nothing is right or wrong.
    """

    task: str
    value: Callable[[np.ndarray, np.ndarray], np.ndarray]
    slope: Callable[[np.ndarray, np.ndarray], np.ndarray]
    size: Callable[[np.ndarray], float]
    right: Callable[[np.ndarray, np.ndarray], np.ndarray]
    counted: Callable[[np.ndarray], float]


def of(experiment: Any) -> Objective:
    """Return the Objective of an experiment of any kind."""
    loss = LOSSES[experiment.loss]
    options = option_values(LOSSES, experiment.loss, experiment)
    value, slope = (partial(function, **options) if options else function for function in (loss.value, loss.slope))
    if getattr(experiment, "each_moment", False):
        return _of_positions(loss, value, slope)
    return Objective(loss.task, value, slope, _points, _right, _points)


def _points(y: np.ndarray) -> int:
    return y.shape[-1]


def _right(z: np.ndarray, y: np.ndarray) -> np.ndarray:
    return metrics.classes(z) == metrics.classes(y)


def _flat(values: np.ndarray) -> np.ndarray:
    """Return values (K, rows, moments, n) as (K, rows, moments · n): every position is a point."""
    return values.reshape(*values.shape[:2], -1)


def _of_positions(loss: Loss, value: Callable[..., np.ndarray], slope: Callable[..., np.ndarray]) -> Objective:
    """Return the Objective for outputs (K, outputs, moments, n): sums over the moments, weighted by y's last rows."""

    def summed(function: Callable[..., np.ndarray], z: np.ndarray, y: np.ndarray, row: int) -> np.ndarray:
        each = function(_flat(z), _flat(y[:, :-EXTRA])).reshape(len(z), *z.shape[2:])
        return (each * y[:, row]).sum(axis=1)

    def slopes(z: np.ndarray, y: np.ndarray) -> np.ndarray:
        dz = slope(_flat(z), _flat(y[:, :-EXTRA])).reshape(z.shape)
        dz *= y[:, WEIGHT, None]
        return dz

    return Objective(
        loss.task,
        lambda z, y: summed(value, z, y, WEIGHT),
        slopes,
        lambda y: max(y[:, WEIGHT].sum(), 1),
        lambda z, y: summed(_right, z, y, COUNTED),
        lambda y: max(y[:, COUNTED].sum(), 1),
    )
