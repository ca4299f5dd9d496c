"""The site that `make static` has built, served below a path as a project's pages are, and a Chromium to look at it."""

import pytest

from benchmarks.serving import CHROMIUM_FLAGS
from tests.browser.looking import PATIENCE, chromium_or_skip
from tests.static_site.serving import served


@pytest.fixture(scope="module")
def site():
    """The address of the site."""
    with served() as address:
        yield address


@pytest.fixture(scope="module")
def context(tmp_path_factory):
    """A browser that has never been there, and notes in `complaints` what goes wrong, or leaves the site."""
    path = chromium_or_skip()
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=1000 * PATIENCE)
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            tmp_path_factory.mktemp("profile"),
            executable_path=path,
            args=CHROMIUM_FLAGS,
            viewport={"width": 1280, "height": 800},
        )
        context.set_default_timeout(1000 * PATIENCE)
        yield context
        context.close()


@pytest.fixture
def complaints(context, site):
    """What pages log as errors, and what they ask other hosts for; there must be nothing."""
    found = []

    def note_request(request):
        if request.url.startswith(("http", "ws")) and not request.url.startswith(site):
            found.append(request.url)

    def note_message(message):
        if message.type == "error":
            found.append(f"{message.text} {message.location['url']}")

    def note_error(error):
        found.append(f"error: {error.error}")

    listeners = {"request": note_request, "console": note_message, "weberror": note_error}
    for event, listener in listeners.items():
        context.on(event, listener)
    yield found
    for event, listener in listeners.items():
        context.remove_listener(event, listener)
    assert not found
