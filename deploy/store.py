"""Runs Redis or Valkey on this machine, for the rehearsal and the tests: on a free port, with nothing on disk."""

import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks.serving import free_port

NAMES = ("redis-server", "valkey-server")
START_TIMEOUT = 30.0  # seconds until it answers
STOP_TIMEOUT = 10.0  # seconds until it has ended


def redis_path() -> str | None:
    """Return the path of an installed Redis or Valkey, or None."""
    return next(filter(None, map(shutil.which, NAMES)), None)


class RedisServer:
    """A Redis that keeps everything in memory: once it is stopped, all is lost."""

    def __init__(self, folder: str):
        self.folder, self.port = folder, free_port()
        self.process: subprocess.Popen | None = None

    @property
    def url(self) -> str:
        """Its address, as ROOMS_URL takes it."""
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Start it, with nothing in it. Raises RuntimeError if it does not answer."""
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self.process = subprocess.Popen(
            [redis_path() or "redis-server", *options, "--dir", self.folder, "--loglevel", "warning"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        end = time.monotonic() + START_TIMEOUT
        while time.monotonic() < end and self.process.poll() is None:
            if self._answers():
                return
            time.sleep(0.05)
        raise RuntimeError("Redis did not start")

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as connection:
                connection.sendall(b"PING\r\n")
                return connection.recv(16).startswith(b"+PONG")
        except OSError:
            return False

    def stop(self) -> None:
        """Kill it: all that it has kept is lost."""
        if self.process:
            self.process.kill()
            self.process.wait(STOP_TIMEOUT)
            self.process = None


@contextmanager
def run_redis() -> Iterator[RedisServer]:
    """Run Redis, and stop it on exit."""
    with tempfile.TemporaryDirectory(prefix="redis-") as folder:
        server = RedisServer(folder)
        server.start()
        try:
            yield server
        finally:
            server.stop()
