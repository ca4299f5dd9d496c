"""The recurrent networks in PyTorch: the same cells by PyTorch's own modules, with weights in PyTorch's order."""

from textwrap import dedent, indent

from engine.experiments.sequence_experiment import SequenceExperiment
from engine.layers import gru, lstm
from engine.runs.run import Run

MODULES = {"rnn": "RNN", "lstm": "LSTM", "gru": "GRU"}
NATIVE = ("tanh", "relu")  # the activations that nn.RNN has
LSTM_ORDER = ("input", "forget", "candidate", "output")  # of the gates in PyTorch
# nn.RNN with any activation: the names of its parameters are those of nn.RNN.
PLAIN = dedent('''\
    class RNN(nn.Module):
        """nn.RNN of one layer, with another activation."""

        def __init__(self):
            super().__init__()
            self.activation = {activation}
            self.weight_ih_l0 = nn.Parameter(torch.zeros({units}, {inputs}, dtype={dtype}))
            self.weight_hh_l0 = nn.Parameter(torch.zeros({units}, {units}, dtype={dtype}))
            self.bias_ih_l0 = nn.Parameter(torch.zeros({units}, dtype={dtype}))
            self.bias_hh_l0 = nn.Parameter(torch.zeros({units}, dtype={dtype}))

        def forward(self, x, state=None):
            h = x.new_zeros(len(x), {units}) if state is None else state
            states = []
            for t in range(x.shape[1]):
                z = x[:, t] @ self.weight_ih_l0.T + self.bias_ih_l0 + h @ self.weight_hh_l0.T + self.bias_hh_l0
                h = self.activation(z)
                states.append(h)
            return torch.stack(states, dim=1), h
    ''')
WHOLE = "h, _ = self.cell(x)"
CUT = dedent("""\
    states, state = [], None
    for part in x.split({truncate}, dim=1):  # the gradient does not pass from one part to the one before
        h, state = self.cell(part, state)
        state = {detached}
        states.append(h)
    h = torch.cat(states, dim=1)""")


def network_code(run: Run, index: int, activation: str) -> str:
    """Return the statements that define `network`, after those that define W1, b1, W2, b2, and its `weights`.

    activation is the expression of the module of the plain cell's activation.
    """
    e = run.experiments[index]
    dtype, inputs = f"torch.{run.theta.dtype.name}", len(e.symbols)
    parts = []
    if e.cell == "rnn" and e.activation not in NATIVE:
        parts.append(PLAIN.format(activation=activation, units=e.units, inputs=inputs, dtype=dtype))
        cell = "RNN()"
    else:
        option = f', nonlinearity="{e.activation}"' if e.cell == "rnn" else ""
        cell = f"nn.{MODULES[e.cell]}({inputs}, {e.units}, batch_first=True{option}, dtype={dtype})"
    parts.append(_network_class(e, cell, dtype))
    parts.append("network = Network()\n" + _copies(e))
    return "\n\n".join(parts)


def _network_class(e: SequenceExperiment, cell: str, dtype: str) -> str:
    detached = "tuple(each.detach() for each in state)" if e.cell == "lstm" else "state.detach()"
    states = CUT.format(truncate=e.truncate, detached=detached) if e.truncate else WHOLE
    return (
        "class Network(nn.Module):\n"
        "    def __init__(self):\n"
        "        super().__init__()\n"
        f"        self.cell = {cell}\n"
        f"        self.readout = nn.Linear({e.units}, {e.outputs}, dtype={dtype})\n\n"
        "    def forward(self, x):\n"
        + indent(states, " " * 8)
        + f"\n        return self.readout(h{'' if e.each_moment else '[:, -1]'})\n"
    )


def _copies(e: SequenceExperiment) -> str:
    """Return the statements that copy the weights into the modules; the gates of an LSTM have another order there."""
    lines = []
    if e.cell == "lstm":
        order = [lstm.GATES.index(gate) for gate in LSTM_ORDER]
        lines = [
            f"order = {order}  # PyTorch has the input gates first, then forget gates, candidates, output gates",
            f"W1 = W1.reshape({len(lstm.GATES)}, {e.units}, -1)[order].flatten(0, 1)",
            f"b1 = b1.reshape({len(lstm.GATES)}, {e.units})[order].flatten()",
        ]
    assert gru.GATES == ("reset", "update", "candidate")  # as PyTorch has them
    lines += [
        "with torch.no_grad():",
        f"    network.cell.weight_hh_l0.copy_(W1[:, :{e.units}])",
        f"    network.cell.weight_ih_l0.copy_(W1[:, {e.units}:])",
        "    network.cell.bias_ih_l0.copy_(b1)",
        "    network.cell.bias_hh_l0.zero_()",
        "    network.readout.weight.copy_(W2)",
        "    network.readout.bias.copy_(b2)",
        "network.cell.bias_hh_l0.requires_grad_(False)  # PyTorch has two biases, and one is enough",
        "weights = [network.cell.weight_hh_l0, network.cell.weight_ih_l0, network.readout.weight]",
    ]
    return "\n".join(lines) + "\n"
