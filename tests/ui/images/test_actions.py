"""What a visitor does on the picture of the Images page: valid acts change one thing, others nothing."""

import numpy as np
import pytest
import streamlit as st

from engine import network
from engine.data.images import own
from engine.experiments.experiment import change
from engine.experiments.image_experiment import ImageExperiment
from engine.runs import training
from engine.runs.run import evaluate, start_run
from tests.ui.visiting import visit_with
from ui.images import actions
from ui.players.player import Player
from ui.visit import session, task, undo
from ui.visit.task import ImagesTask

IMAGE = own.encode(np.eye(8))


@pytest.fixture
def player(monkeypatch):
    experiment = change(ImageExperiment(), data="bars", images=60, filters=(3, 2), batch_size=10)
    player = Player(start_run(experiment, dtype=np.float32))
    visit = visit_with(experiment, player, page=task.IMAGES_PAGE, own_settings={"images": ImagesTask()})
    monkeypatch.setattr(st, "session_state", {"visit": visit})
    return player


def act(player, kind, value=None):
    actions.handler(player)({"kind": kind, "value": value})
    player.follow(session.current().experiment)


def test_a_kernel_is_set_and_undone(player):
    training.advance(player.run, 5)
    before = player.run.theta.copy()
    values = [float(number) for number in range(3 * 9)] + [0.5]
    act(player, "kernel", {"layer": 2, "filter": 1, "values": values})
    start = network.layout(player.run.layers).ends[2] + len(values)
    assert player.run.theta[0, start : start + len(values)].tolist() == values
    changed = np.flatnonzero(player.run.theta[0] != before[0])
    assert changed.min() >= start
    assert changed.max() < start + len(values)
    undo.undo()
    player.follow(session.current().experiment)
    assert np.array_equal(player.run.theta, before)


def test_two_changes_of_a_kernel_are_undone_one_by_one_however_soon_they_come(player):
    before = player.run.theta.copy()
    act(player, "kernel", {"layer": 0, "filter": 0, "values": [-5.25] * 10, "goes_on": False})
    act(player, "kernel", {"layer": 0, "filter": 0, "values": [0.0] * 10})
    for first in (-5.25, before[0, 0]):
        undo.undo()
        player.follow(session.current().experiment)
        assert player.run.theta[0, 0] == np.float32(first)
    assert not undo.can_undo()


def test_a_kernel_that_is_switched_off_costs_accuracy_and_the_network_trains_on(player):
    training.advance(player.run, 60)
    good = evaluate(player.run).train_loss[0]
    for row in range(2):
        act(player, "kernel", {"layer": 0, "filter": row, "values": [0.0] * 10})
    assert evaluate(player.run).train_loss[0] > good
    worse = evaluate(player.run).train_loss[0]
    training.advance(player.run, 120)
    assert evaluate(player.run).train_loss[0] < worse


@pytest.mark.parametrize(
    "value",
    [
        None,
        {},
        {"layer": 0, "filter": 0, "values": [0.0] * 9},
        {"layer": 1, "filter": 0, "values": [0.0] * 10},  # pooling
        {"layer": 0, "filter": 3, "values": [0.0] * 10},
        {"layer": 0, "filter": -1, "values": [0.0] * 10},
        {"layer": 99, "filter": 0, "values": [0.0] * 10},
        {"layer": 0, "filter": 0, "values": [0.0] * 9 + [float("nan")]},
        {"layer": 0, "filter": 0, "values": [0.0] * 9 + ["1"]},
        {"layer": True, "filter": 0, "values": [0.0] * 10},
    ],
)
def test_a_kernel_that_is_none_changes_nothing(player, value):
    before = player.run.theta.copy()
    act(player, "kernel", value)
    assert np.array_equal(player.run.theta, before)
    assert not undo.can_undo()


@pytest.mark.parametrize("lock", [{"lock": ("weights",)}, {"hide": ("weights",)}])
def test_a_task_can_keep_kernels_as_they_are(player, lock):
    session.update_own(**lock)
    before = player.run.theta.copy()
    act(player, "kernel", {"layer": 0, "filter": 0, "values": [0.0] * 10})
    assert np.array_equal(player.run.theta, before)
    assert not undo.can_undo()
    assert "weights by hand" in session.current().notices[-1]


def test_a_drawing_is_kept(player):
    act(player, "drawing", IMAGE)
    assert session.own().drawing == IMAGE
    for rubbish in (None, "zzz", 3, IMAGE + "A"):
        act(player, "drawing", rubbish)
        assert session.own().drawing == IMAGE
    act(player, "drawing", "")
    assert not session.own().drawing


def test_own_images_are_added_trained_on_and_removed(player):
    for label in (0, 1, 0, 1):
        act(player, "add_image", {"label": label, "image": IMAGE})
    assert player.run.experiment.data == "own"
    assert player.run.train.size + player.run.test.size == 4
    training.advance(player.run, 3)
    act(player, "remove_image", 1)
    assert [part[0] for part in session.current().experiment.own.split(".")] == ["0", "0", "1"]
    assert player.run.step == 3  # it goes on with the weights that it has
    undo.undo()
    assert session.current().experiment.own.count(".") == 3


def test_an_empty_drawing_is_no_image(player):
    act(player, "add_image", {"label": 0, "image": own.encode(np.zeros((8, 8)))})
    assert session.current().experiment.data == "bars"
    assert "empty" in session.current().notices[-1]


@pytest.mark.parametrize(
    "value", [None, 3, {}, {"label": 10, "image": IMAGE}, {"label": 0, "image": "zz"}, {"label": "0"}]
)
def test_what_is_no_image_is_ignored(player, value):
    act(player, "add_image", value)
    assert session.current().experiment.data == "bars"
