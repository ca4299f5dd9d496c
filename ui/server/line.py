"""The line: a WebSocket of its own for each live picture, on which Frames move without a run of the page's script.

The browser says {"token", "picture"} first, acknowledges each Frame by {"ack": beat}, and sends what a visitor does to
the picture as {"act": kind, "value": …}. A Frame is sent when the one before has been acknowledged and the turn of the
picture has come; so a slow browser gets fewer Frames, and a hidden tab, which acknowledges none, costs nothing. Where
answers are quick the next Frame is made meanwhile.
Anything else closes the line, with the reason in the log.
"""

import asyncio
import contextlib
import json
import logging
import math
import time
import weakref
from collections.abc import Callable
from typing import Any

import streamlit as st
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from pictures.live import packing
from pictures.live.packing import Frame
from ui.server import channel, memory, pacing
from ui.server.channel import SLICE, Channel
from ui.server.origin import is_origin_allowed
from ui.server.turns import scheduler

PATH = "/live"
MAX_MESSAGE = 4096  # characters
MAX_ACTS = 16  # that wait to be carried out
COUNTED = ("step",)  # kinds of acts of which each is carried out
QUICK_ANSWER = 0.1  # seconds: whoever answers sooner is about to, and the next turn need not wait for it
GREETING_TIMEOUT = 10  # seconds until the browser has said which picture it is
RETRY_AFTER = 0.005  # seconds after which a line whose page's script has the lock is tried again
POLICY_VIOLATION = 1008  # of RFC 6455

logger = logging.getLogger(__name__)


class Refusal(Exception):
    """The browser said something that the line does not accept."""


class Line:
    """One connection to a live picture. All of it happens on the event loop, except where any thread may call it."""

    def __init__(self, websocket: WebSocket, own: Channel, picture: str):
        self.websocket = websocket
        self.channel = weakref.ref(own, self._on_session_end)  # the line must not keep a session from ending
        self.picture = picture
        self.loop = asyncio.get_running_loop()
        self.acts: list[tuple[str, Any]] = []  # that wait for the next turn
        self.is_wanted = True  # whether something has changed that is to be sent out of turn
        self.due = math.inf  # when the next turn is, by time.monotonic
        self.not_before = 0.0  # when the next turn may begin: the lock is taken, or acts have cost more than its share
        # Of the turn that is under way, or was the last one: whether it was due, when it began, the processor time that
        # it has taken, its budget, what of that it has used, and when its last slice began.
        self.is_under_way = self.was_due = False
        self.started = self.cost = self.budget = self.used = self.last_slice = 0.0
        self.pending: Frame | None = None  # to be sent
        self.sent: Frame | None = None  # the last one, which the browser has or will have
        self.is_answered = True  # whether the browser has acknowledged it
        self.sent_at, self.answer_time = 0.0, math.inf  # when it was sent; how long the last answer took, in seconds

    def is_ready(self, now: float) -> bool:
        """Whether a turn may begin, or go on."""
        return self.next_look() <= now

    def next_look(self) -> float:
        """Return when a turn may begin or go on, by time.monotonic, if nothing happens before."""
        if not self.is_answered and (self.pending or self.answer_time > QUICK_ANSWER):
            return math.inf
        return max(self.not_before, 0 if self.is_wanted or self.is_under_way else self.due)

    def turn(self) -> None:
        """Do what the visitor has asked for, train for a slice of the turn, and after the last one send a Frame."""
        own = self.channel()
        if own is None or own.line is not self:
            self.is_wanted, self.is_under_way, self.due = False, False, math.inf  # it is about to end
            return
        if own.lock.waiting or not own.lock.try_acquire():
            self.not_before = time.monotonic() + RETRY_AFTER
            return
        begun, started = memory.spent(), time.monotonic()
        try:
            is_over = self._turn(own, started)
        finally:
            own.lock.release()
            self.cost += memory.spent() - begun
        if is_over:
            self._end_turn(own)

    def _turn(self, own: Channel, started: float) -> bool:
        """Take a slice of a turn; return whether the turn has ended, with a Frame."""
        live = own.live
        if live is None or live.picture != self.picture:
            self.is_wanted, self.is_under_way, self.due = False, False, math.inf
            return False  # another page; its picture has a line of its own
        if not self.is_under_way:
            self.started, self.cost, self.used = started, 0.0, 0.0
            self.was_due = self.due <= started
            self.budget = own.budget() if self.was_due else 0.0
        is_wanted, self.is_wanted = self.is_wanted, False
        while self.acts and time.monotonic() < started + SLICE:
            live.act(*self.acts.pop(0))
        self.is_wanted = bool(self.acts)  # the others in the next turn
        if self.due == math.inf and live.is_busy:
            self.budget = min(own.budget(), SLICE)  # it has just been started, and moves at once
        if self.budget > 0:
            begun = time.monotonic()
            more = own.advance(min(self.budget - self.used, SLICE))
            self.used += time.monotonic() - begun
            self.is_under_way = more and self.used < self.budget and not is_wanted
            self.last_slice = started
            if self.is_under_way:
                return False
        self.is_under_way = False
        self._offer(own.frame(), live.is_busy, live.interval)
        return True

    def _end_turn(self, own: Channel) -> None:
        """Book the next turn: on the beat of this one, unless this one was very late.

        After a turn out of turn there is a pause in which the others get their shares.
        """
        live = own.live
        self.cost += scheduler.upkeep
        if self.was_due:  # what the training has taken beyond its budget counts as well
            own.note_overhead(max(self.cost - min(self.used, self.budget), 0))
        else:
            self.not_before = self.started + pacing.pause(self.cost)
        if live is None or not live.is_busy:
            self.due = math.inf
            return
        interval = pacing.interval(self.cost, live.interval)
        if self.was_due:
            self.due = max(self.due + interval, self.started + interval / 2)
        else:
            self.due = min(self.due, self.started + interval)

    def offer(self, frame: Frame, is_busy: bool, interval: float) -> None:
        """Have a Frame sent as soon as the one before has been acknowledged. Any thread may call it."""
        self._call(self._offer, frame, is_busy, interval)

    def _offer(self, frame: Frame, is_busy: bool, interval: float) -> None:
        if self.pending is None or frame.header["beat"] > self.pending.header["beat"]:
            self.pending = frame
        if is_busy and self.due == math.inf:
            self.due = time.monotonic() + interval
        self._send_pending()

    def _send_pending(self) -> None:
        if self.is_answered and self.pending:
            frame, self.pending, self.is_answered = self.pending, None, False
            data, self.sent = packing.pack(frame, self.sent), frame
            self.sent_at = time.monotonic()
            # Only one Frame is under way at a time, so this does not wait for the browser.
            self._sending = self.loop.create_task(self._send(data))
        scheduler.wake()

    async def _send(self, data: bytes) -> None:
        with contextlib.suppress(RuntimeError, WebSocketDisconnect):  # the browser has gone: `listen` ends too
            await self.websocket.send_bytes(data)

    def request(self) -> None:
        """Have a Frame made and sent soon. Any thread may call it."""
        self.is_wanted = True
        self._call(scheduler.wake)

    def _call(self, function: Callable[..., None], *arguments: Any) -> None:
        """Call a function on the event loop, from any thread."""
        with contextlib.suppress(RuntimeError):  # the loop has ended, and so has the server
            self.loop.call_soon_threadsafe(function, *arguments)

    def _on_session_end(self, _: object) -> None:
        self._call(self._end, "the session has ended")

    def fail(self) -> None:
        """End after an error. Any thread may call it."""
        self._call(self._end, "an error")

    def _end(self, reason: str) -> None:
        self._ending = self.loop.create_task(_close(self.websocket, reason))

    async def listen(self) -> None:
        """Take what the browser says, until it ends. Raises Refusal for anything that it must not say."""
        while True:
            self._take(await _receive(self.websocket))

    def _take(self, said: dict[str, Any]) -> None:
        if said.keys() == {"ack"}:
            if self.is_answered or self.sent is None or said["ack"] != self.sent.header["beat"]:
                raise Refusal("it acknowledged a Frame out of turn")
            self.is_answered, self.answer_time = True, time.monotonic() - self.sent_at
            self._send_pending()
        elif said.keys() == {"act", "value"} and isinstance(said["act"], str):
            self._note_act(said["act"], said["value"])
        else:
            raise Refusal("a message of an unknown kind")

    def _note_act(self, kind: str, value: Any) -> None:
        if kind not in COUNTED:  # only the newest one is to be carried out
            self.acts = [act for act in self.acts if act[0] != kind]
        elif len(self.acts) == MAX_ACTS:
            return
        self.acts.append((kind, value))
        if len(self.acts) > MAX_ACTS:
            raise Refusal("too many acts at once")
        self.is_wanted = True
        scheduler.wake()


async def _receive(websocket: WebSocket) -> dict[str, Any]:
    message = await websocket.receive()
    if message["type"] == "websocket.disconnect":
        raise WebSocketDisconnect(message.get("code", 1000))
    text = message.get("text")
    if text is None:
        raise Refusal("a message that is not text")
    if len(text) > MAX_MESSAGE:
        raise Refusal("a message that is too long")
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict):
        raise Refusal("a message that is not a JSON object")
    return said


async def _close(websocket: WebSocket, reason: str = "") -> None:
    with contextlib.suppress(RuntimeError, WebSocketDisconnect):  # the browser has gone without waiting for it
        await websocket.close(POLICY_VIOLATION, reason)


async def _greet(websocket: WebSocket) -> Line:
    try:
        said = await asyncio.wait_for(_receive(websocket), GREETING_TIMEOUT)
    except TimeoutError:
        raise Refusal("no greeting") from None
    if said.keys() != {"token", "picture"} or not all(isinstance(value, str) for value in said.values()):
        raise Refusal("a greeting of an unknown kind")
    own = channel.find(said["token"])
    if own is None:
        raise Refusal("an unknown token")
    line = Line(websocket, own, said["picture"])
    before, own.line = own.line, line
    if isinstance(before, Line):
        before._end("another line has replaced it")
    return line


async def answer(websocket: WebSocket) -> None:
    """Serve one line, from its opening to its end."""
    origin = websocket.headers.get("origin")
    if not is_origin_allowed(origin, websocket.headers.get("host")):
        logger.warning("A line was refused: it came from another origin, %.200r", origin)
        await _close(websocket)
        return
    await websocket.accept()
    line = None
    try:
        line = await _greet(websocket)
        scheduler.add(line)
        await line.listen()
    except Refusal as reason:
        logger.warning("A line was closed: %s", reason)
        await _close(websocket, str(reason))
    except WebSocketDisconnect:
        pass
    finally:
        if line is not None:
            scheduler.remove(line)
            if (own := line.channel()) and own.line is line:
                own.line = None


def routes() -> list[WebSocketRoute]:
    """Return the route of the line, below the path that the server has."""
    channel.has_route = True
    base = st.get_option("server.baseUrlPath").strip("/")
    return [WebSocketRoute(f"/{base}{PATH}" if base else PATH, answer)]
