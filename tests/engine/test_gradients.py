"""Backpropagation against central differences, through the very step that training takes.

One step of gradient descent on all points moves theta by -α ∇(loss + penalty); so the step itself
tells the gradient that training uses, its mean over the points and its penalty included.
"""

import copy
import functools

import numpy as np
import pytest

from engine import network
from engine.activations import ACTIVATIONS
from engine.experiments.experiment import Experiment, change
from engine.layers.parameters import weights
from engine.losses import LOSSES
from engine.options import option_values
from engine.regularizers import REGULARIZERS
from engine.runs import training
from engine.runs.run import start_run

DATA = {
    "cross_entropy": ("circle", "pinwheel"),
    "hinge": ("circle",),
    "mse": ("multi_gaussian",),
    "mae": ("plane",),
    "huber": ("multi_gaussian",),
}
CASES = [
    (activation, loss, data, regularization, count)
    for activation in ACTIVATIONS
    for loss in LOSSES
    for data in DATA[loss]
    for regularization in REGULARIZERS
    for count in (1, 3)
]
RATE = 0.03
# With gradient descent, weight decay is the slope of L2's penalty.
PENALTY = {"none": np.zeros_like, "l1": np.abs, "l2": lambda w: w * w / 2, "weight_decay": lambda w: w * w / 2}


def make(activation, loss, data, regularization, count, **changes):
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
        **changes,
    )
    run = start_run(*(change(base, weight_seed=seed) for seed in range(count)))
    # With biases of zero, a layer whose inputs are all dead sits exactly in the kink of ReLU.
    run.theta += np.random.default_rng(8).normal(0, 0.2, run.theta.shape)
    return run


def objective(run, theta):
    """Loss plus penalty of each network, computed anew from theta."""
    x, y, masks = run.shuffled
    layout = network.layout(run.layers)
    z = network.forward(run.layers, layout.views(theta), x, masks).output
    measured = option_values(LOSSES, run.experiment.loss, run.experiment)
    loss = LOSSES[run.experiment.loss].value(z, y, **measured).mean(axis=-1)
    price = PENALTY[run.experiment.regularization]
    penalty = sum(price(weights(matrix)).sum(axis=(1, 2)) for (matrix,) in layout.views(theta))
    return loss + RATE * penalty


def slope_along(function, theta, direction, h=1e-6):
    return (function(theta + h * direction) - function(theta - h * direction)) / (2 * h)


@pytest.mark.parametrize(("activation", "loss", "data", "regularization", "count"), CASES)
def test_a_step_follows_the_gradient(activation, loss, data, regularization, count):
    check(make(activation, loss, data, regularization, count))


def test_a_step_follows_the_gradient_under_dropout():
    run = make("tanh", "mse", "multi_gaussian", "l2", 3, dropout=40)
    assert 0 in run.shuffled[2][0]
    check(run)


def check(run):
    theta = run.theta.copy()
    objective_now = functools.partial(objective, copy.copy(run))  # with the masks of this epoch
    training.advance(run, 1)
    gradient = (theta - run.theta) / 0.5
    rng = np.random.default_rng(5)
    for _ in range(4):
        direction = rng.normal(size=theta.shape)
        direction /= np.linalg.norm(direction, axis=1, keepdims=True)
        analytic = (gradient * direction).sum(axis=1)
        np.testing.assert_allclose(analytic, slope_along(objective_now, theta, direction), rtol=1e-6, atol=1e-8)


def test_the_slope_of_the_inputs_is_right_too():
    layers = network.dense(2, (4,), 1, ("swish",))
    rng = np.random.default_rng(1)
    layout = network.layout(layers)
    theta = rng.normal(size=(2, layout.size))
    parameters = layout.views(theta)
    inputs, h = rng.normal(size=(2, 2, 3)), 1e-6
    layer = layers[0]
    x = layer.layer_input(inputs)
    first = layer.forward(parameters[0], x)
    slope = layer.backward(parameters[0], layout.views(np.zeros_like(theta))[0], x, first, np.ones_like(first.a))
    for unit in range(2):
        shift = np.zeros_like(inputs)
        shift[:, unit] = h
        ahead, behind = (
            layer.forward(parameters[0], layer.layer_input(inputs + s)).a.sum(axis=1) for s in (shift, -shift)
        )
        np.testing.assert_allclose(slope[:, unit], (ahead - behind) / (2 * h), rtol=1e-6, atol=1e-9)
