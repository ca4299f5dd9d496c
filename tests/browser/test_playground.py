"""What a person does on the Playground, and what they see."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.looking import PICTURE, SETTLED, WATCH, Line, button, reading, stage, wait_for
from tests.browser.tabs import MOVES
from tests.browser.test_everybody import show_in

pytestmark = pytest.mark.browser


def test_play_learns_the_circle_and_pause_stands_still(address, open_page):
    page = open_page(address, media=MOVES)
    first = reading(page)
    assert (first["state"], first["epoch"]) == ("ready", "0")
    button(page, "Play").click()
    wait_for(page, "d.state === 'playing' && +d.epoch > 3 && +d.testAccuracy > 0.95")
    assert float(reading(page)["testLoss"]) < float(first["testLoss"]) / 2
    button(page, "Pause").click()
    wait_for(page, "d.state === 'paused'")
    still = reading(page)
    picture = stage(page).evaluate(SETTLED)
    # Several updates' time, as the page itself counts it, in which nothing may move.
    page.evaluate("() => new Promise(done => setTimeout(done, 700))")
    assert reading(page) == still
    assert stage(page).evaluate(PICTURE)["hash"] == picture
    button(page, "Play").click()
    wait_for(page, f"+d.step > {still['step']}")


def test_step_and_reset(address, open_page):
    page = open_page(address)
    first = reading(page)
    button(page, "Step").click()
    wait_for(page, "d.epoch === '1' && d.state === 'paused'")
    button(page, "Reset").click()
    wait_for(page, "d.step === '0'")
    assert reading(page) == first


def test_it_glides_between_updates(address, open_page):
    page = open_page(f"{address}/?play=true&data=spiral&layers=8-8", media=MOVES)
    wait_for(page, "+d.step > 0")
    pictures, updates = stage(page).evaluate(WATCH)
    assert pictures > updates + 3


def test_a_page_in_the_background_asks_for_nothing(address, open_page):
    line = Line()
    page = open_page(f"{address}/?play=true&data=spiral", line=line)
    wait_for(page, "+d.step > 0")
    turn = """hidden => {
        Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
        document.dispatchEvent(new Event("visibilitychange"));
    }"""
    page.evaluate(turn, True)
    for _ in range(2):  # what it asked for as it was turned away may come late, and is answered
        line.release()
        line.hold()
        page.wait_for_timeout(3000)
        if not line.asked:
            break
    assert not line.asked
    line.release()
    step = reading(page)["step"]
    page.evaluate(turn, False)
    wait_for(page, f"d.state === 'playing' && +d.step > {step}")


def test_reduced_motion_steps_instead(address, open_page):
    page = open_page(f"{address}/?play=true&data=spiral&layers=8-8")
    wait_for(page, "+d.step > 0")
    pictures, updates = stage(page).evaluate(WATCH)
    assert pictures <= updates + 1


def test_divergence_is_said_and_reset_recovers(address, open_page):
    page = open_page(f"{address}/?data=plane&activation=relu&step_size=10&optimizer=gradient_descent")
    button(page, "Play").click()
    wait_for(page, "d.state === 'diverged'")
    message = stage(page).locator(".message")
    expect(message).to_contain_text(re.compile(r"Diverged at step \d+.*Try step size 1"))
    expect(button(page, "Play")).to_be_disabled()
    button(page, "Reset").click()
    wait_for(page, "d.state === 'ready'")
    expect(message).to_be_hidden()
    expect(button(page, "Play")).to_be_enabled()


def test_the_diagram_is_a_control(address, open_page):
    page = open_page(address, has_touch=True)
    label = lambda text: expect(stage(page)).to_have_attribute("aria-label", re.compile(text))  # noqa: E731
    button(page, "Add a neuron to hidden layer 1").tap()
    label("of 7, 4 tanh")
    button(page, "Add a hidden layer").tap()
    label("of 7, 4, 4 tanh")
    button(page, "Remove a neuron from hidden layer 3").tap()
    label("of 7, 4, 3 tanh")
    expect(page).to_have_url(re.compile("layers=7-4-3"))
    for _ in range(3):
        count = stage(page).get_by_role("button", name="Add a neuron").count()
        button(page, "Remove a hidden layer").tap()
        expect(stage(page).get_by_role("button", name="Add a neuron")).to_have_count(count - 1)
    label("no hidden layer")
    expect(button(page, "Remove a hidden layer")).to_have_attribute("aria-disabled", "true")
    button(page, "Input x₁²").tap()
    expect(page).to_have_url(re.compile("features=x1-x2-x1_squared"))
    expect(button(page, "Input x₁²")).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize("query", ["layers=2", "layers=2&play=true"])
def test_quick_presses_all_count(address, open_page, query):
    page = open_page(f"{address}/?{query}")
    add = button(page, "Add a neuron to hidden layer 1")
    for _ in range(5):
        add.click(delay=60)
    expect(page).to_have_url(re.compile("layers=7"))
    expect(stage(page)).to_have_attribute("aria-label", re.compile("hidden layers of 7 tanh"))


def test_the_focus_stays_on_a_button_at_its_limit(address, open_page):
    page = open_page(f"{address}/?layers=15")
    add = button(page, "Add a neuron to hidden layer 1")
    add.focus()
    page.keyboard.press("Enter")
    expect(add).to_have_attribute("aria-disabled", "true")
    expect(add).to_be_focused()
    page.keyboard.press("Enter")
    expect(stage(page)).to_have_attribute("aria-label", re.compile("hidden layers of 16 tanh"))


def test_settings_survive_playing_pausing_and_resetting(address, open_page):
    page = open_page(address)
    for _ in range(2):
        button(page, "Play").click()
        wait_for(page, "d.state === 'playing' && +d.step > 0")
        button(page, "Pause").click()
        wait_for(page, "d.state === 'paused'")
        button(page, "Reset").click()
        wait_for(page, "d.state === 'ready'")
    assert page.url.rstrip("/") == address
    expect(page.get_by_role("textbox", name="Hidden layers")).to_have_value("6-4")
    expect(page.get_by_role("textbox", name="Data seed")).to_have_value("1")


def test_on_a_slow_line_pause_waits_behind_one_update_at_most(address, open_page):
    line = Line()
    page = open_page(f"{address}/?play=true&data=pinwheel&layers=16-16-16-16-16-16", line=line)
    wait_for(page, "d.state === 'playing' && +d.step > 0")
    line.hold()
    line.wait(page)
    page.wait_for_timeout(1500)  # many updates' time
    assert line.asked == 1
    button(page, "Pause").click()
    line.release()
    wait_for(page, "d.state === 'paused'")
    expect(button(page, "Play")).to_be_visible()


def test_test_data_and_discretize_are_beside_the_picture(address, open_page):
    page = open_page(address, width=1280, height=720)
    before = stage(page).evaluate(SETTLED)
    for name, parameter in (("Test data", "show_test=true"), ("Discretize", "discretize=true")):
        box = stage(page).get_by_role("checkbox", name=name)
        assert box.bounding_box()["y"] < 700
        box.check()
        expect(page).to_have_url(re.compile(parameter))
        after = stage(page).evaluate(SETTLED)
        assert after != before
        before = after


def test_controls_work_while_it_plays_and_keep_the_weights(address, open_page):
    page = open_page(f"{address}/?play=true&data=spiral")
    wait_for(page, "+d.epoch > 2")
    epoch = int(reading(page)["epoch"])
    page.get_by_role("combobox", name="Step size α").click()
    page.get_by_role("option", name="0.03", exact=True).click()
    expect(page).to_have_url(re.compile("step_size=0.03"))
    wait_for(page, f"d.state === 'playing' && +d.epoch > {epoch + 1}")
    page.get_by_role("radio", name="Gaussian", exact=True).click()
    expect(page).to_have_url(re.compile("data=gaussian"))
    wait_for(page, "d.state === 'playing' && +d.testAccuracy > 0.9")


def test_it_redraws_when_the_window_changes(address, open_page):
    page = open_page(address)
    for scheme, width in (("light", 1440), ("light", 1024), ("light", 600), ("dark", 1440), ("dark", 600)):
        show_in(page, scheme)
        page.set_viewport_size({"width": width, "height": 800})
        page.wait_for_function(f"() => innerWidth === {width}")
        expect(stage(page).locator("canvas").last).to_be_visible()
        page.wait_for_function(
            """canvas => Math.abs(canvas.width - canvas.getBoundingClientRect().width * devicePixelRatio) <= 2""",
            arg=stage(page).locator("canvas").last.element_handle(),
        )
        assert stage(page).evaluate(PICTURE)["colours"] > 200


def test_a_phone_shows_play_data_and_the_stage_first(address, open_page):
    page = open_page(f"{address}/?layers=8-8-8-8-8-8", width=390, height=844, has_touch=True, is_mobile=True)
    wide = "() => Math.max(...[...document.querySelectorAll('html, .stMain')].map(e => e.scrollWidth))"
    assert page.evaluate(wide) <= 390
    for thing in (button(page, "Play"), page.get_by_role("radio", name="Circle"), stage(page)):
        box = thing.bounding_box()
        assert box["y"] + min(box["height"], 600) <= 844
    right = [b.bounding_box() for b in stage(page).get_by_role("button").all()]
    assert all(box["x"] >= 0 and box["x"] + box["width"] <= 390 for box in right)
    assert all(box["width"] >= 24 and box["height"] >= 24 for box in right)


def test_the_projector_shows_diagram_output_and_loss_without_scrolling(address, open_page):
    page = open_page(address, width=1280, height=720)
    box = stage(page).bounding_box()
    assert box["y"] + box["height"] <= 720
