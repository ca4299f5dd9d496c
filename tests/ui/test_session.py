"""Reading addresses, as a page does; fair shares; thumbnails."""

import sys
import time
from concurrent.futures import ThreadPoolExecutor
from xml.etree import ElementTree

import pytest
import streamlit as st
from hypothesis import given, strategies

from engine.datasets import DATASETS
from ui import controls, pacing, session, thumbnails, view
from ui.view import Arrival, View

words = strategies.text(max_size=40)


@given(
    strategies.dictionaries(
        words | strategies.sampled_from(["data", "speed", "play", "at_step", "discretize"]), words, max_size=6
    )
)
def test_no_address_raises(query):
    experiment, shown, arrival, notices = session.parse(query)
    assert isinstance(arrival.play, bool)
    assert 0 <= arrival.at_step <= view.MOST_STEPS
    assert shown.speed in view.SPEEDS
    for name in query:
        assert name in session.PARAMETERS or any("no setting" in notice for notice in notices)


def test_the_view_and_play_are_read_from_the_address():
    _, shown, arrival, notices = session.parse(
        {"speed": "full", "step_by": "mini_batch", "play": "true", "show_test": "1", "at_step": "120"}
    )
    assert shown == View(speed="full", step_by="mini_batch", show_test=True)
    assert arrival == Arrival(play=True, at_step=120)
    assert not notices
    _, shown, arrival, notices = session.parse({"speed": "warp", "play": "maybe", "at_step": "1e99"})
    assert shown == View()
    assert arrival == Arrival(at_step=view.MOST_STEPS)
    assert len(notices) == 3


@given(strategies.text(alphabet="ab*_[]()<>`$\\#:!|~", max_size=30))
def test_a_visitors_text_is_never_markup(text):
    shown = session.plain(text)
    # Every special character stands behind a backslash of its own.
    assert shown.replace("\\\\", "").count("\\") + 2 * text.count("\\") >= sum(c not in "ab" for c in text)
    assert "".join(pair[-1] for pair in _pairs(shown)) == text


def _pairs(shown):
    place = 0
    while place < len(shown):
        step = 2 if shown[place] == "\\" else 1
        yield shown[place : place + step]
        place += step


@pytest.fixture
def nobody_plays():
    pacing._playing.clear()
    pacing._meter = pacing.Meter()
    yield
    pacing._playing.clear()
    pacing._meter = pacing.Meter()


@pytest.mark.usefixtures("nobody_plays")
def test_a_lone_player_gets_most_of_a_tick_and_thirty_share_it():
    alone = pacing.budget("0", now=100.0)
    assert 0.5 * pacing.TICK < alone < pacing.TICK
    shares = [pacing.budget(str(i), now=100.0) for i in range(30)]
    assert shares[-1] * 30 < pacing.TICK
    assert shares[-1] >= pacing.LEAST
    assert pacing.interval() < 0.25


@pytest.mark.usefixtures("nobody_plays")
def test_the_more_play_the_longer_is_the_interval_so_that_all_updates_fit_in():
    assert pacing.interval() == pacing.TICK
    assert pacing.interval(least=pacing.SLICE) == pacing.SLICE
    for i in range(100):
        share = pacing.budget(str(i), now=100.0)
    assert 100 * (share + pacing.DRAWING) <= pacing.interval() < 1 / 1.2


@pytest.mark.usefixtures("nobody_plays")
def test_on_a_slower_machine_the_pages_wait_longer():
    for i in range(30):
        pacing.budget(str(i), now=100.0)
    usual, meter = pacing.interval(), pacing._meter
    for second in range(1, 20):
        for _ in range(50):  # in a second of which the processor was busy all the time
            meter.count(100.0 + second, lambda used=second: used)
    assert pacing.interval() == pytest.approx(30 * (1 / 50) / pacing.LOAD, rel=0.02)
    assert pacing.interval() > 2 * usual
    steady = pacing.interval()
    for second in (20, 21):  # many pages are loaded beside a few updates
        for _ in range(5):
            meter.count(100.0 + second, lambda used=second: used)
    assert pacing.interval() < 1.25 * steady
    for second in range(22, 30):  # a thousand page loads and no update to speak of are not believed
        meter.count(100.0 + second, lambda used=10 * second: used)
    assert pacing.interval() <= 30 * pacing.DEAREST / pacing.LOAD
    for second in range(30, 50):
        meter.count(100.0 + second, lambda: 1000.0)
    assert pacing.interval() == pacing.TICK


def test_updates_take_turns():
    inside, most = [0], [0]

    def update():
        for _ in range(50):
            with pacing.turn():
                inside[0] += 1
                time.sleep(0)
                most[0] = max(most[0], inside[0])
                inside[0] -= 1

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda _: update(), range(4)))
    assert most == [1]


def test_a_turn_ends_with_an_error_too():
    with pytest.raises(ValueError, match="late"), pacing.turn():
        raise ValueError("late")
    with pacing.turn():
        pass


@pytest.mark.usefixtures("nobody_plays")
def test_who_left_or_fell_silent_takes_no_share():
    alone = pacing.budget("a", now=100.0)
    pacing.budget("b", now=100.0)
    assert pacing.budget("a", now=100.1) < alone
    pacing.leave("b")
    assert pacing.budget("a", now=100.2) == alone
    pacing.budget("c", now=100.2)
    assert pacing.budget("a", now=110.0) == alone
    assert list(pacing._playing) == ["a"]


@pytest.mark.usefixtures("nobody_plays")
def test_threads_do_not_disturb_each_other():
    def visit(n):
        for i in range(3000):
            pacing.budget(str(n), now=100.0 + (i % 7))
            if i % 3 == 0:
                pacing.leave(str(n))

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(16) as pool:
            list(pool.map(visit, range(16)))  # raises what a thread raised
    finally:
        sys.setswitchinterval(interval)


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
    controls.prepare("layers", "7-4")  # the app gives it another value …
    st.session_state["layers"] = "6-4"  # … and an act that was on its way brings the old one
    controls.changed("layers", done.append, "late")
    assert done == []
    st.session_state["layers"] = "5"
    controls.changed("layers", done.append, "new")
    assert done == ["new"]
    now = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: now + 2 * controls.LATE)
    st.session_state["layers"] = "6-4"
    controls.changed("layers", done.append, "back again")
    assert done == ["new", "back again"]
