"""Work: many networks that are trained in slices, while the page shows how far it is and can call it off."""

import itertools
import uuid
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol

import streamlit as st

from engine.experiments.experiment import Experiment
from engine.runs import sweep
from engine.runs.sweep import Sweep
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

    def tick(self) -> None:
        """Train for a slice of time, a fair share of the processor."""
        sweep.work(self.sweep, pacing.budget(self.name))
        if self.sweep.done:
            pacing.leave(self.name)

    def cancel(self) -> None:
        """Stop here; what has been trained stays."""
        self.cancelled = True
        pacing.leave(self.name)

    def go_on(self) -> None:
        """Go on where it was cancelled."""
        self.cancelled = False


def mine(key: Hashable, make: Callable[[], Iterable[Experiment]], epochs: int) -> Work:
    """Return this visitor's Work for a key: the one that is under way or done, or a new one."""
    work = st.session_state.get("work")
    if not isinstance(work, Work) or work.key != key:
        work = st.session_state["work"] = Work(key, sweep.begin(make(), epochs))
    return work


class Sliced(Protocol):
    """What is done in slices: a Work, or something like it."""

    beat: int

    @property
    def state(self) -> str: ...
    def tick(self) -> None: ...


def show(work: Sliced, draw: Callable[[float], None]) -> None:
    """Advance the work and draw it, again and again until it is done. Call it once on every run of a page, last.

    draw(interval) mounts a live picture whose state is "working" as long as the work's is: it asks for its next Frame
    by itself, interval milliseconds later.
    """

    visit = session.visit()

    def update() -> None:
        with pacing.turn():
            if work.state == "working":
                work.tick()
            if visit.touched:
                st.rerun()
            work.beat += 1
            draw(1000 * pacing.interval(least=pacing.SLICE))

    st.fragment(update)()


def acts(work: Work) -> dict[str, Callable[[Any], None]]:
    """Return what a visitor can do to it: cancel, and go on."""
    return {"cancel": lambda value: work.cancel(), "go_on": lambda value: work.go_on()}
