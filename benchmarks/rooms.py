"""Measures a room on one server, without browsers: guests who all play, and their teacher's wall.

Run it as `python -m benchmarks.rooms`. Each guest is a client of Streamlit's websocket protocol, as in classroom.py; so
is the wall. With --url the rooms live in a Redis at that address. The clients take processor time as well.
"""

import argparse
import asyncio
import os
import statistics
import time

from benchmarks.classroom import (
    MEASURE_TIME,
    PRESSES_AT_ONCE,
    WARM_UP_TIME,
    Meter,
    close_all,
    machine_speed,
    percentile,
)
from benchmarks.client import AnswerError, Client
from benchmarks.serving import Server, serve

SIZES = (30, 100)  # guests of a room


async def open_room(server: Server) -> tuple[Client, str]:
    """Return the client of a teacher who has opened a room, and the code of the room."""
    teacher = Client(server.address, path="room", picture="room")
    await teacher.connect()
    await teacher.load()
    await teacher.press("Open a room")
    return teacher, teacher.query["teach"]


async def join(server: Server, code: str) -> Client:
    """Return the client of a guest who has joined a room and is in its task."""
    guest = Client(server.address, {"code": code}, path="room")
    await guest.connect()
    await guest.load()
    await guest.press("Join")
    if "token" not in guest.header:
        raise AnswerError("a guest has joined, and is not in the task")
    return guest


async def measure(server: Server, count: int) -> None:
    """Print a table row on a room with so many guests who all play."""
    meter = Meter(server)
    teacher, code = await open_room(server)
    guests = []
    for _ in range(count):
        guests.append(await join(server, code))
    for i in range(0, count, PRESSES_AT_ONCE):
        await asyncio.gather(*(guest.press("Play") for guest in guests[i : i + PRESSES_AT_ONCE]))
    everybody = [teacher, *guests]
    await asyncio.gather(*(client.play(WARM_UP_TIME) for client in everybody))
    meter.start()
    bytes_before, start = teacher.received_bytes, time.perf_counter()
    results = await asyncio.gather(*(client.play(MEASURE_TIME) for client in everybody), return_exceptions=True)
    seconds = time.perf_counter() - start
    failures = [result for result in results if isinstance(result, BaseException)]
    wall, *played = [[] if isinstance(result, BaseException) else result for result in results]
    rates = [len(each) / seconds for each in played]
    waits_ms = [1000 * wait for each in played for _, wait in each]
    errors = len(failures) + sum(len(client.errors) for client in everybody)
    kb = (teacher.received_bytes - bytes_before) / 1000 / seconds
    print(
        f"| {count} | {statistics.mean(rates):.2f} ({min(rates):.2f}) | {percentile(waits_ms, 0.95):.0f} | "
        f"{len(wall) / seconds:.2f} | {teacher.header['count']} | {kb:.1f} | {meter.cores:.2f} | {errors} |",
        flush=True,
    )
    for failure in failures[:3]:
        print(f"  {failure!r}")
    await close_all(everybody)


async def main() -> None:
    """Run the measurements that the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.rooms", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--url", default="", help="address of a Redis, such as redis://127.0.0.1:6379")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="guests of the rooms (30 100)")
    chosen = parser.parse_args()
    os.environ["ROOMS_URL"] = chosen.url
    print(machine_speed())
    print(
        "\n| guests | updates/s per guest: mean (slowest) | late: p95, ms | wall, Frames/s | tiles | wall, kB/s "
        "| server CPU, cores | errors |\n| ---" + " | ---" * 7 + " |",
        flush=True,
    )
    for count in chosen.sizes:
        with serve() as server:
            await measure(server, count)


if __name__ == "__main__":
    asyncio.run(main())
