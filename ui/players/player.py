"""The Player: the one fragment of a page that advances a Run and hands its Frames to the Stage."""

import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import streamlit as st

from engine.experiments.experiment import Experiment
from engine.runs import timeline, training
from engine.runs.history import Scores
from engine.runs.run import Run, evaluate, start_run
from engine.study.diagnosis import Finding, diagnose
from pictures.stage import frame
from ui.players import sentences as words
from ui.playground import goal_line as goal
from ui.server import pacing
from ui.visit import links, session, task
from ui.visit.task import Solved, Task
from ui.visit.view import SPEEDS, View
from ui.widgets import live, share

LONGEST_STEP = 1.0  # seconds; an epoch that takes longer is left to the next press
DIAGNOSIS_GAP, DIAGNOSIS_STAYS = 1.0, 3.0  # seconds
MOST_BRANCHES = 4  # Runs that are kept beside the one that plays


@dataclass(slots=True)
class Player:
    """One visitor's Run and whether it plays. serial grows whenever the picture must jump.

    past is a moment of the Run that the visitor looks at; branches are Runs that went other ways.
    """

    run: Run
    playing: bool = False
    serial: int = 0
    pace: pacing.Pace = field(default_factory=pacing.Pace)
    beat: int = 0  # counts Frames, so that no two are alike: the Stage asks for the next at each
    name: str = field(default_factory=lambda: uuid.uuid4().hex)
    past: Run | None = None
    branches: list[Run] = field(default_factory=list)
    point: tuple[float, float] | None = None  # that is traced through the network
    target: float | None = None  # the class, or the value, that the traced point ought to have
    backward: bool = False  # whether the trace shows the way back too
    armed: bool = False  # whether the condition to stop has yet to be met
    finding: str = ""  # why it stopped by itself
    diagnosis: Finding | None = None
    diagnosed: float = 0.0  # when it was looked for last, and found last, by time.monotonic
    sick: float = 0.0
    reveal: int = 0  # grows when the Stage ought to come into view
    seconds: float = 0.0  # of training, as the processor counts them, since step 0
    goal: int = 0  # the step that a link asks to train to, whatever the speed; 0 is none
    goes_on: bool = False  # whether to play on from there
    task: Task = field(default_factory=Task)  # of the page, as of its last run
    exact: bool = True  # whether its address tells all of how the weights came about, as of then
    solved: Solved | None = None  # once this Run has reached the goal of a Task

    @property
    def shown(self) -> Run:
        """The Run that the Stage draws: the present one, or a moment of its past."""
        return self.past or self.run

    @property
    def state(self) -> str:
        """ready, playing, paused, past or diverged."""
        if self.past:
            return "past"
        if self.run.stopped:
            return "diverged"
        if self.playing:
            return "playing"
        return "paused" if self.run.step else "ready"

    def follow(self, experiment: Experiment) -> None:
        """Take on a changed Experiment, keeping the trained weights where it makes sense."""
        if experiment == self.run.experiment:
            return
        if self.past:
            return self.branch_off(experiment)
        run = timeline.revise(self.run, experiment)
        self.finding = ""
        if run is not self.run:
            self.take(run)

    def take(self, run: Run) -> None:
        """Go on with another Run, such as one of the past."""
        if run.step == 0:
            self.seconds = 0.0
        self.run, self.past, self.finding, self.solved = run, None, "", None
        if run.stopped:
            self.play(False)
        self.serial += 1

    def play(self, playing: bool) -> None:
        """Start or stop playing; from a moment of the past, a branch is played."""
        if playing and self.past:
            self.branch_off()
        self.playing = playing and not self.run.stopped
        self.finding, self.goal = "", 0
        self.pace.rest()
        session.touch()
        if self.playing:
            self.armed = not words.met(self.run, evaluate(self.run), session.current_view())
        else:
            pacing.leave(self.name)

    def head_for(self, step: int, goes_on: bool) -> None:
        """Train to a step, as fast as the server can, and stop there or play on.

        The same Experiment gives the same weights at the same step, on any server. Without training points there
        is no way.
        """
        if not self.run.train.points.shape[1]:
            return
        if step < self.run.step:
            self.reset()
        self.play(goes_on or step > self.run.step)
        if self.playing and step > self.run.step:
            self.goal, self.goes_on = step, goes_on

    def reset(self) -> None:
        """Go back to step 0 and the same first weights."""
        self.play(False)
        self.take(start_run(self.run.experiment, dtype=np.float32))

    def step(self, by: str) -> None:
        """Stop playing and train for one mini-batch, or to the end of this epoch."""
        if self.past:
            self.branch_off()
        self.play(False)
        self._train(1 if by == "mini_batch" else self.run.steps_left, LONGEST_STEP)
        self._check_goal(evaluate(self.run))

    def seek(self, epoch: int) -> None:
        """Look at the start of an epoch of the past, or at the present again."""
        self.play(False)
        there = epoch < self.run.epoch or (epoch == self.run.epoch and self.run.position)
        self.past = timeline.at_epoch(self.run, epoch) if there else None
        self.serial += 1

    def branch_off(self, experiment: Experiment | None = None) -> None:
        """Go on from the moment of the past that is shown; what came after it is kept as a branch."""
        experiment = experiment or self.run.experiment
        trunk, run = self.run, timeline.revise(self.past, experiment)
        changed_later = any(item.pinned and item.step > self.past.step for item in trunk.snapshots.items)
        if changed_later or trunk.experiment != run.experiment:
            self.keep(trunk)
        self.take(run)

    def keep(self, run: Run) -> None:
        """Keep a Run to compare with; the oldest one gives way."""
        self.branches.append(run)
        del self.branches[:-MOST_BRANCHES]

    def _train(self, steps: int, seconds: float) -> None:
        begun = time.process_time()
        training.advance(self.run, steps, seconds)
        self.seconds += time.process_time() - begun

    def tick(self, view: View) -> None:
        """Train for the time since the last tick at the chosen speed, within a fair share of the processor."""
        now = time.monotonic()
        budget = pacing.budget(self.name, now)
        if self.goal:
            self._train(self.goal - self.run.step, budget)
            if self.run.step >= self.goal:
                self.goal = 0
                self.play(self.goes_on)
                self._check_goal(evaluate(self.run))
            elif self.run.stopped:
                self.play(False)
            return
        steps = self.pace.due(SPEEDS[view.speed], self.run.epoch_steps, now)
        if (self.armed and view.stop != "never") or self._seeks_goal:
            self._train_until(view, steps, budget)
        else:
            self._train(steps, budget)
        if self.run.stopped:
            self.play(False)

    @property
    def _seeks_goal(self) -> bool:
        """Whether the page has a goal that this Run has not reached yet."""
        return self.task.has_goal and (not self.solved or self.solved.task != self.task)

    def _check_goal(self, scores: Scores) -> bool:
        """Stop where the goal is reached for the first time; return whether it is."""
        if not self._seeks_goal or not task.is_solved(self.task, self.run, scores):
            return False
        self.play(False)
        self.solved = Solved(self.task, share.query(self.run.step, False, True) if replays(self.run) else None)
        task.solved().add(self.solved.task)
        self.finding = f"Solved at epoch {self.run.epoch:,}, step {self.run.step:,}."
        return True

    def _train_until(self, view: View, steps: int, budget: float) -> None:
        """Train epoch by epoch, and stop at the end of the first one that reaches the goal or meets the condition."""
        deadline = time.perf_counter() + budget
        while steps > 0 and not self.run.stopped and time.perf_counter() < deadline:
            count = min(steps, self.run.steps_left)
            self._train(count, max(deadline - time.perf_counter(), 0))
            steps -= count
            if self.run.position:
                continue
            scores = evaluate(self.run)
            if self._check_goal(scores):
                return
            if self.armed and words.met(self.run, scores, view):
                self.play(False)
                self.finding = words.stopped(self.run, scores, view, self.seconds)
                return


def replays(run: Run) -> bool:
    """Whether an address tells all of how these weights came about."""
    return task.is_replayable(run) and links.is_whole(run.experiment)


def mine(experiment: Experiment) -> Player:
    """Return this visitor's Player, brought up to the Experiment."""
    player = st.session_state.get("player")
    if player is None:
        player = st.session_state["player"] = Player(start_run(experiment, dtype=np.float32))
    player.follow(experiment)
    return player


def _message(player: Player) -> dict[str, Any]:
    """Return what the Stage says below the diagram, and the buttons beside it."""
    if player.past:
        return {
            "text": f"You look back at epoch {player.past.epoch:,} of {player.run.epoch:,}. Play goes on from here; "
            "a changed setting makes a branch.",
            "buttons": [["now", "Back to now"]],
        }
    if player.goal:
        share = 100 * player.run.step // player.goal
        return {"text": f"On the way to step {player.goal:,}: {share} % trained.", "buttons": []}
    if player.finding:
        return {"text": player.finding, "buttons": []}
    if found := player.diagnosis:
        return {"text": found.text, "buttons": [["remedy", found.label]]}
    return {"text": "", "buttons": []}


def _diagnose(player: Player, scores: Scores) -> None:
    """Look for what ails the network; while it plays now and then only, and a word once said stays a while."""
    now = time.monotonic()
    if player.playing and now < player.diagnosed + max(DIAGNOSIS_GAP, 5 * pacing.cycle()):
        return
    found = diagnose(player.run, scores)
    if found or not player.playing or now > player.sick + DIAGNOSIS_STAYS:
        player.diagnosis = found
    if found:
        player.sick = now
    player.diagnosed = now


def _trace(player: Player) -> dict[str, Any] | None:
    if not player.point:
        return None
    classes = player.shown.experiment.class_count
    fits = player.target is not None and (not classes or player.target in range(classes))
    return frame.trace(player.shown, player.point, player.target if fits else None)


def pack(player: Player, view: View, scores: Scores, token: str = "") -> bytes:
    """Return the Frame of what a Player shows, whose scores are these; token is the session's."""
    run = player.shown
    if not player.past:
        _diagnose(player, scores)
    return frame.pack(
        run,
        scores,
        player.state,
        player.serial,
        trunk=player.run,
        branches=[(words.difference(branch, player.run), branch) for branch in player.branches],
        trace=_trace(player),
        message=_message(player),
        backward=player.backward,
        reveal=player.reveal,
        locked=[name for name in ("layers", "features", "data") if player.task.locks(name)],
        show_test=view.show_test,
        discretize=view.discretize,
        beat=player.beat,
        token=token,
        exact=player.exact,
        interval=1000 * pacing.interval(),
    )


def show(player: Player, view: View, on_act: Callable[[dict[str, Any]], None]) -> None:
    """Draw the Stage, live while the Player plays. Call it once on every run of a page, last.

    While it plays, the Stage asks for its next Frame by the act "tick", which runs this fragment.
    """

    def acted(act: dict[str, Any]) -> None:
        if act["kind"] != "tick":
            on_act(act)

    visit = session.visit()
    player.task, player.exact = task.mine(), replays(player.run)

    def update() -> None:
        with pacing.turn():
            if player.playing and not visit.touched:
                player.tick(view)
            if visit.touched:
                st.rerun()  # this may be a run of the fragment alone, but the whole page has to change
            player.beat += 1
            run = player.shown
            scores = evaluate(run)
            goal.show(player.task, run, scores, None if player.playing else player.solved)
            live.show("stage", pack(player, view, scores, visit.token), acted)

    st.fragment(update)()
