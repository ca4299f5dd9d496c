"""Measures what it costs a browser to paint the live pictures: python -m benchmarks.painting [only=label] [folder ...]

It plays each picture in Chromium without a graphics card, at full speed of the page and slowed four times. Each folder
is another checkout of the project: it is measured in turns with this one, so that their ratio holds on a busy machine.
"""

import statistics
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

import psutil
from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from benchmarks.serving import CHROMIUM_FLAGS, ROOT, chromium_path, serve

MEASURE_TIME = 6  # seconds
WARM_UP = 3  # seconds of playing before it
ROUNDS = 3  # of each measurement; the median counts
SLOWDOWNS = (1, 4)  # of Chromium's CPU throttling
# Label, path and query, picture.
PICTURES = (
    ("default", "?", "stage"),
    ("8-8", "?layers=8-8", "stage"),
    ("six layers of 8", "?layers=8-8-8-8-8-8", "stage"),
    ("8-8, five classes", "?layers=8-8&data=multi_gaussian&classes=5", "stage"),
    ("wall of 10, 2-8-8", "activations?layers=8-8", "wall"),
    ("luck, 64 networks", "luck?layers=8-8&epochs=1000", "wall"),
)
BY_ITSELF = "luck"  # the page that trains without a press of Play

# Counts the animation frames in which a canvas got new pixels, and keeps the longest time between two frames and the
# longest frame as Chromium reports it (0 where none took 50 ms).
COUNT = """(() => {
    const counts = window.counts = { pictures: 0, updates: 0, gap_ms: 0, frame_ms: 0 };
    let painted = false, last = performance.now();
    const put = CanvasRenderingContext2D.prototype.putImageData;
    CanvasRenderingContext2D.prototype.putImageData = function (...rest) { painted = true; put.apply(this, rest); };
    const look = now => {
        counts.gap_ms = Math.max(counts.gap_ms, now - last);
        counts.pictures += painted;
        [painted, last] = [false, now];
        requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
    new PerformanceObserver(list => {
        for (const { duration } of list.getEntries()) counts.frame_ms = Math.max(counts.frame_ms, duration);
    }).observe({ type: "long-animation-frame" });
})()"""
RESET = """picture => {
    Object.assign(counts, { pictures: 0, updates: 0, gap_ms: 0, frame_ms: 0, start: performance.now() });
    new MutationObserver(() => counts.updates++).observe(picture, { attributeFilter: ["data-step"] });
}"""
READ = "() => ({ ...counts, seconds: (performance.now() - counts.start) / 1000 })"


class Cost(NamedTuple):
    """What one page showed and used: rates per second, shares of one core in per cent, and times in milliseconds."""

    pictures: float
    updates: float
    page: float  # the renderer's processes
    browser: float  # all of Chromium's processes
    script: float  # the page's main thread in script
    main: float  # and in all tasks
    frame_ms: float  # the longest animation frame, 0 if none took 50 ms
    gap_ms: float  # the longest time from one animation frame to the next


def _processor_seconds() -> tuple[float, float]:
    """Return the seconds that Chromium's renderers and all of its processes have used."""
    page = browser = 0.0
    for process in psutil.Process().children(recursive=True):
        line = " ".join(process.cmdline())
        if "chrom" not in line.split(" ")[0]:
            continue
        times = process.cpu_times()
        browser += times.user + times.system
        page += (times.user + times.system) * ("--type=renderer" in line)
    return page, browser


def _main_thread_seconds(session: CDPSession) -> tuple[float, float]:
    """Return the seconds that the page's main thread has spent in script and in tasks."""
    metrics = {each["name"]: each["value"] for each in session.send("Performance.getMetrics")["metrics"]}
    return metrics["ScriptDuration"], metrics["TaskDuration"]


def _play(page: Page) -> None:
    """Press Play where the picture does not train by itself."""
    if BY_ITSELF not in page.url:
        page.get_by_role("button", name="Play", exact=True).click()


def measure(browser: Browser, address: str, picture: str, slowdown: int) -> Cost:
    """Return what a page costs while its picture plays."""
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.add_init_script(COUNT)
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    page.goto(address)
    element = page.get_by_test_id(picture)
    element.wait_for()
    page.mouse.move(5, 5)
    _play(page)
    page.mouse.move(5, 5)  # away from the picture, which would show a card
    session.send("Emulation.setCPUThrottlingRate", {"rate": slowdown})
    page.wait_for_timeout(1000 * WARM_UP)
    page.evaluate(RESET, element.element_handle())
    before = (*_processor_seconds(), *_main_thread_seconds(session))
    page.wait_for_timeout(1000 * MEASURE_TIME)
    after = (*_processor_seconds(), *_main_thread_seconds(session))
    counts = page.evaluate(READ)
    page.close()
    if not counts["pictures"]:
        raise RuntimeError(f"nothing moved on {address}")
    seconds = counts["seconds"]
    page_share, browser_share, script, main_thread = (
        100 * (b - a) / seconds for a, b in zip(before, after, strict=True)
    )
    return Cost(
        pictures=counts["pictures"] / seconds,
        updates=counts["updates"] / seconds,
        page=page_share,
        browser=browser_share,
        script=script,
        main=main_thread,
        frame_ms=counts["frame_ms"],
        gap_ms=counts["gap_ms"],
    )


def measurements(
    browser: Browser, addresses: list[str], slowdown: int, wanted: str
) -> Iterator[tuple[str, list[Cost]]]:
    """Yield each picture's label and, for each server, the medians over ROUNDS; the longest frame is of all rounds."""
    for label, path, picture in PICTURES:
        if wanted not in label:
            continue
        rounds = [
            [measure(browser, f"{address}/{path}", picture, slowdown) for address in addresses] for _ in range(ROUNDS)
        ]
        costs = []
        for each in zip(*rounds, strict=True):
            medians = Cost(*(statistics.median(values) for values in zip(*each, strict=True)))
            costs.append(medians._replace(frame_ms=max(cost.frame_ms for cost in each)))
        yield label, costs


def main() -> None:
    """Print a table for each slowdown, with a row for each picture and each checkout."""
    path = chromium_path()
    if path is None:
        sys.exit("benchmarks.painting needs Chromium or Chrome: install it")
    wanted = next((each.removeprefix("only=") for each in sys.argv[1:] if each.startswith("only=")), "")
    roots = [*(Path(each) for each in sys.argv[1:] if not each.startswith("only=")), ROOT]
    with ExitStack() as stack:
        addresses = [stack.enter_context(serve(root=root)).address for root in roots]
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        for slowdown in SLOWDOWNS:
            print(f"\n### Slowed {slowdown} times, shares in per cent of one core, medians of {ROUNDS}\n")
            print("| picture | checkout | " + " | ".join(Cost._fields) + " |")
            print("| --- " * (2 + len(Cost._fields)) + "|")
            for label, costs in measurements(browser, addresses, slowdown, wanted):
                for root, cost in zip(roots, costs, strict=True):
                    print(f"| {label} | {root} | " + " | ".join(f"{value:.1f}" for value in cost) + " |", flush=True)
        browser.close()


if __name__ == "__main__":
    main()
