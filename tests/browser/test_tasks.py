"""What a class does with a task: takes it on, solves it, hands it in; and the teacher opens what was handed in."""

import pytest
from playwright.sync_api import expect

from tests.browser.looking import button, reading, stage, wait_for
from ui.playground.challenges import CHALLENGES

pytestmark = pytest.mark.browser


def test_a_challenge_is_solved_and_its_result_opened(address, open_page):
    page = open_page(f"{address}/?speed=full")
    challenge = CHALLENGES["by_hand"]
    page.get_by_role("radio", name="Challenges", exact=True).click()
    page.locator(".st-key-challenge_by_hand").get_by_role("button", name="Take it on").click()
    expect(page.get_by_text(challenge.text).first).to_be_visible()
    expect(page.get_by_test_id("goal")).to_contain_text("test accuracy at least 98 % — not yet")
    expect(stage(page).get_by_role("button", name="Add a hidden layer")).to_have_attribute("aria-disabled", "true")
    for name in ("x₁²", "x₂²"):
        feature = stage(page).get_by_role("button", name=f"Input {name}", exact=True)
        feature.click()
        expect(feature).to_have_attribute("aria-pressed", "true")
    button(page, "Play").click()
    expect(page.get_by_text("Solved! Your result")).to_be_visible()
    wait_for(page, "d.state === 'paused' && +d.testAccuracy >= 0.98")
    solved = reading(page)
    expect(page.get_by_test_id("goal")).to_contain_text("— met")
    link = page.get_by_test_id("goal").locator("code").inner_text()
    assert f"at_step={solved['step']}" in link

    teacher = open_page(link)
    wait_for(teacher, f"d.state === 'paused' && d.step === '{solved['step']}'")
    assert reading(teacher) == solved
    expect(teacher.get_by_text(challenge.text).first).to_be_visible()


def test_a_text_from_a_link_is_text(address, open_page):
    text = "<img src=x onerror=\"document.title='caught'\"> **bold** [link](https://example.org) :red[x] $x^2$"
    page = open_page(f"{address}/?task={text.replace(' ', '%20').replace('#', '%23')}")
    expect(page.get_by_text(text)).to_be_visible()
    task = page.locator(".st-key-task")
    assert task.locator("img, strong, a, .katex").count() == 0
    assert page.title() != "caught"
