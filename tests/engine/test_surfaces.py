"""Surfaces against finite differences and their known minima; optimizers on them against the trained step."""

import math

import numpy as np
import pytest
from scipy.optimize import minimize

from engine.optimizers import OPTIMIZERS
from engine.schedules import SCHEDULES
from engine.study import descent
from engine.study.surfaces import RAVINE, SURFACES

EACH = pytest.mark.parametrize("name", SURFACES)


def inside(surface, count=200):
    left, right, bottom, top = surface.box
    return np.random.default_rng(1).uniform([[left], [bottom]], [[right], [top]], (2, count))


@EACH
def test_slopes_are_difference_quotients(name):
    surface, h = SURFACES[name], 1e-6
    x, y = inside(surface)
    dx, dy = surface.slope(x, y)
    scale = 1 + np.abs(surface.height(x, y))
    np.testing.assert_allclose(
        dx / scale, (surface.height(x + h, y) - surface.height(x - h, y)) / (2 * h) / scale, atol=1e-7
    )
    np.testing.assert_allclose(
        dy / scale, (surface.height(x, y + h) - surface.height(x, y - h)) / (2 * h) / scale, atol=1e-7
    )


def curvatures(surface, at, h=1e-5):
    columns = []
    for step in np.eye(2) * h:
        ahead, behind = (np.array(surface.slope(*(np.array(at) + sign * step))) for sign in (1, -1))
        columns.append((ahead - behind) / (2 * h))
    return np.linalg.eigvalsh((np.array(columns) + np.array(columns).T) / 2)


@EACH
def test_minima_are_minima_and_saddles_are_saddles(name):
    surface = SURFACES[name]
    for at in surface.minima:
        np.testing.assert_allclose(surface.slope(*at), 0, atol=1e-8)
        assert curvatures(surface, at).min() > 0
    for at in surface.saddles:
        np.testing.assert_allclose(surface.slope(*at), 0, atol=1e-6)
        low, high = curvatures(surface, at)
        assert low < 0 < high
    heights = [surface.height(*at) for at in surface.minima]
    assert heights == sorted(heights) or np.ptp(heights) < 1e-9


@EACH
def test_no_minimum_in_the_box_is_missing_and_none_outside_is_lower(name):
    surface = SURFACES[name]
    left, right, bottom, top = surface.box
    for start in inside(surface, 60).T:
        found = minimize(
            lambda at: float(surface.height(*at)), start, jac=lambda at: np.array(surface.slope(*at), float)
        )
        assert found.fun > surface.height(*surface.minima[0]) - 1e-6
        x, y = found.x
        if left <= x <= right and bottom <= y <= top:
            known = [*surface.minima, *surface.saddles]
            assert min(math.dist(found.x, at) for at in known) < 1e-2


def test_global_minima_are_named():
    counts = {name: sum(map(surface.is_global, surface.minima)) for name, surface in SURFACES.items()}
    assert counts == {"bowl": 1, "ravine": 1, "saddle": 2, "rosenbrock": 1, "himmelblau": 4, "bumpy": 1}
    assert len(SURFACES["bumpy"].minima) == 25


@EACH
def test_starts_and_minima_lie_in_the_box(name):
    surface = SURFACES[name]
    left, right, bottom, top = surface.box
    for x, y in (surface.start, *surface.minima, *surface.saddles):
        assert left < x < right
        assert bottom < y < top


@EACH
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_every_optimizer_descends_every_surface(name, optimizer):
    surface = SURFACES[name]
    share = 0.3 if optimizer in ("momentum", "nesterov") else 1  # momentum multiplies the effective step size
    walk = descent.begin(name, optimizer, surface.start, share * surface.step_size)
    descent.go_on(walk, 60)
    heights = walk.heights()
    assert walk.diverged == -1
    assert len(heights) == 61
    assert heights[-1] < heights[0]


@EACH
def test_gradient_descent_reaches_a_minimum_with_the_given_step_size(name):
    surface = SURFACES[name]
    walk = descent.begin(name, "gradient_descent", surface.start, surface.step_size)
    descent.go_on(walk, 5000)
    assert descent.arrival(walk)[1] in surface.minima


def test_a_walk_that_only_passes_a_minimum_has_not_arrived():
    walk = descent.begin("ravine", "momentum", (2, 1), 0.02)
    passes = 0
    for _ in range(60):
        descent.go_on(walk, 1)
        passes += math.hypot(*walk.positions[-1]) < 0.1
        assert descent.arrival(walk) is None
    assert passes
    descent.go_on(walk, 1000)
    step, minimum = descent.arrival(walk)
    assert minimum == (0, 0)
    assert step > 60
    assert walk.heights()[step:].max() < 0.001 * walk.heights()[0]
    assert walk.heights()[step - 1] > walk.heights()[step]


def test_gradient_descent_on_the_ravine_is_two_geometric_series():
    walk = descent.begin("ravine", "gradient_descent", (2, 1), 0.05)
    descent.go_on(walk, 30)
    x, y = np.array(walk.positions).T
    i = np.arange(31)
    np.testing.assert_allclose(x, 2 * 0.95**i)
    np.testing.assert_allclose(y, (1 - 0.05 * RAVINE) ** i)


def test_schedules_and_options_take_effect():
    plain = descent.begin("bowl", "momentum", (2, 1), 0.1)
    still = descent.begin("bowl", "momentum", (2, 1), 0.1, momentum=0.0)
    slow = descent.begin("bowl", "momentum", (2, 1), 0.1, "inverse_sqrt", momentum=0.0)
    for walk in (plain, still, slow):
        descent.go_on(walk, 2)
    assert still.positions[2][0] == pytest.approx(2 * 0.9**2)
    assert plain.positions[2][0] == pytest.approx(2 * (1 - 0.1) - 0.1 * (0.9 * 2 + 1.8))
    assert slow.positions[2][0] == pytest.approx(2 * 0.9 * (1 - 0.1 / math.sqrt(2)))


def test_a_walk_in_slices_is_the_same_walk():
    for optimizer in OPTIMIZERS:
        for schedule in SCHEDULES:
            whole, sliced = (descent.begin("himmelblau", optimizer, (1, 1), 0.002, schedule) for _ in range(2))
            descent.go_on(whole, 30)
            for count in (1, 9, 20):
                descent.go_on(sliced, count)
            assert whole.positions == sliced.positions


@pytest.mark.parametrize("momentum", [0, 0.5, 0.9])
def test_the_largest_step_on_a_quadratic_is_exact(momentum):
    frontier = descent.largest_step(RAVINE, momentum)
    below, above = (
        descent.begin("ravine", "momentum", (0, 1), share * frontier, momentum=momentum) for share in (0.99, 1.01)
    )
    descent.go_on(below, 3000)
    descent.go_on(above, 3000)
    assert abs(below.positions[-1][1]) < 1e-3
    assert above.diverged > 0


def test_too_large_a_step_size_stops_the_walk_and_is_recorded():
    walk = descent.begin("rosenbrock", "gradient_descent", (-1.2, 1), 0.1)
    descent.go_on(walk, 100)
    assert walk.diverged == walk.step + 1
    assert np.isfinite(walk.positions).all()
    descent.go_on(walk, 10)
    assert walk.diverged == walk.step + 1
    assert descent.arrival(walk) is None
