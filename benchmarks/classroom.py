"""A whole class on one server, without browsers: python -m benchmarks.classroom [--soak]

Each client speaks the protocol of Streamlit's browser side over its own websocket (see client.py). All open the
Playground with its default network and press Play; then they are followed for SECONDS. The load generator runs
on the same machine, beside the server's processor. With --soak ten clients play for twenty minutes instead.
"""

import argparse
import asyncio
import re
import statistics
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import psutil

from benchmarks.client import Client
from benchmarks.serving import Server, serve
from ui.server import memory

CLASSES = (1, 10, 30, 100)
SECONDS = 20
TIME_TO_LIVE = 120  # seconds that a closed session is kept, server.disconnectedSessionTTL
SPEEDS = ("10", "full")  # the default, and as fast as it goes
ASSETS = re.compile(r'(?:src|href)="\.?/?(static/[^"]+)"')
AT_ONCE = 6  # connections of a browser to one server


class Meter:
    """The server's processor time and memory."""

    def __init__(self, server: Server):
        self.process = psutil.Process(server.process.pid)
        self.start()

    def start(self) -> None:
        self.begun, self.used = time.perf_counter(), self._used()

    def _used(self) -> float:
        times = self.process.cpu_times()
        return times.user + times.system

    @property
    def cpu(self) -> float:
        """Cores in use since the start."""
        return (self._used() - self.used) / (time.perf_counter() - self.begun)

    @property
    def memory(self) -> float:
        """Megabytes."""
        return self.process.memory_info().rss / 1e6


def percentile(values: list[float], share: float) -> float:
    """Return the value that this share of the values does not exceed."""
    return sorted(values)[min(int(share * len(values)), len(values) - 1)]


def yardstick() -> str:
    """Return how fast this machine is just now, in words: other tables were made on other machines, at other times.

    An update of one of many sessions finds little of what it needs in the processor's cache, so that memory counts
    as much as arithmetic.
    """
    begun, total = time.perf_counter(), 0
    for i in range(5_000_000):
        total += i
    added = time.perf_counter() - begun
    places = np.random.default_rng(0).permutation(4_000_000)  # 32 MB
    gathered = np.zeros_like(places)
    begun = time.perf_counter()
    np.take(places, places, out=gathered, mode="clip")
    found = (time.perf_counter() - begun) / len(places)
    return (
        f"Just now Python adds up five million numbers here in {added:.2f} s, and NumPy gathers numbers from all over "
        f"{places.nbytes / 1e6:.0f} MB at {1e9 * found:.0f} ns each."
    )


async def open_all(server: Server, count: int, query: dict[str, str]) -> list[Client]:
    """Return clients that have loaded the page."""
    clients = [Client(server.address, query) for _ in range(count)]
    for client in clients:
        await client.connect()
        await client.load()
    return clients


async def close_all(clients: list[Client]) -> None:
    """Close all connections."""
    await asyncio.gather(*(client.__aexit__() for client in clients))


async def class_plays(server: Server, count: int, speed: str) -> None:
    """Print a row on so many clients that all play."""
    meter = Meter(server)
    clients = await open_all(server, count, {"speed": speed})
    opened = meter.memory
    await asyncio.gather(*(client.press("Play") for client in clients))
    await asyncio.gather(*(client.play(3) for client in clients))  # until all have found their pace
    meter.start()
    before = [client.header["epoch"] for client in clients]
    begun = time.perf_counter()
    results = await asyncio.gather(*(client.play(SECONDS) for client in clients), return_exceptions=True)
    passed = time.perf_counter() - begun
    cpu, memory = meter.cpu, meter.memory
    failed = [result for result in results if isinstance(result, Exception)]
    waits = [[wait for _, wait in result] for result in results if not isinstance(result, Exception)]
    rates = [len(each) / passed for each in waits]
    epochs = [(client.header["epoch"] - first) / passed for client, first in zip(clients, before, strict=True)]
    flat = [1000 * wait for each in waits for wait in each]
    errors = len(failed) + sum(len(client.errors) for client in clients)
    size = statistics.mean(client.received for client in clients) / 1e3 / (SECONDS + 3) / statistics.mean(rates)
    print(
        f"| {count} | {speed} | {statistics.mean(rates):.2f} ({min(rates):.2f}) | {percentile(flat, 0.5):.0f} | "
        f"{percentile(flat, 0.95):.0f} | {statistics.mean(epochs):.1f} ({min(epochs):.1f}) | {cpu:.2f} | {size:.0f} | "
        f"{memory:.0f} | {(memory - opened) / count:.2f} | {errors} |",
        flush=True,
    )
    for each in failed[:3]:
        print(f"  {each!r}")
    await close_all(clients)


def fetch(address: str) -> bytes:
    """Return what is at an address, unpacked by nobody, as a browser would ask for it."""
    request = urllib.request.Request(address, headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return answer.read()


async def visit(server: Server, delay: float, threads: ThreadPoolExecutor) -> tuple[Client, float]:
    """Open the page as a browser with nothing in its cache does; return the seconds until the Stage has its Frame."""
    await asyncio.sleep(delay)
    loop = asyncio.get_running_loop()
    begun = time.perf_counter()
    page = (await loop.run_in_executor(threads, fetch, server.address + "/")).decode()
    lane = asyncio.Semaphore(AT_ONCE)

    async def asset(name: str) -> None:
        async with lane:
            await loop.run_in_executor(threads, fetch, f"{server.address}/{name}")

    await asyncio.gather(*(asset(name) for name in ASSETS.findall(page)))
    client = Client(server.address)
    await client.connect()
    await client.load()
    return client, time.perf_counter() - begun


async def page_loads(server: Server, count: int, within: float, playing: int) -> None:
    """Print how long pages take that are opened one after the other within some seconds, while others play."""
    players = await open_all(server, playing, {})
    await asyncio.gather(*(client.press("Play") for client in players))
    games = [asyncio.create_task(client.play(within + 8)) for client in players]
    with ThreadPoolExecutor(4 * AT_ONCE) as threads:
        visits = await asyncio.gather(*(visit(server, i * within / count, threads) for i in range(count)))
    seconds = [took for _, took in visits]
    row = f"{statistics.median(seconds):.2f} | {max(seconds):.2f}"
    print(f"| {count} within {within} s | {playing} | {row} |", flush=True)
    await asyncio.gather(*games)
    await close_all([*players, *(client for client, _ in visits)])


async def forgets(server: Server, count: int) -> None:
    """Print the memory before a class came, while it played, and once its sessions are released."""
    meter = Meter(server)
    before = meter.memory
    clients = await open_all(server, count, {})
    await asyncio.gather(*(client.press("Play") for client in clients))
    await asyncio.gather(*(client.play(10) for client in clients))
    during = meter.memory
    await close_all(clients)
    await asyncio.sleep(TIME_TO_LIVE + 10)
    # Sessions that are over are swept when another one closes, what they leave is tidied up at a page load after that.
    for pause in (memory.GAP + 1, 2):
        async with Client(server.address) as visitor:
            await visitor.load()
        await asyncio.sleep(pause)
    after = meter.memory
    print(f"| {count} | {before:.0f} | {during:.0f} | {after:.0f} | {100 * (after / before - 1):+.0f} % |", flush=True)


async def soak(server: Server, count: int, minutes: int) -> None:
    """Print memory and pace of clients that play for long, minute by minute."""
    clients = await open_all(server, count, {})
    await asyncio.gather(*(client.press("Play") for client in clients))
    meter = Meter(server)
    print("| minute | updates/s | p95, ms | epoch | memory, MB |\n| --- | --- | --- | --- | --- |")
    for minute in range(1, minutes + 1):
        results = await asyncio.gather(*(client.play(60) for client in clients))
        waits = [1000 * wait for each in results for _, wait in each]
        row = f"{len(waits) / count / 60:.2f} | {percentile(waits, 0.95):.0f} | {clients[0].header['epoch']}"
        print(f"| {minute} | {row} | {meter.memory:.0f} |", flush=True)
    await close_all(clients)


async def measure(server: Server, quick: bool) -> None:
    """Print the tables of classes that play and, unless it must be quick, of pages that are loaded."""
    await open_all(server, 1, {})  # what is done once
    print(yardstick())
    print("\n### Every client plays the default network\n")
    print(
        "| clients | speed | updates/s of each (the slowest) | p50, ms | p95, ms | epochs/s of each (the slowest) "
        "| server CPU, cores | kB an update | memory, MB | MB a client, playing | errors |"
    )
    print("| ---" * 11 + " |", flush=True)
    for speed in SPEEDS:
        for count in CLASSES:
            await class_plays(server, count, speed)
    if quick:
        return
    print("\n### Page loads, with nothing in the cache\n")
    print("| pages | clients that play meanwhile | median, s | slowest, s |\n| --- | --- | --- | --- |")
    for playing in (0, 10):
        await page_loads(server, 30, 5, playing)


async def main() -> None:
    """Run the measurements that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--soak", action="store_true", help="ten clients for twenty minutes")
    parser.add_argument("--quick", action="store_true", help="only the classes that play")
    arguments = parser.parse_args()
    with serve() as server:
        if arguments.soak:
            await soak(server, 10, 20)
        else:
            await measure(server, arguments.quick)
    if not (arguments.quick or arguments.soak):
        print("\n### What is kept of a class that has gone\n")
        print("| clients | before, MB | playing, MB | after their time to live, MB | more than before |")
        print("| ---" * 5 + " |")
        with serve() as server:
            await open_all(server, 1, {})
            for _ in range(2):  # a server that has just started, and one that has carried a class before
                await forgets(server, 100)
    log = "".join(server.log)
    print("\n" + yardstick())
    print("errors in the server's log:", log.count("Traceback"))


if __name__ == "__main__":
    asyncio.run(main())
