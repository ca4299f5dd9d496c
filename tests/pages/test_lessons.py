"""Every chapter under AppTest: all screens, all buttons, checks that are marked, and the index of the course."""

import numpy as np
import pytest

from course.chapters.backprop import by_hand
from course.chapters.data_size import learning_curve
from course.chapters.transfer import tasks
from course.path import CHAPTERS
from tests.pages.opening import header, open_page, visit

SCREENS = [
    pytest.param(chapter, number, id=f"{chapter.name}-{number}")
    for chapter in CHAPTERS
    for number in range(1, len(chapter.screens) + 1)
]


@pytest.mark.parametrize(("chapter", "number"), SCREENS)
def test_every_screen_opens_and_every_button_works(chapter, number):
    page = open_page(f"learn/{chapter.name}", screen=str(number))
    assert not page.toast
    screen = chapter.screens[number - 1]
    for i, attempt in enumerate(screen.tries):
        if not attempt.opens:
            page.button(key=f"try_{i}").click().run()
            assert not page.exception
            own = visit(page).own_settings[chapter.name]
            for name, value in attempt.changes.items():
                assert getattr(own, name) == value
    if screen.figure:
        assert header(page)["panels"]


def test_answers_are_marked_and_kept():
    page = open_page("learn/neuron")
    page.number_input(key="answer_sum").set_value(7.0)
    page.button(key="mark_sum").click().run()
    assert any("Multiply first" in item.value for item in page.markdown)
    assert any("0 of" in item.value for item in page.markdown)
    page.number_input(key="answer_sum").set_value(-1.25)
    page.button(key="mark_sum").click().run()
    assert not any("Multiply first" in item.value for item in page.markdown)
    assert any("1 of" in item.value for item in page.markdown)
    page.button(key="next").click().run()
    assert any("1 of" in item.value for item in page.markdown)


def test_bad_addresses_open_the_nearest_screen_and_say_so():
    page = open_page("learn/neuron", screen="99", w1="x", part="<b>")
    assert len(page.toast) == 3


def test_a_sheet_is_marked_blank_by_blank_and_printed():
    page = open_page("learn/backprop", screen="3", sheet="2")
    right = {name: float(of(by_hand.solution(2))) for name, (_, of) in by_hand.BLANKS.items()}
    for name, value in right.items():
        page.number_input(key=f"blank_2_{name}").set_value(value if name != "loss" else value + 1)
    page.run()
    assert sum("not yet" in item.value for item in page.markdown) == 1
    page.button(key="mark_sheet").click().run()
    assert "backprop.sheet" not in visit(page).passed
    page.number_input(key="blank_2_loss").set_value(right["loss"]).run()
    page.button(key="mark_sheet").click().run()
    assert "backprop.sheet" in visit(page).passed
    blank, key = by_hand.printable(2, False), by_hand.printable(2, True)
    assert blank.count("<td></td>") == 9
    assert key.count("<td></td>") == 0
    assert "http" not in key


def test_the_learning_curve_comes_slice_by_slice():
    page = open_page("learn/data_size", screen="2")
    for _ in range(40):
        if header(page)["state"] == "done":
            break
        page.run()
    seen = header(page)
    assert seen["state"] == "done"
    assert len(seen["panels"]) == 6
    losses_of = {(spread.family, spread.x): spread.losses for spread in learning_curve.spreads(30)}
    assert len(losses_of) == 12
    assert np.median(losses_of["Test loss", 320]) < np.median(losses_of["Test loss", 10]) / 2
    assert all(len(losses) == 5 for losses in losses_of.values())


def test_a_layer_taken_over_is_the_donors_and_stays_frozen():
    page = open_page("learn/transfer")
    race = visit(page).work
    frozen = race.seats[1].run
    first = tasks.donor().parameters[0][0]
    for _ in range(3):
        page.button(key="step").click().run()
    race = visit(page).work
    np.testing.assert_array_equal(race.runs[frozen].parameters[0][0], first)
    assert race.runs[race.seats[2].run].step == race.runs[frozen].step > 0
    tiles = header(page)["tiles"]
    assert [tile["link"] is None for tile in tiles] == [False, True, True]


def test_the_index_counts_what_has_been_passed():
    page = open_page("learn/learn")
    assert len(page.get("page_link")) == len(CHAPTERS)
    visit(page).passed = {"neuron.sum", "softmax.half"}
    page.run()
    assert "2 of 48" in str(page.get("progress")[0].proto)


def test_all_pages_open_one_after_another_in_one_visit():
    page = open_page()
    pages = [f"learn/{chapter.name}" for chapter in CHAPTERS]
    pages += ["compare/activations", "compare/optimizers", "compare/step_size", "compare/luck", "compare/depth"]
    for name in [*pages, "learn/learn", "play/playground", *reversed(pages)]:
        page.switch_page(f"{name}.py").run()
        assert not page.exception, name
        assert not page.toast, name
