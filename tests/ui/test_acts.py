"""What a visitor does on the Stage, and undo: what it changes, and that nothing it says can break anything."""

import numpy as np
import pytest
import streamlit as st
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as strategies

from engine.data import own_points
from engine.experiments.experiment import Experiment, change
from engine.runs import timeline, training
from engine.runs.run import evaluate, predict, start_run
from pictures.stage import frame
from ui.players.player import Player, pack, replays
from ui.playground import actions as acts
from ui.visit import session, undo, view
from ui.visit.view import View


@pytest.fixture
def player(monkeypatch):
    return visit(monkeypatch)


def visit(monkeypatch, **changes):
    """A session of its own, without a browser."""
    experiment = change(Experiment(points=60, layers=(3,)), **changes)
    player = Player(start_run(experiment, dtype=np.float32))
    state = {"experiment": experiment, "view": View(), "player": player}
    monkeypatch.setattr(st, "session_state", state)
    return player


def act(player, kind, value=None):
    acts.handler(player)({"kind": kind, "value": value})
    player.follow(session.experiment())


def go(player, which):
    which()
    player.follow(session.experiment())


ANY = strategies.recursive(
    strategies.none()
    | strategies.booleans()
    | strategies.integers()
    | strategies.floats()
    | strategies.text(max_size=5)
    | strategies.sampled_from([0, 1, 5, 3.5]),
    lambda inner: (
        strategies.lists(inner, max_size=3)
        | strategies.dictionaries(strategies.sampled_from(["place", "value", "label", "points"]), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(strategies.lists(strategies.tuples(strategies.sampled_from([*acts.ACTS, "tick", "?"]), ANY), max_size=4))
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_act_breaks_anything(monkeypatch, said):
    player = visit(monkeypatch, data="pinwheel")
    training.advance(player.run, 7)
    for kind, value in said:
        act(player, kind, value)
        assert len(pack(player, session.current_view(), evaluate(player.shown))) > 1000
    assert np.isfinite(player.run.theta).all()


def test_a_weight_is_edited_the_loss_follows_and_undo_takes_it_back(player):
    training.advance(player.run, 10)
    before = player.run.theta.copy()
    loss = evaluate(player.run).train_loss
    act(player, "weight", {"place": 2, "value": 4.5})
    assert player.run.theta[0, 2] == 4.5
    assert evaluate(player.run).train_loss != loss
    training.advance(player.run, 5)
    go(player, undo.undo)
    np.testing.assert_array_equal(player.run.theta, before)
    assert player.run.step == 10
    go(player, undo.redo)
    assert player.run.theta[0, 2] != before[0, 2]


def test_points_are_drawn_erased_and_undone(player):
    places = np.concatenate([player.run.train.points, player.run.test.points], axis=1)
    act(player, "draw", {"label": 1, "points": [[-5.5, -5.5], [5.5, -5.5]]})
    experiment = session.experiment()
    assert experiment.data == "own"
    assert session.current_view().show_test
    points, labels = own_points.decode(experiment.drawn)
    assert len(labels) == 62
    np.testing.assert_allclose(np.sort(points[0])[1:-1], np.sort(places[0]), atol=0.003)
    act(player, "erase", [[-5.4, -5.4]])
    assert len(own_points.decode(session.experiment().drawn)[1]) == 61
    go(player, undo.undo)
    assert session.experiment() == experiment
    go(player, undo.undo)
    assert session.experiment().data == "circle"


def test_drawing_keeps_a_trained_network(player):
    training.advance(player.run, 30)
    theta = player.run.theta.copy()
    act(player, "draw", {"label": 0, "points": [[0, 0]]})
    np.testing.assert_array_equal(player.run.theta, theta)
    act(player, "draw", {"label": 3, "points": [[0, 0]]})  # a class more takes another network
    assert player.run.step == 0
    assert player.run.experiment.outputs == 4


def test_a_regression_begins_drawn_data_anew(monkeypatch):
    player = visit(monkeypatch, data="plane")
    act(player, "draw", {"label": 0, "points": [[1, 1]]})
    assert len(own_points.decode(session.experiment().drawn)[1]) == 1


def test_there_is_room_for_so_many_points_only(player):
    for _ in range(2):
        act(player, "draw", {"label": 0, "points": [[0.1, 0.2]] * 4000})
    assert len(own_points.decode(session.experiment().drawn)[1]) == own_points.MAX_POINTS
    assert "room for 5,000 points" in st.session_state["notices"][-1]


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
    assert session.experiment().layers == (3, 3)


def test_undo_of_what_blew_up_goes_back_to_before_it(monkeypatch):
    player = visit(monkeypatch, data="plane", activation="relu", optimizer="gradient_descent", step_size=0.001)
    training.advance(player.run, 20)
    theta = player.run.theta.copy()
    undo.change(change(session.experiment(), step_size=10))
    player.follow(session.experiment())
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
    first = session.experiment()
    training.advance(player.run, 20)
    act(player, "layers", [4])
    undo.arrive(first)
    player.follow(session.experiment())
    assert player.run.step == 20
    undo.arrive(change(first, layers=(4,)))
    player.follow(session.experiment())
    assert (player.run.step, session.experiment().layers) == (0, (4,))
    undo.arrive(change(first, layers=(5,)))
    assert undo.can_undo()
    assert not undo.can_redo()


def test_undo_is_bounded(player):
    for i in range(3 * undo.DEPTH):
        act(player, "layers", [i % 8 + 1])
    stack = st.session_state["undoable"]
    assert len(stack) == undo.DEPTH
    assert len({id(entry.run) for entry in stack if entry.run is not None}) <= undo.RUNS


def test_looking_back_and_a_branch(player):
    player.step("epoch")
    for _ in range(9):
        player.step("epoch")
    theta = {e: timeline.at_epoch(player.run, e).theta.copy() for e in (4, 10)}
    act(player, "seek", 4)
    assert (player.state, player.shown.epoch) == ("past", 4)
    np.testing.assert_array_equal(player.shown.theta, theta[4])
    act(player, "now")
    assert player.state == "paused"
    np.testing.assert_array_equal(player.shown.theta, theta[10])
    act(player, "seek", 4)
    undo.change(change(session.experiment(), step_size=0.3))
    player.follow(session.experiment())
    assert (player.run.epoch, player.state, len(player.branches)) == (4, "paused", 1)
    np.testing.assert_array_equal(player.run.theta, theta[4])
    player.step("epoch")
    trunk = player.branches[0]
    act(player, "branch", 0)
    assert player.run is trunk
    assert session.experiment().step_size == trunk.experiment.step_size
    assert player.branches[0].experiment.step_size == 0.3
    act(player, "forget", 0)
    assert player.branches == []


def test_playing_on_from_the_past_without_a_change_makes_no_branch(player):
    for _ in range(6):
        player.step("epoch")
    end = player.run.theta.copy()
    act(player, "seek", 3)
    for _ in range(3):
        player.step("epoch")
    assert player.branches == []
    np.testing.assert_array_equal(player.run.theta, end)


@pytest.mark.parametrize(
    ("view", "ends"),
    [
        (View(speed="full", stop="epoch", stop_epoch=7), lambda run, scores: run.epoch == 7),
        (View(speed="full", stop="loss", stop_loss=0.5), lambda run, scores: scores.test_loss[0] <= 0.5),
        (View(speed="full", stop="accuracy", stop_accuracy=90), lambda run, scores: scores.test_accuracy[0] >= 0.9),
    ],
)
def test_it_stops_at_the_end_of_the_first_epoch_that_meets_the_condition(player, view, ends):
    st.session_state["view"] = view
    player.play(True)
    for _ in range(500):
        if not player.playing:
            break
        player.tick(view)
    assert not player.playing
    assert player.run.position == 0
    assert ends(player.run, evaluate(player.run))
    before = timeline.at_epoch(player.run, player.run.epoch - 1)
    assert not ends(before, evaluate(before))
    assert "Stopped" in player.finding
    player.play(True)  # on from there: the condition has been met
    player.tick(view)
    assert player.playing


def test_a_point_is_traced_and_its_numbers_are_those_of_the_network(player):
    act(player, "trace", [1.0, -2.0, 1])
    assert (player.point, player.target) == ((1.0, -2.0), 1)
    trace = predict(player.run, np.array([[1.0], [-2.0]]))
    told = frame.trace(player.run, player.point, player.target)
    np.testing.assert_allclose(told["layers"][0]["a"], trace.layers[0].a[0, :, 0], rtol=1e-3)
    assert told["loss"] > 0
    act(player, "target", 7)
    assert player.target == 1
    act(player, "trace", None)
    assert player.point is None


def test_points_that_are_too_many_for_a_link_are_left_out_of_it_and_survive_the_back_button(player):
    rng = np.random.default_rng(1)
    act(player, "draw", {"label": 0, "points": rng.uniform(-5, 5, (1000, 2)).tolist()})
    many = session.experiment()
    link = session.to_query()
    assert "drawn" not in link
    assert "too many points for a link" in st.session_state["notices"][-1]
    act(player, "layers", [5])
    undo.arrive(session.parse(link)[0])  # the back button brings the short link
    assert session.experiment() == many
    undo.arrive(session.parse(link)[0])
    assert session.experiment() == many
    act(player, "erase", [[0, 0]])
    assert len(st.session_state["notices"]) == 1  # said once


def test_a_link_with_drawn_points_stays_short(player):
    act(player, "draw", {"label": 0, "points": [[0.01 * i, 1] for i in range(300)]})
    assert len(session.experiment().drawn) > 1400
    assert sum(len(name) + len(value) + 2 for name, value in session.to_query().items()) < 2000


def test_a_goal_is_reached_exactly_and_then_it_stops(monkeypatch):
    player = visit(monkeypatch)
    alone = start_run(player.run.experiment, dtype=np.float32)
    training.advance(alone, 137)
    player.head_for(137, goes_on=False)
    while player.playing:
        player.tick(session.current_view())
    assert player.run.step == 137
    np.testing.assert_array_equal(player.run.theta, alone.theta)
    assert player.state == "paused"
    player.head_for(137, goes_on=False)  # it stands there already
    assert not player.playing
    player.head_for(20, goes_on=True)
    while player.goal:
        player.tick(session.current_view())
    assert player.run.step == 20
    assert player.playing


@pytest.mark.parametrize("plays", [False, True])
def test_a_page_comes_back_to_its_step_on_a_server_that_does_not_know_it(monkeypatch, plays):
    player = visit(monkeypatch)
    there = start_run(player.run.experiment, dtype=np.float32)
    training.advance(there, 90)
    act(player, "resume", [90, plays, True])
    while player.goal:
        player.tick(session.current_view())
    assert player.run.step == 90
    np.testing.assert_array_equal(player.run.theta, there.theta)
    assert player.playing is plays
    assert "notices" not in st.session_state


def test_who_comes_back_to_another_network_than_was_shown_is_told(monkeypatch):
    player = visit(monkeypatch)
    training.advance(player.run, 90)
    assert replays(player.run)
    player.follow(change(player.run.experiment, step_size=0.1))
    assert not replays(player.run)
    player.reset()  # as a server that does not know it
    act(player, "resume", [90, True, False])
    assert player.goal == 90
    assert "Not the network that you saw" in st.session_state["notices"][0]


@pytest.mark.parametrize(
    "value",
    [
        *(None, 5, "90", [], [90], [90, True], [[], {}, True]),
        *([90, 1, 1], [True, True, True], [-1, True, True], [0, True, False], [9.5, True, True]),
    ],
)
def test_coming_back_to_nonsense_changes_nothing(monkeypatch, value):
    player = visit(monkeypatch)
    act(player, "resume", value)
    assert (player.run.step, player.playing, player.goal) == (0, False, 0)


def test_who_has_come_farther_than_a_link_may_ask_for_comes_back_as_far_as_that(monkeypatch):
    player = visit(monkeypatch)
    act(player, "resume", [10**9, True, True])
    assert player.goal == view.MOST_STEPS


def test_there_is_no_way_to_a_step_without_training_points(monkeypatch):
    player = visit(monkeypatch, data="own")
    act(player, "resume", [90, True, True])
    assert (player.playing, player.goal) == (False, 0)


def test_pause_on_the_way_to_a_goal_gives_it_up(monkeypatch):
    player = visit(monkeypatch)
    player.head_for(10**6, goes_on=False)
    player.tick(session.current_view())
    player.play(False)
    player.play(True)
    assert player.goal == 0
