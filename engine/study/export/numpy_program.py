"""A trained network as a program in NumPy."""

from textwrap import dedent, indent

from engine.activations import SELU_ALPHA, SELU_SCALE
from engine.experiments.experiment import Experiment
from engine.losses import LOSSES
from engine.runs.run import Run
from engine.study.export.program import arrays, example, inputs, opening, predicted

# The body of each activation's function of z in NumPy; none of them overflows.
NUMPY = {
    "tanh": "return np.tanh(z)",
    "relu": "return np.maximum(z, 0)",
    "sigmoid": "return 0.5 * np.tanh(0.5 * z) + 0.5  # = 1 / (1 + exp(-z)), which cannot overflow",
    "linear": "return z",
    "leaky_relu": "return np.where(z > 0, z, 0.01 * z)",
    "elu": "return np.where(z > 0, z, np.expm1(np.minimum(z, 0)))",
    "softplus": "return np.logaddexp(0, z)",
    "swish": "return z * (0.5 * np.tanh(0.5 * z) + 0.5)",
    "gelu": "return 0.5 * z * (1 + np.tanh(np.sqrt(2 / np.pi) * (z + 0.044715 * z**3)))",
    "sine": "return np.sin(z)",
    "mish": "return z * np.tanh(np.logaddexp(0, z))",
    "selu": f"return {SELU_SCALE} * np.where(z > 0, z, {SELU_ALPHA} * np.expm1(np.minimum(z, 0)))",
    "softsign": "return z / (1 + np.abs(z))",
    "hard_tanh": "return np.clip(z, -1, 1)",
    "step": "return np.where(z > 0, 1.0, 0.0)",
}


def numpy_code(run: Run, index: int = 0) -> str:
    """Return a program that needs only NumPy, for one network of a Run."""
    experiment = run.experiments[index]
    dtype = run.theta.dtype.name
    parts = [opening(run, index), "import numpy as np\n"]
    for name in dict.fromkeys(experiment.activations):
        parts.append(f"\ndef {name}(z):\n    {NUMPY[name]}\n")
    parts.append("\n# A row for each unit: its weights, one for each of its inputs.\n" + arrays(run, index))
    lines = [f"a0 = np.stack([{inputs(experiment, 'np')}]).astype(np.{dtype})"]
    for i, name in enumerate(experiment.activations, 1):
        lines += [f"a{i} = {name}(W{i} @ a{i - 1} + b{i}[:, None])"]
    last = len(run.layers)
    lines += [f"return W{last} @ a{last - 1} + b{last}[:, None]"]
    parts.append(
        "\ndef outputs(x1, x2):\n"
        '    """Return the weighted sums of the output units, (units, points)."""\n'
        "    x1, x2 = np.atleast_1d(np.asarray(x1, float), np.asarray(x2, float))\n"
        + indent("\n".join(lines), "    ")
        + "\n"
    )
    parts.append("\n" + _predict(experiment))
    parts.append(example(run, "np.array({})"))
    return "\n".join(parts)


def _predict(experiment: Experiment) -> str:
    """Return the function that predicts."""
    if experiment.loss == "hinge" or LOSSES[experiment.loss].task == "regression":
        body = "return outputs(x1, x2)[0]"
    elif experiment.outputs == 1:
        body = "return 0.5 * np.tanh(0.5 * outputs(x1, x2)[0]) + 0.5"
    else:
        body = dedent("""\
            z = outputs(x1, x2)
            p = np.exp(z - z.max(axis=0))  # subtracting a constant does not change p
            return p / p.sum(axis=0)""")
    docstring = f'"""Return {predicted(experiment)} at each point."""'
    return f"def predict(x1, x2):\n    {docstring}\n" + indent(body, "    ") + "\n"
