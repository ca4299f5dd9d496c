"""Landscapes: heights are the loss, directions are scaled by unit, the principal plane contains the path."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import network
from engine.experiments.experiment import Experiment, change
from engine.runs import training
from engine.runs.run import evaluate, start_run
from engine.study import inspection, landscape
from engine.study.landscape import Plane

SMALL = Experiment(points=60, layers=(4, 3))


def trained(steps=60, **changes):
    run = start_run(change(SMALL, **changes), change(SMALL, **changes, weight_seed=2))
    training.advance(run, steps)
    return run


@pytest.mark.parametrize("test", [False, True])
@pytest.mark.parametrize("data", ["circle", "pinwheel", "multi_gaussian"])
def test_the_height_at_the_centre_is_the_loss(data, test):
    run = trained(data=data)
    plane = landscape.random_plane(run, np.random.default_rng(1), index=1)
    height = landscape.heights(run, plane, np.array([0.0]), np.array([0.0]), test)
    np.testing.assert_allclose(height, [[evaluate(run)[test][1]]])


def test_heights_are_the_losses_of_the_plane_row_by_row():
    run = trained()
    plane = landscape.random_plane(run, np.random.default_rng(1))
    u, v = np.linspace(-1, 1, 19), np.linspace(-0.5, 1, 17)  # more than are evaluated at once
    heights = landscape.heights(run, plane, u, v)
    assert heights.shape == (17, 19)
    for row, column in ((0, 0), (3, 11), (16, 18)):
        theta = plane.centre + u[column] * plane.across + v[row] * plane.up
        assert heights[row, column] == pytest.approx(inspection.mean_loss(run, theta[None])[0])


def test_random_directions_are_as_long_as_the_units_weights():
    run = trained()
    plane = landscape.random_plane(run, np.random.default_rng(7))
    layout = network.layout(run.layers)
    own = layout.views(plane.centre[None])
    for direction in (plane.across, plane.up):
        for parts, like in zip(layout.views(direction[None]), own, strict=True):
            np.testing.assert_allclose(np.linalg.norm(parts[0], axis=-1), np.linalg.norm(like[0], axis=-1))
    assert abs(plane.across @ plane.up) < 0.9 * np.linalg.norm(plane.across) * np.linalg.norm(plane.up)


@given(st.integers(1, 12), st.integers(0, 99))
def test_a_path_that_lies_in_a_plane_is_reproduced_exactly(count, seed):
    rng = np.random.default_rng(seed)
    axes = np.linalg.qr(rng.normal(size=(30, 2)))[0].T
    theta = rng.normal(size=30) + rng.normal(size=(count, 2)) * [3, 1] @ axes
    plane, path, shares = landscape.principal_plane(theta)
    np.testing.assert_allclose(plane.theta(*path.T), theta, atol=1e-9)
    np.testing.assert_allclose(path[-1], 0, atol=1e-12)
    assert (path[0] > -1e-9).all()
    assert shares.sum() == pytest.approx(1 if count > 1 else 0)
    pair = np.stack([plane.across, plane.up])
    np.testing.assert_allclose(pair @ pair.T, np.eye(2), atol=1e-9)
    np.testing.assert_allclose(plane.coordinates(theta), path, atol=1e-9)


def test_the_principal_plane_of_a_training():
    run = trained(200)
    way = landscape.trajectory(run, 1)
    assert way.steps[0] == 0
    assert way.steps[-1] == run.step
    assert len(set(way.steps)) == len(way.steps)
    np.testing.assert_array_equal(way.theta[-1], run.theta[1])
    plane, path, shares = landscape.principal_plane(way.theta)
    assert 0.7 < shares.sum() <= 1  # training moves mostly in few directions
    assert shares[0] >= shares[1]
    # At the path's end the plane has the network's loss; at its start it is close to the first loss.
    heights = landscape.heights(run, plane, *path[[0]].T)
    assert heights[0, 0] == pytest.approx(run.history.train_loss[0][1], rel=0.3)


def test_a_plane_through_infinite_weights_is_infinite_without_a_warning():
    run = start_run(change(SMALL, activation="relu", data="plane"), dtype=np.float32)
    size = run.theta.shape[1]
    plane = Plane(np.zeros(size), np.full(size, 1e30), np.ones(size))
    heights = landscape.heights(run, plane, np.array([0.0, 1.0]), np.array([0.0]))
    assert np.isfinite(heights[0, 0])
    assert heights[0, 1] == np.inf
