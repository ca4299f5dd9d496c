"""A trained network as a program in PyTorch, which can also continue its training."""

from textwrap import indent
from typing import Any

from engine import network
from engine.layers.conv import Conv
from engine.layers.flatten import Flatten
from engine.layers.pool import SIDE, Pool
from engine.losses import HUBER_DELTA
from engine.runs.run import Run
from engine.study.export import forms
from engine.study.export.program import Form, arrays, opening, wrapped

# The module of each activation in PyTorch; where PyTorch has none, a class that the program defines.
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


def torch_code(run: Run, index: int = 0) -> str:
    """Return a program for PyTorch, for one network of a Run; the program can continue its training."""
    experiment, dtype = run.experiments[index], f"torch.{run.theta.dtype.name}"
    form = forms.of(experiment)
    parts = [
        opening(run, index, form.shape(experiment)),
        ("import math\n\n" if "math." in _factor(experiment) else "") + "import torch\nfrom torch import nn\n",
    ]
    if constants := form.constants(experiment):
        parts.append(constants)
    for name in dict.fromkeys(experiment.activations):
        if name in TORCH_CLASSES:
            label, body = TORCH_CLASSES[name]
            parts.append(f"\nclass {label}(nn.Module):\n    def forward(self, z):\n        return {body}\n")
    inputs = indent(form.torch_inputs(experiment, run.theta.dtype.name), "    ")
    parts.append(f"\ndef inputs({form.arguments}):\n{inputs}\n")
    matrices = f"# {form.rows}\n" + arrays(run, index, "torch.tensor", "torch.")
    if form.torch_network:
        activation = TORCH[experiment.activation]
        parts += ["\n" + matrices, "\n" + form.torch_network(run, index, activation)]
    else:
        layers = network.unstack(run.layers, index)
        modules = [module for layer in layers for module in _modules(layer, dtype)]
        modules = modules[:-1]  # the activation of the outputs is part of the loss
        parts.append("\nnetwork = nn.Sequential(\n" + indent(",\n".join(modules), "    ") + ",\n)\n")
        parts += [matrices, _copies(layers)]
    predict = f'"""{form.predicted(experiment)}"""\nwith torch.no_grad():\n    return {form.torch_predict(experiment)}'
    parts.append(f"\ndef predict({form.arguments}):\n" + indent(predict, "    ") + "\n")
    parts.append("\n" + _training(experiment, form))
    parts.append(form.example(run, "torch.tensor({}, dtype=torch.float64)"))
    return "\n".join(parts)


def _modules(layer: Any, dtype: str) -> list[str]:
    """Return the expressions of the modules that compute a layer."""
    if isinstance(layer, Flatten):
        return ["nn.Flatten()"]
    if isinstance(layer, Pool):
        kind = {"max": "Max", "mean": "Avg"}[layer.kind]
        return [f"nn.Adaptive{kind}Pool2d(1)" if layer.is_global else f"nn.{kind}Pool2d({SIDE})"]
    activation = TORCH[layer.activation]
    if isinstance(layer, Conv):
        sizes = f"{layer.input_shape[0]}, {layer.filters}, {layer.kernel}"
        return [f"nn.Conv2d({sizes}, stride={layer.stride}, padding={layer.padding}, dtype={dtype})", activation]
    return [f"nn.Linear({layer.inputs}, {layer.units}, dtype={dtype})", activation]


def _copies(layers: tuple[Any, ...]) -> str:
    """Return the statements that copy W1, b1, … into the modules."""
    copies = []
    for i, layer in enumerate(layer for layer in layers if layer.parameters):
        W = f"W{i + 1}"
        if isinstance(layer, Conv):
            W += f".reshape({layer.filters}, {layer.input_shape[0]}, {layer.kernel}, {layer.kernel})"
        copies += [f"learned[{i}].weight.copy_({W})", f"learned[{i}].bias.copy_(b{i + 1})"]
    return (
        'learned = [module for module in network if hasattr(module, "weight")]\n'
        "with torch.no_grad():\n"
        + indent("\n".join(copies), "    ")
        + "\nweights = [module.weight for module in learned]\n"
    )


def _training(e: Any, form: Form) -> str:
    """Return the loss, the optimizer, the schedule and a function that trains for one step."""
    loss, targets = form.torch_loss(e) or _loss(e, form.data)
    lines = [f"x: what inputs({form.arguments}) returns for a mini-batch; y: {targets}."]
    left_out = [
        text
        for text, used in (
            ("dropout", e.dropout),
            ("augmentation", e.augmentation),
            ("frozen layers", e.frozen),
        )
        if used
    ]
    if left_out:
        lines.append(f"Not in this program: {', '.join(left_out)}.")
    penalty = {
        "l1": f" + {e.regularization_rate!r} * sum(weight.abs().sum() for weight in weights)",
        "l2": f" + {e.regularization_rate / 2!r} * sum((weight**2).sum() for weight in weights)",
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
            "before = [weight.detach().clone() for weight in weights]",
            "optimizer.step()",
            "with torch.no_grad():",
            "    for weight, old in zip(weights, before):",
            f"        weight -= schedule.get_last_lr()[0] * {e.regularization_rate!r} * old",
        ]
    else:
        body.append("optimizer.step()")
    body += ["schedule.step()", "return value.item()"]
    docstring = '"""Train for one step and return the loss.\n\n' + "\n".join(wrapped(line) for line in lines) + '\n"""'
    return (
        f"loss = {loss}\n"
        f"optimizer = {_optimizer(e)}\n"
        "\n\ndef factor(k):\n"
        '    """Return the factor of the step size at step k = 0, 1, …"""\n'
        f"    return {_factor(e)}\n\n\n"
        "schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, factor)\n\n\n"
        "def train_step(x, y):\n" + indent(docstring + "\n" + "\n".join(body), "    ") + "\n"
    )


def _loss(experiment: Any, data: str) -> tuple[str, str]:
    """Return PyTorch's loss as a function of (z, y), and a description of y; data is what a mini-batch has."""
    values, binary = f"values, ({data}, 1)", f"0.0 or 1.0, ({data}, 1)"
    if experiment.loss == "cross_entropy":
        if experiment.outputs == 1:
            return "nn.BCEWithLogitsLoss()", binary
        return "nn.CrossEntropyLoss()", f"class numbers, ({data},)"
    return {
        "hinge": ("lambda z, y: torch.relu(1 - (2 * y - 1) * z).mean()", binary),
        "mse": ("nn.MSELoss()", values),
        "mae": ("nn.L1Loss()", values),
        "huber": (f"nn.HuberLoss(delta={getattr(experiment, 'huber_delta', HUBER_DELTA.default)!r})", values),
    }[experiment.loss]


def _optimizer(e: Any) -> str:
    """Return the expression that makes the optimizer."""
    betas = f"betas=({e.beta1!r}, {e.beta2!r}), eps=1e-8"
    options = {
        "gradient_descent": "SGD({})",
        "momentum": f"SGD({{}}, momentum={e.momentum!r})",
        # PyTorch refuses Nesterov with momentum 0, where it equals gradient descent.
        "nesterov": f"SGD({{}}, momentum={e.momentum!r}, nesterov={bool(e.momentum)})",
        "adagrad": "Adagrad({}, eps=1e-8)",
        "rmsprop": f"RMSprop({{}}, alpha={e.rho!r}, eps=1e-8)",
        "adam": f"Adam({{}}, {betas})",
        "adamw": f"AdamW({{}}, {betas}, weight_decay={e.weight_decay!r})",
    }
    return "torch.optim." + options[e.optimizer].format(f"network.parameters(), lr={e.step_size!r}")


def _factor(e: Any) -> str:
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
