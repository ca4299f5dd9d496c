"""The page that compares networks for images, under AppTest."""

import pytest

from engine.data.images.datasets import IMAGES
from tests.pages.opening import change, header, open_page, query, step
from ui.compare.image_contenders import QUESTIONS

PAGE = "compare/image_networks"
FEW = {"images": "60"}


def names(page):
    return [tile["name"] for tile in header(page)["tiles"]]


def test_it_begins_with_dense_against_convolution_and_nothing_is_trained():
    page = open_page(PAGE)
    seen = header(page)
    assert names(page) == ["Dense 16", "Conv, flatten", "Conv, max 2 × 2", "Conv, global max", "Conv, global mean"]
    assert seen["state"] == "ready"
    assert "lesson" not in seen
    assert not page.toast
    assert query(page) == {}


@pytest.mark.parametrize("against", QUESTIONS)
@pytest.mark.parametrize("data", IMAGES)
def test_every_question_on_all_data(against, data):
    page = open_page(PAGE, against=against, data=data, **FEW)
    assert len(names(page)) > 1
    step(page)
    assert not page.exception
    assert header(page)["epoch"] == (data != "own")  # nothing has been drawn
    assert "NaN" not in str(header(page))
    assert not page.toast


@pytest.mark.parametrize("against", QUESTIONS)
def test_every_choice_of_every_selector_with_some_question(against):
    page = open_page(PAGE, against=against, data="bars", **FEW)
    turn = list(QUESTIONS).index(against)
    for box in [each.key for each in page.selectbox]:
        # Every third, from another one on with each question: all together try every option.
        for option in page.selectbox(key=box).options[turn % 3 :: 3]:
            page.selectbox(key=box).select(option).run()
            assert not page.exception, (box, option)
    assert not page.toast
    assert len(names(page)) > 1


def test_what_varies_has_no_selector_of_its_own():
    for against, entry in QUESTIONS.items():
        page = open_page(PAGE, against=against, **FEW)
        shown = {box.key for box in page.selectbox} | {box.key for box in page.text_input}
        assert not shown & (entry.fields - ({"filters"} if against == "network" else set()))


def test_the_address_restores_the_page():
    wanted = {"against": "kernel", "curve": "loss", "target": "80", "data": "textures", "pooling": "global_max"}
    page = open_page(PAGE, **wanted)
    assert not page.toast
    assert names(page) == ["1 × 1", "3 × 3", "5 × 5"]
    assert header(page)["chart"]["title"].startswith("Test loss")
    change(page, "text_input", "target", 90.0)
    assert query(page) == wanted | {"target": "90"}
    change(page, "selectbox", "curve", "accuracy")
    seen = header(page)["chart"]
    assert (seen["target"], seen["chance"]) == (0.9, 0.25)


def test_a_kernel_that_does_not_fit_is_named_and_the_others_are_compared():
    page = open_page(PAGE, against="kernel", filters="8-16", padding="valid", pooling="none", **FEW)
    assert names(page) == ["1 × 1", "3 × 3"]
    assert any("Not possible with these images: 5 × 5" in each.value for each in page.caption)


@pytest.mark.parametrize(
    "bad",
    [
        {"against": "<script>", "curve": "x" * 500, "target": "1e99"},
        {"data": "spiral", "filters": "999-1", "kernel": "4", "layers": "x"},
        {"data": "own", "own": "!!!", "at_step": "-5"},
    ],
)
def test_a_bad_address_opens_the_nearest_page_and_says_so(bad):
    page = open_page(PAGE, **bad)
    assert page.toast
    assert all("<script>" not in toast.value for toast in page.toast)
    assert len(names(page)) > 1


def test_what_is_set_here_stays_for_the_images_page():
    page = open_page(PAGE, data="bars", filters="4", **FEW)
    page.switch_page("play/images.py").run()
    assert not page.exception
    assert query(page) == {"data": "bars", "filters": "4", **FEW}


def test_a_tile_opens_its_network_on_the_images_page():
    page = open_page(PAGE, against="network", **FEW)
    step(page)
    links = [tile["link"] for tile in header(page)["tiles"]]
    assert all(link.startswith("./images?") and "at_step=1" in link for link in links)
    assert "filters=0" in links[0]
    assert "pooling=global_max" in links[3]
