"""A trained network as a program that runs on its own: in NumPy, in PyTorch, or in scikit-learn.

Each program holds the weights, makes the inputs from x1 and x2, and predicts what the network on
screen predicts: the probability of class 1, of each class, a score, or a value.
"""

from collections.abc import Iterable
from textwrap import dedent, indent

import numpy as np

from engine import network
from engine.activations import ACTIVATIONS, SELU_ALPHA, SELU_SCALE
from engine.experiments.experiment import Experiment
from engine.layers.parameters import biases, weights
from engine.losses import LOSSES
from engine.runs import training
from engine.runs.training import Run

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

# The body of each activation's function of z in NumPy; None of them overflows.
NUMPY = {
    "tanh": "return np.tanh(z)",
    "relu": "return np.maximum(z, 0)",
    "sigmoid": "return 0.5 * np.tanh(0.5 * z) + 0.5  # = 1 / (1 + exp(-z)), but it cannot overflow",
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

# The module of each activation in PyTorch; where it has none, a class of the program's own.
TORCH = {
    "tanh": "nn.Tanh()",
    "relu": "nn.ReLU()",
    "sigmoid": "nn.Sigmoid()",
    "linear": "nn.Identity()",
    "leaky_relu": "nn.LeakyReLU(0.01)",
    "elu": "nn.ELU()",
    "softplus": "nn.Softplus()",
    "swish": "nn.SiLU()",
    "gelu": 'nn.GELU(approximate="tanh")',
    "sine": "Sine()",
    "mish": "nn.Mish()",
    "selu": "nn.SELU()",
    "softsign": "nn.Softsign()",
    "hard_tanh": "nn.Hardtanh()",
    "step": "Step()",
}
TORCH_CLASSES = {"sine": ("Sine", "torch.sin(z)"), "step": ("Step", "(z > 0).to(z.dtype)")}

SKLEARN = {"tanh": "tanh", "relu": "relu", "sigmoid": "logistic", "linear": "identity"}
SOLVERS = {"gradient_descent": "sgd", "momentum": "sgd", "nesterov": "sgd", "adam": "adam"}


def numpy_code(run: Run, place: int = 0) -> str:
    """Return a program that needs NumPy alone, for one network of a Run."""
    experiment = run.experiments[place]
    dtype = run.theta.dtype.name
    parts = [_opening(run, place), "import numpy as np\n"]
    for name in dict.fromkeys(experiment.activations):
        parts.append(f"\ndef {name}(z):\n    {NUMPY[name]}\n")
    parts.append("\n# A row for each unit: its weights, one for each of its inputs.\n" + _arrays(run, place))
    lines = [f"a0 = np.stack([{_inputs(experiment, 'np')}]).astype(np.{dtype})"]
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
    parts.append("\n" + _numpy_predict(experiment))
    x1, x2 = _examples(run)
    parts.append(
        '\nif __name__ == "__main__":\n'
        "    # Some of the points that the network learned from.\n"
        f"    x1 = np.array({x1})\n    x2 = np.array({x2})\n"
        "    print(predict(x1, x2))\n"
    )
    return "\n".join(parts)


def torch_code(run: Run, place: int = 0) -> str:
    """Return a program for PyTorch, for one network of a Run; it can go on training there."""
    experiment = run.experiments[place]
    dtype = run.theta.dtype.name
    parts = [
        _opening(run, place),
        ("import math\n\n" if "math." in _torch_factor(experiment) else "") + "import torch\nfrom torch import nn\n",
    ]
    for name in dict.fromkeys(experiment.activations):
        if name in TORCH_CLASSES:
            label, body = TORCH_CLASSES[name]
            parts.append(f"\nclass {label}(nn.Module):\n    def forward(self, z):\n        return {body}\n")
    parts.append(
        "\ndef inputs(x1, x2):\n"
        '    """Return what the network sees of points, (points, inputs)."""\n'
        f"    return torch.stack([{_inputs(experiment, 'torch')}], dim=1).to(torch.{dtype})\n"
    )
    modules = []
    for layer, name in zip(run.layers, [*experiment.activations, None], strict=True):
        modules.append(f"nn.Linear({layer.inputs}, {layer.units}, dtype=torch.{dtype}),")
        modules += [f"{TORCH[name]},"] if name else []
    parts.append("\nnetwork = nn.Sequential(\n" + indent("\n".join(modules), "    ") + "\n)\n")
    parts.append(
        "# A row for each unit: its weights, one for each of its inputs.\n"
        + _arrays(run, place, "torch.tensor", "torch.")
    )
    copies = [
        f"linear[{i}].{kind}.copy_({letter}{i + 1})"
        for i in range(len(run.layers))
        for letter, kind in (("W", "weight"), ("b", "bias"))
    ]
    parts.append(
        "linear = [module for module in network if isinstance(module, nn.Linear)]\n"
        "with torch.no_grad():\n" + indent("\n".join(copies), "    ") + "\n"
    )
    parts.append("\n" + _torch_predict(experiment))
    parts.append("\n" + _torch_training(experiment))
    x1, x2 = _examples(run)
    parts.append(
        '\nif __name__ == "__main__":\n'
        "    # Some of the points that the network learned from.\n"
        f"    x1 = torch.tensor({x1}, dtype=torch.float64)\n    x2 = torch.tensor({x2}, dtype=torch.float64)\n"
        "    print(predict(x1, x2))\n"
    )
    return "\n".join(parts)


def sklearn_obstacle(experiment: Experiment) -> str:
    """Return why scikit-learn has no such network, in a sentence, or nothing."""
    names = set(experiment.activations)
    if unknown := sorted(ACTIVATIONS[name].label for name in names - SKLEARN.keys()):
        return f"scikit-learn knows identity, logistic, tanh and ReLU, not {', '.join(unknown)}."
    if len(names) > 1:
        return "scikit-learn has one activation for all hidden layers."
    if experiment.loss == "hinge":
        return "scikit-learn's networks have no hinge loss."
    return ""


def sklearn_code(run: Run, place: int = 0) -> str:
    """Return a program for scikit-learn, for one network of a Run. Raises ValueError where there is an obstacle."""
    experiment = run.experiments[place]
    if obstacle := sklearn_obstacle(experiment):
        raise ValueError(obstacle)
    kind = "MLPClassifier" if experiment.class_count else "MLPRegressor"
    out = {0: "identity", 2: "logistic"}.get(experiment.class_count, "softmax")
    settings = _sklearn_settings(experiment)
    lines = [f"{name}={value!r}," for name, value in settings.items()]
    last = len(run.layers)
    attributes = [
        f"network.coefs_ = [{', '.join(f'W{i}.T' for i in range(1, last + 1))}]",
        f"network.intercepts_ = [{', '.join(f'b{i}' for i in range(1, last + 1))}]",
        f"network.n_layers_ = {last + 1}",
        f"network.n_outputs_ = {experiment.outputs}",
        f"network.n_features_in_ = {len(experiment.features)}",
        f'network.out_activation_ = "{out}"',
    ]
    imports = ["import numpy as np", f"from sklearn.neural_network import {kind}"]
    if experiment.class_count:
        attributes += [
            f"network.classes_ = np.arange({experiment.class_count})",
            "network._label_binarizer = LabelBinarizer().fit(network.classes_)",
        ]
        imports.append("from sklearn.preprocessing import LabelBinarizer")
    parts = [_opening(run, place), "\n".join(imports) + "\n"]
    parts.append(
        "\ndef inputs(x1, x2):\n"
        '    """Return what the network sees of points, (points, inputs)."""\n'
        f"    return np.stack([{_inputs(experiment, 'np')}], axis=1).astype(np.{run.theta.dtype.name})\n"
    )
    parts.append(
        "\n"
        + "".join(f"# {line}\n" for line in _sklearn_lacks(experiment))
        + f"network = {kind}(\n"
        + indent("\n".join(lines), "    ")
        + "\n)\n"
    )
    parts.append(
        "# What fit() would have found. A row for each unit: its weights, one for each of its inputs.\n"
        + _arrays(run, place)
    )
    parts.append("\n".join(attributes) + "\n")
    if experiment.class_count:
        what = (
            "the probability of class 1"
            if experiment.class_count == 2
            else "the probability of each class, (classes, points),"
        )
        body = "network.predict_proba(inputs(x1, x2))" + ("[:, 1]" if experiment.class_count == 2 else ".T")
    else:
        what, body = "the value", "network.predict(inputs(x1, x2))"
    x1, x2 = _examples(run)
    parts.append(
        f'\ndef predict(x1, x2):\n    """Return {what} at each point."""\n    return {body}\n\n'
        '\nif __name__ == "__main__":\n'
        "    # Some of the points that the network learned from.\n"
        f"    x1 = np.array({x1})\n    x2 = np.array({x2})\n    print(predict(x1, x2))\n"
    )
    return "\n".join(parts)


def _opening(run: Run, place: int) -> str:
    """Return a docstring that says what network this is and how good."""
    experiment = run.experiments[place]
    scores = training.evaluate(run)
    widths, names = experiment.layers, experiment.activations
    hidden = ", ".join(f"{width} {ACTIVATIONS[name].label}" for width, name in zip(widths, names, strict=True))
    shape = (
        f"{len(experiment.features)} inputs, hidden layers of {hidden}, "
        if hidden
        else f"{len(experiment.features)} inputs, "
    )
    quality = f"Test loss {scores.test_loss[place]:.4g} ({LOSSES[experiment.loss].label})"
    if scores.test_accuracy is not None:
        quality += f", test accuracy {100 * scores.test_accuracy[place]:.1f} %"
    outputs = "1 output" if experiment.outputs == 1 else f"{experiment.outputs} outputs"
    first = _wrapped(f'"""A neural network for the data "{experiment.data}": {shape}{outputs}.')
    return f'{first}\n\nTrained for {run.epoch} epochs, {run.step} steps. {quality}.\n"""\n'


def _wrapped(text: str, start: str = "") -> str:
    """Return text in lines of WIDTH at most, broken between words."""
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


def _arrays(run: Run, place: int, make: str = "np.array", library: str = "np.") -> str:
    """Return the statements that define W1, b1, W2, …"""
    dtype = f"dtype={library}{run.theta.dtype.name}"
    statements = []
    for i, (matrix,) in enumerate(network.layout(run.layers).views(run.theta), 1):
        rows = "\n".join(f"{_row(row, '        ')}," for row in weights(matrix)[place])
        statements.append(f"W{i} = {make}(\n    [\n{rows}\n    ],\n    {dtype},\n)")
        statements.append(f"b{i} = {make}(\n{_row(biases(matrix)[place], '    ')},\n    {dtype},\n)")
    return "\n".join(statements) + "\n"


def _inputs(experiment: Experiment, library: str) -> str:
    return ", ".join(INPUTS[name].format(np=library) for name in experiment.features)


def _examples(run: Run) -> tuple[list[float], list[float]]:
    """Return coordinates of some training points; the origin, where there are none."""
    points = run.train.points[:, :4].round(2)
    return tuple((points if points.size else np.zeros((2, 1))).tolist())


def _numpy_predict(experiment: Experiment) -> str:
    loss = LOSSES[experiment.loss]
    if experiment.loss == "hinge":
        what, body = "the score: class 1 where it is positive, else class 0", "return outputs(x1, x2)[0]"
    elif loss.task == "regression":
        what, body = "the value", "return outputs(x1, x2)[0]"
    elif experiment.outputs == 1:
        what, body = "the probability of class 1", "return 0.5 * np.tanh(0.5 * outputs(x1, x2)[0]) + 0.5"
    else:
        what = "the probability of each class, (classes, points),"
        body = dedent("""\
            z = outputs(x1, x2)
            p = np.exp(z - z.max(axis=0))  # a constant less for all classes changes nothing
            return p / p.sum(axis=0)""")
    return f'def predict(x1, x2):\n    """Return {what} at each point."""\n' + indent(body, "    ") + "\n"


def _torch_predict(experiment: Experiment) -> str:
    loss = LOSSES[experiment.loss]
    if experiment.loss == "hinge":
        what, body = "the score: class 1 where it is positive, else class 0", "network(inputs(x1, x2))[:, 0]"
    elif loss.task == "regression":
        what, body = "the value", "network(inputs(x1, x2))[:, 0]"
    elif experiment.outputs == 1:
        what, body = "the probability of class 1", "torch.sigmoid(network(inputs(x1, x2))[:, 0])"
    else:
        what, body = (
            "the probability of each class, (classes, points),",
            "torch.softmax(network(inputs(x1, x2)), dim=1).T",
        )
    return (
        f'def predict(x1, x2):\n    """Return {what} at each point."""\n'
        f"    with torch.no_grad():\n        return {body}\n"
    )


def _torch_loss(experiment: Experiment) -> tuple[str, str]:
    """Return PyTorch's loss of (z, y), and what y is."""
    values = "values, (points, 1)"
    if experiment.loss == "cross_entropy":
        if experiment.outputs == 1:
            return "nn.BCEWithLogitsLoss()", "0.0 or 1.0, (points, 1)"
        return "nn.CrossEntropyLoss()", "class numbers, (points,)"
    return {
        "hinge": ("lambda z, y: torch.relu(1 - (2 * y - 1) * z).mean()", "0.0 or 1.0, (points, 1)"),
        "mse": ("nn.MSELoss()", values),
        "mae": ("nn.L1Loss()", values),
        "huber": (f"nn.HuberLoss(delta={experiment.huber_delta!r})", values),
    }[experiment.loss]


def _torch_optimizer(e: Experiment) -> str:
    betas = f"betas=({e.beta1!r}, {e.beta2!r}), eps=1e-8"
    options = {
        "gradient_descent": "SGD({})",
        "momentum": f"SGD({{}}, momentum={e.momentum!r})",
        # PyTorch refuses Nesterov without momentum, where it is plain gradient descent.
        "nesterov": f"SGD({{}}, momentum={e.momentum!r}, nesterov={bool(e.momentum)})",
        "adagrad": "Adagrad({}, eps=1e-8)",
        "rmsprop": f"RMSprop({{}}, alpha={e.rho!r}, eps=1e-8)",
        "adam": f"Adam({{}}, {betas})",
        "adamw": f"AdamW({{}}, {betas}, weight_decay={e.weight_decay!r})",
    }
    return "torch.optim." + options[e.optimizer].format(f"network.parameters(), lr={e.step_size!r}")


def _torch_factor(e: Experiment) -> str:
    """Return the schedule's factor for step k = 0, 1, …, as an expression."""
    cosine = f"0.5 + 0.5 * math.cos(math.pi * min({{}}, {e.period}) / {e.period})"
    return {
        "constant": "1.0",
        "inverse_sqrt": f"1 / ({e.divisor!r} * math.sqrt(k + 1))",
        "step": f"{e.decay!r} ** (k // {e.period})",
        "exponential": f"{e.decay!r} ** (k / {e.period})",
        "cosine": cosine.format("k"),
        "warm_cosine": f"(k + 1) / {e.warm_up + 1} if k < {e.warm_up} else {cosine.format(f'k - {e.warm_up}')}",
    }[e.schedule]


def _torch_training(e: Experiment) -> str:
    loss, targets = _torch_loss(e)
    lines = [f"x: what inputs(x1, x2) returns for a mini-batch; y: {targets}."]
    left_out = [
        text
        for text, there in (
            ("dropout", e.dropout),
            ("augmentation", e.augmentation),
            ("frozen layers", e.frozen),
        )
        if there
    ]
    if left_out:
        lines.append(f"Not in this program: {', '.join(left_out)}.")
    penalty = {
        "l1": f" + {e.regularization_rate!r} * sum(each.weight.abs().sum() for each in linear)",
        "l2": f" + {e.regularization_rate / 2!r} * sum((each.weight**2).sum() for each in linear)",
    }.get(e.regularization, "")
    body = [
        "optimizer.zero_grad()",
        f"value = loss(network(x), y){penalty}",
        "value.backward()",
    ]
    if e.clip_norm:
        body.append(f"nn.utils.clip_grad_norm_(network.parameters(), {e.clip_norm!r})")
    if e.regularization == "weight_decay":
        body += [
            "with torch.no_grad():",
            "    for each in linear:",
            f"        each.weight *= 1 - schedule.get_last_lr()[0] * {e.regularization_rate!r}",
        ]
    body += ["optimizer.step()", "schedule.step()", "return value.item()"]
    docstring = '"""Train for one step and return the loss.\n\n' + "\n".join(lines) + '\n"""'
    return (
        f"loss = {loss}\n"
        f"optimizer = {_torch_optimizer(e)}\n"
        "\n\ndef factor(k):\n"
        '    """Return the share of the step size that step k = 0, 1, … takes."""\n'
        f"    return {_torch_factor(e)}\n\n\n"
        "schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, factor)\n\n\n"
        "def train_step(x, y):\n" + indent(docstring + "\n" + "\n".join(body), "    ") + "\n"
    )


def _sklearn_settings(e: Experiment) -> dict[str, object]:
    settings = {
        "hidden_layer_sizes": e.layers,
        "activation": SKLEARN[e.activations[0]] if e.activations else "identity",
        "solver": SOLVERS.get(e.optimizer, "adam"),
        "learning_rate_init": e.step_size,
        "batch_size": e.batch_size,
        "alpha": e.regularization_rate if e.regularization == "l2" else 0.0,
    }
    if settings["solver"] == "sgd":
        settings["momentum"] = 0.0 if e.optimizer == "gradient_descent" else min(e.momentum, 1.0)
        settings["nesterovs_momentum"] = e.optimizer == "nesterov"
    else:
        settings |= {"beta_1": e.beta1, "beta_2": e.beta2, "epsilon": 1e-8}
    return settings


def _sklearn_lacks(e: Experiment) -> list[str]:
    """Return lines on what of an Experiment scikit-learn's own fit() would do otherwise."""
    lines = []
    if e.optimizer not in SOLVERS:
        lines.append(f"fit() has no {e.optimizer}; adam is the nearest.")
    if e.loss in ("mae", "huber"):
        lines.append("fit() makes the squared error small, not the " + LOSSES[e.loss].label.lower() + ".")
    if e.regularization == "l2":
        lines.append("fit() divides alpha by the size of the mini-batch.")
    settings = {
        "schedule": e.schedule != "constant",
        "dropout": e.dropout,
        "clipping": e.clip_norm,
        "augmentation": e.augmentation,
        "frozen layers": e.frozen,
        "L1": e.regularization == "l1",
        "weight decay": e.regularization == "weight_decay",
    }
    if lacking := [name for name, there in settings.items() if there]:
        lines.append(f"fit() knows nothing of: {', '.join(lacking)}.")
    return lines
