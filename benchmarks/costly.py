"""Visitors who cost a server much, busy or hostile, for fair_share.py: each goes on until its time is over.

Their clients are raw: they wait for nothing that a browser would wait for, except the answer to a message before the
next one, and PAUSE.
"""

import asyncio
import contextlib
import http.client
import itertools
import json
import multiprocessing
import os
import time
from collections.abc import Awaitable, Callable, Coroutine
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from websockets import Subprotocol
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from benchmarks.client import AnswerError, Client

PAUSE = 0.02  # seconds between two actions, about what a line of 100 Mbit/s takes for 250 kB
HELD = 200  # sockets of one visitor
BIG = {"layers": "16-16-16-16-16-16", "points": "5000"}
ACTIVATIONS = (
    "tanh-relu-sigmoid-linear-leaky_relu-elu-softplus-swish-gelu-sine-mish-selu-softsign-hard_tanh-step"  # in the wall
)
MAP = {"part": "map", "epochs": "500", "layers": "8-8", "points": "5000", "against": "batch_size"}
PLAYS = {  # path, query and picture of pages that only play
    "map": ("step_size", MAP, "cells"),
    "luck": ("luck", {"seeds": "128", "epochs": "1000", "layers": "8-8", "points": "5000"}, "wall"),
    "depth wall": ("activations", {"part": "depth", "play": "true", "width": "4", "shown": ACTIVATIONS}, "wall"),
}

Act = Callable[[], Awaitable[Any]]


async def _until(end: float, act: Act) -> int:
    """Act again and again, and return how often, whether the server takes it or not."""
    count = 0
    while time.monotonic() < end:
        count += 1
        with contextlib.suppress(OSError, TimeoutError, AnswerError, WebSocketException, http.client.HTTPException):
            await act()
        await asyncio.sleep(PAUSE)
    return count


async def _play(page: str, address: str, end: float) -> int:
    path, query, picture = PLAYS[page]
    async with Client(address, query, path, picture) as client:
        await client.load()
        return len(await client.play(end - time.monotonic()))


async def _step_on_the_line(address: str, end: float) -> int:
    async with Client(address, BIG) as client:
        await client.load()

        async def read() -> None:
            while True:
                await client.receive_frame()

        reading = asyncio.create_task(read())
        assert client._line is not None
        line, said = client._line, json.dumps({"act": "step", "value": None})
        count = await _until(end, lambda: line.send(said))
        reading.cancel()
        return count


async def _step_by_button(address: str, end: float) -> int:
    async with Client(address, BIG, has_line=False) as client:
        await client.load()
        return await _until(end, lambda: client.press("Step"))


async def _charts(address: str, end: float) -> int:
    charts = "Output in 3-D", "Warped space"
    async with Client(address, BIG) as client:
        await client.load()
        await client.choose("Settings", "Analysis")
        await client.choose("Losses", charts[0])

        async def next_chart() -> None:
            nonlocal charts
            await client.choose(*charts)
            charts = charts[::-1]

        return await _until(end, next_chart)


async def _erase(address: str, end: float) -> int:
    """Erase where no point is: each place is compared with all points."""
    places = [[k % 20 / 100 + 5.8, 5.9] for k in range(400)]
    async with Client(address, {"points": "5000"}, has_line=False) as client:
        await client.load()
        return await _until(end, lambda: client.act("erase", places))


def _message(client: Client, text: str) -> BackMsg:
    message = BackMsg()
    message.rerun_script.widget_states.widgets.add(id=client._events_id, json_trigger_value=text)
    message.rerun_script.fragment_id = client._fragment_id
    return message


async def _events(address: str, end: float) -> int:
    """Many events in one message, or one in deep JSON."""
    many = json.dumps([{"event": "act", "value": {"kind": "seek", "value": 0}}] * 12_800)
    some, deep = many[: many.index("}", 60_000)], "[" * 900 + "]" * 900
    texts = [many, some[: some.rindex(", {")] + "]", deep]
    async with Client(address, has_line=False) as client:
        await client.load()

        async def send() -> None:
            texts.append(texts.pop(0))
            await client._request(_message(client, texts[0]))

        return await _until(end, send)


def _socket(address: str, path: str, origin: str | None = None) -> connect:
    protocols = [Subprotocol("streamlit")] if "stcore" in path else None
    url = address.replace("http", "ws", 1) + path
    return connect(url, origin=origin, subprotocols=protocols, compression=None, proxy=None)  # type: ignore[arg-type]


async def _malformed(address: str, end: float) -> int:
    """What is no message: large, short and of the wrong kind, on both WebSockets."""
    said: list[tuple[str, bytes | str]] = [
        ("/_stcore/stream", b"\xff" * 1_900_000), ("/_stcore/stream", b"\x0a\x05" + b"\x00" * 900_000),
        ("/_stcore/stream", b"\xff" * 6_000_000), ("/live", "x" * 1_000_000), ("/live", "{" * 4000), ("/live", b"\x00"),
    ]  # fmt: skip

    async def send() -> None:
        said.append(said.pop(0))
        path, data = said[0]
        async with _socket(address, path) as socket:
            await socket.send(data)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(socket.recv(), 0.5)

    return await _until(end, send)


async def _foreign(address: str, end: float) -> int:
    """Open WebSockets as a page of another site; they are refused."""
    paths = ["/live", "/_stcore/stream"]

    async def knock() -> None:
        paths.append(paths.pop(0))
        async with _socket(address, paths[0], "http://evil.example"):
            pass

    return await _until(end, knock)


async def _sockets(address: str, end: float) -> int:
    """Open sockets and keep them: sessions that ask for nothing, and lines that do not say whose they are."""
    held: list[ClientConnection] = []
    paths = ["/live", "/_stcore/stream"]

    async def open_one() -> None:
        paths.append(paths.pop(0))
        held.append(await _socket(address, paths[0]))
        if len(held) > HELD:
            await held.pop(0).close()

    count = await _until(end, open_one)
    for socket in held:
        await socket.close()
    return count


async def _upload(address: str, end: float) -> int:
    """Send files of 1 MB; after the first few they are refused."""
    head = b'--x\r\nContent-Disposition: form-data; name="f"; filename="a.csv"\r\n\r\n'
    body = head + b"1" * 1_000_000 + b"\r\n--x--\r\n"
    place, names = urlsplit(address).netloc, itertools.count()

    def put(session: str) -> None:
        connection = http.client.HTTPConnection(place, timeout=20)
        headers = {"Content-Type": "multipart/form-data; boundary=x"}
        connection.request("PUT", f"/_stcore/upload_file/{session}/{next(names)}", body, headers)
        connection.getresponse().read()
        connection.close()

    async with Client(address, has_line=False) as client:
        await client.load()
        return await _until(end, lambda: asyncio.to_thread(put, client._session_id))


async def _nothing(address: str, end: float) -> int:
    await asyncio.sleep(end - time.monotonic())
    return 0


VISITORS: dict[str, Callable[[str, float], Coroutine[Any, Any, int]]] = {
    "none": _nothing,
    **{page: partial(_play, page) for page in PLAYS},
    "Step on the line": _step_on_the_line,
    "Step by its button": _step_by_button,
    "3-D charts": _charts,
    "erase": _erase,
    "events": _events,
    "malformed": _malformed,
    "foreign": _foreign,
    "sockets": _sockets,
    "uploads": _upload,
}


def _run(name: str, address: str, seconds: float, done: "multiprocessing.Queue[str]") -> None:
    os.nice(5)  # the machine of a real visitor is another one
    try:
        done.put(str(asyncio.run(VISITORS[name](address, time.monotonic() + seconds))))
    except Exception as error:  # it is part of the result
        done.put(f"{type(error).__name__}: {error}"[:60])


class Visit:
    """A visitor at work in a process of its own."""

    def __init__(self, name: str, address: str, seconds: float):
        context = multiprocessing.get_context("spawn")
        self.done: multiprocessing.Queue[str] = context.Queue()
        self.process = context.Process(target=_run, args=(name, address, seconds, self.done), daemon=True)
        self.process.start()

    def end(self, patience: float) -> str:
        """Wait for its end, but not for long; return how often it has acted, or what has stopped it."""
        self.process.join(patience)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()
            return "did not end"
        return self.done.get(timeout=5)
