"""Training: step after step, theta moves against the gradient of the loss of a mini-batch.

`advance` is the only function that trains. After each epoch the training points are shuffled again; the gradient
of a mini-batch is the mean over its points, or over the positions of its sequences.

A Run diverges at the first step after which the loss of the next mini-batch is not finite, or
exceeds a million times the first loss (a million, if that was below 1). It then keeps the weights
from before that step.
"""

import time
from collections.abc import Callable
from typing import Any

import numpy as np

from engine import network
from engine.optimizers import OPTIMIZERS
from engine.options import option_values
from engine.regularizers import REGULARIZERS
from engine.runs import objective, passes
from engine.runs.run import STACKABLE, Run, evaluate, shuffle, snapshot
from engine.schedules import SCHEDULES

# Where the sum of the squared outputs z² is below a twentieth of the limit, no network has reached the limit: every
# loss is at most 10 times that sum plus a few units, and the limit is at least a million.
SAFE_SHARE = 1 / 20


def advance(run: Run, steps: int, seconds: float = float("inf")) -> int:
    """Train for a number of mini-batches, or until the time is over, and return how many were done.

    Without training points it does nothing. A Run that has diverged does not change; of stacked networks,
    each stops by itself.
    """
    experiment = run.experiment
    loss = objective.of(experiment)
    batch_size, count = experiment.batch_size, run.train.size
    if not count:
        return 0
    limit = run.limit
    safe = float(limit.min()) * SAFE_SHARE
    theta = run.theta
    first = network.trained_from(run.layers, experiment.frozen)
    both = passes.passes_of(run, first)
    change = _update_rule(run, first)
    before = theta.copy()
    deadline = time.perf_counter() + seconds
    done = 0
    some_stopped = bool((run.diverged >= 0).any())
    # A Run that diverges may overflow; _stop_diverged handles it.
    with np.errstate(over="ignore", invalid="ignore", divide="ignore", under="ignore"):
        while True:
            x, y, masks = run.shuffled
            stop = min(run.position + batch_size, count)
            part = slice(run.position, stop)
            x, y = x[..., part], y[..., part]
            if masks:
                masks = network.of_points(masks, part)
            z = both.forward(x, masks)
            if not np.vdot(z, z) < safe:  # most steps need no closer look
                _stop_diverged(run, loss.value(z, y).sum(axis=-1) / loss.size(y), limit, before)
                some_stopped = bool((run.diverged >= 0).any())
            if some_stopped and run.stopped:
                return done
            if run.position == 0:
                _remember(run)
            if done >= steps or (done and time.perf_counter() > deadline):
                return done
            da = loss.slope(z, y)
            da /= loss.size(y)
            both.backward(da)
            delta = change()
            if some_stopped:
                delta[run.diverged >= 0] = 0
            before[...] = theta
            theta += delta
            run.step += 1
            done += 1
            run.position = stop
            if stop == count:
                run.epoch += 1
                run.position = 0
                shuffle(run)


def _update_rule(run: Run, first: int) -> Callable[[], np.ndarray]:
    """Return a function that turns the present gradient into the change of theta, from layer `first` on."""
    experiment, theta, gradient = run.experiment, run.theta, run.gradient
    frozen = network.layout(run.layers).ends[first] if first else 0  # how many parameters are frozen
    gradient[:, :frozen] = 0
    optimizer = OPTIMIZERS[experiment.optimizer]
    own = option_values(OPTIMIZERS, experiment.optimizer, experiment)
    own |= {name: _setting(run, name) for name in own if name in STACKABLE}
    factor = SCHEDULES[experiment.schedule].factor
    scheduled = option_values(SCHEDULES, experiment.schedule, experiment)
    step_size = _setting(run, "step_size")
    regularizer = REGULARIZERS[experiment.regularization]
    rate = _penalty_rate(run, frozen) if regularizer.slope else None
    penalty = None if regularizer.decoupled else regularizer.slope
    clip = experiment.clip_norm

    def change() -> np.ndarray:
        if penalty:
            np.add(gradient, rate * penalty(theta), gradient)
        if clip:
            norm = np.sqrt(np.square(gradient, dtype=np.float64).sum(axis=1, keepdims=True))
            np.multiply(gradient, np.minimum(clip / norm, 1).astype(theta.dtype), gradient)
        run.schedule_step += 1
        size = step_size * factor(run.schedule_step, **scheduled)
        delta, run.optimizer_state = optimizer.update(gradient, run.optimizer_state, size, theta, **own)
        if regularizer.decoupled:
            delta -= size * rate * theta
        if frozen:
            delta[:, :frozen] = 0  # the optimizer may still have momentum from before they were frozen
        return delta

    return change


def _penalty_rate(run: Run, frozen: int) -> np.ndarray:
    """Return the regularization rate of each parameter, (K or 1, P): 0 for biases and for the first `frozen` ones."""
    is_penalized = network.layout(run.layers).is_weight
    is_penalized[:frozen] = False
    return np.asarray(_setting(run, "regularization_rate") * is_penalized.astype(run.theta.dtype)[None])


def _setting(run: Run, name: str) -> Any:
    """Return a setting as a number, or as a (K, 1) column where stacked networks differ in it.

    Both have theta's dtype, so that a network computes the same bits in a stack and by itself.
    """
    values = np.array([getattr(experiment, name) for experiment in run.experiments], run.theta.dtype)
    return values[0] if (values == values[0]).all() else values[:, None]


def _remember(run: Run) -> None:
    """Record the scores and keep the state at the start of an epoch, where either is due."""
    if run.history.is_due(run.epoch):
        run.history.record(run.epoch, evaluate(run))
    if run.snapshots.is_due(run.epoch):
        run.snapshots.keep(snapshot(run))


def _stop_diverged(run: Run, batch_loss: np.ndarray, limit: np.ndarray, before: np.ndarray) -> None:
    """Mark the networks whose loss exceeds the limit, and restore their weights from before the last step."""
    bad = ~(batch_loss < limit) & (run.diverged < 0)
    run.diverged[bad] = run.step
    run.theta[bad] = before[bad]
