"""Losses: known values, slopes, extremes, and what holds for all logits."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from engine.losses import LOSSES, probabilities, softmax

OPTIONS = {name: {key: option.default for key, option in loss.options.items()} for name, loss in LOSSES.items()}
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


@pytest.mark.parametrize(
    ("name", "outputs"), [(name, k) for name in LOSSES for k in (1, 3) if not (k > 1 and LOSSES[name].binary)]
)
def test_slope_is_the_difference_quotient(name, outputs):
    rng, loss, h = np.random.default_rng(3), LOSSES[name], 1e-6
    z = rng.normal(size=(2, outputs, 7)) * 3
    y = (
        rng.integers(0, 2, z.shape).astype(float)
        if outputs == 1
        else np.eye(outputs)[:, rng.integers(0, outputs, 7)][None]
    )
    slope = loss.slope(z, y, **OPTIONS[name])
    for unit in range(outputs):
        shift = np.zeros_like(z)
        shift[:, unit] = h
        difference = (loss.value(z + shift, y, **OPTIONS[name]) - loss.value(z - shift, y, **OPTIONS[name])) / (2 * h)
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
    for name, loss in LOSSES.items():
        y = one_hot[:, :1] if loss.binary else one_hot
        assert (loss.value(z[:, :1] if loss.binary else z, y, **OPTIONS[name]) >= 0).all()


def test_regression_losses_are_zero_at_the_target_and_only_there():
    y = np.array([[[0.3, -1.0]]])
    for name, loss in LOSSES.items():
        if loss.task == "regression":
            assert (loss.value(y, y, **OPTIONS[name]) == 0).all()
            assert (loss.value(y + 0.1, y, **OPTIONS[name]) > 0).all()


def test_hinge_is_zero_beyond_the_margin_and_only_there():
    z, y = np.array([[[1.0, 1.5, 0.9, -1.0, -0.9, 2.0]]]), np.array([[[1.0, 1, 1, 0, 0, 0]]])
    np.testing.assert_allclose(LOSSES["hinge"].value(z, y), [[0, 0, 0.1, 0, 0.1, 3]], atol=1e-15)
    np.testing.assert_array_equal(LOSSES["hinge"].slope(z, y), [[[0, 0, -1, 0, 1, 1]]])


def test_huber_is_half_of_the_square_near_the_target_and_straight_beyond_delta():
    z = np.array([[[0.2, -0.5, 2.0, -100.0]]])
    value = LOSSES["huber"].value(z, np.zeros_like(z), huber_delta=0.5)
    np.testing.assert_allclose(value, [[0.02, 0.125, 0.875, 49.875]])


@pytest.mark.parametrize("name", LOSSES)
def test_huge_outputs_have_a_finite_loss_and_slope_in_either_dtype(name):
    loss = LOSSES[name]
    for dtype in (np.float32, np.float64):
        z = np.array([[[1e4, -1e4, 0]]], dtype)
        for label in (0, 1):
            for result in (f(z, np.full_like(z, label), **OPTIONS[name]) for f in (loss.value, loss.slope)):
                assert result.dtype == dtype
                assert np.isfinite(result).all()
