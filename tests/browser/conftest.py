"""A running server and a Chromium to look at it with."""

import os

import pytest

from benchmarks.serving import CHROMIUM_FLAGS, chromium_path, serve
from tests.browser.looking import PATIENCE


@pytest.fixture(scope="session")
def address():
    """The address of a server that all tests share; its log must be clean."""
    with serve() as server:
        yield server.address
    log = "".join(server.log)
    print(log)
    assert "Traceback" not in log
    assert "Warning" not in log


@pytest.fixture(scope="session")
def chromium():
    """A headless Chromium; without one the tests are skipped, but in CI they fail."""
    path = chromium_path()
    if path is None:
        message = "no Chromium on this machine: install one to run the browser tests"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=1000 * PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium):
    """Open pages, as open_page(address, width=…, …); none may log an error or ask another host for anything.

    With complains=False errors are expected, such as those of a page whose server has ended.
    """
    contexts, complaints = [], []

    def opens(url, width=1280, height=800, waits="stage", complains=True, **options):
        context = chromium.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(1000 * PATIENCE)
        if complains:
            page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
            page.on("console", lambda message: complaints.append(message.text) if _is_error(message) else None)
        page.on("request", lambda request: complaints.append(request.url) if _is_elsewhere(request.url) else None)
        page.goto(url)
        page.get_by_test_id(waits).first.wait_for()
        return page

    yield opens
    for context in contexts:
        context.close()
    assert not complaints


def _is_error(message):
    # On a page below the root, Streamlit's browser side looks for the server there first.
    return message.type == "error" and not message.location["url"].endswith(("_stcore/health", "_stcore/host-config"))


def _is_elsewhere(url):
    return url.startswith(("http", "ws")) and "//127.0.0.1:" not in url
