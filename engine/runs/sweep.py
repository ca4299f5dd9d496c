"""Train many Experiments together: those that can be stacked are, without the caller's doing.

`train` does it in one call. A Sweep does it in slices of time, so that a page can respond in between.
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import DTypeLike

from engine.runs import kinds, timeline, training
from engine.runs.history import Scores
from engine.runs.run import STACKABLE, Run, evaluate, start_run

RECORDS = 50  # about how many losses the history of a result has
SCORING_SHARE = 0.02  # of the time, at most, for the results of a group in training: all wait meanwhile
SLICE = 0.05  # seconds between two calls of `progress`


class Result(NamedTuple):
    """The result of one Experiment: its network and its scores, without the penalty.

    epoch and step say how long these weights were trained, also if training was cancelled; diverged is the
    step at which the network diverged, or -1. The accuracies are None for regression. train_losses and
    test_losses belong to the epochs in `epochs`.
    """

    experiment: Any
    theta: np.ndarray  # (P,)
    epoch: int
    step: int
    diverged: int
    train_loss: float
    test_loss: float
    train_accuracy: float | None
    test_accuracy: float | None
    epochs: list[int]
    train_losses: list[float]
    test_losses: list[float]

    @property
    def begun(self) -> bool:
        """Whether at least one step was made."""
        return self.step > 0 or self.diverged >= 0

    @property
    def final_loss(self) -> float:
        """The test loss to compare by; infinite for a network that diverged, or without test points."""
        return np.inf if self.diverged >= 0 or np.isnan(self.test_loss) else self.test_loss


class Scored(NamedTuple):
    """The Results of one group as of a step, when they were computed by time.monotonic, and how long it took."""

    step: int
    results: list[Result]
    when: float
    took: float


@dataclass(slots=True)
class Sweep:
    """Experiments in training: each group, a list of indices into `experiments`, is trained as one stacked Run."""

    experiments: list[Any]
    epochs: int
    dtype: DTypeLike
    snapshots: bool
    groups: list[list[int]]
    runs: list[Run | None] = field(default_factory=list)  # None: not started
    current: int = 0  # the index of the group in training
    scored: dict[int, "Scored"] = field(default_factory=dict)  # group -> its results of not long ago

    @property
    def done(self) -> bool:
        """Whether every network is trained, or has diverged."""
        return self.current == len(self.groups)

    @property
    def share(self) -> float:
        """The share of the work that is done, from 0 to 1."""
        if self.done:
            return 1.0
        run = self.runs[self.current]
        current_share = min(run.step / (self.epochs * run.epoch_steps), 1) if run and self.epochs else 0
        before = sum(len(group) for group in self.groups[: self.current])
        return (before + current_share * len(self.groups[self.current])) / len(self.experiments)


def group(experiments: Iterable[Any]) -> list[list[int]]:
    """Return the indices of Experiments in groups that it pays to stack.

    The order is kept, except that equal activations are adjacent, where they share a call (see activations.of).
    """
    listed = list(experiments)
    alike: dict[tuple[Any, ...], list[int]] = {}
    for index, experiment in sorted(enumerate(listed), key=lambda pair: pair[1].activation):
        shared = tuple(getattr(experiment, name) for name in experiment.FIELDS if name not in STACKABLE)
        alike.setdefault((experiment.KIND, *shared), []).append(index)
    groups = []
    for indices in alike.values():
        most = kinds.of(listed[indices[0]]).most_stacked(listed[indices[0]])
        groups += [indices[i : i + most] for i in range(0, len(indices), most)]
    return groups


def begin(experiments: Iterable[Any], epochs: int, dtype: DTypeLike = np.float32, snapshots: bool = False) -> Sweep:
    """Return a Sweep that will train each of these Experiments for a number of epochs."""
    listed = list(experiments)
    groups = group(listed)
    return Sweep(listed, epochs, dtype, snapshots, groups, [None] * len(groups))


def work(sweep: Sweep, seconds: float = float("inf")) -> None:
    """Continue training, group by group, until everything is done or the time is over."""
    deadline = time.perf_counter() + seconds
    while not sweep.done:
        run = sweep.runs[sweep.current]
        if run is None:
            chosen = [sweep.experiments[index] for index in sweep.groups[sweep.current]]
            every = max(1, sweep.epochs // RECORDS)
            run = start_run(*chosen, dtype=sweep.dtype, every=every, snapshots=sweep.snapshots)
            sweep.runs[sweep.current] = run
        steps = sweep.epochs * run.epoch_steps - run.step
        training.advance(run, steps, deadline - time.perf_counter())
        if run.stopped or run.step >= sweep.epochs * run.epoch_steps:
            sweep.current += 1
        if time.perf_counter() > deadline:
            return


def results(sweep: Sweep, exact: bool = True) -> list[Result | None]:
    """Return the results so far, in the order of the Experiments; None for those not started.

    Unless exact, those of the group in training may be of some steps ago, as they say themselves: large groups take
    long to evaluate.
    """
    listed: list[Result | None] = [None] * len(sweep.experiments)
    for i, (indices, run) in enumerate(zip(sweep.groups, sweep.runs, strict=True)):
        if run is not None:
            for index, result in zip(indices, _group_results(sweep, i, run, exact), strict=True):
                listed[index] = result
    return listed


def _group_results(sweep: Sweep, i: int, run: Run, exact: bool) -> list[Result]:
    """Return the Results of a group, evaluated anew only where it has moved and that takes a small part of the time."""
    known, begun = sweep.scored.get(i), time.monotonic()
    if known and (run.step == known.step or (not exact and begun < known.when + known.took / SCORING_SHARE)):
        return known.results
    scores = evaluate(run)
    found = [_result(run, scores, k) for k in range(len(run.experiments))]
    now = time.monotonic()
    sweep.scored[i] = Scored(run.step, found, now, now - begun)
    return found


def _result(run: Run, scores: Scores, k: int) -> Result:
    """Return the Result of network k of a stacked Run."""
    diverged = int(run.diverged[k])
    step = run.step if diverged < 0 else diverged - 1  # it kept the weights from before that step
    epoch = step // max(run.epoch_steps, 1)  # there may be no points
    past = run.history.until(step, epoch)
    return Result(
        run.experiments[k],
        run.theta[k].copy(),
        epoch,
        step,
        diverged,
        float(scores.train_loss[k]),
        float(scores.test_loss[k]),
        None if scores.train_accuracy is None else float(scores.train_accuracy[k]),
        None if scores.test_accuracy is None else float(scores.test_accuracy[k]),
        past.epochs,
        [float(values[k]) for values in past.train_loss],
        [float(values[k]) for values in past.test_loss],
    )


def network_of(sweep: Sweep, index: int) -> Run:
    """Return a separate Run of one Experiment of a Sweep, to train further. Raises ValueError if it has not started."""
    for indices, run in zip(sweep.groups, sweep.runs, strict=True):
        if index in indices and run is not None:
            return timeline.unstack(run, indices.index(index))
    raise ValueError(f"index must be that of an experiment that has started, got {index}")


def train(
    experiments: Iterable[Any],
    epochs: int,
    progress: Callable[[float], bool | None] | None = None,
    dtype: DTypeLike = np.float32,
) -> list[Result | None]:
    """Train each Experiment for a number of epochs and return the results in the order given.

    progress is called every SLICE seconds with the share that is done; if it returns False, training is
    cancelled, and the results are those so far, None for Experiments not started.
    """
    sweep = begin(experiments, epochs, dtype)
    while not sweep.done:
        work(sweep, SLICE if progress else float("inf"))
        if progress and progress(sweep.share) is False:
            break
    return results(sweep)
