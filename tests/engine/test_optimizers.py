"""Every optimizer on two surfaces, and each one's distinguishing behaviour."""

import numpy as np
import pytest

from engine.experiments.experiment import FIELDS, Experiment
from engine.optimizers import OPTIMIZERS
from engine.schedules import SCHEDULES

OPTIONS = {name: {key: option.default for key, option in o.options.items()} for name, o in OPTIMIZERS.items()}
OPTIONS["adamw"]["weight_decay"] = 0  # decay moves the minimum, as it should
STEP_SIZES = {  # on the parabola and in Rosenbrock's valley
    "gradient_descent": (0.1, 1e-3),
    "momentum": (0.03, 3e-4),
    "nesterov": (0.03, 3e-4),
    "adagrad": (0.5, 0.5),
    "rmsprop": (0.001, 2e-4),
    "adam": (0.1, 0.02),
    "adamw": (0.1, 0.02),
}


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
        delta, state = optimizer.update(slope(theta), state, step_size, theta, **OPTIONS[name])
        theta += delta
    return theta[0]


def test_every_optimizer_has_step_sizes_here():
    assert set(STEP_SIZES) == set(OPTIMIZERS)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_it_finds_the_minimum_of_a_parabola(name):
    np.testing.assert_allclose(descend(name, parabola, (3, -2), STEP_SIZES[name][0], 5000), [0, 0], atol=1e-3)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_it_finds_the_minimum_of_rosenbrocks_valley(name):
    np.testing.assert_allclose(descend(name, rosenbrock, (-1.2, 1), STEP_SIZES[name][1], 30000), [1, 1], atol=1e-2)


@pytest.mark.parametrize("name", ["momentum", "nesterov"])
def test_momentum_of_zero_is_gradient_descent(name):
    theta, grad = np.ones((1, 2)), np.array([[2.0, -3.0]])
    plain, _ = OPTIMIZERS["gradient_descent"].update(grad, None, 0.1, theta)
    rolling, _ = OPTIMIZERS[name].update(grad, OPTIMIZERS[name].init(theta), 0.1, theta, momentum=0.0)
    np.testing.assert_array_equal(plain, rolling)


@pytest.mark.parametrize("name", ["adam", "adagrad"])
def test_the_first_step_has_the_step_size_whatever_the_gradient(name):
    grad = np.array([[1e-3, -7.0, 500.0]])
    delta, _ = OPTIMIZERS[name].update(grad, OPTIMIZERS[name].init(grad), 0.01, grad, **OPTIONS[name])
    np.testing.assert_allclose(delta, [[-0.01, 0.01, -0.01]], rtol=1e-4)


def test_adamw_subtracts_a_share_of_every_parameter_besides_adams_step():
    theta, grad = np.array([[4.0, -2.0]]), np.array([[1.0, 1.0]])
    options = {"beta1": 0.9, "beta2": 0.999}
    plain, _ = OPTIMIZERS["adam"].update(grad, OPTIMIZERS["adam"].init(theta), 0.1, theta, **options)
    decayed, _ = OPTIMIZERS["adamw"].update(
        grad, OPTIMIZERS["adamw"].init(theta), 0.1, theta, **options, weight_decay=0.5
    )
    np.testing.assert_allclose(decayed - plain, [[-0.2, 0.1]])


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_a_column_of_step_sizes_moves_each_network_by_its_own(name):
    optimizer, grad, theta = OPTIMIZERS[name], np.array([[1.0, 2.0], [1.0, 2.0]]), np.ones((2, 2))
    both, _ = optimizer.update(grad, optimizer.init(grad), np.array([[0.1], [0.3]]), theta, **OPTIONS[name])
    for row, step_size in enumerate((0.1, 0.3)):
        alone, _ = optimizer.update(grad[:1], optimizer.init(grad[:1]), step_size, theta[:1], **OPTIONS[name])
        np.testing.assert_allclose(both[row], alone[0], rtol=1e-12)


def test_schedules_are_plain_floats_that_start_at_one_and_never_grow():
    for name, schedule in SCHEDULES.items():
        options = {key: option.default for key, option in schedule.options.items()}
        factors = [schedule.factor(i, **options) for i in range(1, 5000)]
        assert {type(factor) for factor in factors} == {float}
        if name == "warm_cosine":
            top = factors.index(max(factors))
            assert top == options["warm_up"]
            assert factors[top] == 1
            assert (np.diff(factors[: top + 1]) > 0).all()
            factors = factors[top:]
        assert factors[0] == 1
        assert (np.diff(factors) <= 0).all()


def test_schedules_worked_by_hand():
    value = {name: schedule.factor for name, schedule in SCHEDULES.items()}
    assert value["constant"](12345) == 1
    assert [value["inverse_sqrt"](i, divisor=2) for i in (1, 4, 100)] == [0.5, 0.25, 0.05]
    assert [value["step"](i, period=10, decay=0.5) for i in (1, 10, 11, 21)] == [1, 1, 0.5, 0.25]
    assert value["exponential"](11, period=10, decay=0.5) == 0.5
    assert value["exponential"](6, period=10, decay=0.5) == pytest.approx(0.5**0.5)
    np.testing.assert_allclose([value["cosine"](i, period=10) for i in (1, 6, 11, 99)], [1, 0.5, 0, 0], atol=1e-15)
    np.testing.assert_allclose(
        [value["warm_cosine"](i, warm_up=3, period=10) for i in (1, 3, 4, 9)], [0.25, 0.75, 1, 0.5]
    )


def test_every_option_is_a_field_with_its_range():
    for entry in [*OPTIMIZERS.values(), *SCHEDULES.values()]:
        for name, option in entry.options.items():
            field = FIELDS[name]
            assert (field.low, field.high) == (option.low, option.high)
            assert getattr(Experiment(), name) == option.default
            assert field.valid(option.default)
