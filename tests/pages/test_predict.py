"""The question of a task on the three pages that train one network: asked, answered, kept, and in a link."""

from urllib.parse import parse_qsl, urlsplit

import pytest

from tests.pages.opening import change, header, open_page, query, step, visit
from tests.pages.test_share import link
from ui.visit import prediction, task, whole

ASKED = {"ask": "Which gets there first?", "choice_1": "ReLU", "choice_2": "tanh"}
SCREENS = {
    None: {"points": "40", "layers": "3"},
    "play/images": {"data": "bars", "images": "60", "filters": "2"},
    "play/sequences": {"data": "parity", "examples": "60", "units": "4"},
}


def captions(page):
    """All that is said in small letters."""
    return [caption.value for caption in page.caption]


@pytest.mark.parametrize("screen", SCREENS)
def test_play_is_locked_until_an_answer_is_chosen_and_then_the_answer_stays(screen):
    page = open_page(screen, **SCREENS[screen], **ASKED, play="true")
    assert header(page)["state"] == "ready"
    assert prediction.FIRST in captions(page)
    assert header(page)["message"]["text"] == ""  # nobody is told to press Play where it is locked
    assert [page.button(key=name).disabled for name in ("play", "step", "reset")] == [True, True, False]
    assert page.text[-1].value == ASKED["ask"]
    change(page, "radio", "answer", 2)
    assert query(page)["answer"] == "2"
    assert "Press Play" in header(page)["message"]["text"]
    assert not page.button(key="play").disabled
    assert not page.radio(key="answer").disabled
    assert header(page)["goal"]["said"] == "tanh"
    step(page)
    page.run()
    assert page.radio(key="answer").disabled
    assert prediction.FIRST not in captions(page)
    page.button(key="reset").click().run()
    assert visit(page).own_settings[visit(page).page.name].answer == 2
    assert page.radio(key="answer").value == 2

    # The result, as who gets it sees it.
    step(page)
    page.run()
    said = dict(parse_qsl(header(page)["goal"]["result"][0]))
    assert (said["answer"], int(said["at_step"])) == ("2", visit(page).player.run.step)
    again = open_page(screen, **said)
    assert (again.radio(key="answer").value, again.radio(key="answer").disabled) == (2, True)
    assert header(again)["goal"]["said"] == "tanh"


def test_a_question_is_text_whatever_it_contains():
    text = "**b** $x$ :red[y] [l](http://e) <i>z</i>"
    page = open_page(ask=text, choice_1=text[:40], choice_2="2")
    assert page.text[-1].value == text
    for mark in "*$:[](<":
        assert mark not in page.radio(key="answer").options[0].replace(f"\\{mark}", "")


def test_initials_are_letters_and_go_along_with_the_result():
    page = open_page(goal_accuracy="1", task="Go", layers="3")
    change(page, "text_input", "initials", "A2-B")
    assert query(page)["initials"] == "AB"
    assert any("initials must be at most 4 letters" in toast.value for toast in page.toast)
    step(page)
    page.run()
    assert dict(parse_qsl(header(page)["goal"]["result"][0]))["initials"] == "AB"
    change(page, "text_input", "initials", "")  # also after it was solved
    assert "initials" not in dict(parse_qsl(header(page)["goal"]["result"][0]))


def test_the_dialog_asks_a_question_and_gives_no_answer_away():
    page = open_page(**ASKED, answer="1", initials="AB", lock="data")
    said = dict(parse_qsl(urlsplit(link(page)).query))
    assert said == whole.marked({**ASKED, "lock": "data"})
    said = dict(parse_qsl(urlsplit(link(page, choice_2="")).query))
    assert "choice_2" not in said
    assert any("once it has a text and two answers" in text for text in captions(page))
    said = dict(parse_qsl(urlsplit(link(page, choice_2="", choice_4="both & neither 🙂")).query))
    assert said["choice_4"] == "both & neither 🙂"
    assert list(
        task.Task(**{name: said.get(name, "") for name in said if name in ASKED or name == "choice_4"}).choices
    ) == [1, 4]


def test_a_task_that_is_left_asks_no_more():
    page = open_page(**ASKED)
    page.button(key="leave").click().run()
    assert not page.radio
    assert not page.button(key="play").disabled
    assert query(page) == {}
