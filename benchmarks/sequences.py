"""A step on sequences by this engine and by PyTorch, for benchmarks/engine.py."""

from typing import Any, NamedTuple

import numpy as np

from benchmarks.contenders import NEVER, Contender
from engine import network
from engine.data.datasets import Split
from engine.experiments.experiment import change
from engine.experiments.sequence_experiment import SequenceExperiment
from engine.runs.beginning import first_weights
from engine.runs.run import Run, assemble

SYMBOLS = 27
STEP_SIZE = 0.001


class SequenceCase(NamedTuple):
    """A network to measure: a cell with a readout at every moment over SYMBOLS; Adam. limit: see engine.py."""

    cell: str
    moments: int
    units: int
    batch_size: int
    stacked: int
    limit: float

    def __str__(self) -> str:
        stack = f", {self.stacked} stacked, each" if self.stacked > 1 else ""
        return f"{self.cell.upper()}, {self.moments} moments, {self.units} units, batch {self.batch_size}{stack}"


CASES = [
    SequenceCase("rnn", 12, 32, 32, 1, 0.35),
    SequenceCase("gru", 12, 32, 32, 1, 0.40),
    SequenceCase("lstm", 12, 32, 32, 1, 0.70),
    SequenceCase("rnn", 12, 32, 32, 8, 0.20),
]


def start_case(case: SequenceCase, count: int = 640) -> Run:
    """Return a Run of stacked networks on random symbols, in which at every moment the next one is asked."""
    base = change(
        SequenceExperiment(),
        data="text",
        cell=case.cell,
        units=case.units,
        batch_size=case.batch_size,
        step_size=STEP_SIZE,
        clip_norm=0.0,
    )
    experiments = tuple(change(base, weight_seed=seed) for seed in range(case.stacked))
    options = {"activation": "tanh"} if case.cell == "rnn" else {}
    symbols = len(base.symbols)
    layers = network.recurrent(case.cell, symbols, case.units, case.moments, SYMBOLS, True, **options)
    drawn = np.random.default_rng(1).integers(0, SYMBOLS, (case.moments + 1, count))
    targets = np.concatenate([np.eye(SYMBOLS)[:, drawn[1:]], np.ones((2, case.moments, count))])
    train = Split(drawn[:-1], targets, drawn[1:])
    test = Split(train.points[:, :1], targets[..., :1], train.labels[:, :1])
    theta = np.stack([first_weights(experiment, layers) for experiment in experiments])
    return assemble(experiments, layers, train, test, theta.astype(np.float32), NEVER, snapshots=False)


def pytorch(case: SequenceCase, run: Run) -> Contender | None:
    """Return PyTorch's eager step of one network, or None where PyTorch is not installed."""
    try:
        import torch
    except ImportError:
        return None
    nn: Any = torch.nn
    torch.set_num_threads(1)
    torch.manual_seed(1)
    inputs = run.inputs[0][0].shape[1] - 1
    cell = {"rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}[case.cell](inputs, case.units, batch_first=True)
    readout = nn.Linear(case.units, SYMBOLS)
    optimizer = torch.optim.Adam([*cell.parameters(), *readout.parameters()], lr=STEP_SIZE)
    x = torch.tensor(np.moveaxis(run.inputs[0][0][0, :-1], (0, 1, 2), (2, 1, 0)).copy())
    y, size, loss = torch.tensor(run.train.labels.T.copy()), case.batch_size, nn.functional.cross_entropy

    def steps(count: int) -> None:
        for i in range(count):
            at = i * size % (len(x) - size + 1)
            optimizer.zero_grad()
            z = readout(cell(x[at : at + size])[0])
            loss(z.reshape(-1, SYMBOLS), y[at : at + size].reshape(-1)).backward()
            optimizer.step()

    return steps
