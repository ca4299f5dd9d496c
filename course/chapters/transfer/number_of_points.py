"""When does it pay? The accuracy on task B over the number of its training points, with and without transfer."""

from functools import lru_cache

import numpy as np
import streamlit as st

from course.chapters.parts import Answer, Check, Pick, Prediction, Screen, Settings, near
from course.chapters.transfer import stack
from course.chapters.transfer.stack import Points
from course.chapters.transfer.tasks import TASK_A, TASKS_B, donor, task_b, test_points
from engine import network
from engine.data import features
from engine.data.datasets import Split
from engine.runs.beginning import first_weights, layers_of
from engine.runs.run import start_run
from pictures.charts import fan
from ui.widgets import chart

COUNTS = (4, 8, 16, 32, 64)  # training points of task B
SAMPLES = 15  # of each: with three, chance decides which number gains most
STEPS = 400
SCRATCH, FROZEN, RANDOM = "from scratch", "lower layer from A, frozen", "random lower layer, frozen"
WAYS = {SCRATCH: 0, FROZEN: 1, RANDOM: 1}  # the number of layers that are frozen
READ = 8  # points, at which a check has two lines compared
READING = 1.5  # percentage points by which two numbers read off the chart may be off


def _points(split: Split) -> Points:
    return Points(features.apply(TASK_A.features, split.points)[None], split.targets[None])


def _learned(way: str, task: str, count: int) -> list[float]:
    """Return the accuracies on unseen points of task B of networks that have learned it in one of the ways."""
    experiments = [task_b(task, count, seed) for seed in range(SAMPLES)]
    layers = layers_of(*experiments)
    theta = np.stack([first_weights(experiment, layers) for experiment in experiments])
    if way == FROZEN:
        end = network.layout(layers).ends[1]
        theta[:, :end] = donor().theta[:, :end]
    samples = stack.stacked([_points(start_run(experiment, snapshots=False).train) for experiment in experiments])
    theta = stack.train(layers, theta, samples, STEPS, TASK_A.step_size, TASK_A.batch_size, WAYS[way])
    return stack.accuracies(layers, theta, _points(test_points(task)))


@lru_cache(maxsize=4)
def accuracies(task: str) -> dict[str, list[list[float]]]:
    """Return the accuracies of each way for each of COUNTS, with each sample."""
    return {way: [_learned(way, task, count) for count in COUNTS] for way in WAYS}


def show(s: Settings) -> None:
    """Show the accuracy over the number of training points of task B."""
    with st.spinner(f"{len(WAYS) * len(COUNTS) * SAMPLES} small networks are being trained"):
        rows = accuracies(s.task)
    figure = fan.accuracies(rows, COUNTS, f"Task B: {TASKS_B[s.task]}", "Training points of task B")
    chart.show(figure, "transfer_chart")


def gain(over: str, count: int) -> float:
    """Return by how many percentage points the layer from A is better than another way on the near task, in median."""
    medians = (float(np.median(accuracies("near")[way][COUNTS.index(count)])) for way in (FROZEN, over))
    ours, others = medians
    return 100 * (ours - others)


def _gain_hint(s: Settings, answer: float | None) -> str:
    if near(answer, gain(SCRATCH, READ), READING):
        return "That is its advantage over training from scratch. Compare it with the random layer."
    if s.task != "near":
        return "Choose the disc and the ring first."
    return "Point at both lines above 8 on the axis, and subtract."


SCREEN = Screen(
    "When does it pay?",
    "With few points of B, features that are taken over from A can help. But any frozen layer leaves fewer numbers to "
    "tune. So the control is a **random** lower layer, frozen too: only what the layer from A is better than that is "
    "owed to A. A spiral is **too different** from the rings of A: there it ends within 4 percentage points of "
    "training from scratch.",
    prediction=Prediction(
        "The disc and the ring, 8 training points. Which way gets most of the unseen points right?",
        (
            Answer(
                "From scratch: all layers fit the task.",
                "They can fit 8 points in many ways, most of them wrong elsewhere.",
            ),
            Answer(
                "The lower layer from A, frozen.",
                "It beats the random layer in all 75 trainings of the chart, and training from scratch in 74: by 10 to "
                "13 percentage points with up to 32 points, by 4 with 64.",
            ),
            Answer(
                "The random layer.",
                "What the layer has learned counts: rings are made of the same lines.",
            ),
        ),
        1,
        {"task": "near"},
    ),
    controls=(Pick("task", "Task B", TASKS_B),),
    checks=(
        Check(
            "few",
            f"The disc and the ring, {READ} points: by how many percentage points is the layer from A better than a "
            "random one?",
            lambda s, answer: near(answer, gain(RANDOM, READ), READING),
            _gain_hint,
            "points",
        ),
        Check(
            "guessing",
            "With 4 points of the spiral no way is far above guessing. How many per cent does guessing get right, with "
            "two classes that are equally frequent?",
            lambda s, answer: near(answer, 50),
            lambda s, answer: (
                "That would be with four classes."
                if near(answer, 25)
                else "Guess for many points, half of them blue: how many of your guesses are right?"
            ),
            "%",
        ),
    ),
    live=show,
)
