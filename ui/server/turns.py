"""Turns: the event loop gives all lines their turns, one after the other.

Python computes in one thread at a time anyway, and threads that hand over to each other cost a class half of its
processor. A turn is taken in short slices, so that the sockets of all visitors are looked after in between.
"""

import asyncio
import logging
import math
import time
from typing import Protocol

from ui.server import memory

BATCH_TIME = 0.01  # seconds of slices after which the sockets are looked after
UPKEEP_OVER = 100  # turns over which what the event loop does beside them is averaged
MAX_UPKEEP = 0.001  # seconds per turn: what takes longer is a visitor's page being loaded

logger = logging.getLogger(__name__)


class Turn(Protocol):
    """What is given turns: a line, see line.py. Times are those of time.monotonic."""

    is_wanted: bool  # whether something has changed that is to be sent out of turn
    is_under_way: bool  # whether a turn has begun and not ended
    due: float  # when the next turn is
    last_slice: float  # when the last slice of the turn began

    def is_ready(self, now: float) -> bool:
        """Whether a turn may begin, or go on."""

    def next_look(self) -> float:
        """Return when a turn may begin or go on, if nothing happens before."""

    def turn(self) -> None:
        """Take a slice of a turn."""

    def fail(self) -> None:
        """End after an error."""


class Scheduler:
    """Gives every line its turns."""

    def __init__(self) -> None:
        self.lines: set[Turn] = set()
        self.task: asyncio.Task[None] | None = None
        self.woken = asyncio.Event()
        self.upkeep = 0.0  # seconds of processor time per turn that the event loop takes beside it, for the sockets

    def add(self, line: Turn) -> None:
        """Give turns to a line from now on."""
        self.lines.add(line)
        if self.task is None or self.task.done():
            self.woken = asyncio.Event()  # of this event loop
            self.task = asyncio.get_running_loop().create_task(self._run())
        self.wake()

    def remove(self, line: Turn) -> None:
        """Give no more turns to a line."""
        self.lines.discard(line)
        self.wake()

    def wake(self) -> None:
        """Look again whose turn it is."""
        self.woken.set()

    async def _run(self) -> None:
        loop = asyncio.get_running_loop()
        spent, turns, in_turns = memory.spent(), 0, 0.0
        while self.lines:
            self.woken.clear()
            now = time.monotonic()
            ready = [line for line in self.lines if line.is_ready(now)]
            if ready:
                ready.sort(key=_precedence)
                begun = memory.spent()
                turns += _take_turns(ready)
                in_turns += memory.spent() - begun
                if turns >= UPKEEP_OVER:
                    self.upkeep = min((memory.spent() - spent - in_turns) / turns, MAX_UPKEEP)
                    spent, turns, in_turns = memory.spent(), 0, 0.0
                await asyncio.sleep(0)
                continue
            timer = None
            next_look = min((line.next_look() for line in self.lines), default=math.inf)
            if next_look < math.inf:
                timer = loop.call_later(next_look - now, self.woken.set)
            await self.woken.wait()
            if timer:
                timer.cancel()


def _precedence(line: Turn) -> tuple[bool, float]:
    """Return a key to sort by: what a visitor waits for comes first, then those that have waited longest."""
    return not line.is_wanted, line.last_slice if line.is_under_way else line.due


def _take_turns(lines: list[Turn]) -> int:
    """Take the turns of these lines, in this order, for a short time; return how many were taken."""
    deadline = time.monotonic() + BATCH_TIME
    for taken, line in enumerate(lines, 1):
        try:
            line.turn()
        except Exception:  # the others must have their turns
            logger.exception("A turn failed")
            line.fail()
        if time.monotonic() > deadline:
            return taken
    return len(lines)


scheduler = Scheduler()
