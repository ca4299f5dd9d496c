"""Gradient descent in one dimension, by the engine's optimizer, and the fields that several screens share."""

from collections.abc import Callable

import numpy as np

from engine.experiments.fields import Number
from engine.optimizers import OPTIMIZERS

START, MOMENTUM = Number(-4, 4), Number(0, 0.97)
STEPS = 40


def descend(
    slope: Callable[[float], float],
    start: float,
    step_size: float,
    momentum: float = 0.0,
    steps: int = STEPS,
    limit: float = 1e4,
) -> list[float]:
    """Return x at the start and after each step of gradient descent with (heavy-ball) momentum.

    The walk ends early once x is farther than `limit` from 0.
    """
    optimizer = OPTIMIZERS["momentum"]
    theta = np.array([[float(start)]])
    state = optimizer.init(theta)
    path = [start]
    for _ in range(steps):
        delta, state = optimizer.update(np.array([[slope(theta[0, 0])]]), state, step_size, theta, momentum=momentum)
        theta = theta + delta
        path.append(float(theta[0, 0]))
        if abs(path[-1]) > limit:
            break
    return path
