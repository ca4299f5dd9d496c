"""Visitors of the rehearsal: pages in Chromium that record what the Stage shows and when a session is opened."""

from contextlib import ExitStack
from typing import TYPE_CHECKING, NamedTuple

from deploy.proxy import COOKIE

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

EXPERIMENT = "data=spiral&layers=8-8&speed=1"  # the query of every page
PAGE_TIMEOUT = 60.0  # seconds after which anything that a page should show counts as missing

# Records what the Stage shows, and when a session's websocket is opened. Times are in seconds, as in time.time.
RECORD = """(() => {
    const record = (window.__record = { shown: [], opened: [] });
    window.WebSocket = class extends window.WebSocket {
        constructor(...rest) {
            super(...rest);
            if (!this.url.endsWith("/_stcore/stream")) return; // the line is opened for a session that there is already
            this.addEventListener("open", () => record.opened.push(Date.now() / 1000));
        }
    };
    const findStage = (root) => {
        for (const element of root.querySelectorAll("*")) {
            if (element.dataset.testid === "stage") return element;
            const inner = element.shadowRoot && findStage(element.shadowRoot);
            if (inner) return inner;
        }
    };
    let stage;
    setInterval(() => {
        if (!stage?.isConnected) stage = findStage(document);
        if (!stage?.dataset.step) return;
        const { step, state, trainLoss, testLoss } = stage.dataset;
        const last = record.shown.at(-1);
        if (last && last.step === +step && last.state === state) return;
        record.shown.push({ at: Date.now() / 1000, step: +step, state, losses: [trainLoss, testLoss] });
    }, 25);
})()"""

# Whether the page has a new session, has been trained to its step again, and plays on.
IS_BACK = """({ killed, maxLostSteps }) => {
    const again = __record.opened.find((at) => at > killed);
    if (!again) return false;
    const before = __record.shown.findLast((shown) => shown.at < again);
    const since = __record.shown.filter((shown) => shown.at > again);
    return since.some((shown) => shown.step >= before.step - maxLostSteps)
        && since.some((shown) => shown.step > before.step && shown.state === "playing");
}"""
PLAYS_SINCE = "(at) => __record.shown.some((shown) => shown.at > at && shown.state === 'playing' && shown.step > 0)"
PAUSES_AT_STEP = "(step) => __record.shown.some((shown) => shown.step === step && shown.state === 'paused')"
TIME_HAS_COME = "(end) => Date.now() / 1000 > end"


class Visitor(NamedTuple):
    """A page in a browser context of its own."""

    context: "BrowserContext"
    page: "Page"

    @property
    def replica(self) -> str:
        """The replica that the visitor's cookie names; empty without a cookie."""
        return next((cookie["value"] for cookie in self.context.cookies() if cookie["name"] == COOKIE), "")

    def load(self, address: str) -> None:
        """Open an address, or reload it, and return when the Stage is there."""
        self.page.goto(address)
        self.page.get_by_test_id("stage").wait_for()

    def wait_until_idle(self) -> None:
        """Return when the page loads no more files, so that a late request is not counted for another page."""
        self.page.wait_for_load_state("networkidle")

    def wait_for(self, condition: str, value: object, seconds: float = PAGE_TIMEOUT) -> bool:
        """Wait for a condition on what the page has recorded; return whether it became true in time."""
        from playwright.sync_api import TimeoutError

        try:
            self.page.wait_for_function(condition, arg=value, timeout=seconds * 1000)
        except TimeoutError:
            return False
        return True


def open_visitor(browser: "Browser", address: str, stack: ExitStack, query: str = EXPERIMENT) -> Visitor:
    """Open the app at an address in a browser context without cookies, which closes with the stack."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    stack.callback(context.close)
    context.add_init_script(RECORD)
    page = context.new_page()
    page.set_default_timeout(PAGE_TIMEOUT * 1000)
    visitor = Visitor(context, page)
    visitor.load(f"{address}/?{query}")
    visitor.wait_until_idle()
    return visitor
