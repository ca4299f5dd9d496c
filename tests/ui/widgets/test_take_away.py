"""What is taken home, and a network that comes back."""

import csv
import io
from types import SimpleNamespace

import numpy as np
import pytest
import streamlit as st

from engine.experiments.experiment import Experiment, change
from engine.experiments.image_experiment import ImageExperiment
from engine.experiments.kinds import EXPERIMENTS
from engine.runs import storage, training
from engine.runs.run import start_run
from tests.ui.visiting import visit_with
from ui.players.player import Player
from ui.visit import links, session, undo
from ui.widgets import take_away


@pytest.fixture
def player(monkeypatch):
    experiment = change(Experiment(), data="pinwheel", layers=(4,))
    player = Player(start_run(experiment, dtype=np.float32))
    training.advance(player.run, 130)
    monkeypatch.setattr(st, "session_state", {"visit": visit_with(experiment, player)})
    return player


def test_the_history_is_what_was_recorded(player):
    rows = list(csv.DictReader(io.StringIO(take_away.history_csv(player.run))))
    assert [int(row["epoch"]) for row in rows] == player.run.history.epochs
    told = [float(row["test_loss"]) for row in rows]
    np.testing.assert_array_equal(told, [loss[0] for loss in player.run.history.test_loss])


def test_a_network_comes_back_as_it_was_and_undo_brings_back_the_other(player):
    text = take_away.weights_json(player.run)
    theta, other = player.run.theta.copy(), Experiment(layers=(2,))
    undo.change(other)
    player.follow(session.current().experiment)
    take_away.use(player, storage.loads(text))
    player.follow(session.current().experiment)
    np.testing.assert_array_equal(player.run.theta, theta)
    assert session.current().experiment.layers == (4,)
    undo.undo()
    player.follow(session.current().experiment)
    assert player.run.experiment == other


def test_a_file_of_float64_is_shown_in_float32(player):
    saved = storage.Saved(player.run.experiment, player.run.theta[0].astype(np.float64))
    take_away.use(player, saved)
    assert player.run.theta.dtype == np.float32


def test_rubbish_is_refused_with_a_word(monkeypatch, player):
    said = []
    monkeypatch.setattr(st, "file_uploader", lambda *a, **k: SimpleNamespace(getvalue=lambda: b"\xff{not json"))
    monkeypatch.setattr(st, "error", said.append)
    before = player.run
    take_away.files(player)
    assert "holds no network" in said[0]
    assert player.run is before


def test_a_network_of_another_kind_is_sent_to_its_page(monkeypatch, player):
    said = []
    other = storage.dumps(storage.Saved(ImageExperiment(), start_run(ImageExperiment()).theta[0], 0))
    monkeypatch.setattr(st, "file_uploader", lambda *a, **k: SimpleNamespace(getvalue=other.encode))
    monkeypatch.setattr(st, "error", said.append)
    monkeypatch.setattr(st, "button", lambda *a, **k: pytest.fail("it can be used"))
    take_away.files(player)
    assert said == ["This is a network for images: bring it back on the page Images."]


def test_each_kind_of_network_has_a_page():
    assert links.PATHS.keys() == links.PAGE_TITLES.keys() == EXPERIMENTS.keys()
