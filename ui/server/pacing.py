"""Fair shares of the processor among all pages that play.

All that moves is computed in one process, and Python lets one thread compute at a time. So the time between two updates
is divided by the number of pages that play: each may train for what its share leaves beside the making of its Frame.
Where the shares get too small for that, the updates come less often instead.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

UPDATE_INTERVAL = 0.2  # seconds from one update of a playing page to the next
SWEEP_INTERVAL = 0.16  # seconds, of a page that trains many networks to an end
LOAD = 0.95  # of one processor, for all updates together
LOAD_BESIDE_PAGES = 0.5  # of one processor, while the script of a page runs: somebody waits for that page
TRAINING_SHARE = 0.4  # of what an update costs beside the training, at least
MIN_BUDGET = 0.0005  # seconds: every session makes progress, however many play
MIN_AT_ONCE = 0.01  # seconds: an epoch of an ordinary network takes less
SILENT_AFTER = 5.0  # seconds: a session that has had no update for so long does not count any more

_playing: dict[str, float] = {}  # session -> the time of its last update; bounded, since silent ones are dropped
_pages = 0  # whose scripts run now
_lock = threading.Lock()  # a dictionary may not grow while another thread copies it


def load() -> float:
    """Return the share of one processor that all updates together may take now."""
    return LOAD_BESIDE_PAGES if _pages else LOAD


def budget(session: str, overhead: float, now: float | None = None) -> float:
    """Return the seconds that this session may train in this update, and note that it plays.

    overhead is what its update costs beside the training, in seconds. At least TRAINING_SHARE as much time is for the
    training: a page with a costly picture gets updates less often instead.
    """
    now = time.monotonic() if now is None else now
    forget_silent(now)
    with _lock:
        _playing[session] = now
        players = len(_playing)
    return max(load() * UPDATE_INTERVAL / players - overhead, TRAINING_SHARE * overhead, MIN_BUDGET)


def interval(cost: float, least: float = UPDATE_INTERVAL) -> float:
    """Return the seconds from an update that cost so many seconds to the next one of the same session."""
    return max(least, cost * len(_playing) / LOAD)


def pause(cost: float) -> float:
    """Return the seconds, from the start of a turn out of turn that cost so many, in which the others get theirs."""
    return cost * players() / LOAD


def players() -> int:
    """Return how many sessions play, but at least 1."""
    forget_silent(time.monotonic())
    return max(len(_playing), 1)


def at_once(seconds: float) -> float:
    """Return how many of these seconds a press may train before it goes on in updates: fewer where others play."""
    return max(seconds / players(), MIN_AT_ONCE)


def forget_silent(now: float) -> None:
    """Stop counting the sessions that have had no update for long."""
    with _lock:
        for other in [other for other, seen in _playing.items() if now - seen > SILENT_AFTER]:
            del _playing[other]


def leave(session: str) -> None:
    """Note that this session does not play any more."""
    with _lock:
        _playing.pop(session, None)


@contextmanager
def page_run() -> Iterator[None]:
    """Note that the script of a page runs, so that updates leave time for it."""
    _count_pages(1)
    try:
        yield
    finally:
        _count_pages(-1)


@contextmanager
def rest() -> Iterator[None]:
    """Note that the script of a page, which runs, only waits."""
    _count_pages(-1)
    try:
        yield
    finally:
        _count_pages(1)


def _count_pages(more: int) -> None:
    global _pages
    with _lock:
        _pages += more
