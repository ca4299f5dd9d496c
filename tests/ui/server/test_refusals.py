"""Who may open a line, and what a browser must not say on it."""

import asyncio
import logging

import pytest
import streamlit as st
from starlette.websockets import WebSocketDisconnect

from tests.ui.server.opening import PATIENCE, Socket, on_a_loop, serve, until
from ui.server import line


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
        socket.say({"act": f"kind {i}", "value": i})
    assert await socket.end(task) == (1008, "too many acts at once")


@on_a_loop
async def test_each_step_is_made_in_its_turn(own, picture):
    socket = Socket()
    task = serve(socket)
    socket.greet(own)
    header = await socket.frame(acknowledge=False)
    for kind in ("play", "step", "reset", "step", "play"):
        socket.say({"act": kind, "value": True})
    for _ in range(2 * line.MAX_ACTS):
        socket.say({"act": "step", "value": True})  # a key that is held down closes nothing
    socket.say({"ack": header["beat"]})
    await socket.frame()
    kinds = [kind for kind, _ in picture.acts]
    assert kinds == ["step", "reset", "step", "play", *["step"] * (line.MAX_ACTS - 4)]
    await socket.close()
    await task


@on_a_loop
async def test_of_acts_of_one_kind_only_the_newest_is_carried_out(own, picture):
    socket = Socket()
    task = serve(socket)
    socket.greet(own)
    header = await socket.frame(acknowledge=False)
    for i in range(5):
        socket.say({"act": "seek", "value": i})
    await until(lambda: own.line.acts == [("seek", 4)])
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
