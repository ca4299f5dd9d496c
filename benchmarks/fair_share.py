"""Measures what a class that plays gets beside one visitor who costs much: python -m benchmarks.fair_share [names]

For each visitor of costly.py a server starts on this machine, a class plays on it, and is measured twice: alone, and
beside the visitor, who has a process of its own. The ratios are those of the two. It ends by itself.
"""

import argparse
import asyncio
import time

from benchmarks.classroom import Meter, close_all, machine_speed, open_all, percentile, play_all
from benchmarks.client import Client
from benchmarks.costly import VISITORS, Visit
from benchmarks.serving import Server, serve

OTHERS = 29
WARM_UP_TIME = 3  # seconds
ARRIVAL_TIME = 4  # seconds in which the visitor starts and opens its page
PATIENCE = 30  # seconds until the visitor has ended
LOOK_AGAIN_AFTER = 0.25  # seconds, at the memory


async def measure(clients: list[Client], seconds: float) -> tuple[float, float, float, int]:
    """Return the updates per second of each client, the 95th percentile and greatest of their delays in ms, errors."""
    start = time.perf_counter()
    results = await asyncio.gather(*(client.play(seconds) for client in clients), return_exceptions=True)
    took = time.perf_counter() - start
    good = [each for each in results if not isinstance(each, BaseException)]
    late = [1000 * wait for each in good for _, wait in each] or [float("nan")]
    return len(late) / took / len(clients), percentile(late, 0.95), max(late), len(results) - len(good)


async def greatest_memory(meter: Meter) -> float:
    """Return the greatest memory of the server in MB, until this task is cancelled."""
    found = 0.0
    try:
        while True:
            found = max(found, meter.memory_mb)
            await asyncio.sleep(LOOK_AGAIN_AFTER)
    except asyncio.CancelledError:
        return found


async def beside(server: Server, name: str, count: int, seconds: float) -> None:
    """Print the row of a visitor."""
    clients = await open_all(server, count, {})
    await play_all(clients)
    await asyncio.gather(*(client.play(WARM_UP_TIME) for client in clients))
    alone = await measure(clients, seconds)
    visit = Visit(name, server.address, ARRIVAL_TIME + seconds)
    watching = asyncio.create_task(greatest_memory(Meter(server)))
    await measure(clients, ARRIVAL_TIME)
    rate, p95, longest, errors = await measure(clients, seconds)
    watching.cancel()
    did = await asyncio.to_thread(visit.end, PATIENCE)
    print(
        f"| {name} | {alone[0]:.2f} | {rate:.2f} | {100 * rate / alone[0]:.0f} % | {alone[1]:.0f} | {p95:.0f} | "
        f"{p95 / alone[1]:.1f} | {longest:.0f} | {errors} | {await watching:.0f} | {did} |",
        flush=True,
    )
    await close_all(clients)


async def main() -> None:
    """Print the table of the visitors that the command line names."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fair_share", description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="name", help=f"one of: {', '.join(VISITORS)}")
    parser.add_argument("--others", type=int, default=OTHERS, help="how many play")
    parser.add_argument("--seconds", type=float, default=12, help="of each of the two measurements")
    arguments = parser.parse_args()
    if unknown := set(arguments.names) - set(VISITORS):
        parser.error(f"there is no visitor {sorted(unknown)}")
    print(machine_speed())
    print(
        f"\n{arguments.others} play, and one visitor:\n\n| visitor | updates/s alone | beside | kept | p95 late alone, "
        "ms | beside | ratio | longest, ms | errors | memory, MB | it acted |"
    )
    print("| ---" * 11 + " |", flush=True)
    for name in arguments.names or VISITORS:
        with serve() as server:
            await open_all(server, 1, {})  # so that nobody pays for what is done once
            await beside(server, name, arguments.others, arguments.seconds)
        log = "".join(server.log)
        if "Traceback" in log:
            print(f"  {log.count('Traceback')} errors in the server's log: {log[log.index('Traceback') :][:2500]}")


if __name__ == "__main__":
    asyncio.run(main())
