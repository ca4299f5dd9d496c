"""Fair shares of the processor, so that the thirtieth student still gets an answer.

Every session that plays asks for a budget at each tick. The budgets of all who play add up to
most of one tick; what is left is for drawing and for page loads.
"""

import threading
import time
from dataclasses import dataclass

TICK = 0.2  # seconds from one update of a playing page to the next
SHARE = 0.7  # of a tick, for all sessions' training together
DRAWING = 0.005  # seconds that one update costs beside the training
LEAST = 0.001  # seconds: whoever plays gets on, however many play

LONGEST_GAP = 0.5  # seconds of training that a late update makes up for at most
UNBOUNDED = 10**9  # steps

_playing: dict[str, float] = {}  # session -> the time of its last tick; the stale are dropped
# Every session has a thread of its own. A dictionary may not grow while another thread copies it.
_lock = threading.Lock()


def budget(session: str, now: float | None = None) -> float:
    """Return the seconds that this session may train in this tick, and note that it plays."""
    now = time.monotonic() if now is None else now
    with _lock:
        _playing[session] = now
        for other in [other for other, seen in _playing.items() if now - seen > 10 * TICK]:
            del _playing[other]
        players = max(len(_playing), 1)
    return max((SHARE * TICK - DRAWING * (players - 1)) / players, LEAST)


def leave(session: str) -> None:
    """Note that this session plays no more."""
    with _lock:
        _playing.pop(session, None)


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
