"""Measures a server that a whole class uses, without browsers: python -m benchmarks.classroom [--quick | --soak]

Each client speaks Streamlit's websocket protocol (see client.py), opens the Playground with its default network and
presses Play; then all are measured for MEASURE_TIME seconds. The clients run on the same machine as the server and
take processor time, too. --soak lets ten clients play for twenty minutes instead.
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
from benchmarks.serving import Server, open_here, serve
from engine.experiments.experiment import Experiment
from engine.runs import training
from engine.runs.run import start_run
from ui.server import memory

CLASS_SIZES = (1, 10, 30, 100, 200)
OTHER_WAY_SIZES = (1, 10, 30, 100)  # of classes whose Frames come through the component
SPEEDS = ("10", "full")  # epochs per second: the default, and as fast as possible
PRESSES_AT_ONCE = 20  # of Play, so that none has to wait too long for its page
CLASS_OF_MBIT = 30  # pages whose traffic is printed
WARM_UP_TIME = 3  # seconds in which all clients reach a steady rate
MEASURE_TIME = 20  # seconds
SESSION_TTL = 120  # seconds that a closed session is kept: server.disconnectedSessionTTL
ASSETS = re.compile(r'(?:src|href)="\.?/?(static/[^"]+)"')
MAX_CONNECTIONS = 6  # of a browser to one server


class Meter:
    """The server's processor time and memory."""

    def __init__(self, server: Server):
        self.process = psutil.Process(server.process.pid)
        self.start()

    def start(self) -> None:
        """Start to measure the processor time."""
        self.started, self.used_before = time.perf_counter(), self._cpu_seconds()

    def _cpu_seconds(self) -> float:
        times = self.process.cpu_times()
        return times.user + times.system

    @property
    def cores(self) -> float:
        """Mean number of cores in use since the start."""
        return (self._cpu_seconds() - self.used_before) / (time.perf_counter() - self.started)

    @property
    def memory_mb(self) -> float:
        """Resident memory in MB."""
        return self.process.memory_info().rss / 1e6


def percentile(values: list[float], share: float) -> float:
    """Return the value that this share of the values does not exceed."""
    return sorted(values)[min(int(share * len(values)), len(values) - 1)]


def machine_speed() -> str:
    """Return a sentence on how fast this machine is now, to compare tables from other machines and other times.

    It states the speed of memory as well as of arithmetic, because with many sessions most data of an update is not in
    the processor's cache.
    """
    start, total = time.perf_counter(), 0
    for i in range(5_000_000):
        total += i
    add_seconds = time.perf_counter() - start
    indices = np.random.default_rng(0).permutation(4_000_000)  # 32 MB
    gathered = np.zeros_like(indices)
    start = time.perf_counter()
    np.take(indices, indices, out=gathered, mode="clip")
    gather_seconds = (time.perf_counter() - start) / len(indices)
    return (
        f"Speed of this machine now: Python adds five million numbers in {add_seconds:.2f} s; NumPy gathers numbers at "
        f"random from {indices.nbytes / 1e6:.0f} MB in {1e9 * gather_seconds:.0f} ns each."
    )


def epoch_seconds() -> float:
    """Return the processor time of an epoch of the default network, trained alone in this process."""
    run = start_run(Experiment(), dtype=np.float32)
    training.advance(run, 2 * run.epoch_steps)  # what is done once
    begun, steps = time.thread_time(), run.step
    training.advance(run, 40 * run.epoch_steps)
    return (time.thread_time() - begun) / (run.step - steps) * run.epoch_steps


async def open_all(server: Server, count: int, query: dict[str, str], has_line: bool = True) -> list[Client]:
    """Return clients that have loaded the page."""
    clients = [Client(server.address, query, has_line=has_line) for _ in range(count)]
    for client in clients:
        await client.connect()
        await client.load()
    return clients


async def play_all(clients: list[Client]) -> None:
    """Press Play in all clients, a few at a time."""
    for i in range(0, len(clients), PRESSES_AT_ONCE):
        await asyncio.gather(*(client.press("Play") for client in clients[i : i + PRESSES_AT_ONCE]))


async def close_all(clients: list[Client]) -> None:
    """Close all connections."""
    await asyncio.gather(*(client.close() for client in clients))


async def measure_class(server: Server, count: int, speed: str, has_line: bool) -> float:
    """Print a table row on this many clients that all play; return the processor's ms per update, training aside."""
    meter = Meter(server)
    clients = await open_all(server, count, {"speed": speed}, has_line)
    opened_mb = meter.memory_mb
    await play_all(clients)
    await asyncio.gather(*(client.play(WARM_UP_TIME) for client in clients))
    meter.start()
    bytes_before = sum(client.received_bytes for client in clients)
    epochs_before = [client.header["epoch"] for client in clients]
    start = time.perf_counter()
    results = await asyncio.gather(*(client.play(MEASURE_TIME) for client in clients), return_exceptions=True)
    seconds = time.perf_counter() - start
    cores, memory_mb = meter.cores, meter.memory_mb
    failures = [result for result in results if isinstance(result, BaseException)]
    waits = [[wait for _, wait in result] for result in results if not isinstance(result, BaseException)]
    rates = [len(each) / seconds for each in waits]
    epochs = [(client.header["epoch"] - n) / seconds for client, n in zip(clients, epochs_before, strict=True)]
    waits_ms = [1000 * wait for each in waits for wait in each]
    errors = len(failures) + sum(len(client.errors) for client in clients)
    kb_per_update = (sum(client.received_bytes for client in clients) - bytes_before) / 1e3 / len(waits_ms)
    mbit = CLASS_OF_MBIT * statistics.mean(rates) * kb_per_update * 8 / 1e3
    per_update = 1000 * cores * seconds / len(waits_ms)
    training_ms = 1000 * epoch_seconds() * sum(epochs) * seconds / len(waits_ms)
    print(
        f"| {'line' if has_line else 'component'} | {count} | {speed} | "
        f"{statistics.mean(rates):.2f} ({min(rates):.2f}) | "
        f"{percentile(waits_ms, 0.5):.0f} | {percentile(waits_ms, 0.95):.0f} | "
        f"{statistics.mean(epochs):.1f} ({min(epochs):.1f}) | {cores:.2f} | {per_update:.2f} | {training_ms:.2f} | "
        f"{kb_per_update:.2f} | {mbit:.1f} | {memory_mb:.0f} | {(memory_mb - opened_mb) / count:.2f} | {errors} |",
        flush=True,
    )
    for failure in failures[:3]:
        print(f"  {failure!r}")
    await close_all(clients)
    return per_update - training_ms


def fetch(address: str) -> bytes:
    """Return what a browser receives from an address; compressed content stays compressed."""
    request = urllib.request.Request(address, headers={"Accept-Encoding": "gzip"})
    with open_here(request, timeout=30) as answer:
        return answer.read()


async def load_page(server: Server, delay: float, threads: ThreadPoolExecutor) -> tuple[Client, float]:
    """Open the page after a delay as a browser with an empty cache does.

    Return the client and the seconds until the Stage has its first Frame.
    """
    await asyncio.sleep(delay)
    loop = asyncio.get_running_loop()
    start = time.perf_counter()
    page = (await loop.run_in_executor(threads, fetch, server.address + "/")).decode()
    connections = asyncio.Semaphore(MAX_CONNECTIONS)

    async def load_asset(name: str) -> None:
        async with connections:
            await loop.run_in_executor(threads, fetch, f"{server.address}/{name}")

    await asyncio.gather(*(load_asset(name) for name in ASSETS.findall(page)))
    client = Client(server.address)
    await client.connect()
    await client.load()
    return client, time.perf_counter() - start


async def measure_page_loads(server: Server, count: int, within: float, playing: int) -> None:
    """Print how long page loads take that begin evenly spread over some seconds, while other clients play."""
    players = await open_all(server, playing, {})
    await play_all(players)
    games = [asyncio.create_task(client.play(within + 8)) for client in players]
    with ThreadPoolExecutor(4 * MAX_CONNECTIONS) as threads:
        loads = await asyncio.gather(*(load_page(server, i * within / count, threads) for i in range(count)))
    seconds = [each for _, each in loads]
    row = f"{statistics.median(seconds):.2f} | {max(seconds):.2f}"
    print(f"| {count} within {within} s | {playing} | {row} |", flush=True)
    await asyncio.gather(*games)
    await close_all([*players, *(client for client, _ in loads)])


async def measure_memory_kept(server: Server, count: int) -> None:
    """Print the memory before a class came, while it played, and once its sessions have been released."""
    meter = Meter(server)
    before_mb = meter.memory_mb
    clients = await open_all(server, count, {})
    await play_all(clients)
    await asyncio.gather(*(client.play(10) for client in clients))
    playing_mb = meter.memory_mb
    await close_all(clients)
    await asyncio.sleep(SESSION_TTL + 10)
    # Streamlit releases expired sessions when another one closes; the app collects garbage at the next page load.
    for pause in (memory.TIDY_INTERVAL + 1, 2):
        async with Client(server.address) as visitor:
            await visitor.load()
        await asyncio.sleep(pause)
    after_mb = meter.memory_mb
    growth = 100 * (after_mb / before_mb - 1)
    print(f"| {count} | {before_mb:.0f} | {playing_mb:.0f} | {after_mb:.0f} | {growth:+.0f} % |", flush=True)


async def soak(server: Server, count: int, minutes: int) -> None:
    """Print the memory and the update rate of clients that play for a long time, minute by minute."""
    clients = await open_all(server, count, {})
    await play_all(clients)
    meter = Meter(server)
    print("| minute | updates/s | p95, ms | epoch | memory, MB |\n| --- | --- | --- | --- | --- |")
    for minute in range(1, minutes + 1):
        results = await asyncio.gather(*(client.play(60) for client in clients))
        waits_ms = [1000 * wait for each in results for _, wait in each]
        row = f"{len(waits_ms) / count / 60:.2f} | {percentile(waits_ms, 0.95):.0f} | {clients[0].header['epoch']}"
        print(f"| {minute} | {row} | {meter.memory_mb:.0f} |", flush=True)
    await close_all(clients)


async def measure(server: Server, quick: bool) -> None:
    """Print the tables of classes that play and, unless quick, of page loads."""
    await open_all(server, 1, {})  # so that the first measured client does not pay for what is done once
    print(machine_speed())
    print("\n### All clients play the default network\n")
    print(
        "| way | clients | speed, epochs/s | updates/s per client: mean (slowest) | late: p50, ms | p95, ms "
        "| epochs/s per client: mean (slowest) | server CPU, cores | CPU per update, ms | of it training "
        f"| kB per update | Mbit/s of {CLASS_OF_MBIT} | memory, MB | MB per playing client | errors |"
    )
    print("| ---" * 15 + " |", flush=True)
    for speed in SPEEDS:
        for count in CLASS_SIZES:
            cost = await measure_class(server, count, speed, True)
            if count in OTHER_WAY_SIZES:
                other = await measure_class(server, count, speed, False)
                print(f"  CPU per update, training aside: line / component = {cost / other:.2f}", flush=True)
    if quick:
        return
    print("\n### Page loads with an empty cache\n")
    print("| pages | clients that play meanwhile | median, s | slowest, s |\n| --- | --- | --- | --- |")
    for playing in (0, 10):
        await measure_page_loads(server, 30, 5, playing)


async def main() -> None:
    """Run the measurements that the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.classroom", description=__doc__.splitlines()[0])
    parser.add_argument("--soak", action="store_true", help="let ten clients play for twenty minutes")
    parser.add_argument("--quick", action="store_true", help="measure only classes that play")
    arguments = parser.parse_args()
    with serve() as server:
        if arguments.soak:
            await soak(server, 10, 20)
        else:
            await measure(server, arguments.quick)
    if not (arguments.quick or arguments.soak):
        print("\n### Memory kept after a class has left\n")
        print("| clients | before, MB | playing, MB | after their sessions have expired, MB | growth |")
        print("| ---" * 5 + " |")
        with serve() as server:
            await open_all(server, 1, {})
            for _ in range(2):  # on a server that has just started, and again after its first class
                await measure_memory_kept(server, 100)
    log = "".join(server.log)
    print("\n" + machine_speed())
    print("errors in the server's log:", log.count("Traceback"))


if __name__ == "__main__":
    asyncio.run(main())
