"""What a Run remembers of its past: scores for the loss curve, and states to go back to.

Both are bounded: when a list is full, every second entry is dropped, and from then on entries are made half as
often. A state is theta, the optimizer's state and a few numbers, so with Adam it takes three times the bytes of
theta. The states of a Run together stay below SNAPSHOT_BYTES, but MIN_SNAPSHOTS of them are kept however large
they are; the same bound holds for the pinned ones.
"""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from engine import optimizers

MAX_ENTRIES = 400
LARGEST = 3e38  # that a float32 holds
MIN_SNAPSHOTS = 16
MAX_PINNED = 100
SNAPSHOT_BYTES = 1_000_000


class Scores(NamedTuple):
    """Means over all points, one value per network, (K,), without the regularization penalty.

    The accuracies are None for regression.
    """

    train_loss: np.ndarray
    test_loss: np.ndarray
    train_accuracy: np.ndarray | None
    test_accuracy: np.ndarray | None


@dataclass(slots=True)
class History:
    """The losses, and the test accuracies, at the start of every `every` epochs, as parallel lists, oldest first.

    Each entry of a list has a value for each network, (K,); the accuracies of a regression are NaN.
    """

    every: int = 1  # epochs from one record to the next
    epochs: list[int] = field(default_factory=list)
    train_loss: list[np.ndarray] = field(default_factory=list)
    test_loss: list[np.ndarray] = field(default_factory=list)
    test_accuracy: list[np.ndarray] = field(default_factory=list)
    since: int = 0  # the step at which it was cleared; another loss function begins another curve
    _rows: np.ndarray | None = field(default=None, repr=False)  # what `rows` has made
    _row_count: int = field(default=0, repr=False)  # of which entries

    def lists(self) -> tuple[list[int], list[np.ndarray], list[np.ndarray]]:
        """Return the parallel lists of epochs, train losses and test losses."""
        return self.epochs, self.train_loss, self.test_loss

    def _all(self) -> tuple[list[Any], ...]:
        return (*self.lists(), self.test_accuracy)

    def record(self, epoch: int, scores: Scores) -> None:
        """Append the scores of an epoch; if the lists are full, drop every second entry."""
        self.epochs.append(epoch)
        self.train_loss.append(scores.train_loss)
        self.test_loss.append(scores.test_loss)
        accuracy = scores.test_accuracy
        self.test_accuracy.append(np.full(scores.test_loss.shape, np.nan) if accuracy is None else accuracy)
        if len(self.epochs) > MAX_ENTRIES:
            for kept in self._all():
                del kept[1::2]
            self.every *= 2
            self._row_count = 0

    def rows(self) -> np.ndarray:
        """Return epochs and both losses of the first network, (entries, 3), as float32; infinities become LARGEST."""
        if self._rows is None:
            self._rows = np.empty((MAX_ENTRIES + 1, 3), np.float32)
        for i in range(self._row_count, len(self.epochs)):
            self._rows[i] = self.epochs[i], self.train_loss[i][0], self.test_loss[i][0]
        self._row_count = len(self.epochs)
        return np.minimum(self._rows[: self._row_count], LARGEST)  # NaN, where there are no points, stays

    def is_due(self, epoch: int) -> bool:
        """Whether the end of this epoch should be recorded and has not been."""
        return epoch > self.epochs[-1] and (epoch - self.epochs[0]) % self.every == 0

    def until(self, step: int, epoch: int) -> "History":
        """Return a separate History of what was recorded up to this step, which lies in this epoch."""
        if step < self.since:
            return History(self.every)
        count = sum(recorded <= epoch for recorded in self.epochs)
        epochs, train_loss, test_loss, accuracy = (kept[:count] for kept in self._all())
        return History(self.every, epochs, train_loss, test_loss, accuracy, self.since)

    def clear(self, step: int) -> None:
        """Remove all entries; those from this step on belong to another curve."""
        self.since = step
        for kept in self._all():
            kept.clear()
        self._row_count = 0


class Snapshot(NamedTuple):
    """All that training needs to continue from one moment. Its arrays are never written to."""

    step: int
    epoch: int
    position: int
    schedule_step: int
    experiments: tuple[Any, ...]
    theta: np.ndarray
    optimizer_state: Any
    diverged: np.ndarray
    first_loss: np.ndarray
    pinned: bool  # settings or weights were changed here: training from an earlier state does not lead to later ones
    before_edit: np.ndarray | None = None  # theta as it was here before weights were set by hand, if they were


@dataclass(slots=True)
class Snapshots:
    """The states at the start of every `every` epochs and wherever a setting was changed, oldest first."""

    every: int = 1  # epochs from one state to the next; 0 keeps none
    max_unpinned: int = MAX_ENTRIES  # computed from the size of the latest state
    items: list[Snapshot] = field(default_factory=list)

    def is_due(self, epoch: int) -> bool:
        """Whether a state of the start of this epoch should be kept and has not been."""
        return self.every > 0 and epoch % self.every == 0 and (not self.items or epoch > self.items[-1].epoch)

    def keep(self, snapshot: Snapshot) -> None:
        """Add a state that is not older than those already kept; of two at one step the later one stays."""
        if not self.every:
            return
        size = snapshot.theta.nbytes + optimizers.size(snapshot.optimizer_state)
        self.max_unpinned = min(max(SNAPSHOT_BYTES // size, MIN_SNAPSHOTS), MAX_ENTRIES)
        if self.items and self.items[-1].step == snapshot.step:
            former = self.items.pop()
            if former.before_edit is not None:
                snapshot = snapshot._replace(before_edit=former.before_edit)
        self.items.append(snapshot)
        if snapshot.pinned:
            pinned = [i for i, item in enumerate(self.items) if item.pinned]
            if len(pinned) > min(MAX_PINNED, self.max_unpinned):
                del self.items[: pinned[1]]  # the states before the second pinned one
        # Most states come while there is room, and need no closer look.
        while len(self.items) > self.max_unpinned and sum(not item.pinned for item in self.items) > self.max_unpinned:
            self.every *= 2
            self.items = [item for item in self.items if item.pinned or item.epoch % self.every == 0]

    def until(self, step: int) -> "Snapshots":
        """Return separate Snapshots of the states up to this step."""
        return Snapshots(self.every, self.max_unpinned, [item for item in self.items if item.step <= step])
