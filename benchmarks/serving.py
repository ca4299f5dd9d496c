"""Starts the app's server and finds Chromium, for the benchmarks and the browser tests."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NamedTuple

ROOT = Path(__file__).parents[1]
START_TIMEOUT = 120  # seconds until the server answers a first request; a busy machine can be many times slower
STOP_TIMEOUT = 30  # seconds until the server has ended
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


class Server(NamedTuple):
    """A running server: its address, process and log. The log is filled when the server has ended."""

    address: str
    process: subprocess.Popen
    log: list[str]


def chromium_path() -> str | None:
    """Return the path of an installed Chromium, or None."""
    return next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)


def free_port() -> int:
    """Return a free TCP port of this machine."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def serve(port: int | None = None, root: Path = ROOT) -> Iterator[Server]:
    """Run the app of the checkout at root on a port of this machine (None: any free one), and stop it on exit.

    Raises RuntimeError if it does not start.
    """
    port = port or free_port()
    arguments = ["run", "app.py", f"--server.port={port}", "--server.address=127.0.0.1"]
    # The log goes into a file: a pipe that is not read would block the server once it is full.
    with tempfile.TemporaryFile("w+") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", *arguments],
            cwd=root,
            env={"PYTHONMALLOC": "malloc", **os.environ},  # as `make run` does
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        server = Server(f"http://127.0.0.1:{port}", process, [])
        try:
            _wait_until_ready(server, log)
            yield server
        finally:
            process.terminate()
            process.wait(STOP_TIMEOUT)
            log.seek(0)
            server.log.append(log.read())


def _wait_until_ready(server: Server, log: IO[str]) -> None:
    end = time.monotonic() + START_TIMEOUT
    while time.monotonic() < end:
        if server.process.poll() is not None:
            log.seek(0)
            raise RuntimeError(f"the server ended: {log.read()}")
        try:
            urllib.request.urlopen(f"{server.address}/_stcore/health", timeout=1)
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"the server did not answer within {START_TIMEOUT} s")
