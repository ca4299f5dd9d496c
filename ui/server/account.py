"""What the runs of a session's scripts may cost, so that one visitor who clicks without end does not slow down all.

A session has some seconds of processor time to spend at once, and earns more, at a rate that is its share beside the
pages that play. Where it has spent more than it had, its next run waits, but not for long.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from ui.server import memory, pacing

SAVED = 1.0  # seconds of processor time that can be spent at once: some twenty runs of the Playground's page
LONGEST_WAIT = 2.0  # seconds from a click to the run of its page


class _Thread(threading.local):
    """A thread that runs scripts, one after the other: callbacks first, which are part of the run."""

    charged = 0.0  # seconds of its processor time that have been charged
    runs = 0  # runs within each other: of a page, and of the fragment in it


_thread = _Thread()


@dataclass(slots=True)
class Account:
    """Seconds of processor time that a session may spend now; less than nothing is a debt."""

    balance: float = SAVED
    seen: float = field(default_factory=time.monotonic)

    def earn(self, now: float) -> None:
        """Add what the session has earned up to now."""
        self.balance = min(self.balance + (now - self.seen) * self._rate(), SAVED)
        self.seen = now

    def spend(self, seconds: float) -> None:
        """Take what a run has cost; a debt is what LONGEST_WAIT pays off, at most."""
        self.balance = max(self.balance - seconds, -LONGEST_WAIT * self._rate())

    def wait(self) -> float:
        """Return the seconds until the debt is paid off."""
        return min(max(-self.balance, 0) / self._rate(), LONGEST_WAIT)

    @staticmethod
    def _rate() -> float:
        return pacing.LOAD / pacing.players()


@contextmanager
def run_of(account: Account) -> Iterator[None]:
    """Run a session's script, or its fragment: wait until it is paid for, then charge what it costs.

    Nobody must hold a lock meanwhile that others wait for.
    """
    if not _thread.runs:
        account.earn(time.monotonic())
        time.sleep(account.wait())
        account.earn(time.monotonic())  # by waiting
    _thread.runs += 1
    try:
        yield
    finally:
        _thread.runs -= 1
        if not _thread.runs:
            spent = memory.spent()
            account.spend(spent - _thread.charged)
            _thread.charged = spent
