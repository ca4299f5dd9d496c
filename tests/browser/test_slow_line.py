"""A visitor who is quicker than the line: 300 ms each way, and clicks that do not wait for their answers."""

import re

import pytest
from playwright.sync_api import expect

from benchmarks.slow_line import slow_line
from tests.browser.looking import button, picture, reading, stage, unfold, wait_for
from tests.browser.test_images import KERNELS, await_images, walk

pytestmark = pytest.mark.browser

# What a visitor does in quick succession on a slow line, from rest -> whether it plays in the end.
QUICK = (
    (("Play", "Pause"), False),
    (("Play", " "), False),
    ((" ", " ", " "), True),
    (("Reset", "Play"), True),
    (("Step", " "), True),
)


@pytest.fixture(scope="module")
def far(address):
    """The address of the server at the far end of a slow line."""
    with slow_line(address, delay=0.3) as far:
        yield far


def test_quick_presses_on_a_slow_line_count_each(far, open_page):
    heard = []

    def prepare(page):
        page.on("websocket", listen)

    def listen(socket):
        if socket.url.endswith("/live"):
            socket.on("framereceived", lambda frame: heard.append(frame))

    page = open_page(f"{far}/", prepare=prepare)
    while not heard:
        page.wait_for_timeout(50)
    for presses, plays in QUICK:
        for press in presses:
            if len(press) == 1:
                page.keyboard.press(press)
            else:  # the second press of Play comes before the button says Pause
                name = "play" if press == "Pause" else press.lower()
                page.locator(f".st-key-{name} button:visible").click()
        # Acts are carried out in their order: once this one is seen, so are those before it.
        stage(page).get_by_role("application").click(position={"x": 60, "y": 60})
        traced = stage(page).get_by_role("group", name="The traced point")
        expect(traced).to_be_visible()
        assert (reading(page)["state"] == "playing") is plays, presses
        expect(button(page, "Pause" if plays else "Play")).to_be_visible()
        if plays:
            page.keyboard.press(" ")
        page.keyboard.press("Escape")
        expect(traced).to_be_hidden()
        expect(button(page, "Play")).to_be_visible()
    _looking_back_before_an_answer(page)
    _fields_in_quick_succession(page)


def _looking_back_before_an_answer(page):
    """A Frame that was on its way before the slider was moved comes between two presses of a key."""
    now = int(reading(page)["epoch"])
    slider = stage(page).get_by_role("slider", name="Look back at an epoch")
    slider.focus()
    button(page, "Step").evaluate("step => step.click()")  # without taking the focus
    page.keyboard.press("ArrowLeft")
    expect(slider).to_have_attribute("aria-valuetext", re.compile(f"of {now + 1}$"))
    page.keyboard.press("ArrowLeft")
    wait_for(page, f"d.state === 'past' && d.epoch === '{now - 2}'")
    expect(slider).to_have_value(str(now - 2))


def _fields_in_quick_succession(page):
    """Each is filled before the one before is answered, and the last is refused."""
    unfold(page)
    fields = {"β₁": ("0,8", "0.8"), "Data seed": ("7", "7"), "Weight seed": ("1/2", "1")}
    for name, (typed, _) in fields.items():
        field = page.get_by_role("textbox", name=name, exact=True)
        field.fill(typed)
        field.press("Enter")
    expect(page.get_by_text("Weight seed must be a whole number")).to_be_visible()
    for name, (_, shown) in fields.items():
        expect(page.get_by_role("textbox", name=name, exact=True)).to_have_value(shown)
    expect(page).to_have_url(re.compile("[?]data_seed=7&beta1=0.8$"))


def test_two_presses_of_play_before_the_line_is_open_end_at_rest(far, open_page):
    page = open_page(far, waits=None, prepare=lambda page: None)
    for _ in range(2):
        page.locator(".st-key-play button:visible").click()
    # Acts are carried out in their order: once this one is seen, so are those before it.
    stage(page).get_by_role("application").click(position={"x": 60, "y": 60})
    expect(stage(page).get_by_role("group", name="The traced point")).to_be_visible()
    assert reading(page)["state"] in ("ready", "paused")
    expect(button(page, "Play")).to_be_visible()


def test_the_page_asks_for_nothing_before_a_choice_is_answered(far, open_page):
    """Of two quick choices the answer to the first puts it back: a request then would make it the choice again."""
    said = []

    def listen(socket):
        if socket.url.endswith("/stream"):
            socket.on("framesent", lambda message: said.append(message))

    page = open_page(f"{far}/sequences", waits="sequences", prepare=lambda page: page.on("websocket", listen))
    said.clear()
    for name, query in (("Parity", "?data=parity"), ("Recall", "")):
        page.keyboard.press(" ")  # after which the page is to run, for the label of its button
        page.get_by_role("radio", name=name).click()
        expect(page).to_have_url(re.compile(re.escape(f"/sequences{query}") + ("" if query else "$")))
        # One before the click may ask for the label of the button; each says what is chosen.
        assert sum(name.encode() in message for message in said) == 1, [name in str(message) for message in said]
        page.locator(".stApp[data-test-script-state=notRunning]").wait_for()
        said.clear()


def test_a_click_on_what_a_first_click_has_just_changed_leaves_the_page_whole(far, open_page):
    """A second message carries the widgets, with values of the first page, that the first has replaced."""
    page = open_page(far)
    page.get_by_role("radio", name="Plane").click()
    page.wait_for_timeout(100)
    button(page, "Step").click()
    wait_for(page, "d.epoch === '1'")
    expect(page.locator(".st-key-loss [role=combobox]")).to_have_value("Mean squared error")
    expect(page.get_by_role("radio", name="Plane")).to_be_checked()

    layers = page.get_by_role("textbox", name="Hidden layers")
    layers.fill("3")
    layers.press("Enter")
    button(page, "New weights").click()
    expect(page).to_have_url(re.compile("layers=3.*weight_seed=|weight_seed=.*layers=3"))
    expect(page.get_by_test_id("stException")).to_have_count(0)


def test_a_key_just_after_a_click_on_another_chapter_leaves_the_page_whole(far, open_page):
    """The figures of both have the same place; what the key asks for arrives when the other page has run."""
    page = open_page(f"{far}/descending", waits="sketch")
    for name in ("softmax", "descending"):
        page.get_by_text("Learn", exact=True).first.click()  # the menu
        page.locator(f"a[href$='/{name}']:visible").click(no_wait_after=True)
        for _ in range(4):
            page.wait_for_timeout(80)
            page.keyboard.press("Control+z")
        expect(page).to_have_url(re.compile(f"/{name}"))
        page.locator(".stApp[data-test-script-state=notRunning]").wait_for()
        expect(page.get_by_test_id("sketch")).to_be_visible()


# Keeps all losses that a picture shows from now on, each with the number that stands in a field then.
RECORD_LOSSES = """(picture, field) => {
    window.shown = [[picture.dataset.testLoss, ""]];
    new MutationObserver(() => {
        const loss = picture.dataset.testLoss;
        if (loss !== shown.at(-1)[0]) shown.push([loss, picture.querySelector(`[aria-label="${field}"]`).value]);
    }).observe(picture, { attributes: true });
}"""


def test_a_kernel_that_is_changed_twice_at_once_shows_the_second_change_in_the_end(far, open_page):
    page = open_page(f"{far}/images?at_step=20", waits="images")
    await_images(page, "d.step === '20'")
    images = picture(page, "images")
    walk(page, KERNELS)
    images.get_by_role("application").press("Enter")
    name = "Weight in row 2, column 2"
    images.evaluate(RECORD_LOSSES, name)
    images.get_by_role("textbox", name=name).fill("-5")
    page.keyboard.press("Enter")
    images.get_by_role("button", name="Switch off").click()  # before the first change is answered
    page.wait_for_function("shown.length === 3")
    assert [number for _, number in page.evaluate("shown")] == ["", "−5.000", "0.000"]
