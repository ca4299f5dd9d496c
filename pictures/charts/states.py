"""The states of a Run that a chart over time is made of: parameters of many moments, computed as one stack."""

from itertools import pairwise
from typing import NamedTuple

import numpy as np

from engine import network
from engine.losses import LOSSES
from engine.options import option_values
from engine.runs.history import Snapshot
from engine.runs.run import Run

MOST = 60  # states besides the present one
CHUNK = 4096  # states × points that are computed at once: more would leave the processor's cache


class States(NamedTuple):
    """The epochs (n,) and the first network's parameters (n, P) of some moments, oldest first; the last is now."""

    epochs: np.ndarray
    theta: np.ndarray


def epochs(run: Run, state: Run | Snapshot) -> float:
    """Return the number of epochs, with the part of the one under way, that a state of a Run has behind it."""
    return state.epoch + state.position / run.train.size


def chosen(run: Run, most: int = MOST) -> States:
    """Return at most so many remembered states of a Run, evenly chosen, and the present one."""
    items = [item for item in run.snapshots.items if item.step < run.step]
    places = np.unique(np.linspace(0, len(items) - 1, min(len(items), most)).round().astype(int))
    moments = [*(items[place] for place in places), run]
    return States(np.array([epochs(run, state) for state in moments]), np.stack([state.theta[0] for state in moments]))


def gradient_norms(run: Run, theta: np.ndarray) -> np.ndarray:
    """Return the norm of the gradient in each layer, (n, layers), for each of these parameters, (n, P).

    The loss is the Run's present one, without penalty, dropout or augmentation, over all training points.
    """
    layout, (x, y) = network.layout(run.layers), run.inputs[0]
    loss, measured = LOSSES[run.experiment.loss], option_values(LOSSES, run.experiment.loss, run.experiment)
    norms = np.empty((len(theta), len(run.layers)))
    size = max(1, CHUNK // x.shape[-1])
    with np.errstate(over="ignore", invalid="ignore"):
        for start in range(0, len(theta), size):
            part = np.ascontiguousarray(theta[start : start + size])
            slope = np.zeros_like(part)
            trace = network.forward(run.layers, layout.views(part), x)
            da = loss.slope(trace.output, y, **measured) / x.shape[-1]
            network.backward(run.layers, layout.views(part), layout.views(slope), trace, da)
            for i, (first, last) in enumerate(pairwise(layout.ends)):
                norms[start : start + size, i] = np.linalg.norm(slope[:, first:last], axis=1)
    return norms
