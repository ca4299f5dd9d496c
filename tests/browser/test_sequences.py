"""The Sequences page: what one sees of a recurrent network from moment to moment, and what one does to it."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.looking import button, picture, wait_for
from tests.browser.tabs import MOVES

pytestmark = pytest.mark.browser

NAMES = "data=text&cell=gru&units=64&step_size=0.02"


@pytest.fixture
def open_sequences(address, open_page):
    return lambda query="", **options: open_page(f"{address}/sequences?{query}", waits="sequences", **options)


def reading(page):
    return picture(page, "sequences").evaluate("sequences => ({ ...sequences.dataset })")


def await_sequences(page, condition):
    wait_for(page, condition, "sequences")


def part(page, name):
    return picture(page, "sequences").get_by_test_id(name)


def test_it_learns_to_remember_and_can_be_taken_back(open_sequences):
    page = open_sequences("speed=10", media=MOVES)
    assert float(reading(page)["testAccuracy"]) < 0.5
    button(page, "Play").click()
    await_sequences(page, "+d.testAccuracy >= 0.99")
    page.keyboard.press("Space")
    await_sequences(page, "d.state === 'paused'")
    now = reading(page)
    scrub = picture(page, "sequences").get_by_role("slider", name="Look back at an epoch")
    scrub.evaluate("e => { e.value = 0; e.dispatchEvent(new Event('input')); }")
    await_sequences(page, "d.state === 'past' && d.epoch === '0'")
    assert float(reading(page)["testAccuracy"]) < 0.5

    # A changed setting makes a branch of what there was, and one can go back to it.
    page.get_by_role("combobox", name="Step size α").click()
    page.get_by_role("option", name="0.001", exact=True).click()
    picture(page, "sequences").get_by_role("button", name="step size 0.004", exact=True).click()
    await_sequences(page, f"d.epoch === '{now['epoch']}'")
    assert reading(page)["testLoss"] == now["testLoss"]


@pytest.mark.parametrize("query", ["data=anbn&cell=lstm&length=16", NAMES])
def test_a_link_replays_to_its_step(open_sequences, query):
    page = open_sequences(f"{query}&at_step=30")
    await_sequences(page, "d.step === '30'")
    again = open_sequences(f"{query}&at_step=30")
    await_sequences(again, "d.step === '30'")
    assert reading(page) == reading(again)
    assert part(page, "arithmetic").text_content() == part(again, "arithmetic").text_content()


def test_a_unit_is_followed_and_its_arithmetic_shown(open_sequences):
    page = open_sequences("data=anbn&cell=lstm&length=16&at_step=30")
    await_sequences(page, "d.step === '30'")
    card = part(page, "arithmetic")
    rows = picture(page, "sequences").get_by_role("application")
    box = rows.bounding_box()
    # The first wave begins below the letters; the second moment of twelve.
    rows.click(position={"x": 126 + 1.5 * (box["width"] - 156) / 12, "y": 60})
    await_sequences(page, "d.moment === '2'")
    expect(card).to_contain_text(re.compile(r"Unit \d+ at moment 2 of 12: in comes “a”"))
    rows.press("ArrowLeft")
    await_sequences(page, "d.moment === '1'")
    unit = int(reading(page)["unit"])
    rows.press("ArrowDown")
    await_sequences(page, f"d.unit === '{unit + 1}'")
    expect(card).to_contain_text(f"Unit {unit + 1} at moment 1 of 12")
    # Before the first moment the cell is empty: c = f · 0 + i · g.
    expect(card).to_contain_text(re.compile(r"c = f · c before \+ i · g.*= 0\.\d{3} · 0\.000 \+ "))
    expect(rows).to_have_attribute("aria-label", re.compile(f"Unit {unit + 1} at moment 1 of 12"))


def test_a_sequence_of_ones_own_is_read_and_kept_in_the_link(open_sequences):
    page = open_sequences("data=brackets&cell=lstm&play=true")
    sequences = picture(page, "sequences")
    sequences.get_by_role("button", name="Write a sequence of your own").click()
    field = sequences.get_by_role("textbox", name="A sequence of your own")
    field.fill("([x]")
    step = int(reading(page)["step"])
    await_sequences(page, f"+d.step > {step} + 3")
    expect(field).to_have_value("([x]")  # whatever is trained while one types
    field.press("Enter")
    await_sequences(page, "d.moments === '3'")
    button(page, "Pause").click()
    await_sequences(page, "d.state === 'paused'")
    expect(part(page, "which")).to_have_text("your own sequence")
    expect(part(page, "sentences")).to_contain_text("left out: x")
    expect(part(page, "note")).to_be_hidden()
    expect(part(page, "sentences")).to_contain_text("1 bracket stays open.")
    page.wait_for_url(re.compile("written=brackets"))
    page.reload()
    await_sequences(page, "d.moments === '3'")
    field.fill("xyz")
    field.press("Enter")
    expect(part(page, "sentences")).to_contain_text("Write at least one symbol.")
    await_sequences(page, "d.moments === '20'")  # a test sequence meanwhile
    sequences.get_by_role("button", name="Next test sequence").click()
    expect(part(page, "sentences")).to_be_empty()
    expect(part(page, "which")).to_contain_text("test sequence 1 of 200")
    sequences.get_by_role("button", name="Next test sequence").click()
    expect(part(page, "which")).to_contain_text("test sequence 2 of 200")


def test_one_moment_more_than_in_training_is_too_many(open_sequences):
    page = open_sequences("at_step=300")
    await_sequences(page, "d.step === '300'")
    assert float(reading(page)["testAccuracy"]) >= 0.99
    picture(page, "sequences").get_by_role("combobox").select_option("21")
    await_sequences(page, "d.moments === '21'")
    expect(part(page, "note")).to_contain_text("200 new sequences of 21 moments")
    right = float(re.search(r"([\d.]+) % right", part(page, "note").text_content())[1])
    assert right < 60
    page.wait_for_url(re.compile("asked=21"))


def test_names_are_written_while_it_learns_and_at_any_epoch(open_sequences):
    page = open_sequences(f"{NAMES}&speed=10&stop=epoch&stop_epoch=4&play=true")
    await_sequences(page, "d.state === 'paused' && d.epoch === '4'")
    names = part(page, "samples")
    latest = names.text_content()
    written = [each for each in names.locator("span").all_text_contents() if each != "–"]
    assert len(written) >= 8
    assert all(re.fullmatch(r"[a-záéíóúüñ]+", each) for each in written)
    expect(part(page, "copied")).to_contain_text(re.compile(r"^\d+ of 40 are in the training list"))
    # At temperature 0 all are the same.
    slider = picture(page, "sequences").get_by_role("slider", name="Temperature")
    slider.evaluate("e => { e.value = 0; e.dispatchEvent(new Event('input')); }")
    page.wait_for_function(
        "names => new Set([...names.children].map(e => e.textContent)).size === 1", arg=names.element_handle()
    )
    slider.evaluate("e => { e.value = 1; e.dispatchEvent(new Event('input')); }")
    expect(names).to_have_text(latest)
    scrub = picture(page, "sequences").get_by_role("slider", name="Look back at an epoch")
    scrub.evaluate("e => { e.value = 0; e.dispatchEvent(new Event('input')); }")
    await_sequences(page, "d.state === 'past' && d.epoch === '0'")
    expect(names).not_to_have_text(latest)


def test_a_text_of_ones_own_is_learned(open_sequences):
    page = open_sequences()
    page.get_by_role("radio", name="Your own").click()
    expect(part(page, "which")).to_have_text("No text yet")
    box = page.get_by_role("textbox", name="Your text")
    box.fill("x")
    box.press("Control+Enter")
    expect(page.get_by_text("this one has 1 character, 1 different")).to_be_visible()
    expect(box).to_have_value("x")
    box.fill("\n".join(f"{name}{n}" for name in ("ana", "bea", "carla", "dora") for n in range(9)))
    box.press("Control+Enter")
    expect(page.get_by_text("a list, a line is a sequence")).to_be_visible()
    expect(part(page, "which")).to_contain_text("test sequence 1 of 7")
    button(page, "Play").click()
    await_sequences(page, "+d.epoch >= 1")
    button(page, "Pause").click()
    await_sequences(page, "d.state === 'paused'")
    assert len(part(page, "samples").locator("span").all()) == 12


def test_a_challenge_is_set_and_met(open_sequences):
    page = open_sequences("lock=data&goal_accuracy=99&speed=10&play=true&task=Remember")
    goal = page.get_by_test_id("goal")
    expect(goal).to_contain_text("99")
    expect(goal.get_by_role("link", name="link to the result")).to_be_visible()
    await_sequences(page, "d.state !== 'playing'")
    assert float(reading(page)["testAccuracy"]) >= 0.99


def test_the_picture_is_saved(open_sequences):
    page = open_sequences("data=sine&cell=gru&length=25")
    with page.expect_download() as download:
        picture(page, "sequences").get_by_role("button", name="PNG").click()
    assert download.value.suggested_filename == "network-epoch-0.png"


@pytest.mark.everywhere
def test_play_without_a_text_is_refused_and_works_once_there_is_one(open_sequences):
    page = open_sequences("data=own")
    button(page, "Play").click()
    expect(page.get_by_test_id("stToast")).to_be_visible()
    text = page.get_by_role("textbox", name="Your text")
    text.fill("anna\nbob\nclara\ndora\nemil\nfrida\n" * 5)
    text.press("Control+Enter")
    expect(page.get_by_test_id("stToast")).to_have_count(0)  # it has been on show for some seconds
    button(page, "Play").click()
    await_sequences(page, "d.state === 'playing'")
