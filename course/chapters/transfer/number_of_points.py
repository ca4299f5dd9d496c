"""When does it pay? The accuracy on task B over the number of its training points, with and without transfer."""

from functools import lru_cache

import numpy as np
import streamlit as st

from course.chapters.parts import Check, Pick, Screen, Settings
from course.chapters.transfer.tasks import TASKS_B, donor, task_b
from engine.experiments.experiment import change
from engine.runs import training
from engine.runs.run import adopt, evaluate, start_run
from pictures.charts import fan
from ui.widgets import chart

COUNTS = (4, 8, 16, 32, 64)  # training points of task B
SAMPLES = 3  # of each
STEPS = 400
SCRATCH, FROZEN = "from scratch", "lower layer frozen"
AS_GOOD = 0.02  # an advantage that is smaller than the largest by less than this also counts as the largest


@lru_cache(maxsize=4)
def accuracies(task: str) -> dict[str, list[list[float]]]:
    """Return the test accuracies of both ways for each of COUNTS, with each sample."""
    result: dict[str, list[list[float]]] = {SCRATCH: [], FROZEN: []}
    for count in COUNTS:
        for name, rows in result.items():
            row = []
            for seed in range(SAMPLES):
                experiment = task_b(task, count, seed)
                if name == SCRATCH:
                    run = start_run(experiment, dtype=np.float32, snapshots=False)
                else:
                    run = adopt(change(experiment, frozen=1), donor(), 1)
                training.advance(run, STEPS)
                accuracy = evaluate(run).test_accuracy
                assert accuracy is not None  # these data have classes
                row.append(float(accuracy[0]))
            rows.append(row)
    return result


def show(s: Settings) -> None:
    """Show the accuracy over the number of training points of task B."""
    with st.spinner("Thirty small networks are being trained"):
        rows = accuracies(s.task)
    figure = fan.accuracies(rows, COUNTS, f"Task B: {TASKS_B[s.task]}", "Training points of task B")
    chart.show(figure, "transfer_chart")


def _best_counts() -> list[int]:
    """Return the numbers of points at which the frozen layer has its largest advantage, or one as good."""
    scratch, frozen = (accuracies("near")[name] for name in (SCRATCH, FROZEN))
    gains = [float(np.median(b) - np.median(a)) for a, b in zip(scratch, frozen, strict=True)]
    return [count for count, gain in zip(COUNTS, gains, strict=True) if gain >= max(gains) - AS_GOOD]


SCREEN = Screen(
    "When does it pay?",
    "With few points of B, features that are taken over help: there is less to learn. With many points, a network "
    "from scratch catches up. And where B is **too different**, as a spiral is from a circle, the features of A bring "
    "nothing.",
    controls=(Pick("task", "Task B", TASKS_B),),
    checks=(
        Check(
            "hinder",
            "Choose the task B for which the features of A do not help.",
            lambda s, _: s.task == "far",
            lambda s, _: "For which task do the two curves hardly differ, whatever the number of points?",
        ),
        Check(
            "few",
            "For the circle: with how many points of B is the advantage of the frozen layer largest?",
            lambda s, answer: answer is not None and answer in _best_counts(),
            lambda s, answer: "Choose the circle, and look for the number at which the two lines are farthest apart.",
            "points",
        ),
    ),
    live=show,
)
