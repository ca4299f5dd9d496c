"""Fair shares of the processor among all pages that play.

Every session that plays asks for a budget at each update. The budgets of all of them add up to most of the time
between two updates; the rest is for drawing and for page loads. Each update books the time of its page's next one, as
far after the last booking as an update takes here. So pages wait longer the more of them play and the slower the
machine is, and they ask one after the other instead of in crowds. Updates take turns: Python lets one thread compute
at a time anyway, and many at once would only interrupt each other.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

UPDATE_INTERVAL = 0.2  # seconds from one update of a playing page to the next
SWEEP_INTERVAL = 0.16  # seconds, of a page that trains many networks to an end
TRAINING_SHARE = 0.7  # of an interval, for the training of all sessions together
DRAWING_COST = 0.006  # seconds that one update takes beside the training
MIN_BUDGET = 0.001  # seconds: every session makes progress, however many play
# Of one processor, for all updates together as they are booked. More than all of it: each standstill
# puts off what had been booked, and a short queue, a seventh of a round, makes up for that.
PROCESSOR_LOAD = 1.1
MIN_COST, MAX_COST = 0.003, 0.04  # seconds: a measured cost of an update is clipped to this range
SILENT_AFTER = 5.0  # seconds: a session that has not asked for so long does not count any more
# Of a round: the next update is no sooner than this from now. A little less than a whole round, so that pages
# that are late after a standstill catch up over a dozen rounds, and not all at once.
MIN_ROUND = 0.93
MAX_GAP = 0.5  # seconds of training that a late update makes up for at most
UNBOUNDED = 10**9  # steps

_playing: dict[str, float] = {}  # session -> the time of its last update; bounded, since silent ones are dropped
# Every session has a thread of its own. A dictionary may not grow while another thread copies it.
_lock = threading.Lock()
_turn = threading.Lock()


@dataclass(slots=True)
class Meter:
    """What an update costs this server, in seconds of its processor, with all that goes on beside it."""

    cost: float = DRAWING_COST + MIN_BUDGET
    updates: int = 0  # since the last reading
    used: float = 0.0  # processor time at the last reading
    read_at: float = 0.0

    def count(self, now: float, clock: Callable[[], float] = time.process_time) -> None:
        """Count an update that has ended; once a second, read the processor time and derive the cost."""
        self.updates += 1
        if now < self.read_at + 1:
            return
        used = clock()
        if self.read_at:
            reading = (used - self.used) / self.updates
            reading = min(max(reading, MIN_COST), MAX_COST)
            # It rises slowly: page loads cost a second now and then, which is over when the pages are there.
            self.cost = min((self.cost + reading) / 2, 1.1 * self.cost)
        self.updates, self.used, self.read_at = 0, used, now


_meter = Meter()
_booked = 0.0  # the latest time that an update has been booked for
_asked: float | None = None  # when the update that has its turn was asked for


def round_time() -> float:
    """Return the seconds in which each page that plays now can have one update."""
    return len(_playing) * _meter.cost / PROCESSOR_LOAD


def book_next(least: float = UPDATE_INTERVAL) -> float:
    """Book a page's next update; return the seconds from the time it asked for the present one. Once in each update."""
    now = time.monotonic()
    return book(now if _asked is None else _asked, now, least)


def book(asked: float, now: float, least: float = UPDATE_INTERVAL) -> float:
    """Book the next update of a page that asked for one at `asked` and gets it now; return the seconds in between."""
    global _booked
    one_round = round_time()
    soonest = max(asked + least, now + MIN_ROUND * one_round)
    # Normally it is one round from now. It is not much sooner after a standstill, when the bookings are in the past
    # and all are late, and not much later after others have left.
    _booked = min(max(_booked + _meter.cost / PROCESSOR_LOAD, soonest), soonest + one_round)
    return min(_booked - asked, SILENT_AFTER - 1)


def budget(session: str, now: float | None = None) -> float:
    """Return the seconds that this session may train in this update, and note that it plays."""
    now = time.monotonic() if now is None else now
    forget_silent(now)
    with _lock:
        _playing[session] = now
        players = max(len(_playing), 1)
    return max(TRAINING_SHARE * UPDATE_INTERVAL / players - DRAWING_COST, MIN_BUDGET)


def forget_silent(now: float) -> None:
    """Stop counting the sessions that have not asked for long."""
    with _lock:
        for other in [other for other, seen in _playing.items() if now - seen > SILENT_AFTER]:
            del _playing[other]


def leave(session: str) -> None:
    """Note that this session does not play any more."""
    with _lock:
        _playing.pop(session, None)


@contextmanager
def turn() -> Iterator[None]:
    """Wait until no other session computes an update, and make others wait meanwhile. Not reentrant."""
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
    updated_at: float | None = None  # when the last update while playing was, by time.monotonic

    def reset(self) -> None:
        """Start again: nothing is owed for the time until the next update."""
        self.owed, self.updated_at = 0.0, None

    def due(self, epochs_per_second: float, epoch_steps: int, now: float) -> int:
        """Return the steps to do in this update."""
        elapsed = min(now - self.updated_at, MAX_GAP) if self.updated_at is not None else UPDATE_INTERVAL
        self.updated_at = now
        if epochs_per_second == float("inf"):
            return UNBOUNDED
        self.owed += elapsed * epochs_per_second * epoch_steps
        steps = int(self.owed)
        self.owed -= steps
        return steps
