"""The marks on the loss curve where something was changed: seen, read, and undone where they are."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.looking import button, reading, stage, train, wait_for

pytestmark = pytest.mark.browser


def choose_step_size(page, value):
    page.get_by_role("combobox", name="Step size α").click()
    page.get_by_role("option", name=value, exact=True).click()
    page.wait_for_url(f"**step_size={value}*")


def test_a_change_is_marked_where_it_was_made_and_undone_there(address, open_page):
    page = open_page(address)
    train(page, 3)
    before = reading(page)
    choose_step_size(page, "0.1")
    train(page, 2)
    choose_step_size(page, "0.3")
    train(page, 2)
    end = reading(page)
    marks = stage(page).get_by_role("button", name=re.compile("^Changed at epoch"))
    expect(marks).to_have_count(2)
    first = marks.first
    expect(first).to_have_attribute("aria-label", "Changed at epoch 3: Step size 0.01 → 0.1")
    curve = stage(page).get_by_role("slider", name="Look back at an epoch").bounding_box()
    box = first.bounding_box()
    assert box["x"] + box["width"] / 2 == pytest.approx(curve["x"] + 12 + (curve["width"] - 24) * 3 / 7, abs=3)
    said = stage(page).get_by_text("Step size 0.01 → 0.1")
    expect(said).to_be_hidden()
    first.hover()
    expect(said).to_be_visible()
    page.mouse.move(5, 5)
    expect(said).to_be_hidden()
    first.focus()
    expect(said).to_be_visible()
    page.keyboard.press("Escape")
    expect(said).to_be_hidden()
    first.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    wait_for(page, "d.epoch === '3'")
    assert reading(page) == before | {"state": "paused"}
    page.wait_for_url(lambda url: "step_size" not in url)
    expect(marks).to_have_count(0)
    button(page, "Undo").click()
    wait_for(page, "d.epoch === '7'")
    assert reading(page) == end
    expect(marks).to_have_count(2)
    button(page, "Reset").click()
    wait_for(page, "d.step === '0'")
    expect(marks).to_have_count(0)
