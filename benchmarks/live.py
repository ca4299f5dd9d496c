"""What a visitor's browser gets, in a real Chromium on this machine: python -m benchmarks.live

For each network it opens the Playground, plays for SECONDS, and counts updates (changes of the
Stage's step), different pictures (hashes of the canvas at every animation frame), epochs, and the
bytes that came over the websocket.
"""

import sys
import time

import psutil
from playwright.sync_api import TimeoutError, sync_playwright

from benchmarks.serving import CHROMIUM_FLAGS, chromium_path, serve
from ui.playground.gallery import SPIRAL

SECONDS = 10
ALL_FEATURES = "x1-x2-x1_squared-x2_squared-x1_x2-sin_x1-sin_x2"
NETWORKS = {
    "default, 6-4": "",
    "8-8": "layers=8-8",
    "six layers of 8": "layers=8-8-8-8-8-8",
    "six layers of 8, all inputs": f"layers=8-8-8-8-8-8&features={ALL_FEATURES}",
}
WALLS = (
    ("10 activations, 2-8-8", "activations", "layers=8-8"),
    ("10 activations × 6 depths, layers of 4", "activations", "part=depth"),
    ("5 optimizers, 2-8-8", "optimizers", "part=network&layers=8-8"),
)
WORKS = (
    ("step-size map, 300 networks 2-8-8, 100 epochs", "step_size", "layers=8-8", "cells"),
    ("luck, 64 seeds 2-8-8, 200 epochs", "luck", "layers=8-8", "wall"),
)
TOUCHED = (
    ("neuron", ""),
    ("activation", ""),
    ("depth_of", "neurons=3"),
    ("softmax", ""),
    ("loss", ""),
    ("loss", "screen=2"),
    ("descending", ""),
    ("descending", "screen=2"),
)
# Presses a key on a handle, and resolves to the ms until the figure has been drawn anew.
ANSWER = """handle => new Promise(resolve => {
    const root = handle.getRootNode().querySelector("[data-testid=sketch]");
    const begun = performance.now();
    new MutationObserver((_, watcher) => {
        watcher.disconnect();
        setTimeout(() => resolve(performance.now() - begun - 600), 600); // what follows is not to mix with the next
    }).observe(root, { attributes: true, attributeFilter: ["data-beat"] });
    handle.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true }));
})"""

COUNT = """([stage, milliseconds]) => new Promise(resolve => {
    const canvas = stage.querySelector("canvas");
    const small = document.createElement("canvas");
    [small.width, small.height] = [160, 80];
    const context = small.getContext("2d", { willReadFrequently: true });
    const epochs = () => +stage.dataset.epoch;
    let [pictures, updates, last, step] = [0, 0, null, stage.dataset.step];
    const [begun, first] = [performance.now(), epochs()];
    const look = () => {
        context.drawImage(canvas, 0, 0, 160, 80);
        const pixels = new Uint32Array(context.getImageData(0, 0, 160, 80).data.buffer);
        const hash = pixels.reduce((h, p) => (Math.imul(h, 31) + p) | 0, 7);
        if (hash !== last) pictures++;
        if (stage.dataset.step !== step) updates++;
        [last, step] = [hash, stage.dataset.step];
        const passed = performance.now() - begun;
        if (passed < milliseconds) return requestAnimationFrame(look);
        resolve({ seconds: passed / 1000, pictures, updates, epochs: epochs() - first });
    };
    look();
})"""

# Notes, by the page's own clock, when the Stage is first there: a look from outside comes up to half a second late.
OPENED = """(() => {
    const find = root => root.querySelector("[data-testid=stage]")
        ?? [...root.querySelectorAll("*")].map(e => e.shadowRoot && find(e.shadowRoot)).find(Boolean);
    const look = () => {
        if (document.body && find(document)) window.opened = performance.now();
        else requestAnimationFrame(look);
    };
    look();
})()"""


class Visit:
    """One page of the app, with a count of what its websocket received."""

    def __init__(self, browser, address: str, query: str, path: str = "", picture: str = "stage"):
        self.received: list[int] = []
        self.page = browser.new_page(viewport={"width": 1280, "height": 800})
        self.page.on("websocket", lambda socket: socket.on("framereceived", self._count))
        self.page.add_init_script(OPENED)
        self.page.goto(f"{address}/{path}?{query}")
        self.stage = self.page.get_by_test_id(picture)
        self.stage.wait_for()

    def _count(self, payload) -> None:
        self.received.append(len(payload))

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def watch(self, seconds: float) -> dict[str, float]:
        """Return what the Stage showed in these seconds, and the bytes of a typical update."""
        self.received.clear()
        shown = self.page.evaluate(COUNT, [self.stage.element_handle(), 1000 * seconds])
        return shown | {"bytes": sum(self.received) / max(shown["updates"], 1)}

    def wait(self, condition: str) -> None:
        """Wait until a condition on the Stage's data, d, holds."""
        handle = self.stage.element_handle()
        self.page.wait_for_function(f"stage => {{ const d = stage.dataset; return {condition}; }}", arg=handle)


def live_rates(browser, address: str) -> None:
    """Print updates, pictures and epochs per second at full speed, and the bytes of an update."""
    print("### Live, full speed, 250 training points, batch 10\n")
    print("| network | updates/s | pictures/s | epochs/s | kB an update |")
    print("| --- | --- | --- | --- | --- |")
    for name, query in NETWORKS.items():
        visit = Visit(browser, address, f"{query}&speed=full")
        visit.press("Play")
        visit.wait("d.state === 'playing' && +d.step > 0")
        got = visit.watch(SECONDS)
        rates = " | ".join(f"{got[key] / got['seconds']:.1f}" for key in ("updates", "pictures"))
        print(f"| {name} | {rates} | {got['epochs'] / got['seconds']:.0f} | {got['bytes'] / 1000:.1f} |")
        visit.page.close()


def walls(browser, address: str) -> None:
    """Print what the pages that compare show at full speed: each network's epochs, all in lock-step."""
    print("\n### Walls, full speed, 250 training points, batch 10\n")
    print("| wall | updates/s | epochs/s of each network | kB an update |")
    print("| --- | --- | --- | --- |")
    for name, path, query in WALLS:
        visit = Visit(browser, address, f"{query}&speed=full", path, "wall")
        visit.press("Play")
        visit.wait("d.state === 'playing' && +d.step > 0")
        got = visit.watch(SECONDS)
        rates = f"{got['updates'] / got['seconds']:.1f} | {got['epochs'] / got['seconds']:.0f}"
        print(f"| {name} | {rates} | {got['bytes'] / 1000:.1f} |")
        visit.page.close()


def works(browser, address: str) -> None:
    """Print how long the pages that train many networks at once take, from opening to the end."""
    print("\n### Many networks at once, in the browser, from opening the page to the last network\n")
    print("| what | s |")
    print("| --- | --- |")
    for name, path, query, picture in WORKS:
        begun = time.perf_counter()
        visit = Visit(browser, address, query, path, picture)
        visit.wait("d.state === 'done'")
        print(f"| {name} | {time.perf_counter() - begun:.1f} |")
        visit.page.close()


def touches(browser, address: str) -> None:
    """Print how long the figures of the chapters take to answer a touch: from a key on a handle to the drawing."""
    print("\n### From touching a chapter's figure to its answer, median of 9\n")
    print("| chapter | ms |")
    print("| --- | --- |")
    for name, query in TOUCHED:
        visit = Visit(browser, address, query, name, "sketch")
        handle = visit.stage.locator(".grip").first
        waits = sorted(handle.evaluate(ANSWER) for _ in range(9))
        print(f"| {name} {query} | {waits[4]:.0f} |")
        visit.page.close()


def update_cost(browser, server) -> None:
    """Print the server's processor time for an update at one epoch a second, and at rest."""
    process = psutil.Process(server.process.pid)
    visit = Visit(browser, server.address, "speed=1")
    visit.press("Play")
    visit.wait("d.state === 'playing' && +d.step > 0")
    used = process.cpu_times()
    got = visit.watch(SECONDS)
    now = process.cpu_times()
    busy = now.user + now.system - used.user - used.system
    visit.press("Pause")
    visit.wait("d.state === 'paused'")
    used = process.cpu_times()
    time.sleep(3)
    now = process.cpu_times()
    idle = (now.user + now.system - used.user - used.system) / 3
    visit.page.close()
    print("\n### Cost of an update, default network at 1 epoch/s (5 mini-batches an update are in it)\n")
    print("| updates/s | server CPU an update, ms | server CPU when paused |")
    print("| --- | --- | --- |")
    print(f"| {got['updates'] / got['seconds']:.1f} | {1000 * busy / got['updates']:.1f} | {100 * idle:.1f} % |")


def first_success(browser, address: str) -> None:
    """Print the seconds from pressing Play on the default page to a test accuracy over 95 %, and to a pause."""
    print("\n### From pressing Play on the default page\n")
    print("| opened, s | first motion, s | test accuracy over 95 %, s | pause, s |")
    print("| --- | --- | --- | --- |")
    for _ in range(3):
        visit = Visit(browser, address, "")
        opened = visit.page.evaluate("opened") / 1000
        begun = time.perf_counter()
        visit.press("Play")
        visit.wait("+d.step > 0")
        moved = time.perf_counter() - begun
        visit.wait("+d.testAccuracy > 0.95")
        learned = time.perf_counter() - begun
        begun = time.perf_counter()
        visit.press("Pause")
        visit.wait("d.state === 'paused'")
        print(f"| {opened:.2f} | {moved:.2f} | {learned:.2f} | {time.perf_counter() - begun:.2f} |")
        visit.page.close()


def spiral(browser, address: str) -> None:
    """Print the seconds until the gallery's spiral has a test loss below 0.05, as TensorFlow Playground counts.

    That loss is the mean of ½(p₊ - p₋ - y)² with y = ±1, 2(1 - p)² for a right class's probability p. It is at most
    0.815 times the cross-entropy -ln p, so a cross-entropy below 0.0613 is enough; no point makes an exception.
    """
    print("\n### The spiral (500 points, no noise, half for training, x1 and x2, 8-8 tanh), full speed\n")
    print("| seed | seconds from Play | epoch |")
    print("| --- | --- | --- |")
    seconds = []
    for seed in range(1, 11):
        visit = Visit(browser, address, f"{SPIRAL}&data_seed={seed}&weight_seed={seed}")
        begun = time.perf_counter()
        visit.press("Play")
        try:
            visit.wait("+d.testLoss < 0.05 / 0.815")
            seconds.append(time.perf_counter() - begun)
            print(f"| {seed} | {seconds[-1]:.1f} | {visit.stage.get_attribute('data-epoch')} |")
        except TimeoutError:
            print(f"| {seed} | more than 30 | {visit.stage.get_attribute('data-epoch')} |")
        visit.page.close()
    print(f"\nwithin 10 s: {sum(each < 10 for each in seconds)} of 10")


def main() -> None:
    """Run all measurements, or say why not."""
    path = chromium_path()
    if path is None:
        sys.exit("benchmarks.live needs Chromium, and there is none on this machine")
    with serve() as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        first_success(browser, server.address)
        live_rates(browser, server.address)
        walls(browser, server.address)
        works(browser, server.address)
        touches(browser, server.address)
        update_cost(browser, server)
        spiral(browser, server.address)
        browser.close()


if __name__ == "__main__":
    main()
