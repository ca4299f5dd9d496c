"""Toy data: drawn from a seed, within the plane, and what their names promise."""

import numpy as np
import pytest

from engine import datasets, features
from engine.datasets import DATASETS, HALF_WIDTH
from engine.features import FEATURES


def draw(name, count=400, noise=0, share=50, seed=3):
    return datasets.draw(name, count, noise, share, np.random.default_rng(seed))


@pytest.mark.parametrize("name", DATASETS)
def test_shapes_and_ranges(name):
    train, test = draw(name, 401, share=30)
    assert train.points.shape == (2, 120)
    assert test.points.shape == (2, 281)
    assert train.targets.shape == (datasets.outputs(name), 120)
    assert np.abs(train.points).max() <= HALF_WIDTH
    if DATASETS[name].task == "classification":
        assert set(np.unique(train.labels)) == set(range(DATASETS[name].classes))
        assert set(np.unique(train.targets)) == {0, 1}
    else:
        assert np.abs(train.labels).max() <= 1.001
        assert train.labels.std() > 0.2


@pytest.mark.parametrize("name", DATASETS)
def test_the_same_seed_draws_the_same_points(name):
    for one, other in zip(draw(name, noise=10), draw(name, noise=10), strict=True):
        np.testing.assert_array_equal(one.points, other.points)
    assert not np.array_equal(draw(name, noise=10)[0].points, draw(name, noise=10, seed=4)[0].points)


@pytest.mark.parametrize("name", DATASETS)
@pytest.mark.parametrize(("count", "share"), [(10, 10), (10, 90), (11, 50)])
def test_few_points_still_give_a_train_and_a_test_set(name, count, share):
    train, test = draw(name, count, share=share)
    assert train.points.shape[1] >= 1
    assert test.points.shape[1] >= 1
    assert train.points.shape[1] + test.points.shape[1] == count


@pytest.mark.parametrize("name", [name for name, data in DATASETS.items() if data.classes])
def test_classes_are_balanced(name):
    train, test = draw(name, 600)
    labels = np.concatenate([train.labels, test.labels])
    shares = np.bincount(labels) / 600
    np.testing.assert_allclose(shares, 1 / DATASETS[name].classes, atol=0.08)


def test_circle_and_exclusive_or_are_what_they_say():
    train, _ = draw("circle")
    radius = np.hypot(*train.points)
    assert radius[train.labels == 1].max() < radius[train.labels == 0].min()
    train, _ = draw("exclusive_or")
    np.testing.assert_array_equal(train.labels == 1, train.points[0] * train.points[1] > 0)


def test_the_plane_is_a_plane():
    train, _ = draw("plane")
    np.testing.assert_allclose(train.labels, train.points.sum(axis=0) / (2 * HALF_WIDTH))


def test_noise_moves_points_or_the_response():
    quiet, noisy = draw("circle")[0], draw("circle", noise=20)[0]
    moved = noisy.points - quiet.points
    assert 0.5 < moved.std() < 0.7  # 20 % of 3
    quiet, noisy = draw("plane")[0], draw("plane", noise=20)[0]
    np.testing.assert_array_equal(quiet.points, noisy.points)
    assert 0.15 < (noisy.labels - quiet.labels).std() < 0.25


def test_features_are_the_functions_they_are_named_for():
    points = np.array([[2.0, -1.0], [3.0, 0.5]])
    x1, x2 = points
    expected = [x1, x2, x1**2, x2**2, x1 * x2, np.sin(x1), np.sin(x2)]
    np.testing.assert_allclose(features.apply(tuple(FEATURES), points), expected)
