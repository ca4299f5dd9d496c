"""Work: many networks that are trained in slices, while the page shows the progress and can cancel it."""

import itertools
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from typing import Any

from engine.experiments.experiment import Experiment
from engine.runs import sweep
from engine.runs.sweep import Sweep
from ui.visit import session

_serials = itertools.count(1)


@dataclass(slots=True)
class Work:
    """A Sweep under way for one page. key says what it is for: another key is other work."""

    key: Hashable
    sweep: Sweep
    cancelled: bool = False
    serial: int = field(default_factory=lambda: next(_serials))

    @property
    def state(self) -> str:
        """working, cancelled or done."""
        if self.sweep.done:
            return "done"
        return "cancelled" if self.cancelled else "working"

    @property
    def status(self) -> dict[str, Any]:
        """What a Frame's header says of it."""
        return {"state": self.state, "serial": self.serial, "share": self.sweep.share}

    def advance(self, seconds: float) -> bool:
        """Train for some seconds; return whether there is more to train."""
        sweep.work(self.sweep, seconds)
        return not self.sweep.done

    def cancel(self) -> None:
        """Stop here; what has been trained stays."""
        self.cancelled = True

    def resume(self) -> None:
        """Go on where it was cancelled."""
        self.cancelled = False


def current(key: Hashable, make: Callable[[], Iterable[Experiment]], epochs: int) -> Work:
    """Return this visitor's Work for a key: the one that is under way or done, or a new one."""
    visit = session.current()
    work = visit.work
    if not isinstance(work, Work) or work.key != key:
        work = visit.work = Work(key, sweep.begin(make(), epochs))
    return work


def actions(work: Work) -> dict[str, Callable[[Any], None]]:
    """Return the actions of a visitor: cancel, and go on."""
    return {"cancel": lambda value: work.cancel(), "go_on": lambda value: work.resume()}
