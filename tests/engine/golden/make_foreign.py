"""Make foreign.json, what networks of PyTorch predict with their weights: python -m tests.engine.golden.make_foreign

It needs PyTorch 2.x, which the tests do not. Everything is float64, and weights have three decimals. Run it again only
to add a case.
"""

import json
from pathlib import Path

import torch
from torch import nn

from engine.experiments.experiment import change
from engine.experiments.sequence_experiment import SequenceExperiment

FILE = Path(__file__).with_name("foreign.json")
SEEDS = (1, 2, 3)
OUTPUTS = (1, 2, 4)
MOMENTS = 7


class Recurrent(nn.Module):
    """A recurrent layer, and a linear one for its last moment."""

    def __init__(self, module, inputs, units, outputs):
        super().__init__()
        self.cell = module(inputs, units, batch_first=True)
        self.out = nn.Linear(units, outputs)

    def forward(self, x):
        return self.out(self.cell(x)[0][:, -1])


def probabilities(z):
    """The probability of each class; of one output, that of the second class."""
    return torch.sigmoid(z[:, 0]) if z.shape[1] == 1 else torch.softmax(z, dim=1)


def case(network, x):
    """A network's state_dict and what it predicts."""
    network.double()
    with torch.no_grad():
        for parameter in network.parameters():
            parameter.copy_(parameter.mul(1000).round().div(1000))
        if isinstance(network, Recurrent) and isinstance(network.cell, nn.GRU):
            network.cell.bias_hh_l0[2 * network.cell.hidden_size :] = 0  # what a GRU here has not
        y = probabilities(network(x))
    return {
        "state_dict": {name: values.tolist() for name, values in network.state_dict().items()},
        "x": x.tolist(),
        "y": y.tolist(),
    }


def points(outputs):
    network = nn.Sequential(nn.Linear(2, 4), nn.Tanh(), nn.Linear(4, 3), nn.Tanh(), nn.Linear(3, outputs))
    return case(network, torch.rand(5, 2, dtype=torch.float64) * 12 - 6)


def images(dense):
    convolutions = [nn.Conv2d(1, 3, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(3, 4, 3, padding=1), nn.ReLU()]
    network = nn.Sequential(*convolutions, nn.MaxPool2d(2), nn.Flatten(), *dense)
    return case(network, torch.rand(2, 1, 8, 8, dtype=torch.float64).mul(16).round().div(16))


def sequences(cell):
    experiment = change(SequenceExperiment(), length=MOMENTS)
    inputs = len(experiment.symbols)
    network = Recurrent({"rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}[cell], inputs, 3, experiment.class_count)
    symbols = torch.randint(inputs, (4, MOMENTS))
    made = case(network, nn.functional.one_hot(symbols, inputs).double())
    return {"cell": cell, **made, "x": symbols.tolist()}


def main():
    cases = {"torch": torch.__version__, "points": [], "images": [], "sequences": []}
    for seed in SEEDS:
        torch.manual_seed(seed)
        cases["points"] += [points(outputs) for outputs in OUTPUTS]
        cases["images"].append(
            images([nn.Linear(16, 10)] if seed % 2 else [nn.Linear(16, 5), nn.ReLU(), nn.Linear(5, 10)])
        )
        cases["sequences"] += [sequences(cell) for cell in ("rnn", "lstm", "gru")]
    FILE.write_text(json.dumps(cases), encoding="utf-8")


if __name__ == "__main__":
    main()
