"""Backpropagation against central differences, through the very step that training takes.

One step of gradient descent on all points moves theta by -α ∇(loss + penalty); so the step itself
tells the gradient that training uses, its mean over the points and its penalty included.
"""

import numpy as np
import pytest

from engine import network, training
from engine.activations import ACTIVATIONS
from engine.experiment import Experiment, change
from engine.losses import LOSSES
from engine.regularizers import REGULARIZERS

DATA = {"cross_entropy": ("circle", "pinwheel"), "mse": ("multi_gaussian",), "mae": ("plane",)}
CASES = [
    (activation, loss, data, regularization, count)
    for activation in ACTIVATIONS
    for loss in LOSSES
    for data in DATA[loss]
    for regularization in REGULARIZERS
    for count in (1, 3)
]
RATE = 0.03
PENALTY = {"none": lambda w: 0 * w, "l1": np.abs, "l2": lambda w: w * w / 2}


def make(activation, loss, data, regularization, count):
    base = change(
        Experiment(),
        data=data,
        loss=loss,
        activation=activation,
        regularization=regularization,
        regularization_rate=RATE,
        layers=(5, 3),
        features=("x1", "x2", "sin_x1"),
        initializer="normal",
        points=30,
        train_share=70,
        batch_size=21,
        optimizer="gradient_descent",
        step_size=0.5,
    )
    run = training.start(*(change(base, weight_seed=seed) for seed in range(count)))
    # With biases of zero, a layer whose inputs are all dead sits exactly in the kink of ReLU.
    run.theta += np.random.default_rng(8).normal(0, 0.2, run.theta.shape)
    return run


def objective(run, theta):
    """Loss plus penalty of each network, computed anew from theta."""
    x, y = run.inputs[0]
    layout = network.layout(run.layers)
    z = network.forward(run.layers, layout.views(theta), x).output
    loss = LOSSES[run.experiment.loss].value(z, y).mean(axis=-1)
    penalty = sum(PENALTY[run.experiment.regularization](views[0]).sum(axis=(1, 2)) for views in layout.views(theta))
    return loss + RATE * penalty


def slope_along(run, theta, direction, h=1e-6):
    return (objective(run, theta + h * direction) - objective(run, theta - h * direction)) / (2 * h)


@pytest.mark.parametrize(("activation", "loss", "data", "regularization", "count"), CASES)
def test_a_step_follows_the_gradient(activation, loss, data, regularization, count):
    run = make(activation, loss, data, regularization, count)
    theta = run.theta.copy()
    training.advance(run, 1)
    gradient = (theta - run.theta) / 0.5
    rng = np.random.default_rng(5)
    for _ in range(4):
        direction = rng.normal(size=theta.shape)
        direction /= np.linalg.norm(direction, axis=1, keepdims=True)
        analytic = (gradient * direction).sum(axis=1)
        np.testing.assert_allclose(analytic, slope_along(run, theta, direction), rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize("data", ["circle", "pinwheel", "multi_gaussian"])
def test_every_single_weight(data):
    run = make("tanh", {"multi_gaussian": "mse"}.get(data, "cross_entropy"), data, "l2", 2)
    theta = run.theta.copy()
    training.advance(run, 1)
    gradient = (theta - run.theta) / 0.5
    for place in range(theta.shape[1]):
        direction = np.zeros_like(theta)
        direction[:, place] = 1
        np.testing.assert_allclose(gradient[:, place], slope_along(run, theta, direction), rtol=1e-6, atol=1e-9)


def test_the_slope_of_the_inputs_is_right_too():
    layers = network.dense(2, (4,), 1, "swish")
    rng = np.random.default_rng(1)
    layout = network.layout(layers)
    theta = rng.normal(size=(2, layout.size))
    parameters = layout.views(theta)
    x, h = rng.normal(size=(2, 2, 3)), 1e-6
    first = layers[0].forward(parameters[0], x)
    slope = layers[0].backward(parameters[0], layout.views(np.zeros_like(theta))[0], x, first, np.ones_like(first.a))
    for unit in range(2):
        shift = np.zeros_like(x)
        shift[:, unit] = h
        ahead, behind = (layers[0].forward(parameters[0], x + s).a.sum(axis=1) for s in (shift, -shift))
        np.testing.assert_allclose(slope[:, unit], (ahead - behind) / (2 * h), rtol=1e-6, atol=1e-9)
