"""Rehearses a lesson with a room on two replicas: Redis is restarted, then a replica is killed; both lose all they had.

Run it as `python -m deploy.lesson`. A teacher and students in Chromium, behind HAProxy; the tiles of the teacher's wall
that come back are counted, without any action by anybody. Everything runs on this machine and is stopped at the end.
"""

import argparse
import os
import time
from collections.abc import Callable
from contextlib import ExitStack
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.serving import CHROMIUM_FLAGS, chromium_path, serve
from deploy.proxy import COOKIE, haproxy_path, run_proxy
from deploy.store import RedisServer, redis_path, run_redis

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

MAX_RETURN_TIME = 10.0  # seconds within which all tiles must be back
OFF_TIME = 2.0  # seconds for which Redis is gone
PATIENCE = 60.0  # seconds after which anything else that a page should show counts as missing
MOST_STUDENTS = 12

# How many tiles the wall shows whose networks have trained further since some epochs, and whose pages are there.
LIVE_TILES = """(count) => {
    const find = (root) => {
        for (const e of root.querySelectorAll("*")) {
            if (e.dataset.testid === "room") return e;
            const inner = e.shadowRoot && find(e.shadowRoot);
            if (inner) return inner;
        }
    };
    const room = find(document);
    if (!room || +room.dataset.tiles !== count || / left/.test(room.textContent)) return false;
    const epochs = [...room.textContent.matchAll(/epoch ([^·\\n]+)/g)].map((match) => match[1]);
    window.__first ??= epochs;
    return epochs.length === count && epochs.every((each, i) => each !== window.__first[i]);
}"""


class Lesson(NamedTuple):
    """Seconds until all tiles were back, by what had failed, None for never; and a sentence for each error."""

    back: dict[str, float | None]
    errors: list[str]


def rehearse(
    browser: "Browser",
    students: int = 3,
    max_return_time: float = MAX_RETURN_TIME,
    report: Callable[[str], None] = print,
) -> Lesson:
    """Rehearse a lesson with some students, at least two, and report each stage as it begins."""
    with ExitStack() as stack:
        store = stack.enter_context(run_redis())
        os.environ["ROOMS_URL"] = store.url
        stack.callback(os.environ.pop, "ROOMS_URL")
        servers = [stack.enter_context(serve()) for _ in range(2)]
        proxy = stack.enter_context(run_proxy([server.address for server in servers]))
        report("a teacher opens a room")
        teacher = _open(browser, stack, f"{proxy.address}/room")
        teacher.get_by_role("button", name="Open a room", exact=True).click()
        code = teacher.locator(".st-key-room_way_in h2").inner_text()
        report(f"{students} students join room {code}")
        pages = [_join(browser, stack, proxy.address, code, number) for number in range(students)]
        replicas = [_replica(page) for page in (teacher, *pages)]
        errors = [] if set(replicas) == {"1", "2"} else [f"not spread over both replicas: {replicas}"]
        teacher.get_by_role("button", name="Start all", exact=True).click()
        if _wait(teacher, students, PATIENCE) is None:
            return Lesson({}, [*errors, "the wall does not show all students at work"])
        back = {}
        report("Redis is restarted, and has lost everything")
        back["Redis"] = _restart(store, teacher, students, max_return_time)
        report(f"replica {replicas[0]} is killed, the teacher's")
        servers[int(replicas[0]) - 1].process.kill()
        back["replica"] = _wait(teacher, students, max_return_time)
        late = [what for what, seconds in back.items() if seconds is None or seconds > max_return_time]
        return Lesson(back, [*errors, *(f"after {what} was gone, not all tiles came back in time" for what in late)])


def _open(browser: "Browser", stack: ExitStack, address: str) -> "Page":
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    stack.callback(context.close)
    page = context.new_page()
    page.set_default_timeout(PATIENCE * 1000)
    page.goto(address)
    return page


def _join(browser: "Browser", stack: ExitStack, address: str, code: str, number: int) -> "Page":
    page = _open(browser, stack, f"{address}/room?code={code}")
    page.get_by_label("Your name in the room").fill(f"Student {number}")
    page.keyboard.press("Enter")
    page.get_by_test_id("stage").wait_for()
    page.locator(".st-key-in_room").get_by_text(f"In room {code} as Student {number}").wait_for()
    return page


def _replica(page: "Page") -> str:
    return next((cookie["value"] for cookie in page.context.cookies() if cookie["name"] == COOKIE), "")


def _wait(teacher: "Page", count: int, seconds: float) -> float | None:
    """Return the seconds until all tiles have trained further than they are shown now; None for never."""
    from playwright.sync_api import Error

    begun = time.monotonic()
    try:
        teacher.evaluate("() => { window.__first = undefined; }")
        teacher.wait_for_function(LIVE_TILES, arg=count, timeout=seconds * 1000)
    except Error:
        return None
    return time.monotonic() - begun


def _restart(store: RedisServer, teacher: "Page", count: int, seconds: float) -> float | None:
    """Kill Redis, start it again after a while, and wait for the tiles of both replicas."""
    store.stop()
    end = time.monotonic() + OFF_TIME
    while time.monotonic() < end:
        teacher.wait_for_timeout(100)
    store.start()
    return _wait(teacher, count, seconds)


def main() -> None:
    """Rehearse, print how long it took and the errors; the exit status is 1 if there are any."""
    parser = argparse.ArgumentParser(prog="python -m deploy.lesson", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--students", type=int, default=4, help=f"2 to {MOST_STUDENTS} (4)")
    students = min(max(parser.parse_args().students, 2), MOST_STUDENTS)
    if not (haproxy_path() and chromium_path() and redis_path()):
        raise SystemExit("this needs HAProxy, Redis or Valkey, and Chromium or Chrome: install them")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_FLAGS)
        lesson = rehearse(browser, students)
        browser.close()
    for what, seconds in lesson.back.items():
        print(f"after {what} was gone: all {students} tiles back after {seconds or float('nan'):.1f} s")
    print(*lesson.errors, sep="\n")
    raise SystemExit(bool(lesson.errors))


if __name__ == "__main__":
    main()
