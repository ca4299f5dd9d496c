"""Activations against their definitions, and their slopes against differences."""

import math

import numpy as np
import pytest

from engine.activations import ACTIVATIONS

Z = np.array([-30.0, -3.1, -1.1, -0.2, 0.3, 0.9, 2.7, 30.0])

# The textbook definitions, one point at a time, from the standard library.
DEFINITIONS = {
    "sigmoid": lambda z: 1 / (1 + math.exp(-z)),
    "relu": lambda z: max(0.0, z),
    "tanh": math.tanh,
    "linear": lambda z: z,
    "leaky_relu": lambda z: z if z > 0 else 0.01 * z,
    "elu": lambda z: z if z > 0 else math.exp(z) - 1,
    "softplus": lambda z: math.log(1 + math.exp(z)),
    "swish": lambda z: z / (1 + math.exp(-z)),
    "gelu": lambda z: 0.5 * z * (1 + math.erf(z / math.sqrt(2))),
    "sine": math.sin,
    "mish": lambda z: z * math.tanh(math.log(1 + math.exp(z))),
    "selu": lambda z: 1.0507009873554805 * (z if z > 0 else 1.6732632423543772 * (math.exp(z) - 1)),
    "softsign": lambda z: z / (1 + abs(z)),
    "hard_tanh": lambda z: min(1.0, max(-1.0, z)),
    "step": lambda z: float(z > 0),
}


def test_every_activation_has_a_definition_here():
    assert set(DEFINITIONS) == set(ACTIVATIONS)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_value_is_the_definition(name):
    expected = [DEFINITIONS[name](z) for z in Z]
    tolerance = 1e-3 if name == "gelu" else 1e-14  # GELU without erf is an approximation
    np.testing.assert_allclose(ACTIVATIONS[name].function(Z), expected, rtol=0, atol=tolerance * 30)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_slope_is_the_difference_quotient(name):
    activation, h = ACTIVATIONS[name], 1e-6
    difference = (activation.function(Z + h) - activation.function(Z - h)) / (2 * h)
    np.testing.assert_allclose(activation.slope(Z, activation.function(Z)), difference, rtol=1e-6, atol=1e-8)


def test_whole_numbers_count_as_float64():
    for name, activation in ACTIVATIONS.items():
        z = np.array([-2, 0, 3])
        if name in ("linear", "relu", "step", "hard_tanh"):  # they need no fractions
            continue
        np.testing.assert_array_equal(activation.function(z), activation.function(z.astype(float)), name)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("name", ACTIVATIONS)
def test_finite_and_of_the_same_dtype_for_any_finite_input(name, dtype):
    z = np.array([-1e30, -1e4, -100, -1e-30, 0, 1e-30, 100, 1e4, 1e30], dtype)
    activation = ACTIVATIONS[name]
    a = activation.function(z)
    slope = activation.slope(z, a)
    assert a.dtype == slope.dtype == dtype
    assert np.isfinite(a).all()
    assert np.isfinite(slope).all()


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_the_bounds_are_those_of_the_values(name):
    activation = ACTIVATIONS[name]
    z = np.concatenate([np.linspace(-40, 40, 800_001), [-1e9, 1e9]])
    a = activation.function(z)
    for bound, reached in zip(activation.bounds, (a.min(), a.max()), strict=True):
        assert np.isclose(bound, reached, atol=1e-6) if np.isfinite(bound) else abs(reached) > 1e6


@pytest.mark.parametrize("name", [name for name in ACTIVATIONS if name != "sine"])
def test_it_saturates_on_the_stated_side(name):
    activation = ACTIVATIONS[name]
    for side, end in (("left", -1e4), ("right", 1e4)):
        at = np.array([end])
        fades = abs(activation.slope(at, activation.function(at))[0]) < 1e-3
        assert fades == (activation.saturates in (side, "both"))


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_the_slope_is_zero_exactly_where_stated(name):
    activation = ACTIVATIONS[name]
    z = np.linspace(-4.5, 4.5, 90_001)  # farther out, slopes that are almost 0 are rounded to 0
    slope = activation.slope(z, activation.function(z))
    inside = np.zeros_like(z, bool)
    for first, last in activation.flat:
        inside |= (z > first) & (z < last)
    assert (slope[inside] == 0).all()
    points = [first for first, last in activation.flat if first == last]
    for point in points:
        at = np.array([point])
        assert abs(activation.slope(at, activation.function(at))[0]) < 1e-6
    crosses = z[:-1][slope[:-1] * slope[1:] < 0]
    for place in crosses:
        assert min(abs(place - point) for point in points) < 1e-3
    assert not (slope[~inside & (np.abs(z) > 1e-9) & (np.abs(np.abs(z) - 1) > 1e-9)] == 0).any()
