"""What a student does in the chapters, and what they see."""

import pytest
from playwright.sync_api import expect

from course.path import CHAPTERS
from tests.browser.looking import Line, picture, wait_for

pytestmark = pytest.mark.browser


def says(page):
    return picture(page, "sketch").locator(".says")


def handle(page, name):
    return picture(page, "sketch").locator(f"[data-name={name}]").first


def test_the_line_of_a_neuron_is_dragged_until_the_check_is_right(address, open_page):
    page = open_page(f"{address}/neuron", waits="sketch")
    expect(says(page)).to_contain_text("0 of 20 points")
    page.locator(".st-key-mark_part button").click()
    expect(page.get_by_text("20 points are still on the wrong side")).to_be_visible()
    tip, line = (handle(page, name).bounding_box() for name in ("weights", "line"))
    middle = [line["x"] + line["width"] / 2, line["y"] + line["height"] / 2]
    page.mouse.move(tip["x"] + tip["width"] / 2, tip["y"] + tip["height"] / 2)
    page.mouse.down()
    for part in (0.3, 0.6, 1.0):  # over to the other side, as a hand would
        page.mouse.move(middle[0] - 70 * part, middle[1] + 10 * part, steps=4)
    page.mouse.up()
    expect(says(page)).to_contain_text("20 of 20 points")
    page.locator(".st-key-mark_part button").click()
    expect(page.get_by_text("Right.", exact=True)).to_be_visible()
    expect(page.get_by_text("1 of 5 checks")).to_be_visible()
    page.wait_for_url("**w1=-**")


def test_a_handle_moves_by_keyboard_and_the_address_follows(address, open_page):
    line = Line()
    page = open_page(f"{address}/activation", waits="sketch", line=line)
    handle(page, "z").focus()
    line.hold()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    beat = picture(page, "sketch").get_attribute("data-beat")
    line.wait(page)
    line.release()
    line.hold()
    wait_for(page, f"d.beat !== '{beat}'", "sketch")  # this was drawn before the second press
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    line.release()
    page.wait_for_url("**z=2**")
    expect(says(page)).to_contain_text("At z = 2")


def test_a_chapter_leads_to_the_next_and_to_the_playground(address, open_page):
    page = open_page(f"{address}/learning", waits="sketch")
    page.get_by_role("button", name="Next", exact=True).click()
    picture(page, "wall").wait_for()
    page.get_by_role("button", name="Play", exact=True).click()
    page.wait_for_function("() => document.querySelector('.st-key-play button')?.innerText.includes('Pause')")
    expect(page.get_by_role("link", name="Learned, in the Playground")).to_have_attribute(
        "href", "./?layers=4&play=true"
    )
    page.get_by_role("link", name="Next chapter: The neuron").click()
    expect(page.get_by_role("heading", name="Weights and bias")).to_be_visible()


def test_the_worksheet_is_marked_and_can_be_taken_away(address, open_page):
    page = open_page(f"{address}/backprop", waits="sketch")
    page.get_by_role("button", name="3 · By hand").or_(page.get_by_role("radio", name="3 · By hand")).first.click()
    blank = page.get_by_role("spinbutton", name="z₁", exact=True)
    blank.fill("4")
    blank.press("Enter")
    expect(page.get_by_text("not yet")).to_be_visible()
    blank.fill("3")
    blank.press("Enter")
    expect(page.get_by_text("1 of 9 right")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Print the sheet").click()
    assert "Backpropagation by hand" in download.value.path().read_text(encoding="utf-8")


def test_the_index_shows_the_path(address, open_page):
    page = open_page(f"{address}/learn", waits="stImage")
    for chapter in CHAPTERS:
        expect(page.get_by_role("link", name=f"{chapter.number} · {chapter.title}").last).to_be_visible()
    shown = page.get_by_test_id("stImage").locator("img")
    assert shown.count() == len(CHAPTERS)
    page.wait_for_function(
        "() => [...document.querySelectorAll('[data-testid=stImage] img')].every(i => i.naturalWidth > 100)"
    )
