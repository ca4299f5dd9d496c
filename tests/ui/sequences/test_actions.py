"""What a visitor does on the picture of the Sequences page: valid acts change one thing, others nothing."""

import numpy as np
import pytest
import streamlit as st

from engine.experiments.sequence_experiment import SequenceExperiment
from engine.runs.run import evaluate, start_run
from tests.ui.visiting import visit_with
from ui.players import goal
from ui.players.player import Player
from ui.sequences import actions, picture
from ui.visit import session, task
from ui.visit.task import SequencesTask

EXPERIMENT = SequenceExperiment(data="anbn", cell="lstm", length=10, examples=60, units=4)


@pytest.fixture
def player(monkeypatch):
    player = Player(start_run(EXPERIMENT, dtype=np.float32))
    visit = visit_with(EXPERIMENT, player, page=task.SEQUENCES_PAGE, own_settings={"sequences": SequencesTask()})
    monkeypatch.setattr(st, "session_state", {"visit": visit})
    return player


def act(player, kind, value=None):
    actions.handler(player)({"kind": kind, "value": value})
    header = picture.make_frame(player, evaluate(player.run), session.own()).header
    assert not session.current().notices
    return header


def test_a_moment_a_unit_and_another_sequence_are_looked_at(player):
    header = act(player, "look", {"unit": 3, "moment": 2})
    assert (header["unit"], header["moment"]) == (3, 2)
    first = header["letters"]
    header = act(player, "look", {"example": 1})
    assert header["title"] == "test sequence 2 of 12"
    assert (header["letters"] != first) or header["title"] != "test sequence 1 of 12"
    assert act(player, "look", {"unit": 64, "moment": 200})["unit"] == 4  # the last one


def test_a_sequence_is_written_and_another_length_asked_for_and_a_test_sequence_ends_both(player):
    assert act(player, "write", "aab")["letters"] == list("aab")
    header = act(player, "ask", 20)
    assert (header["written"], header["asked"]) == ("", 20)
    assert header["measured"] is not None
    assert act(player, "write", "ab")["asked"] == 0
    header = act(player, "look", {"example": 0})
    assert (header["written"], header["title"]) == ("", "test sequence 1 of 12")
    assert act(player, "write", "  ")["written"] == ""


HOSTILE = [None, True, -1, 1.5, 10**400, "x", [], {}, {"unit": 0}, {"unit": True}, {"moment": -1}, {"example": "1"}]
HOSTILE += [{"temperature": float("nan")}, {"temperature": 99}, {"written": "anbn:ab"}, {"goal_loss": 1}]


@pytest.mark.parametrize("kind", ["look", "ask", "nothing"])
@pytest.mark.parametrize("value", HOSTILE)
def test_other_values_change_nothing(player, kind, value):
    act(player, kind, value)
    assert session.own() == SequencesTask()
    assert session.current().experiment == EXPERIMENT


@pytest.mark.parametrize(
    "value", [None, 5, ["a"], {"a": 1}, "\x00\x01", "x" * 10_000, "<b>aab</b>", ":", "brackets:()"]
)
def test_whatever_is_written_the_picture_stays(player, value):
    header = act(player, "write", value)
    assert header["letters"]
    assert len(session.own().written) <= task.MAX_TEXT


def test_a_goal_of_accuracy_for_numbers_says_that_there_is_none(player):
    run = start_run(SequenceExperiment(data="sine", examples=60, units=4), dtype=np.float32)
    ((label, now, met),) = goal.conditions(SequencesTask(goal_accuracy=90), run, evaluate(run))
    assert (label, now, met) == ("test accuracy at least 90 %", "none for a regression", False)
