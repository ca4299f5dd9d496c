"""Task A, on which a network is trained first, and task B, which has few training points."""

from functools import lru_cache

import numpy as np

from engine.data import datasets
from engine.data.datasets import Split
from engine.experiments.experiment import Experiment, change
from engine.runs import training
from engine.runs.run import Run, start_run

TASK_A = Experiment(data="circle", classes=3, layers=(8, 4), step_size=0.03, points=400, noise=0)
DATA_B = {"near": ("circle", 10.0), "far": ("spiral", 5.0)}  # of each task B: the data set, and its noise in per cent
TASKS_B = {"near": "a disc and a ring", "far": "a spiral"}
EPOCHS = 60  # of training on task A
TEST_POINTS = 600  # of task B, the same for all: with as few as there are points to train, a measure would be noise


@lru_cache(maxsize=1)
def donor() -> Run:
    """Return the network that has learned task A: three rings, from 200 points."""
    run = start_run(TASK_A, dtype=np.float32, snapshots=False)
    training.advance(run, EPOCHS * run.epoch_steps)
    return run


def task_b(task: str, count: int, seed: int = 1) -> Experiment:
    """Return task B, "near" or "far", with so many training points."""
    data, noise = DATA_B[task]
    return change(
        TASK_A,
        data=data,
        noise=noise,
        classes=2,
        points=10 * count,
        train_share=10,
        data_seed=100 + seed,
        weight_seed=10 + seed,
    )


@lru_cache(maxsize=2)
def test_points(task: str) -> Split:
    """Return points of task B that no network is trained on."""
    data, noise = DATA_B[task]
    return datasets.sample(data, 2 * TEST_POINTS, noise, 50, np.random.default_rng(999), 2)[1]
