"""Recurrent layers: gradients against central differences, each by its definition, truncation, states."""

import itertools

import numpy as np
import pytest

from engine import network
from engine.activations import ACTIVATIONS
from engine.initializers import INITIALIZERS
from engine.layers import lstm
from engine.layers.gru import GRU
from engine.layers.lstm import LSTM
from engine.layers.readout import Last, Readout
from engine.layers.recurrent import Recurrent
from engine.runs.beginning import random_stream

INPUTS, UNITS, LENGTH, POINTS = 3, 4, 6, 5
CELLS = {
    "rnn": Recurrent(INPUTS, UNITS, LENGTH, "tanh"),
    "lstm": LSTM(INPUTS, UNITS, LENGTH),
    "gru": GRU(INPUTS, UNITS, LENGTH),
}
SIGMOID = lambda z: 1 / (1 + np.exp(-z))  # noqa: E731


def networks():
    for name, each_moment, truncate in itertools.product(CELLS, (True, False), (0, 1, 2, 4)):
        yield (
            name,
            network.recurrent(
                name,
                INPUTS,
                UNITS,
                LENGTH,
                2,
                each_moment,
                truncate=truncate,
                **({"activation": "tanh"} if name == "rnn" else {}),
            ),
        )


NETWORKS = list(networks())
ID = [f"{name}-{'each' if len(layers) == 2 else 'last'}-{layers[0].truncate}" for name, layers in NETWORKS]


def theta_of(layers, count=1, seed=1, dtype=float):
    return np.random.default_rng(seed).normal(0, 0.6, (count, network.layout(layers).size)).astype(dtype)


def sequences(moments=LENGTH, seed=2, dtype=float, count=1):
    return np.random.default_rng(seed).normal(size=(count, INPUTS, moments, POINTS)).astype(dtype)


def output(layers, theta, a):
    return network.forward(layers, network.layout(layers).views(theta), layers[0].layer_input(a))


def gradient(layers, theta, a, direction):
    """The slope of the sum of the outputs times a direction."""
    layout, result = network.layout(layers), np.zeros_like(theta)
    network.backward(layers, layout.views(theta), layout.views(result), output(layers, theta, a), direction.copy())
    return result


def by_definition(name, matrix, x, cuts=None):
    """The h of one network at every moment, (units, moments, points), one gate after the other.

    cuts, if any, are the states (h, c) to take at some moments, in place of those that were just computed.
    """
    h, c = np.zeros((2, UNITS, x.shape[-1]))
    found, states = [], []
    for t in range(x.shape[1]):
        if cuts and t in cuts:
            h, c = cuts[t]
        states.append((h, c))
        seen = np.concatenate([h, x[:, t], np.ones((1, x.shape[-1]))])
        if name == "rnn":
            h = np.tanh(matrix @ seen)
        elif name == "lstm":
            gate = {key: matrix[i * UNITS : (i + 1) * UNITS] @ seen for i, key in enumerate(lstm.GATES)}
            c = SIGMOID(gate["forget"]) * c + SIGMOID(gate["input"]) * np.tanh(gate["candidate"])
            h = SIGMOID(gate["output"]) * np.tanh(c)
        else:
            r, u = (SIGMOID(matrix[i * UNITS : (i + 1) * UNITS] @ seen) for i in (0, 1))
            new = matrix[2 * UNITS :]
            n = np.tanh(new[:, UNITS:] @ seen[UNITS:] + r * (new[:, :UNITS] @ h))
            h = (1 - u) * n + u * h
        found.append(h)
    return np.stack(found, axis=1), states


@pytest.mark.parametrize("name", CELLS)
def test_a_cell_by_its_definition(name):
    layers = (CELLS[name],)
    theta, a = theta_of(layers, 2), sequences()
    trace = output(layers, theta, a)
    for k, ((matrix,),) in enumerate([network.layout(layers).views(theta[k : k + 1])[0:1] for k in range(2)]):
        expected, _ = by_definition(name, matrix[0], a[0])
        np.testing.assert_allclose(trace.output[k], expected, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("count", [1, 2])
@pytest.mark.parametrize(("name", "layers"), NETWORKS, ids=ID)
def test_every_slope_is_that_of_differences(name, layers, count):
    """With truncation, the state at a cut is a constant: it stays as it was before the weights were moved."""
    theta, a, h = theta_of(layers, count), sequences(), 1e-6
    layout, truncate = network.layout(layers), layers[0].truncate
    direction = np.random.default_rng(3).normal(size=output(layers, theta, a).output.shape)
    analytic = gradient(layers, theta, a, direction)
    for k in range(count):
        (matrix,), *_, (readout,) = (layer for layer in layout.views(theta[k : k + 1]) if layer)
        _, states = by_definition(name, matrix[0], a[0])
        cuts = {t: states[t] for t in range(LENGTH) if truncate and t % truncate == 0}

        def value(moved, k=k, cuts=cuts):
            (matrix,), *_, (readout,) = (layer for layer in layout.views(moved[None]) if layer)
            hidden, _ = by_definition(name, matrix[0], a[0], cuts)
            z = np.einsum("oi,itn->otn", readout[0, :, :-1], hidden) + readout[0, :, -1, None, None]
            return ((z if len(layers) == 2 else z[:, -1]) * direction[k]).sum()

        shifts = h * np.eye(layout.size)
        numeric = [(value(theta[k] + shift) - value(theta[k] - shift)) / (2 * h) for shift in shifts]
        np.testing.assert_allclose(analytic[k], numeric, rtol=1e-6, atol=1e-7)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_a_plain_cell_has_every_activation(activation):
    layers = network.recurrent("rnn", INPUTS, UNITS, LENGTH, 2, True, activation=activation)
    theta, a, h = theta_of(layers, seed=5), sequences(), 1e-6
    theta *= 0.5
    direction = np.random.default_rng(3).normal(size=(1, 2, LENGTH, POINTS))
    way = np.random.default_rng(4).normal(size=theta.shape)
    ahead, behind = (output(layers, theta + s * way, a).output for s in (h, -h))
    slope = (gradient(layers, theta, a, direction) * way).sum()
    if activation == "step":  # its slope is 0 where it is defined: only the readout learns
        (recurrent,), _ = network.layout(layers).views(gradient(layers, theta, a, direction))
        assert not recurrent.any()
    else:
        np.testing.assert_allclose(slope, ((ahead - behind) * direction).sum() / (2 * h), rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("layer", [*CELLS.values(), Readout(INPUTS, 2, LENGTH), Last((INPUTS, LENGTH))], ids=str)
def test_the_slope_of_the_inputs_is_that_of_differences(layer):
    theta, a, h = theta_of((layer,), 2), sequences(count=2), 1e-6
    (parameters,), (unused,) = (network.layout((layer,)).views(values) for values in (theta, np.zeros_like(theta)))
    signal = layer.forward(parameters, layer.layer_input(a))
    assert signal.a.shape == (2, *layer.output_shape, POINTS)
    direction = np.random.default_rng(3).normal(size=signal.a.shape)
    slope = layer.backward(parameters, unused, layer.layer_input(a), signal, direction.copy())
    assert slope.shape == a.shape
    way = np.random.default_rng(4).normal(size=a.shape)
    ahead, behind = (layer.forward(parameters, layer.layer_input(a + s * way)).a for s in (h, -h))
    np.testing.assert_allclose((slope * way).sum(), ((ahead - behind) * direction).sum() / (2 * h), rtol=1e-6)
    assert layer.backward(parameters, unused, layer.layer_input(a), signal, direction.copy(), False) is None


@pytest.mark.parametrize("name", CELLS)
def test_backward_leaves_the_slope_of_the_loss_by_every_state(name):
    """dL/dh of a moment, against differences: h is moved there, and what follows is computed anew."""
    layer = CELLS[name]
    theta, a, h = theta_of((layer,)), sequences(), 1e-6
    (parameters,), (unused,) = (network.layout((layer,)).views(values) for values in (theta, np.zeros_like(theta)))
    x = layer.layer_input(a)
    signal = layer.forward(parameters, x)
    direction = np.random.default_rng(3).normal(size=signal.a.shape)
    slopes = direction.copy()
    layer.backward(parameters, unused, x, signal, slopes)
    np.testing.assert_array_equal(slopes[:, :, -1], direction[:, :, -1])
    way = np.random.default_rng(4).normal(size=(1, UNITS, POINTS))
    for t in range(LENGTH - 1):
        _, *cell = layer.state(layer.forward(parameters, x[:, :, : t + 1]))

        def value(moved, t=t, cell=cell):
            later = layer.forward(parameters, x[:, :, t + 1 :], (moved, *cell)).a
            return (moved * direction[:, :, t]).sum() + (later * direction[:, :, t + 1 :]).sum()

        numeric = (value(signal.a[:, :, t] + h * way) - value(signal.a[:, :, t] - h * way)) / (2 * h)
        np.testing.assert_allclose((slopes[:, :, t] * way).sum(), numeric, rtol=1e-6)


@pytest.mark.parametrize("name", CELLS)
def test_a_pass_can_go_on_from_the_state_of_another(name):
    layer = CELLS[name]
    (parameters,) = network.layout((layer,)).views(theta_of((layer,), 2))
    x = layer.layer_input(sequences(9))
    whole = layer.forward(parameters, x).a
    first = layer.forward(parameters, x[:, :, :4])
    second = layer.forward(parameters, x[:, :, 4:], layer.state(first))
    np.testing.assert_allclose(np.concatenate([first.a, second.a], axis=2), whole, rtol=1e-12)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize(("name", "layers"), NETWORKS, ids=ID)
def test_layers_keep_the_dtype_and_know_their_output_shapes(name, layers, dtype):
    theta, a = theta_of(layers, 2, dtype=dtype), sequences(dtype=dtype)
    trace = output(layers, theta, a)
    for layer, values in zip(layers, trace.layers, strict=True):
        assert values.a.shape == (2, *layer.output_shape, POINTS)
        assert values.a.dtype == dtype
    slope = gradient(layers, theta, a, np.ones_like(trace.output))
    assert slope.dtype == dtype
    exact = gradient(layers, theta.astype(float), a.astype(float), np.ones(trace.output.shape))
    np.testing.assert_allclose(slope, exact, rtol=1e-3 if dtype == np.float32 else 1e-12, atol=1e-4)


@pytest.mark.parametrize("scale", [0.5, 1.0, 1.6])
@pytest.mark.parametrize("name", CELLS)
def test_the_first_recurrent_matrix_is_orthogonal_times_its_scale(name, scale):
    layer = CELLS[name]._replace(recurrent_scale=scale)
    (matrix,) = layer.initial(random_stream(1, 1), INITIALIZERS["xavier"].initialize)
    blocks = matrix[:, :UNITS].reshape(-1, UNITS, UNITS)
    assert len(blocks) == {"rnn": 1, "lstm": 4, "gru": 3}[name]
    for W in blocks:
        np.testing.assert_allclose(W @ W.T, scale**2 * np.eye(UNITS), atol=1e-12)
    assert not np.allclose(blocks[0], blocks[-1]) or len(blocks) == 1


@pytest.mark.parametrize("bias", [-1.0, 0.0, 2.0])
def test_the_forget_gates_begin_with_their_bias(bias):
    layer = CELLS["lstm"]._replace(forget_bias=bias)
    (matrix,) = layer.initial(random_stream(1, 1), INITIALIZERS["xavier"].initialize)
    biases = dict(zip(lstm.GATES, matrix[:, -1].reshape(4, UNITS), strict=True))
    assert (biases.pop("forget") == bias).all()
    assert not np.concatenate(list(biases.values())).any()


def test_truncation_to_one_moment_makes_a_plain_cell_a_dense_layer():
    """Then h of the moment before is an input like any other."""
    layer = CELLS["rnn"]._replace(truncate=1)
    theta, a = theta_of((layer,)), sequences()
    direction = np.random.default_rng(3).normal(size=(1, UNITS, LENGTH, POINTS))
    h = output((layer,), theta, a).output
    before = np.concatenate([np.zeros_like(h[:, :, :1]), h[:, :, :-1]], axis=2)
    seen = np.concatenate([before, a, np.ones_like(a[:, :1])], axis=1)
    expected = np.einsum("kutn,kitn->kui", direction * (1 - h * h), seen)
    np.testing.assert_allclose(gradient((layer,), theta, a, direction).reshape(expected.shape), expected, rtol=1e-12)
