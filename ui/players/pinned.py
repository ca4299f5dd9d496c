"""The network that a visitor has pinned beside the present one: it trains on the same data, in step with it."""

from dataclasses import dataclass

import numpy as np

from engine.experiments.training_settings import TrainingSettings
from engine.runs import timeline, training
from engine.runs.run import Run, start_run
from ui.visit.beside import shared_with


@dataclass(slots=True, eq=False)
class Pinned:
    """The Run of the pinned network; past is the moment of it that is shown while the visitor looks back."""

    run: Run
    past: Run | None = None

    @property
    def shown(self) -> Run:
        return self.past or self.run

    def follow(self, experiment: TrainingSettings) -> None:
        """Take on the data and the loss of the present network."""
        self.run = timeline.revise(self.run, shared_with(self.run.experiment, experiment))

    def keep_up(self, leader: Run, seconds: float) -> bool:
        """Go to the moment that the present network is at, within some seconds; return whether it is there."""
        self.past = None
        if leader.step == 0 and self.run.step:
            self.run = start_run(self.run.experiment, dtype=np.float32)
        behind = _steps_between(self.run, leader)
        if behind < 0:
            self._go_back(-behind)
            behind = max(_steps_between(self.run, leader), 0)
        return training.advance(self.run, behind, seconds) == behind or self.run.stopped

    def _go_back(self, steps: int) -> None:
        experiment, items = self.run.experiment, self.run.snapshots.items
        goal = self.run.step - steps
        if items and items[0].step <= goal:
            self.run = timeline.at(self.run, goal)
            self.follow(experiment)  # that moment may have had other data
        else:
            self.run = start_run(experiment, dtype=np.float32)

    def is_level(self, leader: Run) -> bool:
        """Return whether it has trained for as many epochs as the present network, or cannot go on."""
        return self.run.stopped or _steps_between(self.run, leader) == 0

    def look_at(self, epoch: int | None) -> None:
        """Show the start of an epoch of the past; None is the present."""
        self.past = None if epoch is None else timeline.at_epoch(self.run, epoch)


def _steps_between(run: Run, leader: Run) -> int:
    """Return the steps until a Run has gone through as many epochs as the leader, and as much of the next one.

    The two may differ in the batch size.
    """
    size = run.experiment.batch_size
    part = -(-leader.position // size) - -(-run.position // size)
    return (leader.epoch - run.epoch) * run.epoch_steps + part


def copy_of(run: Run) -> Pinned:
    """Pin a network as it is, with its past."""
    return Pinned(timeline.at(run, run.step) if run.snapshots.items else start_run(run.experiment, dtype=np.float32))
