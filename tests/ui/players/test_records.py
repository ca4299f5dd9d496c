"""What is measured at fixed steps: it depends on the step alone, whatever the speed and however a visitor got there."""

import numpy as np
import pytest
import streamlit as st
from hypothesis import given
from hypothesis import strategies as draw

from engine.experiments.experiment import change
from engine.experiments.sequence_experiment import SequenceExperiment
from engine.study.through_time import gradient_norms
from tests.ui.visiting import visit_with
from ui.players import race
from ui.players.race import Member
from ui.players.records import Schedule

BASE = SequenceExperiment(length=5, units=4, examples=120)  # three steps an epoch
SCHEDULES = draw.builds(lambda every, times: Schedule(every, every * times), draw.integers(1, 9), draw.integers(1, 60))
MEASURES = {"norms": (Schedule(2, 10), gradient_norms)}


@pytest.fixture(autouse=True)
def visit(monkeypatch):
    """A session of its own, without a browser."""
    monkeypatch.setattr(st, "session_state", {"visit": visit_with(BASE)})


@given(SCHEDULES, draw.integers(0, 5000))
def test_all_that_is_shown_has_been_measured_on_the_way(schedule, step):
    shown = schedule.shown(step)
    assert all(schedule.is_due(each) for each in shown)
    assert shown[0] == 0
    assert step - shown[-1] < schedule.gap(step)
    assert len(shown) <= schedule.span // schedule.every + 1
    assert schedule.reach(step) >= step
    assert step <= schedule.span or schedule.reach(step) < 2 * step


@given(SCHEDULES, draw.integers(0, 5000))
def test_the_following_step_is_the_next_one_that_is_due(schedule, step):
    following = schedule.following(step)
    assert schedule.is_due(following)
    assert not any(schedule.is_due(each) for each in range(step + 1, following))


def test_a_hundred_steps_in_twos_and_then_in_fours():
    schedule = Schedule(2, 100)
    assert list(schedule.shown(7)) == [0, 2, 4, 6]
    assert (schedule.gap(100), schedule.gap(101), schedule.gap(200), schedule.gap(201)) == (2, 4, 4, 8)
    assert (schedule.reach(100), schedule.reach(101)) == (100, 200)


def begin():
    cells = ("rnn", "gru")
    return race.begin([Member(cell, change(BASE, cell=cell)) for cell in cells], MEASURES)


def shown(contest):
    record = contest.records["norms"]
    return record.shown(max(run.step for run in contest.shown))


def assert_same(one, other):
    assert list(one) == list(other)
    for step in one:
        for a, b in zip(one[step], other[step], strict=True):
            np.testing.assert_array_equal(a, b)


def test_the_same_step_has_the_same_measurements_at_any_pace():
    one, other = begin(), begin()
    one._train(23, 100)
    for steps in (1, 4, 2, 9, 7):
        other._train(steps, 100)
    assert list(shown(one)) == [0, 8, 16]
    assert_same(shown(one), shown(other))


def test_they_are_those_of_the_networks_at_that_step():
    contest, found = begin(), {}
    for step in range(11):
        found[step] = [gradient_norms(run) for run in contest.runs]
        contest._train(1, 100)
    assert_same({step: found[step] for step in (0, 2, 4, 6, 8, 10)}, contest.records["norms"].until(10))


def test_looking_back_and_going_on_from_there_changes_nothing():
    contest, fresh = begin(), begin()
    contest._train(31, 100)
    late = shown(contest)
    fresh._train(9, 100)
    contest.seek(3)
    assert contest.looks_back
    assert list(shown(contest)) == [0, 2, 4, 6, 8]
    assert_same(shown(contest), shown(fresh))
    contest.seek(10)
    contest.seek(1000)  # back to now
    assert_same(shown(contest), late)
    contest.seek(3)
    contest.play(True)
    contest.play(False)
    assert max(contest.records["norms"].found) == 8  # the future is forgotten
    contest._train(22, 100)
    assert_same(shown(contest), late)


def test_a_reset_begins_again():
    contest = begin()
    first = shown(contest)
    contest._train(12, 100)
    contest.reset()
    assert list(contest.records["norms"].found) == [0]
    assert_same(shown(contest), first)


def test_a_long_training_keeps_few():
    schedule = Schedule(2, 100)
    kept = [step for step in range(200_000) if schedule.is_due(step)]
    assert len(kept) < 50 + 25 * 12


def test_without_measures_nothing_is_recorded():
    contest = race.begin([Member("rnn", BASE)])
    contest._train(5, 100)
    assert contest.records == {}
    assert contest.leader.step == 5
