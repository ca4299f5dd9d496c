"""Over-fitting names: train and test loss, and the share of copied names, epoch by epoch."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from course.chapters.measured import begin, table
from course.chapters.parts import Check, Screen, Settings, Slider, Try, near
from engine.experiments.fields import Number
from engine.runs import training
from engine.runs.run import evaluate
from engine.study.sampling import copied, generate, training_text
from pictures.sketch.scene import Panel, Scene

UNITS, EPOCHS, SEEDS = 64, 40, (1, 2, 3)
SAMPLES, SHOWN = 200, 10  # names of which the copied ones are counted, and names that are shown
FIELDS = {"names_epoch": (Number(0, EPOCHS, whole=True), 40)}
NEAR_BEST = 0.03  # of the lowest test loss
RIGHT, IN_BITS = 8.17, 4.29  # e and 2 to the power of 2.1


def _training(seed: int, epochs: int) -> dict[str, Any]:
    """Train a GRU on the names, and return its losses, its share of copied names and the first few of these."""
    run = begin(seed, cell="gru", units=UNITS, data="text", text="names_spanish", step_size=0.02)
    known = set(training_text(run))
    rows: dict[str, Any] = {"train": [], "test": [], "copied": [], "names": []}
    for _ in range(epochs + 1):
        scores, names = evaluate(run), generate(run, SAMPLES, seed=1, most=16)
        rows["train"].append(round(float(scores.train_loss[0]), 3))
        rows["test"].append(round(float(scores.test_loss[0]), 3))
        rows["copied"].append(round(copied(run, names), 3))
        rows["names"].append([("*" if name in known else "") + name for name in names[:SHOWN]])
        training.advance(run, run.epoch_steps)
    return rows


def measure(epochs: int = EPOCHS, seeds: tuple[int, ...] = SEEDS) -> list[dict[str, Any]]:
    """Return the rows of a training for each seed, with a value for each epoch, from 0 on.

    Only the first one has names; a star is before those that are copied.
    """
    result = [_training(seed, epochs) for seed in seeds]
    for rows in result[1:]:
        del rows["names"]
    return result


def figure(s: Settings) -> Scene:
    """Show the losses and the share of copied names over the epochs, and names of one epoch."""
    trainings, epochs, now = table("copies"), np.arange(EPOCHS + 1), s.names_epoch
    losses = Panel("Losses over the epochs", (0, EPOCHS), (0.8, 3.6), "Loss", "epoch", share=0.9)
    for name, colour in (("train", "blue"), ("test", "orange")):
        for rows in trainings:
            losses.curve(epochs, np.array(rows[name]), colour, 1)
        losses.curve(epochs, np.median([rows[name] for rows in trainings], axis=0), colour, 3.5)
    losses.text((0.97 * EPOCHS, 3.15), "unseen names", "orange", 14, "end", bold=True)
    losses.text((0.97 * EPOCHS, 1.35), "training names", "blue", 14, "end", bold=True)
    losses.line([(now, 0.8), (now, 3.6)], "red", 1, dash=True)
    losses.handle("epoch", (now, 0.87), "Epoch", "red", "x", (0, EPOCHS, 0.87, 0.87), 1)
    copies = Panel("Copied names", (0, EPOCHS), (0, 1), "Share that is copied", "epoch", share=0.8)
    for rows in trainings:
        copies.curve(epochs, np.array(rows["copied"]), "purple", 1)
    copies.curve(epochs, np.median([rows["copied"] for rows in trainings], axis=0), "purple", 3.5)
    copies.line([(now, 0), (now, 1)], "red", 1, dash=True)
    names = Panel("Names of this epoch", (0, 1), (0, SHOWN), "Names; bold: copied", axes=False, share=0.65)
    for i, name in enumerate(trainings[0]["names"][now]):
        is_copy = name.startswith("*")
        shown = name.strip("*") or "(none)"
        names.text((0.04, SHOWN - i - 0.5), shown, "purple" if is_copy else "ink", 16, "start", bold=is_copy)
    train, test, share = (np.median([rows[name][now] for rows in trainings]) for name in ("train", "test", "copied"))
    caption = (
        f"After {now} epochs, in the median of three networks: train loss {train:.2f}, test loss {test:.2f}, and of "
        f"{SAMPLES} names {100 * share:.0f} % are copied."
    )
    return Scene([losses, copies, names], caption, height=300)


def drag(s: Settings, name: str, x: float, y: float) -> Mapping[str, int]:
    """Show the nearest epoch."""
    return {"names_epoch": round(min(max(x, 0), EPOCHS))}


def losses_on_unseen() -> np.ndarray:
    """Return the median test loss of each epoch."""
    return np.median([rows["test"] for rows in table("copies")], axis=0)


def is_best(epoch: int) -> bool:
    """Return whether the test loss is about as low at an epoch as it ever is."""
    losses = losses_on_unseen()
    return bool(losses[epoch] <= losses.min() + NEAR_BEST)


def _stop_hint(s: Settings) -> str:
    losses = losses_on_unseen()
    if s.names_epoch < int(losses.argmin()):
        return f"The test loss is {losses[s.names_epoch]:.2f} here, and still falling."
    return f"The test loss is {losses[s.names_epoch]:.2f} here. It has been lower before."


def _guess_hint(s: Settings, answer: float | None) -> str:
    if near(answer, IN_BITS, 0.05):
        return "The losses here use the natural logarithm: e to the power of the loss, not 2."
    return "Among n equally probable characters the loss is ln n. For which n is that 2.1?"


SCREEN = Screen(
    "Over-fitting names",
    "Three GRUs of 64 units learn 709 names. After five to seven epochs the loss on **unseen** names is lowest; then "
    "it rises again, while that on the training names falls on. What the networks write shows it too: after five "
    "epochs 1 or 2 % of their names are names of the list, after forty more than half. They have begun to learn it by "
    "heart. Compare the names: which ones would you rather have?",
    figure=figure,
    controls=(Slider("names_epoch", "Epoch", 1),),
    tries=(Try("After 2 epochs", {"names_epoch": 2}), Try("After 20", {"names_epoch": 20})),
    checks=(
        Check(
            "stop",
            "Move to an epoch at which you would stop: the test loss should be about as low as it gets.",
            lambda s, _: is_best(s.names_epoch),
            lambda s, _: _stop_hint(s),
        ),
        Check(
            "guess",
            "The test loss is 2.1. Among how many equally probable characters does one guess with the same loss?",
            lambda s, answer: near(answer, RIGHT, 0.2),
            _guess_hint,
            "characters",
        ),
    ),
    drag=drag,
)
