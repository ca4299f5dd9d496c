"""Runs the app in a browser's worker: sessions of Streamlit's Runtime, and lines of the live pictures.

`browser/worker.js` calls these functions. What a page would send over a WebSocket comes in by `receive`, and what it
would get goes out by the function that it has given to `open_session` or `open_line`.
"""

import asyncio
import gc
import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from streamlit import config
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import Runtime, RuntimeConfig
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileRec

from static_site.host import replaced
from static_site.host.media import DataAddresses
from static_site.host.page import Page
from static_site.host.wire import Wire

Post = Callable[[bytes], None]  # sends bytes to the page
Closed = Callable[[int], None]  # tells the page that a line has ended, and why

ROOT = Path(__file__).parents[2]
FIRST = "stage"  # the picture of the first page
LENGTH = 4  # bytes of the length of a packed Frame's header, see pictures/live/packing.py
WARM_UP = ("",)  # pages that run once when the site is built
OPTIONS = {"server.fileWatcherType": "none", "server.headless": True}


def _bytes(data: Any) -> bytes:
    """Return bytes, of Python or of JavaScript."""
    return data if isinstance(data, bytes) else data.to_bytes()


class Host:
    """What a server has: one Runtime, its uploads, and the open lines."""

    def __init__(self, script: Path):
        self.uploads = MemoryUploadedFileManager("/_stcore/upload_file")
        self.runtime = Runtime(
            RuntimeConfig(
                script_path=str(script), media_file_storage=DataAddresses("/media"), uploaded_file_manager=self.uploads
            )
        )
        self.sessions: dict[int, str] = {}  # a socket of the page -> its session
        self.pages: dict[int, Page] = {}  # a socket of the page -> what gets its messages
        self.wires: dict[int, Wire] = {}  # a socket of a live picture -> its line

    def open_session(self, socket: int, session: str | None, post: Post) -> None:
        """Begin a session, or go on with one that was begun."""
        page = self.pages[socket] = Page(post)
        self.sessions[socket] = self.runtime.connect_session(page, {}, existing_session_id=session)

    def open_line(self, socket: int, post: Post, closed: Closed) -> None:
        """Open the line of a live picture."""
        self.wires[socket] = Wire(post, closed)

    def receive(self, socket: int, data: Any) -> None:
        """Take what a page says, bytes, or a live picture, text."""
        if wire := self.wires.get(socket):
            wire.receive(data)
            for page in self.pages.values():
                page.release()  # the picture is there
        elif session := self.sessions.get(socket):
            self.runtime.handle_backmsg(session, BackMsg.FromString(_bytes(data)))

    def close(self, socket: int) -> None:
        """End a session or a line."""
        if wire := self.wires.pop(socket, None):
            wire.close()
        elif session := self.sessions.pop(socket, None):
            self.runtime.disconnect_session(session)
            del self.pages[socket]

    def upload(self, session: str, file: str, name: str, kind: str, data: Any) -> None:
        """Keep a file that a visitor has chosen."""
        self.uploads.add_file(session, UploadedFileRec(file_id=file, name=name, type=kind, data=_bytes(data)))

    def remove(self, session: str, file: str) -> None:
        """Forget a file."""
        self.uploads.remove_file(session, file)


prepared: list[Host] = []  # the one that the memory of the build holds
first_pictures: list[bytes] = []  # that of the first page, until the build has taken it


async def prepare() -> None:
    """Start the Runtime, and have it run pages once, so that all they need is imported.

    This is done when the site is built: a browser begins with the memory as it is afterwards.
    """
    replaced.replace()
    config.get_config_options(force_reparse=True, options_from_flags=OPTIONS)
    host = Host(ROOT / "pages" / "contents.py")
    await host.runtime.start()
    for page in WARM_UP:
        messages = await _run(host, page)
        if not page:
            first_pictures.append(_without_token(_picture(messages)))
    prepared.append(host)
    gc.collect()


def _picture(messages: list[ForwardMsg]) -> bytes:
    """Return the data of the live picture that messages place on a page. Raises StopIteration if there is none."""
    elements = [each.delta.new_element for each in messages if each.WhichOneof("type") == "delta"]
    placed = [each.bidi_component for each in elements if each.WhichOneof("type") == "bidi_component"]
    return next(each.bytes for each in placed if each.component_name == f"network_{FIRST}")


def _without_token(frame: bytes) -> bytes:
    """Return a packed Frame without the key to its session, so that no picture looks for that."""
    size = int.from_bytes(frame[:LENGTH], "little")
    header = json.loads(frame[LENGTH : LENGTH + size])
    del header["token"]
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % LENGTH)
    return len(text).to_bytes(LENGTH, "little") + text + frame[LENGTH + size :]


async def _run(host: Host, page: str) -> list[ForwardMsg]:
    """Run a page in a session of its own, which ends with it; return what it sent.

    Raises RuntimeError if the page shows an error.
    """
    messages: list[ForwardMsg] = []
    host.open_session(0, None, lambda data: messages.append(ForwardMsg.FromString(data)))
    ask = BackMsg()
    ask.rerun_script.page_name = page
    host.receive(0, ask.SerializeToString())
    while not any(each.WhichOneof("type") == "script_finished" for each in messages):
        await asyncio.sleep(0.01)
    for each in messages:
        if each.WhichOneof("type") == "delta" and each.delta.new_element.WhichOneof("type") == "exception":
            raise RuntimeError(each.delta.new_element.exception.message)
    del host.pages[0]
    host.runtime.close_session(host.sessions.pop(0))
    await asyncio.sleep(0.1)  # until everything has ended that was under way
    return messages


def wake() -> Host:
    """Begin in a browser, with the memory that `prepare` has left; return what it holds."""
    random.seed()  # else everybody would have the same random numbers, those of the build
    np.random.seed()  # noqa: NPY002
    return prepared[0]
