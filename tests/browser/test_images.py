"""The Images page: what one sees of a convolutional network, and what one does to it."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from engine.data.images import own
from tests.browser.looking import button, picture, unfold, wait_for
from tests.browser.tabs import MOVES

pytestmark = pytest.mark.browser

SIDES = "data=bars&train_side=left&images=800&speed=full"
# Where a tile of a stage stands: walk to it with the keys, column by column, as the diagram has them.
KERNELS, MAPS, POOLED, FLATTEN = 1, 2, 3, 4


@pytest.fixture
def open_images(address, open_page):
    return lambda query="", **options: open_page(f"{address}/images?{query}", waits="images", **options)


def reading(page):
    return picture(page, "images").evaluate("images => ({ ...images.dataset })")


def await_images(page, condition):
    wait_for(page, condition, "images")


def walk(page, column):
    """Select the first value of a column of the diagram, with the keys; return what is said of it."""
    area = picture(page, "images").get_by_role("application")
    area.press("Escape")
    area.press("ArrowDown")
    seen = None
    for _ in range(40):
        title = picture(page, "images").get_by_test_id("explanation").locator(".title").text_content()
        name = re.match(r"Input|Kernel|Conv|Max pool|Mean pool|Flatten|Dense|Class", title)[0]
        column -= seen is not None and name != seen
        if column == 0:
            break
        seen = name
        area.press("ArrowRight")
    return picture(page, "images").get_by_test_id("explanation")


def draw(page, *points):
    """Draw a line on the pad, through points that are shares of its side."""
    pad = picture(page, "images").locator(".pad-canvas")
    box = pad.bounding_box()
    places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in points]
    page.mouse.move(*places[0])
    page.mouse.down()
    for place in places[1:]:
        page.mouse.move(*place, steps=6)
    page.mouse.up()


@pytest.mark.everywhere
def test_it_learns_to_read_digits_and_can_be_taken_back(open_images):
    page = open_images("speed=full", media=MOVES)
    assert float(reading(page)["testAccuracy"]) < 0.5
    button(page, "Play").click()
    await_images(page, "+d.testAccuracy >= 0.96")
    page.keyboard.press("Space")
    await_images(page, "d.state === 'paused'")
    now = reading(page)
    scrub = picture(page, "images").get_by_role("slider", name="Look back at an epoch")
    scrub.evaluate("e => { e.value = 1; e.dispatchEvent(new Event('input')); }")
    await_images(page, "d.state === 'past' && d.epoch === '1'")
    assert float(reading(page)["testAccuracy"]) < float(now["testAccuracy"])

    # A changed setting makes a branch of what there was, and one can go back to it.
    page.get_by_role("combobox", name="Step size α").click()
    page.get_by_role("option", name="0.003", exact=True).click()
    branch = picture(page, "images").get_by_role("button", name="step size 0.01", exact=True)
    branch.click()
    await_images(page, f"d.epoch === '{now['epoch']}'")
    assert reading(page)["testLoss"] == now["testLoss"]


def test_a_link_replays_to_its_step(open_images):
    page = open_images("data=shapes&images=200&at_step=30")
    await_images(page, "d.step === '30'")
    again = open_images("data=shapes&images=200&at_step=30")
    await_images(again, "d.step === '30'")
    assert reading(page) == reading(again)


def test_only_global_pooling_knows_the_other_half(open_images):
    accuracies = {}
    # tests/ui/compare/test_image_lessons.py trains all kinds of networks.
    for network in ("filters=0", "filters=4&pooling=global_max"):
        page = open_images(f"{SIDES}&{network}&stop=epoch&stop_epoch=20&play=true")
        await_images(page, "d.state === 'paused' && d.epoch === '20'")
        accuracies[network] = float(reading(page)["testAccuracy"])
    other, best = accuracies.values()
    assert best >= 0.99
    assert other < 0.6  # of three classes, by chance 0.33


def test_every_number_is_explained(open_images):
    page = open_images("at_step=40")
    await_images(page, "d.step === '40'")
    told = walk(page, MAPS)
    expect(told).to_contain_text(re.compile(r"Conv 1, map 1 of 8, row 1, column 1: 9 products and b"))
    line = told.locator(".lines div").first.text_content().replace("−", "-")
    terms, result = line.removeprefix("z = ").split(" = ")
    products = re.findall(r"(-?[\d.]+)·(-?[\d.]+)", terms)
    assert len(products) == 9
    bias = float(re.search(r" ([+-]) ([\d.]+)$", terms)[0].replace(" ", ""))
    # Each number is rounded to a hundredth.
    assert sum(float(x) * float(w) for x, w in products) + bias == pytest.approx(float(result), abs=0.06)

    told = walk(page, POOLED)
    numbers = re.search(r"max\((.*)\) = ([\d.]+), from row", told.text_content())
    assert max(float(each) for each in numbers[1].split(", ")) == float(numbers[2])
    expect(walk(page, FLATTEN)).to_contain_text("value 1 of 128")
    expect(walk(page, FLATTEN)).to_contain_text("from map 1, row 1, column 1")


def test_a_kernel_is_broken_and_comes_back(open_images):
    page = open_images("at_step=300")
    await_images(page, "d.step === '300'")
    before = reading(page)
    images = picture(page, "images")
    walk(page, KERNELS)
    images.get_by_role("application").press("Enter")
    editor = images.get_by_role("dialog", name="Weights of a kernel")
    weight = editor.get_by_role("textbox", name="Weight in row 2, column 2")
    old = weight.input_value()
    weight.fill("-5,25")
    weight.press("Enter")
    await_images(page, f"d.testLoss !== '{before['testLoss']}'")
    expect(weight).to_have_value("−5.250")
    assert float(reading(page)["testLoss"]) > float(before["testLoss"])
    broken = reading(page)["testLoss"]
    editor.get_by_role("button", name="Switch off").click()
    await_images(page, f"d.testLoss !== '{broken}'")
    expect(weight).to_have_value("0.000")
    weight.fill("nonsense")
    weight.press("Enter")
    expect(weight).to_have_value("0.000")
    for shown in ("−5.250", old):  # the editor stays open, and shows what has come back
        expect(button(page, "Undo")).to_be_enabled()
        last = reading(page)["testLoss"]
        button(page, "Undo").click()
        await_images(page, f"d.testLoss !== '{last}'")
        expect(weight).to_have_value(shown)
    editor.get_by_role("button", name="Close").click()
    assert reading(page)["testLoss"] == before["testLoss"]
    walk(page, KERNELS)
    images.get_by_role("application").press("Enter")
    expect(weight).to_have_value(old)


def test_a_drawing_flows_through_and_is_kept_in_the_link(open_images):
    page = open_images("at_step=400")
    await_images(page, "d.step === '400'")
    images = picture(page, "images")
    images.get_by_role("button", name="Draw an image of your own").click()
    draw(page, (0.5, 0.1), (0.5, 0.9))
    draw(page, (0.5, 0.1), (0.35, 0.3))
    await_images(page, "d.answer === '1'")
    images.get_by_role("button", name="Done").click()
    expect(images.get_by_test_id("which")).to_have_text("your drawing")
    page.wait_for_url(re.compile("drawing=[A-Qa-z]+"))
    text = parse_qs(urlsplit(page.url).query)["drawing"][0]
    assert own.decode(text).any()
    for _ in range(4):
        images.get_by_role("button", name="Shift left by a pixel").click()
    expect(images.get_by_test_id("which")).to_have_text("your drawing, shifted −4, 0")

    again = open_images(f"at_step=400&drawing={text}")
    await_images(again, "d.step === '400' && d.answer === '1'")
    expect(picture(again, "images").get_by_test_id("which")).to_have_text("your drawing")
    picture(again, "images").get_by_role("button", name="Next test image").click()
    expect(picture(again, "images").get_by_test_id("which")).to_contain_text("test image")
    again.wait_for_url(lambda url: "drawing=" not in url)


def test_images_of_ones_own_are_learned(open_images):
    page = open_images("data=own")
    images = picture(page, "images")
    expect(images.get_by_test_id("explanation")).to_contain_text("No images of your own yet")
    draw_button = images.get_by_role("button", name="Draw an image of your own")
    draw_button.hover()
    assert draw_button.evaluate("b => getComputedStyle(b).color !== getComputedStyle(b).backgroundColor")
    draw_button.click()
    for k in range(2):
        for label, line in enumerate(
            [[(0.2, 0.3 + k / 5), (0.8, 0.3 + k / 5)], [(0.3 + k / 5, 0.2), (0.3 + k / 5, 0.8)]]
        ):
            images.get_by_role("button", name=f"Class {label}", exact=True).click()
            draw(page, *line)
            images.get_by_role("button", name=f"Add as {label}").click()
            expect(images.get_by_text(f"{2 * k + label + 1} image")).to_be_visible()
    images.get_by_role("button", name="Remove image 2 of class 1").click()
    expect(images.get_by_text("3 images in all")).to_be_visible()
    button(page, "Undo").click()
    expect(images.get_by_text("4 images in all")).to_be_visible()
    images.get_by_role("button", name="Done").click()
    button(page, "Play").click()
    await_images(page, "+d.trainLoss < 0.1")
    page.keyboard.press("Space")
    await_images(page, "d.state === 'paused'")
    expect(page).to_have_url(re.compile("data=own&own=0"))
    assert open_images(urlsplit(page.url).query).get_by_text("no test images").count() == 0


def test_it_is_saved_as_a_picture(open_images):
    page = open_images("at_step=5")
    await_images(page, "d.step === '5'")
    with page.expect_download() as download:
        button(page, "⤓ PNG").click()
    assert download.value.path().read_bytes().startswith(b"\x89PNG")


def test_a_challenge_is_set_and_met(open_images):
    page = open_images()
    page.get_by_role("radio", name="Challenges").click()
    page.locator(".st-key-challenge_other_half").get_by_role("button", name="Take it on").click()
    expect(page.get_by_text("Get 99 % of them right.").first).to_be_visible()
    expect(page.get_by_test_id("goal")).to_contain_text("○")
    mended = open_images(f"{SIDES}&filters=4&pooling=global_max&lock=data&goal_accuracy=99&play=true")
    expect(mended.get_by_text("Solved! The result")).to_be_visible()


def test_a_link_that_is_wrong_is_explained_and_the_page_works(open_images):
    page = open_images("drawing=nonsense!&kernel=5&padding=valid&filters=4-4&pooling=max")
    said = page.get_by_test_id("stToast")
    expect(said.filter(has_text="5 × 5 for 2 × 2 pixels")).to_be_visible()
    expect(said.filter(has_text="drawing")).to_be_visible()
    button(page, "Step").click()
    await_images(page, "+d.step > 0")


@pytest.mark.parametrize(("screen", "waits"), [("images", "images"), ("image_networks", "wall")])
def test_what_is_chosen_can_be_read_on_a_projector(address, open_page, screen, waits):
    page = open_page(f"{address}/{screen}?projector=true", waits=waits)
    unfold(page)
    expect(page.get_by_role("combobox", name="Padding")).to_be_visible()
    chosen = page.locator(":is(.st-key-settings, .st-key-rest) [role=combobox]")
    cut = "all => all.filter(e => e.scrollWidth > e.clientWidth).map(e => e.value)"
    assert chosen.count() >= 7
    assert chosen.evaluate_all(cut) == []
