"""Task A, on which a network is trained first, and task B, which has few training points."""

from functools import lru_cache

import numpy as np

from engine.experiments.experiment import Experiment, change
from engine.runs import training
from engine.runs.run import Run, start_run

TASK_A = Experiment(data="circle", layers=(8, 4), step_size=0.03, points=400, noise=0)
TASKS_B = {"near": "a circle again, smaller sample and noise", "far": "a spiral"}
EPOCHS = 60  # of training on task A


@lru_cache(maxsize=1)
def donor() -> Run:
    """Return the network that has learned task A: 200 points of the circle."""
    run = start_run(TASK_A, dtype=np.float32, snapshots=False)
    training.advance(run, EPOCHS * run.epoch_steps)
    return run


def task_b(task: str, count: int, seed: int = 1) -> Experiment:
    """Return task B, "near" or "far", with so many training points."""
    data = {"data": "circle", "noise": 15} if task == "near" else {"data": "spiral", "noise": 5}
    return change(TASK_A, **data, points=10 * count, train_share=10, data_seed=100 + seed, weight_seed=10 + seed)
