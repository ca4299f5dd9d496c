"""Your own text: how much of it a network needs, measured with lists of names."""

from collections.abc import Mapping

import numpy as np

from course.chapters.measured import begin, table
from course.chapters.parts import Check, Pick, Screen, Settings, Try, near
from course.chapters.trainings import GREY
from engine import network
from engine.data.sequences.datasets import TRAIN_SHARE
from engine.experiments.fields import Choice
from engine.runs import objective, training
from engine.study.sampling import copied, generate
from pictures.sketch.scene import Panel, Scene

SIZES = ("20", "40", "80", "160", "320", "640")  # names to train with
SEEDS, STEPS, EVERY = (1, 2, 3), 400, 20
SAMPLES = 200
UNITS = 32
FIELDS = {"amount": (Choice(SIZES), "20")}
LOW = 2.3  # test loss
YOURS = 900  # names, in the check
RIGHT = YOURS * TRAIN_SHARE


def losses_of(seed: int, size: int, steps: int = STEPS) -> tuple[list[float], float]:
    """Train a GRU with so many names; return its losses on names that no size trains with, and the share it copies."""
    x, y = begin(seed, data="text", units=1).inputs[1]
    run = begin(seed, cell="gru", units=UNITS, data="text", step_size=0.02, examples=round(size / TRAIN_SHARE))
    loss, found = objective.of(run.experiment), []
    for _ in range(0, steps + 1, EVERY):
        z = network.forward(run.layers, run.parameters, x).output
        found.append(round(float(loss.value(z, y)[0].sum() / loss.size(y)), 3))
        training.advance(run, EVERY)
    return found, round(copied(run, generate(run, SAMPLES, seed=1)), 3)


def measure() -> dict[str, dict[str, list]]:
    """Return the losses and the shares of copied names of three networks for each size."""
    result: dict[str, dict[str, list]] = {}
    for size in SIZES:
        losses, shares = zip(*(losses_of(seed, int(size)) for seed in SEEDS), strict=True)
        result[size] = {"losses": list(losses), "copied": list(shares)}
    return result


def lowest(size: str) -> np.ndarray:
    """Return the lowest test loss of each of the three networks."""
    return np.array(table("amount")[size]["losses"]).min(axis=1)


def figure(s: Settings) -> Scene:
    """Show the test loss over the steps, and the lowest one of each size."""
    steps = np.arange(0, STEPS + 1, EVERY)
    over = Panel("Loss on unseen names", (0, STEPS), (2, 4), f"Test loss, {s.amount} names", "step")
    for size in SIZES:
        rows = np.array(table("amount")[size]["losses"])
        if size == s.amount:
            for row in rows:
                over.curve(steps, row, "orange", 1)
        over.curve(
            steps,
            np.median(rows, axis=0),
            "orange" if size == s.amount else GREY,
            3.5 if size == s.amount else 1.2,
        )
    reached = Panel("The lowest test loss of each size", (0, len(SIZES)), (2, 3), "The lowest test loss", "names")
    reached.categories = SIZES
    for k, size in enumerate(SIZES):
        colour = "orange" if size == s.amount else GREY
        points = [(k + 0.35 + 0.15 * i, float(value)) for i, value in enumerate(lowest(size))]
        reached.dots(points, colour=colour, size=6)
    reached.line([(0, LOW), (len(SIZES), LOW)], "quiet", 1.5, dash=True)
    at = SIZES.index(s.amount) + 0.5
    reached.handle("amount", (at, 2.04), "Number of names", "red", "x", (0.5, len(SIZES) - 0.5, 2.04, 2.04), 1)
    shares = table("amount")[s.amount]["copied"]
    best = lowest(s.amount)
    caption = (
        f"{s.amount} names: the lowest test loss is {best.min():.2f} to {best.max():.2f}. After {STEPS} steps "
        f"{100 * np.median(shares):.0f} % of what the networks write is copied, in the median."
    )
    return Scene([over, reached], caption, height=320)


def drag(s: Settings, name: str, x: float, y: float) -> Mapping[str, str]:
    """Choose the nearest number of names."""
    return {"amount": SIZES[round(min(max(x - 0.5, 0), len(SIZES) - 1))]}


def is_enough(size: str) -> bool:
    """Return whether all three networks have come below LOW."""
    return bool((lowest(size) < LOW).all())


def _smallest_hint(s: Settings) -> str:
    if is_enough(s.amount):
        return "All three come below it, but so they do with fewer names."
    return f"With {s.amount} names the three come to {lowest(s.amount).min():.2f} at best."


SCREEN = Screen(
    "Your own text",
    "On the Sequences page a network reads a text of your own: a list of short lines, or prose. How much of it do you "
    "need? Here GRUs of 32 units have learned lists of 20 to 640 names, tested on the same unseen ones. Each time the "
    "list is twice as long, the lowest test loss falls by about 0.1. With 20 names nearly all that the networks "
    "write in the end is copied. A page of prose is little, too: expect it to be learned by heart, and watch the test "
    "loss.",
    figure=figure,
    controls=(Pick("amount", "Names to train with", {size: size for size in SIZES}),),
    tries=(
        Try("Your own text, on the Sequences page", opens="sequences?data=own"),
        Try("The names", opens="sequences?data=text&cell=gru&units=64&step_size=0.02&play=true"),
    ),
    checks=(
        Check(
            "enough",
            "Choose the shortest list with which all three networks come below a test loss of 2.3, the dashed line.",
            lambda s, _: is_enough(s.amount) and not any(is_enough(z) for z in SIZES if int(z) < int(s.amount)),
            lambda s, _: _smallest_hint(s),
        ),
        Check(
            "fifths",
            "You bring a list of 900 names, and four fifths of them are for training. With how many does the network "
            "train?",
            lambda s, answer: near(answer, RIGHT),
            lambda s, answer: (
                "That is the fifth that tests it." if near(answer, YOURS - RIGHT) else "Four fifths of 900."
            ),
            "names",
        ),
    ),
    drag=drag,
)
