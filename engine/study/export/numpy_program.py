"""A trained network as a program in NumPy."""

from textwrap import indent

from engine.activations import SELU_ALPHA, SELU_SCALE
from engine.runs.run import Run
from engine.study.export import forms
from engine.study.export.program import arrays, opening

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
    form = forms.of(experiment)
    parts = [opening(run, index, form.shape(experiment)), "import numpy as np\n"]
    if constants := form.constants(experiment):
        parts.append(constants)
    for name in dict.fromkeys(experiment.activations):
        parts.append(f"\ndef {name}(z):\n    {NUMPY[name]}\n")
    parts.append(f"\n# {form.rows}\n" + arrays(run, index))
    parts.append("\n" + form.numpy(run, index))
    predict = f'"""{form.predicted(experiment)}"""\n{form.numpy_predict(experiment)}'
    parts.append(f"\ndef predict({form.arguments}):\n" + indent(predict, "    ") + "\n")
    parts.append(form.example(run, "np.array({})"))
    return "\n".join(parts)
