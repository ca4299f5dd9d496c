"""What a Race measures of its networks at fixed steps of training, whatever the speed and whenever a page looks.

The longer the training, the farther apart the measurements: every 2 steps up to step 100, every 4 up to step 200, and
so on. Those that are shown at a step are evenly spaced, and depend on nothing but the step.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from engine.runs.run import Run


class Schedule(NamedTuple):
    """The steps at which something is measured: every `every` steps up to step `span`; both double, again and again.

    span must be a multiple of every.
    """

    every: int
    span: int

    def doublings(self, step: int) -> int:
        """Return how often the span has to be doubled to reach a step."""
        return (max(-(-step // self.span), 1) - 1).bit_length()

    def reach(self, step: int) -> int:
        """Return the span that holds a step."""
        return self.span << self.doublings(step)

    def gap(self, step: int) -> int:
        """Return the steps between two measurements that are shown at a step."""
        return self.every << self.doublings(step)

    def following(self, step: int) -> int:
        """Return the first step after this one at which something is measured."""
        gap = self.gap(step + 1)
        return (step // gap + 1) * gap

    def is_due(self, step: int) -> bool:
        """Whether something is measured at a step."""
        return step % self.gap(step) == 0

    def shown(self, step: int) -> range:
        """Return the steps whose measurements are shown at a step; at all of them something was measured."""
        return range(0, step + 1, self.gap(step))


@dataclass(slots=True)
class Record:
    """What a function returned for each Run of a Race at the steps of a Schedule."""

    schedule: Schedule
    of: Callable[[Run], Any]
    found: dict[int, list[Any]] = field(default_factory=dict)  # by step, in ascending order; a value for each Run

    def take(self, step: int, runs: Sequence[Run]) -> None:
        """Measure the Runs, if it is time to; a Race calls it at each step at which it may be."""
        if self.schedule.is_due(step) and step not in self.found:
            self.found[step] = [self.of(run) for run in runs]

    def cut(self, step: int) -> None:
        """Forget what was measured after a step."""
        self.found = {when: each for when, each in self.found.items() if when <= step}

    def shown(self, step: int) -> dict[int, list[Any]]:
        """Return what is shown at a step, by the step at which it was measured."""
        return {when: self.found[when] for when in self.schedule.shown(step) if when in self.found}

    def until(self, step: int) -> dict[int, list[Any]]:
        """Return all that was measured up to a step, also what is too close together to be shown."""
        return {when: each for when, each in self.found.items() if when <= step}
