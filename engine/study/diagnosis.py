"""Diagnosis of a training: what most likely keeps the network from learning, as measured, and one thing to try."""

import math

import numpy as np

from engine import network
from engine.activations import ACTIVATIONS
from engine.numerals import grouped, plain, significant
from engine.runs import objective
from engine.runs.history import Scores
from engine.runs.run import Run, trace_of
from engine.study import inspection, remedies, sequence_diagnosis
from engine.study.finding import Finding, times
from engine.study.hidden import Hidden, hidden_layers

# The thresholds are rules of thumb; tests/engine/test_diagnosis.py checks them on trainings made to fail.
PLATEAU_EPOCHS = 30  # over which the loss should change
PLATEAU_CHANGE = 0.002  # share of the loss: a smaller change is a plateau ...
PLATEAU_SPREAD = 0.05  # ... unless the loss went up and down by more than this share
LEARNS = 0.05  # share of the loss: with a larger decrease the network learns
STEADY = 0.9  # share of the epochs in which the loss falls, if it is held up by nothing but small steps
LITTLE = 0.75  # of the loss of a network that knows nothing: with less it has learned something
# Units count as equal up to this share of the largest weight. Sums over many pixels or moments round more.
EQUAL_WITHIN = {"points": 1e-6, "images": 5e-3, "sequences": 5e-3}
DEAD_SHARE = 0.3  # of a layer's units
SATURATED_SHARE = 0.7  # of a layer's values
VANISHING_RATIO = 2e-3  # of the gradient's norm in the first layer to that in the last
HYSTERESIS = 3  # times so far has a measure to go back before what was found is no longer found
FAR_BELOW = 0.05  # of the last layer's norm: a first layer that gets less is not helped by larger steps
GOOD_ACCURACY = 0.97
GOOD_LOSS = 0.1  # share of the first loss, for a regression
OVERFIT_EPOCHS = 30  # records of the history: fewer are too few to smooth
OVERFIT_MIN_RISE = 0.3  # of the test loss, as a share of the first test loss
OVERFIT_RISE, OVERFIT_FALL = 1.15, 0.9  # test loss over its minimum; train loss over its value at that time


Activities = list[tuple[Hidden, inspection.Activity]]  # of the hidden layers


def diagnose(run: Run, scores: Scores, last: str = "") -> Finding | None:
    """Return what most likely keeps the first network of a Run from learning, or None.

    last is the kind that was found a moment ago: it stays until its measure is clearly on the other side.
    """
    if run.stopped:
        return _diverged(run)
    if not run.train.size or not run.step:
        return None
    is_sequence = run.experiment.KIND == "sequences"
    if finding := _equal_neurons(run) or (is_sequence and sequence_diagnosis.copied_names(run, last)) or None:
        return finding
    if finding := _overfitting(run, last):
        return finding
    if _is_good(run, scores):
        return None
    if is_sequence and (finding := sequence_diagnosis.vanishing_in_time(run, last)):
        return finding
    norms = inspection.batch_gradient_norms(run)[0]
    ratio = float(norms[0] / norms[-1]) if 0 < norms[-1] < math.inf else math.nan
    x, _ = inspection.scored(run)
    hidden = hidden_layers(run.layers)
    activities = list(zip(hidden, inspection.activity(run.layers, trace_of(run, x)), strict=True))
    # Where no gradient passes, dead neurons are to blame even if only some of a layer are.
    share = DEAD_SHARE if ratio < VANISHING_RATIO * HYSTERESIS else 1.0
    if finding := _dead(run, activities, share) or _vanishing(run, ratio, last):
        return finding
    change = _change(run, scores)
    if change < -LEARNS:
        return None
    if finding := _dead(run, activities) or _saturated(run, activities):
        return finding
    if is_sequence and (finding := sequence_diagnosis.clipping(run, last)):
        return finding
    return None if ratio < FAR_BELOW else _plateau(run, change)


def _recent(run: Run) -> np.ndarray:
    """Return the train losses of the last PLATEAU_EPOCHS, as far as they are recorded."""
    history = run.history
    since = run.epoch - PLATEAU_EPOCHS
    return np.array([loss[0] for epoch, loss in zip(history.epochs, history.train_loss, strict=True) if epoch >= since])


def _change(run: Run, scores: Scores) -> float:
    """Return by what share of itself the train loss has grown in the last PLATEAU_EPOCHS: the mean of thirds."""
    losses = _recent(run)
    if len(losses) < 3:  # it has just begun
        losses = np.array([run.first_loss[0], scores.train_loss[0]])
    third = max(len(losses) // 3, 1)
    return float(losses[-third:].mean() / losses[:third].mean() - 1)


def _is_good(run: Run, scores: Scores) -> bool:
    """Return whether the network has learned the training data."""
    if scores.train_accuracy is not None:
        return bool(scores.train_accuracy[0] >= GOOD_ACCURACY)
    return bool(scores.train_loss[0] < GOOD_LOSS * run.first_loss[0])


def _diverged(run: Run) -> Finding:
    experiment = run.experiment
    text = (
        f"Diverged at step {grouped(int(run.diverged[0]))}: the loss, {significant(run.first_loss[0])} at the start, "
        f"grew beyond {grouped(run.limit[0])}. The weights shown are those from before that step. "
    )
    factor = experiment.step_size * experiment.regularization_rate
    if experiment.regularization in ("l2", "weight_decay") and factor > 1:
        rate = experiment.regularization_rate / 100
        text += f"α·λ = {significant(factor)} is above 1, so each step of the penalty moves weights past zero."
        return Finding("diverged", text, f"Try λ {significant(rate, 6)}", {"regularization_rate": rate})
    smaller = max(experiment.step_size / 10, 1e-5)
    text += f"Step size {plain(experiment.step_size)} is probably too large."
    return Finding("diverged", text, f"Try step size {significant(smaller, 6)}", {"step_size": smaller})


def _equal_neurons(run: Run) -> Finding | None:
    """Find a hidden layer of equal neurons, or filters: they get the same gradient, and so stay equal."""
    for layer in hidden_layers(run.layers):
        (matrix,) = run.parameters[layer.place]
        rows = matrix[0].reshape(-1, layer.units, matrix.shape[-1])  # a gated unit has a row for each gate
        limit = EQUAL_WITHIN[run.experiment.KIND] * max(np.abs(rows).max(), 1e-12)
        if layer.units > 1 and np.ptp(rows, axis=1).max() <= limit:
            return Finding(
                "equal",
                f"All {layer.units} {layer.unit}s of {layer.name} have the same weights, so they get the same gradient "
                "and count as one. Only different first weights make them differ.",
                "Start from random weights",
                {"initializer": "xavier"},
            )
    return None


def _dead(run: Run, activities: Activities, share: float = DEAD_SHARE) -> Finding | None:
    """Find the hidden layer with the largest share of dead neurons or filters, if it is at least this one."""
    if not activities or max(activity.dead[0] for _, activity in activities) < share:
        return None
    layer, activity = max(activities, key=lambda pair: pair[1].dead[0])
    dead, units = activity.dead[0], layer.units
    text = f"In {layer.name}, {round(dead * units)} of {units} {layer.unit}s ({100 * dead:.0f} %) are dead: "
    if layer.activation == "step":
        return Finding(
            "dead",
            f"{text}the step has slope 0 everywhere, so no gradient passes it, and the layers before it do not learn.",
            "Try tanh",
            {"activation": "tanh"},
        )
    label, where = ACTIVATIONS[layer.activation].label, layer.everywhere.format(run.scored[2])
    text += f"{label} has slope 0 at {where}, so their weights get no gradient."
    return Finding("dead", text, "Try leaky ReLU", {"activation": "leaky_relu"})


def _overfitting(run: Run, last: str) -> Finding | None:
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
    enough = max((OVERFIT_RISE - 1) * smooth_test[best], OVERFIT_MIN_RISE * test[0])
    if rise < enough / (HYSTERESIS if last == "over-fitting" else 1):
        return None
    if smooth_train[-1] > OVERFIT_FALL * smooth_train[best]:
        return None
    since = history.epochs[best + width // 2]
    why, (label, changes) = remedies.of(run.experiment).general(run.experiment)
    return Finding(
        "over-fitting",
        f"Over-fitting: since epoch {grouped(since)} the test loss has risen from {significant(smooth_test[best])} to "
        f"{significant(smooth_test[-1])}, while the train loss fell from {significant(smooth_train[best])} to "
        f"{significant(smooth_train[-1])}."
        f"{why}",
        label,
        changes,
    )


def _vanishing(run: Run, ratio: float, last: str) -> Finding | None:
    """Find a gradient that vanishes or explodes from the last layer to the first."""
    if len(hidden_layers(run.layers)) < 2 or run.epoch < 3:
        return None
    limit = VANISHING_RATIO * (HYSTERESIS if last in ("vanishing", "exploding") else 1)
    if not (0 < ratio < limit or ratio > 1 / limit):
        return None
    if ratio > 1:
        text = f"The gradient explodes in the backward pass: the first layer gets {times(ratio)} the last layer's."
        return Finding("exploding", text, "Clip it at norm 1", {"clip_norm": 1})
    is_bounded = any(ACTIVATIONS[name].saturates == "both" for name in run.experiment.activations)
    activation, initializer, label = ("relu", "he", "ReLU") if is_bounded else ("tanh", "xavier", "tanh")
    return Finding(
        "vanishing",
        f"The gradient vanishes in the backward pass: the first layer gets {times(ratio)} of the last layer's, so the "
        "first layers hardly learn.",
        f"Try {label}",
        {"activation": activation, "initializer": initializer},
    )


def _blind_loss(run: Run) -> float:
    """Return the train loss of a network whose outputs are all 0: it knows nothing of its inputs."""
    loss, (_, y) = objective.of(run.experiment), inspection.scored(run)
    z = np.zeros((1, run.experiment.outputs, *y.shape[2:]), y.dtype)
    return float(loss.value(z, y).sum() / max(loss.size(y), 1))


def _saturated(run: Run, activities: Activities) -> Finding | None:
    """Find the hidden layer with the most saturated values, in a network that has learned little so far."""
    if not activities or max(activity.saturated[0] for _, activity in activities) < SATURATED_SHARE:
        return None
    if _recent(run)[-1] < LITTLE * _blind_loss(run):
        return None
    layer, activity = max(activities, key=lambda pair: pair[1].saturated[0])
    share, label, experiment = activity.saturated[0], ACTIVATIONS[layer.activation].label, run.experiment
    return Finding(
        "saturated",
        f"{layer.name.capitalize()} is saturated: {100 * share:.0f} % of its values lie where {label} has less than "
        "5 % of its largest slope, so the layer hardly learns.",
        *remedies.of(experiment).unsaturated(experiment),
    )


def _plateau(run: Run, change: float) -> Finding | None:
    """Find a train loss that no longer changes: the network is too small, or its steps are."""
    experiment, losses = run.experiment, _recent(run)
    # The loss that a penalty, dropout or an augmentation leaves is no sign of either.
    is_plain = experiment.regularization == "none" and not experiment.dropout and not experiment.augmentation
    if not is_plain or run.epoch < PLATEAU_EPOCHS or len(losses) < 3 or abs(change) > PLATEAU_CHANGE:
        return None
    if np.ptp(losses) > PLATEAU_SPREAD * losses.mean():
        return None
    text = f"The train loss has stayed at {significant(losses[-1])} for {PLATEAU_EPOCHS} epochs. "
    size = network.layout(run.layers).size
    if larger := remedies.of(experiment).larger(experiment):
        return Finding(
            "small", f"{text}With {size} weights and biases this network may be too small for this data.", *larger
        )
    if (np.diff(losses) < 0).mean() < STEADY:
        return None  # it goes up and down: larger steps would only do so more
    larger = min(experiment.step_size * 3, 10)
    return Finding(
        "small_steps",
        f"{text}Its steps may be too small.",
        f"Try step size {significant(larger, 2)}",
        {"step_size": float(f"{larger:.2g}")},
    )
