"""Optimizers on a surface: the same ones that train networks, with two parameters instead of many."""

import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from engine.optimizers import OPTIMIZERS
from engine.schedules import SCHEDULES
from engine.study.surfaces import SURFACES, Surface

DIVERGED_BEYOND = 1e6  # distance from the origin from which no optimizer returns
REACHED_WITHIN = 0.05  # of half the box's width: a minimum this near counts as reached


@dataclass(slots=True)
class Walk:
    """One optimizer's path on a surface. Make it with `begin`, continue it with `go_on`.

    positions holds (x, y) at the start and after every step; diverged is the step that led beyond
    DIVERGED_BEYOND, which positions does not include, or -1.
    """

    surface: str
    optimizer: str
    step_size: float
    schedule: str
    options: dict[str, float]
    positions: list[tuple[float, float]]
    state: Any
    diverged: int = -1
    own: dict[str, float] = field(default_factory=dict)  # the options of the optimizer
    scheduled: dict[str, float] = field(default_factory=dict)  # those of the schedule

    @property
    def step(self) -> int:
        """The number of steps so far."""
        return len(self.positions) - 1

    def heights(self) -> np.ndarray:
        """Return the height at each position, (n,)."""
        return SURFACES[self.surface].height(*np.array(self.positions).T)


def begin(
    surface: str,
    optimizer: str,
    start: tuple[float, float],
    step_size: float,
    schedule: str = "constant",
    **options: float,
) -> Walk:
    """Return a Walk at its start; options of optimizer and schedule that are not given have their defaults."""
    own = {name: options.get(name, option.default) for name, option in OPTIMIZERS[optimizer].options.items()}
    scheduled = {name: options.get(name, option.default) for name, option in SCHEDULES[schedule].options.items()}
    state = OPTIMIZERS[optimizer].init(np.zeros((1, 2)))
    position = (float(start[0]), float(start[1]))
    return Walk(surface, optimizer, step_size, schedule, options, [position], state, -1, own, scheduled)


def go_on(walk: Walk, steps: int) -> None:
    """Make a number of steps; a Walk that has diverged makes none."""
    slope, update = SURFACES[walk.surface].slope, OPTIMIZERS[walk.optimizer].update
    factor = SCHEDULES[walk.schedule].factor
    with np.errstate(over="ignore", invalid="ignore"):
        for _ in range(steps):
            if walk.diverged >= 0:
                return
            theta = np.array([walk.positions[-1]])
            gradient = np.stack(slope(theta[:, 0], theta[:, 1]), axis=1)
            size = walk.step_size * factor(walk.step + 1, **walk.scheduled)
            delta, walk.state = update(gradient, walk.state, size, theta, **walk.own)
            x, y = (theta + delta)[0].tolist()
            if not math.hypot(x, y) < DIVERGED_BEYOND:
                walk.diverged = walk.step + 1
                return
            walk.positions.append((x, y))


def reached(walk: Walk) -> tuple[float, float] | None:
    """Return the minimum that a Walk has reached, or None."""
    surface, at = SURFACES[walk.surface], walk.positions[-1]
    nearest = min(surface.minima, key=lambda minimum: math.dist(minimum, at))
    return nearest if math.dist(nearest, at) < arrived(surface) else None


def arrived(surface: Surface) -> float:
    """Return the distance from a minimum of a surface within which it counts as reached."""
    left, right, *_ = surface.box
    return REACHED_WITHIN * (right - left) / 2


def largest_step(curvature: float, momentum: float = 0) -> float:
    """Return the step size from which (heavy-ball) gradient descent on ½·curvature·x² does not converge: 2 (1 + μ) / λ.

    Polyak 1964. At exactly this value it oscillates for ever; above it, it grows without bound.
    """
    return 2 * (1 + momentum) / curvature
