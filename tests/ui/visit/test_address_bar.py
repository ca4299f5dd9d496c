"""Reading addresses, as a page does; thumbnails."""

import time
from xml.etree import ElementTree

import pytest
import streamlit as st
from hypothesis import given, strategies

from engine.data.datasets import DATASETS
from ui.visit import address_bar, notices, view
from ui.visit.page import Page
from ui.visit.session import Visit
from ui.visit.view import Arrival, View
from ui.widgets import guard, thumbnails

words = strategies.text(max_size=40)


@given(
    strategies.dictionaries(
        words | strategies.sampled_from(["data", "speed", "play", "at_step", "discretize"]), words, max_size=6
    )
)
def test_no_address_raises(query):
    experiment, shown, arrival, sentences = address_bar.parse(query)
    assert isinstance(arrival.play, bool)
    assert 0 <= arrival.at_step <= view.MAX_STEPS
    assert shown.speed in view.SPEEDS
    for name in query:
        known = {*experiment.FIELDS, *address_bar.VIEWING}
        assert name in known or any("not a setting" in sentence for sentence in sentences)


def test_the_view_and_play_are_read_from_the_address():
    _, shown, arrival, sentences = address_bar.parse(
        {"speed": "full", "step_by": "mini_batch", "play": "true", "show_test": "1", "at_step": "120"}
    )
    assert shown == View(speed="full", step_by="mini_batch", show_test=True)
    assert arrival == Arrival(play=True, at_step=120)
    assert not sentences
    _, shown, arrival, sentences = address_bar.parse({"speed": "warp", "play": "maybe", "at_step": "1e99"})
    assert shown == View()
    assert arrival == Arrival(at_step=view.MAX_STEPS)
    assert len(sentences) == 3


@given(strategies.text(alphabet="ab*_[]()<>`$\\#:!|~", max_size=30))
def test_a_visitors_text_is_never_markup(text):
    shown = notices.plain(text)
    # Every special character stands behind a backslash of its own.
    assert shown.replace("\\\\", "").count("\\") + 2 * text.count("\\") >= sum(c not in "ab" for c in text)
    assert "".join(pair[-1] for pair in _pairs(shown)) == text


def _pairs(shown):
    place = 0
    while place < len(shown):
        step = 2 if shown[place] == "\\" else 1
        yield shown[place : place + step]
        place += step


@pytest.mark.parametrize("name", DATASETS)
def test_thumbnails_are_drawings_with_every_class(name):
    drawing = ElementTree.fromstring(thumbnails.svg(name))
    assert len(drawing) >= (1 if name == "own" else max(2, DATASETS[name].classes[0]))
    rules = thumbnails.css(".x button")
    assert rules.count("background-image") == len(DATASETS)
    assert len(rules) < 20_000


def test_a_widget_that_says_again_what_the_app_has_just_replaced_is_not_believed(monkeypatch):
    monkeypatch.setattr(st, "session_state", {"layers": "6-4"})
    done = []
    guard.prepare("layers", "7-4")  # the app gives it another value …
    st.session_state["layers"] = "6-4"  # … and an act that was on its way brings the old one
    guard.changed("layers", done.append, "late")
    assert done == []
    st.session_state["layers"] = "5"
    guard.changed("layers", done.append, "new")
    assert done == ["new"]
    now = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: now + 2 * guard.LATE_AFTER)
    st.session_state["layers"] = "6-4"
    guard.changed("layers", done.append, "back again")
    assert done == ["new", "back again"]


def test_a_picture_is_left_with_its_page():
    """A turn of its line would draw it with the settings of the next page."""
    visit = Visit()
    pages = Page("one"), Page("other")
    visit.turn_to(pages[0])
    visit.channel.live = live = object()
    visit.turn_to(pages[0])
    assert visit.channel.live is live
    visit.turn_to(pages[1])
    assert visit.channel.live is None
