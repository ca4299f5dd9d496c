"""Networks that are trained on samples of several sizes, and maps of what they have learned."""

from functools import lru_cache

import numpy as np

from engine.data.datasets import BOUNDARIES
from engine.experiments.experiment import Experiment, change
from engine.runs import training
from engine.runs.run import Run, start_run
from pictures.live import maps
from pictures.sketch.scene import Panel

SIZES = (10, 20, 40, 80, 160, 320)  # training points; nine times as many are for the test
STEPS = 600
BASE = Experiment(data="function", noise=10, train_share=10, layers=(8, 8), step_size=0.03)


@lru_cache(maxsize=64)
def trained(size: int, sample: int) -> Run:
    """Return a network after STEPS steps on so many training points, the sample with this number."""
    experiment = change(BASE, points=10 * size, data_seed=sample)
    run = start_run(experiment, dtype=np.float32, snapshots=False)
    training.advance(run, STEPS)
    return run


def true_boundary(x: np.ndarray) -> np.ndarray:
    """Return x₂ on the boundary that the labels were made with, for x₁ = x."""
    return BOUNDARIES["sine"].function(x)


def add_map(panel: Panel, run: Run, size: int) -> Panel:
    """Fill a panel with the output of a network, size × size values, and return it."""
    z = maps.predict(run, size).output[0, 0]
    return panel.map(np.tanh(z / 2).reshape(size, size))  # tanh(z / 2) = 2 p − 1
