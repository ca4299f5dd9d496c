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
from ui.players.pinned import Pinned
from ui.players.player import Player
from ui.playground import actions
from ui.playground.challenges import CHALLENGES
from ui.sequences import actions as sequence_actions
from ui.visit import changes, locks, pasted, session, task, undo
from ui.widgets import paste_link, presets, take_away
from ui.widgets.presets import Preset

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


@pytest.mark.parametrize(
    ("experiment", "page", "does"),
    [
        (POINTS, task.PAGE, actions),
        (IMAGES, task.IMAGES_PAGE, image_actions),
        (SEQUENCES, task.SEQUENCES_PAGE, sequence_actions),
    ],
)
def test_what_goes_over_the_line_changes_no_setting(monkeypatch, experiment, page, does):
    visit, player = begin(monkeypatch, experiment, page, lock=tuple(task.CONTROLS))
    view = visit.view
    for kind, move in does.moves(player).items():
        for value in (True, False, 1, [1, 1], {"unit": 2, "speed": "full", "layers": [1], "place": 0, "value": 3}):
            move(value)
            assert (visit.experiment, visit.view, player.run.experiment) == (experiment, view, experiment), kind
    assert not timeline.is_edited(player.run)


# A field of each control, and another value for it.
OTHERS = {
    "data": {"noise": 40.0},
    "inputs": {"features": ("x1",)},
    "shape": {"layers": (2,)},
    "functions": {"activation": "relu"},
    "start": {"weight_seed": 9},
    "losses": {"loss": "hinge"},
    "steps": {"step_size": 0.5},
    "batches": {"batch_size": 3},
    "penalty": {"dropout": 20.0},
}
# All that can bring other settings at once, as a function of the Player.
DOORS = {
    "undo": lambda player: undo.undo(),
    "redo": lambda player: undo.redo(),
    "undo, a key": lambda player: actions.handler(player)({"kind": "undo"}),
    "redo, a key": lambda player: actions.handler(player)({"kind": "redo"}),
    "branch": lambda player: actions.handler(player)({"kind": "branch", "value": 0}),
    "undo_change": lambda player: actions.handler(player)({"kind": "undo_change", "value": 4}),
    "remedy": lambda player: actions.handler(player)({"kind": "remedy"}),
    "swap": lambda player: actions.handler(player)({"kind": "swap"}),
    "file": lambda player: take_away.use(player, Saved(player.branches[0].experiment, player.branches[0].theta[0], 4)),
    "gallery": lambda player: presets._open(player, Preset("", "", "data=spiral", 1)),
    "challenge": lambda player: presets._take_on(player, CHALLENGES["triangle"], ()),
    "link": lambda player: paste_link._open(player, pasted.read("?data=spiral")),
}


def with_doors(monkeypatch, changed):
    """Begin a session in which each door brings other settings back."""
    visit, player = begin(monkeypatch, POINTS, task.PAGE)
    training.advance(player.run, 4)
    changes.update(**changed)  # what undo takes back
    player.follow(visit.experiment)
    training.advance(player.run, 4)
    visit.desk.redoable.append(visit.desk.undoable[-1])
    before = start_run(POINTS, dtype=np.float32)
    player.branches.append(before)
    player.pin(Pinned(before))
    player.diagnosis = Finding("slow", "It is slow.", "Other settings", {n: getattr(POINTS, n) for n in changed})
    visit.desk.given = visit.experiment
    return visit, player


@pytest.mark.parametrize("state", ["lock", "hide"])
@pytest.mark.parametrize("control", OTHERS)
def test_no_door_changes_what_a_task_locks(monkeypatch, control, state):
    monkeypatch.setattr(st, "query_params", QueryParams())
    for name, opens in DOORS.items():
        if name == "undo_change" and not set(OTHERS[control]) <= POINTS.KEEPS_WEIGHTS:
            continue  # such a change makes a new Run, in which there is nothing to go back to
        visit, player = with_doors(monkeypatch, OTHERS[control])
        asked = task.PlaygroundTask(**{state: (control,)}, goal_accuracy=1)
        visit.own_settings["playground"] = asked
        run, now = player.run, visit.experiment
        opens(player)
        assert visit.experiment == now, name
        assert player.run is run, name
        assert "The task keeps" in visit.notices[0], name
        assert locks.current_task() == asked, name
        assert not st.query_params, name
        locks.end_if_left()
        assert locks.current_task() == asked, name


class QueryParams(dict):
    """Stands for those of Streamlit."""

    from_dict = dict.update


def test_without_a_lock_every_door_is_open(monkeypatch):
    monkeypatch.setattr(st, "query_params", QueryParams())
    for name, opens in DOORS.items():
        visit, player = with_doors(monkeypatch, OTHERS["steps"])
        visit.own_settings["playground"] = task.PlaygroundTask(hide=("panels",), goal_accuracy=1)
        now = visit.experiment
        opens(player)
        assert visit.experiment != now or st.query_params == {"data": "spiral"}, name
        assert not visit.notices, name


@pytest.mark.parametrize("door", ["undo", "branch", "swap", "file"])
def test_no_door_brings_weights_that_were_set_by_hand_where_these_are_locked(monkeypatch, door):
    visit, player = begin(monkeypatch, POINTS, task.PAGE)
    training.advance(player.run, 3)
    actions.handler(player)({"kind": "weight", "value": {"place": 0, "value": 2}})
    player.branches.append(player.run)
    player.take(start_run(POINTS, dtype=np.float32))
    training.advance(player.run, 3)  # a pinned network that is further would begin anew
    player.pin(Pinned(player.branches[0]))
    visit.own_settings["playground"] = task.PlaygroundTask(lock=("weights",), goal_accuracy=1)
    run = player.run
    DOORS[door](player)
    assert player.run is run
    assert "The task keeps" in visit.notices[0]


def test_other_data_are_refused_where_they_would_change_a_loss_that_is_locked(monkeypatch):
    visit, _ = begin(monkeypatch, change(POINTS, data="circle"), task.PAGE, lock=("losses",))
    changes.update(data="plane")
    assert visit.experiment.data == "circle"
    assert visit.notices == ["The task keeps this as it is: loss."]
    changes.update(data="spiral")
    assert visit.experiment.data == "spiral"


def test_every_control_of_settings_has_a_row_in_the_table():
    assert set(OTHERS) == {name for name, (_, fields) in task.CONTROLS.items() if fields}


def test_what_a_task_leaves_free_is_free(monkeypatch):
    visit, player = begin(monkeypatch, POINTS, task.PAGE, lock=("data",), hide=("steps",))
    actions.handler(player)({"kind": "layers", "value": [2, 2]})
    assert visit.experiment == change(POINTS, layers=(2, 2))
    assert not visit.notices
    assert session.current().desk.undoable
