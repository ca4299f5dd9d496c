"""A guest's seat: what is reported of the network, and what the guest's page does when the teacher asks for it."""

import gc
import time

import numpy as np
import pytest
import streamlit as st

from engine.runs import training
from engine.runs.run import evaluate
from tests.ui import visiting
from tests.ui.rooms.opening import CODE, KEY, QuietHub, guest, room
from ui.players.updates import Live
from ui.playground import actions, stage
from ui.rooms import guest_page, seat
from ui.rooms.room import guest_text, read_guest
from ui.rooms.store import Memory
from ui.visit import links, session, task
from ui.visit.task import PlaygroundTask


@pytest.fixture
def hub(monkeypatch):
    made = QuietHub(Memory())
    made.open(room())
    monkeypatch.setattr(guest_page, "hub", made)
    return made


def sit_down(monkeypatch, hub, **changes):
    """A guest on the Playground: the Player, the live picture, the seat."""
    player = visiting.begin(monkeypatch, **changes)
    visit = session.current()
    visit.page, visit.own_settings["playground"] = task.PAGE, PlaygroundTask()
    own = seat.take(visit, hub.find(CODE), "Ada", at=hub)
    live = Live(visit, "stage", player, lambda: frame(player), actions.moves(player))
    return player, live, own


def frame(player):
    return stage.make_frame(player, session.current().view, evaluate(player.shown))


def reported(hub):
    (found,) = hub.guests(CODE, KEY)
    return found.report


def test_a_report_says_what_the_network_is(monkeypatch, hub):
    player, live, _ = sit_down(monkeypatch, hub, activation="relu")
    live.frame()
    assert reported(hub) is None  # nothing has begun
    training.advance(player.run, 7)
    header = live.frame().header
    report = reported(hub)
    assert (report.kind, report.step, report.has_diverged, report.has_reached) == ("points", 7, False, None)
    assert report.query == "&".join(f"{name}={text}" for name, text in links.to_query(player.run.experiment).items())
    assert report.epoch == pytest.approx(7 * player.run.experiment.batch_size / player.run.train.size)
    scores = evaluate(player.run)
    assert (report.training_loss, report.test_loss, report.accuracy) == pytest.approx(
        (scores.train_loss[0], scores.test_loss[0], scores.test_accuracy[0])
    )
    assert header["scores"][0] == report.training_loss
    np.testing.assert_allclose(np.frombuffer(report.weights, "<f2"), player.run.theta[0], rtol=2e-3, atol=1e-6)
    assert read_guest(guest_text(guest(1, report=report))).report == report


def test_while_it_plays_there_is_a_report_a_second_and_the_last_one_is_not_missed(monkeypatch, hub):
    player, live, own = sit_down(monkeypatch, hub)
    training.advance(player.run, 1)
    live.frame()
    player.play(True)
    live.frame()
    count, begun = 0, own.report_at
    for _ in range(50):
        before = reported(hub)
        training.advance(player.run, 1)
        live.frame()
        count += reported(hub) is not before
    assert count <= 1 + (time.monotonic() - begun + seat.REPORT_EVERY) / seat.REPORT_EVERY
    own.report_at = time.monotonic() + 100
    training.advance(player.run, 3)
    player.play(False)
    live.frame()
    assert reported(hub).step == player.run.step
    before = reported(hub)
    live.frame()
    assert reported(hub) is before  # nothing has changed


def test_a_report_costs_little(monkeypatch, hub):
    player, live, own = sit_down(monkeypatch, hub, layers=(8, 8))
    header = live.frame().header
    times = []
    with session.of(session.current()):
        for _ in range(200):
            training.advance(player.run, 1)
            begun = time.perf_counter()
            own.note(header)
            times.append(time.perf_counter() - begun)
    assert sorted(times)[100] < 0.0002


def test_a_page_follows_the_teacher(monkeypatch, hub):
    player, live, own = sit_down(monkeypatch, hub)
    live.frame()
    own.told = own.room
    hub.act(CODE, KEY, command="start", command_number=1)
    assert live.frame().header["state"] == "playing"
    player.play(False)
    assert live.frame().header["state"] != "playing"  # a command is followed once
    hub.act(CODE, KEY, command="start", command_number=2)
    live.frame()
    hub.act(CODE, KEY, command="pause", command_number=3)
    assert live.frame().header["outdated"] == "page"  # its button says Play again
    assert not player.playing
    session.current().needs_page_run = False
    live.frame()
    for changes in ({"shown": own.place.id}, {"shown": ""}, {"task_number": 2}, {"is_closed": True}):
        session.current().needs_page_run, own.told, own.task_number = False, own.room, own.room.task_number
        assert live.frame().header["outdated"] == ""
        hub.act(CODE, KEY, **changes)
        assert live.frame().header["outdated"] == "page"


def test_where_a_question_comes_first_nobody_is_started(monkeypatch, hub):
    player, live, _ = sit_down(monkeypatch, hub)
    session.current().own_settings["playground"] = PlaygroundTask(ask="Which?", choice_1="a", choice_2="b")
    hub.act(CODE, KEY, command="start", command_number=1)
    live.frame()
    assert not player.playing


def test_a_command_waits_until_the_new_task_is_open(monkeypatch, hub):
    player, live, own = sit_down(monkeypatch, hub)
    hub.act(CODE, KEY, task_number=2, command="", command_number=1)
    hub.act(CODE, KEY, command="start", command_number=2)
    live.frame()
    assert not player.playing
    own.task_number = 2
    live.frame()
    assert player.playing


def test_who_leaves_trains_on_and_reports_no_more(monkeypatch, hub):
    player, live, _ = sit_down(monkeypatch, hub)
    training.advance(player.run, 2)
    live.frame()
    seat.leave(session.current())
    training.advance(player.run, 5)
    live.frame()
    assert session.current().room == ""
    assert hub.guests(CODE, KEY)[0].has_left
    assert reported(hub).step == 2


def test_a_session_that_ends_gives_its_place_back(monkeypatch, hub):
    _, live, own = sit_down(monkeypatch, hub)
    place = own.place
    st.session_state.clear()
    del live, own
    gc.collect()
    assert place.has_left
    assert not place.is_here()
    place.wake()


@pytest.mark.parametrize("weights", [np.inf, 1e6, -1e30])
def test_weights_that_no_float16_holds_are_the_largest(monkeypatch, hub, weights):
    player, _, _ = sit_down(monkeypatch, hub)
    training.advance(player.run, 1)
    player.run.theta[0, 0] = weights
    with session.of(session.current()):
        session.current().companion.note({"scores": [1.0, None, None, None]})
    assert np.isfinite(np.frombuffer(reported(hub).weights, "<f2")).all()
    assert reported(hub).test_loss is None


KEPT = [
    {}, {"id": 5}, {"id": "x"}, {"id": "0" * 17}, {"id": "<b>" + "0" * 13}, {"id": ["0" * 16]},
    {"name": "Ada", "task": 1},
]  # fmt: skip


@pytest.mark.parametrize("kept", KEPT)
def test_what_a_browser_says_of_a_seat_that_is_none_changes_nothing(monkeypatch, hub, kept):
    visiting.begin(monkeypatch)
    visit = session.current()
    visit.room = CODE
    for _ in range(1000):
        guest_page._sit_down(kept)
    assert visit.companion is None
    assert hub.guests(CODE, KEY) == []


@pytest.mark.parametrize("number", [1, 0, -5, 10**30, "1", None, True, 1.5])
def test_a_seat_that_a_browser_has_kept_is_taken_again(monkeypatch, hub, number):
    visiting.begin(monkeypatch)
    visit = session.current()
    visit.room = CODE
    guest_page._sit_down({"id": "0" * 16, "name": "<i>Ada</i>\n" * 9, "task": number})
    own = seat.of(visit)
    assert own.place.id == "0" * 16
    assert own.place.name == "<i>Ada</i> <i>Ada</i"
    assert own.task_number == 1
    assert not own.has_new_task


def test_who_comes_back_before_the_room_waits_for_it(monkeypatch, hub):
    visiting.begin(monkeypatch)
    visit = session.current()
    visit.room = "2222222"
    guest_page._sit_down({"id": "0" * 16, "name": "Ada", "task": 3})
    assert isinstance(visit.companion, seat.Waiting)
    assert not guest_page._take_again(visit.companion)
    hub.open(room(code="2222222", task_number=4))
    assert guest_page._take_again(visit.companion)
    assert seat.of(visit).has_new_task  # that was sent meanwhile
