"""What programs have of their own for networks on images: the names of the classes, convolution, pooling, flatten."""

from textwrap import dedent, indent
from typing import Any

import numpy as np

from engine import network
from engine.activations import ACTIVATIONS
from engine.experiments.image_experiment import ImageExperiment
from engine.layers.conv import Conv
from engine.layers.dense import Dense
from engine.layers.pool import SIDE, Pool
from engine.runs.run import Run
from engine.study.export.program import Form, row, wrapped

CONVOLVE = dedent('''\
    def convolve(x, W, b, stride, padding):
        """Return W * x + b for images x, (n, channels, height, width); W is (filters, channels, side, side)."""
        x = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
        windows = np.lib.stride_tricks.sliding_window_view(x, W.shape[2:], axis=(2, 3))
        windows = windows[:, :, ::stride, ::stride]  # (n, channels, height, width, side, side)
        return np.einsum("ncijkl,fckl->nfij", windows, W, optimize=True) + b[:, None, None]
    ''')
POOL = dedent(f'''\
    def pool(x):
        """Return the {{what}} of each square of {SIDE} × {SIDE} pixels."""
        n, channels, height, width = x.shape
        x = x[:, :, : height // {SIDE} * {SIDE}, : width // {SIDE} * {SIDE}]  # what is left over is not used
        x = x.reshape(n, channels, height // {SIDE}, {SIDE}, width // {SIDE}, {SIDE})
        return x.{{method}}(axis=(3, 5))
    ''')
LARGEST = {"max": "largest value", "mean": "mean"}


def _shape(experiment: ImageExperiment) -> str:
    label = ACTIVATIONS[experiment.activation].label
    parts = [f"images of {experiment.side} × {experiment.side} pixels"]
    for layer in experiment.network()[:-1]:
        if isinstance(layer, Conv):
            size = f"{layer.kernel} × {layer.kernel}"
            parts.append(f"a convolution of {layer.filters} filters of {size} pixels with {label}")
        elif isinstance(layer, Pool):
            parts.append(f"global {layer.kind} pooling" if layer.is_global else f"{layer.kind} pooling {SIDE} × {SIDE}")
        elif isinstance(layer, Dense):
            parts.append(f"a hidden layer of {layer.units} {label}")
    return ", ".join([*parts, f"{experiment.class_count} classes"])


def _predicted(experiment: ImageExperiment) -> str:
    side = experiment.side
    return f"Return the probability of each class, (n, classes), for images (n, {side}, {side}) from 0 (white) to 1."


def _constants(experiment: ImageExperiment) -> str:
    names = ", ".join(f'"{name}"' for name in experiment.classes)
    return "# In the order in which predict() has them.\n" + wrapped(f"CLASSES = [{names}]", "    ") + "\n"


def _example(run: Run, make: str) -> str:
    """Return statements that predict for a training image, or for a white one if there is none."""
    side = run.experiment.side
    image = run.train.points[0, :, :, 0].astype(float).round(4) if run.train.size else np.zeros((side, side))
    rows = ",\n".join(row(values.tolist(), "        ") for values in image)
    array = make.format(f"[[\n{rows},\n    ]]")
    return (
        '\nif __name__ == "__main__":\n'
        "    # One of the training images.\n"
        f"    images = {array}\n"
        "    for name, probability in zip(CLASSES, predict(images)[0]):\n"
        '        print(f"{name}: {probability:.3f}")\n'
    )


def _numpy_layer(layer: Any, a: str, number: int) -> str:
    """Return the expression of a layer's outputs; a is the name of its inputs, number that of its weights."""
    if isinstance(layer, Conv):
        shape = f"{layer.filters}, {layer.input_shape[0]}, {layer.kernel}, {layer.kernel}"
        padded = f"stride={layer.stride}, padding={layer.padding}"
        return f"{layer.activation}(convolve({a}, W{number}.reshape({shape}), b{number}, {padded}))"
    if isinstance(layer, Pool):
        return f"{a}.{layer.kind}(axis=(2, 3), keepdims=True)" if layer.is_global else f"pool({a})"
    if isinstance(layer, Dense):
        return f"{layer.activation}({a} @ W{number}.T + b{number})"
    return f"{a}.reshape(len({a}), -1)"


def _numpy(run: Run, index: int) -> str:
    layers = network.unstack(run.layers, index)
    functions = [CONVOLVE] if any(isinstance(layer, Conv) for layer in layers) else []
    kinds = {layer.kind for layer in layers if isinstance(layer, Pool) and not layer.is_global}
    functions += [POOL.format(what=LARGEST[kind], method=kind) for kind in kinds]
    lines, number = [f"a0 = np.asarray(images, np.{run.theta.dtype.name})[:, None]  # one channel"], 0
    for i, layer in enumerate(layers[:-1]):
        number += bool(layer.parameters)
        lines.append(f"a{i + 1} = {_numpy_layer(layer, f'a{i}', number)}")
    number += 1
    lines.append(f"return a{len(layers) - 1} @ W{number}.T + b{number}")
    functions.append(
        "def outputs(images):\n"
        '    """Return the weighted sums of the output units, (n, units)."""\n'
        + indent("\n".join(lines), "    ")
        + "\n"
    )
    return "\n\n".join(functions)


def _numpy_predict(experiment: ImageExperiment) -> str:
    if experiment.outputs == 1:
        return dedent("""\
            p = 0.5 * np.tanh(0.5 * outputs(images)) + 0.5
            return np.hstack([1 - p, p])""")
    return dedent("""\
        z = outputs(images)
        p = np.exp(z - z.max(axis=1, keepdims=True))  # subtracting a constant does not change p
        return p / p.sum(axis=1, keepdims=True)""")


def _torch_predict(experiment: ImageExperiment) -> str:
    z = "network(inputs(images))"
    if experiment.outputs == 1:
        return f"torch.sigmoid({z} * torch.tensor([-1, 1]))"  # of class 0 and of class 1
    return f"torch.softmax({z}, dim=1)"


FORM = Form(
    "images",
    "images",
    "A row for each filter or unit: its weights, channel by channel, row by row.",
    _shape,
    _predicted,
    _constants,
    _example,
    _numpy,
    _numpy_predict,
    lambda experiment, dtype: (
        '"""Return images (n, height, width) as the network takes them, with one channel."""\n'
        f"return images[:, None].to(torch.{dtype})"
    ),
    _torch_predict,
    lambda experiment, dtype: (
        '"""Return images (n, height, width) as the network takes them, (n, pixels)."""\n'
        f"return images.reshape(len(images), -1).astype(np.{dtype})"
    ),
    lambda experiment: "network.predict_proba(inputs(images))",
    lambda experiment: "scikit-learn has no convolution." if experiment.filters else "",
)
