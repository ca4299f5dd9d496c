"""Reading addresses, as a page does; thumbnails."""

import time
from dataclasses import replace
from xml.etree import ElementTree

import pytest
import streamlit as st
from hypothesis import given, strategies

from engine.data.datasets import DATASETS
from engine.experiments.experiment import Experiment
from ui.visit import address_bar, lately, notices, view
from ui.visit.page import Page
from ui.visit.session import Visit
from ui.visit.task import PAGE
from ui.visit.view import Arrival, View
from ui.widgets import guard, thumbnails

words = strategies.text(max_size=40)


class QueryParams(dict):
    """An address, as Streamlit offers it."""

    def to_dict(self):
        return dict(self)

    def from_dict(self, query):
        self.clear()
        self.update(query)


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
    monkeypatch.setattr(time, "monotonic", lambda: now + 2 * lately.LATE_AFTER)
    st.session_state["layers"] = "6-4"
    guard.changed("layers", done.append, "back again")
    assert done == ["new", "back again"]


def test_of_presses_in_quick_succession_each_counts(monkeypatch):
    """The third one brings what the first has made, when the second has been carried out."""
    seed = 1
    monkeypatch.setattr(st, "session_state", {"seed": "1"})

    def store():
        nonlocal seed
        seed = int(st.session_state["seed"])

    guard.prepare("seed", "1")
    for said in ("1", "1", "2", "2", "4"):  # what the browser knows when the button beside the field is pressed
        st.session_state["seed"] = said
        guard.changed("seed", store)
        seed += 1
        guard.prepare("seed", str(seed))
    assert seed == 6


def test_an_address_that_came_with_a_late_press_is_not_taken(monkeypatch):
    """Of three quick changes the last brings the address from before the first; the back button brings it too."""
    visit, now = Visit(), 100.0
    monkeypatch.setattr(st, "session_state", {"visit": visit})
    monkeypatch.setattr(st, "query_params", QueryParams())
    monkeypatch.setattr(time, "monotonic", lambda: now)

    def arrive(query, act=None):
        """A message of the browser with its address, and what a press does, if it is one."""
        nonlocal now
        now += 0.1
        st.query_params.from_dict(query)
        if act:
            guard.pressed(act)
        now += 0.1
        address_bar.read(PAGE)
        address_bar.write()
        return st.query_params.to_dict()

    def set_to(**changes):
        return lambda: setattr(visit, "experiment", replace(visit.experiment, **changes))

    assert arrive({}) == {}
    assert arrive({}, set_to(beta1=0.8)) == {"beta1": "0.8"}
    assert arrive({}, set_to(data_seed=7)) == {"data_seed": "7", "beta1": "0.8"}
    assert arrive({}, lambda: None) == {"data_seed": "7", "beta1": "0.8"}
    assert arrive({"beta1": "0.8"}, set_to(weight_seed=2)) == {"data_seed": "7", "weight_seed": "2", "beta1": "0.8"}
    assert visit.experiment.beta1 == 0.8
    now += 2
    assert arrive({"data_seed": "7", "beta1": "0.8"}) == {"data_seed": "7", "beta1": "0.8"}  # gone back
    assert arrive({"beta1": "0.8"}) == {"beta1": "0.8"}
    assert arrive({}) == {}
    assert visit.experiment == Experiment()


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
