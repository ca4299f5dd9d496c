"""Every optimizer on two surfaces, and each one's distinguishing behaviour."""

import numpy as np
import pytest

from engine.optimizers import OPTIMIZERS
from engine.schedules import SCHEDULES

OPTIONS = {"momentum": 0.9}
STEP_SIZES = {"gradient_descent": (0.1, 1e-3), "momentum": (0.03, 3e-4), "adam": (0.1, 0.02)}


def parabola(theta):
    return np.array([1.0, 4.0]) * theta


def rosenbrock(theta):
    x, y = theta[:, :1], theta[:, 1:]
    return np.concatenate([-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)], axis=1)


def descend(name, slope, start, step_size, steps):
    optimizer = OPTIMIZERS[name]
    theta = np.array([start], float)
    state = optimizer.init(theta)
    for _ in range(steps):
        delta, state = optimizer.update(slope(theta), state, step_size, *(OPTIONS[o] for o in optimizer.options))
        theta += delta
    return theta[0]


def test_every_optimizer_has_step_sizes_here():
    assert set(STEP_SIZES) == set(OPTIMIZERS)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_finds_the_bottom_of_a_parabola(name):
    np.testing.assert_allclose(descend(name, parabola, (3, -2), STEP_SIZES[name][0], 600), [0, 0], atol=1e-3)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_finds_the_end_of_rosenbrocks_valley(name):
    np.testing.assert_allclose(descend(name, rosenbrock, (-1.2, 1), STEP_SIZES[name][1], 30000), [1, 1], atol=1e-2)


def test_momentum_of_zero_is_gradient_descent():
    theta, grad = np.ones((1, 2)), np.array([[2.0, -3.0]])
    plain, _ = OPTIMIZERS["gradient_descent"].update(grad, None, 0.1)
    rolling, _ = OPTIMIZERS["momentum"].update(grad, OPTIMIZERS["momentum"].init(theta), 0.1, 0.0)
    np.testing.assert_array_equal(plain, rolling)


def test_adams_first_step_has_the_step_size_whatever_the_gradient():
    grad = np.array([[1e-3, -7.0, 500.0]])
    delta, _ = OPTIMIZERS["adam"].update(grad, OPTIMIZERS["adam"].init(grad), 0.01)
    np.testing.assert_allclose(delta, [[-0.01, 0.01, -0.01]], rtol=1e-4)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_a_column_of_step_sizes_moves_each_network_by_its_own(name):
    optimizer, grad = OPTIMIZERS[name], np.array([[1.0, 2.0], [1.0, 2.0]])
    options = [OPTIONS[o] for o in optimizer.options]
    both, _ = optimizer.update(grad, optimizer.init(grad), np.array([[0.1], [0.3]]), *options)
    for row, step_size in enumerate((0.1, 0.3)):
        alone, _ = optimizer.update(grad[:1], optimizer.init(grad[:1]), step_size, *options)
        np.testing.assert_allclose(both[row], alone[0], rtol=1e-12)


def test_schedules_are_plain_floats_and_what_they_are_called():
    for schedule in SCHEDULES.values():
        assert type(schedule.factor(7)) is float
        assert schedule.factor(1) == 1
    assert [SCHEDULES["inverse_sqrt"].factor(i) for i in (4, 100)] == [0.5, 0.1]
    assert SCHEDULES["constant"].factor(12345) == 1
