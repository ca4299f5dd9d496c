"""A Race: several networks on the same data that train in lock-step, to be compared."""

import itertools
import math
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar

import numpy as np

from engine.experiments.training_settings import TrainingSettings
from engine.runs import sweep, timeline, training
from engine.runs.run import Run, adopt, start_run
from pictures.wall.frame import Signs, signs
from ui.players.playable import Playable
from ui.players.records import Record, Schedule
from ui.visit import session

MAX_CHUNK = 64  # steps
SIGNS_GAP = 1.0  # seconds at least between two measurements of what keeps networks from learning, while they play
SIGNS_SHARE = 0.05  # of the time, at most, that these measurements take
MIN_TIMING = 0.01  # seconds that the measurement of a network's speed takes at least
_serials = itertools.count(1)
T = TypeVar("T")


class Member(NamedTuple):
    """One of the networks: its name, its settings, and the Run whose weights it starts with, if not its own.

    `given` is the number of the donor's layers that are taken over, from the inputs on; None is all.
    """

    name: str
    experiment: TrainingSettings
    donor: Run | None = None
    given: int | None = None


class Seat(NamedTuple):
    """Where a member's network is: the index of its Run, and its position in the stack."""

    run: int
    position: int


class Measured(NamedTuple):
    """What was measured of each Run, the moment that it is of, when it was measured and how many seconds that took."""

    moment: tuple[int, ...]
    found: list[Any]
    when: float
    took: float


@dataclass(slots=True)
class Race(Playable):
    """The members and their Runs. Make it with `begin`.

    Members that can be stacked share a Run. All train on the same points in the same order, so at the end of
    each update all have done as many steps, except those that diverged. past holds the Runs as they were at a moment
    that the visitor looks at. records hold what is measured at fixed steps.
    """

    members: tuple[Member, ...]
    runs: list[Run]
    seats: list[Seat]
    chunk: int = 1  # steps that each Run does before it is the next one's turn
    past: list[Run] | None = None
    costs: list[float | None] = field(default_factory=list)  # seconds of an epoch of each member alone
    measured: dict[str, Measured] = field(default_factory=dict)  # what was measured last, by its name
    turn: int = 0  # the index of the Run whose signs are measured next
    records: dict[str, Record] = field(default_factory=dict)

    @property
    def shown(self) -> list[Run]:
        """The Runs that are drawn: the present ones, or those of a moment of the past."""
        return self.past or self.runs

    @property
    def leader(self) -> Run:
        """A Run that has gone as far as any."""
        return max(self.runs, key=lambda run: run.step)

    @property
    def is_over(self) -> bool:
        """Whether every network has diverged."""
        return all(run.stopped for run in self.runs)

    @property
    def looks_back(self) -> bool:
        return self.past is not None

    def reset(self) -> None:
        """Go back to step 0 and the same first weights."""
        self.play(False)
        self.past = None
        self.runs = _start(self.members)[0]
        self._cut_records(-1)
        self.serial = next(_serials)

    def _look_at(self, epoch: int | None) -> None:
        self.past = None if epoch is None else [timeline.at_epoch(run, epoch) for run in self.runs]
        self.serial = next(_serials)

    def _leave_past(self) -> None:
        """Go on from the moment of the past that is shown; what came after it is forgotten."""
        if self.past:
            self.runs, self.past = self.past, None
            self._cut_records(self.leader.step)
            self.serial = next(_serials)

    def _cut_records(self, step: int) -> None:
        for record in self.records.values():
            record.cut(step)
        self._measure_due()

    def _measure_due(self) -> None:
        for record in self.records.values():
            record.take(self.leader.step, self.runs)

    def _until_due(self) -> int:
        """Return the steps until something is to be measured; MAX_CHUNK, if nothing is before."""
        step = self.leader.step
        return min([MAX_CHUNK, *(record.schedule.following(step) - step for record in self.records.values())])

    def _train(self, steps: int, seconds: float) -> None:
        """Train all for as many steps, until the time is over."""
        if len(self.runs) == 1 and not self.records:
            training.advance(self.runs[0], steps, seconds)
            return
        deadline = time.perf_counter() + seconds
        while steps > 0 and not self.is_over:
            begun = time.perf_counter()
            part = min(self.chunk, steps, self._until_due())
            for run in self.runs:
                training.advance(run, part)
            self._measure_due()
            steps -= part
            took = time.perf_counter() - begun
            if took > seconds / 4:
                self.chunk = max(part // 2, 1)
            elif took < seconds / 10 and part == self.chunk:
                self.chunk = min(2 * self.chunk, MAX_CHUNK)
            if time.perf_counter() + took > deadline:
                return

    def advance(self, seconds: float) -> bool:
        """Train for the time since the last update, and measure how fast one more member trains alone."""
        more = Playable.advance(self, seconds)
        self.time_members()
        return more

    def time_members(self, seconds: float = 0) -> None:
        """Measure how long an epoch of one more member takes alone, and of others as long as there is time."""
        deadline = time.monotonic() + seconds
        while None in self.costs:
            place = self.costs.index(None)
            self.costs[place] = seconds_of_an_epoch(self.members[place].experiment)
            if time.monotonic() > deadline:
                return

    def signs(self) -> list[Signs]:
        """Return what may keep the networks of each Run on show from learning; while it plays, as of a moment ago.

        It takes long, and nothing trains meanwhile: so while it plays one Run is measured at a time.
        """
        count = len(self.shown)
        self.turn = (self.turn + 1) % count
        found: list[Signs] = []
        for k, run in enumerate(self.shown):
            gap = SIGNS_GAP if k == self.turn else math.inf
            found += self.measure(f"signs of {k}", signs, gap, SIGNS_SHARE / count, [run])
        return found

    def measure(
        self, name: str, of: Callable[[Run], T], gap: float, share: float, runs: list[Run] | None = None
    ) -> list[T]:
        """Return what a function measures of these Runs, or of all on show; while it plays, as of a moment ago.

        With many networks it takes long, and nothing trains meanwhile: so there are at least `gap` seconds between two
        measurements, and they take at most this share of the time.
        """
        runs = self.shown if runs is None else runs
        moment = (self.serial, self.looks_back, *(run.step for run in runs))
        now, known = time.monotonic(), self.measured.get(name)
        if known and known.moment == moment:
            return known.found
        is_recent = known is not None and now < known.when + max(gap, known.took / share)
        if known and is_recent and self.playing and known.moment[:2] == moment[:2]:
            return known.found
        found = [of(run) for run in runs]
        done = time.monotonic()
        self.measured[name] = Measured(moment, found, done, done - now)
        return found

    def reached(self, target: float, accuracy: bool = False) -> list[int | None]:
        """Return the first recorded epoch at which each member's test loss was at most the target.

        With `accuracy`, it is the first at which the test accuracy was at least the target, from 0 to 1.
        """
        found = []
        for seat in self.seats:
            history, k = self.shown[seat.run].history, seat.position
            if accuracy:
                meets = [values[k] >= target for values in history.test_accuracy]
            else:
                meets = [values[k] <= target for values in history.test_loss]
            pairs = zip(history.epochs, meets, strict=True)
            found.append(next((epoch for epoch, is_met in pairs if is_met), None))
        return found


def seconds_of_an_epoch(experiment: TrainingSettings) -> float:
    """Return the processor's seconds that an epoch of this network takes when it is trained alone, here and now."""
    run = start_run(experiment, dtype=np.float32, every=10**6, snapshots=False)
    if not run.train.size:
        return float("nan")
    training.advance(run, 2)  # warm up: what is done once, and caches
    begun, steps = time.thread_time(), run.step
    while time.thread_time() < begun + MIN_TIMING and not run.stopped:
        training.advance(run, 10)
    return (time.thread_time() - begun) / max(run.step - steps, 1) * run.epoch_steps


def _start(members: Iterable[Member]) -> tuple[list[Run], list[Seat]]:
    members = list(members)
    drawn = [place for place, member in enumerate(members) if member.donor is None]
    runs: list[Run] = []
    seats = [Seat(0, 0)] * len(members)
    for group in sweep.group(members[place].experiment for place in drawn):
        places = [drawn[k] for k in group]
        for k, place in enumerate(places):
            seats[place] = Seat(len(runs), k)
        runs.append(start_run(*(members[place].experiment for place in places), dtype=np.float32))
    for place, member in enumerate(members):
        if member.donor is not None:
            seats[place] = Seat(len(runs), 0)
            runs.append(adopt(member.experiment, member.donor, member.given))
    return runs, seats


Measures = Mapping[str, tuple[Schedule, Callable[[Run], Any]]]  # what is measured at fixed steps, by name
NOTHING: Measures = MappingProxyType({})


def begin(members: Iterable[Member], measures: Measures = NOTHING) -> Race:
    """Return a Race at step 0. Its members must agree in the number of training points and in the batch size."""
    members = tuple(members)
    records = {name: Record(*each) for name, each in measures.items()}
    race = Race(members, *_start(members), costs=[None] * len(members), records=records, serial=next(_serials))
    race._measure_due()
    return race


def current(members: Iterable[Member], measures: Measures = NOTHING) -> Race:
    """Return this visitor's Race of these members: the one under way, or a new one, which plays if the last one did."""
    members, visit = tuple(members), session.current()
    race = visit.work
    if isinstance(race, Race) and race.members == members:
        return race
    plays = isinstance(race, Race) and race.playing
    race = visit.work = begin(members, measures)
    if plays:
        race.play(True)
    return race
