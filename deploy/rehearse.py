"""Rehearses the failure of a replica: two replicas behind HAProxy with haproxy.cfg, and pages in Chromium.

Run it as `python -m deploy.rehearse`. One replica is killed while the pages play; without any action by a visitor,
they must come back to the step that they had shown. Everything runs on this machine and is stopped at the end.
"""

import argparse
import time
from collections.abc import Callable
from contextlib import ExitStack
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.serving import CHROMIUM_FLAGS, Server, chromium_path, open_here, serve
from deploy.outcome import MAX_LOST_STEPS, Outcome, outcome, table
from deploy.proxy import COOKIE, Proxy, haproxy_path, run_proxy
from deploy.visitors import EXPERIMENT, IS_BACK, PAUSES_AT_STEP, PLAYS_SINCE, TIME_HAS_COME, Visitor, open_visitor

if TYPE_CHECKING:
    from playwright.sync_api import Browser

MAX_RETURN_TIME = 20.0  # seconds within which a page must be back at its step and play on
# Seconds that pages play before. At 1 epoch/s, playing to that step again takes as long; training to it does not.
PLAY_TIME = 8.0
RELOADS = 2  # of each page, to see that it stays with its replica
NEWCOMERS = 4  # requests without a cookie while a replica takes no new visitors
SETTLED_AFTER = 0.5  # seconds without a new connection
MOST_LOOKS = 20  # for that
REQUEST_TIMEOUT = 60.0  # seconds
MIN_PAGES, MAX_PAGES = 2, 12


class Rehearsal(NamedTuple):
    """What became of each page, and a sentence for each error."""

    outcomes: list[Outcome]
    errors: list[str]


def rehearse(
    browser: "Browser",
    pages: int = 4,
    reloads: int = RELOADS,
    max_return_time: float = MAX_RETURN_TIME,
    report: Callable[[str], None] = print,
) -> Rehearsal:
    """Rehearse with a number of pages, at least two, and report each stage as it begins.

    A page that is not back within max_return_time seconds is an error.
    """
    with ExitStack() as stack:
        servers = [stack.enter_context(serve()) for _ in range(2)]
        proxy = stack.enter_context(run_proxy([server.address for server in servers]))

        report(f"{pages} visitors come")
        visitors = [open_visitor(browser, proxy.address, stack) for _ in range(pages)]
        replicas = [visitor.replica for visitor in visitors]
        errors = [] if set(replicas) == {"1", "2"} else [f"not spread over both replicas: {replicas}"]
        errors += _reload_errors(proxy, visitors, replicas, reloads)

        report("one replica takes no new visitors")
        errors += _drain_errors(proxy, min(visitors, key=lambda visitor: replicas.count(visitor.replica)))

        report("they play")
        if stuck := _play(proxy, visitors):
            return Rehearsal([], [*errors, f"{stuck} pages do not play"])
        addresses = [visitor.page.url for visitor in visitors]

        report(f"replica {replicas[0]} is killed")
        outcomes = _kill(servers, visitors, replicas, max_return_time)
        for number, (visitor, each, address) in enumerate(zip(visitors, outcomes, addresses, strict=True), 1):
            wrong = each.orphan_errors() if each.replica == replicas[0] else each.survivor_errors()
            if visitor.page.url != address:
                wrong.append(f"its address was {address} and is {visitor.page.url}")
            errors += [f"page {number}: {sentence}" for sentence in wrong]
        last_shown = visitors[0].page.evaluate("() => __record.shown.at(-1)")  # its replica is the one that was killed
        for visitor in visitors:
            visitor.page.close()
        errors += _address_errors(browser, proxy, last_shown)
        return Rehearsal(outcomes, errors)


def _settled_counts(proxy: Proxy) -> dict[str, int]:
    """Return the proxy's counts of connections once no page opens one: a picture's line comes after its page."""
    counts = proxy.connection_counts()
    for _ in range(MOST_LOOKS):
        time.sleep(SETTLED_AFTER)
        before, counts = counts, proxy.connection_counts()
        if counts == before:
            break
    return counts


def _reload_errors(proxy: Proxy, visitors: list[Visitor], replicas: list[str], reloads: int) -> list[str]:
    """Reload every page; return an error for each reload that another replica served."""
    errors = []
    for number, (visitor, replica) in enumerate(zip(visitors, replicas, strict=True), 1):
        for reload in range(1, reloads + 1):
            before = _settled_counts(proxy)
            visitor.load(f"{proxy.address}/?{EXPERIMENT}&show_test={'true' if reload % 2 else 'false'}")
            visitor.wait_until_idle()
            after = proxy.connection_counts()
            others = [each for each in after if each != replica and after[each] != before[each]]
            if others or visitor.replica != replica or after[replica] == before[replica]:
                errors.append(f"page {number} did not stay on replica {replica} when it was reloaded")
    return errors


def _drain_errors(proxy: Proxy, visitor: Visitor) -> list[str]:
    """Drain this visitor's replica, as before an update: the visitor stays, new visitors go to the other one."""
    errors = []
    replica = visitor.replica
    proxy.command(f"set server app/replica-{replica} state drain")
    for _ in range(NEWCOMERS):
        with open_here(proxy.address, timeout=REQUEST_TIMEOUT) as answer:
            if answer.headers["Set-Cookie"].startswith(f"{COOKIE}={replica};"):
                errors.append(f"a new visitor was sent to replica {replica}, which takes none")
    visitor.load(f"{proxy.address}/?{EXPERIMENT}")
    if visitor.replica != replica:
        errors.append(f"a visitor had to leave replica {replica}, which only takes no new visitors")
    proxy.command(f"set server app/replica-{replica} state ready")
    return errors


def _play(proxy: Proxy, visitors: list[Visitor]) -> int:
    """Let every page play for PLAY_TIME; return how many do not play."""
    start = time.time()
    for visitor in visitors:
        visitor.load(f"{proxy.address}/?{EXPERIMENT}&play=true")
    stuck = sum(not visitor.wait_for(PLAYS_SINCE, start) for visitor in visitors)
    if not stuck:
        visitors[-1].wait_for(TIME_HAS_COME, time.time() + PLAY_TIME)
    return stuck


def _kill(servers: list[Server], visitors: list[Visitor], replicas: list[str], max_return_time: float) -> list[Outcome]:
    """Kill the first visitor's replica; return what became of every page once the affected ones are back or late."""
    servers[int(replicas[0]) - 1].process.kill()
    killed = time.time()
    for visitor, replica in zip(visitors, replicas, strict=True):
        if replica == replicas[0]:
            time_left = max(killed + max_return_time - time.time(), 0.1)
            visitor.wait_for(IS_BACK, {"killed": killed, "maxLostSteps": MAX_LOST_STEPS}, time_left)
    now = time.time()
    for visitor in visitors:
        visitor.wait_for(PLAYS_SINCE, now)
    return [outcome(visitor, replica, killed) for visitor, replica in zip(visitors, replicas, strict=True)]


def _address_errors(browser: "Browser", proxy: Proxy, shown: dict) -> list[str]:
    """Open an address at the step that a page showed, in another browser context; its losses must be the same."""
    step = shown["step"]
    with ExitStack() as stack:
        visitor = open_visitor(browser, proxy.address, stack, f"{EXPERIMENT}&at_step={step}")
        if not visitor.wait_for(PAUSES_AT_STEP, step):
            return [f"the address with step {step} does not lead there"]
        again = visitor.page.evaluate("(step) => __record.shown.findLast((shown) => shown.step === step)", step)
    if again["losses"] != shown["losses"]:
        return [f"at step {step} the losses were {shown['losses']}; by the address they are {again['losses']}"]
    return []


def main() -> None:
    """Rehearse, print the table and the errors; the exit status is 1 if there are any."""
    parser = argparse.ArgumentParser(prog="python -m deploy.rehearse", description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, default=4, help=f"number of visitors, {MIN_PAGES} to {MAX_PAGES} (4)")
    pages = min(max(parser.parse_args().pages, MIN_PAGES), MAX_PAGES)
    if not (haproxy_path() and chromium_path()):
        raise SystemExit("this needs HAProxy and Chromium or Chrome: install them")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_FLAGS)
        rehearsal = rehearse(browser, pages)
        browser.close()
    print(table(rehearsal.outcomes), *rehearsal.errors, sep="\n")
    raise SystemExit(bool(rehearsal.errors))


if __name__ == "__main__":
    main()
