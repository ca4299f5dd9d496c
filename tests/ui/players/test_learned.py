"""Visitors who open the same link: one trains, and the others get the same weights without training."""

import numpy as np
import pytest

from engine.experiments.experiment import change
from engine.experiments.sequence_experiment import SequenceExperiment
from engine.runs import training
from engine.runs.run import start_run
from tests.ui.visiting import begin
from ui.players import learned
from ui.players.player import Player

EXPERIMENT = SequenceExperiment(examples=60, units=4, length=6)
STEP = 60


@pytest.fixture(autouse=True)
def fresh(monkeypatch):
    begin(monkeypatch)
    learned._ways.clear()
    yield
    learned._ways.clear()


def player(**changes):
    return Player(start_run(change(EXPERIMENT, **changes), dtype=np.float32))


def arrive(one):
    for _ in range(1000):
        if not one.playing:
            return
        one.advance(0.05)
    raise AssertionError("it never arrives")


def test_the_second_one_arrives_at_once_with_the_same_bits_and_past():
    alone = start_run(EXPERIMENT, dtype=np.float32)
    training.advance(alone, STEP)
    first, second = player(), player()
    first.train_to(STEP, False)
    arrive(first)
    second.train_to(STEP, False)
    second.advance(0.0)
    for each in (first, second):
        assert (each.run.step, each.state) == (STEP, "paused")
        np.testing.assert_array_equal(each.run.theta, alone.theta)
        assert each.run.history.epochs == alone.history.epochs
        assert [item.step for item in each.run.snapshots.items] == [item.step for item in alone.snapshots.items]
    assert second.seconds == first.seconds > 0


def test_what_one_does_afterwards_is_not_seen_by_the_other():
    first, second, third = player(), player(), player()
    first.train_to(STEP, False)
    arrive(first)
    second.train_to(STEP, False)
    second.advance(0.0)
    before = second.run.theta.copy()
    training.advance(first.run, 10)
    np.testing.assert_array_equal(second.run.theta, before)
    training.advance(second.run, 10)
    np.testing.assert_array_equal(first.run.theta, second.run.theta)
    third.train_to(STEP, False)
    third.advance(0.0)
    np.testing.assert_array_equal(third.run.theta, before)


def test_one_trains_and_the_others_wait_and_take_over_when_it_has_gone(monkeypatch):
    now = [100.0]
    monkeypatch.setattr(learned.time, "monotonic", lambda: now[0])
    trained = []
    monkeypatch.setattr(
        Player, "_train", lambda self, steps, seconds: (trained.append(self), training.advance(self.run, 5))
    )
    first, second = player(), player()
    for each in (first, second):
        each.train_to(10_000, False)
    first.advance(0.05)
    now[0] += 1
    second.advance(0.05)
    assert trained == [first]
    assert second.run.step == first.run.step == 5  # it has what the first one has
    first.advance(0.05)
    now[0] += 1.5
    second.advance(0.05)
    assert (trained, second.run.step) == ([first, first], 10)
    now[0] += learned.CLAIM_LASTS  # the first one has closed its page
    second.advance(0.05)
    assert trained == [first, first, second]
    assert second.run.step == 15


@pytest.mark.parametrize("changes", [{"weight_seed": 2}, {"step_size": 0.01}, {"data_seed": 2}])
def test_another_experiment_is_trained_by_itself(changes):
    first, other = player(), player(**changes)
    for each in (first, other):
        each.train_to(STEP, False)
        arrive(each)
    alone = start_run(other.run.experiment, dtype=np.float32)
    training.advance(alone, STEP)
    np.testing.assert_array_equal(other.run.theta, alone.theta)
    assert not np.array_equal(first.run.theta, other.run.theta)


def test_weights_that_came_with_a_link_or_were_edited_are_trained_by_themselves():
    first, given, edited = player(), player(), player()
    first.train_to(STEP, False)
    arrive(first)
    given.begin_with(np.full(first.run.theta.shape[1], 0.1, np.float32))
    edited.exact = False
    for each in (given, edited):
        each.train_to(STEP, False)
        each.advance(0.0001)
        assert each.run.step < STEP


def test_only_the_latest_ways_are_kept():
    for seed in range(learned.MAX_WAYS + 3):
        learned.claim(change(EXPERIMENT, weight_seed=seed), STEP, seed)
    assert len(learned._ways) == learned.MAX_WAYS
