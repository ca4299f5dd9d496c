"""Every chapter under AppTest: all screens, all buttons, checks that are marked, and the index of the course."""

import re
from dataclasses import replace

import numpy as np
import pytest

from course.chapters.backprop import by_hand
from course.chapters.data_size import learning_curve
from course.chapters.parts import Pick
from course.chapters.recurrent import by_hand as in_time
from course.chapters.transfer import tasks
from course.path import CHAPTERS
from engine.data.images import photographs
from tests.pages.opening import header, kept, open_page, says, step, visit
from ui.widgets import style

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


def answer(page, name, text):
    """Type an answer and press Check."""
    page.text_input(key=f"answer_{name}").set_value(text)
    page.button(key=f"mark_{name}").click().run()
    assert not page.exception


def test_answers_are_marked_and_kept():
    page = open_page("learn/neuron")
    answer(page, "sum", "7")
    assert says(page, "Multiply first")
    assert kept(page)["passed"] == []
    answer(page, "sum", "−1.25")
    assert not says(page, "Multiply first")
    assert says(page, "Right.")
    assert kept(page)["passed"] == ["neuron.sum"]
    page.button(key="next").click().run()
    assert kept(page)["passed"] == ["neuron.sum"]


def test_a_mark_is_of_the_answer_that_stands_there_now():
    page = open_page("learn/neuron")
    answer(page, "sum", "-5/4")
    assert says(page, "Right.")
    page.text_input(key="answer_sum").set_value("7").run()
    assert not says(page, "Right.")
    assert says(page, "**Not yet.** Multiply first")  # with Enter, without a press on Check
    assert says(page, "passed before")
    page.button(key="mark_sum").click().run()
    assert says(page, "Multiply first")
    assert kept(page)["passed"] == ["neuron.sum"]
    page.text_input(key="answer_sum").set_value("").run()
    assert not says(page, "Multiply first")
    page.text_input(key="answer_sum").set_value("-1,25").run()
    assert says(page, "Right.")
    answer(page, "sum", "")
    assert says(page, "Type your answer first")
    assert not says(page, "Right.")


def test_a_mark_follows_the_figure():
    page = open_page("learn/activation", of="tanh", z="-3.5")
    page.button(key="mark_saturated").click().run()
    assert says(page, "Right.")
    visit(page).own_settings["activation"] = replace(visit(page).own_settings["activation"], z=0.5)
    page.run()
    assert not says(page, "Right.")
    assert says(page, "passed before")
    page.button(key="mark_saturated").click().run()
    assert says(page, "The slope of tanh is 0.786 here")
    visit(page).own_settings["activation"] = replace(visit(page).own_settings["activation"], z=1.0)
    page.run()
    assert says(page, "The slope of tanh is 0.420 here")  # a hint quotes what is set now


def test_what_is_no_number_is_said_to_be_none():
    page = open_page("learn/neuron")
    answer(page, "sum", "1,250.5")
    assert says(page, r"“1\,250\.5” cannot be read as a number")  # as Markdown, which leaves out the strokes
    answer(page, "sum", "![x](https://x.org)")
    assert says(page, r"“\!\[x\]\(https")
    assert "neuron.sum" not in visit(page).passed


def test_bad_addresses_open_the_nearest_screen_and_say_so():
    page = open_page("learn/neuron", screen="99", w1="x", part="<b>")
    assert len(page.toast) == 3


def test_a_sheet_is_marked_blank_by_blank_and_printed():
    page = open_page("learn/backprop", screen="3", sheet="2")
    right = {name: float(of(by_hand.solution(2))) for name, (_, of) in by_hand.BLANKS.items()}
    for name, value in right.items():
        page.text_input(key=f"blank_2_{name}").set_value(f"{value if name != 'loss' else value + 1:g}")
    page.run()
    assert sum("not yet" in item.value for item in page.markdown) == 1
    page.button(key="mark_sheet").click().run()
    assert "backprop.sheet" not in visit(page).passed
    page.text_input(key="blank_2_loss").set_value("four")
    page.button(key="mark_sheet").click().run()
    assert says(page, "no number")
    assert says(page, "8 of 9 are right so far")
    page.text_input(key="blank_2_loss").set_value(f"{right['loss']:g}".replace(".", ","))
    page.button(key="mark_sheet").click().run()  # in one run, as from a field that has not been left
    assert "backprop.sheet" in visit(page).passed
    assert says(page, "Right.")
    assert not says(page, "8 of 9")
    blank, key = by_hand.SHEET.printable(2, False), by_hand.SHEET.printable(2, True)
    assert blank.count("<td></td>") == 9
    assert key.count("<td></td>") == 0
    assert "http" not in key


def test_the_sheet_through_time_has_answers_and_a_key_of_its_own():
    page = open_page("learn/recurrent", screen="5", sheet="2")
    right = {name: float(of(in_time.solution(2))) for name, (_, of) in in_time.BLANKS.items()}
    for name, value in right.items():
        page.text_input(key=f"blank_in_time_2_{name}").set_value(f"{value:g}".replace("-", "−"))
    page.text_input(key="blank_in_time_2_part2").set_value("0")  # of the sum, not of moment 2
    page.button(key="mark_sheet").click().run()
    assert says(page, "11 of 12 are right so far")
    assert "recurrent.sheet" not in visit(page).passed
    page.text_input(key="blank_in_time_2_part2").set_value("2")
    page.button(key="mark_sheet").click().run()
    assert visit(page).passed == {"recurrent.sheet"}
    blank, key = in_time.SHEET.printable(2, False), in_time.SHEET.printable(2, True)
    assert blank.count("<td></td>") == 12
    assert "<th>∂L/∂w at moment 2</th><td>2</td>" in key
    assert "w = −0.5" in blank


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
        step(page)
    race = visit(page).work
    np.testing.assert_array_equal(race.runs[frozen].parameters[0][0], first)
    assert race.runs[race.seats[2].run].step == race.runs[frozen].step > 0
    tiles = header(page)["tiles"]
    assert [tile["link"] is None for tile in tiles] == [False, True, True]


def test_all_pages_open_one_after_another_in_one_visit():
    page = open_page()
    pages = [f"learn/{chapter.name}" for chapter in CHAPTERS]
    pages += ["compare/activations", "compare/optimizers", "compare/step_size", "compare/luck", "compare/depth"]
    for name in [*pages, "learn/learn", "play/playground", *reversed(pages)]:
        page.switch_page(f"{name}.py").run()
        assert not page.exception, name
        assert not page.toast, name


def test_no_setting_of_a_chapter_takes_on_the_style_of_another_page():
    """The class of a widget is its key, so a rule for a container with the same key has to leave out lessons."""
    names = {name for chapter in CHAPTERS for name in chapter.page.fields}
    moves = re.compile(r"margin|padding|border|background|position|display")
    for selector, rules in re.findall(r"([^{}]+)\{([^{}]*)\}", re.sub(r"/\*.*?\*/", "", style.CSS)):
        for name in names & set(re.findall(r"st-key-(\w+)", selector)):
            aimed = f".st-key-{name}:not(.st-key-lesson *)" in selector
            assert aimed or not moves.search(rules), selector


@pytest.mark.parametrize("name", ["convolution", "pooling", "deep_chains", "recurrent"])
def test_every_choice_of_a_chapter_has_a_figure(name):
    (chapter,) = (chapter for chapter in CHAPTERS if chapter.name == name)
    for number, screen in enumerate(chapter.screens, 1):
        for pick in (control for control in screen.controls if isinstance(control, Pick)):
            page = open_page(f"learn/{name}", screen=str(number))
            for option in pick.options:
                page.segmented_control(key=pick.name).set_value(option).run()
                assert not page.exception, (pick.name, option)
                assert getattr(visit(page).own_settings[name], pick.name) == option
                assert header(page)["panels"]


def test_the_page_of_photographs_names_their_authors():
    for name, (_, author, home, source) in photographs.CREDITS.items():
        page = open_page("learn/convolution", photo=name)
        (credit,) = (item.value for item in page.caption if "CC BY" in item.value)
        assert all(text in credit for text in (author, home, source, photographs.LICENCE))
