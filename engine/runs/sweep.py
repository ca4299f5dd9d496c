"""Many Experiments, trained together: what can be stacked is, and the caller need not know.

`train` does it in one call. A Sweep does it in slices, for a page that must stay awake.
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from engine.experiments.experiment import FIELDS, Experiment
from engine.runs import timeline, training
from engine.runs.history import Scores
from engine.runs.training import STACKABLE, Run

MOST = 128  # networks in one stack: larger ones gain little more, and begin later
RECORDS = 50  # losses in a result's history, about
SLICE = 0.05  # seconds between two calls of `progress`


class Result(NamedTuple):
    """One Experiment's end: its network and its scores, without the penalty; accuracies are None for regression.

    epoch and step tell how far these weights came, also where training was cancelled; diverged is the
    step at which it diverged, or -1. The losses are those at the epochs of `epochs`.
    """

    experiment: Experiment
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
        """Whether it has been trained at all."""
        return self.step > 0 or self.diverged >= 0

    @property
    def final_loss(self) -> float:
        """The test loss to compare by: that of a network that diverged, or of no points, is infinite."""
        return np.inf if self.diverged >= 0 or np.isnan(self.test_loss) else self.test_loss


@dataclass(slots=True)
class Sweep:
    """Experiments on their way: groups of places in the list, each group trained as one stacked Run."""

    experiments: list[Experiment]
    epochs: int
    dtype: type
    snapshots: bool
    groups: list[list[int]]
    runs: list[Run | None] = field(default_factory=list)  # None: not begun
    current: int = 0  # the group at work

    @property
    def done(self) -> bool:
        """Whether everything is trained, or has diverged."""
        return self.current == len(self.groups)

    @property
    def share(self) -> float:
        """The share of the work that is done, from 0 to 1."""
        if self.done:
            return 1.0
        run = self.runs[self.current]
        under_way = min(run.step / (self.epochs * run.epoch_steps), 1) if run and self.epochs else 0
        before = sum(len(group) for group in self.groups[: self.current])
        return (before + under_way * len(self.groups[self.current])) / len(self.experiments)


def group(experiments: Iterable[Experiment]) -> list[list[int]]:
    """Return the places of Experiments that can be stacked together, at most MOST in a group.

    First come, first in; but equal activations stand together, where a step has less to do.
    """
    alike: dict[tuple, list[int]] = {}
    shared = [name for name in FIELDS if name not in STACKABLE]
    for place, experiment in sorted(enumerate(experiments), key=lambda pair: pair[1].activation):
        alike.setdefault(tuple(getattr(experiment, name) for name in shared), []).append(place)
    return [places[i : i + MOST] for places in alike.values() for i in range(0, len(places), MOST)]


def begin(experiments: Iterable[Experiment], epochs: int, dtype=np.float32, snapshots: bool = False) -> Sweep:
    """Return a Sweep that is to train each of these Experiments for so many epochs."""
    listed = list(experiments)
    groups = group(listed)
    return Sweep(listed, epochs, dtype, snapshots, groups, [None] * len(groups))


def work(sweep: Sweep, seconds: float = float("inf")) -> None:
    """Go on training, group by group, until all is done or the time is over."""
    deadline = time.perf_counter() + seconds
    while not sweep.done:
        run = sweep.runs[sweep.current]
        if run is None:
            chosen = [sweep.experiments[place] for place in sweep.groups[sweep.current]]
            every = max(1, sweep.epochs // RECORDS)
            run = training.start(*chosen, dtype=sweep.dtype, every=every, snapshots=sweep.snapshots)
            sweep.runs[sweep.current] = run
        wanted = sweep.epochs * run.epoch_steps - run.step
        training.advance(run, wanted, deadline - time.perf_counter())
        if run.stopped or run.step >= sweep.epochs * run.epoch_steps:
            sweep.current += 1
        if time.perf_counter() > deadline:
            return


def results(sweep: Sweep) -> list[Result | None]:
    """Return the results so far, in the order of the Experiments; None for those not begun."""
    found: list[Result | None] = [None] * len(sweep.experiments)
    for places, run in zip(sweep.groups, sweep.runs, strict=True):
        if run is not None:
            scores = training.evaluate(run)
            for k, place in enumerate(places):
                found[place] = _result(run, scores, k)
    return found


def _result(run: Run, scores: Scores, k: int) -> Result:
    ended = int(run.diverged[k])
    step = run.step if ended < 0 else ended - 1  # it stands at its weights from before
    epoch = step // max(run.epoch_steps, 1)  # there may be no points
    past = run.history.until(step, epoch)
    return Result(
        run.experiments[k],
        run.theta[k].copy(),
        epoch,
        step,
        ended,
        *(None if score is None else float(score[k]) for score in scores),
        past.epochs,
        *([float(values[k]) for values in kept] for kept in (past.train_loss, past.test_loss)),
    )


def network_of(sweep: Sweep, place: int) -> Run:
    """Return a Run of its own of one Experiment of a Sweep, to go on with. Raises ValueError if it has not begun."""
    for places, run in zip(sweep.groups, sweep.runs, strict=True):
        if place in places and run is not None:
            return timeline.alone(run, places.index(place))
    raise ValueError(f"place must be that of an experiment that has begun, got {place}")


def train(
    experiments: Iterable[Experiment],
    epochs: int,
    progress: Callable[[float], bool | None] | None = None,
    dtype=np.float32,
) -> list[Result | None]:
    """Train each Experiment for so many epochs and return the results in the order given.

    progress is called now and then with the share that is done; once it returns False, training is
    cancelled, and the results are what there is: those not begun are None.
    """
    sweep = begin(experiments, epochs, dtype)
    while not sweep.done:
        work(sweep, SLICE if progress else float("inf"))
        if progress and progress(sweep.share) is False:
            break
    return results(sweep)
