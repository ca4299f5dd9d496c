"""The sequence on show on the Sequences page: a test sequence, one that the visitor writes, or a new one."""

from typing import Any

import numpy as np

from engine.data.datasets import Split
from engine.data.sequences import datasets, written
from engine.runs import objective
from engine.runs.beginning import DATA, random_stream
from engine.runs.run import Run
from engine.study import through_time
from pictures.sequences.frame import Shown
from ui.visit.task import SequencesTask

OF_ANY_LENGTH = 5  # sequences that are made for one to show: so few are made quickly
ANOTHER = 1  # purpose of the random numbers of new sequences, so that none is one of the training's


def written_for(experiment: Any, text: str) -> str:
    """Return what the visitor has written for the experiment's data; "" where it is for other data, or nothing."""
    data, _, sequence = text.partition(":")
    return sequence if data == experiment.data else ""


def reading(run: Run, looking: SequencesTask) -> Shown | None:
    """Return what is on show; None where there are no sequences."""
    e = run.experiment
    sentences: tuple[str, ...] = ()
    if sequence := written_for(e, looking.written):
        read = written.read(e.data, e.text, e.own, sequence)
        sentences = read.sentences
        if read.points is not None:
            return Shown(read.points, "your own sequence", sentences=sentences)
    if length := other_length(e, looking.asked):
        return _new(run, length)
    part, name = (run.test, "test") if run.test.size else (run.train, "training")
    if not part.size:
        return None
    place = looking.example % part.size
    points, targets = _cut(e, part, place)
    return Shown(points, f"{name} sequence {place + 1} of {part.size}", targets, sentences)


def can_ask(experiment: Any) -> bool:
    """Return whether new sequences of any length can be made."""
    return experiment.data not in datasets.WITH_ALPHABET


def other_length(experiment: Any, asked: int) -> int:
    """Return the length that new sequences have if `asked` moments are asked for; 0 where it is that of the training.

    A task has a shortest length: what is shorter, such as from a link or of the data before, becomes that.
    """
    if not asked or not can_ask(experiment):
        return 0
    length = max(asked, datasets.SEQUENCES[experiment.data].shortest)
    return 0 if length == experiment.moments else length


def _cut(experiment: Any, part: Split, place: int) -> tuple[np.ndarray, np.ndarray]:
    """Return a sequence and its targets, without what follows its last moment that is judged."""
    points, targets = part.points[..., place : place + 1], part.targets[..., place : place + 1]
    if not experiment.each_moment:
        return points, targets
    judged = np.flatnonzero(targets[objective.WEIGHT, :, 0])
    end = int(judged[-1]) + 1 if judged.size else points.shape[-2]
    return points[..., :end, :], targets[:, :end]


def _new(run: Run, length: int) -> Shown:
    """Return a new sequence of another length; a curve is only begun, and the network carries it on."""
    e = run.experiment
    rng = random_stream(e.data_seed, DATA, ANOTHER)
    new, _ = datasets.sample(e.data, e.text, e.own, length, min(e.delay, length - 1), OF_ANY_LENGTH, rng)
    points, targets = new.points[..., :1], new.targets[..., :1]
    title = f"a new sequence of {length} moments"
    if e.data == "sine" and length > e.moments:
        known = points[:, : e.moments]
        carried = through_time.carry_on(run, known[0, :, 0], length - e.moments)
        points = np.concatenate([known, carried[None, :, None]], axis=1)
        return Shown(points, f"carried on after {e.moments}", targets, own=e.moments)
    return Shown(points, title, targets)


def measured(run: Run, looking: SequencesTask) -> float | None:
    """Return the accuracy in new sequences of the length that is asked for, of numbers the mean squared error."""
    length = other_length(run.experiment, looking.asked)
    return float(through_time.accuracy_at(run, length)[0]) if length else None
