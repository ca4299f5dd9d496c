"""What programs have of their own for networks on points of a plane: inputs made from x1 and x2, and the example."""

from textwrap import dedent, indent

import numpy as np

from engine.activations import ACTIVATIONS
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
    points = run.train.points[:, :4].round(2)
    x1, x2 = (points if points.size else np.zeros((2, 1))).tolist()
    return (
        '\nif __name__ == "__main__":\n'
        "    # Some of the training points.\n"
        f"    x1 = {make.format(x1)}\n    x2 = {make.format(x2)}\n"
        "    print(predict(x1, x2))\n"
    )


def _numpy(run: Run, index: int) -> str:
    experiment = run.experiments[index]
    lines = [f"a0 = np.stack([{_inputs(experiment, 'np')}]).astype(np.{run.theta.dtype.name})"]
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
        return "return outputs(x1, x2)[0]"
    if experiment.outputs == 1:
        return "return 0.5 * np.tanh(0.5 * outputs(x1, x2)[0]) + 0.5"
    return dedent("""\
        z = outputs(x1, x2)
        p = np.exp(z - z.max(axis=0))  # subtracting a constant does not change p
        return p / p.sum(axis=0)""")


def _torch_predict(experiment: Experiment) -> str:
    if _is_score(experiment):
        return "network(inputs(x1, x2))[:, 0]"
    if experiment.outputs == 1:
        return "torch.sigmoid(network(inputs(x1, x2))[:, 0])"
    return "torch.softmax(network(inputs(x1, x2)), dim=1).T"


def _sklearn_predict(experiment: Experiment) -> str:
    if not experiment.class_count:
        return "network.predict(inputs(x1, x2))"
    return "network.predict_proba(inputs(x1, x2))" + ("[:, 1]" if experiment.class_count == 2 else ".T")


FORM = Form(
    "points",
    "x1, x2",
    "A row for each unit: its weights, one for each of its inputs.",
    _shape,
    _predicted,
    lambda experiment: "",
    _example,
    _numpy,
    _numpy_predict,
    lambda experiment, dtype: (
        '"""Return the inputs of the network at points, (points, inputs)."""\n'
        f"return torch.stack([{_inputs(experiment, 'torch')}], dim=1).to(torch.{dtype})"
    ),
    _torch_predict,
    lambda experiment, dtype: (
        '"""Return the inputs of the network at points, (points, inputs)."""\n'
        f"return np.stack([{_inputs(experiment, 'np')}], axis=1).astype(np.{dtype})"
    ),
    _sklearn_predict,
    lambda experiment: "",
)
