"""What a student does in the chapters, and what they see."""

import pytest
from playwright.sync_api import expect

from course.chapters.backprop import by_hand
from course.path import CHAPTERS
from tests.browser.looking import Line, picture, wait_for
from tests.browser.tabs import MOVES

pytestmark = pytest.mark.browser


def says(page):
    return picture(page, "sketch").locator(".says")


def handle(page, name):
    return picture(page, "sketch").locator(f"[data-name={name}]").first


def written_behind(page, key):
    """What course/keeping.js writes behind a container."""
    content = page.locator(f".st-key-{key}").evaluate("each => getComputedStyle(each, '::after').content")
    return "" if content == "none" else content.split(" / ")[0].strip('"')


@pytest.mark.everywhere
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
    page.wait_for_url("**w1=-**")  # a press before the address is written can bring the settings of the old one back
    page.locator(".st-key-mark_part button").click()
    expect(page.get_by_text("Right.", exact=True)).to_be_visible()
    expect(page.get_by_text("1 of 5 checks")).to_be_visible()
    expect(says(page)).to_contain_text("20 of 20 points")
    # The browser keeps it for another visit, until it is told to forget.
    page.goto(f"{address}/neuron")
    expect(page.get_by_text("1 of 5 checks")).to_be_visible()
    assert written_behind(page, "check_part") == "✓ passed before"
    assert written_behind(page, "check_sum") == ""
    page.goto(f"{address}/learn")
    expect(page.get_by_role("progressbar", name="Checks passed")).to_have_attribute("aria-valuenow", "1")
    assert written_behind(page, "chapter_neuron") == "1 of 5 checks"
    page.get_by_role("button", name="Forget my progress").click()
    expect(page.get_by_role("progressbar", name="Checks passed")).to_have_attribute("aria-valuenow", "0")
    expect(page.get_by_role("button", name="Forget my progress")).to_have_count(0)
    assert written_behind(page, "chapter_neuron") == "0 of 5 checks"


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


@pytest.mark.parametrize(
    ("path", "name", "reached"),
    [
        ("recurrent?screen=1", "now", "now=2"),
        ("recurrent?screen=3", "followed", "followed=2"),
        ("convolution?screen=2", "window", "column=4"),
        ("pooling?screen=1", "square", "cell_column=3"),
    ],
)
def test_a_key_moves_a_handle_to_the_next_place(address, open_page, path, name, reached):
    page = open_page(f"{address}/{path}", waits="sketch")
    handle(page, name).focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_url(f"**{reached}**")


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


@pytest.mark.everywhere
def test_the_worksheet_is_marked_and_can_be_taken_away(address, open_page):
    page = open_page(f"{address}/backprop", waits="sketch")
    page.get_by_role("button", name="3 · By hand").or_(page.get_by_role("radio", name="3 · By hand")).first.click()
    blank = page.get_by_role("textbox", name="z₁", exact=True)
    blank.fill("4")
    blank.press("Enter")
    expect(page.get_by_text("not yet")).to_be_visible()
    blank.fill("3")
    blank.press("Enter")
    expect(page.get_by_text("1 of 9 right")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Print the sheet").click()
    assert "Backpropagation by hand" in download.value.path().read_text(encoding="utf-8")


@pytest.mark.parametrize("width", [1280, 390])
def test_a_sheet_is_filled_in_with_the_tab_key_and_judged_by_what_stands_there(address, open_page, width):
    page = open_page(f"{address}/backprop?screen=3&sheet=2", waits="stProgress")
    page.set_viewport_size({"width": width, "height": 800})
    right = [f"{float(of(by_hand.solution(2))):g}".replace("-", "−") for _, of in by_hand.BLANKS.values()]
    page.get_by_role("textbox", name="z₁", exact=True).focus()
    for (label, _), number in zip(by_hand.BLANKS.values(), right, strict=True):
        assert page.evaluate("document.activeElement.getAttribute('aria-label')") == label  # reading order
        page.keyboard.type(number)
        if label != list(by_hand.BLANKS.values())[-1][0]:
            page.keyboard.press("Tab")
    expect(page.get_by_text("8 of 9 right", exact=True)).to_be_visible()
    page.locator(".st-key-mark_sheet button").click()  # the ninth field has not been left
    expect(page.get_by_text("9 of 9 right")).to_be_visible()
    expect(page.get_by_text("Right.", exact=True)).to_be_visible()
    expect(page.get_by_text("of 9 are right so far")).to_have_count(0)


# Figures with marks and handles far beyond their axes.
SPILLING = (
    "descending?screen=1&alpha=1.99&curvature=1.1",
    "descending?screen=1&alpha=0.6&curvature=4",
    "descending?screen=3&hill=-4",
    "learning?screen=1&scatter=0.6",
    "neuron?screen=1&w1=3&w2=3&b=-8",
    "deep_chains?screen=2&strength=4&a0=3",
    "deep_chains?screen=3&wide=4&spread=0.02",
    "recurrent?screen=3&chain=6&followed=10",
)
# The edges of what is painted of a figure, and of the figure. A clipped mark ends where its clip path does.
OVER_THE_EDGE = """sketch => [...sketch.querySelectorAll("svg")].filter(svg => svg.clientWidth).flatMap(svg => {
    const frame = svg.getBoundingClientRect();
    const beyond = (box, slack) => box.width && (
        box.left < frame.left - slack || box.right > frame.right + slack ||
        box.top < frame.top - slack || box.bottom > frame.bottom + slack);
    const loose = [...svg.querySelectorAll("circle, rect, path, polygon, line, text")]
        .filter(mark => !mark.closest("[clip-path], defs, .grip") &&
            beyond(mark.getBoundingClientRect(), mark.tagName === "text" ? 8 : 1)); // a text's box is taller than it
    const lost = [...svg.querySelectorAll(".knob")].filter(knob => beyond(knob.getBoundingClientRect(), 3));
    const far = [...svg.querySelectorAll("g[clip-path] circle")]
        .filter(dot => beyond(dot.getBoundingClientRect(), 8));
    return [...loose, ...lost, ...far].map(mark => mark.outerHTML);
})"""


HITS_A_GRIP = """at => {
    let found = document.elementFromPoint(at.x, at.y);
    while (found.shadowRoot) found = found.shadowRoot.elementFromPoint(at.x, at.y);
    return Boolean(found.closest(".grip"));
}"""


@pytest.mark.parametrize("query", SPILLING)
def test_a_figure_stays_in_its_frame_and_its_handles_in_reach(address, open_page, query):
    page = open_page(f"{address}/{query}", waits="sketch")
    assert picture(page, "sketch").evaluate(OVER_THE_EDGE) == []
    for grip in picture(page, "sketch").locator(".grip").all():
        box = grip.bounding_box()
        middle = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
        assert page.evaluate(HITS_A_GRIP, middle)  # nothing lies over it


def test_a_handle_at_the_edge_is_dragged_back(address, open_page):
    page = open_page(f"{address}/descending?screen=1&alpha=0.1&curvature=4", waits="sketch")
    box = handle(page, "start").bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] - 60, box["y"] + 60, steps=5)
    page.mouse.up()
    page.wait_for_url("**start=**")
    assert float(page.url.split("start=")[1].split("&")[0]) < 3


def test_a_number_lights_up_with_its_part_of_the_figure(address, open_page):
    page = open_page(f"{address}/neuron?screen=2", waits="sketch", media=MOVES)
    sketch = picture(page, "sketch")
    number, arrow, other = (
        sketch.locator(each) for each in (".says [data-part=w1]", "svg line[data-part=w1]", "svg line[data-part=w2]")
    )
    faded = "e => e.getAnimations().length === 0 && +getComputedStyle(e).opacity < 0.5"
    is_faded = lambda mark: page.wait_for_function(faded, arg=mark.element_handle())  # noqa: E731
    number.hover()
    is_faded(other)
    assert not arrow.evaluate(faded)
    arrow.hover()
    is_faded(other)
    expect(number).to_have_class("lit")
    page.mouse.move(5, 5)
    expect(number).not_to_have_class("lit")
    number.focus()
    expect(arrow).to_have_class("lit")


def test_the_index_shows_the_path(address, open_page):
    page = open_page(f"{address}/learn", waits="stImage")
    for chapter in CHAPTERS:
        expect(page.get_by_role("link", name=f"{chapter.number} · {chapter.title}").last).to_be_visible()
    shown = page.get_by_test_id("stImage").locator("img")
    assert shown.count() == len(CHAPTERS)
    page.wait_for_function(
        "() => [...document.querySelectorAll('[data-testid=stImage] img')].every(i => i.naturalWidth > 100)"
    )
