"""Walks down a surface, packed for the picture: contours, a view in space, and a table that all follow one slider.

The whole of each Walk is sent at once, and the picture plays it by itself: a step on a surface costs
microseconds, so there is nothing to wait for.
"""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from engine.numerals import grouped
from engine.study import descent
from engine.study.descent import Walk
from engine.study.surfaces import SURFACES, Surface
from pictures import palette
from pictures.live import packing

GRID = 161  # heights along each side
STEEP = 100  # times the median height, from which a surface is drawn on a logarithmic scale


@lru_cache(maxsize=8)
def heights(name: str) -> np.ndarray:
    """Return the heights of a surface over its box, (GRID, GRID), row by row from the top."""
    surface = SURFACES[name]
    left, right, bottom, top = surface.box
    x, y = np.meshgrid(np.linspace(left, right, GRID), np.linspace(top, bottom, GRID))
    return surface.height(x, y)


def _minimum(surface: Surface, step: int, at: tuple[float, float]) -> str:
    """Return the kind of minimum at which a Walk has arrived, and when."""
    return f"{'global' if surface.is_global(at) else 'local'} minimum, step {grouped(step)}"


def pack(name: str, walks: Sequence[tuple[str, Walk]], steps: int, colours: Sequence[int]) -> packing.Frame:
    """Return the Frame of these named Walks of at most so many steps on a surface; colours are their numbers."""
    surface = SURFACES[name]
    grid = heights(name)
    steep = bool(grid.max() - grid.min() > STEEP * (np.median(grid) - grid.min()) or grid.max() > 1000)
    listed, paths = [], []
    for (label, walk), number in zip(walks, colours, strict=True):
        places = np.array(walk.positions)
        ends = SURFACES[name].height(*places.T)
        arrival = descent.arrival(walk)
        paths.append(np.clip(np.column_stack([places, ends]), -1e30, 1e30).ravel())
        listed.append(
            {
                "name": label,
                "colour": palette.SERIES[number],
                "count": len(places),
                "end": f"diverged at step {grouped(walk.diverged)}",
                "diverged": walk.diverged,
                "arrived": arrival[0] if arrival else -1,
                "minimum": _minimum(surface, *arrival) if arrival else "",
            }
        )
    header = {
        "state": "still",
        "interval": 0,
        "surface": name,
        "label": surface.label,
        "box": surface.box,
        "grid": GRID,
        "steep": steep,
        "steps": steps,
        "minima": [[*at, surface.is_global(at)] for at in surface.minima],
        "saddles": surface.saddles,
        "walks": listed,
    }
    return packing.Frame(
        header, {"heights": grid.astype(np.float32), "paths": np.concatenate(paths).astype(np.float32)}
    )
