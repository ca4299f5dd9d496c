"""When a Player stops by itself, and how it trains to the step that a link or another server asks for."""

import numpy as np
import pytest
from hypothesis import strategies as strategies

from engine.experiments.experiment import change
from engine.runs import timeline, training
from engine.runs.run import evaluate, start_run
from tests.ui.visiting import act, begin
from ui.players import goal
from ui.players.playable import Pace
from ui.visit import session, view
from ui.visit.view import View


@pytest.fixture
def player(monkeypatch):
    return begin(monkeypatch)


@pytest.mark.parametrize(
    ("view", "ends"),
    [
        (View(speed="full", stop="epoch", stop_epoch=7), lambda run, scores: run.epoch == 7),
        (View(speed="full", stop="loss", stop_loss=0.5), lambda run, scores: scores.test_loss[0] <= 0.5),
        (View(speed="full", stop="accuracy", stop_accuracy=90), lambda run, scores: scores.test_accuracy[0] >= 0.9),
    ],
)
def test_it_stops_at_the_end_of_the_first_epoch_that_meets_the_condition(player, view, ends):
    session.current().view = view
    player.play(True)
    for _ in range(500):
        if not player.playing:
            break
        player.advance(0.2)
    assert not player.playing
    assert player.run.position == 0
    assert ends(player.run, evaluate(player.run))
    before = timeline.at_epoch(player.run, player.run.epoch - 1)
    assert not ends(before, evaluate(before))
    assert "Stopped" in player.finding
    player.play(True)  # on from there: the condition has been met
    player.advance(0.2)
    assert player.playing


def test_a_goal_is_reached_exactly_and_then_it_stops(monkeypatch):
    player = begin(monkeypatch)
    alone = start_run(player.run.experiment, dtype=np.float32)
    training.advance(alone, 137)
    player.train_to(137, plays_on=False)
    while player.playing:
        player.advance(0.2)
    assert player.run.step == 137
    np.testing.assert_array_equal(player.run.theta, alone.theta)
    assert player.state == "paused"
    player.train_to(137, plays_on=False)  # it stands there already
    assert not player.playing
    player.train_to(20, plays_on=True)
    while player.target_step:
        player.advance(0.2)
    assert player.run.step == 20
    assert player.playing


@pytest.mark.parametrize("plays", [False, True])
def test_a_page_comes_back_to_its_step_on_a_server_that_does_not_know_it(monkeypatch, plays):
    player = begin(monkeypatch)
    there = start_run(player.run.experiment, dtype=np.float32)
    training.advance(there, 90)
    act(player, "resume", [90, plays, True])
    while player.target_step:
        player.advance(0.2)
    assert player.run.step == 90
    np.testing.assert_array_equal(player.run.theta, there.theta)
    assert player.playing is plays
    assert not session.current().notices


def test_who_comes_back_to_another_network_than_was_shown_is_told(monkeypatch):
    player = begin(monkeypatch)
    training.advance(player.run, 90)
    assert goal.is_replayable(player.run)
    player.follow(change(player.run.experiment, step_size=0.1))
    assert not goal.is_replayable(player.run)
    player.reset()  # as a server that does not know it
    act(player, "resume", [90, True, False])
    assert player.target_step == 90
    assert "Not the network that you saw" in session.current().notices[0]


@pytest.mark.parametrize(
    "value",
    [
        *(None, 5, "90", [], [90], [90, True], [[], {}, True]),
        *([90, 1, 1], [True, True, True], [-1, True, True], [0, True, False], [9.5, True, True]),
    ],
)
def test_coming_back_to_nonsense_changes_nothing(monkeypatch, value):
    player = begin(monkeypatch)
    act(player, "resume", value)
    assert (player.run.step, player.playing, player.target_step) == (0, False, 0)


def test_who_has_come_farther_than_a_link_may_ask_for_comes_back_as_far_as_that(monkeypatch):
    player = begin(monkeypatch)
    act(player, "resume", [10**9, True, True])
    assert player.target_step == view.MAX_STEPS


def test_there_is_no_way_to_a_step_without_training_points(monkeypatch):
    player = begin(monkeypatch, data="own")
    act(player, "resume", [90, True, True])
    assert (player.playing, player.target_step) == (False, 0)


def test_pause_on_the_way_to_a_goal_gives_it_up(monkeypatch):
    player = begin(monkeypatch)
    player.train_to(10**6, plays_on=False)
    player.advance(0.2)
    player.play(False)
    player.play(True)
    assert player.target_step == 0


def test_a_speed_that_is_not_reached_is_said():
    pace, now = Pace(), 0.0
    for _ in range(60):
        pace.done(min(pace.due(10, 25, now), 50))
        now += 0.2
    assert pace.shortfall == ""  # 10 epochs/s of 25 steps are 50 steps in 0.2 s
    for _ in range(60):
        pace.due(10, 25, now)
        pace.done(10)
        now += 0.2
    assert pace.shortfall == "2 of 10 epochs/s"
    pace.due(2, 25, now)
    assert pace.shortfall == ""  # nothing is known of this speed yet
    for _ in range(60):
        pace.due(1, 25, now)
        pace.done(2)
        now += 0.2
    assert pace.shortfall == "0.4 of 1 epoch/s"
    pace.due(float("inf"), 25, now)
    pace.done(1)
    assert pace.shortfall == ""
