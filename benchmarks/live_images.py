"""Measures the Images page with Chromium and with a class: python -m benchmarks.live_images [--class-only]

One visitor: updates, pictures and epochs at full speed, the bytes of an update, the server's processor time of an
update without training, the time from Play to two accuracies at the page's own speed, and from a request to the first
picture. A class: clients without browsers that all play, and how long each takes from Play to an accuracy.
"""

import argparse
import asyncio
import statistics
import time

import numpy as np
from playwright.sync_api import Browser, sync_playwright

from benchmarks.browsing import Visit
from benchmarks.classroom import Meter, close_all, machine_speed, percentile, play_all
from benchmarks.client import Client
from benchmarks.serving import CHROMIUM_FLAGS, Server, chromium_path, serve
from engine.experiments.image_experiment import ImageExperiment
from engine.runs import training
from engine.runs.run import start_run

MEASURE_TIME = 10  # seconds
CLASS_SIZES = (1, 10, 30)
CLASS_TIME = 30  # seconds
ACCURACIES = (0.90, 0.96)  # of the test images, reached at the page's own speed
CLASS_ACCURACY = 0.90
OPENINGS = 5
SEEDS = (1, 2, 3)


def epoch_seconds() -> float:
    """Return the processor time of an epoch of the page's first network, trained alone in this process."""
    run = start_run(ImageExperiment(), dtype=np.float32)
    training.advance(run, run.epoch_steps)  # what is done once
    begun, steps = time.thread_time(), run.step
    training.advance(run, 5 * run.epoch_steps)
    return (time.thread_time() - begun) / (run.step - steps) * run.epoch_steps


def measure_visitor(browser: Browser, server: Server) -> None:
    """Print what one visitor sees at full speed, and what it costs the server."""
    visit = Visit(browser, server.address, "speed=full", "images", "images")
    visit.play()
    meter = Meter(server)
    counts = visit.count(MEASURE_TIME)
    per_update = 1000 * meter.cores * MEASURE_TIME / counts["updates"]
    visit.page.close()
    time.sleep(1)  # until the server no longer trains
    training_ms = 1000 * epoch_seconds() * counts["epochs"] / counts["updates"]
    print("| updates/s | pictures/s | epochs an update | kB per update | CPU per update, ms | of it training |")
    print("| --- | --- | --- | --- | --- | --- |")
    print(
        f"| {counts['updates'] / counts['seconds']:.2f} | {counts['pictures'] / counts['seconds']:.1f} | "
        f"{counts['epochs'] / counts['updates']:.1f} | {counts['kb_per_update']:.2f} | {per_update:.1f} | "
        f"{training_ms:.1f} |",
        flush=True,
    )


def measure_learning(browser: Browser, server: Server) -> None:
    """Print the seconds from Play to each accuracy at the page's own speed, for several seeds."""
    print("\n| seed | " + " | ".join(f"s to {accuracy:.0%}" for accuracy in ACCURACIES) + " |\n| --- | --- | --- |")
    for seed in SEEDS:
        seconds = []
        for accuracy in ACCURACIES:
            visit = Visit(browser, server.address, f"weight_seed={seed}&data_seed={seed}", "images", "images")
            seconds.append(visit.answer_time("Play", f"+d.testAccuracy >= {accuracy}"))
            visit.page.close()
        print(f"| {seed} | " + " | ".join(f"{each:.1f}" for each in seconds) + " |", flush=True)


def measure_opening(browser: Browser, server: Server) -> None:
    """Print the time from a request to the first picture, with the page's files in the browser's cache."""
    seconds = []
    for _ in range(OPENINGS):
        visit = Visit(browser, server.address, "", "images", "images")
        visit.page.reload()
        visit.picture.wait_for()
        seconds.append(visit.page.evaluate("opened / 1000"))
        visit.page.close()
    print(f"\nFirst picture: median {statistics.median(seconds):.2f} s, slowest {max(seconds):.2f} s", flush=True)


async def learn(client: Client, accuracy: float) -> tuple[float, list[float]]:
    """Play for CLASS_TIME; return the seconds to a test accuracy, and how late each update was."""
    start, late, reached = time.perf_counter(), [], float("inf")
    while (left := start + CLASS_TIME - time.perf_counter()) > 0:
        late += [wait for _, wait in await client.play(min(left, 0.5))]
        if client.header["scores"][3] >= accuracy and reached == float("inf"):
            reached = time.perf_counter() - start
    return reached, late


async def measure_class(server: Server, page: str, accuracy: float) -> None:
    """Print a table row for each class at the own speed of a page, whose picture has the page's name."""
    goal = f"s to {accuracy:.0%}: slowest"
    print(f"\n| clients | updates/s per client: mean (slowest) | late: p50, ms | p95, ms | {goal} | errors |")
    print("| --- | --- | --- | --- | --- | --- |")
    for count in CLASS_SIZES:
        clients = [Client(server.address, {}, page, page) for _ in range(count)]
        for client in clients:
            await client.connect()
            await client.load()
        await play_all(clients)
        results = await asyncio.gather(*(learn(client, accuracy) for client in clients))
        rates = [len(late) / CLASS_TIME for _, late in results]
        late_ms = [1000 * each for _, late in results for each in late]
        print(
            f"| {count} | {statistics.mean(rates):.2f} ({min(rates):.2f}) | {percentile(late_ms, 0.5):.0f} | "
            f"{percentile(late_ms, 0.95):.0f} | {max(reached for reached, _ in results):.1f} | "
            f"{sum(len(client.errors) for client in clients)} |",
            flush=True,
        )
        await close_all(clients)


def main() -> None:
    """Run the measurements that the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.live_images", description=__doc__.splitlines()[0])
    parser.add_argument("--class-only", action="store_true", help="measure only classes")
    only = parser.parse_args().class_only
    print(machine_speed())
    with serve() as server:
        if not only:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_FLAGS)
                for measure in (measure_visitor, measure_learning, measure_opening):
                    measure(browser, server)
        asyncio.run(measure_class(server, "images", CLASS_ACCURACY))


if __name__ == "__main__":
    main()
