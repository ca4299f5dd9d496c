"""What the programs of all three libraries share: the opening docstring, the weights, the inputs, an example.

Each program holds the weights, computes the inputs from x1 and x2, and predicts what the network on
screen predicts: the probability of class 1, of each class, a score, or a value.
"""

from collections.abc import Iterable

import numpy as np

from engine import network
from engine.activations import ACTIVATIONS
from engine.experiments.experiment import Experiment
from engine.layers.parameters import biases, weights
from engine.losses import LOSSES
from engine.runs.run import Run, evaluate

WIDTH = 100  # characters of a line at most

INPUTS = {
    "x1": "x1",
    "x2": "x2",
    "x1_squared": "x1 * x1",
    "x2_squared": "x2 * x2",
    "x1_x2": "x1 * x2",
    "sin_x1": "{np}.sin(x1)",
    "sin_x2": "{np}.sin(x2)",
}


def opening(run: Run, index: int) -> str:
    """Return a docstring that describes the network and its scores."""
    experiment = run.experiments[index]
    scores = evaluate(run)
    widths, names = experiment.layers, experiment.activations
    hidden = ", ".join(f"{width} {ACTIVATIONS[name].label}" for width, name in zip(widths, names, strict=True))
    shape = (
        f"{len(experiment.features)} inputs, hidden layers of {hidden}, "
        if hidden
        else f"{len(experiment.features)} inputs, "
    )
    quality = f"Test loss {scores.test_loss[index]:.4g} ({LOSSES[experiment.loss].label})"
    if scores.test_accuracy is not None:
        quality += f", test accuracy {100 * scores.test_accuracy[index]:.1f} %"
    outputs = "1 output" if experiment.outputs == 1 else f"{experiment.outputs} outputs"
    first = _wrapped(f'"""A neural network for the data "{experiment.data}": {shape}{outputs}.')
    return f'{first}\n\nTrained for {run.epoch} epochs, {run.step} steps. {quality}.\n"""\n'


def _wrapped(text: str, start: str = "") -> str:
    """Return text in lines of at most WIDTH characters, broken between words."""
    lines = [""]
    for word in text.split(" "):
        if lines[-1] and len(lines[-1]) + 1 + len(word) > WIDTH:
            lines.append(start)
        lines[-1] += (" " if lines[-1].strip() else "") + word
    return "\n".join(lines)


def _row(values: Iterable[float], start: str) -> str:
    """Return a list of numbers that read back bit for bit, on one line if it fits, else on several."""
    numbers = ", ".join(str(value) for value in values)
    if len(start) + len(numbers) + 3 <= WIDTH:
        return f"{start}[{numbers}]"
    inner = start + "    "
    return f"{start}[\n{inner}{_wrapped(numbers, inner).lstrip()},\n{start}]"


def arrays(run: Run, index: int, make: str = "np.array", library: str = "np.") -> str:
    """Return the statements that define W1, b1, W2, …"""
    dtype = f"dtype={library}{run.theta.dtype.name}"
    statements = []
    for i, (matrix,) in enumerate(network.layout(run.layers).views(run.theta), 1):
        rows = "\n".join(f"{_row(row, '        ')}," for row in weights(matrix)[index])
        statements.append(f"W{i} = {make}(\n    [\n{rows}\n    ],\n    {dtype},\n)")
        statements.append(f"b{i} = {make}(\n{_row(biases(matrix)[index], '    ')},\n    {dtype},\n)")
    return "\n".join(statements) + "\n"


def inputs(experiment: Experiment, library: str) -> str:
    """Return the expressions of the network's inputs, separated by commas; library is the name of NumPy or PyTorch."""
    return ", ".join(INPUTS[name].format(np=library) for name in experiment.features)


def _examples(run: Run) -> tuple[list[float], list[float]]:
    """Return the coordinates of some training points, or the origin if there are none."""
    points = run.train.points[:, :4].round(2)
    x1, x2 = (points if points.size else np.zeros((2, 1))).tolist()
    return x1, x2


def predicted(experiment: Experiment) -> str:
    """Return what the program's predict() returns, as its docstring says it."""
    if experiment.loss == "hinge":
        return "the score: class 1 where it is positive, else class 0"
    if LOSSES[experiment.loss].task == "regression":
        return "the value"
    if experiment.outputs == 1:
        return "the probability of class 1"
    return "the probability of each class, (classes, points),"


def example(run: Run, array: str) -> str:
    """Return the end of a program, which predicts at some training points; array is a format of an array."""
    x1, x2 = _examples(run)
    return (
        '\nif __name__ == "__main__":\n'
        "    # Some of the training points.\n"
        f"    x1 = {array.format(x1)}\n    x2 = {array.format(x2)}\n"
        "    print(predict(x1, x2))\n"
    )
