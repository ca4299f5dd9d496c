"""A running server and a Chromium to look at it with."""

import pytest

from benchmarks.serving import CHROMIUM_FLAGS, serve
from tests.browser.looking import PATIENCE, chromium_or_skip
from tests.browser.tabs import Tabs
from tests.static_site.serving import served


@pytest.fixture(scope="session")
def address(request):
    """The address of a server that all tests share, whose log must be clean; with --static-site that of the site."""
    if request.config.getoption("static_site"):
        with served() as site:
            yield site.rstrip("/")
        return
    with serve() as server:
        yield server.address
    log = "".join(server.log)
    print(log)
    assert "Traceback" not in log
    assert "Warning" not in log


@pytest.fixture(scope="session")
def profile(tmp_path_factory):
    """A headless Chromium's context that keeps compiled scripts: a page opens in half the time."""
    path = chromium_or_skip()
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=1000 * PATIENCE)
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            tmp_path_factory.mktemp("profile"), executable_path=path, args=CHROMIUM_FLAGS
        )
        yield context
        context.close()


@pytest.fixture(scope="session")
def chromium(profile):
    """A headless Chromium, for contexts of one's own."""
    return profile.browser


@pytest.fixture(scope="session")
def tabs(profile):
    """The tabs of all tests."""
    tabs = Tabs(profile)
    yield tabs
    tabs.close()


@pytest.fixture
def open_page(tabs):
    """Open pages, as open_page(address, width=…, …); none may log an error or ask another host for anything.

    With complains=False errors are expected, such as those of a page whose server has ended. A page that is to be
    touched has a context of its own. What it and the server say to each other goes through a Line, if there is one;
    prepare(page) is called before the page is opened; it is opened when the picture `waits` and all else is there.
    """
    leave, complaints = [], []

    def opens(
        url, width=1280, height=800, waits="stage", complains=True, media=None, line=None, prepare=None, **options
    ):
        size = {"width": width, "height": height}
        listeners = {"request": lambda request: complaints.append(request.url) if _is_elsewhere(request.url) else None}
        if complains:
            listeners["pageerror"] = lambda error: complaints.append(f"error: {error}")
            listeners["console"] = lambda message: complaints.append(message.text) if _is_error(message) else None
        if line or prepare:  # what they do to a tab cannot be undone
            page = tabs.new(size, options, media)
            leave.append(page.close)
        else:
            page = tabs.take(size, media or {}, options)
            leave.append(lambda: tabs.give_back(page, options, listeners))
        for event, listener in listeners.items():
            page.on(event, listener)
        if prepare:
            prepare(page)
        if line:
            page.route_web_socket("**/_stcore/stream", line.connect)
            if not line.has_live:
                page.route_web_socket("**/live", lambda socket: socket.close(code=1011))
        page.goto(url)
        if waits:
            page.get_by_test_id(waits).first.wait_for()
            page.locator(".stApp[data-test-script-state=notRunning]").wait_for()  # all of the page is there
        return page

    yield opens
    for each in leave:
        each()
    tabs.forget()
    assert not complaints


def _is_error(message):
    # On a page below the root, Streamlit's browser side looks for the server there first.
    return message.type == "error" and not message.location["url"].endswith(("_stcore/health", "_stcore/host-config"))


def _is_elsewhere(url):
    return url.startswith(("http", "ws")) and "//127.0.0.1:" not in url
