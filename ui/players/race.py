"""A Race: several networks on the same data that train in lock-step, to be compared."""

import itertools
import time
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import streamlit as st

from engine.experiments.experiment import Experiment
from engine.runs import sweep, timeline, training
from engine.runs.run import Run, adopt, start_run
from ui.server import pacing
from ui.visit import session
from ui.visit.view import SPEEDS, View

LONGEST_CHUNK = 64
LONGEST_STEP = 1.0  # seconds; an epoch that takes longer is left to the next press
_serials = itertools.count(1)
TIMED = 0.01  # seconds that the measurement of a network's speed takes at least


class Member(NamedTuple):
    """One of the networks: what it is called here, its settings, and whose weights it begins with, if another's.

    Of a donor the lowest `given` layers are taken over, all if None.
    """

    name: str
    experiment: Experiment
    donor: Run | None = None
    given: int | None = None


class Seat(NamedTuple):
    """Where a member's network is: which of the Runs, and which network of that stack."""

    run: int
    place: int


@dataclass(slots=True)
class Race:
    """The members and their Runs. Make it with `begin`.

    Members that can be stacked share a Run. All train on the same points in the same order, so at the end of
    each tick all have done as many steps, but for those that diverged. serial grows whenever the pictures
    must jump instead of glide; past holds the Runs as they were at a moment that is looked at.
    """

    members: tuple[Member, ...]
    runs: list[Run]
    seats: list[Seat]
    playing: bool = False
    serial: int = field(default_factory=lambda: next(_serials))
    beat: int = 0
    chunk: int = 1  # steps that each Run does before it is the next one's turn
    goal: int = 0  # the step that a link asks to train to, whatever the speed; 0 is none
    goes_on: bool = False
    past: list[Run] | None = None
    pace: pacing.Pace = field(default_factory=pacing.Pace)
    name: str = field(default_factory=lambda: uuid.uuid4().hex)
    costs: list[float | None] = field(default_factory=list)  # seconds of an epoch of each member alone

    @property
    def shown(self) -> list[Run]:
        """The Runs that are drawn: the present ones, or those of a moment of the past."""
        return self.past or self.runs

    @property
    def leader(self) -> Run:
        """A Run that has gone as far as any."""
        return max(self.runs, key=lambda run: run.step)

    @property
    def over(self) -> bool:
        """Whether every network has diverged."""
        return all(run.stopped for run in self.runs)

    @property
    def state(self) -> str:
        """ready, playing, paused, past or diverged."""
        if self.past:
            return "past"
        if self.over:
            return "diverged"
        if self.playing:
            return "playing"
        return "paused" if self.leader.step else "ready"

    def play(self, playing: bool) -> None:
        """Start or stop; from a moment of the past all go on from there, and what came after it is forgotten."""
        if playing:
            self._return()
        self.playing = playing and not self.over
        self.goal = 0
        self.pace.rest()
        session.touch()
        if not self.playing:
            pacing.leave(self.name)

    def head_for(self, step: int, goes_on: bool) -> None:
        """Train to a step, as fast as the server can, and stop there or play on; without training points do nothing."""
        if not self.leader.train.points.shape[1]:
            return
        if step < self.leader.step:
            self.reset()
        self.play(goes_on or step > self.leader.step)
        if self.playing and step > self.leader.step:
            self.goal, self.goes_on = step, goes_on

    def reset(self) -> None:
        """Go back to step 0 and the same first weights."""
        self.play(False)
        self.past = None
        self.runs = _start(self.members)[0]
        self.serial = next(_serials)

    def step(self, by: str) -> None:
        """Stop playing and train each for one mini-batch, or to the end of this epoch."""
        self._return()
        self.play(False)
        self._train(1 if by == "mini_batch" else self.leader.steps_left, LONGEST_STEP)

    def seek(self, epoch: int) -> None:
        """Look at the start of an epoch of the past, or at the present again."""
        self.play(False)
        now = self.leader
        there = epoch < now.epoch or (epoch == now.epoch and now.position)
        self.past = [timeline.at_epoch(run, epoch) for run in self.runs] if there else None
        self.serial = next(_serials)

    def _return(self) -> None:
        if self.past:
            self.runs, self.past = self.past, None
            self.serial = next(_serials)

    def _train(self, steps: int, seconds: float) -> None:
        """Train all for as many steps, until the time is over."""
        if len(self.runs) == 1:
            training.advance(self.runs[0], steps, seconds)
            return
        deadline = time.perf_counter() + seconds
        while steps > 0 and not self.over:
            begun = time.perf_counter()
            for run in self.runs:
                training.advance(run, min(self.chunk, steps))
            steps -= self.chunk
            took = time.perf_counter() - begun
            if took > seconds / 4:
                self.chunk = max(self.chunk // 2, 1)
            elif took < seconds / 10:
                self.chunk = min(2 * self.chunk, LONGEST_CHUNK)
            if time.perf_counter() + took > deadline:
                return

    def tick(self, view: View) -> None:
        """Train for the time since the last tick at the chosen speed, within a fair share of the processor."""
        now = time.monotonic()
        budget = pacing.budget(self.name, now)
        if self.goal:
            self._train(self.goal - self.leader.step, budget)
            if self.leader.step >= self.goal:
                self.play(self.goes_on)
        else:
            self._train(self.pace.due(SPEEDS[view.speed], self.leader.epoch_steps, now), budget)
        if self.over:
            self.play(False)
        self.time_members()

    def time_members(self, seconds: float = 0) -> None:
        """Measure how long an epoch of one more member takes alone, and of others as long as there is time."""
        deadline = time.monotonic() + seconds
        while None in self.costs:
            place = self.costs.index(None)
            self.costs[place] = seconds_of_an_epoch(self.members[place].experiment)
            if time.monotonic() > deadline:
                return

    def reached(self, target: float) -> list[int | None]:
        """Return the first recorded epoch at which each member's test loss was at most the target."""
        found = []
        for seat in self.seats:
            history = self.shown[seat.run].history
            pairs = zip(history.epochs, history.test_loss, strict=True)
            found.append(next((epoch for epoch, losses in pairs if losses[seat.place] <= target), None))
        return found


def seconds_of_an_epoch(experiment: Experiment) -> float:
    """Return the processor's seconds that an epoch of this network takes when it is trained alone, here and now."""
    run = start_run(experiment, dtype=np.float32, every=10**6, snapshots=False)
    if not run.train.points.shape[1]:
        return float("nan")
    training.advance(run, 2)  # what is done once, and caches
    begun, steps = time.thread_time(), run.step
    while time.thread_time() < begun + TIMED and not run.stopped:
        training.advance(run, 10)
    return (time.thread_time() - begun) / max(run.step - steps, 1) * run.epoch_steps


def _start(members: Iterable[Member]) -> tuple[list[Run], list[Seat]]:
    members = list(members)
    drawn = [place for place, member in enumerate(members) if member.donor is None]
    runs, seats = [], [Seat(0, 0)] * len(members)
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


def begin(members: Iterable[Member]) -> Race:
    """Return a Race at step 0. Its members must agree in data and batch size."""
    members = tuple(members)
    return Race(members, *_start(members), costs=[None] * len(members))


def mine(members: Iterable[Member]) -> Race:
    """Return this visitor's Race of these members: the one that is under way, or a new one."""
    members = tuple(members)
    race = st.session_state.get("work")
    if not isinstance(race, Race) or race.members != members:
        playing = isinstance(race, Race) and race.playing
        race = st.session_state["work"] = begin(members)
        if playing:
            race.play(True)
    return race
