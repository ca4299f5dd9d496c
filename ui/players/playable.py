"""What a Player, of one network, and a Race, of several, have in common: play, train to a step, reset, look back."""

import math
import time
from abc import ABC, abstractmethod
from dataclasses import dataclass, field

from engine.numerals import plain
from engine.runs.run import Run
from ui.players import sentences
from ui.server import pacing
from ui.visit import notices, session
from ui.visit.view import SPEEDS, View

AT_ONCE = 0.05  # seconds that a press of Step trains at once; an epoch that takes longer goes on in updates
MAX_LAG = 0.5  # seconds of training that a late update makes up for at most
UNBOUNDED = 10**9  # steps
MEAN_OVER = 3.0  # seconds
ENOUGH = 0.8  # of the speed that was asked for


@dataclass(slots=True)
class Pace:
    """How many steps are due by now at a chosen speed."""

    owed: float = 0.0  # steps that the speed asks for and no update has done yet
    updated_at: float | None = None  # when it was looked at last, by time.monotonic
    asked: float = math.inf  # epochs per second
    reached: float = math.inf  # a running mean of the epochs per second that were trained
    elapsed: float = 0.0  # seconds between the last two looks
    epoch_steps: int = 1

    def due(self, epochs_per_second: float, epoch_steps: int, now: float) -> int:
        """Return the steps to do now; `done` says how many were."""
        elapsed = now - self.updated_at if self.updated_at is not None else pacing.UPDATE_INTERVAL
        self.updated_at, self.elapsed, self.epoch_steps = now, elapsed, max(epoch_steps, 1)
        if epochs_per_second != self.asked:
            self.asked = self.reached = epochs_per_second
        if epochs_per_second == math.inf:
            return UNBOUNDED
        rate = epochs_per_second * epoch_steps
        self.owed = min(self.owed + elapsed * rate, max(MAX_LAG * rate, 1))
        return int(self.owed)

    def done(self, steps: int) -> None:
        """Note that so many of the steps have been done."""
        self.owed = max(self.owed - steps, 0)
        if self.asked < math.inf:
            self.reached += (steps / self.epoch_steps - self.reached * self.elapsed) / MEAN_OVER
            self.elapsed = 0.0

    @property
    def shortfall(self) -> str:
        """How much of the speed that was asked for is reached, in words; "" if it is."""
        if self.asked == math.inf or self.reached >= ENOUGH * self.asked:
            return ""
        unit = "epoch/s" if self.asked == 1 else "epochs/s"
        return f"{max(self.reached, 0):.{0 if self.reached >= 1 else 1}f} of {plain(self.asked)} {unit}"


@dataclass(slots=True, kw_only=True)
class Playable(ABC):
    """Something that trains while a visitor watches.

    serial changes whenever the picture must jump instead of glide.
    """

    playing: bool = False
    serial: int = 0
    target_step: int = 0  # that a link asks to train to, whatever the speed; 0 is none
    plays_on: bool = False  # whether to play on from there
    pace: Pace = field(default_factory=Pace)

    @property
    @abstractmethod
    def leader(self) -> Run:
        """A present Run that has gone as far as any."""

    @property
    @abstractmethod
    def is_over(self) -> bool:
        """Whether nothing can be trained any more, because all networks have diverged."""

    @property
    @abstractmethod
    def looks_back(self) -> bool:
        """Whether a moment of the past is shown."""

    @abstractmethod
    def reset(self) -> None:
        """Go back to step 0 and the same first weights."""

    @abstractmethod
    def _look_at(self, epoch: int | None) -> None:
        """Show the start of an epoch of the past; None is the present."""

    @abstractmethod
    def _leave_past(self) -> None:
        """Go on from the moment of the past that is shown, if one is."""

    @abstractmethod
    def _train(self, steps: int, seconds: float) -> None:
        """Train for some steps, or until the time is over."""

    @property
    def state(self) -> str:
        """One of ready, playing, paused, past and diverged."""
        if self.looks_back:
            return "past"
        if self.is_over:
            return "diverged"
        if self.playing:
            return "playing"
        return "paused" if self.leader.step else "ready"

    @property
    def shortfall(self) -> str:
        """How much of the speed that was asked for is reached, in words; "" if it is, or nothing plays."""
        return self.pace.shortfall if self.playing and not self.target_step else ""

    def play(self, playing: bool) -> None:
        """Start or stop playing; from a moment of the past, training goes on from there.

        Without training points it does not start, and the visitor is told.
        """
        self._play(playing)

    def _play(self, playing: bool) -> None:
        if playing:
            self._leave_past()
            if not self.leader.train.size:
                notices.add(sentences.NOTHING_TO_LEARN[self.leader.experiment.KIND])
        self.playing = playing and not self.is_over and self.leader.train.size > 0
        session.current().has_played |= self.playing
        self.target_step = 0
        self.pace = Pace()
        session.request_page_run()

    def train_to(self, step: int, plays_on: bool) -> None:
        """Train to a step, as fast as the server can, and stop there or play on.

        The same Experiment gives the same weights at the same step, on any server. Without training points nothing
        happens.
        """
        if not self.leader.train.size:
            return
        if step < self.leader.step:
            self.reset()
        if step <= self.leader.step:
            return self.play(plays_on)
        self._play(True)
        if self.playing:
            self.target_step, self.plays_on = step, plays_on

    def step(self, by: str) -> None:
        """Stop playing and train for one "mini_batch", or to the end of this "epoch"."""
        self._leave_past()
        self.play(False)
        session.current().has_played = True
        steps = 1 if by == "mini_batch" else self.leader.steps_left
        goal = self.leader.step + steps
        self._train(steps, pacing.at_once(AT_ONCE))
        if self.leader.step < goal:
            self.train_to(goal, False)

    def seek(self, epoch: int) -> None:
        """Look at the start of an epoch of the past, or at the present again."""
        self.play(False)
        now = self.leader
        is_past = epoch < now.epoch or (epoch == now.epoch and now.position > 0)
        self._look_at(epoch if is_past else None)

    def advance(self, seconds: float) -> bool:
        """Train for the time since the last update at the visitor's speed, at most for some seconds.

        Return whether more steps are due.
        """
        view, now, step = session.current().view, time.monotonic(), self.leader.step
        if self.target_step:
            self._train_to_target(seconds)
            if self.leader.step >= self.target_step:
                self._arrive()
            more = self.target_step > 0
        else:
            due = self.pace.due(SPEEDS[view.speed], self.leader.epoch_steps, now)
            if due:
                self._train_at_speed(due, seconds, view)
            done = self.leader.step - step
            self.pace.done(done)
            more = 0 < done < due
        if self.playing and self.is_over:
            self.play(False)
        return more and self.playing

    def _train_to_target(self, seconds: float) -> None:
        """Train towards the step that a link asked for."""
        self._train(self.target_step - self.leader.step, seconds)

    def _arrive(self) -> None:
        """Stop at the step that a link asked for, or play on from there."""
        self._play(False)
        if self.plays_on:
            self.play(True)

    def _train_at_speed(self, steps: int, seconds: float, view: View) -> None:
        """Train for the steps that are due."""
        self._train(steps, seconds)
