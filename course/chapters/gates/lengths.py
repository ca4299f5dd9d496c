"""Ask for 21: networks that recall a letter after 20 moments, asked sooner or later than they were trained to."""

from collections.abc import Mapping

import numpy as np

from course.chapters.measured import SEEDS, begin, table
from course.chapters.parts import Check, Pick, Screen, Settings, Slider
from engine.experiments.fields import Choice, Number
from engine.experiments.sequence_experiment import CELLS
from engine.runs import training
from engine.study.through_time import accuracy_at
from pictures.sketch.scene import Panel, Scene

TRAINED_AT, STEPS = 20, 300  # moments, and steps of training
SHORTEST, LONGEST = 10, 30  # moments
FIELDS = {
    "asked_cell": (Choice(CELLS), "rnn"),
    "asked_at": (Number(SHORTEST, LONGEST, whole=True), TRAINED_AT),
}
GOOD, BAD = 0.99, 0.4  # accuracies, in the check
COLOURS = {"rnn": "blue", "lstm": "orange", "gru": "green"}


def rows_of(cell: str, seed: int) -> list[float]:
    """Train a network on recall over 20 moments; return its accuracies over SHORTEST to LONGEST moments."""
    run = begin(seed, cell=cell)
    training.advance(run, STEPS)
    return [round(float(accuracy_at(run, length)[0]), 3) for length in range(SHORTEST, LONGEST + 1)]


def measure() -> dict[str, list[list[float]]]:
    """Return the accuracies over all lengths of five networks of each kind."""
    return {cell: [rows_of(cell, seed) for seed in SEEDS] for cell in CELLS}


def at(length: int) -> dict[str, np.ndarray]:
    """Return the accuracies of the five networks of each kind at a length."""
    return {cell: np.array(rows)[:, length - SHORTEST] for cell, rows in table("lengths").items()}


def figure(s: Settings) -> Scene:
    """Show the accuracies of one kind over the length, and of all kinds at one length."""
    lengths = np.arange(SHORTEST, LONGEST + 1)
    over = Panel(
        "Accuracy over the length",
        (SHORTEST - 0.5, LONGEST + 0.5),
        (0, 1.1),
        f"Five {CELLS[s.asked_cell]}s trained at {TRAINED_AT}, and their mean",
        "moments until it is asked",
        "share right",
        share=1.1,
    )
    rows = np.array(table("lengths")[s.asked_cell])
    for row in rows:
        over.dots(zip(lengths.tolist(), row.tolist(), strict=True), colour=COLOURS[s.asked_cell], size=3.5)
    over.curve(lengths, rows.mean(axis=0), COLOURS[s.asked_cell], 3)
    over.line([(s.asked_at, 0), (s.asked_at, 1.1)], "red", 1, dash=True)
    over.handle(
        "asked", (s.asked_at, 0.03), "Moments until it is asked", "red", "x", (SHORTEST, LONGEST, 0.03, 0.03), 1
    )
    kinds = Panel(
        "Accuracy of the five networks of each kind",
        (0, 3),
        (0, 1.1),
        f"Asked after {s.asked_at} moments",
        share=0.85,
        categories=tuple(CELLS.values()),
    )
    for k, (cell, shares) in enumerate(at(s.asked_at).items()):
        for i, share in enumerate(shares):
            left = k + 0.12 + 0.155 * i
            kinds.bar(left, left + 0.13, 0, float(share), COLOURS[cell])
    words = ", ".join(f"{CELLS[cell]} {100 * shares.mean():.0f} %" for cell, shares in at(s.asked_at).items())
    return Scene([over, kinds], f"Asked after {s.asked_at} moments, right on average: {words}.", height=330)


def drag(s: Settings, name: str, x: float, y: float) -> Mapping[str, int]:
    """Ask after the nearest number of moments."""
    return {"asked_at": round(min(max(x, SHORTEST), LONGEST))}


def is_apart(length: int) -> bool:
    """Return whether all gated networks are right at a length, and every plain one is mostly wrong."""
    shares = at(length)
    gated = min(shares["lstm"].min(), shares["gru"].min())
    return bool(gated >= GOOD and shares["rnn"].max() <= BAD)


def _apart_hint(s: Settings) -> str:
    shares = at(s.asked_at)
    if shares["rnn"].max() > BAD:
        return "Here at least one of the plain networks is often right. Go a little away from it."
    return "Here the gated networks are no longer all right. Stay nearer to the length of the training."


SCREEN = Screen(
    "Ask for 21",
    "Has a network that recalls a letter after 20 moments learned to *remember*? Ask it after **21**. The plain "
    "networks were right on every letter at 20; at 19 and at 21 each of them is right on at most 35 %. They turn their "
    "state from moment to moment, and have learned where it stands after 20. In the cells of an LSTM and in the state "
    "of a GRU the letter stays as it is: all of them are right from 16 to 25 moments. Farther away some of these fail "
    "too.",
    figure=figure,
    controls=(Pick("asked_cell", "Cell", CELLS), Slider("asked_at", "Moments until it is asked", 1)),
    checks=(
        Check(
            "apart_in_length",
            "Find a length at which all ten gated networks are right, and every plain one is wrong on most letters.",
            lambda s, _: is_apart(s.asked_at),
            lambda s, _: _apart_hint(s),
        ),
    ),
    drag=drag,
)
