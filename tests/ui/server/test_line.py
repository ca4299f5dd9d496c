"""The line: who may open it, when a Frame is sent, and what ends it. The WebSocket is one of the test's own."""

import asyncio
import gc
import json
import logging
import time

import numpy as np
import pytest
import streamlit as st
from starlette.websockets import WebSocketDisconnect

from pictures.live.packing import Frame
from tests.unpacking import unpack_bytes
from ui.server import channel, line, pacing
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

        asyncio.run(asyncio.wait_for(with_channel(), 3 * PATIENCE))
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


@on_a_loop
async def test_it_begins_with_a_whole_frame_and_goes_on_while_something_plays(own, picture):
    socket = Socket()
    task = serve(socket)
    socket.greet(own)
    first = await socket.frame()
    assert first["step"] == 0
    assert first["token"] == own.token
    socket.say({"act": "play", "value": True})
    steps = [(await socket.frame())["step"] for _ in range(6)]
    assert steps == sorted(steps)
    assert steps[-1] > 3
    socket.say({"act": "play", "value": False})
    await until(lambda: ("play", False) in picture.acts)
    await socket.close()
    await task
    assert own.line is None


@on_a_loop
async def test_no_second_frame_is_sent_before_the_first_is_acknowledged(own, picture):
    picture.is_busy = True
    socket = Socket()
    task = serve(socket)
    socket.greet(own)
    header = await socket.frame(acknowledge=False)
    for _ in range(3):  # whatever changes meanwhile
        own.request()
        with own.lock:
            own.push()
        await asyncio.sleep(3 * picture.interval)
    assert socket.received.empty()
    socket.say({"ack": header["beat"]})
    later = await socket.frame()
    assert later["beat"] > header["beat"] + 2  # the newest one
    await socket.close()
    await task


@on_a_loop
async def test_it_does_nothing_while_nothing_plays(own, picture):
    socket = Socket()
    task = serve(socket)
    socket.greet(own)
    await socket.frame()
    await asyncio.sleep(5 * picture.interval)
    assert socket.received.empty()
    assert (picture.frames, picture.steps) == (1, 0)
    own.request()  # as a run of the page does
    await socket.frame()
    await socket.close()
    await task


@on_a_loop
async def test_it_does_not_train_while_the_script_has_the_lock(own, picture):
    picture.is_busy = True
    socket = Socket()
    task = serve(socket)
    own.lock.__enter__()
    socket.greet(own)
    await asyncio.sleep(0.1)
    assert picture.frames == picture.steps == 0
    own.lock.release()
    await socket.frame()
    await socket.close()
    await task


@on_a_loop
async def test_what_a_click_changes_is_sent_before_the_page_has_run(own, picture):
    socket = Socket()
    task = serve(socket)
    socket.greet(own)
    await socket.frame()
    with own.lock:  # held by the script to the end of its run
        picture.is_busy = True
        own.push()
        assert (await socket.frame())["step"] == 1
    await socket.close()
    await task


@on_a_loop
async def test_another_page_s_picture_gets_no_frames_of_this_one(own, picture):
    socket = Socket()
    task = serve(socket)
    socket.greet(own, "wall")
    await asyncio.sleep(0.05)
    assert socket.received.empty()
    await socket.close()
    await task


@on_a_loop
async def test_a_new_line_replaces_the_old_one(own, picture):
    one, two = Socket(), Socket()
    tasks = serve(one), None
    one.greet(own)
    await one.frame()
    tasks = tasks[0], serve(two)
    two.greet(own)
    await two.frame()
    assert await one.end(tasks[0]) == (1008, "another line has replaced it")
    assert own.line is not None
    await two.close()
    await tasks[1]


@on_a_loop
async def test_an_error_in_one_turn_ends_its_line_and_no_other(own, picture):
    other = Channel()
    other.live = Picture()
    bad, good = Socket(), Socket()
    tasks = serve(bad), serve(good)
    good.greet(other)
    await good.frame()
    picture.fails = True
    bad.greet(own)
    assert await bad.end(tasks[0]) == (1008, "an error")
    good.say({"act": "play", "value": True})
    for _ in range(3):
        await good.frame()
    await good.close()
    await tasks[1]


@on_a_loop
async def test_it_ends_with_the_session(own, picture):
    socket, session = Socket(), Channel()
    session.live = Picture()
    task = serve(socket)
    socket.greet(session)
    await socket.frame()
    token = session.token
    del session
    gc.collect()
    assert await socket.end(task) == (1008, "the session has ended")
    assert channel.find(token) is None


@pytest.mark.parametrize(
    ("greeting", "reason"),
    [
        ({"token": "wrong", "picture": "stage"}, "an unknown token"),
        ({"token": "", "picture": "stage"}, "an unknown token"),
        ({"token": 5, "picture": "stage"}, "a greeting of an unknown kind"),
        ({"token": "wrong"}, "a greeting of an unknown kind"),
        ({"ack": 1}, "a greeting of an unknown kind"),
        ([], "not a JSON object"),
        ("nonsense", "not a JSON object"),
        ("[" * 4000, "not a JSON object"),
        ("9" * 4096, "not a JSON object"),
        ("x" * 5000, "too long"),
        (b"bytes", "not text"),
    ],
)
def test_a_wrong_greeting_closes_it_with_a_reason_in_the_log(greeting, reason, caplog):
    @on_a_loop
    async def run(own, picture):
        socket = Socket()
        task = serve(socket)
        socket.say(greeting)
        code, said = await socket.end(task)
        assert code == 1008
        assert reason in said
        assert own.line is None
        assert picture.frames == 0

    with caplog.at_level(logging.WARNING):
        run()
    assert reason in caplog.text


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        ({"ack": 1}, "out of turn"),
        ({"ack": "x"}, "out of turn"),
        ({"ack": None}, "out of turn"),
        ({"act": "play"}, "unknown kind"),
        ({"act": 5, "value": 1}, "unknown kind"),
        ({"act": "play", "value": 1, "more": 2}, "unknown kind"),
        ({}, "unknown kind"),
        ("null", "not a JSON object"),
        ("{", "not a JSON object"),
        ("x" * 4097, "too long"),
        (b"\x00", "not text"),
    ],
)
def test_a_wrong_message_closes_it_and_changes_nothing(message, reason):
    @on_a_loop
    async def run(own, picture):
        socket = Socket()
        task = serve(socket)
        socket.greet(own)
        await socket.frame()  # which is acknowledged
        await until(lambda: own.line.is_answered)
        socket.say(message)
        code, said = await socket.end(task)
        assert code == 1008
        assert reason in said
        assert (own.line, picture.acts, picture.steps) == (None, [], 0)

    run()


@on_a_loop
async def test_a_flood_of_acts_closes_it(own, picture):
    socket = Socket()
    task = serve(socket)
    socket.greet(own)
    await socket.frame(acknowledge=False)  # so no turn comes in between
    for i in range(line.MAX_ACTS + 1):
        socket.say({"act": "trace", "value": [i, i]})
    assert await socket.end(task) == (1008, "too many acts at once")


@on_a_loop
async def test_of_acts_of_one_kind_only_the_newest_is_carried_out(own, picture):
    socket = Socket()
    task = serve(socket)
    socket.greet(own)
    header = await socket.frame(acknowledge=False)
    for i in range(5):
        socket.say({"act": "seek", "value": i})
    await until(lambda: len(own.line.acts) == 5)
    socket.say({"ack": header["beat"]})
    await socket.frame()
    assert picture.acts == [("seek", 4)]
    await socket.close()
    await task


@pytest.mark.parametrize(
    ("origin", "host", "allowed"),
    [
        ("http://here:1", "here:1", True),
        (None, "here:1", True),
        ("http://localhost:5", "here:1", True),
        ("http://127.0.0.1:5", "127.0.0.1:8501", True),
        ("http://there:1", "here:1", False),
        ("http://here:2", "here:1", False),
        ("null", "here:1", False),
        ("http://here.evil.example:1", "here:1", False),
        ("http://[", "here:1", False),
        ("https://friend.example", "here:1", True),
    ],
)
def test_only_pages_of_this_server_may_open_it(origin, host, allowed, monkeypatch):
    options = {"server.enableCORS": True, "server.corsAllowedOrigins": ["https://friend.example"]}
    monkeypatch.setattr(st, "get_option", options.get)

    @on_a_loop
    async def run(own, picture):
        socket = Socket(origin, host)
        task = serve(socket)
        if allowed:
            socket.greet(own)
            await socket.frame()
            await socket.close()
        await asyncio.wait_for(task, PATIENCE)
        assert socket.accepted is allowed
        assert allowed or socket.closed == (1008, "")

    run()


def test_who_says_nothing_is_sent_away(monkeypatch):
    monkeypatch.setattr(line, "GREETING_TIMEOUT", 0.05)

    @on_a_loop
    async def run(own, picture):
        socket = Socket()
        assert await socket.end(serve(socket)) == (1008, "no greeting")

    run()


@on_a_loop
async def test_a_browser_that_goes_while_greeting_is_no_error(own, picture):
    socket = Socket()
    task = serve(socket)
    await socket.close()
    await task
    assert task.exception() is None or isinstance(task.exception(), WebSocketDisconnect)
