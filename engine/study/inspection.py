"""Inspect a network: every number of one pass, gradients against finite differences, the activity of each layer.

Losses and gradients here are those of the data alone: without penalty, dropout or augmentation. Where they are over
the training or the test points, these are the ones that are scored: all points, or a fixed subset of images.
"""

from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

from engine import activations, losses, network
from engine.activations import ACTIVATIONS
from engine.data.datasets import as_targets
from engine.data.features import FEATURES
from engine.layers.parameters import biases, weights
from engine.losses import LOSSES
from engine.options import option_values
from engine.runs import kinds, objective
from engine.runs.run import Run, assemble, layer_input

BLOCK, LEAST_BLOCK = 16_384, 4  # values of the widest layer that are computed at once; networks
CHUNK = 256  # networks evaluated at once: more do not fit the processor's cache
SATURATED = 0.05  # of the activation's largest slope


def scored(run: Run, test: bool = False) -> tuple[np.ndarray, np.ndarray]:
    """Return the inputs of the first layer and the targets of the training (or test) points that are scored."""
    x, y, count = run.scored
    part = slice(count, None) if test else slice(count)
    return x[..., part], y[..., part]


def gradient(run: Run, x: np.ndarray | None = None, y: np.ndarray | None = None) -> np.ndarray:
    """Return the gradient of the mean loss, (K, P), over the training points, or for a layer input x and targets y."""
    if x is None or y is None:
        x, y = scored(run)
    loss = objective.of(run.experiment)
    result = np.zeros_like(run.theta)
    with np.errstate(over="ignore", invalid="ignore"):
        trace = network.forward(run.layers, run.parameters, x)
        da = loss.slope(trace.output, y)
        da /= max(loss.size(y), 1)
        network.backward(run.layers, run.parameters, network.layout(run.layers).views(result), trace, da)
    return result


def gradient_norms(run: Run) -> np.ndarray:
    """Return the Euclidean norm of the gradient in each layer with weights, (K, layers), over the training points.

    Norms that shrink towards the first layer mean a vanishing gradient, norms that grow an exploding one.
    """
    with np.errstate(over="ignore", invalid="ignore"):
        return _layer_norms(run, gradient(run))


def batch_gradient_norms(run: Run, most: int = 8) -> np.ndarray:
    """Return the mean norm of a mini-batch's gradient, (K, layers), over up to `most` mini-batches of an epoch.

    There is one norm for each layer with weights. This is what training feels, with the augmentation and the dropout
    of this epoch. On a plateau it differs from `gradient_norms`, where the gradients of the points cancel. Together
    the mini-batches have at most half as many points as are scored; of a larger one only so many are used.
    """
    x, y, masks = run.shuffled
    loss, layout = objective.of(run.experiment), network.layout(run.layers)
    slope = np.zeros_like(run.theta)
    starts = np.arange(0, run.train.size, run.experiment.batch_size)
    limit = kinds.of(run.experiment).scored // 2
    size, most = min(run.experiment.batch_size, limit), min(most, max(limit // run.experiment.batch_size, 1))
    starts = starts[np.linspace(0, len(starts) - 1, min(most, len(starts)), dtype=int)] if len(starts) else starts
    norms = np.zeros((len(run.theta), sum(1 for layer in run.layers if layer.parameters)))
    with np.errstate(over="ignore", invalid="ignore"):
        for start in starts:
            part = slice(start, start + size)
            trace = network.forward(run.layers, run.parameters, x[..., part], network.of_points(masks, part))
            da = loss.slope(trace.output, y[..., part])
            da /= loss.size(y[..., part])
            network.backward(run.layers, run.parameters, layout.views(slope), trace, da)
            norms += _layer_norms(run, slope)
    return norms / max(len(starts), 1)


def _layer_norms(run: Run, slope: np.ndarray) -> np.ndarray:
    """Return the Euclidean norms of a gradient (K, P) in each layer with weights, (K, layers)."""
    ends = pairwise(network.layout(run.layers).ends)
    parts = [slope[:, start:stop] for start, stop in ends if stop > start]
    return np.stack([np.linalg.norm(part, axis=1) for part in parts], axis=1)


class Check(NamedTuple):
    """Each weight's slope by backpropagation and by finite differences, all (K, P), and the weights' names."""

    names: list[str]
    analytic: np.ndarray
    numeric: np.ndarray
    error: np.ndarray  # |difference| as a share of the larger one


def gradcheck(run: Run, h: float = 1e-5) -> Check:
    """Compare the gradient with (L(w + h) - L(w - h)) / 2h, weight by weight, in float64.

    A correct gradient has errors below about 1e-6; where a weighted sum lies within h of a kink of
    its activation, the two may differ although both are right. The error divides by at least 1e-4,
    because a difference of two losses is only accurate to about 1e-11.
    """
    exact = assemble(run.experiments, run.layers, run.train, run.test, run.theta.astype(np.float64))
    analytic, numeric = gradient(exact), np.empty_like(exact.theta)
    parameters = np.arange(exact.theta.shape[1])
    for k, theta in enumerate(exact.theta):
        for some in np.split(parameters, range(CHUNK, len(parameters), CHUNK)):
            shifted = np.tile(theta, (2, len(some), 1))
            shifted[0, np.arange(len(some)), some] += h
            shifted[1, np.arange(len(some)), some] -= h
            ahead, behind = mean_loss(exact, shifted.reshape(-1, len(theta)), index=k).reshape(2, -1)
            numeric[k, some] = (ahead - behind) / (2 * h)
    size = np.maximum(np.maximum(np.abs(analytic), np.abs(numeric)), 1e-4)
    return Check(network.layout(run.layers).names(), analytic, numeric, np.abs(analytic - numeric) / size)


def mean_loss(run: Run, theta: np.ndarray, test: bool = False, index: int = 0) -> np.ndarray:
    """Return the mean loss (n,) that a Run's network would have with each of these parameters, (n, P).

    Without points it is 0, as the gradient is. index selects a network of a stacked Run.
    """
    x, y = scored(run, test)
    layers = network.unstack(run.layers, index)
    loss, layout = objective.of(run.experiment), network.layout(run.layers)
    result = np.empty(len(theta), theta.dtype)
    size = max(BLOCK // (max(x.shape[-1], 1) * network.widest(layers)), LEAST_BLOCK)
    with np.errstate(over="ignore", invalid="ignore"):
        for start in range(0, len(theta), size):
            part = np.ascontiguousarray(theta[start : start + size])
            z = network.forward(layers, layout.views(part), x).output
            result[start : start + size] = loss.value(z, y).sum(axis=-1) / max(loss.size(y), 1)
    return np.nan_to_num(result, nan=np.inf, posinf=np.inf)


class Activity(NamedTuple):
    """How one hidden layer behaves over the points of a Trace; one value for each network, (K,), NaN without points.

    A unit is a neuron, or a filter with all its pixels.
    """

    mean: np.ndarray
    deviation: np.ndarray
    # Share of units whose slope is 0 at every pixel of every point, so that their weights get no gradient.
    dead: np.ndarray
    # Share of values with a slope below SATURATED of the activation's largest; 0 for an activation that does not
    # saturate on both sides: half of the values of a ReLU have slope 0, and it learns.
    saturated: np.ndarray


@lru_cache(maxsize=64)
def steepest(activation: str) -> float:
    """Return the largest absolute slope of an activation."""
    z, (_, function, slope, *_) = np.linspace(-30, 30, 6001), activations.of(activation)
    return float(np.abs(slope(z, function(z))).max())


def activity(layers: tuple[Any, ...], trace: network.Trace) -> list[Activity]:
    """Return the Activity of each hidden layer in a Trace that has an activation: not of pooling or flatten."""
    hidden = zip(layers[:-1], trace.layers[:-1], strict=True)
    return [_layer_activity(*_activated(layer, signal)) for layer, signal in hidden if layer.parameters]


def _activated(layer: Any, signal: Any) -> tuple[str | tuple[str, ...], np.ndarray, np.ndarray]:
    """Return the activation of a layer, its z and its a; what a gated layer puts out has none."""
    if hasattr(layer, "activation"):
        return layer.activation, signal.z, signal.a
    return "linear", signal.a, signal.a


@np.errstate(over="ignore", invalid="ignore")
def _layer_activity(kind: str | tuple[str, ...], z: np.ndarray, a: np.ndarray) -> Activity:
    """Return the Activity of a layer from its z and a, (K, units, …, points)."""
    if not a.shape[-1]:
        return Activity(*[np.full(len(a), np.nan)] * 4)
    z, a = (values.reshape(*values.shape[:2], -1) for values in (z, a))
    slope = np.abs(activations.of(kind).slope(z, a))
    names = [kind] if isinstance(kind, str) else kind
    # No slope is below -1, so what does not saturate never counts.
    limits = [SATURATED * steepest(name) if ACTIVATIONS[name].saturates == "both" else -1 for name in names]
    flat = slope <= np.array(limits)[:, None, None]
    return Activity(
        a.mean(axis=(1, 2)),
        a.std(axis=(1, 2)),
        (slope == 0).all(axis=2).mean(axis=1),
        flat.mean(axis=(1, 2)),
    )


class LayerNumbers(NamedTuple):
    """All numbers of one layer for one point; those of the backward pass are None without a target.

    For n inputs and m units: x (n,); z, a, b, slope, da, dz, db (m,); W and dW (m, n). slope is h'(z), da is
    dL/da, and so on; dz = da · slope, dW = dz xᵀ, db = dz.
    """

    activation: str
    x: np.ndarray
    W: np.ndarray
    b: np.ndarray
    z: np.ndarray
    a: np.ndarray
    slope: np.ndarray
    da: np.ndarray | None = None
    dz: np.ndarray | None = None
    dW: np.ndarray | None = None
    db: np.ndarray | None = None


class Inspection(NamedTuple):
    """The pass of one point through one network: inputs by name, layers in order, probabilities and loss.

    probabilities (classes,) is None for a regression and for hinge, whose output is a score; loss is None
    without a target.
    """

    inputs: dict[str, float]
    layers: list[LayerNumbers]
    probabilities: np.ndarray | None
    loss: float | None

    def named(self) -> dict[str, float]:
        """Return every number by a name such as z1[2] (layer 1, unit 2) or dL/dW2[1,3]."""
        numbers = {f"x[{i}]": float(value) for i, value in enumerate(self.inputs.values(), 1)}
        symbols = {"W": "W", "b": "b", "z": "z", "a": "a", "slope": "h'"}
        symbols |= {part: f"dL/{part}" for part in ("da", "dz", "dW", "db")}
        for number, layer in enumerate(self.layers, 1):
            for part, symbol in symbols.items():
                values = getattr(layer, part)
                if values is not None:
                    for index in np.ndindex(values.shape):
                        numbers[f"{symbol}{number}[{','.join(str(i + 1) for i in index)}]"] = float(values[index])
        if self.probabilities is not None:
            numbers |= {f"p[{i}]": float(p) for i, p in enumerate(self.probabilities, 1)}
        if self.loss is not None:
            numbers["L"] = self.loss
        return numbers


@np.errstate(over="ignore", invalid="ignore")
def inspect(run: Run, point: tuple[float, float], target: float | None = None, index: int = 0) -> Inspection:
    """Return every intermediate number of one point's forward pass and, given a target, backward pass.

    point is (x1, x2); target is a class or a value; index selects a network of a stacked Run. Raises
    ValueError for a target that is not a class of the data.
    """
    experiment, dtype = run.experiment, run.theta.dtype
    layout = network.layout(run.layers)
    layers, theta = network.unstack(run.layers, index), run.theta[index : index + 1]
    parameters = layout.views(np.ascontiguousarray(theta))
    trace = network.forward(layers, parameters, layer_input(run, np.array(point, float)[:, None]))
    numbers = []
    for layer, (matrix,), x, signal in zip(layers, parameters, trace.inputs, trace.layers, strict=True):
        assert isinstance(layer.activation, str)  # one name, because the layers are unstacked
        slope = activations.of(layer.activation).slope(signal.z, signal.a)
        own = (x[0, :-1, 0], weights(matrix)[0].copy(), biases(matrix)[0].copy())
        numbers.append(LayerNumbers(layer.activation, *own, *(part[0, :, 0] for part in (signal.z, signal.a, slope))))
    loss, value = LOSSES[experiment.loss], None
    if target is not None:
        y = _target(experiment.class_count, target, dtype)
        measured = option_values(LOSSES, experiment.loss, experiment)
        value = float(loss.value(trace.output, y, **measured)[0, 0])
        da = loss.slope(trace.output, y, **measured)
        slopes = layout.views(np.zeros_like(theta))
        for i in range(len(layers) - 1, -1, -1):
            dz = da * numbers[i].slope[:, None]
            x, signal = trace.inputs[i], trace.layers[i]
            before = layers[i].backward(parameters[i], slopes[i], x, signal, da, needs_slope=i > 0)
            (slope,) = slopes[i]
            numbers[i] = numbers[i]._replace(
                da=da[0, :, 0], dz=dz[0, :, 0], dW=weights(slope)[0].copy(), db=biases(slope)[0].copy()
            )
            if before is not None:
                da = before
    shares = experiment.loss == "cross_entropy"
    return Inspection(
        dict(zip((FEATURES[name].label for name in experiment.features), numbers[0].x.tolist(), strict=True)),
        numbers,
        losses.probabilities(trace.output)[0, :, 0] if shares else None,
        value,
    )


def _target(classes: int, target: float, dtype: np.dtype) -> np.ndarray:
    """Return a target in the shape that the loss takes, (1, outputs, 1)."""
    if not classes:
        return np.full((1, 1, 1), target, dtype)
    if target not in range(classes):
        raise ValueError(f"target must be a class from 0 to {classes - 1}, got {target!r}")
    return as_targets(np.array([int(target)]), classes).astype(dtype)[None]
