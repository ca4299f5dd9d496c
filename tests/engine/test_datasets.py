"""Toy data: sampled from a seed, within the plane, and in the shapes that their names say."""

import numpy as np
import pytest

from engine.data import datasets, features
from engine.data.datasets import BOUNDARIES, DATASETS, HALF_WIDTH, OWN
from engine.data.features import FEATURES

GENERATED = [name for name in DATASETS if name != OWN]


def draw(name, count=400, noise=0, share=50, seed=3, **more):
    return datasets.sample(name, count, noise, share, np.random.default_rng(seed), **more)


@pytest.mark.parametrize("name", GENERATED)
def test_shapes_and_ranges(name):
    train, test = draw(name, 401, share=30)
    assert train.points.shape == (2, 120)
    assert test.points.shape == (2, 281)
    assert train.targets.shape == (3 if name == "pinwheel" else 1, 120)
    assert np.abs(train.points).max() <= HALF_WIDTH
    if DATASETS[name].task == "classification":
        assert set(np.unique(train.labels)) == set(range(DATASETS[name].classes[0]))
        assert set(np.unique(train.targets)) == {0, 1}
    else:
        assert np.abs(train.labels).max() <= 1.001
        assert train.labels.std() > 0.2


@pytest.mark.parametrize("name", GENERATED)
def test_the_same_seed_gives_the_same_points(name):
    for one, other in zip(draw(name, noise=10), draw(name, noise=10), strict=True):
        np.testing.assert_array_equal(one.points, other.points)
    assert not np.array_equal(draw(name, noise=10)[0].points, draw(name, noise=10, seed=4)[0].points)


@pytest.mark.parametrize("name", GENERATED)
@pytest.mark.parametrize(("count", "share"), [(10, 10), (10, 90), (11, 50)])
def test_few_points_still_give_a_train_and_a_test_set(name, count, share):
    train, test = draw(name, count, share=share)
    assert train.points.shape[1] >= 1
    assert test.points.shape[1] >= 1
    assert train.points.shape[1] + test.points.shape[1] == count


@pytest.mark.parametrize(
    ("name", "classes"), [(name, count) for name in GENERATED for count in DATASETS[name].classes if count]
)
def test_the_number_of_classes_is_as_requested_and_they_are_balanced(name, classes):
    train, test = draw(name, 600, classes=classes)
    labels = np.concatenate([train.labels, test.labels])
    shares = np.bincount(labels) / 600
    np.testing.assert_allclose(shares, np.full(classes, 1 / classes), atol=0.08)
    if classes > 2:
        assert train.targets.shape[0] == classes
        np.testing.assert_array_equal(train.targets.argmax(axis=0), train.labels)


@pytest.mark.parametrize("name", [name for name in GENERATED if len(DATASETS[name].classes) > 1])
@pytest.mark.parametrize("classes", [2, 3, 4, 5])
def test_more_classes_are_still_separable(name, classes):
    train, test = draw(name, 1000, classes=classes)
    distance = ((train.points[:, :, None] - test.points[:, None, :]) ** 2).sum(axis=0)
    nearest = train.labels[distance.argmin(axis=0)]
    assert (nearest == test.labels).mean() > 0.9


@pytest.mark.parametrize("boundary", BOUNDARIES)
def test_a_function_divides_the_plane(boundary):
    train, _ = draw("function", 500, boundary=boundary)
    above = train.points[1] > BOUNDARIES[boundary].function(train.points[0])
    np.testing.assert_array_equal(train.labels == 1, above)
    assert 0.2 < train.labels.mean() < 0.8
    assert train.points[1][~above].max() > train.points[1][above].min()  # no level line does


def test_circle_and_exclusive_or_have_their_shapes():
    train, _ = draw("circle")
    radius = np.hypot(*train.points)
    assert radius[train.labels == 1].max() < radius[train.labels == 0].min()
    train, _ = draw("exclusive_or")
    np.testing.assert_array_equal(train.labels == 1, train.points[0] * train.points[1] > 0)


def test_the_plane_is_a_plane():
    train, _ = draw("plane")
    np.testing.assert_allclose(train.labels, train.points.sum(axis=0) / (2 * HALF_WIDTH))


def test_noise_moves_points_or_values():
    quiet, noisy = draw("circle")[0], draw("circle", noise=20)[0]
    moved = noisy.points - quiet.points
    assert 0.5 < moved.std() < 0.7  # 20 % of 3
    quiet, noisy = draw("plane")[0], draw("plane", noise=20)[0]
    np.testing.assert_array_equal(quiet.points, noisy.points)
    assert 0.15 < (noisy.labels - quiet.labels).std() < 0.25


def test_features_are_the_functions_that_their_names_say():
    points = np.array([[2.0, -1.0], [3.0, 0.5]])
    x1, x2 = points
    expected = [x1, x2, x1**2, x2**2, x1 * x2, np.sin(x1), np.sin(x2)]
    np.testing.assert_allclose(features.apply(tuple(FEATURES), points), expected)
