"""Optimizers on a surface: the same ones that train networks, with two parameters instead of many."""

import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from engine.optimizers import OPTIMIZERS
from engine.schedules import SCHEDULES
from engine.study.surfaces import SURFACES

DIVERGED_BEYOND = 1e6  # distance from the origin from which no optimizer returns
# A walk has arrived at a minimum when it is so near to it, in half widths of the box, and has lost all of its height
# but such a share, for so many steps.
NEAR_WITHIN, LOW_WITHIN, STAYS_FOR = 0.05, 0.001, 10
LOWEST_TOLERANCE = 1e-3  # of height, for a walk that starts near a minimum


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


def arrival(walk: Walk) -> tuple[int, tuple[float, float]] | None:
    """Return the step from which on a Walk has stayed at a minimum to its end, and that minimum; None if it has not.

    It stays there while it is both near the minimum and almost as low; passing through does not count.
    """
    surface, heights = SURFACES[walk.surface], walk.heights()
    positions = np.array(walk.positions)
    left, right, *_ = surface.box
    for minimum in surface.minima:
        low = surface.height(*minimum)
        tolerance = max(LOW_WITHIN * (heights[0] - low), LOWEST_TOLERANCE)
        is_there = (np.hypot(*(positions - minimum).T) < NEAR_WITHIN * (right - left) / 2) & (heights - low < tolerance)
        stays = len(positions) if is_there.all() else int(np.argmin(is_there[::-1]))
        if stays >= STAYS_FOR:
            return len(positions) - stays, minimum
    return None


def largest_step(curvature: float, momentum: float = 0) -> float:
    """Return the step size from which (heavy-ball) gradient descent on ½·curvature·x² does not converge: 2 (1 + μ) / λ.

    Polyak 1964. At exactly this value it oscillates for ever; above it, it grows without bound.
    """
    return 2 * (1 + momentum) / curvature
