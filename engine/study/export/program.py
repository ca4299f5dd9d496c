"""What the programs of all libraries share: the opening docstring, the weights, and what a kind of experiment adds.

Each program holds the weights and predicts what the network on screen predicts.
"""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from engine import network
from engine.layers.parameters import biases, weights
from engine.losses import LOSSES
from engine.runs.run import Run, evaluate

WIDTH = 100  # characters of a line at most


class Form(NamedTuple):
    """What programs for one kind of experiment have of their own; e is an Experiment.

    data names what is predicted for, arguments are the parameters of predict(), rows says what the rows of the weights
    are; shape(e) describes the network, predicted(e) what predict() returns, constants(e) are statements after the
    imports, example(run, make) is the end of a program, where make is a format of an array.
    numpy(run, index) is the function outputs() and what it needs, numpy_predict(e) the body of predict().
    torch_inputs(e, dtype) and sklearn_inputs(e, dtype) are bodies of inputs(), torch_predict(e) and sklearn_predict(e)
    the expressions that predict() returns. sklearn_obstacle(e) is a sentence on why there is no such program, or "".
    torch_network(run, index, activation), if any, defines the network and its weights where nn.Sequential cannot, and
    torch_loss(e) returns its loss and what the targets are, or None where these are the usual ones.
    """

    data: str
    arguments: str
    rows: str
    shape: Callable[[Any], str]
    predicted: Callable[[Any], str]
    constants: Callable[[Any], str]
    example: Callable[[Run, str], str]
    numpy: Callable[[Run, int], str]
    numpy_predict: Callable[[Any], str]
    torch_inputs: Callable[[Any, str], str]
    torch_predict: Callable[[Any], str]
    sklearn_inputs: Callable[[Any, str], str]
    sklearn_predict: Callable[[Any], str]
    sklearn_obstacle: Callable[[Any], str]
    torch_network: Callable[[Run, int, str], str] | None = None
    torch_loss: Callable[[Any], tuple[str, str] | None] = lambda experiment: None


def opening(run: Run, index: int, shape: str) -> str:
    """Return a docstring that describes the network, whose shape is given in words, and its scores."""
    experiment = run.experiments[index]
    scores = evaluate(run)
    part, loss, accuracy = "Test", scores.test_loss, scores.test_accuracy
    if not run.test.size:  # all points of a small table train
        part, loss, accuracy = "Train", scores.train_loss, scores.train_accuracy
    quality = f"{part} loss {loss[index]:.4g} ({LOSSES[experiment.loss].label})"
    if accuracy is not None:
        quality += f", {part.lower()} accuracy {100 * accuracy[index]:.1f} %"
    measured = run.scored[0].shape[-1] - run.scored[2]
    if 0 < measured < run.test.size:
        quality += f", of {measured} test {experiment.KIND}"
    first = wrapped(f'"""A neural network for the data "{experiment.data}": {shape}.')
    return f'{first}\n\nTrained for {run.epoch} epochs, {run.step} steps. {quality}.\n"""\n'


def wrapped(text: str, start: str = "") -> str:
    """Return text in lines of at most WIDTH characters, broken between words."""
    lines = [""]
    for word in text.split(" "):
        if lines[-1] and len(lines[-1]) + 1 + len(word) > WIDTH:
            lines.append(start)
        lines[-1] += (" " if lines[-1].strip() else "") + word
    return "\n".join(lines)


def row(values: Iterable[float], start: str) -> str:
    """Return a list of numbers that read back bit for bit, on one line if it fits, else on several."""
    numbers = ", ".join(str(value) for value in values)
    if len(start) + len(numbers) + 3 <= WIDTH:
        return f"{start}[{numbers}]"
    inner = start + "    "
    return f"{start}[\n{inner}{wrapped(numbers, inner).lstrip()},\n{start}]"


def arrays(run: Run, index: int, make: str = "np.array", library: str = "np.") -> str:
    """Return the statements that define W1, b1, W2, … of the layers with weights."""
    dtype = f"dtype={library}{run.theta.dtype.name}"
    statements = []
    matrices = [matrix for layer in network.layout(run.layers).views(run.theta) for matrix in layer]
    for i, matrix in enumerate(matrices, 1):
        rows = "\n".join(f"{row(values, '        ')}," for values in weights(matrix)[index])
        statements.append(f"W{i} = {make}(\n    [\n{rows}\n    ],\n    {dtype},\n)")
        statements.append(f"b{i} = {make}(\n{row(biases(matrix)[index], '    ')},\n    {dtype},\n)")
    return "\n".join(statements) + "\n"
