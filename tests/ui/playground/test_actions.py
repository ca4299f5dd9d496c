"""What a visitor does on the Stage: what it changes, and that nothing that is sent can break anything."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as strategies

from engine.data import own_points
from engine.experiments.experiment import FIELDS
from engine.runs import training
from engine.runs.run import evaluate, predict
from pictures.constants import ERASER_RADIUS, MAX_STROKE
from pictures.live.packing import pack
from pictures.stage import frame
from tests.ui.visiting import act, begin, go
from ui.playground import actions, stage
from ui.visit import address_bar, session, undo


@pytest.fixture
def player(monkeypatch):
    return begin(monkeypatch)


ANY = strategies.recursive(
    strategies.none()
    | strategies.booleans()
    | strategies.integers()
    | strategies.floats()
    | strategies.text(max_size=5)
    | strategies.sampled_from([0, 1, 5, 3.5, 10**400, -(10**400)]),
    lambda inner: (
        strategies.lists(inner, max_size=3)
        | strategies.dictionaries(strategies.sampled_from(["place", "value", "label", "points"]), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(strategies.lists(strategies.tuples(strategies.sampled_from([*actions.ACTIONS, "tick", "?"]), ANY), max_size=4))
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_action_breaks_anything(monkeypatch, said):
    player = begin(monkeypatch, data="pinwheel")
    training.advance(player.run, 7)
    for kind, value in said:
        act(player, kind, value)
        frame = stage.make_frame(player, session.current().view, evaluate(player.shown))
        assert len(pack(frame)) > 1000
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
    experiment = session.current().experiment
    assert experiment.data == "own"
    assert session.current().view.show_test
    points, labels = own_points.decode(experiment.drawn)
    assert len(labels) == 62
    np.testing.assert_allclose(np.sort(points[0])[1:-1], np.sort(places[0]), atol=0.003)
    act(player, "erase", {"points": [[-5.4, -5.4]]})
    assert len(own_points.decode(session.current().experiment.drawn)[1]) == 61
    go(player, undo.undo)
    assert session.current().experiment == experiment
    go(player, undo.undo)
    assert session.current().experiment.data == "circle"


def test_drawing_keeps_a_trained_network(player):
    training.advance(player.run, 30)
    theta = player.run.theta.copy()
    act(player, "draw", {"label": 0, "points": [[0, 0]]})
    np.testing.assert_array_equal(player.run.theta, theta)
    act(player, "draw", {"label": 3, "points": [[0, 0]]})  # a class more takes another network
    assert player.run.step == 0
    assert player.run.experiment.outputs == 4


def test_a_regression_begins_drawn_data_anew(monkeypatch):
    player = begin(monkeypatch, data="plane")
    act(player, "draw", {"label": 0, "points": [[1, 1]]})
    assert len(own_points.decode(session.current().experiment.drawn)[1]) == 1


def test_there_is_room_for_so_many_points_only(player):
    for _ in range(own_points.MAX_POINTS // MAX_STROKE + 2):
        act(player, "draw", {"label": 0, "points": [[0.1, 0.2]] * MAX_STROKE})
    assert len(own_points.decode(session.current().experiment.drawn)[1]) == own_points.MAX_POINTS
    assert "room for 5\u202f000 points" in session.current().notices[-1]


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
    for _ in range(3):
        act(player, "draw", {"label": 0, "points": rng.uniform(-5, 5, (MAX_STROKE, 2)).tolist()})
    many = session.current().experiment
    link = address_bar.to_query()
    assert "drawn" not in link
    assert "too many points for a link" in session.current().notices[-1]
    act(player, "layers", [5])
    undo.arrive(address_bar.parse(link)[0])  # the back button brings the short link
    assert session.current().experiment == many
    undo.arrive(address_bar.parse(link)[0])
    assert session.current().experiment == many
    act(player, "erase", {"points": [[0, 0]]})
    assert len(session.current().notices) == 1  # said once


def test_a_link_with_drawn_points_stays_short(player):
    act(player, "draw", {"label": 0, "points": [[0.01 * i, 1] for i in range(300)]})
    assert len(session.current().experiment.drawn) > 1400
    assert sum(len(name) + len(value) + 2 for name, value in address_bar.to_query().items()) < 2000


def test_a_stroke_has_so_many_places_and_is_compared_with_all_points_in_blocks(monkeypatch):
    player = begin(monkeypatch, data="own")
    rng = np.random.default_rng(2)
    for label in (0, 1):
        act(player, "draw", {"label": label, "points": rng.uniform(-6, 6, (MAX_STROKE, 2)).tolist()})
    before = session.current().experiment
    act(player, "draw", {"label": 1, "points": [[1, 1]] * (MAX_STROKE + 1)})
    act(player, "erase", {"points": [[1, 1]] * (MAX_STROKE + 1)})
    act(player, "erase", {"points": [[1, 1]] * 5000})
    assert session.current().experiment == before
    points, _ = own_points.decode(before.drawn)
    at = rng.uniform(-6, 6, (2, 50))
    far = (np.hypot(*(points[:, :, None] - at[:, None, :])) >= ERASER_RADIUS).all(axis=1)
    largest = []
    hypot = np.hypot
    monkeypatch.setattr(np, "hypot", lambda *sides: largest.append(sides[0].size) or hypot(*sides))
    act(player, "erase", {"points": at.T.tolist()})
    assert 0 < far.sum() < len(far)
    np.testing.assert_allclose(own_points.decode(session.current().experiment.drawn)[0], points[:, far], atol=0.003)
    assert len(largest) == 4
    assert max(largest) <= actions.ERASED_AT_ONCE * own_points.MAX_POINTS


@pytest.mark.parametrize("number", [10**400, -(10**400), 10**5000], ids=["large", "negative", "too long to write"])
def test_a_whole_number_that_no_float_can_hold_is_ignored(player, number):
    theta, experiment = player.run.theta.copy(), session.current().experiment
    values = [number, [number], [number, number], [[number, number]], {"label": 0, "points": [[number, 0]]}]
    values += [{"place": 0, "value": number}, {"place": number, "value": 1}]
    for kind in actions.ACTIONS:
        for value in values:
            act(player, kind, value)
    assert session.current().experiment == experiment
    np.testing.assert_array_equal(player.run.theta, theta)


@pytest.mark.parametrize("name", FIELDS)
def test_no_field_takes_a_whole_number_that_no_float_can_hold(name):
    for number in (10**400, -(10**400), 10**5000):
        assert not FIELDS[name].valid(number)
        assert not FIELDS[name].valid((number, number))


def test_a_key_that_is_held_down_in_a_field_is_undone_at_once(player):
    before = player.run.theta.copy()
    for value in (0.1, 0.2, 0.3):
        act(player, "weight", {"place": 0, "value": value, "goes_on": value > 0.1})
    act(player, "weight", {"place": 1, "value": 5, "goes_on": True})  # another weight is another edit
    act(player, "weight", {"place": 1, "value": 6})  # and so is a number that is typed, however soon
    for expected in (5, before[0, 1], before[0, 1]):
        assert player.run.theta[0, 0] == np.float32(0.3)
        go(player, undo.undo)
        assert player.run.theta[0, 1] == np.float32(expected)
    np.testing.assert_array_equal(player.run.theta, before)
    act(player, "weight", {"place": 0, "value": 0.4})
    go(player, undo.undo)
    act(player, "weight", {"place": 0, "value": 0.5, "goes_on": True})  # at once after an undo
    go(player, undo.undo)
    np.testing.assert_array_equal(player.run.theta, before)
