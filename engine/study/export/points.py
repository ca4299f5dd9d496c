"""What programs have of their own for networks on points of a plane: inputs made from x1 and x2, and the example."""

import math
from textwrap import dedent, indent

import numpy as np

from engine.activations import ACTIVATIONS
from engine.data.own_axes import Axis
from engine.experiments.experiment import Experiment
from engine.losses import LOSSES
from engine.runs.run import Run
from engine.study.export.program import Form

INPUTS = {
    "x1": "x1",
    "x2": "x2",
    "x1_squared": "x1 * x1",
    "x2_squared": "x2 * x2",
    "x1_x2": "x1 * x2",
    "sin_x1": "{np}.sin(x1)",
    "sin_x2": "{np}.sin(x2)",
}


def _inputs(experiment: Experiment, library: str) -> str:
    """Return the expressions of the network's inputs, separated by commas; library is the name of NumPy or PyTorch."""
    return ", ".join(INPUTS[name].format(np=library) for name in experiment.features)


def _to_plane(experiment: Experiment, convert: str = "{}") -> list[str]:
    """Return statements that scale the file's numbers as those were that the network has learned from, if any were.

    convert is a format that makes an array of x1 or x2.
    """
    return [
        f"{name} = ({convert.format(name)} - {axis.low!r}) / {_width(axis)} * {2 * axis.end:g} - {axis.end:g}"
        for name, axis in zip(("x1", "x2"), experiment.axes[:2], strict=True)
        if axis.is_scaled
    ]


def _from_value(experiment: Experiment) -> str:
    """Return the end of an expression that makes the file's value of an output, if values were scaled."""
    axis = experiment.axes.value
    if experiment.class_count or not axis.is_scaled:
        return ""
    return f" * {_width(axis)} / 2 + {axis.offset!r}"


def _width(axis: Axis) -> str:
    """Return an expression of how wide an axis is in the file's units."""
    low = f"({axis.low!r})" if axis.low < 0 else f"{axis.low!r}"
    return f"({axis.high!r} - {low})"


def _names(experiment: Experiment) -> str:
    """Return what axes and classes are called, as comments and a list; names are text from outside, on one line."""
    axes, lines = experiment.axes, []
    lines += [f"# x{k} is {axis.name!r}." for k, axis in enumerate(axes[:2], 1) if axis.name]
    if experiment.class_count and any(axes.classes):
        names = "\n".join(f"    {name!r}," for name in axes.classes[: experiment.class_count])
        lines.append(f"CLASSES = [\n{names}\n]")
    if axes.value.name:
        lines.append(f"# The label is {axes.value.name!r}.")
    if _from_value(experiment):
        axis = axes.value
        lines.append(
            f"# The network and its losses have values that are scaled: {axis.low!r} is -1, {axis.high!r} is 1."
        )
    return "\n".join(lines) + "\n" if lines else ""


def _shape(experiment: Experiment) -> str:
    widths, names = experiment.layers, experiment.activations
    hidden = ", ".join(f"{width} {ACTIVATIONS[name].label}" for width, name in zip(widths, names, strict=True))
    outputs = "1 output" if experiment.outputs == 1 else f"{experiment.outputs} outputs"
    layers = [f"hidden layers of {hidden}"] if hidden else []
    return ", ".join([f"{len(experiment.features)} inputs", *layers, outputs])


def _is_score(experiment: Experiment) -> bool:
    """Return whether the network predicts a score or a value, not a probability."""
    return experiment.loss == "hinge" or LOSSES[experiment.loss].task == "regression"


def _predicted(experiment: Experiment) -> str:
    if experiment.loss == "hinge":
        what = "the score: class 1 where it is positive, else class 0"
    elif _is_score(experiment):
        what = "the value"
    elif experiment.outputs == 1:
        what = "the probability of class 1"
    else:
        what = "the probability of each class, (classes, points),"
    return f"Return {what} at each point."


def _example(run: Run, make: str) -> str:
    """Return statements that predict at some training points, or at the origin if there are none."""
    points = run.train.points[:, :4] if run.train.size else np.zeros((2, 1))
    x1, x2 = (_rounded(axis, row) for axis, row in zip(run.experiment.axes[:2], points, strict=True))
    return (
        '\nif __name__ == "__main__":\n'
        "    # Some of the training points.\n"
        f"    x1 = {make.format(x1)}\n    x2 = {make.format(x2)}\n"
        "    print(predict(x1, x2))\n"
    )


def _rounded(axis: Axis, row: np.ndarray) -> list[float]:
    """Return numbers of the plane in the file's units, to a hundredth of what one unit of the plane is there."""
    return [round(value, 2 - math.floor(math.log10(axis.factor))) for value in axis.to_file(row).tolist()]


def _numpy(run: Run, index: int) -> str:
    experiment = run.experiments[index]
    lines = _to_plane(experiment)
    lines += [f"a0 = np.stack([{_inputs(experiment, 'np')}]).astype(np.{run.theta.dtype.name})"]
    for i, name in enumerate(experiment.activations, 1):
        lines += [f"a{i} = {name}(W{i} @ a{i - 1} + b{i}[:, None])"]
    last = len(run.layers)
    lines += [f"return W{last} @ a{last - 1} + b{last}[:, None]"]
    return (
        "def outputs(x1, x2):\n"
        '    """Return the weighted sums of the output units, (units, points)."""\n'
        "    x1, x2 = np.atleast_1d(np.asarray(x1, float), np.asarray(x2, float))\n"
        + indent("\n".join(lines), "    ")
        + "\n"
    )


def _numpy_predict(experiment: Experiment) -> str:
    if _is_score(experiment):
        return "return outputs(x1, x2)[0]" + _from_value(experiment)
    if experiment.outputs == 1:
        return "return 0.5 * np.tanh(0.5 * outputs(x1, x2)[0]) + 0.5"
    return dedent("""\
        z = outputs(x1, x2)
        p = np.exp(z - z.max(axis=0))  # subtracting a constant does not change p
        return p / p.sum(axis=0)""")


def _torch_predict(experiment: Experiment) -> str:
    if _is_score(experiment):
        return "network(inputs(x1, x2))[:, 0]" + _from_value(experiment)
    if experiment.outputs == 1:
        return "torch.sigmoid(network(inputs(x1, x2))[:, 0])"
    return "torch.softmax(network(inputs(x1, x2)), dim=1).T"


def _sklearn_predict(experiment: Experiment) -> str:
    if not experiment.class_count:
        return "network.predict(inputs(x1, x2))" + _from_value(experiment)
    return "network.predict_proba(inputs(x1, x2))" + ("[:, 1]" if experiment.class_count == 2 else ".T")


FORM = Form(
    "points",
    "x1, x2",
    "A row for each unit: its weights, one for each of its inputs.",
    _shape,
    _predicted,
    _names,
    _example,
    _numpy,
    _numpy_predict,
    lambda experiment, dtype: (
        '"""Return the inputs of the network at points, (points, inputs)."""\n'
        + "".join(f"{line}\n" for line in _to_plane(experiment))
        + f"return torch.stack([{_inputs(experiment, 'torch')}], dim=1).to(torch.{dtype})"
    ),
    _torch_predict,
    lambda experiment, dtype: (
        '"""Return the inputs of the network at points, (points, inputs)."""\n'
        + "".join(f"{line}\n" for line in _to_plane(experiment, "np.asarray({})"))
        + f"return np.stack([{_inputs(experiment, 'np')}], axis=1).astype(np.{dtype})"
    ),
    _sklearn_predict,
    lambda experiment: "",
)
