"""Measures the site without a server beside a server, in Chromium on this machine: python -m benchmarks.static

Both are measured in turns, so that other work on the machine slows both. `make static` comes first. Times are from
opening the default page, with a network that plays at once, until its picture has moved.
"""

import shutil
import statistics
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import psutil
from playwright.sync_api import BrowserContext, Playwright, sync_playwright

from benchmarks.browsing import SIZE, Visit
from benchmarks.serving import CHROMIUM_FLAGS, chromium_path, serve
from static_site import serve as site
from static_site.build import report
from static_site.packages import ROOT

VISITS = 5
MEASURE_TIME = 10  # seconds
# Whether a site has kept so many files for later visits, and all that it unpacks, sealed by one more byte.
IS_KEPT = """async files => {
    const name = (await caches.keys()).find(each => each.startsWith("playground-"));
    if (!name || (await (await caches.open(name)).keys()).length < files) return false;
    const code = await (await fetch(`${window.__streamlit.MAIN_PAGE_BASE_URL}python/seal.js`)).text();
    const parts = [...code.matchAll(/"unpacked": (\\d+)/g)].map(([, size]) => +size);
    const sizes = [];
    for await (const folder of (await navigator.storage.getDirectory()).values())
        for await (const file of folder.values()) sizes.push((await file.getFile()).size);
    return parts.length > 0 && parts.every(size => sizes.includes(size + 1));
}"""
LOOKS, LOOK_EVERY = 90, 0.5  # at the browser's memory, and the seconds between them: until all is kept
PLAYS = "play=true"
PATIENCE = 120  # seconds
# Records, by the page's own clock, when the picture has shown a step of the training.
RECORD_MOVED = """(() => {
    const find = root => root.querySelector("[data-testid=stage]")
        ?? [...root.querySelectorAll("*")].map(e => e.shadowRoot && find(e.shadowRoot)).find(Boolean);
    const look = () => {
        if (document.body && find(document)?.dataset.step > 0) window.moved = performance.now();
        else requestAnimationFrame(look);
    };
    look();
})()"""
NETWORKS = {"default, 6-4": "", "8-8": "layers=8-8"}
AT = 500  # steps after which losses are compared


@contextmanager
def serve_site() -> Iterator[str]:
    """Serve the site, and yield its address."""
    with site.server(ROOT / "dist", 0) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://{site.HOST}:{running.server_port}"
        running.shutdown()


@contextmanager
def browser(playwright: Playwright) -> Iterator[BrowserContext]:
    """A browser that has never been anywhere."""
    folder = tempfile.mkdtemp()
    context = playwright.chromium.launch_persistent_context(
        folder, executable_path=chromium_path(), args=CHROMIUM_FLAGS, viewport=SIZE
    )
    try:
        yield context
    finally:
        context.close()
        shutil.rmtree(folder, ignore_errors=True)


def opening(context: BrowserContext, address: str) -> float:
    """Return the seconds from opening the page until its picture has moved."""
    page = context.new_page()
    page.add_init_script(RECORD_MOVED)
    page.goto(f"{address}/?{PLAYS}")
    page.wait_for_function("window.moved", timeout=1000 * PATIENCE)
    seconds = page.evaluate("moved / 1000")
    page.close()
    return seconds


def settle(context: BrowserContext, address: str) -> None:
    """Stay on the page until a site has kept all that a later visit needs."""
    page = context.new_page()
    page.goto(address)
    page.get_by_test_id("stage").wait_for()
    if page.evaluate("Boolean(window.earlyWorker)"):
        while not page.evaluate(IS_KEPT, len(list((ROOT / "dist").rglob("*.*")))):
            page.wait_for_timeout(200)
    page.close()


def measure_openings(playwright: Playwright, addresses: dict[str, str]) -> None:
    """Print the times of first and of later visits."""
    first: dict[str, list[float]] = {name: [] for name in addresses}
    later: dict[str, list[float]] = {name: [] for name in addresses}
    for _ in range(VISITS):
        for name, address in addresses.items():
            with browser(playwright) as context:
                first[name].append(opening(context, address))
                settle(context, address)
                later[name].append(opening(context, address))
    print("| | first visit, s | later visit, s |\n| --- | --- | --- |")
    for name in addresses:
        print(f"| {name} | {statistics.median(first[name]):.2f} | {statistics.median(later[name]):.2f} |", flush=True)


def measure_networks(context: BrowserContext, addresses: dict[str, str]) -> None:
    """Print updates and pictures per second at 10 epochs per second, and epochs per second at full speed.

    The latter also for a while later: only then has a browser compiled all that runs often to fast code.
    """
    for address in addresses.values():
        settle(context, address)
    print("\n| network | | updates/s | pictures/s | epochs/s at full speed, at first | then |")
    print("| --- | --- | --- | --- | --- | --- |")
    for network, query in NETWORKS.items():
        for name, address in addresses.items():
            counts = []
            for speed in ("speed=10", "speed=full"):
                visit = Visit(context, address, f"{query}&{speed}")
                visit.play()
                counts += [visit.count(MEASURE_TIME), visit.count(MEASURE_TIME)]
                visit.page.close()
            paced, _, early, full = counts
            rates = " | ".join(f"{paced[key] / paced['seconds']:.2f}" for key in ("updates", "pictures"))
            speeds = " | ".join(f"{each['epochs'] / each['seconds']:.0f}" for each in (early, full))
            print(f"| {network} | {name} | {rates} | {speeds} |", flush=True)


def measure_memory(playwright: Playwright, addresses: dict[str, str]) -> None:
    """Print how much more memory the browser has with the page than with an empty one, in MB.

    Soon after the picture has begun to play the site keeps its files for later visits, and unpacks some: that takes
    memory for a second or two.
    """
    print("\n| | browser's memory above an empty one, MB, at first | at its highest | half a minute later |")
    print("| --- | --- | --- | --- |")
    for name, address in addresses.items():
        with browser(playwright) as context:
            empty = _memory()
            visit = Visit(context, address, "")
            visit.play()
            seen = []
            for _ in range(LOOKS):
                visit.page.wait_for_timeout(1000 * LOOK_EVERY)
                seen.append((_memory() - empty) / 1e6)
            print(f"| {name} | {seen[0]:.0f} | {max(seen):.0f} | {seen[-1]:.0f} |", flush=True)


def _memory() -> int:
    """Return the bytes of all processes of the browser, what they share counted once."""
    processes = psutil.Process().children(recursive=True)
    return sum(each.memory_full_info().pss for each in processes if "chrom" in each.name())


def compare_losses(context: BrowserContext, addresses: dict[str, str]) -> None:
    """Print the losses after the same steps."""
    print(f"\n| network | | training loss | test loss, after {AT} steps |\n| --- | --- | --- | --- |")
    for network, query in NETWORKS.items():
        for name, address in addresses.items():
            visit = Visit(context, address, f"{query}&at_step={AT}")
            visit.wait(f"+d.step === {AT}")
            data = visit.picture.evaluate("stage => ({ ...stage.dataset })")
            print(f"| {network} | {name} | {data['trainLoss']} | {data['testLoss']} |", flush=True)
            visit.page.close()


def main() -> None:
    """Run all measurements, or exit where something is missing."""
    if chromium_path() is None:
        sys.exit("benchmarks.static needs Chromium or Chrome: install it")
    if not (ROOT / "dist" / "index.html").exists():
        sys.exit("benchmarks.static needs the site: build it by `make static`")
    print(report(ROOT / "dist"), "\n")
    with serve() as server, serve_site() as static, sync_playwright() as playwright:
        addresses = {"server": server.address, "static": static}
        measure_openings(playwright, addresses)
        with browser(playwright) as context:
            measure_networks(context, addresses)
            compare_losses(context, addresses)
        measure_memory(playwright, addresses)


if __name__ == "__main__":
    main()
