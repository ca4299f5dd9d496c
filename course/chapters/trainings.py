"""What the chapters on sequences draw of trainings: their curves over the steps, and when they have solved a task."""

from collections.abc import Mapping, Sequence

import numpy as np

from course.chapters.measured import EVERY
from engine.numerals import grouped, significant
from pictures.sketch.scene import Panel

SPREAD = 0.16  # of a category: so far apart are the dots of two trainings
NEVER, ABOVE, TOP = 1.1, 1.2, 1.28  # times the last step: trainings that have not solved it, their label, the axis
GREY = "#9aa3af"  # of what is there to compare with, in both themes


def steps_panel(
    title: str, most: int, rows: Mapping[str, Sequence[int | None]], colours: Mapping[str, str], share: float = 1.0
) -> Panel:
    """Return a panel with a dot for each training at the step at which it had solved its task; hollow ones never did.

    rows has the steps, or None, of the trainings of each category, and colours the colour of each category.
    """
    panel = Panel(title, (0, len(rows)), (0, TOP * most), title, "", "step", share=share, categories=tuple(rows))
    panel.line([(0, 1.03 * most), (len(rows), 1.03 * most)], "faint", 1.5)
    panel.text((0.02 * len(rows), ABOVE * most), f"not in {most} steps", "quiet", 13, "start")
    for k, (name, steps) in enumerate(rows.items()):
        for i, step in enumerate(steps):
            x = k + 0.5 + SPREAD * (i - (len(steps) - 1) / 2)
            missed = step is None
            panel.dots([(x, NEVER * most if step is None else step)], colour=colours[name], size=6, hollow=missed)
    return panel


def add_curves(panel: Panel, curves: Sequence[Sequence[float]], colour: str, median: bool = True) -> None:
    """Draw trainings, one score for every EVERY steps: each thin, and their median thick."""
    steps = EVERY * np.arange(len(curves[0]))
    for each in curves:
        panel.curve(steps, np.array(each), colour, 1)
    if median:
        panel.curve(steps, np.median(curves, axis=0), colour, 3.5)


def said(steps: Sequence[int | None]) -> str:
    """Return the steps of trainings, in their order; a dash stands for one that has not solved its task."""
    return ", ".join("–" if step is None else str(step) for step in steps)


def small(value: float) -> str:
    """Return a number as short text, with one digit where it is small or huge: 0.3, 120, 2·10⁻⁷."""
    return grouped(value) if 10 <= abs(value) < 1000 else significant(value, 1)


def nearest_step(x: float, most: int, every: int = EVERY) -> int:
    """Return the measured step that is nearest to a place on the axis."""
    return every * round(min(max(x, 0), most) / every)
