"""Convolution, pooling and flatten: gradients against central differences, shapes, and each by its definition."""

import itertools

import numpy as np
import pytest

from engine import network
from engine.activations import ACTIVATIONS
from engine.initializers import INITIALIZERS
from engine.layers.conv import Conv
from engine.layers.flatten import Flatten
from engine.layers.pool import Pool

CONVS = [
    Conv((channels, 7, 6), 3, kernel, stride, padding, "tanh")
    for channels, kernel, stride, padding in itertools.product((1, 2), (1, 3, 5), (1, 2), (0, 1, 2))
]
POOLS = [
    Pool((2, *size), kind, whole) for size in ((6, 6), (5, 7)) for kind in ("max", "mean") for whole in (False, True)
]
LAYERS = [*CONVS, *POOLS, Flatten((2, 3, 4))]
POOLING = ("none", "max", "mean", "global_max", "global_mean")
NETWORKS = [
    network.convolutional((1, 8, 8), filters, kernel, stride, padding, pooling, hidden, 3, "tanh")
    for filters, kernel, stride, padding, pooling, hidden in [
        *(((3,), 3, 1, 1, pooling, ()) for pooling in POOLING),
        *(((2, 3), 3, 1, 1, pooling, (4,)) for pooling in POOLING),
        ((3,), 5, 2, 2, "none", (4, 3)),
        ((2, 2), 1, 2, 0, "none", ()),
        ((3,), 3, 2, 0, "max", ()),
        ((), 3, 1, 1, "max", (5,)),
    ]
]


def theta_of(layers, networks, seed=1, scale=0.5, dtype=float):
    return np.random.default_rng(seed).normal(0, scale, (networks, network.layout(layers).size)).astype(dtype)


def images(layers, points=5, networks=1, seed=2, dtype=float):
    shape = layers[0].input_shape
    return np.random.default_rng(seed).normal(size=(networks, *shape, points)).astype(dtype)


def gradient(layers, theta, x, direction):
    """The slope of the sum of the outputs times a direction."""
    layout = network.layout(layers)
    result = np.zeros_like(theta)
    trace = network.forward(layers, layout.views(theta), x)
    network.backward(layers, layout.views(theta), layout.views(result), trace, direction)
    return result


def name_of(layers):
    return "-".join(type(layer).__name__ + "".join(map(str, layer[1:5])) for layer in layers)


@pytest.mark.parametrize("networks", [1, 2])
@pytest.mark.parametrize("layers", NETWORKS, ids=name_of)
def test_every_slope_of_a_network_is_that_of_differences(layers, networks):
    theta, x, h = theta_of(layers, networks), images(layers), 1e-6
    layout = network.layout(layers)
    direction = np.random.default_rng(3).normal(size=(networks, 3, 5))
    analytic = gradient(layers, theta, x, direction)

    def value(theta):
        return (network.forward(layers, layout.views(theta), x).output * direction).sum(axis=(1, 2))

    numeric = np.empty_like(theta)
    for i in range(layout.size):
        shift = np.zeros_like(theta)
        shift[:, i] = h
        numeric[:, i] = (value(theta + shift) - value(theta - shift)) / (2 * h)
    np.testing.assert_allclose(analytic, numeric, rtol=1e-6, atol=1e-7)


@pytest.mark.parametrize("networks", [1, 2])
@pytest.mark.parametrize("layer", LAYERS, ids=str)
def test_the_slope_of_the_images_is_that_of_differences(layer, networks):
    theta, a, h = theta_of((layer,), networks), images((layer,), networks=networks), 1e-6
    (parameters,) = network.layout((layer,)).views(theta)
    (unused,) = network.layout((layer,)).views(np.zeros_like(theta))
    signal = layer.forward(parameters, a)
    direction = np.random.default_rng(3).normal(size=signal.a.shape)
    slope = layer.backward(parameters, unused, a, signal, direction)
    assert slope.shape == a.shape
    rng = np.random.default_rng(4)
    for _ in range(4):
        way = rng.normal(size=a.shape)
        ahead, behind = (layer.forward(parameters, a + s * way).a for s in (h, -h))
        numeric = ((ahead - behind) * direction).sum() / (2 * h)
        np.testing.assert_allclose((slope * way).sum(), numeric, rtol=1e-6, atol=1e-7)


@pytest.mark.parametrize("layer", CONVS, ids=str)
def test_a_convolution_by_its_definition(layer):
    theta, x = theta_of((layer,), 1), images((layer,))
    ((matrix,),) = network.layout((layer,)).views(theta)
    kernels = matrix[0, :, :-1].reshape(layer.filters, layer.input_shape[0], layer.kernel, layer.kernel)
    signal = layer.forward((matrix,), x)
    assert signal.a.shape == (1, *layer.output_shape, 5)
    side = layer.padding
    padded = np.pad(x[0], ((0, 0), (side, side), (side, side), (0, 0)))
    for f, i, j in np.ndindex(layer.output_shape):
        rows, columns = layer.stride * i, layer.stride * j
        window = padded[:, rows : rows + layer.kernel, columns : columns + layer.kernel]
        z = (kernels[f][..., None] * window).sum(axis=(0, 1, 2)) + matrix[0, f, -1]
        np.testing.assert_allclose(signal.z[0, f, i, j], z)
        np.testing.assert_allclose(signal.a[0, f, i, j], np.tanh(z))


@pytest.mark.parametrize("layer", POOLS, ids=str)
def test_pooling_by_its_definition(layer):
    x = images((layer,))
    a = layer.forward((), x).a[0]
    assert a.shape == (*layer.output_shape, 5)
    height, width = layer.input_shape[1:] if layer.is_global else (2, 2)
    for c, i, j in np.ndindex(layer.output_shape):
        square = x[0, c, i * height : (i + 1) * height, j * width : (j + 1) * width]
        reduce = np.max if layer.kind == "max" else np.mean
        np.testing.assert_allclose(a[c, i, j], reduce(square, axis=(0, 1)))


@pytest.mark.parametrize("whole", [False, True])
def test_of_equal_pixels_the_first_one_gets_the_slope_of_a_maximum(whole):
    layer = Pool((1, 2, 2), "max", whole)
    x = np.array([[1.0, 3.0], [3.0, 3.0]])[None, None, :, :, None]
    slope = layer.backward((), (), x, layer.forward((), x), np.full((1, 1, 1, 1, 1), 5.0))
    assert slope[0, 0, :, :, 0].tolist() == [[0, 5], [0, 0]]


def test_flatten_goes_channel_by_channel_and_row_by_row():
    x = np.arange(24.0).reshape(1, 2, 3, 4, 1)
    assert Flatten((2, 3, 4)).forward((), x).a[0, :, 0].tolist() == list(range(24))


@pytest.mark.parametrize("layers", NETWORKS, ids=name_of)
def test_layers_know_their_output_shapes(layers):
    trace = network.forward(layers, network.layout(layers).views(theta_of(layers, 2)), images(layers, 3))
    for layer, signal in zip(layers, trace.layers, strict=True):
        assert signal.a.shape[1:-1] == layer.output_shape
        assert signal.a.shape[-1] == 3


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("layers", NETWORKS, ids=name_of)
def test_a_stack_computes_what_each_network_computes_alone(layers, dtype):
    theta, x = theta_of(layers, 3, dtype=dtype), images(layers, dtype=dtype)
    direction = np.ones((3, 3, 5), dtype)
    together = gradient(layers, theta, x, direction)
    assert together.dtype == dtype
    for k in range(3):
        alone = gradient(network.unstack(layers, k), theta[k : k + 1].copy(), x, direction[:1])
        np.testing.assert_allclose(together[k], alone[0], rtol=1e-4 if dtype == np.float32 else 1e-12, atol=1e-5)


@pytest.mark.parametrize("names", itertools.pairwise(ACTIVATIONS))
def test_networks_of_a_stack_may_differ_in_their_activation(names):
    layers = network.convolutional((1, 6, 6), (2,), 3, 1, 1, "max", (3,), 3, names)
    theta, x = theta_of(layers, 2), images(layers)
    output = network.forward(layers, network.layout(layers).views(theta), x).output
    for k, name in enumerate(names):
        single = network.unstack(layers, k)
        assert {layer.activation for layer in single if hasattr(layer, "activation")} == {name, "linear"} | {name}
        alone = network.forward(single, network.layout(single).views(theta[k : k + 1].copy()), x).output
        np.testing.assert_allclose(output[k], alone[0])


@pytest.mark.parametrize(("kernel", "pooling", "filters"), [(5, "none", (2,)), (3, "max", (2, 2))])
def test_an_image_that_becomes_too_small_is_refused(kernel, pooling, filters):
    with pytest.raises(ValueError, match=r"kernel must fit|pooling must have"):
        network.convolutional((1, 3, 3), filters, kernel, 1, 0, pooling, (), 3, "relu")


def test_first_weights_have_the_variance_of_the_paper():
    layer = Conv((4, 8, 8), 6, 3, 1, 1, "tanh")

    def draws(name):
        make = INITIALIZERS[name].initialize
        return np.stack([layer.initial(np.random.default_rng(seed), make)[0] for seed in range(99)])

    xavier, he = draws("xavier"), draws("he")
    assert xavier[..., :-1].var() == pytest.approx(2 / (4 * 9 + 6 * 9), rel=0.05)
    assert he[..., :-1].var() == pytest.approx(2 / (4 * 9), rel=0.05)
    assert (he[..., -1] == 0).all()
