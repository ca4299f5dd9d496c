"""Fair shares of the processor, so that the thirtieth student still gets an answer.

Every session that plays asks for a budget at each tick. The budgets of all who play add up to
most of one tick; what is left is for drawing and for page loads.
"""

import time

TICK = 0.2  # seconds from one update of a playing page to the next
SHARE = 0.7  # of a tick, for all sessions' training together
DRAWING = 0.005  # seconds that one update costs beside the training
LEAST = 0.001  # seconds: whoever plays gets on, however many play

_playing: dict[str, float] = {}  # session -> the time of its last tick; the stale are dropped


def budget(session: str, now: float | None = None) -> float:
    """Return the seconds that this session may train in this tick, and note that it plays."""
    now = time.monotonic() if now is None else now
    _playing[session] = now
    # A copy, and pop: every session has a thread of its own, and they all come here.
    for other, seen in list(_playing.items()):
        if now - seen > 10 * TICK:
            _playing.pop(other, None)
    players = max(len(_playing), 1)
    return max((SHARE * TICK - DRAWING * (players - 1)) / players, LEAST)


def leave(session: str) -> None:
    """Note that this session plays no more."""
    _playing.pop(session, None)
