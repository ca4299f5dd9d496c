"""Trainings that take longer than a visitor waits: how they are measured, and the tables that are shipped instead.

`python -m benchmarks.chapter_tables` measures them all and writes course/tables/. A test trains some of them again.
"""

import json
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from engine import network
from engine.experiments.sequence_experiment import SequenceExperiment
from engine.runs import objective, training
from engine.runs.run import Run, start_run

TABLES = Path(__file__).parent.parent / "tables"
SEEDS = (1, 2, 3, 4, 5)  # of the data and of the first weights
TESTED = 128  # sequences, none of which is in the training data
EVERY = 10  # steps between two tests
SOLVED = 0.99  # accuracy from which on a task counts as solved
SMALL_ERROR = 0.005  # mean squared error from which on adding counts as solved


@lru_cache(maxsize=16)
def table(name: str) -> Any:
    """Return a measured table."""
    return json.loads((TABLES / f"{name}.json").read_text(encoding="utf-8"))


def begin(seed: int, **changes: Any) -> Run:
    """Return a Run at step 0 on sequences; seed is that of the data and of the first weights."""
    settings: dict[str, Any] = {"optimizer": "adam", "data_seed": seed, "weight_seed": seed} | changes
    experiment = SequenceExperiment(**settings)
    return start_run(experiment, dtype=np.float32, every=10**6, snapshots=False)


def score(run: Run) -> float:
    """Return the accuracy of a Run's first network on unseen sequences, or the mean squared error of numbers."""
    x, y = (values[..., :TESTED] for values in run.inputs[1])
    loss = objective.of(run.experiment)
    with np.errstate(over="ignore", invalid="ignore"):
        z = network.forward(run.layers, run.parameters, x).output
        if run.experiment.class_count:
            return float(loss.right(z, y)[0].sum() / loss.counted(y))
        return float(loss.value(z, y)[0].sum() / loss.size(y))


def curve(steps: int, seed: int, **changes: Any) -> list[float]:
    """Return the scores at step 0, EVERY, 2 · EVERY, … of one training, with three digits."""
    run, scores = begin(seed, **changes), []
    for _ in range(0, steps + 1, EVERY):
        scores.append(float(f"{score(run):.3g}"))
        training.advance(run, EVERY)
    return scores


def curves(steps: int, **changes: Any) -> list[list[float]]:
    """Return the scores of five trainings, one for each of SEEDS."""
    return [curve(steps, seed, **changes) for seed in SEEDS]


def solved_at(scores: Sequence[float], is_error: bool = False) -> int | None:
    """Return the step at which a training was first found to have solved its task, or None."""
    found = (k for k, value in enumerate(scores) if (value < SMALL_ERROR if is_error else value >= SOLVED))
    step = next(found, None)
    return None if step is None else step * EVERY
