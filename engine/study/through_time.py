"""What happens in a recurrent network from moment to moment: states, gates, answers, the gradient on its way back."""

from typing import Any, NamedTuple

import numpy as np

from engine import losses, network
from engine.data.sequences import datasets
from engine.layers import gru, lstm
from engine.layers.gru import Gated
from engine.layers.lstm import Cells
from engine.layers.parameters import Views, biases, weights
from engine.runs import objective
from engine.runs.beginning import DATA, random_stream
from engine.runs.run import Run, layer_input
from engine.study import inspection

MEASURED = 32  # training sequences over which the gradient is measured


class Moments(NamedTuple):
    """One network at every moment of n sequences.

    h and, for an LSTM, c are (units, moments, n); gates has those of a gated cell by name, (units, moments, n) each.
    answers, (outputs, moments, n), are the probabilities of all symbols, or the numbers, that a readout at each moment
    gives, also where it is asked at the end only.
    """

    h: np.ndarray
    c: np.ndarray | None
    gates: dict[str, np.ndarray]
    answers: np.ndarray


def moments(run: Run, points: np.ndarray, index: int = 0) -> Moments:
    """Return what a network does with sequences, points (…, moments, n) as a Split has them, of any length."""
    layers, parameters = one_of(run, index)
    with np.errstate(over="ignore", invalid="ignore"):
        signal = layers[0].forward(parameters[0], layer_input(run, points))
        z = readout(parameters, signal.a)
        answers = losses.probabilities(flat(z)).reshape(1, -1, *z.shape[2:]) if run.experiment.class_count else z
    gates: dict[str, np.ndarray] = {}
    if isinstance(signal, Cells | Gated):
        names = lstm.GATES if isinstance(signal, Cells) else gru.GATES
        gates = dict(zip(names, signal.gates[0], strict=True))
    return Moments(signal.a[0], signal.c[0] if isinstance(signal, Cells) else None, gates, answers[0])


def one_of(run: Run, index: int) -> tuple[tuple[Any, ...], Views]:
    """Return the layers and the parameters of one network of a Run."""
    theta = np.ascontiguousarray(run.theta[index : index + 1])
    return network.unstack(run.layers, index), network.layout(run.layers).views(theta)


def flat(values: np.ndarray) -> np.ndarray:
    """Return (K, rows, moments, n) as (K, rows, moments · n)."""
    return values.reshape(*values.shape[:2], -1)


def readout(parameters: Views, h: np.ndarray) -> np.ndarray:
    """Return the weighted sums of the outputs at each moment, (1, outputs, moments, n), for states (1, units, …)."""
    (matrix,) = parameters[-1]
    z = np.matmul(weights(matrix), flat(h)) + biases(matrix)[..., None]
    return z.reshape(*z.shape[:2], *h.shape[2:])


def gradient_norms(run: Run, x: np.ndarray | None = None, y: np.ndarray | None = None) -> np.ndarray:
    """Return |dL/dh| at every moment, (K, moments): the mean over sequences of the norm over units.

    L is the loss of a sequence, the sum over its positions. The sequences are some that are scored, or those of a layer
    input x with targets y. What falls towards the first moment is a gradient that vanishes in time. With truncation,
    it is the truncated gradient.
    """
    if x is None or y is None:
        x, y = (values[..., :MEASURED] for values in inspection.scored(run))
    unused = network.layout(run.layers).views(np.zeros_like(run.theta))
    with np.errstate(over="ignore", invalid="ignore"):
        trace = network.forward(run.layers, run.parameters, x)
        # A recurrent layer leaves dL/dh in the array that it is given: see Recurrent.backward.
        slope = objective.of(run.experiment).slope(trace.output, y)
        for i in range(len(run.layers) - 1, 0, -1):
            slope = run.layers[i].backward(run.parameters[i], unused[i], trace.inputs[i], trace.layers[i], slope)
        run.layers[0].backward(run.parameters[0], unused[0], trace.inputs[0], trace.layers[0], slope, False)
        norms = np.sqrt(np.square(slope, dtype=np.float64).sum(axis=1))
    return norms.mean(axis=-1) if norms.shape[-1] else np.zeros(norms.shape[:2])


def accuracy_at(run: Run, length: int, count: int = 200, seed: int = 0) -> np.ndarray:
    """Return the share of determined answers that are right, (K,), in new sequences of another length.

    Of a regression it is the mean squared error. Raises ValueError for a text, which has no other lengths.
    """
    e = run.experiment
    if e.data in datasets.WITH_ALPHABET:
        raise ValueError(f"data must be a task with a length, got {e.data}")
    new, _ = datasets.sample(e.data, e.text, e.own, length, min(e.delay, length - 1), count, random_stream(seed, DATA))
    loss, y = objective.of(e), new.targets.astype(run.theta.dtype)[None]
    with np.errstate(over="ignore", invalid="ignore"):
        z = network.forward(run.layers, run.parameters, layer_input(run, new.points)).output
        if not e.class_count:
            return loss.value(z, y).sum(axis=-1) / loss.size(y)
        return loss.right(z, y).sum(axis=-1) / loss.counted(y)


def counts_to(run: Run, most: int = 40, index: int = 0) -> int:
    """Return up to which n a network gets aⁿbⁿ right: every answer from the first b on, for this n and all smaller."""
    a, b, _ = range(3)
    for n in range(1, most + 1):
        points = np.array([a] * n + [b] * n)[:, None]
        answers = moments(run, points, index).answers[:, n:, 0].argmax(axis=0)
        if answers.tolist() != [b] * (n - 1) + [2]:
            return n - 1
    return most


def carry_on(run: Run, values: np.ndarray, steps: int, index: int = 0) -> np.ndarray:
    """Return how a network continues a curve, (steps,): each predicted value is its next input.

    values (moments,) are the beginning of the curve, such as one of a sine.
    """
    layers, parameters = one_of(run, index)
    points, state, found = np.asarray(values, float)[None, :, None], (), []
    for _ in range(steps):
        signal = layers[0].forward(parameters[0], layer_input(run, points), state)
        state = layers[0].state(signal)
        found.append(float(readout(parameters, signal.a)[0, 0, -1, 0]))
        points = np.array(found[-1:])[None, :, None]
    return np.array(found)
