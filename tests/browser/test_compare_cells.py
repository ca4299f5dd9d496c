"""What a person does on the page that compares recurrent networks, and what they see."""

import pytest
from playwright.sync_api import expect

from tests.browser.looking import button, picture, unfold, wait_for
from ui.compare.cell_lessons import LESSONS

pytestmark = pytest.mark.browser

# The mean brightness, from 0 to 255, of a column of a tile's map at the first moment and at the last one, over the
# upper half of the rows that there are.
ENDS = """canvas => {
    const scale = canvas.width / canvas.clientWidth;
    const [left, right] = [46, canvas.clientWidth - 12];
    const context = canvas.getContext("2d");
    const mean = x => {
        const { data } = context.getImageData(Math.round(x * scale), Math.round(10 * scale), 1, Math.round(30 * scale));
        return data.filter((_, i) => i % 4 < 3).reduce((a, b) => a + b) / (data.length * 0.75);
    };
    return [mean(left), mean(right)];
}"""

# Whether a map has as many pixels as it is wide in this window.
IS_DRAWN = """([canvas, width]) => innerWidth === width &&
    Math.abs(canvas.width - canvas.getBoundingClientRect().width * devicePixelRatio) <= 2"""

PHONE, LAPTOP = (390, 844), (1280, 800)


def tiles(page):
    return picture(page, "wall").locator("figure")


def tile(page, name):
    return page.locator(f"figure[data-name='{name}']")


def accuracy(page, name):
    return float(tile(page, name).get_attribute("data-value").rstrip(" %"))


def test_no_name_of_a_setting_is_covered_or_cut_off(address, open_page):
    """The row with the most settings, at the smallest size that it is made for."""
    page = open_page(f"{address}/cells?against=length&data=text", width=1280, waits="wall")
    unfold(page)
    expect(page.locator(".st-key-rest label").last).to_be_visible()
    covered = page.locator(
        ":is(.st-key-settings, .st-key-rest, .st-key-data_settings) > [data-testid=stElementContainer]"
    ).evaluate_all(
        """settings => settings.filter(each => {
            const [name, help] = [each.querySelector("label p"), each.querySelector("[data-testid=stTooltipIcon]")];
            if (!name) return false;
            const range = document.createRange();
            range.selectNodeContents(name);
            return help && range.getBoundingClientRect().right > each.getBoundingClientRect().right - 16;
        }).map(each => each.textContent)"""
    )
    assert not covered
    text = page.get_by_role("combobox", name="Text")
    widths = """e => {
        const context = document.createElement("canvas").getContext("2d");
        context.font = getComputedStyle(e).font;
        return [context.measureText(e.value).width, e.clientWidth];
    }"""
    needed, given = text.evaluate(widths)
    assert needed <= given


def test_who_recalls_first_is_one_press(address, open_page):
    lesson = LESSONS["recall"]
    page = open_page(f"{address}/cells?units=8", width=PHONE[0], height=PHONE[1], waits="wall")
    wall = picture(page, "wall")
    expect(wall.locator(".lesson")).to_be_empty()
    button(page, lesson.label).click()
    expect(wall.locator(".lesson")).to_have_text(lesson.question)
    wait_for(page, "d.state === 'playing' && d.tiles === '4' && +d.rows > 3", "wall")
    wait_for(page, f"+d.step >= {lesson.until}", "wall")
    expect(wall.locator(".lesson")).to_contain_text(lesson.answer)
    button(page, "Pause").click()
    wait_for(page, "d.state === 'paused'", "wall")
    assert accuracy(page, "RNN, orthogonal") == 100
    assert accuracy(page, "RNN, usual weights") < 100
    for width, height in (PHONE, LAPTOP):
        page.set_viewport_size({"width": width, "height": height})
        for name in ("RNN, usual weights", "RNN, orthogonal"):
            canvas = tile(page, name).locator("canvas").element_handle()
            page.wait_for_function(IS_DRAWN, arg=[canvas, width])
        boxes = [tiles(page).nth(i).bounding_box() for i in range(4)]
        assert all(box["x"] >= 0 and box["x"] + box["width"] <= width for box in boxes)
        first, last = tile(page, "RNN, usual weights").locator("canvas").evaluate(ENDS)
        assert first > last + 80  # the gradient has vanished on its way to the first moment
        first, last = tile(page, "RNN, orthogonal").locator("canvas").evaluate(ENDS)
        assert abs(first - last) < 60
    # On a laptop's first screen: the maps, and where the chart of the gradient begins.
    page.get_by_test_id("stMain").evaluate("main => main.scrollTo(0, 0)")
    assert len({box["y"] for box in boxes}) == 1
    assert page.get_by_text("Gradient back through time, now").bounding_box()["y"] < LAPTOP[1]


def test_the_maps_grow_look_back_and_open_a_network(address, open_page):
    page = open_page(f"{address}/cells?examples=200&length=8&step_size=0.02&speed=full", waits="wall")
    assert tiles(page).count() == 4
    wall = picture(page, "wall")
    assert (wall.get_attribute("data-rows"), wall.get_attribute("data-reach")) == ("1", "100")
    button(page, "Play").click()
    wait_for(page, "d.state === 'playing' && +d.step > 130", "wall")
    button(page, "Pause").click()
    wait_for(page, "d.state === 'paused'", "wall")
    step, rows = (int(wall.get_attribute(f"data-{name}")) for name in ("step", "rows"))
    gap, reach = (int(wall.get_attribute(f"data-{name}")) for name in ("gap", "reach"))
    assert rows == step // gap + 1
    assert step <= reach < 2 * step
    now = accuracy(page, "GRU")
    page.locator("[data-name=scrub]").fill("1")
    wait_for(page, "d.state === 'past' && d.epoch === '1' && d.step === '5'", "wall")
    assert (wall.get_attribute("data-rows"), wall.get_attribute("data-reach")) == ("3", "100")
    past = accuracy(page, "GRU")
    with page.expect_popup() as popup:
        tile(page, "GRU").locator("a").click()
    opened = popup.value
    assert "/sequences?" in opened.url
    wait_for(opened, "d.state === 'paused' && d.step === '5'", "sequences")
    found = float(opened.get_by_test_id("sequences").get_attribute("data-test-accuracy"))
    assert f"{100 * found:.1f}" == f"{past:.1f}"
    opened.close()
    page.get_by_role("button", name="Back to now").click()
    wait_for(page, f"d.state === 'paused' && d.step === '{step}' && d.rows === '{rows}'", "wall")
    assert accuracy(page, "GRU") == now


def test_another_question_and_another_task(address, open_page):
    page = open_page(f"{address}/cells?examples=100&units=4", waits="wall")
    page.get_by_role("radio", name="Recurrent scale", exact=True).click()
    wait_for(page, "d.tiles === '8'", "wall")
    page.wait_for_url("**against=scale**")
    boxes = [tiles(page).nth(i).bounding_box() for i in range(8)]
    assert len({box["y"] for box in boxes}) == 2  # two rows of four
    page.get_by_role("radio", name="Adding").click()
    chart = picture(page, "wall").locator(".chart")
    expect(chart).to_contain_text("always the mean")
    link = tiles(page).first.locator("a")
    assert "test loss" in link.get_attribute("aria-label")
    assert "on the Sequences page" in link.get_attribute("aria-label")
    expect(picture(page, "wall").locator(".ramp canvas")).to_have_attribute(
        "aria-label", "Colours from 10⁻⁶ to 10², logarithmic"
    )


def test_a_tile_and_its_line_stand_out_together_and_keys_play(address, open_page):
    page = open_page(f"{address}/cells?examples=100&units=4", waits="wall")
    flow = picture(page, "wall").locator(".flow canvas")
    before = flow.evaluate("canvas => canvas.toDataURL()")
    tile(page, "GRU").locator("a").focus()
    page.wait_for_function("([canvas, before]) => canvas.toDataURL() !== before", arg=[flow.element_handle(), before])
    page.keyboard.press("ArrowRight")
    wait_for(page, "+d.step > 0 && d.state === 'paused'", "wall")
    page.keyboard.press("r")
    wait_for(page, "d.step === '0' && d.state === 'ready'", "wall")


def test_from_cells_to_points_and_back(address, open_page):
    """One Wall shows all kinds, each with its own face and what stands around it."""
    page = open_page(f"{address}/activations?shown=tanh-relu", waits="wall")
    expect(page.get_by_text("Gradient back through time, now")).to_have_count(0)
    page.goto(f"{address}/cells?examples=100&units=4")
    wait_for(page, "d.tiles === '4'", "wall")
    expect(page.get_by_text("Gradient back through time, now")).to_be_visible()
    page.go_back()
    wait_for(page, "d.tiles === '2'", "wall")
    expect(page.get_by_text("Gradient back through time, now")).to_have_count(0)
