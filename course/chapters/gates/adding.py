"""Adding: two marked numbers out of ten, and what a plain network, an LSTM and a GRU say of their sum."""

from collections.abc import Mapping
from functools import lru_cache

import numpy as np

from course.chapters.gates import tasks
from course.chapters.measured import begin
from course.chapters.parts import Check, Screen, Settings, Slider, Try, near, within
from course.chapters.trainings import GREY, steps_panel
from engine.experiments.fields import Number
from engine.experiments.sequence_experiment import CELLS
from engine.runs import training
from engine.runs.run import Run
from engine.study.through_time import moments
from pictures.sketch.scene import Panel, Scene

SEED, STEPS, LENGTH = 1, 250, 10
PLACES = (2, 7)  # of the two marked numbers, from 0
UNIT = Number(0, 1)
FIELDS = {"first_number": (UNIT, 0.8), "second_number": (UNIT, 0.5)}
FAR, CLOSE = 0.2, 0.1  # errors, in the check
RIGHT = 0.25  # (1 - 0.5)²
COLOURS = {"rnn": "blue", "lstm": "orange", "gru": "green"}


@lru_cache(maxsize=len(CELLS))
def trained(cell: str) -> Run:
    """Return a network of 16 units after STEPS steps of adding over ten moments; nobody changes it."""
    run = begin(SEED, cell=cell, data="adding", length=LENGTH, step_size=0.02)
    training.advance(run, STEPS)
    return run


def sequence(first: float, second: float) -> np.ndarray:
    """Return ten numbers and their marks, (2, 10)."""
    numbers = np.random.default_rng(4).random(LENGTH).round(2)
    numbers[list(PLACES)] = first, second
    marks = np.zeros(LENGTH)
    marks[list(PLACES)] = 1
    return np.stack([numbers, marks])


@lru_cache(maxsize=256)
def answers(first: float, second: float) -> dict[str, float]:
    """Return what each network says of the sum."""
    points = sequence(first, second)[:, :, None]
    return {cell: float(moments(trained(cell), points).answers[0, -1, 0]) for cell in CELLS}


def figure(s: Settings) -> Scene:
    """Show the ten numbers, the answers, and the steps of five trainings of each kind."""
    numbers, marks = sequence(s.first_number, s.second_number)
    row = Panel(
        "Ten numbers, two of them marked", (0, LENGTH), (0, 1.1), "Ten numbers; the purple ones count", "moment"
    )
    row.x = (0.5, LENGTH + 0.5)
    for t, (value, mark) in enumerate(zip(numbers, marks, strict=True), 1):
        row.bar(t - 0.35, t + 0.35, 0, float(value), "purple" if mark else GREY, 0.85 if mark else 0.45)
    for name, label, place in zip(FIELDS, ("First marked number", "Second marked number"), PLACES, strict=True):
        row.handle(name, (place + 1, float(numbers[place])), label, "red", "y", (place + 1, place + 1, 0, 1), 0.05)
    total = s.first_number + s.second_number
    found = answers(s.first_number, s.second_number)
    sums = Panel("What the networks say", (0, 3), (0, 2.2), "Their sum", share=0.75, categories=tuple(CELLS.values()))
    for k, (cell, value) in enumerate(found.items()):
        sums.bar(k + 0.2, k + 0.8, 0, max(value, 0), COLOURS[cell])
    sums.line([(0, total), (3, total)], "ink", 2, dash=True)
    rows = {CELLS[cell]: steps for cell, steps in tasks.solved()["adding"].items()}
    colours = {CELLS[cell]: COLOURS[cell] for cell in CELLS}
    dots = steps_panel("Steps until the error is small", tasks.STEPS, rows, colours, share=0.85)
    words = ", ".join(f"{CELLS[cell]} {value:.2f}" for cell, value in found.items())
    return Scene([row, sums, dots], f"The sum is {total:.2f}. After {STEPS} steps they say: {words}.", height=300)


def drag(s: Settings, name: str, x: float, y: float) -> Mapping[str, float]:
    """Set one of the two marked numbers, in hundredths."""
    return {name: within(UNIT, round(y, 2))}


def errors(s: Settings) -> dict[str, float]:
    """Return by how much each network is wrong."""
    return {
        cell: abs(value - s.first_number - s.second_number)
        for cell, value in answers(s.first_number, s.second_number).items()
    }


def is_found(s: Settings) -> bool:
    """Return whether the plain network is far from the sum, and both others are close to it."""
    wrong = errors(s)
    return wrong["rnn"] > FAR and max(wrong["lstm"], wrong["gru"]) < CLOSE


def _apart_hint(s: Settings) -> str:
    wrong = errors(s)
    words = ", ".join(f"{CELLS[cell]} {value:.2f}" for cell, value in wrong.items())
    return f"They are wrong by {words}. Try small numbers and large ones."


SCREEN = Screen(
    "Adding: where gates win",
    "Ten numbers between 0 and 1 come one by one, and two of them carry a mark. At the end their sum is asked; all "
    "others have to be kept out. Here gates are what is needed: they let a number in where the mark is and keep it "
    "unchanged. In five trainings of 500 steps each, all GRUs and all LSTMs came to a mean squared error below 0.005, "
    "the GRU first each time, and no plain network did. Drag the two marked numbers.",
    figure=figure,
    controls=(Slider("first_number", "First marked number", 0.05), Slider("second_number", "Second", 0.05)),
    tries=(Try("Both in the middle", {"first_number": 0.5, "second_number": 0.5}),),
    checks=(
        Check(
            "apart",
            "Find two numbers of whose sum the RNN is wrong by more than 0.2, and both gated networks by less than "
            "0.1.",
            lambda s, _: is_found(s),
            lambda s, _: _apart_hint(s),
        ),
        Check(
            "mean",
            "A network that has learned nothing but the mean always says 1. What is its squared error where the marked "
            "numbers are 0.2 and 0.3?",
            lambda s, answer: near(answer, RIGHT, 0.001),
            lambda s, answer: (
                "That is the error. What is its square?" if near(answer, 0.5) else "The sum is 0.5, and it says 1."
            ),
            "",
        ),
    ),
    drag=drag,
)
