"""A trained network as a program in PyTorch, which can also continue its training."""

from textwrap import indent

from engine.experiments.experiment import Experiment
from engine.losses import LOSSES
from engine.runs.run import Run
from engine.study.export.program import arrays, example, inputs, opening, predicted

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
    experiment = run.experiments[index]
    dtype = run.theta.dtype.name
    parts = [
        opening(run, index),
        ("import math\n\n" if "math." in _factor(experiment) else "") + "import torch\nfrom torch import nn\n",
    ]
    for name in dict.fromkeys(experiment.activations):
        if name in TORCH_CLASSES:
            label, body = TORCH_CLASSES[name]
            parts.append(f"\nclass {label}(nn.Module):\n    def forward(self, z):\n        return {body}\n")
    parts.append(
        "\ndef inputs(x1, x2):\n"
        '    """Return the inputs of the network at points, (points, inputs)."""\n'
        f"    return torch.stack([{inputs(experiment, 'torch')}], dim=1).to(torch.{dtype})\n"
    )
    modules = []
    for layer, module in zip(run.layers, [*(TORCH[name] for name in experiment.activations), ""], strict=True):
        modules.append(f"nn.Linear({layer.inputs}, {layer.units}, dtype=torch.{dtype}),")
        modules += [f"{module},"] if module else []
    parts.append("\nnetwork = nn.Sequential(\n" + indent("\n".join(modules), "    ") + "\n)\n")
    parts.append(
        "# A row for each unit: its weights, one for each of its inputs.\n"
        + arrays(run, index, "torch.tensor", "torch.")
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
    parts.append("\n" + _predict(experiment))
    parts.append("\n" + _training(experiment))
    parts.append(example(run, "torch.tensor({}, dtype=torch.float64)"))
    return "\n".join(parts)


def _predict(experiment: Experiment) -> str:
    """Return the function that predicts."""
    if experiment.loss == "hinge" or LOSSES[experiment.loss].task == "regression":
        body = "network(inputs(x1, x2))[:, 0]"
    elif experiment.outputs == 1:
        body = "torch.sigmoid(network(inputs(x1, x2))[:, 0])"
    else:
        body = "torch.softmax(network(inputs(x1, x2)), dim=1).T"
    return (
        f'def predict(x1, x2):\n    """Return {predicted(experiment)} at each point."""\n'
        f"    with torch.no_grad():\n        return {body}\n"
    )


def _training(e: Experiment) -> str:
    """Return the loss, the optimizer, the schedule and a function that trains for one step."""
    loss, targets = _loss(e)
    lines = [f"x: what inputs(x1, x2) returns for a mini-batch; y: {targets}."]
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
            "before = [each.weight.detach().clone() for each in linear]",
            "optimizer.step()",
            "with torch.no_grad():",
            "    for each, weight in zip(linear, before):",
            f"        each.weight -= schedule.get_last_lr()[0] * {e.regularization_rate!r} * weight",
        ]
    else:
        body.append("optimizer.step()")
    body += ["schedule.step()", "return value.item()"]
    docstring = '"""Train for one step and return the loss.\n\n' + "\n".join(lines) + '\n"""'
    return (
        f"loss = {loss}\n"
        f"optimizer = {_optimizer(e)}\n"
        "\n\ndef factor(k):\n"
        '    """Return the factor of the step size at step k = 0, 1, …"""\n'
        f"    return {_factor(e)}\n\n\n"
        "schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, factor)\n\n\n"
        "def train_step(x, y):\n" + indent(docstring + "\n" + "\n".join(body), "    ") + "\n"
    )


def _loss(experiment: Experiment) -> tuple[str, str]:
    """Return PyTorch's loss as a function of (z, y), and a description of y."""
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


def _optimizer(e: Experiment) -> str:
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


def _factor(e: Experiment) -> str:
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
