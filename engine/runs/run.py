"""A Run: the state of training one Experiment, or several stacked ones that differ only in what STACKABLE names.

This module starts a Run, prepares its arrays, copies its state and evaluates its networks; `training.advance`
is the only function that trains it.
"""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import DTypeLike

from engine import network
from engine.data.datasets import Split
from engine.experiments.experiment import changed
from engine.layers.dense import Dense
from engine.layers.flatten import Flatten
from engine.layers.parameters import Views
from engine.layers.readout import Last, Readout
from engine.optimizers import OPTIMIZERS, each
from engine.runs import kinds, objective
from engine.runs.beginning import AUGMENTATION, BATCHES, DROPOUT, first_weights, layers_of, random_stream, sample_data
from engine.runs.history import History, Scores, Snapshot, Snapshots

STACKABLE = frozenset(
    {"activation", "initializer", "weight_scale", "weight_seed", "step_size", "momentum", "regularization_rate"}
    | {"recurrent_scale", "forget_bias"}
)
BLOCK, LEAST_BLOCK = 8192, 128  # values of the widest layer that are computed at once; points, for all networks
DIVERGENCE_FACTOR = 1e6  # times the first loss


@dataclass(slots=True, eq=False)
class Run:
    """The state of one training. `start_run` makes it, `training.advance` trains it; other code only reads it.

    step counts mini-batches, epoch counts full passes over the training points. diverged holds,
    for each network, the step at which it diverged, or -1.
    """

    experiments: tuple[Any, ...]
    layers: tuple[Any, ...]  # each a Layer, with more that its kind has
    train: Split
    test: Split
    theta: np.ndarray  # (K, P)
    optimizer_state: Any = None
    schedule_step: int = 0  # steps since the schedule began; a changed schedule begins again
    step: int = 0
    epoch: int = 0
    position: int = 0  # training points used in this epoch
    diverged: np.ndarray = field(init=False)  # (K,)
    first_loss: np.ndarray = field(init=False)  # (K,)
    history: History = field(default_factory=History)
    snapshots: Snapshots = field(default_factory=Snapshots)
    # `prepare` computes these from the fields above, so that a step need not.
    parameters: Views = field(init=False, repr=False)
    gradient: np.ndarray = field(init=False, repr=False)
    gradients: Views = field(init=False, repr=False)
    inputs: tuple[tuple[np.ndarray, np.ndarray], ...] = field(init=False, repr=False)  # (x, y) of train and of test
    # (x, y) of the training points that are scored, then of the test points, and the number of the former.
    scored: tuple[np.ndarray, np.ndarray, int] = field(init=False, repr=False)
    # The inputs, the targets and the dropout masks of the training points, in the order of this epoch.
    shuffled: tuple[np.ndarray, np.ndarray, network.Masks] = field(init=False, repr=False)

    @property
    def experiment(self) -> Any:
        """The first Experiment; the others equal it except in the fields of STACKABLE."""
        return self.experiments[0]

    @property
    def epoch_steps(self) -> int:
        """The number of mini-batches in an epoch; the last one may be smaller."""
        return -(-self.train.size // self.experiment.batch_size)

    @property
    def steps_left(self) -> int:
        """The number of mini-batches to the end of this epoch."""
        return -(-(self.train.size - self.position) // self.experiment.batch_size)

    @property
    def limit(self) -> np.ndarray:
        """The loss from which each network counts as diverged, (K,)."""
        with np.errstate(over="ignore"):
            # Without points the first loss is NaN; fmax then returns 1.
            return np.asarray(DIVERGENCE_FACTOR * np.fmax(self.first_loss, 1))

    @property
    def stopped(self) -> bool:
        """Whether every network has diverged."""
        return bool((self.diverged >= 0).all())


def start_run(*experiments: Any, dtype: DTypeLike = np.float64, every: int = 1, snapshots: bool = True) -> Run:
    """Return a Run at step 0 that trains these Experiments at once.

    every is the number of epochs between two records of its history; a Run without snapshots cannot
    go back. Raises ValueError where the Experiments differ in a field that cannot be stacked.
    """
    first = experiments[0]
    for other in experiments[1:]:
        if extra := changed(first, other) - STACKABLE:
            raise ValueError(f"stacked experiments may differ in {sorted(STACKABLE)}, not in {sorted(extra)}")
    train, test = sample_data(first)
    layers = layers_of(*experiments)
    theta = np.stack([first_weights(e, layers_of(e)) for e in experiments])
    return assemble(experiments, layers, train, test, theta.astype(dtype), every, snapshots)


def assemble(
    experiments: tuple[Any, ...],
    layers: tuple[Any, ...],
    train: Split,
    test: Split,
    theta: np.ndarray,
    every: int = 1,
    snapshots: bool = True,
) -> Run:
    """Return a Run at step 0 of the given parts; it trains theta (K, P) in place."""
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


def adopt(experiment: Any, donor: Run, layers: int | None = None) -> Run:
    """Return a Run at step 0 that starts from the weights of another Run's first network.

    Each of the first `layers` layers (all, if None) whose parameters have the donor's shapes gets
    the donor's values; the initializer makes the others. Together with the field `frozen`, this is
    transfer learning.
    """
    run = start_run(experiment, dtype=donor.theta.dtype)
    given = network.layout(donor.layers).views(donor.theta)
    for own, others in list(zip(run.parameters, given, strict=False))[:layers]:
        if [matrix.shape[1:] for matrix in own] == [matrix.shape[1:] for matrix in others]:
            for matrix, other in zip(own, others, strict=True):
                matrix[0] = other[0]
    return assemble(run.experiments, run.layers, run.train, run.test, run.theta)


def prepare(run: Run) -> None:
    """Compute the fields that follow from the experiments, the data and theta."""
    dtype, layout = run.theta.dtype, network.layout(run.layers)
    run.gradient = np.zeros_like(run.theta)
    run.parameters, run.gradients = layout.views(run.theta), layout.views(run.gradient)
    points = np.concatenate([run.train.points, run.test.points], axis=-1)
    targets = np.concatenate([run.train.targets, run.test.targets], axis=-1)
    x, y = layer_input(run, points), targets.astype(dtype)[None]
    count, most = run.train.size, kinds.of(run.experiment).scored
    run.inputs = (x[..., :count], y[..., :count]), (x[..., count:], y[..., count:])
    if max(count, run.test.size) > most:
        parts = [[values[..., :most] for values in part] for part in run.inputs]
        x, y = (np.concatenate(both, axis=-1) for both in zip(*parts, strict=True))
    run.scored = x, y, min(count, most)
    shuffle(run)


def layer_input(run: Run, points: np.ndarray) -> np.ndarray:
    """Return the input of the first layer for points: coordinates (2, n), images or sequences, as a Split has them."""
    inputs = kinds.of(run.experiment).encode(run.experiment, points).astype(run.theta.dtype)
    return run.layers[0].layer_input(inputs[None])


def shuffle(run: Run) -> None:
    """Make this epoch's training data: augmented, shuffled, with dropout masks; it depends on seed and epoch only."""
    experiment, (x, y) = run.experiment, run.inputs[0]
    order = random_stream(experiment.data_seed, BATCHES, run.epoch).permutation(x.shape[-1])
    if experiment.augmentation:
        rng = random_stream(experiment.data_seed, AUGMENTATION, run.epoch)
        x = layer_input(run, kinds.of(experiment).augment(experiment, rng, run.train.points))
    run.shuffled = x[..., order], y[..., order], _dropout_masks(run, x.shape[-1])


def _dropout_masks(run: Run, points: int) -> network.Masks:
    """Return this epoch's masks: of the inputs of each dense layer or readout, except where these are the data."""
    dropout = run.experiment.dropout
    if not dropout:
        return ()
    rng, kept = random_stream(run.experiment.data_seed, DROPOUT, run.epoch), 1 - dropout / 100
    # Dividing by the share that is kept leaves the mean of the next layer's input as it is.
    return tuple(
        ((rng.random((1, *layer.output_shape, points)) < kept) / kept).astype(run.theta.dtype)
        if isinstance(layer, Dense | Last)
        or (isinstance(layer, Flatten) and i > 0)
        or isinstance(run.layers[i + 1], Readout)
        else None
        for i, layer in enumerate(run.layers[:-1])
    )


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


def evaluate(run: Run) -> Scores:
    """Return the losses and accuracies over the points that are scored; NaN for a part without points.

    These are all points, or a fixed subset of images: see Kind.scored.
    """
    return scores_of(run, output_of(run, run.scored[0]))


def scores_of(run: Run, z: np.ndarray) -> Scores:
    """Return the same for z, (K, outputs, …, points), the outputs at these points."""
    loss = objective.of(run.experiment)
    _, y, count = run.scored
    parts = y[..., :count], y[..., count:]
    with np.errstate(over="ignore", invalid="ignore"):
        values = loss.value(z, y)
        values[np.isnan(values)] = np.inf  # from weights that have overflown
        losses = _means(count, values, [loss.size(part) for part in parts])
        shares: tuple[np.ndarray | None, ...] = (None, None)
        if loss.task == "classification":
            shares = _means(count, loss.right(z, y), [loss.counted(part) for part in parts])
    return Scores(*losses, *shares)


def output_of(run: Run, x: np.ndarray) -> np.ndarray:
    """Return the outputs, (K, outputs, points), for x, an input of the first layer; in blocks that the cache holds."""
    size = max(BLOCK // (len(run.theta) * network.widest(run.layers)), LEAST_BLOCK)
    blocks = [x[..., start : start + size] for start in range(0, max(x.shape[-1], 1), size)]
    with np.errstate(over="ignore", invalid="ignore"):
        outputs = [network.forward(run.layers, run.parameters, block).output for block in blocks]
    return outputs[0] if len(outputs) == 1 else np.concatenate(outputs, axis=-1)


def _means(count: int, values: np.ndarray, sizes: list[float]) -> tuple[np.ndarray, ...]:
    """Return the sums of values (K, points) over the first `count` points and over the others, divided by their sizes.

    They are NaN without points.
    """
    parts = zip((values[..., :count], values[..., count:]), sizes, strict=True)
    return tuple(part.sum(axis=-1) / size if part.shape[-1] else np.full(len(values), np.nan) for part, size in parts)


def trace_of(run: Run, x: np.ndarray) -> network.Trace:
    """Return every layer's values for x, an input of the first layer such as run.inputs[0][0]."""
    with np.errstate(over="ignore", invalid="ignore"):
        return network.forward(run.layers, run.parameters, x)


def predict(run: Run, points: np.ndarray) -> network.Trace:
    """Return every layer's values at coordinates (2, n)."""
    return trace_of(run, layer_input(run, points))
