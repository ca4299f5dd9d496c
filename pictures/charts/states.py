"""The states of a Run that a chart over time shows: the parameters at many moments, computed as one stack."""

from itertools import pairwise
from typing import NamedTuple

import numpy as np

from engine import network
from engine.losses import LOSSES
from engine.options import option_values
from engine.runs.history import Snapshot
from engine.runs.run import Run

MAX_STATES = 60  # besides the present one
CHUNK = 4096  # states × points that are computed at once: more would not fit in the processor's cache


class States(NamedTuple):
    """The epochs (n,) and the first network's parameters (n, P) of some moments, oldest first; the last is now."""

    epochs: np.ndarray
    theta: np.ndarray


def epochs(run: Run, state: Run | Snapshot) -> float:
    """Return the number of epochs that a state of a Run has been trained for, with the part of an unfinished one."""
    return state.epoch + state.position / max(run.train.size, 1)


def chosen(run: Run, count: int = MAX_STATES) -> States:
    """Return at most `count` remembered states of a Run, evenly chosen, and the present one."""
    items = [item for item in run.snapshots.items if item.step < run.step]
    indices = np.unique(np.linspace(0, len(items) - 1, min(len(items), count)).round().astype(int))
    moments = [*(items[index] for index in indices), run]
    return States(np.array([epochs(run, state) for state in moments]), np.stack([state.theta[0] for state in moments]))


def gradient_norms(run: Run, theta: np.ndarray) -> np.ndarray:
    """Return the norm of the gradient in each layer, (n, layers), for each of these parameters, (n, P).

    The loss is the Run's present one, without penalty, dropout or augmentation, over all training points.
    """
    layout, (x, y) = network.layout(run.layers), run.inputs[0]
    loss, measured = LOSSES[run.experiment.loss], option_values(LOSSES, run.experiment.loss, run.experiment)
    norms = np.empty((len(theta), len(run.layers)))
    count = max(x.shape[-1], 1)
    size = max(1, CHUNK // count)
    with np.errstate(over="ignore", invalid="ignore"):
        for start in range(0, len(theta), size):
            part = np.ascontiguousarray(theta[start : start + size])
            slope = np.zeros_like(part)
            trace = network.forward(run.layers, layout.views(part), x)
            da = loss.slope(trace.output, y, **measured) / count
            network.backward(run.layers, layout.views(part), layout.views(slope), trace, da)
            for i, (first, last) in enumerate(pairwise(layout.ends)):
                norms[start : start + size, i] = np.linalg.norm(slope[:, first:last], axis=1)
    return norms
