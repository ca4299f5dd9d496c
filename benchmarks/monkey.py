"""Clicks about on all pages, on a slow line, and looks for what breaks: python -m benchmarks.monkey [--minutes 20]

It presses what it finds, quickly and without sense, but with a seed. It looks for errors on a page, in the console, in
the server's log, and for pages that no longer answer. It ends by itself.
"""

import argparse
import contextlib
import random
import time
from typing import NamedTuple

from playwright.sync_api import Browser, ConsoleMessage, Error, Page, sync_playwright

from benchmarks.serving import CHROMIUM_FLAGS, chromium_path, serve
from benchmarks.slow_line import slow_line
from course.path import CHAPTERS

DELAY = 0.3  # seconds each way
VISIT = 20.0  # seconds on a page
PATIENCE = 20_000  # ms in which a page that is left alone must come to rest
SIZES = ((1280, 800), (390, 844))
PATHS = (
    "",
    "?data=own",
    "?layers=8-8-8&data=spiral&play=true",
    "?task=Reach+it&goal_loss=0.1&lock=data",
    "images",
    "images?data=digits&play=true",
    "sequences",
    "sequences?data=names&play=true",
    "activations",
    "activations?part=depth",
    "activations?part=curves",
    "optimizers",
    "optimizers?part=network",
    "step_size?epochs=20",
    "step_size?part=schedules",
    "luck?seeds=8&epochs=20",
    "depth?seeds=2&epochs=20",
    "image_networks",
    "cells",
    "learn",
    "glossary",
    *(chapter.name for chapter in CHAPTERS),
)
KEYS = ("Space", "ArrowRight", "r", "Control+z", "Control+y", "Tab", "Enter", "Escape", "ArrowUp")
TOUCHED = (
    "button:visible, [role=radio]:visible, [role=checkbox]:visible, input:visible, [role=combobox]:visible, "
    "[role=slider]:visible, [role=option]:visible, canvas:visible, summary:visible, a:visible"
)
# On a page below the root, Streamlit's browser side looks for the server there first, and is told that there is none.
SEARCHES = ("_stcore/health", "_stcore/host-config")
LEAVES = ("Learn", "Compare", "Playground")  # they lead to another page, which is opened anyway
TEXTS = ("3", "8-8", "0.1", "-5", "x", "99999999", "")


class Found(NamedTuple):
    """What went wrong, where and after which touch."""

    where: str
    what: str
    last: str


def touch(page: Page, rng: random.Random) -> str:
    """Do one thing to a page; return what it was."""
    if rng.random() < 0.2:
        key = rng.choice(KEYS)
        page.keyboard.press(key)
        return f"key {key}"
    found = page.locator(TOUCHED)
    count = found.count()
    if not count:
        return "nothing"
    element = found.nth(rng.randrange(count))
    name = (element.get_attribute("aria-label", timeout=500) or element.inner_text(timeout=500))[:40].replace("\n", " ")
    if any(word in name for word in LEAVES):
        return "nothing"
    element.click(timeout=500, position={"x": 5, "y": 5} if rng.random() < 0.3 else None)
    if element.evaluate("e => e.tagName === 'INPUT' && ['text', 'number'].includes(e.type)", timeout=500):
        page.keyboard.press("Control+a")
        page.keyboard.type(rng.choice(TEXTS))
        page.keyboard.press("Enter")
    return name


def visit(browser: Browser, address: str, size: tuple[int, int], rng: random.Random) -> tuple[int, list[Found]]:
    """Touch one page for a while; return how often, and what went wrong."""
    page = browser.new_page(viewport={"width": size[0], "height": size[1]})
    where, last, found = f"{address.rsplit('/', 1)[1] or 'playground'} {size[0]}", "opened", []
    touches = 0
    page.on("pageerror", lambda error: found.append(Found(where, f"an error on the page: {error}", last)))

    def hear(said: ConsoleMessage) -> None:
        if said.type == "error" and not said.location["url"].endswith(SEARCHES):
            found.append(Found(where, f"console: {said.text[:300]} {said.location['url']}", last))

    page.on("console", hear)
    try:
        page.goto(address)
        page.locator(".stApp[data-test-script-state=notRunning]").wait_for()
        end = time.monotonic() + VISIT
        while time.monotonic() < end:
            with contextlib.suppress(Error):  # what it was about to touch has gone, or lies below something else
                last = touch(page, rng)
                touches += 1
            page.wait_for_timeout(rng.choice((20, 100, 300)))
        for red in page.locator("[data-testid=stException]").all_inner_texts():
            found.append(Found(where, red[:200], last))
        page.keyboard.press("Escape")
        page.locator(".stApp[data-test-script-state=notRunning]").wait_for(timeout=PATIENCE)
        if not page.get_by_role("heading").first.is_visible() and not page.locator("canvas").count():
            found.append(Found(where, "the page is empty", last))
    except Error as error:
        found.append(Found(where, str(error)[:200], last))
    page.close()
    return touches, found


def main() -> None:
    """Click about for as long as the command line says."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.monkey", description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    rng = random.Random(arguments.seed)
    found, visits, touches, end = [], 0, 0, time.monotonic() + 60 * arguments.minutes
    with serve() as server, slow_line(server.address, DELAY) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_FLAGS)
        while time.monotonic() < end:
            path, size = rng.choice(PATHS), rng.choice(SIZES)
            count, faults = visit(browser, f"{address}/{path}", size, rng)
            touches += count
            for each in faults:
                print(f"{each.where}: {each.what} (after {each.last!r})", flush=True)
                found.append(each)
            visits += 1
        browser.close()
    log = "".join(server.log)
    print(f"{visits} visits, {touches} touches, {len(found)} faults, {log.count('Traceback')} tracebacks in the log")
    if "Traceback" in log:
        print(log[max(log.find("Traceback") - 300, 0) :][:3000])


if __name__ == "__main__":
    main()
