"""Fair shares of the processor, so that the thirtieth student still gets an answer.

Every session that plays asks for a budget at each tick. The budgets of all who play add up to
most of one tick; what is left is for drawing and for page loads. Each update books the moment of the
page's next one, as far from the one booked before as an update takes here. So the more play, and the
slower the machine, the longer do pages wait, and they ask one after the other instead of in crowds.
Updates take turns: Python lets one thread compute at a time anyway, and many at once would only
interrupt each other.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

TICK = 0.2  # seconds from one update of a playing page to the next
SLICE = 0.16  # seconds of a page that trains many networks to an end
SHARE = 0.7  # of a tick, for all sessions' training together
DRAWING = 0.006  # seconds that one update costs beside the training
LEAST = 0.001  # seconds: whoever plays gets on, however many play
# Of one processor, that all updates together may take by what has been booked. More than all of it: each standstill
# puts off what had been booked, and a short queue, a seventh of a round, makes up for that.
LOAD = 1.1
CHEAPEST, DEAREST = 0.003, 0.04  # seconds, between which the cost of an update is believed
SILENT = 5.0  # seconds after which a session that has not asked counts no more

LONGEST_GAP = 0.5  # seconds of training that a late update makes up for at most
UNBOUNDED = 10**9  # steps

_playing: dict[str, float] = {}  # session -> the time of its last tick; the stale are dropped
# Every session has a thread of its own. A dictionary may not grow while another thread copies it.
_lock = threading.Lock()
_turn = threading.Lock()


@dataclass(slots=True)
class Meter:
    """What an update costs this server, in seconds of its processor, with all that goes on beside it."""

    cost: float = DRAWING + LEAST
    updates: int = 0  # since the last reading
    used: float = 0.0  # processor time at the last reading
    since: float = 0.0  # when that was

    def count(self, now: float, clock: Callable[[], float] = time.process_time) -> None:
        """Note that an update has ended; read the clock of the processor's time, and so the cost, once a second."""
        self.updates += 1
        if now < self.since + 1:
            return
        used = clock()
        if self.since:
            reading = (used - self.used) / self.updates
            reading = min(max(reading, CHEAPEST), DEAREST)
            # Up slowly: what a second of page loads costs is over when the pages are there.
            self.cost = min((self.cost + reading) / 2, 1.1 * self.cost)
        self.updates, self.used, self.since = 0, used, now


_meter = Meter()
_booked = 0.0  # the latest moment that an update has been booked for
_asked: float | None = None  # when the update came whose turn it is


def cycle() -> float:
    """Return the seconds in which each of those who play now can have one update."""
    return len(_playing) * _meter.cost / LOAD


def interval(least: float = TICK) -> float:
    """Book a page's next update; return the seconds from when it asked for the one at hand. Call it once in each."""
    now = time.monotonic()
    return book(now if _asked is None else _asked, now, least)


def book(asked: float, now: float, least: float = TICK) -> float:
    """Book the next update of a page that asked for one then, and gets it now; return the seconds between the two."""
    global _booked
    around = cycle()
    soonest = max(asked + least, now + 0.93 * around)
    # In step, it is one round from now. It is not much sooner after a standstill, when what had been booked is over
    # and all are late, nor much later once others have gone.
    _booked = min(max(_booked + _meter.cost / LOAD, soonest), soonest + around)
    return min(_booked - asked, SILENT - 1)


def budget(session: str, now: float | None = None) -> float:
    """Return the seconds that this session may train in this tick, and note that it plays."""
    now = time.monotonic() if now is None else now
    forget_silent(now)
    with _lock:
        _playing[session] = now
        players = max(len(_playing), 1)
    return max(SHARE * TICK / players - DRAWING, LEAST)


def forget_silent(now: float) -> None:
    """Count those no more who have not asked for long."""
    with _lock:
        for other in [other for other, seen in _playing.items() if now - seen > SILENT]:
            del _playing[other]


def leave(session: str) -> None:
    """Note that this session plays no more."""
    with _lock:
        _playing.pop(session, None)


@contextmanager
def turn() -> Iterator[None]:
    """Wait until no other session computes an update, and hold the others up meanwhile. Do not nest."""
    global _asked
    asked = time.monotonic()
    with _turn:
        _asked = asked
        try:
            yield
        finally:
            _asked = None
            _meter.count(time.monotonic())


@dataclass(slots=True)
class Pace:
    """How many steps are due by now at a chosen speed."""

    owed: float = 0.0  # fraction of a step that the speed asks for and no update has done yet
    ticked: float | None = None  # when the last update while playing was, by time.monotonic

    def rest(self) -> None:
        """Begin anew: nothing is owed for the time until the next tick."""
        self.owed, self.ticked = 0.0, None

    def due(self, epochs_per_second: float, epoch_steps: int, now: float) -> int:
        """Return the steps to do in this tick."""
        elapsed = min(now - self.ticked, LONGEST_GAP) if self.ticked is not None else TICK
        self.ticked = now
        if epochs_per_second == float("inf"):
            return UNBOUNDED
        self.owed += elapsed * epochs_per_second * epoch_steps
        steps = int(self.owed)
        self.owed -= steps
        return steps
