"""Diagnosis of a training: what most likely keeps the network from learning, as measured, and one thing to try."""

from typing import Any, NamedTuple

import numpy as np

from engine import network
from engine.activations import ACTIVATIONS
from engine.experiments.fields import MAX_LAYERS, MAX_NEURONS
from engine.runs.history import Scores
from engine.runs.run import Run, trace_of
from engine.study import inspection

# The thresholds are rules of thumb; tests/engine/test_diagnosis.py checks them on trainings made to fail.
PLATEAU_EPOCHS = 30  # over which the loss should change
PLATEAU_CHANGE = 0.002  # share of the loss: a smaller decrease is a plateau
PLATEAU_RISE = 1.05  # a loss above this multiple of the earlier one fluctuates: it is not a plateau
SMALL_NETWORK = 12  # hidden neurons: with fewer, the network may be too small
DEAD_SHARE = 0.3  # of a layer's units
SATURATED_SHARE = 0.7  # of a layer's values
VANISHING_RATIO = 1e-3  # of the gradient's norm in the first layer to that in the last
GOOD_ACCURACY = 0.97
GOOD_LOSS = 0.1  # share of the first loss, for a regression
OVERFIT_EPOCHS = 10  # records of the history: fewer are too few to smooth_test
OVERFIT_MIN_RISE = 0.02  # of the test loss, as a share of the first test loss
OVERFIT_RISE, OVERFIT_FALL = 1.15, 0.9  # test loss over its minimum; train loss over its value at that time
BOUNDED = ("sigmoid", "tanh", "softsign", "hard_tanh")  # activations whose slope vanishes on both sides


class Finding(NamedTuple):
    """A problem in words with its numbers, a label for the remedy, and the settings that the remedy changes."""

    text: str
    label: str
    changes: dict[str, Any]


def diagnose(run: Run, scores: Scores) -> Finding | None:
    """Return what most likely keeps the first network of a Run from learning, or None."""
    if run.stopped:
        return _diverged(run)
    if not run.train.size or not run.step:
        return None
    if scores.test_loss[0] <= scores.train_loss[0] and _is_good(run, scores):
        return None
    for check in (_equal_neurons, _dead, _overfitting):
        if finding := check(run):
            return finding
    if _is_good(run, scores):
        return None
    for check in (_vanishing, _saturated, _plateau):
        if finding := check(run):
            return finding
    return None


def _is_good(run: Run, scores: Scores) -> bool:
    """Return whether the network has learned the training data."""
    if scores.train_accuracy is not None:
        return bool(scores.train_accuracy[0] >= GOOD_ACCURACY)
    return bool(scores.train_loss[0] < GOOD_LOSS * run.first_loss[0])


def _diverged(run: Run) -> Finding:
    experiment = run.experiment
    text = (
        f"Diverged at step {int(run.diverged[0]):,}: the loss, {run.first_loss[0]:.3g} at the start, grew beyond "
        f"{run.limit[0]:,.0f}. The weights shown are those from before that step. "
    )
    factor = experiment.step_size * experiment.regularization_rate
    if experiment.regularization in ("l2", "weight_decay") and factor > 1:
        rate = experiment.regularization_rate / 100
        text += f"α·λ = {factor:g} is above 1, so each step of the penalty moves weights past zero."
        return Finding(text, f"Try λ {rate:g}", {"regularization_rate": rate})
    smaller = max(experiment.step_size / 10, 1e-5)
    text += f"Step size {experiment.step_size:g} is probably too large."
    return Finding(text, f"Try step size {smaller:g}", {"step_size": smaller})


def _equal_neurons(run: Run) -> Finding | None:
    """Find a hidden layer of equal neurons: they get the same gradient, and so stay equal."""
    for i, (matrix,) in enumerate(run.parameters[:-1], 1):
        rows = matrix[0]
        if len(rows) > 1 and np.ptp(rows, axis=0).max() <= 1e-6 * max(np.abs(rows).max(), 1e-12):
            return Finding(
                f"All {len(rows)} neurons of hidden layer {i} have the same weights, so they get the same gradient and "
                "count as one. Only different first weights make them differ.",
                "Start from random weights",
                {"initializer": "xavier"},
            )
    return None


def _activities(run: Run) -> list[inspection.Activity]:
    """Return the activity of each hidden layer over the training points."""
    return inspection.activity(run.layers, trace_of(run, run.inputs[0][0]))


def _dead(run: Run) -> Finding | None:
    """Find the hidden layer with the most dead neurons."""
    shares = [activity.dead[0] for activity in _activities(run)]
    if not shares or max(shares) < DEAD_SHARE:
        return None
    i = int(np.argmax(shares))
    name = run.experiment.activations[i]
    units = run.experiment.layers[i]
    text = f"In hidden layer {i + 1}, {round(shares[i] * units)} of {units} neurons ({shares[i]:.0%}) are dead: "
    if name == "step":
        return Finding(
            f"{text}the step has slope 0 everywhere, so no gradient passes it, and the layers before it do not learn.",
            "Try tanh",
            {"activation": "tanh"},
        )
    text += f"{ACTIVATIONS[name].label} has slope 0 at every training point, so their weights get no gradient."
    return Finding(text, "Try leaky ReLU", {"activation": "leaky_relu"})


def _overfitting(run: Run) -> Finding | None:
    """Find a test loss that rises while the train loss falls."""
    history = run.history
    if len(history.epochs) < OVERFIT_EPOCHS or not run.test.size:
        return None
    test = np.array([loss[0] for loss in history.test_loss])
    train = np.array([loss[0] for loss in history.train_loss])
    # Means over a tenth of the curve, because mini-batches make it fluctuate.
    width = max(len(test) // 10, 1)
    kernel = np.full(width, 1 / width)
    smooth_test, smooth_train = np.convolve(test, kernel, "valid"), np.convolve(train, kernel, "valid")
    best = int(smooth_test.argmin())
    rise = smooth_test[-1] - smooth_test[best]
    if rise < max((OVERFIT_RISE - 1) * smooth_test[best], OVERFIT_MIN_RISE * test[0]):
        return None
    if smooth_train[-1] > OVERFIT_FALL * smooth_train[best]:
        return None
    return Finding(
        f"Over-fitting: since epoch {history.epochs[best]:,} the test loss has risen from {smooth_test[best]:.3g} to "
        f"{smooth_test[-1]:.3g}, while the train loss fell from {smooth_train[best]:.3g} to {smooth_train[-1]:.3g}.",
        "Try L2, λ 0.01",
        {"regularization": "l2", "regularization_rate": 0.01},
    )


def _vanishing(run: Run) -> Finding | None:
    """Find a gradient that vanishes or explodes from the last layer to the first."""
    norms = inspection.gradient_norms(run)[0]
    if len(norms) < 3 or run.epoch < 3 or not norms[-1] > 0:
        return None
    ratio = norms[0] / norms[-1]
    if VANISHING_RATIO <= ratio <= 1 / VANISHING_RATIO:
        return None
    sizes = f"its norm is {norms[0]:.1g} in the first layer and {norms[-1]:.1g} in the last"
    if ratio > 1:
        return Finding(f"The gradient explodes in the backward pass: {sizes}.", "Clip it at norm 1", {"clip_norm": 1})
    names = set(run.experiment.activations)
    activation, initializer, label = ("relu", "he", "ReLU") if names & set(BOUNDED) else ("tanh", "xavier", "tanh")
    return Finding(
        f"The gradient vanishes in the backward pass: {sizes}, so the first layers hardly learn.",
        f"Try {label}",
        {"activation": activation, "initializer": initializer},
    )


def _saturated(run: Run) -> Finding | None:
    """Find the hidden layer with the most saturated values."""
    shares = [
        activity.saturated[0] if name in BOUNDED else 0
        for name, activity in zip(run.experiment.activations, _activities(run), strict=True)
    ]
    if not shares or max(shares) < SATURATED_SHARE:
        return None
    i = int(np.argmax(shares))
    label = ACTIVATIONS[run.experiment.activations[i]].label
    return Finding(
        f"Hidden layer {i + 1} is saturated: {shares[i]:.0%} of its values lie where {label} has less than 5 % of its "
        "largest slope, so the layer hardly learns.",
        "Try ReLU",
        {"activation": "relu", "initializer": "he"},
    )


def _plateau(run: Run) -> Finding | None:
    """Find a train loss that no longer changes: the network is too small, or its steps are."""
    history = run.history
    losses = [(epoch, loss[0]) for epoch, loss in zip(history.epochs, history.train_loss, strict=True)]
    before = [loss for epoch, loss in losses if epoch <= run.epoch - PLATEAU_EPOCHS]
    recent = [loss for epoch, loss in losses if epoch > run.epoch - PLATEAU_EPOCHS]
    if not before or len(recent) < 3 or min(before[-1:] + recent) <= 0:
        return None
    now = float(np.mean(recent[len(recent) // 2 :]))
    then = float(np.mean([before[-1], *recent[: max(len(recent) // 3, 1)]]))
    if (then - now) > PLATEAU_CHANGE * then or now > PLATEAU_RISE * then:
        return None
    experiment = run.experiment
    text = f"The train loss has stayed at {now:.3g} for {PLATEAU_EPOCHS} epochs. "
    size = network.layout(run.layers).size
    if sum(experiment.layers) < SMALL_NETWORK:
        layers = (
            (*experiment.layers, 4)
            if len(experiment.layers) < 2
            else tuple(min(n * 2, MAX_NEURONS) for n in experiment.layers)
        )
        return Finding(
            f"{text}With {size} weights and biases this network may be too small for this data.",
            f"Try hidden layers {'-'.join(map(str, layers[:MAX_LAYERS]))}",
            {"layers": layers[:MAX_LAYERS]},
        )
    larger = min(experiment.step_size * 3, 10)
    return Finding(
        f"{text}Its steps may be too small.", f"Try step size {larger:.2g}", {"step_size": float(f"{larger:.2g}")}
    )
