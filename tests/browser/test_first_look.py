"""What is seen before anything is opened: few controls, and the whole picture; on a projector one line of controls."""

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.looking import LOOK_EVERY, stage, unfold, wait_for
from tests.browser.test_everybody import settle

pytestmark = pytest.mark.browser

PAGES_OF_EACH_KIND = {
    "?at_step=200": "stage", "images?at_step=20": "images", "sequences?at_step=20": "sequences",
    "activations": "wall", "optimizers": "slope",
    "neuron?screen=2": "sketch",
}  # fmt: skip


def test_a_projector_has_one_line_of_controls_which_opens_them_all(address, open_page):
    page = open_page(f"{address}/?projector=true", width=1280, height=720)
    line = page.locator(".st-key-unfold button:visible")
    expect(line).to_have_text(re.compile("Circle · Adam · α 0.01 · 6-4 tanh"))
    for key in ("settings", "data_row", "rest"):
        expect(page.locator(f".st-key-{key}")).to_be_hidden()
    curve = stage(page).get_by_role("slider", name="Look back at an epoch").bounding_box()
    assert curve["y"] + curve["height"] <= 720
    unfold(page)
    for name in ("Step size α", "Optimizer", "Regularization"):
        expect(page.get_by_role("combobox", name=name, exact=True)).to_be_visible()
    line.click()
    expect(page.locator(".st-key-data_row")).to_be_hidden()


# What can be pressed on the page, without the bar at the top and the drawing of the network. A row of which one is
# chosen is one control, for the keyboard too; so are a list with the arrow that opens it, and − and + for the layers.
CONTROLS = """() => {
    const found = [];
    const look = (root) => {
        for (const e of root.querySelectorAll("*")) {
            if (e.shadowRoot) look(e.shadowRoot);
            if (!e.matches("button, input, select, textarea, a[href], [role=radiogroup]") || !e.checkVisibility()) continue;
            if (e.matches("[role=radiogroup] *, .st-key-head *, [data-testid=stWidgetLabel] *")) continue;
            if (/neuron|Input|Output|Look back/.test(e.ariaLabel)) continue; // the drawing
            if (["Open", "Remove a hidden layer"].includes(e.ariaLabel)) continue; // the other half is counted
            if (e.getBoundingClientRect().top >= innerHeight) continue;
            found.push(e.ariaLabel || e.textContent || e.type);
        }
    };
    look(document.querySelector("[data-testid=stMain]"));
    return found;
}"""  # noqa: E501


def test_the_first_page_has_few_controls_and_shows_what_matters(address, open_page):
    page = open_page(f"{address}/", width=1280, height=800)
    page.wait_for_function(f"({CONTROLS})().includes('Below the picture')", polling=LOOK_EVERY)  # the last is drawn
    found_controls = page.evaluate(CONTROLS)
    assert len(found_controls) <= 16, found_controls
    for seen in (stage(page).locator(".plane"), stage(page).locator("dd").last):
        box = seen.bounding_box()
        assert box["y"] + box["height"] <= 800
    curve = stage(page).get_by_role("slider", name="Look back at an epoch").bounding_box()
    assert curve["y"] + curve["height"] <= 800


def test_colours_that_the_system_forces_hide_nothing(address, open_page):
    page = open_page(f"{address}/?data=spiral", media={"forced_colors": "active"})
    chosen = page.get_by_role("radio", name="Spiral")
    outline = "e => getComputedStyle(e).outlineStyle"
    assert chosen.evaluate(outline) == "solid"
    assert page.get_by_role("radio", name="Circle").evaluate(outline) == "none"
    kept = "e => getComputedStyle(e).forcedColorAdjust"
    for shown in (stage(page).locator(each).first for each in ("canvas", ".swatch", ".legend i")):
        assert shown.evaluate(kept) == "none"
    unfold(page)
    assert page.locator(".st-key-noise .stSlider div").last.evaluate(kept) == "none"


# What can be pressed, in the pictures too, with its box in the window; a hidden input is seen by its label.
BOXES = """() => {
    const found = [];
    const look = (root) => {
        for (const e of root.querySelectorAll("*")) {
            if (e.shadowRoot) look(e.shadowRoot);
            if (!e.matches("button, input, select, textarea, a[href], [role=radio], [role=slider], [role=combobox]")) continue;
            const seen = e.matches("input[type=radio], input[type=checkbox], input[type=range]") ? e.closest("label") ?? e : e;
            if (!seen.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
            const { left, top, right, bottom } = seen.getBoundingClientRect();
            if (left < 0 || top < 0 || right > innerWidth || bottom > innerHeight || right - left < 8 || bottom - top < 8) continue;
            found.push([e.ariaLabel || seen.textContent || e.className.toString(), [left, top, right, bottom]]);
        }
    };
    look(document);
    return found;
}"""  # noqa: E501
LEAST_CONTRAST = 100  # of 255, between the lightest and the darkest pixel of a control


@pytest.mark.parametrize("path", PAGES_OF_EACH_KIND)
def test_with_forced_colours_every_control_is_seen(address, open_page, path):
    name = PAGES_OF_EACH_KIND[path]
    page = open_page(f"{address}/{path}", width=1280, height=1600, waits=name, media={"forced_colors": "active"})
    if "at_step" in path:  # with a curve to look back along
        wait_for(page, "+d.step >= 20 && d.state !== 'working'", name)
    page.wait_for_function(f"({BOXES})().length > 12", polling=LOOK_EVERY)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        settle(page)
        boxes = page.evaluate(BOXES)
        seen = Image.open(io.BytesIO(page.screenshot())).convert("L")
        spreads = {each: seen.crop(tuple(map(round, box))).getextrema() for each, box in boxes}
        assert [each for each, (low, high) in spreads.items() if high - low < LEAST_CONTRAST] == [], scheme


def test_a_panel_that_is_opened_comes_into_view_and_a_card_opens_its_experiment(address, open_page):
    page = open_page(f"{address}/")
    assert page.title() == "Playground · Neural network playground"
    page.get_by_role("radio", name="Gallery").click()
    card = page.locator(".st-key-preset_xor_hidden")
    expect(card.get_by_role("img")).to_be_in_viewport()
    box = card.get_by_role("img").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page).to_have_url(re.compile("data=exclusive_or&noise=0&layers=4"))
    page.goto(f"{address}/luck?seeds=3&epochs=5")
    expect(page).to_have_title("Compare luck · Neural network playground")
