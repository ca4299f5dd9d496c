"""Rehearses the day on which a replica dies: two replicas behind HAProxy with haproxy.cfg, and pages in a Chromium.

Run it as `python -m deploy.rehearse`. A replica is killed while the pages play; nobody touches them, and they must be
back at the step that they had shown. All addresses are of this machine; everything that is started is ended.
"""

import argparse
import itertools
import os
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.serving import CHROMIUM_FLAGS, chromium_path, free_port, serve

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

CONFIG = Path(__file__).with_name("haproxy.cfg")
COOKIE = "replica"
EXPERIMENT = "data=spiral&layers=8-8&speed=1"

LOSS = 0  # steps of those that a page had shown when its replica died, which it need not be trained to again
BACK = 20.0  # seconds, within which a page must be back at its step and play on
PLAYED = 8.0  # seconds that pages play before: at 1 epoch/s playing there anew takes as long, training there does not
LOADS = 2  # how often each page is loaded again, to see that it stays with its replica
NEWCOMERS = 4  # that ask while a replica takes nobody new
SOON = 60.0  # seconds, after which anything else that was waited for counts as missing

# Notes what the Stage shows, and when a websocket was opened: time in seconds, as time.time has it.
NOTES = """(() => {
    const notes = (window.__notes = { shown: [], opened: [] });
    window.WebSocket = class extends window.WebSocket {
        constructor(...rest) {
            super(...rest);
            this.addEventListener("open", () => notes.opened.push(Date.now() / 1000));
        }
    };
    const find = (root) => {
        for (const e of root.querySelectorAll("*")) {
            if (e.dataset.testid === "stage") return e;
            const inner = e.shadowRoot && find(e.shadowRoot);
            if (inner) return inner;
        }
    };
    let stage;
    setInterval(() => {
        if (!stage?.isConnected) stage = find(document);
        if (!stage?.dataset.step) return;
        const { step, state, trainLoss, testLoss } = stage.dataset;
        const last = notes.shown.at(-1);
        if (last && last.step === +step && last.state === state) return;
        notes.shown.push({ at: Date.now() / 1000, step: +step, state, losses: [trainLoss, testLoss] });
    }, 25);
})()"""

# Whether the page has a new session, has been trained to its step again, and plays on.
IS_BACK = """({ killed, loss }) => {
    const again = __notes.opened.find((at) => at > killed);
    if (!again) return false;
    const before = __notes.shown.findLast((each) => each.at < again);
    const since = __notes.shown.filter((each) => each.at > again);
    return since.some((each) => each.step >= before.step - loss)
        && since.some((each) => each.step > before.step && each.state === "playing");
}"""
PLAYS = "(at) => __notes.shown.some((each) => each.at > at && each.state === 'playing' && each.step > 0)"
SHOWS = "(step) => __notes.shown.some((each) => each.step === step && each.state === 'paused')"


class Proxy(NamedTuple):
    """A running HAProxy: where visitors connect, and the socket on which it takes commands."""

    address: str
    admin: str

    def tell(self, command: str) -> str:
        """Return what HAProxy answers to a command."""
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(SOON)
            line.connect(self.admin)
            line.sendall(f"{command}\n".encode())
            return b"".join(iter(lambda: line.recv(65536), b"")).decode().strip()

    def served(self) -> dict[str, int]:
        """Return how many connections were passed on to each replica so far, by its cookie."""
        names, *rows = [row.split(",") for row in self.tell("show stat app 4 -1").splitlines()]
        found = [dict(zip(names, row, strict=False)) for row in rows]
        return {row["cookie"]: int(row["stot"]) for row in found}


class Visitor(NamedTuple):
    """A page in a browser of its own."""

    context: "BrowserContext"
    page: "Page"

    @property
    def replica(self) -> str:
        """Which replica the visitor's cookie names; empty without one."""
        return next((each["value"] for each in self.context.cookies() if each["name"] == COOKIE), "")

    def load(self, address: str) -> None:
        """Open an address, or the same one once more; return when the Stage is there."""
        self.page.goto(address)
        self.page.get_by_test_id("stage").wait_for()

    def rests(self) -> None:
        """Return when the page asks for no more files: what comes late would be taken for another page's."""
        self.page.wait_for_load_state("networkidle")

    def waits(self, condition: str, value: object, seconds: float = SOON) -> bool:
        """Wait for a condition on what the page has noted; return whether it came true."""
        from playwright.sync_api import TimeoutError as TooLate

        try:
            self.page.wait_for_function(condition, arg=value, timeout=seconds * 1000)
        except TooLate:
            return False
        return True


class Fate(NamedTuple):
    """What became of one page after a replica was killed. Times are in seconds from then; None is never."""

    replica: str
    then: str
    before: int  # the step that was shown last
    pace: float  # steps a second that it played at
    connected: float | None
    first: int | None  # the step that was shown first in the new session
    back: float | None  # when its step, or a later one, was shown again
    after: int  # the step at the end
    falls: int  # how often a step was shown that was lower than the one before
    sessions: int  # that were opened since

    def row(self) -> tuple[str, ...]:
        """Return the cells of its row in the table."""
        moved = self.replica if self.then == self.replica else f"{self.replica} → {self.then}"
        seconds = ("–" if each is None else f"{each:.1f}" for each in (self.connected, self.back))
        return (moved, *seconds, str(self.before), "–" if self.first is None else str(self.first), str(self.after))


HEADS = ("replica", "connected, s", "back, s", "step before", "first after", "at the end")


class Rehearsal(NamedTuple):
    """What happened to each page, and what should not have."""

    fates: list[Fate]
    complaints: list[str]


def haproxy_path() -> str | None:
    """Return the path of an installed HAProxy, or None. Debian puts it where only root looks."""
    return shutil.which("haproxy") or shutil.which("haproxy", path="/usr/sbin:/usr/local/sbin")


def settings(listen: str, replicas: list[str], admin: str) -> dict[str, str]:
    """Return the environment that haproxy.cfg reads."""
    named = {f"REPLICA_{number}": each for number, each in enumerate(replicas, 1)}
    return {**os.environ, **named, "LISTEN": listen, "ADMIN": admin}


@contextmanager
def proxy(addresses: list[str]) -> Iterator[Proxy]:
    """Run HAProxy before two servers, at http://…; end it afterwards. Raises RuntimeError if it does not start."""
    port = free_port()
    replicas = [address.removeprefix("http://") for address in addresses]
    with tempfile.TemporaryDirectory(prefix="replicas-") as folder, open(Path(folder, "log"), "w+") as log:
        admin = f"{folder}/admin.sock"
        process = subprocess.Popen(
            [haproxy_path() or "haproxy", "-db", "-f", str(CONFIG)],
            env=settings(f"127.0.0.1:{port}", replicas, f"unix@{admin}"),
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            running = Proxy(f"http://127.0.0.1:{port}", admin)
            _wait_until_it_passes(running, process, Path(folder, "log"))
            yield running
        finally:
            process.terminate()
            process.wait(timeout=10)


def _wait_until_it_passes(running: Proxy, process: subprocess.Popen, log: Path) -> None:
    end = time.monotonic() + SOON
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(f"HAProxy ended: {log.read_text()}")
        try:
            with urllib.request.urlopen(f"{running.address}/_stcore/health", timeout=1):
                return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"HAProxy passed nothing on within {SOON:.0f} s: {log.read_text()}")


def rehearse(
    browser: "Browser", pages: int = 4, loads: int = LOADS, back: float = BACK, say: Callable[[str], None] = print
) -> Rehearsal:
    """Go through it all with so many pages, at least two; say what is done, return what came of it.

    A page that is not back within so many seconds is complained of.
    """
    with ExitStack() as ends:
        servers = [ends.enter_context(serve()) for _ in range(2)]
        running = ends.enter_context(proxy([server.address for server in servers]))
        complaints: list[str] = []

        say(f"{pages} visitors come")
        visitors = [_come(browser, running, ends) for _ in range(pages)]
        named = [visitor.replica for visitor in visitors]
        if set(named) != {"1", "2"}:
            complaints.append(f"not spread over both replicas: {named}")
        complaints += _stays(running, visitors, named, loads)

        say("one replica takes nobody new")
        complaints += _drains(running, min(visitors, key=lambda each: named.count(each.replica)))

        say("they play")
        begun = time.time()
        for visitor in visitors:
            visitor.load(f"{running.address}/?{EXPERIMENT}&play=true")
        late = [visitor for visitor in visitors if not visitor.waits(PLAYS, begun)]
        if late:
            return Rehearsal([], [*complaints, f"{len(late)} pages do not play"])
        visitors[-1].waits("(end) => Date.now() / 1000 > end", time.time() + PLAYED)
        addresses = [visitor.page.url for visitor in visitors]

        lost = named[0]
        say(f"replica {lost} is killed")
        servers[int(lost) - 1].process.kill()
        killed = time.time()
        orphans = [visitor for visitor, name in zip(visitors, named, strict=True) if name == lost]
        for visitor in orphans:
            visitor.waits(IS_BACK, {"killed": killed, "loss": LOSS}, max(killed + back - time.time(), 0.1))
        now = time.time()
        for visitor in visitors:
            visitor.waits(PLAYS, now)

        fates = [_fate(visitor, name, killed) for visitor, name in zip(visitors, named, strict=True)]
        for number, (visitor, fate, address) in enumerate(zip(visitors, fates, addresses, strict=True), 1):
            wrong = _wrong_with_survivor(fate) if fate.replica != lost else _wrong_with_orphan(fate)
            if visitor.page.url != address:
                wrong.append(f"its address was {address} and is {visitor.page.url}")
            complaints += [f"page {number}: {each}" for each in wrong]
        last = orphans[0].page.evaluate("() => __notes.shown.at(-1)")
        for visitor in visitors:
            visitor.page.close()
        complaints += _differs(browser, running, last)
        return Rehearsal(fates, complaints)


def _come(browser: "Browser", running: Proxy, ends: ExitStack, query: str = EXPERIMENT) -> Visitor:
    """Open a page in a browser without cookies; it is closed with the rehearsal."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    ends.callback(context.close)
    context.add_init_script(NOTES)
    page = context.new_page()
    page.set_default_timeout(SOON * 1000)
    visitor = Visitor(context, page)
    visitor.load(f"{running.address}/?{query}")
    visitor.rests()
    return visitor


def _stays(running: Proxy, visitors: list[Visitor], named: list[str], loads: int) -> list[str]:
    """Load every page again; complain of those that another replica served."""
    complaints = []
    for number, (visitor, name) in enumerate(zip(visitors, named, strict=True), 1):
        for load in range(1, loads + 1):
            before = running.served()
            visitor.load(f"{running.address}/?{EXPERIMENT}&show_test={'true' if load % 2 else 'false'}")
            visitor.rests()
            after = running.served()
            elsewhere = [each for each in after if each != name and after[each] != before[each]]
            if elsewhere or visitor.replica != name or after[name] == before[name]:
                complaints.append(f"page {number} did not stay on replica {name} when it was loaded again")
    return complaints


def _drains(running: Proxy, staying: Visitor) -> list[str]:
    """Let a replica take nobody new, as before an update: who is there stays, who comes goes elsewhere."""
    complaints = []
    name = staying.replica
    running.tell(f"set server app/replica-{name} state drain")
    for _ in range(NEWCOMERS):
        with urllib.request.urlopen(running.address, timeout=SOON) as answer:
            if answer.headers["Set-Cookie"].startswith(f"{COOKIE}={name};"):
                complaints.append(f"a newcomer was sent to replica {name}, which takes nobody new")
    staying.load(f"{running.address}/?{EXPERIMENT}")
    if staying.replica != name:
        complaints.append(f"a visitor had to leave replica {name}, which only takes nobody new")
    running.tell(f"set server app/replica-{name} state ready")
    return complaints


def _fate(visitor: Visitor, replica: str, killed: float) -> Fate:
    notes = visitor.page.evaluate("() => __notes")
    opened = [at for at in notes["opened"] if at > killed]
    again = opened[0] if opened else None
    # What a page shows comes through its websocket: until there is a new one, it is from the former session.
    turn = again if again is not None else killed
    former = [each for each in notes["shown"] if each["at"] < turn]
    since = [each for each in notes["shown"] if each["at"] >= turn]
    if not former:
        raise RuntimeError("a page was loaded anew by itself, so what it had shown is not known")
    before = former[-1]
    begun = next(each for each in former if each["state"] == "playing")
    back = next((each["at"] - killed for each in since if each["step"] >= before["step"] - LOSS), None)
    steps = [each["step"] for each in notes["shown"]]
    return Fate(
        replica=replica,
        then=visitor.replica,
        before=before["step"],
        pace=(before["step"] - begun["step"]) / max(before["at"] - begun["at"], 0.1),
        connected=None if again is None else again - killed,
        first=since[0]["step"] if since else None,
        back=back,
        after=steps[-1],
        falls=sum(one > other for one, other in itertools.pairwise(steps)),
        sessions=len(opened),
    )


def _wrong_with_survivor(fate: Fate) -> list[str]:
    """Complain of a page whose replica lived, if it noticed anything."""
    wrong = []
    if fate.sessions or fate.then != fate.replica:
        wrong.append("its replica lived, and it connected again")
    if fate.falls:
        wrong.append("its replica lived, and its step fell")
    if fate.after <= fate.before:
        wrong.append(f"its replica lived, and it stands still at step {fate.after}")
    return wrong


def _wrong_with_orphan(fate: Fate) -> list[str]:
    """Complain of a page whose replica was killed, if it is not back as promised."""
    if fate.connected is None:
        return ["it did not connect again"]
    wrong = []
    if fate.then == fate.replica:
        wrong.append("its cookie still names the dead replica")
    if fate.back is None:
        return [*wrong, f"step {fate.before} was shown before, and is not reached again: {fate.after} is"]
    if fate.after <= fate.before:
        wrong.append(f"it is back at step {fate.before} and does not play on")
    if fate.back - fate.connected > 0.5 * fate.before / fate.pace:
        wrong.append(f"it was not trained to step {fate.before} at once, but played there anew from {fate.first}")
    return wrong


def _differs(browser: "Browser", running: Proxy, last: dict) -> list[str]:
    """Open what a page showed last by its address and step in another browser; complain if that is another network."""
    with ExitStack() as ends:
        other = _come(browser, running, ends, f"{EXPERIMENT}&at_step={last['step']}")
        if not other.waits(SHOWS, last["step"]):
            return [f"the address with step {last['step']} does not lead there"]
        shown = other.page.evaluate("(step) => __notes.shown.findLast((each) => each.step === step)", last["step"])
    if shown["losses"] != last["losses"]:
        return [f"at step {last['step']} the losses are {last['losses']}; by its address they are {shown['losses']}"]
    return []


def table(fates: list[Fate]) -> str:
    """Return what became of each page, as text."""
    rows = [("page", *HEADS), *((str(number), *fate.row()) for number, fate in enumerate(fates, 1))]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join("  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)


def main() -> None:
    """Rehearse, print the table and what went wrong; the exit status is 1 if anything did."""
    parser = argparse.ArgumentParser(prog="python -m deploy.rehearse", description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, default=4, help="so many visitors, 2 to 12 (4)")
    pages = min(max(parser.parse_args().pages, 2), 12)
    if not (haproxy_path() and chromium_path()):
        raise SystemExit("this needs HAProxy and Chromium or Chrome: install them")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_FLAGS)
        done = rehearse(browser, pages)
        browser.close()
    print(table(done.fates), *done.complaints, sep="\n")
    raise SystemExit(bool(done.complaints))


if __name__ == "__main__":
    main()
