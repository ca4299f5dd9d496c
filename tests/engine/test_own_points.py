"""A visitor's own points: as text, as a split, and in a Run."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.data import own_points
from engine.experiments import address
from engine.experiments.experiment import FIELDS, Experiment, change
from engine.runs import timeline, training
from engine.runs.beginning import sample_data
from engine.runs.run import evaluate, start_run

points = st.lists(
    st.tuples(st.floats(-20, 20), st.floats(-20, 20), st.integers(0, 4)), min_size=0, max_size=30
)  # fmt: skip


def text(count=(4, 4), seed=1):
    rng = np.random.default_rng(seed)
    labels = np.repeat(np.arange(len(count)), count)
    return own_points.encode(rng.uniform(-5, 5, (2, len(labels))), labels)


def own(count=(4, 4), seed=1, **more):
    return change(Experiment(), data="own", drawn=text(count, seed), **more)


@given(points)
def test_points_are_decoded_class_by_class_in_their_order(rows):
    table = np.array(rows, float).reshape(-1, 3)
    labels = table[:, 2].astype(int)
    encoded = own_points.encode(table[:, :2].T, labels)
    assert FIELDS["drawn"].valid(encoded)
    assert FIELDS["drawn"].parse(encoded) == (encoded, True)
    points, classes = own_points.decode(encoded)
    order = np.argsort(labels, kind="stable")
    np.testing.assert_array_equal(classes, labels[order])
    np.testing.assert_allclose(points.T, np.clip(table[order, :2], -9, 9), atol=9 / 4095 + 1e-12)
    assert own_points.encode(points, classes) == encoded  # the text of the decoded points is the same


def test_a_point_takes_four_letters_or_six_with_a_value():
    assert len(text((200, 200))) == 4 * 400 + 3
    assert len(own_points.encode_values(np.zeros((2, 400)), np.zeros(400))) == 6 * 400 + 1


@given(st.lists(st.tuples(*[st.floats(-20, 20)] * 2, st.floats(-4, 4)), max_size=30))
def test_points_with_values_are_decoded_in_their_order(rows):
    table = np.array(rows, float).reshape(-1, 3).T
    encoded = own_points.encode_values(table[:2], table[2])
    assert FIELDS["drawn"].valid(encoded)
    assert own_points.is_regression(encoded)
    assert own_points.count(encoded) == len(rows)
    points, values = own_points.decode(encoded)
    np.testing.assert_allclose(points, np.clip(table[:2], -9, 9), atol=9 / 4095 + 1e-12)
    np.testing.assert_allclose(values, np.clip(table[2], -1.8, 1.8), atol=1.8 / 4095 + 1e-12)
    assert own_points.encode_values(points, values) == encoded


@pytest.mark.parametrize("share", [10, 50, 100])
def test_values_are_split_as_one_class(share):
    rng = np.random.default_rng(3)
    drawn = own_points.encode_values(rng.uniform(-5, 5, (2, 40)), rng.uniform(-1, 1, 40))
    train, test = sample_data(change(Experiment(), data="own", drawn=drawn, train_share=share))
    assert abs(train.size - 0.4 * share) <= 1
    assert train.size + test.size == 40
    np.testing.assert_array_equal(train.targets[0], train.labels)


@given(st.text(max_size=60))
def test_no_text_raises(rubbish):
    value, exact = FIELDS["drawn"].parse(rubbish)
    assert value is None or FIELDS["drawn"].valid(value)
    assert not exact or value == rubbish
    address.from_query({"data": "own", "drawn": rubbish}, Experiment)


def test_the_good_groups_of_a_broken_link_are_used_and_named():
    experiment, notices = address.from_query({"data": "own", "drawn": text((3, 2))[:-1]}, Experiment)
    assert own_points.decode(experiment.drawn)[1].tolist() == [0, 0, 0]
    assert len(notices) == 1
    assert "drawn must be up to 5\u202f000 points" in notices[0]


@pytest.mark.parametrize("points", [np.full((2, 1), np.nan), np.zeros((2, 5001))])
def test_impossible_points_are_refused(points):
    with pytest.raises(ValueError, match="points"):
        own_points.encode(points, np.zeros(points.shape[1], int))


@pytest.mark.parametrize("share", [10, 50, 75, 90])
def test_another_point_leaves_the_others_where_they_are(share):
    few, many = own((20, 20), train_share=share), own((20, 20), train_share=share)
    points, labels = own_points.decode(few.drawn)
    more = own_points.encode(np.hstack([points, [[1], [1]]]), np.append(labels, 0))
    many = change(many, drawn=more)
    for one, other in zip(sample_data(few), sample_data(many), strict=True):
        assert set(map(tuple, one.points.T)) <= set(map(tuple, other.points.T))
    train, test = sample_data(few)
    assert train.points.shape[1] + test.points.shape[1] == 40
    assert abs(train.points.shape[1] - 40 * share / 100) <= 2


@pytest.mark.parametrize("count", [(), (1,), (0, 1), (1, 1), (2, 0, 0, 0, 1)])
def test_few_points_or_none_are_accepted(count):
    run = start_run(own(count), dtype=np.float32)
    training.advance(run, 10)
    scores = evaluate(run)
    assert not run.stopped
    if sum(count):
        assert run.step == 10
        assert np.isfinite(scores.train_loss).all()
    else:
        assert run.step == 0
        assert np.isnan(scores.train_loss).all()


def test_the_network_has_an_output_for_each_class():
    assert [own(count).outputs for count in ((), (1,), (2, 2), (1, 1, 1), (0, 0, 0, 0, 3))] == [1, 1, 1, 3, 5]
    assert own((2, 2), loss="hinge").loss == "hinge"
    assert change(own((2, 2), loss="hinge"), drawn=text((1, 1, 1))).loss == "cross_entropy"


def test_points_can_be_added_to_a_trained_network_and_undone_by_going_back():
    run = start_run(own((10, 10), batch_size=3), dtype=np.float32)
    training.advance(run, 25)
    before = run.theta.copy()
    later = timeline.revise(run, own((14, 9), batch_size=3, seed=2))
    assert later is run
    np.testing.assert_array_equal(run.theta, before)
    training.advance(run, 40)
    assert run.train.points.shape[1] != 10
    past = timeline.at(run, 17)
    again = start_run(own((10, 10), batch_size=3), dtype=np.float32)
    training.advance(again, 17)
    np.testing.assert_array_equal(past.theta, again.theta)
    assert past.experiment == again.experiment
    np.testing.assert_array_equal(past.train.points, again.train.points)
    np.testing.assert_array_equal(timeline.at(run, 65).theta, run.theta)


def test_another_number_of_classes_starts_a_new_run():
    run = start_run(own((10, 10)))
    training.advance(run, 5)
    assert timeline.revise(run, own((10, 10, 1))).step == 0


def test_a_trained_network_continues_with_own_points_in_place_of_other_data():
    run = start_run(Experiment())
    training.advance(run, 30)
    all_points = np.hstack([run.train.points, run.test.points])
    text = own_points.encode(all_points, np.append(run.train.labels, run.test.labels))
    assert timeline.revise(run, change(run.experiment, data="own", drawn=text)).step == 30
    assert timeline.revise(run, Experiment(data="moons")).step == 0
