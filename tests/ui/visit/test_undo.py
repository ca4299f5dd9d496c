"""Undo and redo, looking back, and branches."""

import numpy as np
import pytest
from hypothesis import strategies as strategies

from engine.experiments.experiment import change
from engine.runs import timeline, training
from tests.ui.visiting import act, begin, go, step
from ui.visit import session, undo


@pytest.fixture
def player(monkeypatch):
    return begin(monkeypatch)


def test_undo_brings_back_a_trained_network_that_another_shape_replaced(player):
    training.advance(player.run, 50)
    theta = player.run.theta.copy()
    act(player, "layers", [3, 3])
    assert player.run.step == 0
    go(player, undo.undo)
    np.testing.assert_array_equal(player.run.theta, theta)
    assert player.run.step == 50
    assert undo.can_redo()
    go(player, undo.redo)
    assert session.current().experiment.layers == (3, 3)


def test_undo_of_what_blew_up_goes_back_to_before_it(monkeypatch):
    player = begin(monkeypatch, data="plane", activation="relu", optimizer="gradient_descent", step_size=0.001)
    training.advance(player.run, 20)
    theta = player.run.theta.copy()
    undo.change(change(session.current().experiment, step_size=10))
    player.follow(session.current().experiment)
    training.advance(player.run, 200)
    assert player.run.stopped
    go(player, undo.undo)
    assert not player.run.stopped
    np.testing.assert_array_equal(player.run.theta, theta)


def test_a_new_change_forgets_what_was_undone(player):
    act(player, "layers", [4])
    go(player, undo.undo)
    act(player, "layers", [5])
    assert not undo.can_redo()


def test_the_back_button_is_undo_and_forward_is_redo(player):
    first = session.current().experiment
    training.advance(player.run, 20)
    act(player, "layers", [4])
    undo.arrive(first)
    player.follow(session.current().experiment)
    assert player.run.step == 20
    undo.arrive(change(first, layers=(4,)))
    player.follow(session.current().experiment)
    assert (player.run.step, session.current().experiment.layers) == (0, (4,))
    undo.arrive(change(first, layers=(5,)))
    assert undo.can_undo()
    assert not undo.can_redo()


def test_undo_is_bounded(player):
    for i in range(3 * undo.MAX_CHANGES):
        act(player, "layers", [i % 8 + 1])
    stack = session.current().desk.undoable
    assert len(stack) == undo.MAX_CHANGES
    assert len({id(entry.run) for entry in stack if entry.run is not None}) <= undo.MAX_RUNS


def test_looking_back_and_a_branch(player):
    step(player)
    for _ in range(9):
        step(player)
    theta = {e: timeline.at_epoch(player.run, e).theta.copy() for e in (4, 10)}
    act(player, "seek", 4)
    assert (player.state, player.shown.epoch) == ("past", 4)
    np.testing.assert_array_equal(player.shown.theta, theta[4])
    act(player, "now")
    assert player.state == "paused"
    np.testing.assert_array_equal(player.shown.theta, theta[10])
    act(player, "seek", 4)
    undo.change(change(session.current().experiment, step_size=0.3))
    player.follow(session.current().experiment)
    assert (player.run.epoch, player.state, len(player.branches)) == (4, "paused", 1)
    np.testing.assert_array_equal(player.run.theta, theta[4])
    step(player)
    trunk = player.branches[0]
    act(player, "branch", 0)
    assert player.run is trunk
    assert session.current().experiment.step_size == trunk.experiment.step_size
    assert player.branches[0].experiment.step_size == 0.3
    act(player, "forget", 0)
    assert player.branches == []


def test_playing_on_from_the_past_without_a_change_makes_no_branch(player):
    for _ in range(6):
        step(player)
    end = player.run.theta.copy()
    act(player, "seek", 3)
    for _ in range(3):
        step(player)
    assert player.branches == []
    np.testing.assert_array_equal(player.run.theta, end)
