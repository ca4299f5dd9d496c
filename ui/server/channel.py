"""What one session's live picture, its page's script and its line share: a lock, and the way to the next Frame.

The script of a page and the line run in different threads. Whoever reads or changes what is trained holds the lock.
"""

import secrets
import threading
import time
from dataclasses import dataclass, field
from typing import Any, Protocol
from weakref import WeakValueDictionary

from pictures.live.packing import Frame
from ui.server import pacing
from ui.server.account import Account

SLICE = 0.01  # seconds of training after which whoever waits for the lock gets it, and the sockets are looked after
SMOOTHING = 0.3  # weight of the newest measurement in the running mean of an update's overhead
PICTURE_FIRST = 1.0  # seconds that the controls of a page wait, at most, until its picture has been drawn
LOOK_AGAIN_AFTER = 0.01  # seconds
FIRST_OVERHEAD = 0.002  # seconds that an update takes beside the training, as a first guess


class Live(Protocol):
    """What moves on a page: see ui/players/updates.py."""

    picture: str  # the name of the live picture
    interval: float  # seconds from one update to the next, at least

    @property
    def is_busy(self) -> bool:
        """Whether more Frames are to come without anybody doing anything."""

    def advance(self, seconds: float) -> bool:
        """Train for some time; return whether there is more to do now."""

    def act(self, kind: str, value: Any) -> None:
        """Do what a visitor does over the line; ignore what is not valid."""

    def frame(self) -> Frame:
        """Return the Frame of this moment."""


class Line(Protocol):
    """The connection to the picture in a browser: see ui/server/line.py."""

    picture: str

    def offer(self, frame: Frame, is_busy: bool, interval: float) -> None:
        """Have a Frame sent as soon as the one before has been acknowledged. Any thread may call it."""

    def request(self) -> None:
        """Have a Frame made and sent soon. Any thread may call it."""


class Turnstile:
    """A reentrant lock that knows whether somebody waits for it."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self.waiting = 0

    def try_acquire(self) -> bool:
        """Take the lock if it is free now, and return whether it was."""
        return self._lock.acquire(blocking=False)

    def release(self) -> None:
        """Give the lock back."""
        self._lock.release()

    def __enter__(self) -> None:
        self.waiting += 1  # not exact if two threads wait: it is a hint only
        self._lock.acquire()
        self.waiting -= 1

    def __exit__(self, *_: object) -> None:
        self._lock.release()


@dataclass(slots=True, eq=False, weakref_slot=True)
class Channel:
    """The channel of one session. token is its secret name: whoever knows it may open the session's line."""

    token: str = field(default_factory=secrets.token_urlsafe)
    lock: Turnstile = field(default_factory=Turnstile)
    live: Live | None = None  # of the page that the visitor is on
    line: Line | None = None
    beat: int = 0  # the number of Frames, so that the picture knows the newest
    account: Account = field(default_factory=Account)  # of the runs of its scripts
    overhead: float = FIRST_OVERHEAD  # seconds that an update takes beside the training
    awaited: str = ""  # the live picture whose line was waited for last

    def __post_init__(self) -> None:
        _channels[self.token] = self

    def budget(self) -> float:
        """Return the seconds that this session may train in its present update."""
        return pacing.budget(self.token, self.overhead) if self.live and self.live.is_busy else 0.0

    def budget_of_script(self, picture: str) -> float:
        """Return the seconds that the script of a page may train: few where its picture has still to be shown."""
        return self.budget() if self.awaited == picture else min(self.budget(), SLICE)

    def advance(self, seconds: float) -> bool:
        """Train for some seconds, or until somebody waits for the lock; return whether there is more to do now.

        Whoever calls it holds the lock.
        """
        live = self.live
        if live is None or not live.is_busy:
            return False
        deadline, more = time.perf_counter() + seconds, True
        while more and (left := deadline - time.perf_counter()) > 0:
            more = live.advance(min(left, SLICE))
            if self.lock.waiting:
                break
        if not live.is_busy:
            pacing.leave(self.token)
        return more and live.is_busy

    def frame(self) -> Frame:
        """Return the Frame of this moment, with what the picture has to know of the channel.

        Whoever calls it holds the lock.
        """
        assert self.live is not None
        self.beat += 1
        return self.live.frame().with_header(token=self.token, beat=self.beat)

    def note_overhead(self, seconds: float) -> None:
        """Note what an update has taken beside the training."""
        self.overhead += SMOOTHING * (seconds - self.overhead)

    def wait_for_line(self, picture: str) -> None:
        """Wait until a browser that has just got its first Frame of this picture has drawn it, but not for long.

        A browser draws all that it has at once, and for the many controls of a page it takes longest. So these are
        sent when the picture is there.
        """
        is_new, self.awaited = picture != self.awaited, picture
        if not (has_route and is_new and self.live and self.live.picture == picture):
            return
        end = time.monotonic() + PICTURE_FIRST
        with pacing.rest():
            while time.monotonic() < end and not (self.line and self.line.picture == picture):
                time.sleep(LOOK_AGAIN_AFTER)

    def push(self) -> None:
        """Send what a visitor has just done to the training at once, before the page runs.

        Whoever calls it holds the lock.
        """
        if self.line and self.live:
            self.advance(SLICE)
            self.line.offer(self.frame(), self.live.is_busy, self.live.interval)

    def request(self) -> None:
        """Have the line send what a run of the page has changed."""
        if self.line:
            self.line.request()


has_route = False  # whether this server has a route for lines: set by ui/server/line.py
_channels: WeakValueDictionary[str, Channel] = WeakValueDictionary()  # ends with the sessions


def find(token: str) -> Channel | None:
    """Return the channel with this token, if its session has not ended."""
    return _channels.get(token)
