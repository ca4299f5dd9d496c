"""One training step by this engine, by scikit-learn, by PyTorch and by hand in NumPy, for benchmarks/engine.py."""

import itertools
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from engine import network
from engine.experiments.experiment import Experiment, change
from engine.runs import training
from engine.runs.beginning import first_weights
from engine.runs.run import Run, assemble, start_run

NEVER = 10**9  # epochs between two records of the losses: the peers keep no history either

Contender = Callable[[int], object]  # takes a number of steps


class Case(NamedTuple):
    """One training step to measure: hidden widths, all tanh; outputs; batch size; optimizer."""

    layers: tuple[int, ...]
    outputs: int
    batch_size: int
    optimizer: str

    def __str__(self) -> str:
        shape = "-".join(map(str, (2, *self.layers, self.outputs)))
        return f"{shape} tanh, batch {self.batch_size}, {self.optimizer.replace('_', ' ')}"


CASES = [
    Case((8, 8), 1, 10, "gradient_descent"),
    Case((8, 8), 2, 32, "adam"),
    Case((8,) * 6, 1, 10, "gradient_descent"),
    Case((8,) * 6, 1, 10, "adam"),
    Case((32, 32), 2, 30, "adam"),
]


def start_case(case: Case, count: int = 1, points: int = 500) -> Run:
    """Return a Run of `count` stacked networks; wider, and with more outputs, than an Experiment can be."""
    base = change(
        Experiment(), batch_size=case.batch_size, optimizer=case.optimizer, step_size=0.001, points=points, layers=()
    )
    experiments = tuple(change(base, weight_seed=seed) for seed in range(count))
    data = start_run(base)
    train, test = data.train, data.test
    if case.outputs > 1:
        train, test = (part._replace(targets=np.eye(case.outputs)[:, part.labels]) for part in (train, test))
    layers = network.dense(2, case.layers, case.outputs, ("tanh",) * len(case.layers))
    theta = np.stack([first_weights(experiment, layers) for experiment in experiments])
    return assemble(experiments, layers, train, test, theta.astype(np.float32), NEVER, snapshots=False)


def ours(run: Run) -> Contender:
    """Return our step."""
    return lambda count: training.advance(run, count)


def scikit_learn(case: Case, x: np.ndarray, labels: np.ndarray) -> Contender:
    """Return scikit-learn's step: partial_fit on one mini-batch."""
    from sklearn.neural_network import MLPClassifier

    model = MLPClassifier(
        case.layers,
        activation="tanh",
        solver={"adam": "adam", "gradient_descent": "sgd"}[case.optimizer],
        alpha=0,
        momentum=0,
        learning_rate_init=0.001,
        batch_size=case.batch_size,
        random_state=1,
    )
    x, classes, size = x.T.astype(np.float32), np.unique(labels), case.batch_size

    def steps(count: int) -> None:
        for i in range(count):
            at = i * size % (len(x) - size + 1)
            model.partial_fit(x[at : at + size], labels[at : at + size], classes=classes)

    return steps


def pytorch(case: Case, x: np.ndarray, labels: np.ndarray) -> Contender | None:
    """Return PyTorch's eager step, or None where PyTorch is not installed."""
    try:
        import torch
    except ImportError:
        return None
    torch.set_num_threads(1)
    torch.manual_seed(1)
    widths = (2, *case.layers)
    hidden = [m for a, b in itertools.pairwise(widths) for m in (torch.nn.Linear(a, b), torch.nn.Tanh())]
    model = torch.nn.Sequential(*hidden, torch.nn.Linear(widths[-1], case.outputs))
    kind = {"adam": torch.optim.Adam, "gradient_descent": torch.optim.SGD}[case.optimizer]
    optimizer = kind(model.parameters(), lr=0.001)
    inputs = torch.tensor(x.T, dtype=torch.float32)
    if case.outputs == 1:
        targets, loss = torch.tensor(labels, dtype=torch.float32)[:, None], torch.nn.BCEWithLogitsLoss()
    else:
        targets, loss = torch.tensor(labels), torch.nn.CrossEntropyLoss()
    size = case.batch_size

    def steps(count: int) -> None:
        for i in range(count):
            at = i * size % (len(inputs) - size + 1)
            optimizer.zero_grad()
            loss(model(inputs[at : at + size]), targets[at : at + size]).backward()
            optimizer.step()

    return steps


def by_hand(run: Run) -> Contender:
    """Return the floor: 2-8-8-1 tanh with gradient descent, written in NumPy for this one network."""
    x_all, y_all = run.train.points.astype(np.float32), run.train.targets.astype(np.float32)
    (W1, b1), (W2, b2), (W3, b3) = ((m[0, :, :-1].copy(), m[0, :, -1:].copy()) for (m,) in run.parameters)
    rng, size, step_size = np.random.default_rng(1), run.experiment.batch_size, np.float32(0.001)

    def steps(count: int) -> None:
        nonlocal W1, b1, W2, b2, W3, b3
        at = end = x_all.shape[1]
        for _ in range(count):
            if at >= end:
                order = rng.permutation(end)
                x_epoch, y_epoch, at = x_all[:, order], y_all[:, order], 0
            x, y = x_epoch[:, at : at + size], y_epoch[:, at : at + size]
            a1 = np.tanh(W1 @ x + b1)
            a2 = np.tanh(W2 @ a1 + b2)
            p = 0.5 * np.tanh(0.5 * (W3 @ a2 + b3)) + 0.5
            d3 = (p - y) / x.shape[1]
            d2 = (W3.T @ d3) * (1 - a2 * a2)
            d1 = (W2.T @ d2) * (1 - a1 * a1)
            W3 -= step_size * (d3 @ a2.T)
            b3 -= step_size * d3.sum(axis=1, keepdims=True)
            W2 -= step_size * (d2 @ a1.T)
            b2 -= step_size * d2.sum(axis=1, keepdims=True)
            W1 -= step_size * (d1 @ x.T)
            b1 -= step_size * d1.sum(axis=1, keepdims=True)
            at += size

    return steps
