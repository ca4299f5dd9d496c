"""Make golden.json, what PyTorch computes where this project computes the same: python -m tests.engine.golden.make

It needs PyTorch 2.x, which the tests do not. Everything is float64. Run it again only to add a case.
"""

import json
import math
from pathlib import Path

import torch
from torch import nn
from torch.optim import lr_scheduler

from engine.experiments.experiment import Experiment, change
from engine.optimizers import OPTIMIZERS as registry
from engine.options import option_values
from engine.runs.run import shuffle, start_run

FILE = Path(__file__).with_name("golden.json")
STEPS = 10

ACTIVATIONS = {
    "tanh": torch.tanh,
    "relu": torch.relu,
    "sigmoid": torch.sigmoid,
    "linear": lambda z: z,
    "leaky_relu": nn.LeakyReLU(0.01),
    "elu": nn.ELU(),
    "softplus": lambda z: torch.logaddexp(z, torch.zeros_like(z)),  # nn.Softplus is linear from 20 on
    "swish": nn.SiLU(),
    "gelu": nn.GELU(approximate="tanh"),
    "sine": torch.sin,
    "mish": nn.Mish(),
    "selu": nn.SELU(),
    "softsign": nn.Softsign(),
    "hard_tanh": nn.Hardtanh(),
    "step": lambda z: torch.heaviside(z.detach(), torch.zeros((), dtype=z.dtype)) + 0 * z,
}


def binary_or_not(z: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    """Cross-entropy of (points, outputs): one logit, or one for each class with one-hot targets."""
    if z.shape[1] == 1:
        return nn.functional.binary_cross_entropy_with_logits(z, y, reduction="none")[:, 0]
    return nn.functional.cross_entropy(z, y.argmax(dim=1), reduction="none")


LOSSES = {  # (points, outputs) -> (points)
    "cross_entropy": binary_or_not,
    "hinge": lambda z, y: nn.functional.hinge_embedding_loss(
        # PyTorch's hinge of an embedding is max(0, margin - x) for the label -1.
        (2 * y - 1) * z,
        -torch.ones_like(z),
        margin=1.0,
        reduction="none",
    )[:, 0],
    "mse": lambda z, y: nn.functional.mse_loss(z, y, reduction="none").sum(dim=1),
    "mae": lambda z, y: nn.functional.l1_loss(z, y, reduction="none").sum(dim=1),
    "huber": lambda z, y: nn.functional.huber_loss(z, y, reduction="none", delta=0.5).sum(dim=1),
}

SGD = torch.optim.SGD
OPTIMIZERS = {  # parameters, step size, options
    "gradient_descent": lambda p, lr, o: SGD(p, lr),
    "momentum": lambda p, lr, o: SGD(p, lr, momentum=o["momentum"]),
    "nesterov": lambda p, lr, o: SGD(p, lr, momentum=o["momentum"], nesterov=True),
    "adagrad": lambda p, lr, o: torch.optim.Adagrad(p, lr, eps=1e-8),
    "rmsprop": lambda p, lr, o: torch.optim.RMSprop(p, lr, alpha=o["rho"], eps=1e-8),
    "adam": lambda p, lr, o: torch.optim.Adam(p, lr, betas=(o["beta1"], o["beta2"]), eps=1e-8),
    "adamw": lambda p, lr, o: torch.optim.AdamW(
        p, lr, betas=(o["beta1"], o["beta2"]), eps=1e-8, weight_decay=o["weight_decay"]
    ),
}
OPTIONS = {"momentum": 0.8, "rho": 0.95, "beta1": 0.85, "beta2": 0.99, "weight_decay": 0.1}

PERIOD, DECAY, WARM_UP = 4, 0.6, 3
SCHEDULES = {
    "constant": (lambda o: lr_scheduler.ConstantLR(o, 1), {}),
    "inverse_sqrt": (lambda o: lr_scheduler.LambdaLR(o, lambda k: 1 / (2 * math.sqrt(k + 1))), {"divisor": 2}),
    "step": (lambda o: lr_scheduler.StepLR(o, PERIOD, DECAY), {"period": PERIOD, "decay": DECAY}),
    "exponential": (
        lambda o: lr_scheduler.ExponentialLR(o, DECAY ** (1 / PERIOD)),
        {"period": PERIOD, "decay": DECAY},
    ),
    "cosine": (lambda o: lr_scheduler.CosineAnnealingLR(o, STEPS), {"period": STEPS}),
    "warm_cosine": (
        lambda o: lr_scheduler.SequentialLR(
            o,
            [
                lr_scheduler.LinearLR(o, 1 / (WARM_UP + 1), total_iters=WARM_UP),
                lr_scheduler.CosineAnnealingLR(o, STEPS),
            ],
            [WARM_UP],
        ),
        {"warm_up": WARM_UP, "period": STEPS},
    ),
}

COMMON = {"points": 40, "batch_size": 8, "layers": (4, 3), "initializer": "normal", "step_size": 0.02}
NETWORKS = [
    {"activation": "tanh-relu", "optimizer": "gradient_descent", "step_size": 0.3},
    {"activation": "swish-sigmoid-elu", "layers": (4, 3, 3), "data": "pinwheel", "optimizer": "momentum"},
    {"activation": "selu-mish", "data": "multi_gaussian", "loss": "huber", "optimizer": "adamw", "weight_decay": 0.1},
    {
        "activation": "gelu-softsign-tanh-leaky_relu",
        "layers": (3, 3, 3, 3),
        "loss": "hinge",
        "optimizer": "rmsprop",
        "regularization": "l2",
        "regularization_rate": 0.05,
        "schedule": "step",
        "period": 3,
    },
    {
        "activation": "sine-softplus",
        "data": "plane",
        "loss": "mse",
        "optimizer": "nesterov",
        "features": ("x1", "x2", "x1_x2"),
        "clip_norm": 0.5,
        "step_size": 0.05,
    },
]


def activations() -> dict:
    """Values and slopes on both sides of every kink, and far out."""
    z = torch.cat([torch.linspace(-6, 6, 41) + 0.013, torch.tensor([-80.0, -20.0, 20.0, 80.0])]).double()
    cases = {}
    for name, function in ACTIVATIONS.items():
        x = z.clone().requires_grad_()
        a = function(x)
        a.sum().backward()
        cases[name] = {"a": a.tolist(), "slope": x.grad.tolist()}
    return {"z": z.tolist(), "cases": cases}


def losses() -> list[dict]:
    """Values and slopes of every loss, for one output and, where there are, three."""
    cases = []
    generator = torch.Generator().manual_seed(3)
    for name, loss in LOSSES.items():
        for outputs in (1, 3) if name == "cross_entropy" else (1,):
            z = (3 * torch.randn(12, outputs, generator=generator)).double().requires_grad_()
            labels = torch.randint(0, max(outputs, 2), (12,), generator=generator)
            y = (labels[:, None] if outputs == 1 else nn.functional.one_hot(labels, outputs)).double()
            value = loss(z, y)
            value.sum().backward()
            sides = {"z": z.T.tolist(), "y": y.T.tolist(), "value": value.tolist(), "slope": z.grad.T.tolist()}
            cases.append({"loss": name, "options": {"huber_delta": 0.5} if name == "huber" else {}, **sides})
    return cases


def surface(theta: torch.Tensor) -> torch.Tensor:
    """Rosenbrock's valley in four dimensions, on a small scale."""
    return (0.1 * (1 - theta[:-1]) ** 2 + (theta[1:] - theta[:-1] ** 2) ** 2).sum()


def optimizers() -> list[dict]:
    """The gradients that each optimizer met, and where it went."""
    cases = []
    for name, make in OPTIMIZERS.items():
        options = {option: OPTIONS[option] for option in registry[name].options}
        theta = torch.tensor([-0.7, 0.5, 1.2, -0.3], dtype=torch.float64, requires_grad=True)
        optimizer = make([theta], 0.05, options)
        grads, path = [], [theta.tolist()]
        for _ in range(STEPS):
            optimizer.zero_grad()
            surface(theta).backward()
            grads.append(theta.grad.tolist())
            optimizer.step()
            path.append(theta.tolist())
        cases.append({"optimizer": name, "options": options, "step_size": 0.05, "gradients": grads, "theta": path})
    return cases


def schedules() -> list[dict]:
    """The factor of each of the first steps."""
    cases = []
    for name, (make, options) in SCHEDULES.items():
        optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], 1.0)
        schedule, factors = make(optimizer), []
        for _ in range(STEPS):
            factors.append(optimizer.param_groups[0]["lr"])
            optimizer.step()
            schedule.step()
        cases.append({"schedule": name, "options": options, "factors": factors})
    return cases


def networks() -> list[dict]:
    """Whole trainings: the same first weights and mini-batches, PyTorch's losses, gradients and weights."""
    cases = []
    for changes in NETWORKS:
        changes = COMMON | changes
        experiment = change(Experiment(), **changes)
        run = start_run(experiment)
        layers = [torch.tensor(matrix[0], dtype=torch.float64, requires_grad=True) for (matrix,) in run.parameters]
        kinds = [*experiment.activations, "linear"]
        options = option_values(registry, experiment.optimizer, experiment)
        optimizer = OPTIMIZERS[experiment.optimizer](layers, experiment.step_size, options)
        schedule = (
            lr_scheduler.StepLR(optimizer, experiment.period, experiment.decay)
            if experiment.schedule == "step"
            else lr_scheduler.ConstantLR(optimizer, 1)
        )
        case = {"changes": changes, "theta0": run.theta[0].tolist(), "batches": [], "losses": [], "gradients": []}
        case["theta"] = []
        for i in range(STEPS):
            if i and i % run.epoch_steps == 0:
                run.epoch += 1
                shuffle(run)
            at = i % run.epoch_steps * experiment.batch_size
            x, y = (torch.tensor(part[0, :, at : at + experiment.batch_size].T.copy()) for part in run.shuffled[:2])
            case["batches"].append({"x": x.T.tolist(), "y": y.T.tolist()})
            a = x[:, :-1]  # without our row of ones
            for matrix, activation in zip(layers, kinds, strict=True):
                a = ACTIVATIONS[activation](nn.functional.linear(a, matrix[:, :-1], matrix[:, -1]))
            loss = LOSSES[experiment.loss](a, y).mean()
            case["losses"].append(loss.item())
            optimizer.zero_grad()
            penalty = sum((matrix[:, :-1] ** 2).sum() / 2 for matrix in layers) * experiment.regularization_rate
            (loss + penalty if experiment.regularization == "l2" else loss).backward()
            if experiment.clip_norm:
                # Not clip_grad_norm_, which adds 1e-6 to the norm: more than the agreement that is asked for.
                norm = nn.utils.get_total_norm([matrix.grad for matrix in layers])
                for matrix in layers:
                    matrix.grad *= (experiment.clip_norm / norm).clamp(max=1)
            case["gradients"].append(torch.cat([matrix.grad.ravel() for matrix in layers]).tolist())
            optimizer.step()
            schedule.step()
            case["theta"].append(torch.cat([matrix.detach().ravel() for matrix in layers]).tolist())
        cases.append(case)
    return cases


if __name__ == "__main__":
    golden = {
        "made by": f"PyTorch {torch.__version__}",
        "activations": activations(),
        "losses": losses(),
        "optimizers": optimizers(),
        "schedules": schedules(),
        "networks": networks(),
    }
    FILE.write_text(json.dumps(golden, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{FILE.name}: {FILE.stat().st_size:,} bytes")
