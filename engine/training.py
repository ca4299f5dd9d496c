"""Training: step after step, theta moves against the gradient of the loss of a mini-batch.

A Run is the state of training one Experiment, or several stacked ones that differ only in what
STACKABLE names. `advance` is the only way to train. After each epoch the training points are
shuffled anew; a mini-batch's gradient is the mean over its points.

A Run diverges at the first step after which the loss of the next mini-batch is not finite, or
exceeds a million times the first loss (a million, if that was below 1). It then keeps the weights
from before that step.
"""

import time
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from engine import datasets, features, losses, network
from engine.datasets import Split
from engine.experiment import FIELDS, KEEPS_WEIGHTS, Experiment, changed
from engine.initializers import INITIALIZERS
from engine.losses import LOSSES
from engine.optimizers import OPTIMIZERS
from engine.regularizers import REGULARIZERS
from engine.schedules import SCHEDULES

STACKABLE = frozenset({"weight_seed", "step_size", "momentum", "regularization_rate"})
# One seed, one independent random stream for each purpose.
DATA, WEIGHTS, BATCHES = range(3)
BLOWN_UP = 1e6  # times the first loss
HISTORY = 400  # epochs kept; then every second one is dropped


class Scores(NamedTuple):
    """Means over all points, one value per network, without the regularization penalty.

    The accuracies are None for regression.
    """

    train_loss: np.ndarray
    test_loss: np.ndarray
    train_accuracy: np.ndarray | None
    test_accuracy: np.ndarray | None


class History(NamedTuple):
    """Scores at the start and at the ends of epochs, evenly thinned: parallel lists, oldest first."""

    epochs: list[int]
    train_loss: list[np.ndarray]
    test_loss: list[np.ndarray]

    def record(self, epoch: int, scores: Scores) -> None:
        self.epochs.append(epoch)
        self.train_loss.append(scores.train_loss)
        self.test_loss.append(scores.test_loss)
        if len(self.epochs) > HISTORY:
            for kept in self:
                del kept[1::2]

    @property
    def interval(self) -> int:
        """The number of epochs from one record to the next."""
        return self.epochs[1] - self.epochs[0] if len(self.epochs) > 1 else 1

    def wants(self, epoch: int) -> bool:
        """Whether the end of this epoch is to be recorded and has not been."""
        return epoch > self.epochs[-1] and (epoch - self.epochs[0]) % self.interval == 0


@dataclass(slots=True, eq=False)
class Run:
    """The state of one training. Make it with `start`; read it; move it with `advance`.

    step counts mini-batches, epoch counts full passes over the training points. diverged holds,
    for each network, the step at which it diverged, or -1.
    """

    experiments: tuple[Experiment, ...]
    layers: tuple
    train: Split
    test: Split
    theta: np.ndarray  # (K, P)
    optimizer_state: Any = None
    schedule_step: int = 0  # since the schedule began; a schedule that is changed begins anew
    step: int = 0
    epoch: int = 0
    position: int = 0  # training points used in this epoch
    diverged: np.ndarray | None = None
    first_loss: np.ndarray | None = None
    history: History = field(default_factory=lambda: History([], [], []))
    # What follows is worked out from the above, to be fast.
    parameters: list = field(default_factory=list, repr=False)
    gradient: np.ndarray | None = None
    gradients: list = field(default_factory=list, repr=False)
    is_weight: np.ndarray | None = None
    inputs: tuple = ()
    shuffled: tuple = ()

    @property
    def experiment(self) -> Experiment:
        """The first Experiment; all others agree with it but for the fields in STACKABLE."""
        return self.experiments[0]

    @property
    def epoch_steps(self) -> int:
        """The number of mini-batches in an epoch; the last one may be smaller."""
        return -(-self.train.points.shape[1] // self.experiment.batch_size)

    @property
    def steps_left(self) -> int:
        """The number of mini-batches to the end of this epoch."""
        return -(-(self.train.points.shape[1] - self.position) // self.experiment.batch_size)

    @property
    def limit(self) -> np.ndarray:
        """The loss at which each network counts as diverged."""
        return BLOWN_UP * np.maximum(self.first_loss, 1)

    @property
    def stopped(self) -> bool:
        """Whether every network has diverged."""
        return bool((self.diverged >= 0).all())


def stream(seed: int, *purpose: int) -> np.random.Generator:
    """Return the random stream that this seed has for a purpose, the same at every call."""
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=purpose))


def start(*experiments: Experiment, dtype=np.float64) -> Run:
    """Return a Run at step 0 that trains these Experiments at once.

    Raises ValueError where they differ in a field that cannot be stacked.
    """
    first = experiments[0]
    for other in experiments[1:]:
        if extra := changed(first, other) - STACKABLE:
            raise ValueError(f"stacked experiments may differ in {sorted(STACKABLE)}, not in {sorted(extra)}")
    train, test = datasets.draw(first.data, first.points, first.noise, first.train_share, stream(first.data_seed, DATA))
    layers = network.dense(len(first.features), first.layers, first.outputs, first.activation)
    draw = INITIALIZERS[first.initializer].draw
    theta = np.stack([network.initial(layers, stream(e.weight_seed, WEIGHTS), draw) for e in experiments])
    return assemble(experiments, layers, train, test, theta.astype(dtype))


def assemble(experiments: tuple[Experiment, ...], layers: tuple, train: Split, test: Split, theta: np.ndarray) -> Run:
    """Return a Run at step 0 of given parts; theta (K, P) becomes the Run's own."""
    run = Run(experiments, layers, train, test, np.ascontiguousarray(theta))
    run.diverged = np.full(len(experiments), -1)
    _prepare(run)
    scores = evaluate(run)
    run.first_loss = scores.train_loss
    run.history.record(0, scores)
    return run


def _prepare(run: Run) -> None:
    """Work out what follows from the Experiments and theta, and the optimizer's first state."""
    dtype, layout = run.theta.dtype, network.layout(run.layers)
    run.gradient = np.zeros_like(run.theta)
    run.parameters, run.gradients = layout.views(run.theta), layout.views(run.gradient)
    run.is_weight = np.zeros((1, layout.size), dtype)
    for views in layout.views(run.is_weight):
        views[0][:] = 1  # a layer's first parameter is W, its second b
    names = run.experiment.features
    run.inputs = tuple(
        (features.apply(names, part.points).astype(dtype)[None], part.targets.astype(dtype)[None])
        for part in (run.train, run.test)
    )
    run.optimizer_state = OPTIMIZERS[run.experiment.optimizer].init(run.theta)
    _shuffle(run)


def _shuffle(run: Run) -> None:
    """Put the training points in the order of the current epoch, a function of seed and epoch only."""
    x, y = run.inputs[0]
    order = stream(run.experiment.data_seed, BATCHES, run.epoch).permutation(x.shape[-1])
    run.shuffled = x[..., order], y[..., order]


def revise(run: Run, experiment: Experiment) -> Run:
    """Return a Run of a changed Experiment: this very Run, where its weights can be kept.

    Data, features, shape, activation, initializer and seeds start anew; all else goes on from the
    present weights. A change of optimizer begins with that optimizer's first state, a change of
    schedule or step size at that schedule's first step. Raises ValueError for stacked Runs.
    """
    if len(run.experiments) > 1:
        raise ValueError(f"only a Run of one network can be revised, got one of {len(run.experiments)}")
    differs = changed(run.experiment, experiment)
    if not differs:
        return run
    if differs - KEEPS_WEIGHTS:
        return start(experiment, dtype=run.theta.dtype)
    run.experiments = (experiment,)
    if "optimizer" in differs or run.stopped:  # the gradient that blew up is still in the state
        run.optimizer_state = OPTIMIZERS[experiment.optimizer].init(run.theta)
    if differs & {"step_size", "schedule", *SCHEDULES[experiment.schedule].options}:
        run.schedule_step = 0
    if "loss" in differs:
        scores = evaluate(run)
        run.first_loss = scores.train_loss
        for kept in run.history:
            kept.clear()  # another loss is another quantity: the two make no one curve
        run.history.record(run.epoch, scores)
    if run.stopped:  # it stands at its weights from before, which may be far from good: it may try again
        run.first_loss = np.maximum(run.first_loss, evaluate(run).train_loss)
        run.diverged[:] = -1
    return run


def _column(run: Run, name: str) -> np.ndarray:
    """Return a setting as a (K, 1) column: stacked or alone, a network is computed in the same bits."""
    return np.array([[getattr(experiment, name)] for experiment in run.experiments], run.theta.dtype)


def advance(run: Run, steps: int, seconds: float = float("inf")) -> int:
    """Train for a number of mini-batches, or until the time is over; return how many were done.

    A Run that has diverged stays where it is; of stacked networks, each stops on its own.
    """
    experiment = run.experiment
    loss = LOSSES[experiment.loss]
    optimizer = OPTIMIZERS[experiment.optimizer]
    schedule = SCHEDULES[experiment.schedule]
    regularize = REGULARIZERS[experiment.regularization].slope
    step_size = _column(run, "step_size")
    options = {
        name: _column(run, name) if name in STACKABLE else getattr(experiment, name) for name in optimizer.options
    }
    scheduled = {name: getattr(experiment, name) for name in schedule.options}
    rate = _column(run, "regularization_rate") * run.is_weight
    batch_size, count = experiment.batch_size, run.train.points.shape[1]
    limit = run.limit
    safe = float(limit.min()) / 4
    layers, parameters, theta = run.layers, run.parameters, run.theta
    before = theta.copy()
    deadline = time.perf_counter() + seconds
    done = 0
    some_stopped = bool((run.diverged >= 0).any())
    # Overflow is expected of a run that diverges, and is dealt with below.
    with np.errstate(over="ignore", invalid="ignore", divide="ignore", under="ignore"):
        while True:
            x, y = run.shuffled
            stop = min(run.position + batch_size, count)
            x, y = x[..., run.position : stop], y[..., run.position : stop]
            trace = network.forward(layers, parameters, x)
            z = trace.output
            # No loss exceeds the sum of z² by more than a factor and a few units, both far below
            # the limit: most steps need no closer look.
            if not np.vdot(z, z) < safe:
                _stop_diverged(run, loss.value(z, y).mean(axis=-1), limit, before)
                some_stopped = bool((run.diverged >= 0).any())
            if some_stopped and run.stopped:
                return done
            if run.position == 0 and run.history.wants(run.epoch):
                run.history.record(run.epoch, evaluate(run))
            if done >= steps or (done and time.perf_counter() > deadline):
                return done
            da = loss.slope(z, y)
            da /= stop - run.position
            network.backward(layers, parameters, run.gradients, trace, da)
            if regularize:
                run.gradient += rate * regularize(theta)
            run.schedule_step += 1
            factor = schedule.factor(run.schedule_step, **scheduled)
            delta, run.optimizer_state = optimizer.update(
                run.gradient, run.optimizer_state, step_size * factor, theta, **options
            )
            if some_stopped:
                delta[run.diverged >= 0] = 0
            np.copyto(before, theta)
            theta += delta
            run.step += 1
            done += 1
            run.position = stop
            if stop == count:
                _end_epoch(run)


def _end_epoch(run: Run) -> None:
    run.epoch += 1
    run.position = 0
    _shuffle(run)


def _stop_diverged(run: Run, batch_loss: np.ndarray, limit: np.ndarray, before: np.ndarray) -> None:
    """Mark the networks whose loss has blown up, and put them back to the weights before that."""
    bad = ~(batch_loss < limit) & (run.diverged < 0)
    run.diverged[bad] = run.step
    run.theta[bad] = before[bad]


def evaluate(run: Run) -> Scores:
    """Return the losses and accuracies over all training and all test points."""
    loss = LOSSES[run.experiment.loss]
    results = []
    with np.errstate(over="ignore", invalid="ignore"):
        for x, y in run.inputs:
            z = network.forward(run.layers, run.parameters, x).output
            value = np.nan_to_num(loss.value(z, y).mean(axis=-1), nan=np.inf)
            results.append((value, losses.accuracy(z, y) if loss.task == "classification" else None))
    (train_loss, train_accuracy), (test_loss, test_accuracy) = results
    return Scores(train_loss, test_loss, train_accuracy, test_accuracy)


def predict(run: Run, points: np.ndarray) -> network.Trace:
    """Return every layer's values at coordinates (2, n)."""
    x = features.apply(run.experiment.features, points).astype(run.theta.dtype)
    with np.errstate(over="ignore", invalid="ignore"):
        return network.forward(run.layers, run.parameters, x[None])


assert set(FIELDS) >= STACKABLE
