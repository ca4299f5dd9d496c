"""The Player: the one fragment of a page that advances a Run and hands its Frames to the Stage."""

import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import streamlit as st

from engine import timeline, training
from engine.experiment import Experiment
from engine.training import Run
from ui import pacing, session
from ui.stage import frame, stage
from ui.view import SPEEDS, View

LONGEST_GAP = 0.5  # seconds of training that a late update makes up for at most
LONGEST_STEP = 1.0  # seconds; an epoch that takes longer is left to the next press
UNBOUNDED = 10**9


@dataclass(slots=True)
class Player:
    """One visitor's Run and whether it plays. serial grows whenever the picture must jump."""

    run: Run
    playing: bool = False
    serial: int = 0
    owed: float = 0.0  # fraction of a step that the speed asks for and no update has done yet
    ticked: float | None = None  # when the last update while playing was, by time.monotonic
    beat: int = 0  # counts Frames, so that no two are alike: the Stage asks for the next at each
    name: str = field(default_factory=lambda: uuid.uuid4().hex)

    @property
    def state(self) -> str:
        """ready, playing, paused or diverged."""
        if self.run.stopped:
            return "diverged"
        if self.playing:
            return "playing"
        return "paused" if self.run.step else "ready"

    def follow(self, experiment: Experiment) -> None:
        """Take on a changed Experiment, keeping the trained weights where it makes sense."""
        run = timeline.revise(self.run, experiment)
        if run is not self.run:
            self.run = run
            self.serial += 1

    def play(self, playing: bool) -> None:
        """Start or stop playing."""
        self.playing = playing and not self.run.stopped
        self.owed, self.ticked = 0.0, None
        session.touch()
        if not self.playing:
            pacing.leave(self.name)

    def reset(self) -> None:
        """Go back to step 0 and the same first weights."""
        self.play(False)
        self.run = training.start(self.run.experiment, dtype=np.float32)
        self.serial += 1

    def step(self, by: str) -> None:
        """Stop playing and train for one mini-batch, or to the end of this epoch."""
        self.play(False)
        training.advance(self.run, 1 if by == "mini_batch" else self.run.steps_left, LONGEST_STEP)

    def tick(self, epochs_per_second: float) -> None:
        """Train for the time since the last tick at this speed, within a fair share of the processor."""
        now = time.monotonic()
        elapsed = min(now - self.ticked, LONGEST_GAP) if self.ticked is not None else pacing.TICK
        self.ticked = now
        budget = pacing.budget(self.name, now)
        if epochs_per_second == float("inf"):
            steps = UNBOUNDED
        else:
            self.owed += elapsed * epochs_per_second * self.run.epoch_steps
            steps = int(self.owed)
            self.owed -= steps
        training.advance(self.run, steps, budget)
        if self.run.stopped:
            self.play(False)


def mine(experiment: Experiment) -> Player:
    """Return this visitor's Player, brought up to the Experiment."""
    player = st.session_state.get("player")
    if player is None:
        player = st.session_state["player"] = Player(training.start(experiment, dtype=np.float32))
    player.follow(experiment)
    return player


def message(run: Run) -> str:
    """Return a sentence on a Run that has diverged, or nothing."""
    if not run.stopped:
        return ""
    step_size = run.experiment.step_size
    return (
        f"Diverged at step {int(run.diverged[0])}: the loss, {run.first_loss[0]:.3g} at first, grew beyond "
        f"{run.limit[0]:,.0f}. You see the weights from before that step. Step size {step_size:g} is probably too "
        f"large: try {step_size / 10:g}."
    )


def show(player: Player, view: View, on_act: Callable[[dict[str, Any]], None]) -> None:
    """Draw the Stage, live while the Player plays. Call it once on every run of a page, last.

    While it plays, the Stage asks for its next Frame by the act "tick", which runs this fragment.
    """

    def acted(act: dict[str, Any]) -> None:
        if act["kind"] != "tick":
            on_act(act)

    def update() -> None:
        if player.playing:
            player.tick(SPEEDS[view.speed])
        if session.touched():
            st.rerun()  # this may be a run of the fragment alone, but the whole page has to change
        player.beat += 1
        run = player.run
        packed = frame.pack(
            run,
            training.evaluate(run),
            player.state,
            player.serial,
            message(run),
            show_test=view.show_test,
            discretize=view.discretize,
            beat=player.beat,
            interval=1000 * pacing.TICK,
        )
        stage.show(packed, acted)

    st.fragment(update)()
