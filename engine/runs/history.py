"""What a Run remembers of its past: scores for the loss curve, states to go back to.

Both are bounded: when one is full, every second entry is dropped and from then on only half as
many are made. A state is theta, the optimizer's state and a few numbers, so Adam's takes three
times the bytes of theta; together the states of a Run stay below SNAPSHOT_BYTES, or FEWEST of them,
and so do those that are pinned.
"""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from engine import optimizers

MOST = 400  # entries
FEWEST = 16  # states that are kept however large they are
MOST_PINS = 100
SNAPSHOT_BYTES = 1_000_000


class Scores(NamedTuple):
    """Means over all points, one value per network, without the regularization penalty.

    The accuracies are None for regression.
    """

    train_loss: np.ndarray
    test_loss: np.ndarray
    train_accuracy: np.ndarray | None
    test_accuracy: np.ndarray | None


@dataclass(slots=True)
class History:
    """Losses at the start and at the ends of every so many epochs: parallel lists, oldest first."""

    every: int = 1  # epochs from one record to the next
    epochs: list[int] = field(default_factory=list)
    train_loss: list[np.ndarray] = field(default_factory=list)
    test_loss: list[np.ndarray] = field(default_factory=list)
    since: int = 0  # the step at which it was cleared, because another loss makes another curve

    def lists(self) -> tuple[list, list, list]:
        return self.epochs, self.train_loss, self.test_loss

    def record(self, epoch: int, scores: Scores) -> None:
        self.epochs.append(epoch)
        self.train_loss.append(scores.train_loss)
        self.test_loss.append(scores.test_loss)
        if len(self.epochs) > MOST:
            for kept in self.lists():
                del kept[1::2]
            self.every *= 2

    def wants(self, epoch: int) -> bool:
        """Whether the end of this epoch is to be recorded and has not been."""
        return epoch > self.epochs[-1] and (epoch - self.epochs[0]) % self.every == 0

    def until(self, step: int, epoch: int) -> "History":
        """Return a History of its own with what was recorded up to this step, which lies in this epoch."""
        if step < self.since:
            return History(self.every)
        count = sum(recorded <= epoch for recorded in self.epochs)
        return History(self.every, *(kept[:count] for kept in self.lists()), self.since)

    def clear(self, step: int) -> None:
        """Forget all; what comes from this step on is another curve."""
        self.since = step
        for kept in self.lists():
            kept.clear()


class Snapshot(NamedTuple):
    """All that training needs to go on from one moment, in arrays that nobody writes to."""

    step: int
    epoch: int
    position: int
    schedule_step: int
    experiments: tuple
    theta: np.ndarray
    optimizer_state: Any
    diverged: np.ndarray
    first_loss: np.ndarray
    pinned: bool  # something was changed here from outside: the past cannot be retraced without it


@dataclass(slots=True)
class Snapshots:
    """States at the starts of every so many epochs and wherever a setting was changed, oldest first."""

    every: int = 1  # epochs from one state to the next; 0 keeps none
    most: int = MOST  # states kept, pinned ones not counted; found from the size of the latest
    items: list[Snapshot] = field(default_factory=list)

    def wants(self, epoch: int) -> bool:
        """Whether a state is to be kept at the start of this epoch and has not been."""
        return self.every > 0 and epoch % self.every == 0 and (not self.items or epoch > self.items[-1].epoch)

    def keep(self, snapshot: Snapshot) -> None:
        """Add a state that is not older than those that are here; of two at one step the later stays."""
        if not self.every:
            return
        size = snapshot.theta.nbytes + optimizers.size(snapshot.optimizer_state)
        self.most = min(max(SNAPSHOT_BYTES // size, FEWEST), MOST)
        if self.items and self.items[-1].step == snapshot.step:
            self.items.pop()
        self.items.append(snapshot)
        pins = [i for i, item in enumerate(self.items) if item.pinned]
        if len(pins) > min(MOST_PINS, self.most):
            del self.items[: pins[1]]  # what lies before it is forgotten
        while sum(not item.pinned for item in self.items) > self.most:
            self.every *= 2
            self.items = [item for item in self.items if item.pinned or item.epoch % self.every == 0]

    def until(self, step: int) -> "Snapshots":
        """Return Snapshots of its own with the states up to this step."""
        return Snapshots(self.every, self.most, [item for item in self.items if item.step <= step])
