"""Runs HAProxy with haproxy.cfg in front of replicas of the app, on this machine."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from benchmarks.serving import free_port, open_here

CONFIG = Path(__file__).with_name("haproxy.cfg")
COOKIE = "replica"  # its name in haproxy.cfg
START_TIMEOUT = 60.0  # seconds until HAProxy passes on a first request
ANSWER_TIMEOUT = 60.0  # seconds until HAProxy answers a command
STOP_TIMEOUT = 10.0  # seconds until HAProxy has ended


class Proxy(NamedTuple):
    """A running HAProxy: the address for visitors, and the path of the socket on which it takes commands."""

    address: str
    admin: str

    def command(self, command: str) -> str:
        """Send a command of HAProxy's runtime API; return the answer."""
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(ANSWER_TIMEOUT)
            connection.connect(self.admin)
            connection.sendall(f"{command}\n".encode())
            return b"".join(iter(lambda: connection.recv(65536), b"")).decode().strip()

    def connection_counts(self) -> dict[str, int]:
        """Return the number of connections passed on to each replica so far; keys are the cookie's values."""
        names, *rows = [row.split(",") for row in self.command("show stat app 4 -1").splitlines()]
        replicas = [dict(zip(names, row, strict=False)) for row in rows]
        return {replica["cookie"]: int(replica["stot"]) for replica in replicas}


def haproxy_path() -> str | None:
    """Return the path of an installed HAProxy, or None. Debian installs it in a folder that only root's PATH has."""
    return shutil.which("haproxy") or shutil.which("haproxy", path="/usr/sbin:/usr/local/sbin")


def environment(listen: str, replicas: list[str], admin: str) -> dict[str, str]:
    """Return the environment variables that haproxy.cfg reads, added to those of this process."""
    addresses = {f"REPLICA_{number}": replica for number, replica in enumerate(replicas, 1)}
    return {**os.environ, **addresses, "LISTEN": listen, "ADMIN": admin}


@contextmanager
def run_proxy(addresses: list[str]) -> Iterator[Proxy]:
    """Run HAProxy in front of two servers, given as http://…, and stop it on exit.

    Raises RuntimeError if it does not start.
    """
    port = free_port()
    replicas = [address.removeprefix("http://") for address in addresses]
    with tempfile.TemporaryDirectory(prefix="replicas-") as folder, open(Path(folder, "log"), "w+") as log:
        admin = f"{folder}/admin.sock"
        process = subprocess.Popen(
            [haproxy_path() or "haproxy", "-db", "-f", str(CONFIG)],
            env=environment(f"127.0.0.1:{port}", replicas, f"unix@{admin}"),
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            proxy = Proxy(f"http://127.0.0.1:{port}", admin)
            _wait_until_ready(proxy, process, Path(folder, "log"))
            yield proxy
        finally:
            process.terminate()
            process.wait(STOP_TIMEOUT)


def _wait_until_ready(proxy: Proxy, process: subprocess.Popen, log: Path) -> None:
    end = time.monotonic() + START_TIMEOUT
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(f"HAProxy ended: {log.read_text()}")
        try:
            with open_here(f"{proxy.address}/_stcore/health", timeout=1):
                return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"HAProxy passed on no request within {START_TIMEOUT:.0f} s: {log.read_text()}")
