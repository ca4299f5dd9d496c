"""What a Task locks or hides stays as it is, by whatever way a visitor tries to change it."""

import numpy as np
import pytest
import streamlit as st

from engine.data import own_points
from engine.data.images import own
from engine.experiments.experiment import Experiment, change
from engine.experiments.image_experiment import ImageExperiment
from engine.experiments.sequence_experiment import SequenceExperiment
from engine.runs import timeline, training
from engine.runs.run import start_run
from engine.runs.storage import Saved
from engine.study.finding import Finding
from tests.ui.visiting import visit_with
from ui.images import actions as image_actions
from ui.players.player import Player
from ui.playground import actions
from ui.visit import changes, locks, session, task, undo
from ui.widgets import take_away

POINTS = Experiment(data="own", drawn=own_points.encode(np.array([[1.0, -2], [2, 0]]), np.array([0, 1])))
IMAGES = ImageExperiment(data="bars", images=60, filters=(2,))
SEQUENCES = SequenceExperiment(data="parity", examples=60, units=4)


def begin(monkeypatch, experiment, page, **asked):
    """Begin a Task on the page of an experiment."""
    player = Player(start_run(experiment, dtype=np.float32))
    visit = visit_with(experiment, player, page=page, own_settings={page.name: page.settings(**asked)})
    visit.desk.given = experiment
    monkeypatch.setattr(st, "session_state", {"visit": visit})
    return visit, player


ACTS = {
    "draw": (POINTS, task.PAGE, actions, "draw", {"label": 1, "points": [[1, 1]]}, "data"),
    "erase": (POINTS, task.PAGE, actions, "erase", {"points": [[1, 2]]}, "data"),
    "layers": (POINTS, task.PAGE, actions, "layers", [5], "shape"),
    "features": (POINTS, task.PAGE, actions, "features", ["x1"], "inputs"),
    "weight": (POINTS, task.PAGE, actions, "weight", {"place": 0, "value": 3}, "weights"),
    "add_image": (
        IMAGES, task.IMAGES_PAGE, image_actions, "add_image", {"label": 1, "image": own.encode(np.eye(8))}, "data",
    ),
    "kernel": (
        IMAGES, task.IMAGES_PAGE, image_actions, "kernel", {"layer": 0, "filter": 0, "values": [1] * 10}, "weights",
    ),
}  # fmt: skip


@pytest.mark.parametrize("state", ["lock", "hide"])
@pytest.mark.parametrize("name", ACTS)
def test_an_act_on_the_picture_changes_nothing_that_is_locked(monkeypatch, name, state):
    experiment, page, does, kind, value, control = ACTS[name]
    for asked, changed in (({}, True), ({state: (control,)}, False)):
        visit, player = begin(monkeypatch, experiment, page, **asked)
        theta, view = player.run.theta.copy(), visit.view
        does.handler(player)({"kind": kind, "value": value})
        assert (visit.experiment != experiment or not np.array_equal(player.run.theta, theta)) is changed
        if not changed:
            assert visit.view.speed == view.speed
            assert "The task keeps this as it is" in visit.notices[0]


@pytest.mark.parametrize(
    ("experiment", "page"), [(POINTS, task.PAGE), (IMAGES, task.IMAGES_PAGE), (SEQUENCES, task.SEQUENCES_PAGE)]
)
def test_no_widget_changes_a_field_that_is_locked(monkeypatch, experiment, page):
    """A browser can send a value of a widget that is disabled."""
    others = {"step_size": 0.5, "data": "own", "weight_seed": 9, "batch_size": 3, "dropout": 20.0, "data_seed": 4}
    for state in ("lock", "hide"):
        visit, _ = begin(monkeypatch, experiment, page, **{state: tuple(task.CONTROLS)})
        for name, value in others.items():
            changes.update(**{name: value})
        changes.update_view(speed="full")
        changes.update_view(step_by="mini_batch")
        assert visit.experiment == experiment
        assert (visit.view.speed, visit.view.step_by) == ("10", "epoch")
    visit, _ = begin(monkeypatch, experiment, page)
    changes.update(step_size=0.5)
    changes.update_view(speed="full")
    assert (visit.experiment.step_size, visit.view.speed) == (0.5, "full")


def test_points_from_a_file_are_not_taken_where_the_data_are_locked(monkeypatch):
    visit, _ = begin(monkeypatch, POINTS, task.PAGE, lock=("data",))
    changes.use_points(np.ones((2, 3)), np.array([0, 1, 1]))
    assert visit.experiment == POINTS


def test_a_network_from_a_file_is_not_taken_where_weights_are_locked(monkeypatch):
    visit, player = begin(monkeypatch, POINTS, task.PAGE, lock=("weights",))
    theta = player.run.theta.copy()
    take_away.use(player, Saved(POINTS, theta[0] + 1, 5))
    np.testing.assert_array_equal(player.run.theta, theta)
    assert "weights by hand" in visit.notices[0]
    visit.own_settings["playground"] = task.Task()
    take_away.use(player, Saved(POINTS, theta[0] + 1, 5))
    np.testing.assert_array_equal(player.run.theta, theta + 1)


def test_undo_of_weights_that_were_set_before_the_task_ends_it(monkeypatch):
    visit, player = begin(monkeypatch, POINTS, task.PAGE, goal_accuracy=1)
    training.advance(player.run, 3)
    for place in (0, 1):
        actions.handler(player)({"kind": "weight", "value": {"place": place, "value": 2}})
    edited = player.run
    visit.own_settings["playground"] = task.Task(lock=("weights",), goal_accuracy=1)
    player.task = locks.current_task()
    player.take(start_run(POINTS, dtype=np.float32))
    locks.end_if_left()
    assert locks.current_task().lock == ("weights",)
    undo.undo()
    assert player.run is not edited or timeline.is_edited(player.run)
    assert timeline.is_edited(player.run)
    player.step("epoch")
    assert not visit.solved
    locks.end_if_left()
    assert locks.current_task() == task.Task()
    assert "the task has ended" in visit.notices[-1]


@pytest.mark.parametrize("way", ["undo", "branch", "undo_change", "remedy"])
def test_settings_of_before_the_task_end_it(monkeypatch, way):
    visit, player = begin(monkeypatch, POINTS, task.PAGE)
    act = actions.handler(player)
    training.advance(player.run, 4)
    changes.update(step_size=0.5)
    player.follow(visit.experiment)
    training.advance(player.run, 4)
    visit.own_settings["playground"] = task.Task(lock=("steps",), goal_accuracy=1)
    visit.desk.given = visit.experiment
    if way == "branch":
        player.branches.append(start_run(POINTS, dtype=np.float32))
    if way == "remedy":
        player.diagnosis = Finding("slow", "It is slow.", "Larger steps", {"step_size": 0.9})
    act({"kind": way, "value": {"branch": 0, "undo_change": 4}.get(way, True)})
    if way == "remedy":
        assert visit.experiment.step_size == 0.5
        assert locks.current_task().lock == ("steps",)
        return
    assert visit.experiment.step_size == POINTS.step_size
    locks.end_if_left()
    assert locks.current_task() == task.Task()


def test_what_a_task_leaves_free_is_free(monkeypatch):
    visit, player = begin(monkeypatch, POINTS, task.PAGE, lock=("data",), hide=("steps",))
    actions.handler(player)({"kind": "layers", "value": [2, 2]})
    assert visit.experiment == change(POINTS, layers=(2, 2))
    assert not visit.notices
    assert session.current().desk.undoable
