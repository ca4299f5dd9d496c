"""Losses: known values, slopes, extremes, and what holds for all logits."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from engine.losses import LOSSES, accuracy, probabilities, softmax

logits = arrays(float, st.tuples(st.integers(1, 3), st.integers(2, 5), st.integers(1, 4)), elements=st.floats(-50, 50))


@given(logits, st.floats(-100, 100))
def test_softmax_sums_to_one_and_ignores_a_shift(z, shift):
    p = softmax(z)
    np.testing.assert_allclose(p.sum(axis=-2), 1)
    assert (p >= 0).all()
    np.testing.assert_allclose(softmax(z + shift), p, atol=1e-12)


@given(arrays(float, (1, 1, 5), elements=st.floats(-50, 50)))
def test_one_logit_is_the_pair_zero_and_z(z):
    pair = np.concatenate([np.zeros_like(z), z], axis=1)
    np.testing.assert_allclose(probabilities(z), softmax(pair), atol=1e-14)
    loss = LOSSES["cross_entropy"]
    for label in (0.0, 1.0):
        one_hot = np.zeros_like(pair)
        one_hot[:, int(label)] = 1
        np.testing.assert_allclose(loss.value(z, np.full_like(z, label)), loss.value(pair, one_hot), atol=1e-13)


def test_values_worked_by_hand():
    z, y = np.array([[[0.5, -2.0]]]), np.array([[[1.0, 1.0]]])
    np.testing.assert_allclose(LOSSES["mse"].value(z, y), [[0.25, 9.0]])
    np.testing.assert_allclose(LOSSES["mae"].value(z, y), [[0.5, 3.0]])
    np.testing.assert_allclose(LOSSES["cross_entropy"].value(z, y), [[np.log1p(np.exp(-0.5)), np.log1p(np.exp(2.0))]])
    three = np.log([[[0.5], [0.25], [0.25]]])
    np.testing.assert_allclose(LOSSES["cross_entropy"].value(three, np.array([[[0.0], [1], [0]]])), [[np.log(4)]])


@pytest.mark.parametrize("outputs", [1, 3])
@pytest.mark.parametrize("name", LOSSES)
def test_slope_is_the_difference_quotient(name, outputs):
    rng, loss, h = np.random.default_rng(3), LOSSES[name], 1e-6
    z = rng.normal(size=(2, outputs, 7)) * 3
    y = (
        rng.integers(0, 2, z.shape).astype(float)
        if outputs == 1
        else np.eye(outputs)[:, rng.integers(0, outputs, 7)][None]
    )
    slope = loss.slope(z, y)
    for unit in range(outputs):
        shift = np.zeros_like(z)
        shift[:, unit] = h
        difference = (loss.value(z + shift, y) - loss.value(z - shift, y)) / (2 * h)
        np.testing.assert_allclose(slope[:, unit], difference, rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize("outputs", [1, 3])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_cross_entropy_of_huge_logits_is_finite_and_exact(outputs, dtype):
    z = np.zeros((1, outputs, 2), dtype)
    z[0, 0] = [1e4, -1e4]
    y = np.zeros_like(z)
    y[0, 0] = 1
    loss = LOSSES["cross_entropy"]
    value = loss.value(z, y)
    assert value.dtype == dtype
    np.testing.assert_allclose(value, [[0, 1e4 + (np.log(2) if outputs == 3 else 0)]], rtol=1e-6)
    assert np.isfinite(loss.slope(z, y)).all()


@given(logits)
def test_losses_are_not_negative(z):
    one_hot = np.zeros_like(z)
    one_hot[:, 0] = 1
    for loss in LOSSES.values():
        assert (loss.value(z, one_hot) >= 0).all()


def test_regression_losses_are_zero_at_the_target_and_only_there():
    y = np.array([[[0.3, -1.0]]])
    for name in ("mse", "mae"):
        assert (LOSSES[name].value(y, y) == 0).all()
        assert (LOSSES[name].value(y + 0.1, y) > 0).all()


def test_accuracy_counts_the_most_probable_class():
    z = np.array([[[2.0, -1.0, 0.5, -3.0]], [[-2.0, 1.0, 0.5, 3.0]]])
    np.testing.assert_allclose(accuracy(z, np.array([[[1.0, 0, 0, 0]]])), [0.75, 0.0])
    three = np.array([[[1.0, 0], [2, 0], [0, 9]]])
    np.testing.assert_allclose(accuracy(three, np.array([[[0.0, 0], [1, 1], [0, 0]]])), [0.5])
