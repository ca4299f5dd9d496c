"""Work: many networks that are trained in slices, while the page shows the progress and can cancel it."""

import itertools
import uuid
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol

from engine.experiments.experiment import Experiment
from engine.runs import sweep
from engine.runs.sweep import Sweep
from ui.players import updates
from ui.server import pacing
from ui.visit import session

_serials = itertools.count(1)


@dataclass(slots=True)
class Work:
    """A Sweep under way for one page. key says what it is for: another key is other work."""

    key: Hashable
    sweep: Sweep
    cancelled: bool = False
    beat: int = 0
    serial: int = field(default_factory=lambda: next(_serials))
    name: str = field(default_factory=lambda: uuid.uuid4().hex)

    @property
    def state(self) -> str:
        """working, cancelled or done."""
        if self.sweep.done:
            return "done"
        return "cancelled" if self.cancelled else "working"

    def status(self, interval: float) -> dict[str, Any]:
        """Return what a Frame's header says of it; interval is the milliseconds to the next Frame."""
        return {
            "state": self.state,
            "serial": self.serial,
            "beat": self.beat,
            "interval": interval,
            "share": self.sweep.share,
        }

    def advance(self) -> None:
        """Train for a slice of time, a fair share of the processor."""
        sweep.work(self.sweep, pacing.budget(self.name))
        if self.sweep.done:
            pacing.leave(self.name)

    def cancel(self) -> None:
        """Stop here; what has been trained stays."""
        self.cancelled = True
        pacing.leave(self.name)

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


class Sliced(Protocol):
    """Something that is trained in slices: a Work, or the like."""

    beat: int

    @property
    def state(self) -> str: ...
    def advance(self) -> None: ...


def show(work: Sliced, draw: Callable[[float], None]) -> None:
    """Advance the work and draw it, again and again until it is done. Call it once on every run of a page, last.

    draw(interval) mounts a live picture whose state is "working" as long as the work's is; interval is the
    milliseconds after which it may ask for its next Frame.
    """

    def advance() -> None:
        if work.state == "working":
            work.advance()

    def redraw(interval: float) -> None:
        work.beat += 1
        draw(interval)

    updates.show(advance, redraw, pacing.SWEEP_INTERVAL)


def actions(work: Work) -> dict[str, Callable[[Any], None]]:
    """Return the actions of a visitor: cancel, and go on."""
    return {"cancel": lambda value: work.cancel(), "go_on": lambda value: work.resume()}
