"""A recurrent network of PyTorch: a SequenceExperiment with its cell and its units, and its weights in our order.

PyTorch has two biases for each unit, which are added up here. In the GRU they cannot all be: that of its candidate
which stands within the reset gate's product has no counterpart, so it must be 0.
"""

from dataclasses import replace
from typing import Any

import numpy as np

from engine.experiments.sequence_experiment import CELLS, MAX_UNITS, SequenceExperiment
from engine.foreign import fitting
from engine.foreign.arrays import count, expected
from engine.foreign.found import Found, Layer
from engine.foreign.points import about_hidden
from engine.layers import gru, lstm
from engine.runs.storage import Saved

# The gates of each cell as PyTorch has them, and as they are here.
ORDERS = {
    "rnn": (("state",), ("state",)),
    "gru": (("reset", "update", "candidate"), gru.GATES),
    "lstm": (("input", "forget", "candidate", "output"), lstm.GATES),
}
NAMES = "the names of PyTorch: weight_ih_l0, weight_hh_l0, bias_ih_l0, bias_hh_l0, and a linear layer for the outputs"


def fitted(found: Found, experiment: SequenceExperiment) -> Saved:
    """Return the network on the data and with the settings of an Experiment, as far as both fit.

    Raises ValueError, with the reason, where there is no such network on these sequences.
    """
    of_inputs, of_state, readout = _parts(found)
    units = of_state.W.shape[1]
    cell = _cell(of_inputs, of_state, experiment)
    dense = fitting.fit(found._replace(layers=(readout,)), {units})
    ((W, b),) = matrices = dense.matrices
    if len(W) == 2 and experiment.class_count == 2:
        ((W, b),) = fitting.one_output(matrices)
    if len(W) != experiment.outputs or W.shape[1] != units:
        raise ValueError(
            f"{readout.name} must have {count(experiment.outputs, 'output')} for the data “{experiment.data}”, and "
            f"{count(units, 'input')}, got {len(W)} and {W.shape[1]}"
        )
    new = replace(experiment, cell=cell, units=units, activation=found.activation or experiment.activation)
    theta = np.concatenate([_matrix(cell, of_inputs, of_state).ravel(), fitting.theta_of([(W, b)])])
    read = f"A recurrent layer of {count(units, f'{CELLS[cell]} unit')}; PyTorch’s two biases of each were added up."
    return Saved(new, theta, 0, (read, *dense.remarks[1:], *about_hidden(new, bool(found.activation))))


def _parts(found: Found) -> tuple[Layer, Layer, Layer]:
    """Return the layers of the inputs, of the state and of the outputs, which PyTorch names."""
    recurrent = [layer for layer in found.layers if "weight_ih" in layer.key or "weight_hh" in layer.key]
    if several := next((layer for layer in recurrent if not layer.key.endswith("_l0")), None):
        raise ValueError(f"“{several.key}” is of a second layer or direction; networks here have one")
    of_inputs, of_state = (
        [layer for layer in recurrent if name in layer.key and layer.W.ndim == 2] for name in ("weight_ih", "weight_hh")
    )
    others = [layer for layer in found.layers if layer not in recurrent]
    if [len(each) for each in (of_inputs, of_state, others)] != [1, 1, 1]:
        raise ValueError(f"a recurrent network is read by {NAMES}; there must be one of each")
    return of_inputs[0], of_state[0], others[0]


def _cell(of_inputs: Layer, of_state: Layer, experiment: SequenceExperiment) -> str:
    """Return the name of the cell, which its number of rows tells. Raises ValueError where the shapes do not fit."""
    rows, units = of_state.W.shape
    cell = next((name for name, (gates, _) in ORDERS.items() if rows == len(gates) * units), "")
    if not cell:
        raise ValueError(f"“{of_state.key}” must have 1, 3 or 4 times as many rows as columns, got {rows} and {units}")
    if units > MAX_UNITS:
        raise ValueError(f"it has {units} units, and this page has up to {MAX_UNITS}")
    if of_inputs.W.shape != (rows, len(experiment.symbols)):
        raise ValueError(
            f"“{of_inputs.key}” must have {rows} rows and {count(len(experiment.symbols), 'column')}, one for each "
            f"input of the data “{experiment.data}”, got {' and '.join(map(str, of_inputs.W.shape))}"
        )
    for layer in (of_inputs, of_state):
        if layer.b is not None and len(layer.b) != rows:
            raise ValueError(f"{layer.name} has {count(len(layer.b), 'bias value')} where {expected(rows)}")
    if cell == "gru" and of_state.b is not None and of_state.b[2 * units :].any():
        raise ValueError(
            "PyTorch’s GRU has a bias within the product of its reset gate, the last third of bias_hh_l0, and that of "
            "this page has none: only a GRU in which these numbers are 0 can be read. RNN and LSTM are the same here"
        )
    return cell


def _matrix(cell: str, of_inputs: Layer, of_state: Layer) -> Any:
    """Return [W_h W_x b] with the rows of each gate in the order of this app."""
    biases = sum(layer.b for layer in (of_inputs, of_state) if layer.b is not None)
    b = np.broadcast_to(biases, len(of_state.W))
    matrix = np.hstack([of_state.W, of_inputs.W, b[:, None]])
    theirs, ours = ORDERS[cell]
    blocks = np.split(matrix, len(theirs))
    return np.concatenate([blocks[theirs.index(gate)] for gate in ours])
