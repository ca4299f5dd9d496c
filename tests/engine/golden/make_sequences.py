"""Make sequences.json, PyTorch's trainings on sequences: python -m tests.engine.golden.make_sequences

It needs PyTorch 2.x, which the tests do not. Everything is float64. Run it again only to add a case.
PyTorch has two biases in each cell; the second one is 0 here and does not learn.
"""

import json
from pathlib import Path

import torch
from torch import nn

from engine.experiments.experiment import change
from engine.experiments.sequence_experiment import SequenceExperiment
from engine.layers.lstm import GATES
from engine.optimizers import OPTIMIZERS as registry
from engine.options import option_values
from engine.runs.run import Run, shuffle, start_run
from tests.engine.golden.make import ACTIVATIONS, OPTIMIZERS, STEPS

FILE = Path(__file__).with_name("sequences.json")
COMMON = {"units": 4, "examples": 24, "batch_size": 7, "step_size": 0.02, "clip_norm": 0.0}
MASKED = {"data": "anbn", "length": 10}  # sequences of different lengths
NETWORKS = [
    {"cell": "rnn", **MASKED},
    {"cell": "lstm", **MASKED, "optimizer": "momentum"},
    {"cell": "gru", **MASKED, "optimizer": "rmsprop"},
    {"cell": "rnn", "data": "text", "text": "names_english", "activation": "relu", "clip_norm": 0.5},
    {"cell": "lstm", "data": "text", "text": "names_english", "forget_bias": 2.0},
    {"cell": "gru", "data": "text", "text": "names_english", "recurrent_scale": 0.7},
    {"cell": "rnn", "data": "recall", "length": 9, "truncate": 4, "activation": "softsign"},
    {"cell": "lstm", "data": "adding", "length": 6, "truncate": 4, "optimizer": "adamw"},
    {"cell": "gru", "data": "parity", "length": 7, "truncate": 3, "optimizer": "nesterov"},
    {"cell": "lstm", "data": "sine", "length": 8},
]
# PyTorch has the gates of an LSTM in this order.
ORDER = [GATES.index(gate) for gate in ("input", "forget", "candidate", "output")]


def cell(run: Run, matrix: torch.Tensor, x: torch.Tensor) -> torch.Tensor:
    """Return h of all moments, (n, moments, units), as PyTorch's cells compute it, for x (n, moments, inputs)."""
    e, units = run.experiment, run.experiment.units
    if e.cell == "lstm":
        matrix = torch.cat([matrix.reshape(len(GATES), units, -1)[i] for i in ORDER])
    W_h, W_x, b = matrix[:, :units], matrix[:, units:-1], matrix[:, -1]
    module = {"rnn": nn.RNNCell, "lstm": nn.LSTMCell, "gru": nn.GRUCell}[e.cell](x.shape[2], units).double()
    tensors = {"weight_hh": W_h, "weight_ih": W_x, "bias_ih": b, "bias_hh": torch.zeros_like(b)}
    h = torch.zeros(len(x), units, dtype=x.dtype)
    state, found = (h, h), []
    for t in range(x.shape[1]):
        if e.truncate and t % e.truncate == 0:
            state = tuple(each.detach() for each in state)
        if e.cell == "rnn":  # nn.RNN has two activations only
            h = ACTIVATIONS[e.activation](nn.functional.linear(x[:, t], W_x, b) + state[0] @ W_h.T)
            state = (h, h)
        elif e.cell == "lstm":
            state = torch.func.functional_call(module, tensors, (x[:, t], state))
        else:
            h = torch.func.functional_call(module, tensors, (x[:, t], state[0]))
            state = (h, h)
        found.append(state[0])
    return torch.stack(found, dim=1)


def loss_of(run: Run, matrices: list[torch.Tensor], x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    """Return the mean loss over all judged positions, for x (n, moments, inputs) and y as our targets have it."""
    e = run.experiment
    h = cell(run, matrices[0], x)
    if not e.each_moment:
        h = h[:, -1]
    z = nn.functional.linear(h, matrices[1][:, :-1], matrices[1][:, -1])
    if e.each_moment:
        judged = y[-2].T > 0  # (n, moments)
        z, y = z[judged], y[:-2].permute(2, 1, 0)[judged]
    else:
        y = y.T
    if e.loss == "mse":
        return nn.functional.mse_loss(z, y)
    if e.outputs == 1:
        return nn.functional.binary_cross_entropy_with_logits(z, y)
    return nn.functional.cross_entropy(z, y.argmax(dim=-1))


def train(changes: dict) -> dict:
    """Return the first weights, each step's loss, the first gradient, and the last weights."""
    changes = COMMON | changes
    experiment = change(SequenceExperiment(), **changes)
    run = start_run(experiment)
    matrices = [torch.tensor(each[0][0], dtype=torch.float64, requires_grad=True) for each in run.parameters if each]
    options = option_values(registry, experiment.optimizer, experiment)
    optimizer = OPTIMIZERS[experiment.optimizer](matrices, experiment.step_size, options)
    case = {"changes": changes, "theta0": run.theta[0].tolist(), "losses": [], "gradient": [], "theta": []}
    for i in range(STEPS):
        if i and i % run.epoch_steps == 0:
            run.epoch += 1
            shuffle(run)
        at = i % run.epoch_steps * experiment.batch_size
        x, y = (torch.tensor(part[0, ..., at : at + experiment.batch_size].copy()) for part in run.shuffled[:2])
        loss = loss_of(run, matrices, x[:-1].permute(2, 1, 0), y)
        case["losses"].append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        if experiment.clip_norm:
            norm = nn.utils.get_total_norm([matrix.grad for matrix in matrices])
            for matrix in matrices:
                matrix.grad *= (experiment.clip_norm / norm).clamp(max=1)
        if not case["gradient"]:
            case["gradient"] = torch.cat([matrix.grad.ravel() for matrix in matrices]).tolist()
        optimizer.step()
    case["theta"] = torch.cat([matrix.detach().ravel() for matrix in matrices]).tolist()
    return case


if __name__ == "__main__":
    content = {"torch": torch.__version__, "networks": [train(changes) for changes in NETWORKS]}
    FILE.write_text(json.dumps(content) + "\n", encoding="utf-8")
    print(f"{FILE}: {FILE.stat().st_size // 1000} kB")
