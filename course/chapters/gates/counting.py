"""A cell that counts: a small LSTM on aⁿbⁿ, and its cells from moment to moment."""

from collections.abc import Mapping
from functools import lru_cache

import numpy as np

from course.chapters.measured import begin
from course.chapters.parts import Check, Pick, Screen, Settings, Slider
from course.chapters.trainings import GREY
from engine.data.sequences.tasks import COUNTED
from engine.experiments.fields import Choice, Number
from engine.runs import training
from engine.runs.run import Run
from engine.study.through_time import Moments, counts_to, moments
from pictures.sketch.scene import Panel, Scene

UNITS, TRAINED_TO, STEPS, SEED = 3, 8, 200, 1  # cells; the largest n in training; steps
MOST = 14
CELLS = {str(k + 1): f"Cell {k + 1}" for k in range(UNITS)}
FIELDS = {"counted": (Number(1, MOST, whole=True), TRAINED_TO), "counting_cell": (Choice(CELLS), "2")}
A, B, DOT = range(len(COUNTED))
UP = (0.6, 1.2)  # by how much a cell that counts changes at each letter
FIRST_FREE = 2  # letters of each kind after which it counts evenly
LOW, HIGH, LETTERS_AT = -13.0, 5.0, 3.5  # of the axis of c, and where the letters stand


@lru_cache(maxsize=8)
def trained(seed: int = SEED, steps: int = STEPS) -> Run:
    """Return an LSTM of three units that has learned aⁿbⁿ with n up to 8; nobody changes it."""
    run = begin(seed, cell="lstm", units=UNITS, data="anbn", length=2 * TRAINED_TO, step_size=0.02)
    training.advance(run, steps)
    return run


@lru_cache(maxsize=MOST)
def pass_of(n: int) -> Moments:
    """Return what the network does with n times a and n times b."""
    return moments(trained(), np.array([A] * n + [B] * n)[:, None])


def counters(run: Run, n: int = TRAINED_TO) -> list[int]:
    """Return the cells, from 0, that go one way with each a and the other way with each b, by about one."""
    c = moments(run, np.array([A] * n + [B] * n)[:, None]).c
    assert c is not None
    steps = np.diff(c[:, :, 0], axis=1)
    up, down = steps[:, FIRST_FREE - 1 : n - 1], steps[:, n + FIRST_FREE - 1 :]
    found = []
    for k in range(len(steps)):
        sign = np.sign(up[k].sum())
        even = [np.all((UP[0] <= part) & (part <= UP[1])) for part in (sign * up[k], -sign * down[k])]
        if all(even):
            found.append(k)
    return found


def answers_right(n: int) -> bool:
    """Return whether every answer from the first b on is right."""
    said = pass_of(n).answers[:, n:, 0].argmax(axis=0)
    return said.tolist() == [B] * (n - 1) + [DOT]


@lru_cache(maxsize=1)
def first_wrong() -> int:
    """Return the smallest n at which an answer is wrong."""
    return counts_to(trained()) + 1


def figure(s: Settings) -> Scene:
    """Show the three cells over the moments, and what the network expects next."""
    n, chosen = s.counted, int(s.counting_cell) - 1
    seen = pass_of(n)
    assert seen.c is not None
    times = np.arange(1, 2 * n + 1)
    cells = Panel(
        "The three cells from moment to moment", (0, 2 * MOST + 1), (LOW, HIGH), "The cells, c", "moment", "c"
    )
    cells.line([(0, 0), (2 * MOST + 1, 0)], "quiet", 1)
    for k, values in enumerate(seen.c[:, :, 0]):
        cells.curve(times, values, "blue" if k == chosen else GREY, 4 if k == chosen else 1.5)
    cells.dots(zip(times, seen.c[chosen, :, 0], strict=True), colour="blue", size=5)
    for t in times:
        cells.text((t, LETTERS_AT), COUNTED[A if t <= n else B], "ink", 15, bold=True)
    low = 0.93 * LOW
    cells.handle("last_a", (n, low), "Number of a", "red", "x", (1, MOST, low, low), 1)
    expects = Panel(
        "What is expected next, from the first b on",
        (0, 2 * MOST + 1),
        (0, 1.1),
        "Probability of the dot after each b",
        "moment",
    )
    for t, p in zip(times[n:], seen.answers[DOT, n:, 0], strict=True):
        is_end = t == 2 * n
        expects.bar(t - 0.35, t + 0.35, 0, float(p), "blue" if (p > 0.5) == is_end else "orange")
    expects.line([(0, 0.5), (2 * MOST + 1, 0.5)], "quiet", 1.5, dash=True)
    words = "every answer is right" if answers_right(n) else "an answer is wrong"
    change = np.diff(seen.c[chosen, :, 0])
    moved = f" Cell {chosen + 1} changes by {change[n // 2 - 1]:+.2f} at an a in the middle" if n > 2 else ""
    moved += f" and by {change[n + n // 2 - 1]:+.2f} at a b." if n > 2 else ""
    return Scene([cells, expects], f"n = {n}: {words}.{moved}", columns=1, height=205)


def drag(s: Settings, name: str, x: float, y: float) -> Mapping[str, int]:
    """Set the number of a."""
    return {"counted": round(min(max(x, 1), MOST))}


def _wrong_hint(s: Settings) -> str:
    if answers_right(s.counted):
        return f"With n = {s.counted} every answer is right. It has been trained with n up to {TRAINED_TO}: go beyond."
    return "Here an answer is wrong, but so it is with a smaller n."


SCREEN = Screen(
    "A cell that counts",
    "First n times a, then n times b: after the last b a dot has to follow. Something in the network must **count**. "
    "Here are the three cells of an LSTM that has learned it from n = 1 to 8 in 200 steps. Nobody told it how. One "
    "cell changes by about the same amount with every a, and back by about as much with every b: when it has come "
    "back, the dot is due. Of five such networks four have a cell of this kind. Drag the red dot. Beyond 8 this one "
    "was never trained: how far does its counting go?",
    figure=figure,
    controls=(Pick("counting_cell", "Cell", CELLS), Slider("counted", "n", 1)),
    checks=(
        Check(
            "counter",
            "Choose the cell that counts: one way with every a, back with every b.",
            lambda s, _: int(s.counting_cell) - 1 in counters(trained()),
            lambda s, _: "This one does not go back evenly with every b. Compare the steps from moment to moment.",
        ),
        Check(
            "beyond",
            "Set the smallest n at which the network gives a wrong answer: an orange bar, or no bar above one half at "
            "the last b.",
            lambda s, _: s.counted == first_wrong(),
            lambda s, _: _wrong_hint(s),
        ),
    ),
    drag=drag,
)
