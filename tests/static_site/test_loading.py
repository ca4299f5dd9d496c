"""What a visitor sees while the site loads, and what is said where it cannot load.

In a browser that lacks or refuses something, or when files are missing, cut, or do not come.
"""

import os
import re
import shutil
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.looking import stage
from tests.browser.test_everybody import found
from tests.static_site.serving import DIST, served

pytestmark = pytest.mark.static

PHONE = {"width": 390, "height": 844}
RETRY = "Check the connection, and load the page again."
# What a browser lacks or refuses, as a script that takes it away, and what is said.
BROWSERS = {
    "no WebAssembly": ("delete globalThis.WebAssembly", "does not run WebAssembly.*Use a newer browser"),
    "no Worker": ("delete globalThis.Worker", "no programs in the background.*Use a newer browser"),
    "no module": ("delete HTMLScriptElement.prototype.noModule", "too old. Use Chrome"),
    "a Worker refused": (
        "globalThis.Worker = class { constructor() { throw new DOMException('not here', 'SecurityError') } }",
        r"lets the site run no programs in the background \(not here\)\. Look for a setting",
    ),
}
# Files, what becomes of each, and what is said.
FILES = [
    ("python/memory.bin", "missing", r"memory\.bin is missing: the server says 404"),
    ("python/files.bin", "cut", r"files\.bin is cut: \d+ of \d+ bytes have come"),
    ("python/memory.bin", "damaged", r"memory\.bin is damaged"),
    ("python/core.bin", "aborted", "Python could not be started"),
    ("python/worker.js", "missing", "Python could not be loaded"),
    ("python/zstddec.mjs", "missing", "Python could not be started"),
    ("python/pyodide.asm.mjs", "cut", "Python could not be started"),
    ("browser/start.js", "missing", r"start\.js is missing or cut"),
    ("browser/start.js", "cut", r"start\.js is missing or cut"),
    ("static/js/index.*.js", "aborted", r"index\.\w+\.js is missing or cut"),
]


@pytest.fixture(scope="module")
def stranger(context):
    """A browser that keeps nothing, on a phone, in the dark."""
    stranger = context.browser.new_context(service_workers="block", viewport=PHONE, color_scheme="dark")
    yield stranger
    stranger.close()


@pytest.fixture
def page(stranger):
    """A tab of it."""
    page = stranger.new_page()
    yield page
    page.close()


def said(page):
    """What is said instead of the app."""
    return page.get_by_role("alert")


def spoil(route, how):
    """Answer a request by what a bad host or line would."""
    if how == "missing":
        route.fulfill(status=404, body="no")
    elif how == "aborted":
        route.abort()
    else:
        whole = route.fetch()
        half = len(whole.body()) // 2
        rest = bytes(len(whole.body()) - half) if how == "damaged" else b""
        route.fulfill(status=200, content_type=whole.headers["content-type"], body=whole.body()[:half] + rest)


@pytest.mark.parametrize("lack", BROWSERS)
def test_a_browser_that_cannot_is_told_why(page, site, lack):
    script, words = BROWSERS[lack]
    page.add_init_script(script)
    page.goto(site)
    expect(said(page)).to_have_text(re.compile(words))
    expect(page.get_by_role("progressbar")).to_be_hidden()


# Whether the map of the output has more colours than that of the paper.
IS_PAINTED = """() => {
    const map = document.querySelector("#first .stage canvas:nth-of-type(3)");
    const { width, height } = map;
    const pixels = new Uint32Array(map.getContext("2d").getImageData(0, 0, width, height).data.buffer);
    return new Set(pixels).size > 20;
}"""


@pytest.mark.parametrize(("path", "how", "words"), FILES)
def test_a_file_that_is_missing_cut_or_does_not_come_is_named(page, site, path, how, words):
    page.route(f"**/{path}", lambda route: spoil(route, how))
    page.goto(site)
    expect(said(page)).to_have_text(re.compile(f"{words}.*{re.escape(RETRY)}"))


def test_a_missing_script_of_a_worker_that_another_one_starts_is_named(page, tmp_path):
    shutil.copytree(DIST, tmp_path / "site", copy_function=os.symlink)
    (tmp_path / "site" / "python" / "helper.js").unlink()
    with served(tmp_path / "site") as address:
        page.goto(address)
        expect(said(page)).to_have_text(re.compile(rf"helper\.js did not come.*{re.escape(RETRY)}"))


def test_opened_as_a_file_it_says_what_to_do(page):
    page.goto((DIST / "index.html").as_uri())
    expect(said(page)).to_have_text(re.compile("Opened as a file this site cannot run.*python -m http.server"))


def test_nobody_is_shut_out_while_it_loads_or_when_it_cannot(page, site):
    held = []
    page.route("**/python/memory.bin", lambda route: held.append(route))
    page.goto(site)
    bar = page.get_by_role("progressbar", name="Loading")
    page.wait_for_function("document.querySelector('#loading progress').value > 0.2")
    for how in ("light", "dark"):
        page.emulate_media(color_scheme=how)
        expect(bar).to_be_visible()
        assert not found(page), how
    page.emulate_media(forced_colors="active")
    expect(bar).to_be_visible()
    page.emulate_media(forced_colors="none")
    held[0].abort()
    for how in ("light", "dark"):
        page.emulate_media(color_scheme=how)
        expect(said(page)).to_be_visible()
        assert not found(page), how
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_the_first_page_s_picture_is_there_before_python_and_then_the_page_s_own(page, site):
    held = []
    page.route("**/python/memory.bin", lambda route: held.append(route))
    page.goto(site)
    likeness = page.locator("#first .stage")
    expect(likeness).to_be_visible()
    page.wait_for_function(IS_PAINTED)
    expect(page.get_by_role("progressbar", name="Loading")).to_be_in_viewport()
    expect(likeness).to_be_in_viewport(ratio=0.5)
    shown = likeness.evaluate("stage => stage.dataset.testLoss")
    held[0].continue_()
    expect(stage(page)).to_be_visible()
    expect(page.locator("#loading")).to_have_count(0)
    assert stage(page).evaluate("stage => stage.dataset.testLoss") == shown


def test_a_page_with_settings_does_not_show_another_picture_first(page, site):
    held = []
    page.route("**/python/memory.bin", lambda route: held.append(route))
    page.goto(f"{site}?layers=2")
    page.wait_for_function("document.querySelector('#loading progress').value > 0.2")
    assert page.locator("#first *").count() == 0
    held[0].abort()


def test_a_browser_that_keeps_nothing_is_told_so_and_plays(page, site):
    page.add_init_script("""
        ServiceWorkerContainer.prototype.register = () => Promise.reject(new DOMException("no", "SecurityError"));
        for (const name of ["localStorage", "sessionStorage"])
            Object.defineProperty(window, name, { get() { throw new DOMException("no", "SecurityError") } });
    """)
    page.goto(f"{site}?layers=2&play=true")
    expect(page.locator("#loading small")).to_contain_text("each visit loads them again, and needs a network")
    expect(stage(page)).to_have_attribute("data-state", "playing")


def test_an_address_below_no_page_leads_back_to_the_first_one(page, site):
    answer = page.goto(f"{site}no/such/page")
    assert answer.status == 404
    expect(page.get_by_role("link")).to_have_attribute("href", urlsplit(site).path)
