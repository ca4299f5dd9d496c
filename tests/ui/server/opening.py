"""A line without a browser: a WebSocket of the test's own, and a picture that counts."""

import asyncio
import json
import time

import numpy as np

from pictures.live.packing import Frame
from tests import loops
from tests.unpacking import unpack_bytes
from ui.server import line, pacing
from ui.server.channel import Channel

PATIENCE = 20  # seconds


class Picture:
    """What moves on a page: it counts its steps, its Frames and what was done to it."""

    picture, interval = "stage", 0.02

    def __init__(self):
        self.is_busy, self.steps, self.frames, self.acts = False, 0, 0, []
        self.fails = False

    def advance(self, seconds):
        self.steps += 1
        return False

    def act(self, kind, value):
        self.acts.append((kind, value))
        if kind == "play":
            self.is_busy = value

    def frame(self):
        if self.fails:
            raise ZeroDivisionError("a defect")
        self.frames += 1
        return Frame({"step": self.steps, "state": "playing"}, {"theta": np.full(3, self.steps, np.float32)})


class Socket:
    """One end of a WebSocket: what the browser says, and what it has received."""

    def __init__(self, origin="http://here:1", host="here:1"):
        self.headers = {"host": host} | ({"origin": origin} if origin else {})
        self.said, self.received, self.closed, self.accepted = asyncio.Queue(), asyncio.Queue(), None, False
        self.known = None  # the Frame before

    async def accept(self):
        self.accepted = True

    async def receive(self):
        return await self.said.get()

    async def send_bytes(self, data):
        self.received.put_nowait(data)

    async def close(self, code=1000, reason=""):
        self.closed = code, reason
        self.said.put_nowait({"type": "websocket.disconnect", "code": code})

    def say(self, what):
        text = what if isinstance(what, str | bytes) else json.dumps(what)
        self.said.put_nowait({"type": "websocket.receive", "bytes" if isinstance(text, bytes) else "text": text})

    def greet(self, own, picture="stage"):
        self.say({"token": own.token, "picture": picture})

    async def frame(self, acknowledge=True):
        """The next Frame's header."""
        self.known = unpack_bytes(await asyncio.wait_for(self.received.get(), PATIENCE), self.known)
        header = self.known[0]
        if acknowledge:
            self.say({"ack": header["beat"]})
        return header

    async def end(self, task):
        """Why the line has ended."""
        await asyncio.wait_for(task, PATIENCE)
        return self.closed


def on_a_loop(test):
    """Run a test on an event loop of its own, with a channel and its picture."""

    def run():
        async def with_channel():
            own = Channel()
            own.live = Picture()
            await test(own, own.live)

        loops.run(asyncio.wait_for(with_channel(), 3 * PATIENCE))
        pacing._playing.clear()

    run.__name__ = test.__name__
    return run


def serve(socket):
    return asyncio.ensure_future(line.answer(socket))


async def until(condition):
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end
        await asyncio.sleep(0.005)
