"""The site in a browser, as a visitor has it: from a first visit to a playing picture, all pages, files, no network."""

import re

import pytest

from tests.browser.looking import button, reading, wait_for

pytestmark = pytest.mark.static

RESTS = ".stApp[data-test-script-state=notRunning]"
# Opens another page of the app, as the back button does.
GO = """address => {
    history.pushState({}, "", address);
    dispatchEvent(new PopStateEvent("popstate"));
}"""
# Presses Pause, and resolves to the ms until the picture says so.
PAUSE = """stage => new Promise(resolve => {
    const begun = performance.now();
    new MutationObserver((_, observer) => {
        if (stage.dataset.state !== "paused") return;
        observer.disconnect();
        resolve(performance.now() - begun);
    }).observe(stage, { attributes: true });
    [...document.querySelectorAll("button")].find(each => each.innerText.includes("Pause")).click();
})"""


@pytest.fixture(scope="module")
def page(context, site):
    """A tab in which the Playground was opened, for the first time ever in this browser."""
    page = context.new_page()
    said = []
    page.expose_function("said", said.append)
    page.add_init_script(
        """document.addEventListener("DOMContentLoaded", () => new MutationObserver(() => {
            const line = document.querySelector("#loading p");
            if (line) window.said(line.textContent);
        }).observe(document, { childList: true, subtree: true, characterData: true }));"""
    )
    page.goto(f"{site}?layers=4-4")
    page.get_by_test_id("stage").wait_for()
    page.locator(RESTS).wait_for()
    page.said = said
    yield page
    page.close()


def test_a_first_visit_says_how_much_has_come_and_ends_in_a_playing_picture(page, complaints):
    shares = [
        float(match[1]) / float(match[2])
        for each in page.said
        if (match := re.search(r"([\d.]+) of ([\d.]+) MB", each))
    ]
    assert len(shares) > 3
    assert shares == sorted(shares)
    assert page.locator("#loading").count() == 0
    button(page, "Play").click()
    wait_for(page, "d.state === 'playing' && +d.step > 0")
    assert page.get_by_test_id("stage").evaluate(PAUSE) < 1000
    assert reading(page)["state"] == "paused"


def test_settings_undo_and_back(page, complaints):
    button(page, "Reset").click()
    before = page.url
    page.get_by_test_id("stage").get_by_role("button", name="Add a neuron").first.click()
    page.wait_for_url("**layers=5-4**")
    page.go_back()
    wait_for(page, "d.state === 'ready'")
    assert page.url == before


def test_a_shared_link_leads_to_this_site(page, site, complaints):
    button(page, "Share").click()
    link = page.get_by_test_id("stDialog").get_by_test_id("stCode").first
    link.wait_for()
    assert link.inner_text().strip().startswith(f"{site}?layers=4-4")
    page.keyboard.press("Escape")
    page.get_by_test_id("stDialog").wait_for(state="detached")
