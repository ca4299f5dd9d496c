"""How often somebody may try a code, so that nobody can find one by guessing."""

import time
from collections import deque
from dataclasses import dataclass, field

WINDOW = 60.0  # seconds
WRONG_CODES = 8  # that one session may try in a WINDOW
WRONG_CODES_OF_ALL = 300  # of all sessions of this process, from which on only a first try of a session is heard


@dataclass(slots=True)
class Tries:
    """When wrong codes were tried, those of the last WINDOW, by time.monotonic, and which one was tried last."""

    times: deque[float] = field(default_factory=deque)
    last: str = ""

    def count(self, now: float) -> int:
        """Return how many there were in the last WINDOW."""
        while self.times and self.times[0] < now - WINDOW:
            self.times.popleft()
        return len(self.times)

    def note(self, now: float, most: int) -> None:
        """Note a wrong code; no more than `most` are remembered."""
        if len(self.times) < most:
            self.times.append(now)


_of_all = Tries()


def may_try(own: Tries, now: float | None = None) -> bool:
    """Return whether a session with these tries may try another code.

    Where very many wrong codes are tried, those sessions that have not tried one are still heard: a class must get in.
    """
    now = time.monotonic() if now is None else now
    mine = own.count(now)
    return mine < WRONG_CODES and (mine == 0 or _of_all.count(now) < WRONG_CODES_OF_ALL)


def note_wrong(own: Tries, code: str, now: float | None = None) -> None:
    """Note that a code was wrong; the same one again counts once, as where a page runs again."""
    if code == own.last:
        return
    own.last, now = code, time.monotonic() if now is None else now
    own.note(now, WRONG_CODES)
    _of_all.count(now)
    _of_all.note(now, WRONG_CODES_OF_ALL)
