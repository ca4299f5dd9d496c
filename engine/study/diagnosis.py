"""A word of diagnosis: what ails a training, from measured quantities, and one thing to try."""

from typing import Any, NamedTuple

import numpy as np

from engine import network
from engine.activations import ACTIVATIONS
from engine.experiments.fields import MAX_LAYERS, MAX_NEURONS
from engine.runs import training
from engine.runs.training import Run, Scores
from engine.study import inspection

WATCHED = 30  # epochs over which the loss must move
DEAD = 0.3  # share of a layer's units
SATURATED = 0.7  # share of a layer's values
VANISHED = 1e-3  # first layer's gradient norm as a share of the last one's
GOOD_ACCURACY = 0.97
SMALL = 0.1  # of the first loss: a regression that is as good as done
WORTH = 0.02  # of the first loss: a smaller rise is not worth a word
STILL = 0.002  # share of the loss
RISE, FALL = 1.15, 0.9  # test loss over its best, train loss since then


class Finding(NamedTuple):
    """What was found, with the numbers; a label for the remedy, and the settings that it changes."""

    text: str
    label: str
    changes: dict[str, Any]


def diagnose(run: Run, scores: Scores) -> Finding | None:
    """Return what most likely keeps this network from learning, or None. Takes the first network of a Run."""
    if run.stopped:
        return _diverged(run)
    if not run.train.points.shape[1] or not run.step:
        return None
    if scores.test_loss[0] <= scores.train_loss[0] and _good(run, scores):
        return None
    for look in (_alike, _dead, _overfitting):
        if finding := look(run):
            return finding
    if _good(run, scores):
        return None
    for look in (_vanishing, _saturated, _still):
        if finding := look(run):
            return finding
    return None


def _good(run: Run, scores: Scores) -> bool:
    if scores.train_accuracy is not None:
        return bool(scores.train_accuracy[0] >= GOOD_ACCURACY)
    return bool(scores.train_loss[0] < SMALL * run.first_loss[0])


def _diverged(run: Run) -> Finding:
    experiment = run.experiment
    text = (
        f"Diverged at step {int(run.diverged[0]):,}: the loss, {run.first_loss[0]:.3g} at first, grew beyond "
        f"{run.limit[0]:,.0f}. You see the weights from before that step. "
    )
    pull = experiment.step_size * experiment.regularization_rate
    if experiment.regularization in ("l2", "weight_decay") and pull > 1:
        rate = experiment.regularization_rate / 100
        text += f"α·λ = {pull:g} is above 1: the penalty throws weights past zero."
        return Finding(text, f"Try λ {rate:g}", {"regularization_rate": rate})
    smaller = max(experiment.step_size / 10, 1e-5)
    text += f"Step size {experiment.step_size:g} is probably too large."
    return Finding(text, f"Try step size {smaller:g}", {"step_size": smaller})


def _alike(run: Run) -> Finding | None:
    """Neurons that began with the same weights get the same gradient, and stay the same for ever."""
    for i, (matrix,) in enumerate(run.parameters[:-1], 1):
        rows = matrix[0]
        if len(rows) > 1 and np.ptp(rows, axis=0).max() <= 1e-6 * max(np.abs(rows).max(), 1e-12):
            return Finding(
                f"All {len(rows)} neurons of hidden layer {i} have the same weights, so they get the same gradient and "
                "count as one. Only different first weights part them.",
                "Draw first weights at random",
                {"initializer": "xavier"},
            )
    return None


def _activities(run: Run) -> list[inspection.Activity]:
    return inspection.activity(run.layers, training.trace(run, run.inputs[0][0]))


def _dead(run: Run) -> Finding | None:
    shares = [activity.dead[0] for activity in _activities(run)]
    if not shares or max(shares) < DEAD:
        return None
    i = int(np.argmax(shares))
    name = run.experiment.activations[i]
    units = run.experiment.layers[i]
    text = f"In hidden layer {i + 1}, {round(shares[i] * units)} of {units} neurons ({shares[i]:.0%}) are dead: "
    if name == "step":
        return Finding(
            f"{text}the step has slope 0 everywhere, so no gradient passes it, and nothing below it learns.",
            "Try tanh",
            {"activation": "tanh"},
        )
    text += f"{ACTIVATIONS[name].label} has slope 0 at every training point, so their weights get no gradient."
    return Finding(text, "Try leaky ReLU", {"activation": "leaky_relu"})


def _overfitting(run: Run) -> Finding | None:
    history = run.history
    if len(history.epochs) < 10 or not run.test.points.shape[1]:
        return None
    test = np.array([loss[0] for loss in history.test_loss])
    train = np.array([loss[0] for loss in history.train_loss])
    # Means over a tenth of the curve: mini-batches make it jump.
    width = max(len(test) // 10, 1)
    kernel = np.full(width, 1 / width)
    smooth, learned = np.convolve(test, kernel, "valid"), np.convolve(train, kernel, "valid")
    best = int(smooth.argmin())
    rise = smooth[-1] - smooth[best]
    if rise < max((RISE - 1) * smooth[best], WORTH * test[0]) or learned[-1] > FALL * learned[best]:
        return None
    return Finding(
        f"Over-fitting: since epoch {history.epochs[best]:,} the test loss has risen from {smooth[best]:.3g} to "
        f"{smooth[-1]:.3g}, while the train loss fell from {learned[best]:.3g} to {learned[-1]:.3g}.",
        "Try L2, λ 0.01",
        {"regularization": "l2", "regularization_rate": 0.01},
    )


def _vanishing(run: Run) -> Finding | None:
    norms = inspection.gradient_norms(run)[0]
    if len(norms) < 3 or run.epoch < 3 or not norms[-1] > 0:
        return None
    ratio = norms[0] / norms[-1]
    if VANISHED <= ratio <= 1 / VANISHED:
        return None
    sizes = f"its norm is {norms[0]:.1g} in the first layer and {norms[-1]:.1g} in the last"
    if ratio > 1:
        return Finding(f"The gradient explodes on its way back: {sizes}.", "Clip it at norm 1", {"clip_norm": 1})
    names = set(run.experiment.activations)
    remedy = (
        ("relu", "he", "ReLU") if names & {"sigmoid", "tanh", "softsign", "hard_tanh"} else ("tanh", "xavier", "tanh")
    )
    return Finding(
        f"The gradient vanishes on its way back: {sizes}, so the first layers hardly learn.",
        f"Try {remedy[2]}",
        {"activation": remedy[0], "initializer": remedy[1]},
    )


def _saturated(run: Run) -> Finding | None:
    shares = [
        activity.saturated[0] if name in ("sigmoid", "tanh", "softsign", "hard_tanh") else 0
        for name, activity in zip(run.experiment.activations, _activities(run), strict=True)
    ]
    if not shares or max(shares) < SATURATED:
        return None
    i = int(np.argmax(shares))
    label = ACTIVATIONS[run.experiment.activations[i]].label
    return Finding(
        f"Hidden layer {i + 1} is saturated: {shares[i]:.0%} of its values lie where {label} has less than 5 % of its "
        "largest slope, so they hardly learn.",
        "Try ReLU",
        {"activation": "relu", "initializer": "he"},
    )


def _still(run: Run) -> Finding | None:
    """The loss no longer moves: either the network cannot do better, or its steps are too small."""
    history = run.history
    before = [
        loss[0] for epoch, loss in zip(history.epochs, history.train_loss, strict=True) if epoch <= run.epoch - WATCHED
    ]
    recent = [
        loss[0] for epoch, loss in zip(history.epochs, history.train_loss, strict=True) if epoch > run.epoch - WATCHED
    ]
    if not before or len(recent) < 3 or min(before[-1:] + recent) <= 0:
        return None
    now = float(np.mean(recent[len(recent) // 2 :]))
    then = float(np.mean([before[-1], *recent[: max(len(recent) // 3, 1)]]))
    if (then - now) > STILL * then or now > 1.05 * then:
        return None
    experiment = run.experiment
    text = f"The train loss has stood at {now:.3g} for {WATCHED} epochs. "
    size = network.layout(run.layers).size
    if sum(experiment.layers) < 12:
        layers = (
            (*experiment.layers, 4)
            if len(experiment.layers) < 2
            else tuple(min(n * 2, MAX_NEURONS) for n in experiment.layers)
        )
        return Finding(
            f"{text}With {size} weights and biases this network may be too small for these data.",
            f"Try hidden layers {'-'.join(map(str, layers[:MAX_LAYERS]))}",
            {"layers": layers[:MAX_LAYERS]},
        )
    larger = min(experiment.step_size * 3, 10)
    return Finding(
        f"{text}Perhaps its steps are too small.", f"Try step size {larger:.2g}", {"step_size": float(f"{larger:.2g}")}
    )
