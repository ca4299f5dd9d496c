"""An echo that is learned: networks that are asked what came in a few moments ago, step by step."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from course.chapters.parts import Check, Screen, Settings, Slider
from engine.data.sequences.tasks import LETTERS
from engine.experiments.fields import Number
from engine.experiments.sequence_experiment import SequenceExperiment
from engine.runs import training
from engine.runs.run import evaluate, start_run
from engine.study import through_time
from pictures.sketch.scene import Panel, Scene

SEEDS, UNITS, MOMENTS, STEP_SIZE = (1, 2, 3, 4, 5), 16, 20, 0.02
EVERY, STEPS, LONGEST = 25, 200, 8  # steps between two measurements, and in all; moments of the longest echo
FIELDS = {"lag": (Number(1, LONGEST, whole=True), 3), "after": (Number(0, STEPS, whole=True), 0)}
SOLVED = 0.99  # accuracy
WANTED = 4  # moments of the echo to learn
SHOWN = 13  # moments of a sequence that are drawn
LEFT = 2.6  # moments of room for the words at the left
SHADES = np.array([-0.75, -0.3, 0.3, 0.75])  # of the letters


class Learned(NamedTuple):
    """Networks that learn an echo, measured every EVERY steps: the accuracy on unseen sequences (times, networks).

    Of the first network on one unseen sequence: its states h (times, units, moments) and its answers (times, moments);
    x and wanted (moments,) are the letters that come in and that are asked for, from 0.
    """

    accuracies: np.ndarray
    states: np.ndarray
    answers: np.ndarray
    x: np.ndarray
    wanted: np.ndarray


@lru_cache(maxsize=LONGEST)
def learned(lag: int) -> Learned:
    """Return five networks that learn to echo what came in `lag` moments ago, and differ in their first weights."""
    settings: dict[str, Any] = {"data": "echo", "delay": lag, "length": MOMENTS, "units": UNITS, "step_size": STEP_SIZE}
    run = start_run(
        *(SequenceExperiment(**settings, weight_seed=seed) for seed in SEEDS),
        dtype=np.float32,
        every=STEPS,
        snapshots=False,
    )
    x = run.test.points[:, :1]
    accuracies, states, answers = [], [], []
    for step in range(0, STEPS + 1, EVERY):
        training.advance(run, step - run.step)
        accuracies.append(evaluate(run).test_accuracy)
        moments = through_time.moments(run, x)
        states.append(moments.h[:, :, 0])
        answers.append(moments.answers[:, :, 0].argmax(axis=0))
    wanted = run.test.targets[: len(LETTERS), :, 0].argmax(axis=0)
    return Learned(np.array(accuracies), np.array(states), np.array(answers), x[:, 0], wanted)


def place(s: Settings) -> int:
    """Return the number of the measurement that is nearest to the step that is set."""
    return round(s.after / EVERY)


def solved(lag: int, at: int) -> bool:
    """Return whether all five networks have learned the echo at a measurement."""
    return bool((learned(lag).accuracies[at] >= SOLVED).all())


def figure(s: Settings) -> Scene:
    """Show the accuracies over the steps, and what the first network does with one sequence now."""
    found, at = learned(s.lag), place(s)
    curve = Panel("Accuracy on unseen sequences", (0, STEPS), (0, 1.05), "Right, five networks", "steps", share=0.7)
    steps = np.arange(0, STEPS + 1, EVERY)
    for accuracies in found.accuracies.T:
        curve.curve(steps, accuracies, "blue", 1.8)
    curve.line([(0, 0.25), (STEPS, 0.25)], "ink", 1.5, dash=True)
    curve.text((STEPS - 4, 0.19), "guessing", "quiet", 13, "end")
    curve.line([(steps[at], 0), (steps[at], 1.05)], "red", 1.5, dash=True)
    curve.handle("after", (s.after, 0.06), "Steps", "red", "x", (0, STEPS, 0, 1))
    return Scene([curve, _sequence(found, at, s.lag)], _caption(found, at, s.lag), height=330)


def _sequence(found: Learned, at: int, lag: int) -> Panel:
    """Return a panel with the first moments of one sequence: letters and states."""
    title = f"An unseen sequence, its first {SHOWN} moments, first network"
    row = Panel(title, (-LEFT, SHOWN), (0, 9.4), title, axes=False)
    for y, name, letters, first in (
        (8.2, "input", found.x, 0),
        (6.9, "wanted", found.wanted, lag),
        (5.6, "answer", found.answers[at], lag),
    ):
        shown = letters[first:SHOWN]
        row.pixels(SHADES[shown][None], (first, SHOWN, y, y + 1), True, [LETTERS[k] for k in shown])
        row.text((-0.2, y + 0.5), name, "ink", 13, "end")
    row.pixels(found.states[at][:, :SHOWN], (0, SHOWN, 0.3, 5.1), True)
    row.text((-0.2, 2.7), "state", "ink", 13, "end")
    return row


def _caption(found: Learned, at: int, lag: int) -> str:
    worst, best = (f"{100 * float(value):.0f}" for value in (found.accuracies[at].min(), found.accuracies[at].max()))
    right = int((found.answers[at] == found.wanted)[lag:].sum())
    return (
        f"After {at * EVERY} steps the five networks are right on {worst} % "
        + (f"to {best} % " if best != worst else "")
        + f"of unseen positions; the first one on {right} of {MOMENTS - lag} of this sequence."
    )


def drag(s: Settings, name: str, x: float, y: float) -> Mapping[str, int]:
    """Choose the step at which the handle is."""
    return {"after": round(min(max(x, 0), STEPS))}


def _first(s: Settings) -> bool:
    at = place(s)
    return s.lag == WANTED and solved(WANTED, at) and not solved(WANTED, at - 1)


def _hint(s: Settings) -> str:
    if s.lag != WANTED:
        return f"Set the echo to {WANTED} moments first."
    if solved(WANTED, place(s)):
        return f"They are. Were they {EVERY} steps earlier, too?"
    worst = 100 * float(learned(WANTED).accuracies[place(s)].min())
    return f"Here one of them is right on {worst:.0f} % only."


SCREEN = Screen(
    "An echo that is learned",
    "Nobody has to build it. Five networks of 16 units see random letters a to d; at every moment they are asked which "
    "one came in some moments ago, and training finds the weights. The longer the echo, the more steps it takes: for "
    "1 moment, 25 are enough; for 8, not even 200. The state is less tidy than the one that was built by hand.",
    figure=figure,
    controls=(Slider("lag", "Echo, in moments", 1), Slider("after", "Steps", EVERY)),
    checks=(
        Check(
            "first",
            f"An echo of {WANTED} moments, measured every {EVERY} steps: when are all five networks right on 99 % or "
            "more for the first time? Go there.",
            lambda s, _: _first(s),
            lambda s, _: _hint(s),
        ),
    ),
    drag=drag,
)
