"""Measures what a visitor sees, with Chromium on this machine: python -m benchmarks.live

For each network it opens the Playground, plays for MEASURE_TIME seconds, and counts updates (changes of the Stage's
step), pictures (different hashes of the canvases, taken at every animation frame, which costs some of these), epochs,
and the bytes that the websockets received; then animation frames alone; on the line, and through the component for
comparison.
"""

import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

import psutil
from playwright.sync_api import Browser, TimeoutError, sync_playwright

from benchmarks.browsing import RECORD_TIMES, Visit
from benchmarks.serving import CHROMIUM_FLAGS, ROOT, Server, chromium_path, serve
from ui.playground.gallery import SPIRAL

MEASURE_TIME = 10  # seconds
REST_TIME = 3  # seconds in which the cost of a paused page, and animation frames, are measured
TOUCHES = 9  # of each figure
OPENINGS = 5  # of each page
BARE = "<p data-testid='stage'>one line of text</p>"
ALL_FEATURES = "x1-x2-x1_squared-x2_squared-x1_x2-sin_x1-sin_x2"
# Label -> query of the Playground.
NETWORKS = {
    "default, 6-4": "",
    "8-8": "layers=8-8",
    "six layers of 8": "layers=8-8-8-8-8-8",
    "six layers of 8, all inputs": f"layers=8-8-8-8-8-8&features={ALL_FEATURES}",
}
# Label, page, query: pages that train several networks in step.
WALLS = (
    ("10 activations, 2-8-8", "activations", "layers=8-8"),
    ("10 activations × 6 depths, layers of 4", "activations", "part=depth"),
    ("5 optimizers, 2-8-8", "optimizers", "part=network&layers=8-8"),
    ("6 numbers of filters, digits", "image_networks", "against=filters"),
    ("6 activations, 8 filters, digits", "image_networks", "against=activation"),
)
# Label, page, query, picture: pages that train many networks to an end.
SWEEPS = (
    ("step-size map, 300 networks 2-8-8, 100 epochs", "step_size", "layers=8-8", "cells"),
    ("luck, 64 seeds 2-8-8, 200 epochs", "luck", "layers=8-8", "wall"),
)
# Chapter, query: figures that answer when a handle is moved.
FIGURES = (
    ("neuron", ""),
    ("activation", ""),
    ("depth_of", "neurons=3"),
    ("softmax", "screen=2"),
    ("loss", "screen=2"),
    ("descending", "screen=2"),
)
# Presses a key on a handle, and resolves to the milliseconds until the figure has been painted again.
MEASURE_ANSWER = """handle => new Promise(resolve => {
    const root = handle.getRootNode().querySelector("[data-testid=sketch]");
    const start = performance.now();
    new MutationObserver((_, observer) => {
        observer.disconnect();
        const answer = performance.now() - start;
        setTimeout(() => resolve(answer), 600); // until later updates of this touch cannot be taken for the next one's
    }).observe(root, { attributes: true, attributeFilter: ["data-beat"] });
    handle.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true }));
})"""


def measure_networks(browser: Browser, address: str) -> None:
    """Print updates, pictures and epochs per second at full speed, and the size of an update."""
    print("\n### One network at full speed, 250 training points, batch size 10\n")
    print("| network | way | updates/s | pictures/s | animation frames/s | epochs/s | kB per update |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for name, query in NETWORKS.items():
        for way in ("line", "component"):
            visit = Visit(browser, address, f"{query}&speed=full", has_line=way == "line")
            visit.play()
            counts = visit.count(MEASURE_TIME)
            rates = " | ".join(f"{counts[key] / counts['seconds']:.1f}" for key in ("updates", "pictures"))
            rates += f" | {visit.frame_rate(REST_TIME):.1f}"
            epochs = f"{counts['epochs'] / counts['seconds']:.0f}"
            print(f"| {name} | {way} | {rates} | {epochs} | {counts['kb_per_update']:.2f} |", flush=True)
            visit.page.close()


def measure_walls(browser: Browser, address: str) -> None:
    """Print updates and epochs per second at full speed of pages that train several networks in step."""
    print("\n### Several networks side by side at full speed, 250 training points, batch size 10\n")
    print("| networks | updates/s | epochs/s of each network | kB per update |")
    print("| --- | --- | --- | --- |")
    for name, path, query in WALLS:
        visit = Visit(browser, address, f"{query}&speed=full", path, "wall")
        visit.play()
        counts = visit.count(MEASURE_TIME)
        rates = f"{counts['updates'] / counts['seconds']:.1f} | {counts['epochs'] / counts['seconds']:.0f}"
        print(f"| {name} | {rates} | {counts['kb_per_update']:.2f} |")
        visit.page.close()


def measure_sweeps(browser: Browser, address: str) -> None:
    """Print the time from opening a page that trains many networks until all are trained."""
    print("\n### Many networks, from opening the page until the last one is trained\n")
    print("| page | s |")
    print("| --- | --- |")
    for name, path, query, picture in SWEEPS:
        start = time.perf_counter()
        visit = Visit(browser, address, query, path, picture)
        visit.wait("d.state === 'done'")
        print(f"| {name} | {time.perf_counter() - start:.1f} |")
        visit.page.close()


def measure_figures(browser: Browser, address: str) -> None:
    """Print the time from a key press on a handle of a chapter's figure until the figure is painted again."""
    print(f"\n### From a key press on a chapter's figure to its answer, median of {TOUCHES}\n")
    print("| chapter | ms |")
    print("| --- | --- |")
    for name, query in FIGURES:
        visit = Visit(browser, address, query, name, "sketch")
        handle = visit.picture.locator(".grip").first
        answers_ms = [handle.evaluate(MEASURE_ANSWER) for _ in range(TOUCHES)]
        print(f"| {name} {query} | {statistics.median(answers_ms):.0f} |")
        visit.page.close()


def _cpu_seconds(server: Server) -> float:
    times = psutil.Process(server.process.pid).cpu_times()
    return times.user + times.system


def measure_update_cost(browser: Browser, server: Server) -> None:
    """Print the server's processor time for an update at one epoch per second, and while paused."""
    visit = Visit(browser, server.address, "speed=1")
    visit.play()
    used = _cpu_seconds(server)
    counts = visit.count(MEASURE_TIME)
    playing = _cpu_seconds(server) - used
    visit.press("Pause")
    visit.wait("d.state === 'paused'")
    used = _cpu_seconds(server)
    time.sleep(REST_TIME)
    paused = (_cpu_seconds(server) - used) / REST_TIME
    visit.page.close()
    per_update = playing / counts["updates"]
    print("\n### Cost of an update, default network at 1 epoch/s, with the training of 5 mini-batches\n")
    print("| updates/s | server CPU per update, ms | server CPU when paused |")
    print("| --- | --- | --- |")
    print(f"| {counts['updates'] / counts['seconds']:.1f} | {1000 * per_update:.1f} | {100 * paused:.1f} % |")


def measure_first_success(browser: Browser, address: str) -> None:
    """Print the seconds from pressing Play on the default page to the first motion and to 95 % test accuracy."""
    print("### From pressing Play on the default page\n")
    print("| page opened, s | first motion, s | test accuracy over 95 %, s | from Pause to paused, s |")
    print("| --- | --- | --- | --- |")
    for _ in range(3):
        visit = Visit(browser, address, "")
        opened = visit.page.evaluate("opened") / 1000
        start = time.perf_counter()
        moved = visit.answer_time("Play", "+d.step > 0")
        visit.wait("+d.testAccuracy > 0.95")
        learned = time.perf_counter() - start
        paused = visit.answer_time("Pause", "d.state === 'paused'")
        print(f"| {opened:.2f} | {moved:.2f} | {learned:.2f} | {paused:.2f} |")
        visit.page.close()


def measure_opening(browser: Browser, address: str) -> None:
    """Print the seconds until the picture is there, and until Streamlit shows a page that is a line of text.

    The second is the floor of the first: both pages load the same program before anything can be seen.
    """
    print(f"\n### From opening a page in a new browser to its first picture, medians of {OPENINGS}\n")
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "app.py").write_text(f'import streamlit as st\nst.html("{BARE}")\n')
        shutil.copytree(ROOT / ".streamlit", Path(folder, ".streamlit"))
        with serve(root=Path(folder)) as bare:
            times: list[list[float]] = [[], []]
            for _ in range(OPENINGS + 1):
                for server, own in zip((address, bare.address), times, strict=True):
                    page = browser.new_page(viewport={"width": 1280, "height": 800})
                    page.add_init_script(RECORD_TIMES.replace("PICTURE", "stage"))
                    page.goto(server)
                    page.get_by_test_id("stage").wait_for()
                    own.append(page.evaluate("opened") / 1000)
                    page.close()
    ours, theirs = (statistics.median(each[1:]) for each in times)  # the first of each warms the server up
    print("| the Playground, s | one line of text, s | ratio |\n| --- | --- | --- |")
    print(f"| {ours:.2f} | {theirs:.2f} | {ours / theirs:.2f} |")


def measure_spiral(browser: Browser, address: str) -> None:
    """Print the seconds until the gallery's spiral reaches a test loss of 0.05 as TensorFlow Playground defines it.

    That loss is the mean of ½(p₊ - p₋ - y)² with y = ±1, which is 2(1 - p)² for the probability p of the right class.
    For every p it is at most 0.815 times the cross-entropy -ln p, so a cross-entropy below 0.05 / 0.815 is enough.
    """
    print("\n### The spiral (500 points, no noise, half for training, x1 and x2, 8-8 tanh), full speed\n")
    print("| seed | seconds from Play | epoch |")
    print("| --- | --- | --- |")
    seconds = []
    for seed in range(1, 11):
        visit = Visit(browser, address, f"{SPIRAL}&data_seed={seed}&weight_seed={seed}")
        start = time.perf_counter()
        visit.press("Play")
        try:
            visit.wait("+d.testLoss < 0.05 / 0.815")
            seconds.append(time.perf_counter() - start)
            print(f"| {seed} | {seconds[-1]:.1f} | {visit.picture.get_attribute('data-epoch')} |")
        except TimeoutError:
            print(f"| {seed} | more than 30 | {visit.picture.get_attribute('data-epoch')} |")
        visit.page.close()
    print(f"\nwithin 10 s: {sum(each < 10 for each in seconds)} of 10")


def main() -> None:
    """Run all measurements, or exit where there is no Chromium."""
    path = chromium_path()
    if path is None:
        sys.exit("benchmarks.live needs Chromium or Chrome: install it")
    with serve() as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        measure_first_success(browser, server.address)
        measure_opening(browser, server.address)
        measure_networks(browser, server.address)
        measure_walls(browser, server.address)
        measure_sweeps(browser, server.address)
        measure_figures(browser, server.address)
        measure_update_cost(browser, server)
        measure_spiral(browser, server.address)
        browser.close()


if __name__ == "__main__":
    main()
