"""Optimizers on a surface: the very ones that train networks, with two numbers to learn instead of many."""

import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from engine.optimizers import OPTIMIZERS
from engine.schedules import SCHEDULES
from engine.study.surfaces import SURFACES, Surface

FAR = 1e6  # from the origin: who is there will not come back
ARRIVED = 0.05  # of the box's width: as near counts as there


@dataclass(slots=True)
class Walk:
    """One optimizer's way down a surface. Make it with `begin`, move it with `go_on`.

    places holds (x, y) at the start and after every step; diverged is the step that led too far, or -1, and
    is not among the places.
    """

    surface: str
    optimizer: str
    step_size: float
    schedule: str
    options: dict[str, float]
    places: list[tuple[float, float]]
    state: Any
    diverged: int = -1
    own: dict[str, float] = field(default_factory=dict)  # what of the options the optimizer takes
    scheduled: dict[str, float] = field(default_factory=dict)

    @property
    def step(self) -> int:
        """The number of steps so far."""
        return len(self.places) - 1

    def heights(self) -> np.ndarray:
        """Return the height of each of the places."""
        return SURFACES[self.surface].height(*np.array(self.places).T)


def begin(
    surface: str,
    optimizer: str,
    start: tuple[float, float],
    step_size: float,
    schedule: str = "constant",
    **options: float,
) -> Walk:
    """Return a Walk at its start; options of optimizer or schedule that are not given have their usual values."""
    own = {name: options.get(name, option.default) for name, option in OPTIMIZERS[optimizer].options.items()}
    scheduled = {name: options.get(name, option.default) for name, option in SCHEDULES[schedule].options.items()}
    state = OPTIMIZERS[optimizer].init(np.zeros((1, 2)))
    place = (float(start[0]), float(start[1]))
    return Walk(surface, optimizer, step_size, schedule, options, [place], state, -1, own, scheduled)


def go_on(walk: Walk, steps: int) -> None:
    """Take so many steps; a Walk that has diverged stands still."""
    slope, update = SURFACES[walk.surface].slope, OPTIMIZERS[walk.optimizer].update
    factor = SCHEDULES[walk.schedule].factor
    with np.errstate(over="ignore", invalid="ignore"):
        for _ in range(steps):
            if walk.diverged >= 0:
                return
            theta = np.array([walk.places[-1]])
            gradient = np.stack(slope(theta[:, 0], theta[:, 1]), axis=1)
            size = walk.step_size * factor(walk.step + 1, **walk.scheduled)
            delta, walk.state = update(gradient, walk.state, size, theta, **walk.own)
            x, y = (theta + delta)[0].tolist()
            if not math.hypot(x, y) < FAR:
                walk.diverged = walk.step + 1
                return
            walk.places.append((x, y))


def reached(walk: Walk) -> tuple[float, float] | None:
    """Return the minimum that a Walk stands at, or None."""
    surface, at = SURFACES[walk.surface], walk.places[-1]
    nearest = min(surface.minima, key=lambda minimum: math.dist(minimum, at))
    return nearest if math.dist(nearest, at) < arrived(surface) else None


def arrived(surface: Surface) -> float:
    """Return the distance from a minimum of a surface that counts as there."""
    left, right, *_ = surface.box
    return ARRIVED * (right - left) / 2


def largest_step(curvature: float, momentum: float = 0) -> float:
    """Return the step size from which (heavy-ball) gradient descent on ½·curvature·x² never settles: 2 (1 + μ) / λ.

    Polyak 1964. At this very value it swings for ever, above it grows without bound.
    """
    return 2 * (1 + momentum) / curvature
