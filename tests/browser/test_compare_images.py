"""What a person does on the page that compares networks for images, and what they see."""

import pytest
from playwright.sync_api import expect

from tests.browser.looking import button, picture, unfold, wait_for
from ui.compare.image_lessons import LESSONS

pytestmark = pytest.mark.browser

# How many pixels of a tile are of the orange that rings a wrong answer, below the kernels, which are orange too.
RINGED = """canvas => {
    const top = Math.round(0.38 * canvas.height);
    const { data } = canvas.getContext("2d").getImageData(0, top, canvas.width, canvas.height - top);
    let count = 0;
    for (let i = 0; i < data.length; i += 4) if (data[i] > 180 && data[i + 2] < 90) count++;
    return count;
}"""

# How many colours the upper part of a tile has, where the weights are.
WEIGHTS = """canvas => {
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, Math.round(0.33 * canvas.height));
    return new Set(new Uint32Array(data.buffer)).size;
}"""


def tiles(page):
    return picture(page, "wall").locator("figure")


def tile(page, name):
    return page.locator(f"figure[data-name='{name}']")


def accuracy(page, name):
    return float(tile(page, name).get_attribute("data-value").rstrip(" %"))


PHONE, LAPTOP = (390, 844), (1280, 800)


def test_left_half_right_half_is_one_press(address, open_page):
    lesson = LESSONS["halves"]
    page = open_page(f"{address}/image_networks", width=PHONE[0], height=PHONE[1], waits="wall")
    wall = picture(page, "wall")
    expect(wall.locator(".lesson")).to_be_empty()
    button(page, lesson.label).click()
    expect(wall.locator(".lesson")).to_have_text(lesson.question)
    wait_for(page, "d.state === 'playing' && d.tiles === '5' && +d.step > 0", "wall")
    wait_for(page, f"+d.epoch >= {lesson.until}", "wall")
    expect(wall.locator(".lesson")).to_contain_text(lesson.answer)
    button(page, "Pause").click()
    wait_for(page, "d.state === 'paused'", "wall")
    for width, height in (PHONE, LAPTOP):
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_function(f"() => innerWidth === {width}")
        for name in ("Dense 16", "Conv, flatten", "Conv, max 2 × 2"):
            assert accuracy(page, name) < 60
            canvas = tile(page, name).locator("canvas").element_handle()
            page.wait_for_function(f"canvas => ({RINGED})(canvas) > 50", arg=canvas)
        for name in ("Conv, global max", "Conv, global mean"):
            assert accuracy(page, name) >= 99
            assert tile(page, name).locator("canvas").evaluate(RINGED) == 0
        page.get_by_test_id("stMain").evaluate("main => main.scrollTo(0, 0)")
        boxes = [tiles(page).nth(i).bounding_box() for i in range(5)]
        assert all(box["x"] >= 0 and box["x"] + box["width"] <= width for box in boxes)
    assert all(box["y"] + box["height"] <= LAPTOP[1] + 20 for box in boxes)  # all on a laptop's first screen
    assert wall.locator(".scroll").evaluate("table => table.scrollWidth <= table.clientWidth")  # with all columns


def test_the_wall_of_images_plays_looks_back_and_opens_a_network(address, open_page):
    page = open_page(f"{address}/image_networks?against=pooling&speed=full", waits="wall")
    assert tiles(page).count() == 5
    assert tiles(page).first.locator("canvas").evaluate(WEIGHTS) > 20
    before = accuracy(page, "Max 2 × 2")
    button(page, "Play").click()
    wait_for(page, "d.state === 'playing' && +d.epoch >= 5", "wall")
    button(page, "Pause").click()
    wait_for(page, "d.state === 'paused'", "wall")
    now = accuracy(page, "Max 2 × 2")
    assert now > 85 > 30 > before
    table = picture(page, "wall").locator("tbody")
    assert table.locator("tr").count() == 5
    page.get_by_role("button", name="Weights", exact=True).click()
    expect(table.locator("tr").first).to_contain_text("170")
    page.locator("[data-name=scrub]").fill("1")
    wait_for(page, "d.state === 'past' && d.epoch === '1'", "wall")
    past = accuracy(page, "Max 2 × 2")
    assert past < now
    with page.expect_popup() as popup:
        tile(page, "Max 2 × 2").locator("a").click()
    opened = popup.value
    assert "/images?" in opened.url
    wait_for(opened, "d.state === 'paused' && d.epoch === '1'", "images")
    expect(opened.get_by_test_id("images").locator("dl")).to_contain_text(f"{past:.1f} %")
    opened.close()
    page.get_by_role("button", name="Back to now").click()
    wait_for(page, "d.state === 'paused'", "wall")
    assert accuracy(page, "Max 2 × 2") == now


def test_another_question_and_another_curve(address, open_page):
    page = open_page(f"{address}/image_networks", waits="wall")
    page.get_by_role("radio", name="Kernel", exact=True).click()
    wait_for(page, "d.tiles === '3'", "wall")
    page.wait_for_url("**against=kernel**")
    chart = picture(page, "wall").locator(".chart")
    expect(chart).to_contain_text("Test accuracy")
    expect(chart.get_by_role("button", name="log")).to_be_hidden()
    unfold(page)
    page.get_by_role("combobox", name="Test curves").click()
    page.get_by_role("option", name="loss", exact=True).click()
    expect(chart).to_contain_text("Test loss")
    expect(chart.get_by_role("button", name="log")).to_be_visible()
    link = tiles(page).first.locator("a")
    assert "test accuracy" in link.get_attribute("aria-label")
    assert "on the Images page" in link.get_attribute("aria-label")


def test_from_a_map_of_points_to_images_and_back(address, open_page):
    """One Wall shows both kinds, each with its own face."""
    page = open_page(f"{address}/activations?shown=tanh-relu", waits="wall")
    page.goto(f"{address}/image_networks?against=stride")
    wait_for(page, "d.tiles === '4'", "wall")
    page.go_back()
    wait_for(page, "d.tiles === '2'", "wall")
    assert "loss" in tiles(page).first.locator("a").get_attribute("aria-label")
