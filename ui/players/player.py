"""The Player: what trains the Playground's network while a visitor watches."""

import time
from dataclasses import dataclass, field

import numpy as np

from engine.experiments.training_settings import TrainingSettings
from engine.numerals import grouped
from engine.runs import storage, timeline, training
from engine.runs.history import Scores
from engine.runs.run import Run, evaluate, start_run
from engine.runs.storage import Saved
from engine.study.finding import Finding
from ui.players import goal, learned, sentences
from ui.players.pinned import Pinned
from ui.players.playable import Playable
from ui.visit import locks, notices, prediction, session
from ui.visit.task import Task
from ui.visit.view import View

MAX_BRANCHES = 4  # Runs that are kept beside the one that plays
CHUNK = 16  # steps that a network does before it is the pinned one's turn
AT_ONCE = 0.05  # seconds in which the pinned one follows a jump; the rest it does while it plays


@dataclass(slots=True)
class Player(Playable):
    """One visitor's Run and whether it plays.

    past is a moment of the Run that the visitor looks at; branches are Runs that were left for others.
    """

    run: Run
    past: Run | None = None
    branches: list[Run] = field(default_factory=list)
    point: tuple[float, float] | None = None  # that is traced through the network
    target: float | None = None  # the class, or the value, that the traced point should have
    backward: bool = False  # whether the trace also shows the derivatives
    shows_gradient: bool = False  # whether the picture shows numbers of the gradient
    armed: bool = False  # whether the condition at which to stop has not been met yet
    finding: str = ""  # why it stopped by itself
    diagnosis: Finding | None = None
    diagnosed_at: float = 0.0  # when a diagnosis was made last, by time.monotonic
    finding_began_at: float = 0.0  # when the one that is shown was first made
    given: np.ndarray | None = None  # first weights that came with a link
    reveal: int = 0  # grows when the Stage should be scrolled into view
    seconds: float = 0.0  # of processor time for training, since step 0
    task: Task = field(default_factory=Task)  # of the page, as of its last run
    exact: bool = True  # whether a link can train the same weights, as of the page's last run
    solved: goal.Solved | None = None  # set once this Run has reached the goal of a Task
    edited: tuple[slice, int] | None = None  # the weights that were edited last, and at which step
    pinned: Pinned | None = None  # the network that trains beside this one, to be compared

    @property
    def shown(self) -> Run:
        """The Run that the Stage draws: the present one, or a moment of its past."""
        return self.past or self.run

    @property
    def leader(self) -> Run:
        return self.run

    @property
    def is_over(self) -> bool:
        return self.run.stopped

    @property
    def looks_back(self) -> bool:
        return self.past is not None

    def follow(self, experiment: TrainingSettings) -> None:
        """Take on a changed Experiment, keeping the trained weights where it makes sense."""
        if experiment == self.run.experiment:
            return
        if self.past:
            return self.branch_off(experiment)
        if self.pinned:
            self.pinned.follow(experiment)
        run = timeline.revise(self.run, experiment)
        self.finding = ""
        if run is not self.run:
            self.given = None
            self.take(run)

    def take(self, run: Run) -> None:
        """Go on with another Run, such as one of the past."""
        if run.step == 0:
            self.seconds = 0.0
        self.run, self.past, self.finding, self.solved, self.edited = run, None, "", None, None
        if run.stopped:
            self.play(False)
        if self.pinned:
            self.pinned.follow(run.experiment)
            self.pinned.keep_up(run, AT_ONCE)
        self.serial += 1

    def pin(self, pinned: Pinned | None) -> None:
        """Put another network beside this one, or none; it trains until it has come as far as this one."""
        self.pinned = pinned
        self.serial += 1
        if pinned and not pinned.keep_up(self.run, AT_ONCE) and not self.target_step:
            self.target_step, self.plays_on = self.run.step, self.playing
            self.playing = True

    def play(self, playing: bool) -> None:
        """Start or stop playing; from a moment of the past, a branch is played.

        Before the visitor has predicted what the Task asks for it does not start, and the visitor is told.
        """
        if not playing or prediction.may_train():
            self._play(playing)

    def _play(self, playing: bool) -> None:
        Playable._play(self, playing)
        self.finding = ""
        if self.playing:
            self.armed = not goal.stops(self.run, evaluate(self.run), session.current().view)

    def reset(self) -> None:
        """Go back to step 0 and the same first weights."""
        self.play(False)
        if self.given is None:
            self.take(start_run(self.run.experiment, dtype=np.float32))
        else:
            self.take(storage.resume(Saved(self.run.experiment, self.given)))

    def begin_with(self, theta: np.ndarray) -> None:
        """Begin at step 0 with these weights (P,) of a link, also after a Reset, or tell that they do not fit."""
        if theta.shape == self.run.theta.shape[1:]:
            self.given = theta
            self.reset()
        else:
            size = self.run.theta.shape[1]
            notices.add(f"weights must be {size} numbers for this network, got {len(theta)}: they were ignored.")

    def step(self, by: str) -> None:
        """Stop playing and train for one "mini_batch", or to the end of this "epoch"; not before the prediction."""
        if prediction.may_train():
            Playable.step(self, by)
            self._check_goal(evaluate(self.run))

    def _look_at(self, epoch: int | None) -> None:
        self.past = None if epoch is None else timeline.at_epoch(self.run, epoch)
        if self.pinned:
            self.pinned.look_at(epoch)
        self.serial += 1

    def _leave_past(self) -> None:
        if self.past:
            self.branch_off()

    def branch_off(self, experiment: TrainingSettings | None = None) -> None:
        """Go on from the moment of the past that is shown; what came after it is kept as a branch."""
        if self.past is None:
            return
        trunk, run = self.run, timeline.revise(self.past, experiment or self.run.experiment)
        changed_later = any(item.pinned and item.step > self.past.step for item in trunk.snapshots.items)
        if changed_later or trunk.experiment != run.experiment:
            self.keep(trunk)
        self.take(run)

    def keep(self, run: Run) -> None:
        """Keep a Run to compare with; the oldest one is dropped if there are too many."""
        self.branches.append(run)
        del self.branches[:-MAX_BRANCHES]

    def _train(self, steps: int, seconds: float) -> None:
        start = time.process_time()
        if self.pinned:
            self._train_both(self.pinned, steps, seconds)
        else:
            training.advance(self.run, steps, seconds)
        self.seconds += time.process_time() - start

    def _train_both(self, pinned: Pinned, steps: int, seconds: float) -> None:
        deadline = time.perf_counter() + seconds
        if not pinned.keep_up(self.run, seconds):
            return
        while steps > 0 and not self.run.stopped:
            steps -= training.advance(self.run, min(steps, CHUNK), deadline - time.perf_counter())
            pinned.keep_up(self.run, float("inf"))  # what it takes is little: as many steps
            if time.perf_counter() > deadline:
                return

    def _train_to_target(self, seconds: float) -> None:
        if self.given is not None or not self.exact:
            Playable._train_to_target(self, seconds)
        else:
            self._train_or_take(self.target_step, seconds)
        if self.pinned:
            self.pinned.keep_up(self.run, seconds)

    def _train_or_take(self, goal_step: int, seconds: float) -> None:
        """Train towards the step of a link, unless another visitor does: then take what that one has."""
        if found := learned.further(self.run.experiment, goal_step, self.run.step):
            run, spent = found
            self.take(run)
            self.seconds = spent
        if self.run.step < goal_step and learned.claim(self.run.experiment, goal_step, id(self)):
            Playable._train_to_target(self, seconds)
            learned.publish(goal_step, self.run, self.seconds)

    def _arrive(self) -> None:
        if self.pinned and not self.pinned.is_level(self.run):
            return  # the other one has still to come as far
        Playable._arrive(self)
        self._check_goal(evaluate(self.run))

    def _train_at_speed(self, steps: int, seconds: float, view: View) -> None:
        if (self.armed and view.stop != "never") or self._seeks_goal:
            self._train_until(view, steps, seconds)
        else:
            self._train(steps, seconds)

    @property
    def _seeks_goal(self) -> bool:
        """Whether the page has a goal that this Run has not reached yet, with what the Task locks as it was given."""
        is_reached = self.solved is not None and self.solved.task == self.task
        return self.task.has_goal and not is_reached and locks.is_kept(self.run.experiment, self.run)

    def _check_goal(self, scores: Scores) -> bool:
        """Stop where the goal is reached for the first time; return whether it is."""
        if not self._seeks_goal or not goal.is_solved(self.task, self.run, scores):
            return False
        self.play(False)
        replayable = goal.is_replayable(self.run, self.given)
        self.solved = goal.Solved(self.task, goal.result_of(self.run, self.given, replayable))
        session.current().solved.add(self.task)
        self.finding = f"Solved at epoch {grouped(self.run.epoch)}, step {grouped(self.run.step)}."
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
            if self.armed and goal.stops(self.run, scores, view):
                self.play(False)
                self.finding = sentences.stopped(self.run, scores, view, self.seconds)
                return
