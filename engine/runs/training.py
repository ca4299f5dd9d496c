"""Training: step after step, theta moves against the gradient of the loss of a mini-batch.

A Run is the state of training one Experiment, or several stacked ones that differ only in what
STACKABLE names. `advance` is the only way to train. After each epoch the training points are
shuffled anew; a mini-batch's gradient is the mean over its points.

A Run diverges at the first step after which the loss of the next mini-batch is not finite, or
exceeds a million times the first loss (a million, if that was below 1). It then keeps the weights
from before that step.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from engine import metrics, network
from engine.data import augmentations, datasets, drawn, features
from engine.data.augmentations import AUGMENTATIONS
from engine.data.datasets import Split
from engine.experiments.experiment import FIELDS, Experiment, changed
from engine.initializers import INITIALIZERS
from engine.losses import LOSSES
from engine.optimizers import OPTIMIZERS, each
from engine.regularizers import REGULARIZERS
from engine.runs.history import History, Scores, Snapshot, Snapshots
from engine.schedules import SCHEDULES

STACKABLE = frozenset(
    {"activation", "initializer", "weight_scale", "weight_seed", "step_size", "momentum", "regularization_rate"}
)
# One seed, one independent random stream for each purpose.
DATA, WEIGHTS, BATCHES, MOVES, DROPOUT = range(5)
BLOWN_UP = 1e6  # times the first loss


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
    history: History = field(default_factory=History)
    snapshots: Snapshots = field(default_factory=Snapshots)
    # What follows is worked out from the above, to be fast.
    parameters: list = field(default_factory=list, repr=False)
    gradient: np.ndarray | None = None
    gradients: list = field(default_factory=list, repr=False)
    inputs: tuple = ()
    shuffled: tuple = ()  # inputs, targets and dropout's masks in the order of this epoch

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
        with np.errstate(over="ignore"):
            return BLOWN_UP * np.fmax(self.first_loss, 1)  # NaN, the loss of no points, gives way to 1

    @property
    def stopped(self) -> bool:
        """Whether every network has diverged."""
        return bool((self.diverged >= 0).all())


def stream(seed: int, *purpose: int) -> np.random.Generator:
    """Return the random stream that this seed has for a purpose, the same at every call."""
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=purpose))


def options(registry: dict[str, Any], name: str, experiment: Experiment) -> dict[str, Any]:
    """Return the Experiment's values of the options that this entry of a registry has."""
    return {option: getattr(experiment, option) for option in registry[name].options}


def start(*experiments: Experiment, dtype=np.float64, every: int = 1, snapshots: bool = True) -> Run:
    """Return a Run at step 0 that trains these Experiments at once.

    every is the number of epochs between two records of its history; without snapshots it cannot
    be taken back. Raises ValueError where the Experiments differ in a field that cannot be stacked.
    """
    first = experiments[0]
    for other in experiments[1:]:
        if extra := changed(first, other) - STACKABLE:
            raise ValueError(f"stacked experiments may differ in {sorted(STACKABLE)}, not in {sorted(extra)}")
    train, test = draw(first)
    layers = layers_of(*experiments)
    theta = np.stack([first_weights(e, layers) for e in experiments])
    return assemble(experiments, layers, train, test, theta.astype(dtype), every, snapshots)


def draw(experiment: Experiment) -> tuple[Split, Split]:
    """Return an Experiment's train and test points; a visitor's own may be too few for both, or none."""
    rng = stream(experiment.data_seed, DATA)
    if experiment.data == datasets.OWN:
        return drawn.split(experiment.drawn, experiment.train_share, rng)
    return datasets.draw(
        experiment.data,
        experiment.points,
        experiment.noise,
        experiment.train_share,
        rng,
        experiment.classes,
        experiment.boundary,
    )


def layers_of(*experiments: Experiment) -> tuple:
    """Return the layers of the networks of Experiments that can be stacked."""
    first = experiments[0]
    each_layer = zip(*(experiment.activations for experiment in experiments), strict=True)
    kinds = tuple(names[0] if len(set(names)) == 1 else names for names in each_layer)
    return network.dense(len(first.features), first.layers, first.outputs, kinds)


def first_weights(experiment: Experiment, layers: tuple) -> np.ndarray:
    """Return the parameters (P,) that an Experiment's initializer draws for these layers."""
    chosen = options(INITIALIZERS, experiment.initializer, experiment)

    def draw(rng: np.random.Generator, units: int, inputs: int) -> np.ndarray:
        return INITIALIZERS[experiment.initializer].draw(rng, units, inputs, **chosen)

    return network.initial(layers, stream(experiment.weight_seed, WEIGHTS), draw)


def assemble(
    experiments: tuple[Experiment, ...],
    layers: tuple,
    train: Split,
    test: Split,
    theta: np.ndarray,
    every: int = 1,
    snapshots: bool = True,
) -> Run:
    """Return a Run at step 0 of given parts; theta (K, P) becomes the Run's own."""
    run = Run(experiments, layers, train, test, np.ascontiguousarray(theta))
    run.diverged = np.full(len(experiments), -1)
    run.optimizer_state = OPTIMIZERS[run.experiment.optimizer].init(run.theta)
    run.history.every = every
    run.snapshots.every = every if snapshots else 0
    prepare(run)
    scores = evaluate(run)
    run.first_loss = scores.train_loss
    run.history.record(0, scores)
    run.snapshots.keep(snapshot(run))
    return run


def adopt(experiment: Experiment, donor: Run, layers: int | None = None) -> Run:
    """Return a Run at step 0 that starts from the weights of another Run's first network.

    Each of the lowest `layers` layers (all, if None) whose parameters have the donor's shapes takes
    the donor's values; the others are drawn as ever. This is transfer learning's first half; the
    field `frozen` is the second.
    """
    run = start(experiment, dtype=donor.theta.dtype)
    given = network.layout(donor.layers).views(donor.theta)
    for own, others in list(zip(run.parameters, given, strict=False))[:layers]:
        if [matrix.shape[1:] for matrix in own] == [matrix.shape[1:] for matrix in others]:
            for matrix, other in zip(own, others, strict=True):
                matrix[0] = other[0]
    return assemble(run.experiments, run.layers, run.train, run.test, run.theta)


def prepare(run: Run) -> None:
    """Work out what follows from the Experiments, the data and theta."""
    dtype, layout = run.theta.dtype, network.layout(run.layers)
    run.gradient = np.zeros_like(run.theta)
    run.parameters, run.gradients = layout.views(run.theta), layout.views(run.gradient)
    run.inputs = tuple((fed(run, part.points), part.targets.astype(dtype)[None]) for part in (run.train, run.test))
    shuffle(run)


def fed(run: Run, points: np.ndarray) -> np.ndarray:
    """Return what the first layer is fed at coordinates (2, n)."""
    inputs = features.apply(run.experiment.features, points).astype(run.theta.dtype)
    return run.layers[0].fed(inputs[None])


def shuffle(run: Run) -> None:
    """Make this epoch's training data: moved, in their order, with masks; functions of seed and epoch only."""
    experiment, (x, y), dtype = run.experiment, run.inputs[0], run.theta.dtype
    order = stream(experiment.data_seed, BATCHES, run.epoch).permutation(x.shape[-1])
    if experiment.augmentation:
        sizes = {option: getattr(experiment, option) for entry in AUGMENTATIONS.values() for option in entry.options}
        rng = stream(experiment.data_seed, MOVES, run.epoch)
        x = fed(run, augmentations.apply(experiment.augmentation, rng, run.train.points, sizes))
    masks = ()
    if experiment.dropout:
        rng, kept = stream(experiment.data_seed, DROPOUT, run.epoch), 1 - experiment.dropout / 100
        # Dividing by the share that is kept leaves the mean of what the next layer sees as it is.
        masks = tuple(
            ((rng.random((1, layer.units, x.shape[-1])) < kept) / kept).astype(dtype) for layer in run.layers[:-1]
        )
    run.shuffled = x[..., order], y[..., order], masks


def snapshot(run: Run, pinned: bool = False) -> Snapshot:
    """Return a copy of the state of a Run."""
    return Snapshot(
        run.step,
        run.epoch,
        run.position,
        run.schedule_step,
        run.experiments,
        run.theta.copy(),
        each(run.optimizer_state, np.copy),
        run.diverged.copy(),
        run.first_loss,
        pinned,
    )


def _setting(run: Run, name: str) -> np.generic | np.ndarray:
    """Return a setting as a number, or as a (K, 1) column where stacked networks differ in it.

    Either is of theta's dtype: stacked or alone, a network is computed in the same bits.
    """
    values = np.array([getattr(experiment, name) for experiment in run.experiments], run.theta.dtype)
    return values[0] if (values == values[0]).all() else values[:, None]


def _update_rule(run: Run) -> Callable[[], np.ndarray]:
    """Return a function that makes the gradient at hand into the change of theta that it asks for."""
    experiment, theta, gradient = run.experiment, run.theta, run.gradient
    layout = network.layout(run.layers)
    held = layout.ends[min(experiment.frozen, len(run.layers))]  # places of the frozen layers
    gradient[:, :held] = 0
    pays = layout.is_weight & (np.arange(layout.size) >= held)
    optimizer = OPTIMIZERS[experiment.optimizer]
    own = options(OPTIMIZERS, experiment.optimizer, experiment)
    own |= {name: _setting(run, name) for name in own if name in STACKABLE}
    factor = SCHEDULES[experiment.schedule].factor
    scheduled = options(SCHEDULES, experiment.schedule, experiment)
    step_size = _setting(run, "step_size")
    regularizer = REGULARIZERS[experiment.regularization]
    rate = _setting(run, "regularization_rate") * pays.astype(theta.dtype)[None]
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
        if held:
            delta[:, :held] = 0  # there may be momentum left from before they were frozen
        return delta

    return change


def advance(run: Run, steps: int, seconds: float = float("inf")) -> int:
    """Train for a number of mini-batches, or until the time is over; return how many were done.

    Without training points none can be. A Run that has diverged stays where it is; of stacked networks,
    each stops on its own.
    """
    experiment = run.experiment
    loss = LOSSES[experiment.loss]
    measured = options(LOSSES, experiment.loss, experiment)
    batch_size, count = experiment.batch_size, run.train.points.shape[1]
    if not count:
        return 0
    limit = run.limit
    safe = float(limit.min()) / 20
    layers, parameters, gradients, theta = run.layers, run.parameters, run.gradients, run.theta
    change = _update_rule(run)
    before = theta.copy()
    deadline = time.perf_counter() + seconds
    done = 0
    some_stopped = bool((run.diverged >= 0).any())
    # Overflow is expected of a run that diverges, and is dealt with below.
    with np.errstate(over="ignore", invalid="ignore", divide="ignore", under="ignore"):
        while True:
            x, y, masks = run.shuffled
            stop = min(run.position + batch_size, count)
            x, y = x[..., run.position : stop], y[..., run.position : stop]
            if masks:
                masks = tuple(mask[..., run.position : stop] for mask in masks)
            trace = network.forward(layers, parameters, x, masks)
            z = trace.output
            # No loss exceeds the sum of z² by more than a factor of 10 and a few units, both far
            # below the limit: most steps need no closer look.
            if not np.vdot(z, z) < safe:
                _stop_diverged(run, loss.value(z, y, **measured).mean(axis=-1), limit, before)
                some_stopped = bool((run.diverged >= 0).any())
            if some_stopped and run.stopped:
                return done
            if run.position == 0:
                _remember(run)
            if done >= steps or (done and time.perf_counter() > deadline):
                return done
            da = loss.slope(z, y, **measured)
            da /= stop - run.position
            network.backward(layers, parameters, gradients, trace, da, experiment.frozen)
            delta = change()
            if some_stopped:
                delta[run.diverged >= 0] = 0
            np.copyto(before, theta)
            np.add(theta, delta, theta)
            run.step += 1
            done += 1
            run.position = stop
            if stop == count:
                run.epoch += 1
                run.position = 0
                shuffle(run)


def _remember(run: Run) -> None:
    """Record the scores and keep the state at the start of an epoch, where they are wanted."""
    if run.history.wants(run.epoch):
        run.history.record(run.epoch, evaluate(run))
    if run.snapshots.wants(run.epoch):
        run.snapshots.keep(snapshot(run))


def _stop_diverged(run: Run, batch_loss: np.ndarray, limit: np.ndarray, before: np.ndarray) -> None:
    """Mark the networks whose loss has blown up, and put them back to the weights before that."""
    bad = ~(batch_loss < limit) & (run.diverged < 0)
    run.diverged[bad] = run.step
    run.theta[bad] = before[bad]


def evaluate(run: Run) -> Scores:
    """Return the losses and accuracies over all training and all test points; NaN where there are none."""
    loss = LOSSES[run.experiment.loss]
    measured = options(LOSSES, run.experiment.loss, run.experiment)
    results = []
    with np.errstate(over="ignore", invalid="ignore"):
        for x, y in run.inputs:
            if not x.shape[-1]:
                nothing = np.full(len(run.theta), np.nan)
                results.append((nothing, nothing if loss.task == "classification" else None))
                continue
            z = network.forward(run.layers, run.parameters, x).output
            value = np.nan_to_num(loss.value(z, y, **measured).mean(axis=-1), nan=np.inf, posinf=np.inf)
            results.append((value, metrics.accuracy(z, y) if loss.task == "classification" else None))
    (train_loss, train_accuracy), (test_loss, test_accuracy) = results
    return Scores(train_loss, test_loss, train_accuracy, test_accuracy)


def trace(run: Run, x: np.ndarray) -> network.Trace:
    """Return every layer's values for x, what the first layer is fed, such as run.inputs[0][0]."""
    with np.errstate(over="ignore", invalid="ignore"):
        return network.forward(run.layers, run.parameters, x)


def predict(run: Run, points: np.ndarray) -> network.Trace:
    """Return every layer's values at coordinates (2, n)."""
    return trace(run, fed(run, points))


assert set(FIELDS) >= STACKABLE
