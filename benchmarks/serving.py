"""Starts the app's server, and finds Chromium and Node, for the benchmarks and the tests."""

import importlib.util
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
from typing import IO, Any, NamedTuple

ROOT = Path(__file__).parents[1]
START_TIMEOUT = 120  # seconds until the server answers a first request; a busy machine can be many times slower
STOP_TIMEOUT = 30  # seconds until the server has ended
# As `make run` sets it.
RUN_ENVIRONMENT = {"PYTHONMALLOC": "malloc", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
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


def node_path() -> str | None:
    """Return the path of Node 20 or later: the one on the PATH, or that of Playwright's Python package; or None."""
    found = [shutil.which("node")]
    if playwright := importlib.util.find_spec("playwright"):
        found.append(str(Path(playwright.origin or "").parent / "driver" / "node"))
    return next((path for path in found if path and Path(path).exists() and _is_recent(path)), None)


def _is_recent(node: str) -> bool:
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    return version.startswith("v") and int(version[1:].split(".")[0]) >= 20


def free_port() -> int:
    """Return a free TCP port of this machine."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def open_here(address: str | urllib.request.Request, timeout: float) -> Any:
    """Return the answer of a server on this machine, which is asked past any proxy that the environment names."""
    return urllib.request.build_opener(urllib.request.ProxyHandler({})).open(address, timeout=timeout)


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
            env={**RUN_ENVIRONMENT, **os.environ},
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
            open_here(f"{server.address}/_stcore/health", timeout=1)
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"the server did not answer within {START_TIMEOUT} s")
