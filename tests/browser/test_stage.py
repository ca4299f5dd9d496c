"""What a person does with the numbers, the data and the time of a network, and what they see."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.looking import SETTLED, Line, button, reading, stage, train, wait_for

pytestmark = pytest.mark.browser


def plane(page):
    return stage(page).locator(".plane")


def at(page, x1, x2):
    """The position of a place of the plane, in pixels from the map's corner."""
    size = plane(page).bounding_box()["width"]
    return {"x": (x1 / 6 + 1) / 2 * size, "y": (1 - x2 / 6) / 2 * size}


def test_a_neuron_shows_its_arithmetic_and_its_map(address, open_page):
    page = open_page(f"{address}/?layers=3&activation=relu")
    before = stage(page).evaluate(SETTLED)
    neuron = stage(page).get_by_role("button", name="Hidden 1, neuron 2")
    neuron.hover()
    card = stage(page).locator(".card:not(.editor)")
    expect(card).to_contain_text(re.compile(r"z = −?\d\.\d\d·x₁ [+−] \d\.\d\d·x₂ [+−] \d\.\d\d"))
    expect(card).to_contain_text("a = ReLU(z)")
    assert stage(page).evaluate(SETTLED) != before  # its map is shown large
    stage(page).get_by_role("button", name="Output", exact=True).hover()
    expect(card).to_contain_text("·a₃")
    expect(card).to_contain_text("p₊ = 1 / (1 + e⁻ᶻ)")
    page.mouse.move(5, 5)
    expect(card).to_be_hidden()
    assert stage(page).evaluate(SETTLED) == before


def test_a_weight_is_edited_the_loss_follows_and_undo_takes_it_back(address, open_page):
    page = open_page(f"{address}/?layers=3")
    train(page, 2)
    loss = reading(page)["trainLoss"]
    stage(page).get_by_role("button", name="Hidden 1, neuron 1").click()
    editor = stage(page).get_by_role("dialog")
    weight = editor.get_by_role("textbox", name="Weight of x₁")
    expect(weight).to_be_focused()
    expect(editor.get_by_role("textbox", name="The bias")).to_be_visible()
    weight.fill("three")
    weight.press("Enter")
    expect(editor.get_by_role("alert")).to_contain_text("“three” cannot be read as a number")
    assert reading(page)["trainLoss"] == loss
    weight.fill("−10/4")
    weight.press("Enter")
    expect(editor.get_by_role("alert")).to_be_empty()
    wait_for(page, f"d.trainLoss !== '{loss}'")
    expect(editor).to_contain_text("z = −2.50·x₁")
    expect(weight).to_have_value("−2.500")
    editor.press("Escape")
    expect(editor).to_be_hidden()
    button(page, "Undo").click()
    wait_for(page, f"d.trainLoss === '{loss}'")
    button(page, "Redo").click()
    wait_for(page, f"d.trainLoss !== '{loss}'")


def test_an_edge_shows_its_weight_and_gradient_and_opens_it(address, open_page):
    page = open_page(f"{address}/?layers=1&features=x1")
    one, other = (
        stage(page).get_by_role("button", name=name, exact=True).bounding_box()
        for name in ("Input x₁", "Hidden 1, neuron 1")
    )
    x = (one["x"] + one["width"] + other["x"]) / 2
    y = (one["y"] + one["height"] / 2 + other["y"] + other["height"] / 2) / 2
    page.mouse.move(x, y)
    card = stage(page).locator(".card:not(.editor)")
    expect(card).to_contain_text(re.compile(r"x₁ → hidden 1, neuron 1weight w = −?\d\.\d+∂L/∂w = −?\d\.\d+"))
    page.mouse.click(x, y)
    expect(stage(page).get_by_role("textbox", name="Weight of x₁")).to_be_focused()


def test_a_point_is_traced_forward_and_back(address, open_page):
    page = open_page(f"{address}/?layers=3")
    before = stage(page).evaluate(SETTLED)
    plane(page).click(position=at(page, 1, 2))
    bar = stage(page).get_by_role("group", name="The traced point")
    expect(bar).to_contain_text(re.compile(r"p₊ = \d\.\d\d · loss \d"))
    forward = stage(page).evaluate(SETTLED)
    assert forward != before
    bar.get_by_role("button", name="Show the derivatives on the way back").click()
    stage(page).get_by_role("button", name="Hidden 1, neuron 2").hover()
    card = stage(page).locator(".card:not(.editor)")
    expect(card).to_contain_text(re.compile("This point: z = .*, a = .*∂L/∂a = .*∂L/∂z = "))
    text = bar.text_content()
    bar.get_by_role("button", name="It ought to be orange").click()
    bar.get_by_role("button", name="It ought to be blue").click()
    expect(bar.get_by_role("button", name="It ought to be blue")).to_have_attribute("aria-pressed", "true")
    train(page, 1)
    expect(bar).not_to_have_text(text)  # the trace follows the training
    bar.get_by_role("button", name="Stop tracing").click()
    expect(bar).to_have_count(0)


def test_points_are_painted_erased_and_undone(address, open_page):
    page = open_page(f"{address}/?data=own")
    expect(stage(page)).to_contain_text("No points yet")
    expect(button(page, "Draw data")).to_have_attribute("aria-pressed", "true")  # there is nothing else to do
    button(page, "Draw values, for a regression").click()
    button(page, "Draw points with the value 0.50").click()
    plane(page).click(position=at(page, 2, 2))
    expect(page).to_have_url(re.compile(r"drawn=v[\w-]{6}(&|$)"))
    expect(stage(page)).to_contain_text("Mean squared error")
    button(page, "Undo the last stroke").click()
    expect(stage(page)).to_contain_text("Cross-entropy")
    button(page, "Draw values, for a regression").click()
    for colour, x1 in (("blue", -3), ("orange", 3)):
        stage(page).get_by_role("button", name=f"Draw {colour} points").click()
        plane(page).hover(position=at(page, x1, -4))
        page.mouse.down()
        plane(page).hover(position=at(page, x1, 0))
        plane(page).hover(position=at(page, x1, 4))
        page.mouse.up()
        expect(page).to_have_url(re.compile(r"drawn=" + (r"1\w" if colour == "blue" else r"0[\w-]+\.1\w")))
    link = page.url
    stage(page).get_by_role("button", name="Erase points").click()
    plane(page).click(position=at(page, 3, 4))
    expect(page).not_to_have_url(link)
    button(page, "Undo the last stroke").click()
    expect(page).to_have_url(link)
    button(page, "Stop drawing").click()
    button(page, "Play").click()
    wait_for(page, "+d.testAccuracy > 0.9")
    again = open_page(link)  # drawn data go into a link
    expect(again.get_by_role("radio", name="Your own")).to_be_checked()
    assert reading(again)["state"] == "ready"


def test_a_long_stroke_is_sent_in_parts_and_erases_all_that_it_passes(address, open_page):
    page = open_page(f"{address}/?points=200&noise=0")
    button(page, "Draw data").click()
    stage(page).get_by_role("button", name="Erase points").click()
    plane(page).hover(position=at(page, 0, 0))
    box = plane(page).bounding_box()
    across, up = ([point[name] + box[name] for point in (at(page, -5.8, 5.8), at(page, 5.8, -5.8))] for name in "xy")
    page.mouse.down()
    rows = 17  # closer than the eraser is wide, and more places in all than one message holds
    for row in range(rows):
        y = up[0] + (up[1] - up[0]) * row / (rows - 1)
        page.mouse.move(across[row % 2], y)
        page.mouse.move(across[1 - row % 2], y, steps=30)
    page.mouse.up()
    expect(stage(page)).to_contain_text("train loss –")
    button(page, "Undo the last stroke").click()
    expect(stage(page)).not_to_contain_text("train loss –")


def test_one_click_adds_one_point_to_the_data_on_show(address, open_page):
    page = open_page(f"{address}/?points=20&noise=0")
    train(page, 2)
    button(page, "Draw data").click()
    stage(page).get_by_role("button", name="Draw orange points").click()
    plane(page).click(position=at(page, 0, 0))
    expect(page).to_have_url(re.compile("data=own"))
    letters = re.search(r"drawn=0([\w-]+)\.1([\w-]+)", page.url)
    assert [len(part) / 4 for part in letters.groups()] == [11, 10]
    assert reading(page)["epoch"] == "2"  # and the network goes on with what it has learned


def test_looking_back_and_a_branch(address, open_page):
    page = open_page(address)
    train(page, 6)
    now = reading(page)
    scrub = stage(page).get_by_role("slider", name="Look back at an epoch")
    scrub.focus()
    for _ in range(4):
        page.keyboard.press("ArrowLeft")
    wait_for(page, "d.state === 'past' && d.epoch === '2'")
    expect(stage(page).locator(".message")).to_contain_text("You look back at epoch 2 of 6")
    past = reading(page)
    assert float(past["trainLoss"]) > float(now["trainLoss"])
    button(page, "Back to now").click()
    wait_for(page, f"d.trainLoss === '{now['trainLoss']}'")
    scrub.focus()
    for _ in range(4):
        page.keyboard.press("ArrowLeft")
    wait_for(page, "d.epoch === '2'")
    page.get_by_role("combobox", name="Step size α").click()
    page.get_by_role("option", name="0.1", exact=True).click()
    branch = stage(page).get_by_role("button", name="step size 0.01", exact=True)
    expect(branch).to_be_visible()
    wait_for(page, f"d.epoch === '2' && d.trainLoss === '{past['trainLoss']}'")
    train(page, 2)
    branch.click()
    wait_for(page, f"d.epoch === '6' && d.trainLoss === '{now['trainLoss']}'")
    expect(stage(page).get_by_role("button", name="step size 0.1", exact=True)).to_be_visible()


def test_a_diagnosis_comes_with_a_remedy_that_can_be_undone(address, open_page):
    page = open_page(f"{address}/?initializer=zeros")
    train(page, 1)
    expect(stage(page).locator(".message")).to_contain_text("have the same weights")
    button(page, "Start from random weights").click()
    expect(page).not_to_have_url(re.compile("initializer"))
    button(page, "Undo").click()
    expect(page).to_have_url(re.compile("initializer=zeros"))
    wait_for(page, "d.epoch === '1'")


def test_keys_play_step_reset_and_undo_when_no_field_has_the_focus(address, open_page):
    page = open_page(address)
    page.keyboard.press("ArrowRight")
    wait_for(page, "d.epoch === '1'")
    page.keyboard.press("r")
    wait_for(page, "d.state === 'ready'")
    page.keyboard.press("Space")
    wait_for(page, "d.state === 'playing' && +d.step > 0")
    page.keyboard.press("Space")
    wait_for(page, "d.state === 'paused'")
    button(page, "Add a neuron to hidden layer 1").click()
    expect(page).to_have_url(re.compile("layers=7-4"))
    page.keyboard.press("Control+z")
    expect(page).not_to_have_url(re.compile("layers"))
    page.keyboard.press("Control+Shift+Z")
    expect(page).to_have_url(re.compile("layers=7-4"))
    field = page.get_by_role("textbox", name="Hidden layers")
    field.fill("8 r 8")
    field.press("ArrowRight")
    field.press("Space")
    assert reading(page)["state"] == "ready"
    # After clicks Space plays, wherever they were: a slider, a list from which something was chosen, a radio button.
    clicks = {
        "data=moons": lambda: page.get_by_role("radio", name="Moons").click(),
        "points=": lambda: page.locator(".st-key-points [data-testid=stSlider]").click(),
        "activation=relu": lambda: (
            page.get_by_role("combobox", name="Activation", exact=True).click(),
            page.keyboard.type("ReLU"),
            page.get_by_role("option", name="ReLU", exact=True).click(),
        ),
    }
    for part, click in clicks.items():
        click()
        expect(page).to_have_url(re.compile(part))
        page.locator(".stApp[data-test-script-state=notRunning]").wait_for()
        page.keyboard.press("Space")
        wait_for(page, "d.state === 'playing'")
        page.keyboard.press("Space")
        wait_for(page, "d.state === 'paused'")


@pytest.mark.parametrize("has_live", [True, False], ids=["line", "component"])
def test_what_is_done_before_the_answer_is_here_is_done_in_turn(address, open_page, has_live):
    line = Line(has_live)
    page = open_page(address, line=line)
    line.hold()
    button(page, "Add a neuron to hidden layer 1").click()
    page.keyboard.press("Control+z")
    page.wait_for_timeout(2500)
    assert line.asked == 1
    line.release()
    expect(button(page, "Redo")).to_be_enabled()
    button(page, "Redo").click()
    expect(page).to_have_url(re.compile("layers=7-4"))


def test_the_picture_is_saved_as_png(address, open_page):
    page = open_page(address)
    with page.expect_download() as download:
        button(page, "Save the picture").click()
    assert download.value.suggested_filename == "network-epoch-0.png"
    assert download.value.path().read_bytes().startswith(b"\x89PNG")
    assert download.value.path().stat().st_size > 20_000


def test_the_picture_shows_the_traced_point_and_a_hidden_card_leaves_no_trace(address, open_page):
    page = open_page(address, has_touch=True, width=390, height=844, is_mobile=True)
    first = stage(page).evaluate(SETTLED)
    plane(page).tap(position=at(page, -2, 1))
    bar = stage(page).get_by_role("group", name="The traced point")
    expect(bar).to_be_visible()
    assert stage(page).evaluate(SETTLED) != first
    bar.get_by_role("button", name="Stop tracing").tap()
    expect(bar).to_have_count(0)
    assert stage(page).evaluate(SETTLED) == first
