"""A network that is pinned beside the present one: both train on the same data, as if each were alone."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as strategies

from engine.activations import ACTIVATIONS
from engine.experiments.experiment import Experiment, change
from engine.runs import training
from engine.runs.run import evaluate, start_run
from tests.pages.opening import open_page
from tests.ui.visiting import act, begin, go
from ui.playground import pinning, stage
from ui.visit import beside, session, undo
from ui.visit.task import PAGE, PlaygroundTask
from ui.visit.view import View


@pytest.fixture
def player(monkeypatch):
    player = begin(monkeypatch)
    visit = session.current()
    visit.page, visit.own_settings[PAGE.name] = PAGE, PlaygroundTask()
    return player


def alone(experiment, steps):
    """Return the weights of this network after some steps, trained by itself."""
    run = start_run(experiment, dtype=np.float32)
    training.advance(run, steps)
    return run.theta


def play(player, epochs):
    goal = player.run.epoch + epochs
    session.current().view = View(speed="full", stop="epoch", stop_epoch=goal)
    player.play(True)
    while player.playing:
        player.advance(0.05)


def test_both_train_as_if_each_were_alone(player):
    act(player, "pin", True)
    act(player, "step")
    first = player.run.experiment
    session.current().experiment = second = change(first, activation="sigmoid")
    player.follow(second)
    assert player.run.step == player.pinned.run.step == 0  # from one start, like a race
    play(player, 5)
    player.step("mini_batch")
    steps = player.run.step
    assert player.pinned.run.step == steps > 5
    np.testing.assert_array_equal(player.run.theta, alone(second, steps))
    np.testing.assert_array_equal(player.pinned.run.theta, alone(first, steps))
    session.current().experiment = third = change(second, step_size=0.3)  # this one goes on, and so does the other
    player.follow(third)
    player.step("epoch")
    assert player.pinned.run.epoch == player.run.epoch == 6
    np.testing.assert_array_equal(player.pinned.run.theta, alone(first, player.pinned.run.step))
    player.reset()
    assert player.pinned.run.step == 0


def test_with_other_batches_they_have_seen_as_many_points(player):
    act(player, "pin", True)
    session.current().experiment = change(player.run.experiment, batch_size=7)
    player.follow(session.current().experiment)
    play(player, 3)
    assert player.run.step != player.pinned.run.step
    assert player.run.epoch == player.pinned.run.epoch == 3
    assert player.pinned.is_level(player.run)


def test_they_look_back_together_and_go_on_from_there(player):
    play(player, 4)
    act(player, "pin", True)
    assert player.pinned.run.epoch == 4
    play(player, 4)
    player.seek(2)
    assert player.shown.epoch == player.pinned.shown.epoch == 2
    np.testing.assert_array_equal(player.shown.theta, player.pinned.shown.theta)
    player.step("epoch")
    assert player.run.epoch == player.pinned.run.epoch == 3
    np.testing.assert_array_equal(player.run.theta, player.pinned.run.theta)


def test_other_data_are_for_both(player):
    act(player, "pin", True)
    play(player, 2)
    session.current().experiment = change(player.run.experiment, data="pinwheel")
    player.follow(session.current().experiment)
    assert player.pinned.run.experiment.data == "pinwheel"
    assert player.pinned.run.step == player.run.step == 0
    frame = stage.make_frame(player, View(), evaluate(player.shown))
    assert len(frame.header["networks"]) == 2
    assert len(frame.blocks["theta"]) == 2 * player.run.theta.size


def test_the_two_are_swapped_and_undo_brings_back_the_first(player):
    act(player, "pin", True)
    first = player.run.experiment
    session.current().experiment = second = change(first, layers=(4, 4))
    player.follow(second)
    play(player, 2)
    weights = player.pinned.run.theta.copy()
    act(player, "swap", True)
    assert (player.run.experiment, player.pinned.run.experiment) == (first, second)
    np.testing.assert_array_equal(player.run.theta, weights)
    assert beside.read(session.own().pinned).layers == (4, 4)
    go(player, undo.undo)
    assert player.run.experiment == second
    act(player, "pin", False)
    assert player.pinned is None
    assert session.own().pinned == ""


def test_what_a_task_locks_is_not_swapped(player):
    act(player, "pin", True)
    visit = session.current()
    visit.experiment = change(player.run.experiment, activation="relu")
    player.follow(visit.experiment)
    visit.desk.given = visit.experiment
    visit.own_settings[PAGE.name] = PlaygroundTask(lock=("functions",))
    act(player, "swap", True)
    assert player.run.experiment.activation == "relu"
    assert "task keeps" in visit.notices[-1]


def test_what_differs_is_said_in_words(player):
    act(player, "pin", True)
    assert pinning.header(player)["now"] == pinning.header(player)["text"] == ""
    session.current().experiment = change(player.run.experiment, activation="sigmoid", step_size=0.3)
    player.follow(session.current().experiment)
    said = pinning.header(player)
    assert (said["now"], said["text"]) == ("sigmoid, step size 0.3", "tanh, step size 0.01")


def test_a_link_opens_both_at_the_same_epoch():
    page = open_page(pinned="activation=relu&layers=8-8&batch_size=20", at_step="300", data="moons")
    player = page.session_state["visit"].player
    while player.playing:
        player.advance(1)
    assert player.run.step == 300
    other = player.pinned.run
    assert (other.experiment.layers, other.experiment.data) == ((8, 8), "moons")
    assert player.pinned.is_level(player.run)
    assert other.epoch == player.run.epoch > 0
    page.query_params.pop("pinned")
    page.run()
    assert not page.exception
    assert page.session_state["visit"].player.pinned is None


@pytest.mark.parametrize("text", ["?", "data=spiral", "loss=hinge", "play=true", "layers=99", "=", "a" * 700])
def test_a_link_that_does_not_name_a_network_is_told_so(text):
    page = open_page(pinned=text)
    assert page.session_state["visit"].player.pinned is None
    assert page.toast


networks = strategies.fixed_dictionaries(
    {
        "layers": strategies.lists(strategies.integers(1, 8), max_size=6).map(tuple),
        "activation": strategies.sampled_from(sorted(ACTIVATIONS)),
        "step_size": strategies.floats(1e-5, 10),
        "features": strategies.sampled_from([("x1", "x2"), ("x1",), ("x2", "x1_x2")]),
        "batch_size": strategies.integers(1, 100),
    }
).map(lambda settings: change(Experiment(), **settings))


@given(networks, strategies.sampled_from(["circle", "pinwheel", "plane"]))
def test_a_link_holds_every_network(experiment, data):
    present = change(Experiment(), data=data)
    text = beside.text_of(beside.shared_with(experiment, present))
    assert beside.read(text) == experiment


CHANGED = {
    "features": (("x1",), "x₁, x₂", "x₁"), "augmentation": (("jitter",), "no augmentation", "Jitter"),
    "layers": ((4, 2), "layers 3", "layers 4-2"), "activation": ("relu-tanh", "tanh", "ReLU, tanh"),
    "regularization": ("l2", "None", "L2"), "optimizer": ("momentum", "Adam", "Momentum"),
    "step_size": (0.03, "step size 0.01", "step size 0.03"),
}  # fmt: skip


@pytest.mark.parametrize("name", CHANGED)
def test_what_differs_is_said_whatever_it_is(player, name):
    value, before, after = CHANGED[name]
    act(player, "pin", True)
    session.current().experiment = second = change(player.run.experiment, **{name: value})
    player.follow(second)
    said = pinning.header(player)
    assert (said["text"], said["now"]) == (before, after)
