"""What a person does on the pages that compare, and what they see."""

import time

import pytest
from playwright.sync_api import expect

from tests.browser.looking import Line, button, picture, wait_for
from tests.browser.tabs import MOVES
from ui.compare import cell_lessons

pytestmark = pytest.mark.browser

ACT_HOLDS_UP = 20  # seconds that an act waits for the answer to the one before, at most: pictures/live/talk.js

# How many colours a canvas shows.
COLOURS = """canvas => {
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    return new Set(new Uint32Array(data.buffer)).size;
}"""

# How much colour there is in the corner of a map, where no points are: 0 is grey.
CORNER = """canvas => {
    const [r, g, b] = canvas.getContext("2d").getImageData(4, 4, 1, 1).data;
    return Math.max(r, g, b) - Math.min(r, g, b);
}"""


def tiles(page):
    return picture(page, "wall").locator("figure")


def losses(page):
    return {t["name"]: t["value"] for t in tiles(page).evaluate_all("all => all.map(t => ({ ...t.dataset }))")}


def test_the_wall_plays_looks_back_and_opens_a_network(address, open_page):
    page = open_page(f"{address}/activations?speed=full", waits="wall", media=MOVES)
    assert tiles(page).count() == 10
    first = losses(page)
    button(page, "Play").click()
    wait_for(page, "d.state === 'playing' && +d.epoch > 40", "wall")
    button(page, "Pause").click()
    wait_for(page, "d.state === 'paused'", "wall")
    now = losses(page)
    assert float(now["tanh"].lstrip("<")) < float(first["tanh"]) / 4
    assert float(now["linear"]) > 0.5  # a line cannot part a disc from its ring
    assert tiles(page).first.locator("canvas").evaluate(COLOURS) > 50
    for name, column in (("Epochs", 2), ("Seconds", 3)):
        page.get_by_role("button", name=name, exact=True).click()
        cells = picture(page, "wall").locator(f"tbody tr > :nth-child({column + 1})").all_inner_texts()
        there = [float(text.split()[0]) for text in cells if text not in ("–", "…")]
        assert len(there) > 3
        assert there == sorted(there)
    # One scrubber for all.
    page.locator("[data-name=scrub]").fill("3")
    wait_for(page, "d.state === 'past' && d.epoch === '3'", "wall")
    past = losses(page)
    assert past != now
    with page.expect_popup() as popup:
        tiles(page).filter(has_text="ReLU").first.locator("a").click()
    opened = popup.value
    wait_for(opened, "d.state === 'paused' && d.epoch === '3'")
    seen = picture(opened, "stage").get_attribute("data-test-loss")
    assert f"{float(seen):.3f}" == past["ReLU"]
    opened.close()
    page.get_by_role("button", name="Back to now").click()
    wait_for(page, "d.state === 'paused'", "wall")
    assert losses(page) == now


def test_space_plays_and_a_hovered_tile_stands_out(address, open_page):
    page = open_page(f"{address}/activations", waits="wall")
    page.keyboard.press("Space")
    wait_for(page, "d.state === 'playing' && +d.step > 0", "wall")
    page.keyboard.press("Space")
    wait_for(page, "d.state === 'paused'", "wall")
    tiles(page).nth(2).hover()
    expect(tiles(page).nth(2)).to_have_class("tile looked")
    expect(picture(page, "wall").locator("tr.looked")).to_contain_text("sigmoid")


def test_the_vanishing_of_sigmoid_stays_a_blank_wall(address, open_page):
    setting = "optimizer=gradient_descent&step_size=0.1&speed=full&play=true"
    url = f"{address}/activations?part=depth&shown=tanh-sigmoid&{setting}"
    page = open_page(url, waits="wall")
    wait_for(page, "+d.epoch >= 60", "wall")
    button(page, "Pause").click()
    wait_for(page, "d.state === 'paused'", "wall")
    now = losses(page)
    assert float(now["tanh, 6 hidden layers"].lstrip("<")) < 0.3
    assert float(now["sigmoid, 6 hidden layers"]) > 0.6
    blank, drawn = (page.locator(f"figure[data-name='{name}, 6 hidden layers'] canvas") for name in ("sigmoid", "tanh"))
    assert blank.evaluate(CORNER) < drawn.evaluate(CORNER) / 4


def test_the_probe_moves_along_the_curves(address, open_page):
    page = open_page(f"{address}/activations?part=curves&shown=tanh-relu", waits="curves")
    reading = picture(page, "curves").locator("[data-name=tanh]")
    expect(reading).to_contain_text("h = 0.76")
    expect(reading).to_contain_text("h′ = 0.42")
    page.get_by_role("slider", name="Probe z").fill("-2")
    expect(reading).to_contain_text("h = −0.96")
    expect(picture(page, "curves").locator("[data-name=ReLU]")).to_contain_text("h = 0.00")
    page.wait_for_url("**probe=-2**")
    canvas = picture(page, "curves").locator("canvas").first
    box = canvas.bounding_box()
    page.mouse.move(box["x"] + box["width"] - 9, box["y"] + 50)
    expect(picture(page, "curves")).to_have_attribute("data-probe", "6")
    reading.hover()
    expect(picture(page, "curves")).to_have_attribute("data-lifted", "tanh")
    reading.get_by_role("button").focus()
    page.keyboard.press("Tab")
    expect(picture(page, "curves")).to_have_attribute("data-lifted", "ReLU")


def test_optimizers_go_down_a_surface_from_where_one_clicks(address, open_page):
    page = open_page(f"{address}/optimizers?surface=bowl&steps=60", waits="slope", media=MOVES)
    wait_for(page, "+d.step >= 60", "slope")
    assert "global minimum" in picture(page, "slope").get_attribute("data-ends")
    contours, space = (picture(page, "slope").locator("canvas").nth(i) for i in (0, 1))
    assert contours.evaluate(COLOURS) > 15
    before = space.screenshot()
    box = contours.bounding_box()
    contours.click(position={"x": 0.75 * box["width"], "y": 0.25 * box["height"]})
    page.wait_for_url("**start=**")
    wait_for(page, "Math.abs(+d.start.split(',')[0] - 2) < 0.1 && Math.abs(+d.start.split(',')[1] - 2) < 0.1", "slope")
    wait_for(page, "+d.step >= 60", "slope")
    space.focus()
    page.keyboard.press("ArrowLeft")
    assert space.screenshot() != before
    contours.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    wait_for(page, "Math.abs(+d.start.split(',')[0] - 0.6) < 0.01 && d.start.endsWith(',0')", "slope")


def test_too_large_a_step_leaves_the_ravine(address, open_page):
    page = open_page(f"{address}/optimizers?surface=ravine&walkers=gradient_descent*0.085", waits="slope")
    slider = page.get_by_role("slider", name="Step", exact=True)
    slider.fill("200")
    wait_for(page, "d.ends.startsWith('diverged')", "slope")
    page = open_page(f"{address}/optimizers?surface=ravine&walkers=gradient_descent*0.075", waits="slope")
    page.get_by_role("slider", name="Step", exact=True).fill("200")
    wait_for(page, "/^global minimum, step [0-9]+$/.test(d.ends)", "slope")


def test_optimizers_race_on_a_network_and_its_landscape_is_shown(address, open_page):
    page = open_page(f"{address}/optimizers?part=network&speed=full&play=true", waits="wall")
    wait_for(page, "+d.epoch > 20", "wall")
    button(page, "Pause").click()
    wait_for(page, "d.state === 'paused'", "wall")
    assert tiles(page).count() == 5
    page.get_by_text("The loss as a landscape").click()
    chart = page.get_by_test_id("stPlotlyChart")
    expect(chart.get_by_text("on the plane of the paths")).to_be_visible()
    expect(chart.get_by_text("Adam, α 0.01")).to_be_visible()


def test_the_map_fills_in_and_a_cell_shows_its_curve(address, open_page):
    page = open_page(f"{address}/step_size?epochs=30&activation=relu", waits="cells")
    wait_for(page, "d.state === 'done' && d.share === '1'", "cells")
    cells = picture(page, "cells")
    expect(cells.get_by_role("status")).to_have_text("300 networks trained")
    canvas = cells.locator("canvas").first
    assert canvas.evaluate(COLOURS) > 40
    chosen = cells.get_attribute("data-chosen")
    canvas.focus()
    page.keyboard.press("ArrowRight")
    wait_for(page, f"+d.chosen === {chosen} + 1", "cells")
    page.wait_for_url("**cell=**")
    canvas.click(position={"x": 200, "y": 60})
    wait_for(page, f"+d.chosen > {chosen} + 20", "cells")
    assert cells.get_attribute("data-state") == "done"  # nothing was trained again
    told = cells.locator(".name").inner_text()
    with page.expect_popup() as popup:
        cells.get_by_role("link").click()
    wait_for(popup.value, "d.epoch === '30' && d.state === 'paused'")
    size = told.split("α ")[1].split(",")[0]
    assert f"step_size={float(size):g}" in popup.value.url.replace("1e-04", "0.0001")
    popup.value.close()


def test_long_work_can_be_cancelled_and_goes_on(address, open_page):
    line = Line()
    page = open_page(f"{address}/depth?epochs=500&seeds=16", waits="wall", line=line)
    wait_for(page, "+d.share > 0", "wall")
    line.hold()
    line.wait(page)
    page.get_by_role("button", name="Cancel").click()
    page.wait_for_timeout(1000)
    assert line.asked == 1  # neither Cancel nor an update could take the other's place
    line.release()
    wait_for(page, "d.state === 'cancelled'", "wall")
    share = picture(page, "wall").get_attribute("data-share")
    page.evaluate("() => new Promise(done => setTimeout(done, 600))")
    assert picture(page, "wall").get_attribute("data-share") == share
    page.get_by_role("button", name="Go on").click()
    wait_for(page, f"+d.share > {share}", "wall")


def test_luck_answers_whether_it_was_the_setting_or_the_draw(address, open_page):
    page = open_page(f"{address}/luck?layers=3&seeds=24&epochs=100", waits="wall")
    wait_for(page, "d.state === 'done'", "wall")
    wall = picture(page, "wall")
    solved = int(wall.get_attribute("data-solved"))
    expect(wall.get_by_role("status").first).to_have_text(f"Solved in {solved} of 24")
    assert "It is" in wall.locator(".headline").inner_text()
    assert tiles(page).count() > 3
    assert wall.get_by_text("Atlas of minima").is_visible()


def test_an_undo_of_nothing_lets_the_walks_be_and_holds_up_no_click(address, open_page):
    page = open_page(f"{address}/optimizers?surface=bowl&steps=60", waits="slope", media=MOVES)
    wait_for(page, "+d.step >= 60", "slope")
    start = picture(page, "slope").get_attribute("data-start")
    for _ in range(2):
        before = picture(page, "slope").get_attribute("data-beat")
        page.keyboard.press("Control+z")
        wait_for(page, f"d.beat !== '{before}'", "slope")
        assert float(picture(page, "slope").get_attribute("data-step")) == 60
    picture(page, "slope").locator("canvas").first.click(position={"x": 80, "y": 80})
    begun = time.monotonic()
    wait_for(page, f"d.start !== '{start}'", "slope")
    assert time.monotonic() - begun < ACT_HOLDS_UP / 2


def test_what_a_lesson_speaks_of_is_in_the_window_of_a_projector(address, open_page):
    """The charts with their axes below the maps of cells, all of the map of step sizes, and the table of a wall."""

    def wait_inside(*selectors):
        page.wait_for_function(
            """selectors => selectors.every(each => {
                const find = root => root.querySelector(each) ?? [...root.querySelectorAll("*")]
                    .map(e => e.shadowRoot && find(e.shadowRoot)).find(Boolean);
                const box = find(document)?.getBoundingClientRect();
                return box && box.height > 60 && box.bottom <= 720;
            })""",
            arg=selectors,
        )

    page = open_page(f"{address}/cells?projector=true", width=1280, height=720, waits="wall")
    button(page, cell_lessons.LESSONS["adding"].label).click()
    wait_for(page, "d.state === 'playing' && d.step > 5", "wall")
    wait_inside(".flow canvas", ".chart canvas")
    chart = picture(page, "wall").locator(".chart")
    expect(chart.get_by_role("button", name="log")).to_have_attribute("aria-pressed", "true")
    page.goto(f"{address}/step_size?projector=true&epochs=5&points=40")
    wait_inside(".map canvas")
    page.goto(f"{address}/activations?projector=true&shown=tanh-relu-sigmoid-leaky_relu-elu")
    wait_for(page, "d.tiles === '5'", "wall")
    wait_inside(".side table")
    expect(picture(page, "wall").get_by_text("each line up is ten times as much")).to_be_visible()
