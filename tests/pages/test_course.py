"""What goes with the chapters: the question before a figure, the end of a chapter, the index and the glossary."""

from pathlib import Path

import pytest

from course import keeping
from course.path import CHAPTERS
from course.terms import TERMS
from pictures.sketch.scene import KNOB_RADIUS, Scene
from tests.pages.opening import header, kept, open_page, says, visit
from ui.visit import session


def hides_controls(page):
    return any("st-key-hands" in each.proto.body for each in page.get("html"))


def handles(page):
    return [handle["name"] for panel in header(page)["panels"] for handle in panel["handles"]]


def test_a_question_keeps_the_controls_back_until_an_answer_is_chosen():
    page = open_page("learn/neuron", screen="2")
    assert says(page, "Predict first.")
    assert hides_controls(page)
    assert handles(page) == []
    assert any(mark.get("radius") == KNOB_RADIUS for mark in header(page)["panels"][0]["marks"])  # the point is there
    page.button(key="predict_0").click().run()
    assert not page.exception
    assert not hides_controls(page)
    assert handles(page) == ["point"]
    assert says(page, "You said: *It doubles, to 1.91.* The sum z doubles")
    assert says(page, "So it is: **It comes closer to 1.**")
    assert "y = tanh(3.80) = 1.00" in Scene([], header(page)["says"]).plain_caption
    page.button(key="next").click().run()
    page.button(key="back").click().run()
    assert says(page, "You said")  # it is not asked again


@pytest.mark.parametrize(("choice", "words"), [("1", ":green[**It comes closer to 1.**]"), ("none", "So it is: **It")])
def test_who_is_right_or_has_no_idea_sees_it_too(choice, words):
    page = open_page("learn/neuron", screen="2")
    page.button(key=f"predict_{choice}").click().run()
    assert says(page, words)
    assert not says(page, "You said")
    assert not hides_controls(page)


def test_a_link_to_a_figure_opens_it_with_its_controls_and_the_question():
    page = open_page("learn/neuron", screen="2", w1="2")
    assert says(page, "Predict first.")
    assert not hides_controls(page)
    assert handles(page) == ["point"]


def test_a_chart_that_tells_the_answer_waits_for_the_question():
    page = open_page("learn/transfer", screen="2")
    assert not page.get("plotly_chart")
    page.button(key="predict_1").click().run()
    assert page.get("plotly_chart")


def test_a_chapter_ends_with_its_idea_and_where_to_read_on():
    page = open_page("learn/softmax", screen="3")
    assert says(page, "In one sentence")
    assert any("Goodfellow" in each.value for each in page.caption)
    page.button(key="back").click().run()
    assert not says(page, "In one sentence")


def test_the_glossary_shows_all_terms_or_the_one_that_is_asked_for():
    page = open_page("learn/glossary")
    assert sum(f"**{term.title}** ·" in each.value for term in TERMS.values() for each in page.markdown) == len(TERMS)
    page = open_page("learn/glossary", term="mini_batch")
    assert not page.toast
    (entry,) = (each.value for each in page.markdown if "** ·" in each.value)
    assert "**Mini-batch**" in entry
    assert "(./descending?screen=4)" in entry
    assert len(open_page("learn/glossary", term="<b>").toast) == 1


def test_the_index_counts_what_has_been_passed_and_can_forget_it():
    page = open_page("learn/learn")
    assert len(page.get("page_link")) == len(CHAPTERS) + 1  # and the glossary
    state = visit(page)
    state.passed, state.predicted = {"neuron.sum", "softmax.half"}, {"neuron.2": 0}
    page.run()
    data = kept(page)
    assert data["passed"] == ["neuron.sum", "softmax.half"]
    assert list(data["chapters"]) == [chapter.name for chapter in CHAPTERS]
    assert set(data["passed"]) < {name for names in data["chapters"].values() for name in names}
    count = sum(len(names) for names in data["chapters"].values())
    assert f"{count} checks" in (Path(__file__).parents[2] / "docs" / "compare.md").read_text(encoding="utf-8")
    with session.of(state):
        keeping._forget()
    assert not any((state.passed, state.tried, state.predicted))
