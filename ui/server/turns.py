"""Turns: all lines of a server move in one thread, one after the other, since Python computes in one at a time."""

import asyncio
import logging
import math
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

BATCH_TIME = 0.01  # seconds of turns after which their Frames are sent

logger = logging.getLogger(__name__)


class Turn(Protocol):
    """What is given turns: a line, see line.py. Times are those of time.monotonic."""

    is_wanted: bool  # whether something has changed that is to be sent out of turn
    due: float  # when the next turn is

    def is_ready(self, now: float) -> bool:
        """Whether a turn may begin."""

    def next_look(self) -> float:
        """Return when a turn may begin, if nothing happens before."""

    def turn(self) -> None:
        """Take a turn. Called in the thread of the turns."""

    def fail(self) -> None:
        """End after an error. Called in the thread of the turns."""


class Scheduler:
    """Gives every line its turns, one after the other, in a thread of its own."""

    def __init__(self) -> None:
        self.lines: set[Turn] = set()
        self.worker = ThreadPoolExecutor(1, "turns")
        self.task: asyncio.Task[None] | None = None
        self.woken = asyncio.Event()

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
        while self.lines:
            self.woken.clear()
            now = time.monotonic()
            ready = [line for line in self.lines if line.is_ready(now)]
            if ready:
                ready.sort(key=lambda line: (not line.is_wanted, line.due))
                await loop.run_in_executor(self.worker, _take_turns, ready)
                continue
            timer = None
            next_look = min((line.next_look() for line in self.lines), default=math.inf)
            if next_look < math.inf:
                timer = loop.call_later(next_look - now, self.woken.set)
            await self.woken.wait()
            if timer:
                timer.cancel()


def _take_turns(lines: list[Turn]) -> None:
    """Take the turns of these lines, in this order, for a short time."""
    deadline = time.monotonic() + BATCH_TIME
    for line in lines:
        try:
            line.turn()
        except Exception:  # the others must have their turns
            logger.exception("A turn failed")
            line.fail()
        if time.monotonic() > deadline:
            return


scheduler = Scheduler()
