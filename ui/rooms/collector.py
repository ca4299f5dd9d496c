"""Trains the networks of result links, one after the other, and shows each as a guest of a class."""

import itertools
from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import numpy as np

from engine.numerals import grouped
from engine.runs import storage, training
from engine.runs.run import Run, evaluate, start_run
from engine.runs.storage import Saved
from pictures.live import maps
from pictures.room import faces
from ui.players import goal
from ui.rooms import choices
from ui.rooms.guest import Guest, Report
from ui.rooms.pasted_results import Collected, Result
from ui.visit import links

NEVER = 10**9  # epochs between two records of a history that nobody looks at
_serials = itertools.count(1)


@dataclass(slots=True, eq=False)
class Collector:
    """The results of a class in training. key says what they were made of: another key is another class.

    run is the network that trains now, if one does; the others wait, or have a report.
    """

    key: Hashable
    collected: Collected
    guests: list[Guest] = field(init=False)
    run: Run | None = None
    cancelled: bool = False
    base: Any = None  # the Experiment that has what most have chosen
    serial: int = field(default_factory=lambda: next(_serials))

    def __post_init__(self) -> None:
        results = self.collected.results
        self.guests = [Guest(str(i), each.name, i, np.inf, False, None) for i, each in enumerate(results)]
        if results:
            self.base = choices.most_common([each.experiment for each in results])

    @property
    def done(self) -> int:
        """How many networks are trained."""
        return sum(guest.report is not None for guest in self.guests)

    @property
    def current(self) -> int:
        """The place of the network that trains now, or comes next; their number if all are done."""
        return next((i for i, guest in enumerate(self.guests) if guest.report is None), len(self.guests))

    @property
    def state(self) -> str:
        """working, cancelled or done."""
        if self.current == len(self.guests):
            return "done"
        return "cancelled" if self.cancelled else "working"

    def advance(self, seconds: float) -> bool:
        """Train for some seconds, at most to the end of one network; return whether there is more to train."""
        place = self.current
        if place == len(self.guests):
            return False
        result = self.collected.results[place]
        if self.run is None:
            self.run = _start(result)
        if self.run.train.size:
            training.advance(self.run, result.step - self.run.step, seconds)
        if self.run.step >= result.step or self.run.stopped or not self.run.train.size:
            self.guests[place] = self.guests[place]._replace(report=self._report(result, self.run))
            self.run = None
        return self.current < len(self.guests)

    def _report(self, result: Result, run: Run) -> Report:
        scores, task = evaluate(run), self.collected.task
        diverged = int(run.diverged[0])
        accuracy = None if scores.test_accuracy is None else maps.finite(scores.test_accuracy[0])
        return Report(
            kind=result.experiment.KIND,
            query=urlencode(links.to_query(result.experiment)),
            step=run.step if diverged < 0 else diverged,
            epoch=run.epoch + run.position / max(run.train.size, 1),
            training_loss=maps.finite(scores.train_loss[0]),
            test_loss=maps.finite(scores.test_loss[0]),
            accuracy=accuracy,
            has_diverged=diverged >= 0,
            has_reached=goal.is_solved(task, run, scores) if task.has_goal else None,
            answer=result.task.answer if result.task == task else 0,
            weights=faces.to_weights(run.theta[0]),
        )

    def says(self, guest: Guest) -> str:
        """Return how far the training of a guest's network is; "" if it is done."""
        place = int(guest.id)
        if guest.report is not None:
            return ""
        if place != self.current or self.run is None:
            return "waits to be trained"
        result = self.collected.results[place]
        epochs = result.step / max(self.run.epoch_steps, 1)
        return f"training to epoch {grouped(int(epochs))} …"

    def link_of(self, guest: Guest) -> str:
        """Return the address of a guest's result, relative to a page of the playground."""
        return self.collected.results[int(guest.id)].link

    def message(self) -> dict[str, Any]:
        """Return the sentence above the tiles, and the button beside it."""
        if self.state == "done":
            return {"text": "", "buttons": []}
        count = len(self.guests)
        text = f"{self.done} of {count} networks are trained: each trains again to the step of its link."
        button = ["cancel", "Stop here"] if self.state == "working" else ["go_on", "Go on"]
        return {"text": text, "buttons": [button]}

    def cancel(self) -> None:
        """Stop here; what has been trained stays."""
        self.cancelled = True

    def resume(self) -> None:
        """Go on where it was cancelled."""
        self.cancelled = False


def _start(result: Result) -> Run:
    """Return the Run of a result at step 0; weights of a link that do not fit are left out, as when it is opened."""
    run = start_run(result.experiment, dtype=np.float32, every=NEVER, snapshots=False)
    given = links.weights_of(result.weights) if result.weights else None
    if given is None or given.shape != run.theta.shape[1:]:
        return run
    return storage.resume(Saved(result.experiment, given))
