"""The page that compares activations, under AppTest."""

import pytest

from tests.pages.opening import change, header, open_page, query, step, visit
from ui.visit.page import PLAIN

PAGE = "compare/activations"


def names(page):
    return [tile["name"] for tile in header(page)["tiles"]]


def test_the_wall_shows_ten_from_one_draw_and_nothing_has_been_trained():
    page = open_page(PAGE)
    seen = header(page)
    assert len(seen["tiles"]) == 10
    assert seen["state"] == "ready"
    assert not page.toast
    assert query(page) == {}


def test_the_address_restores_the_page():
    wanted = {"shown": "relu-sine", "start": "identical", "target": "0.3", "data": "spiral", "step_size": "0.03"}
    page = open_page(PAGE, **wanted)
    assert names(page) == ["ReLU", "sine"]
    assert header(page)["chart"]["target"] == 0.3
    change(page, "selectbox", "optimizer", "momentum")
    assert query(page) == {**wanted, "optimizer": "momentum"}


def test_suitable_first_weights_differ_and_identical_ones_do_not():
    links = [tile["link"] for tile in header(open_page(PAGE, shown="tanh-relu"))["tiles"]]
    assert ["initializer=lecun" in link or "initializer=he" in link for link in links] == [True, True]
    links = [tile["link"] for tile in header(open_page(PAGE, shown="tanh-relu", start="identical"))["tiles"]]
    assert not any("initializer" in link for link in links)


def test_play_step_and_reset():
    page = open_page(PAGE)
    step(page)
    assert header(page)["epoch"] == 1
    page.button(key="play").click().run()
    assert header(page)["state"] == "playing"
    page.button(key="play").click().run()
    page.button(key="reset").click().run()
    assert (header(page)["step"], header(page)["state"]) == (0, "ready")


def test_depth_is_crossed_with_the_activation():
    page = open_page(PAGE, part="depth", shown="tanh-sigmoid", width="3")
    seen = header(page)
    assert len(seen["tiles"]) == 12
    assert seen["columns"] == ["tanh", "sigmoid"]
    deepest = seen["tiles"][-1]
    assert deepest["at"] == [5, 1]
    assert "layers=3-3-3-3-3-3" in deepest["link"]


def test_the_last_activation_cannot_be_taken_away():
    page = open_page(PAGE, shown="relu")
    page.get("button_group")[1].set_value([]).run()
    assert not page.exception
    assert names(page) == ["ReLU"]


def test_the_curves_and_their_table():
    page = open_page(PAGE, part="curves", shown="tanh-step", probe="-2.5")
    seen = header(page)
    assert [curve["name"] for curve in seen["curves"]] == ["tanh", "step"]
    assert seen["probe"] == -2.5
    table = next(item.value for item in page.markdown if "slope is 0" in item.value)
    assert "everywhere except at 0" in table
    assert len(table.splitlines()) == 4


@pytest.mark.parametrize(
    "bad",
    [
        {"part": "<b>", "shown": "tanh-nonsense", "target": "nan", "width": "99"},
        {"shown": "", "start": "x" * 5000, "probe": "1e400"},
        {"target": "-1", "data": "own", "drawn": "!!!", "at_step": "-5"},
    ],
)
def test_a_bad_address_opens_the_nearest_page_and_says_so(bad):
    page = open_page(PAGE, **bad)
    assert page.toast
    assert "NaN" not in str(header(page))


def test_regression_several_classes_and_drawn_points():
    for wanted in ({"data": "plane"}, {"data": "pinwheel", "classes": "5"}, {"data": "own"}):
        page = open_page(PAGE, **wanted)
        step(page)
        assert not page.exception
        assert len(header(page)["tiles"]) == 10


def test_what_is_set_here_stays_for_the_playground():
    page = open_page(PAGE, data="moons", layers="3")
    page.switch_page("play/playground.py").run()
    assert header(page)["layers"] == [3]
    assert query(page) == {"data": "moons", "layers": "3"}


def test_a_choice_that_comes_after_the_page_was_left_is_a_notice(caplog):
    page = open_page(PAGE, shown="relu")
    visit(page).page = PLAIN
    page.get("button_group")[1].set_value(["relu", "tanh"]).run()
    assert not page.exception
    assert "has failed" not in caplog.text
