"""Make images.json, what PyTorch computes in whole trainings on images: python -m tests.engine.golden.make_images

It needs PyTorch 2.x, which the tests do not. Everything is float64. Run it again only to add a case.
"""

import json
from pathlib import Path

import torch
from torch import nn

from engine.experiments.experiment import change
from engine.experiments.image_experiment import ImageExperiment
from engine.layers.conv import Conv
from engine.layers.dense import Dense
from engine.layers.flatten import Flatten
from engine.optimizers import OPTIMIZERS as registry
from engine.options import option_values
from engine.runs.run import Run, shuffle, start_run
from tests.engine.golden.make import ACTIVATIONS, OPTIMIZERS, STEPS, binary_or_not

FILE = Path(__file__).with_name("images.json")
COMMON = {"data": "bars", "images": 32, "batch_size": 6, "step_size": 0.02}
NETWORKS = [
    {"filters": (4,), "pooling": "max"},
    {"filters": (2, 3), "pooling": "mean", "activation": "tanh", "optimizer": "momentum", "padding": "valid"},
    {"filters": (3,), "pooling": "global_max", "kernel": "5", "optimizer": "rmsprop", "data": "shapes"},
    {
        "filters": (2, 3),
        "pooling": "global_mean",
        "stride": 2,
        "activation": "swish",
        "optimizer": "adamw",
        "data": "textures",
    },
    {
        "filters": (2,),
        "kernel": "1",
        "stride": 2,
        "pooling": "none",
        "layers": (4,),
        "activation": "leaky_relu",
        "optimizer": "nesterov",
        "data": "digits",
    },
]


def forward(run: Run, matrices: list[torch.Tensor], x: torch.Tensor) -> torch.Tensor:
    """Return the outputs (n, units) of our layers, as PyTorch computes them, for images (n, 1, side, side)."""
    left = list(matrices)
    for layer in run.layers:
        if isinstance(layer, Flatten):
            x = x.flatten(1)
            continue
        if not isinstance(layer, Conv | Dense):
            maximum = layer.kind == "max"
            if layer.is_global:
                x = x.amax(dim=(2, 3), keepdim=True) if maximum else x.mean(dim=(2, 3), keepdim=True)
            else:
                x = (nn.functional.max_pool2d if maximum else nn.functional.avg_pool2d)(x, 2)
            continue
        matrix = left.pop(0)
        W, b = matrix[:, :-1], matrix[:, -1]
        if isinstance(layer, Conv):
            kernels = W.reshape(layer.filters, layer.input_shape[0], layer.kernel, layer.kernel)
            x = nn.functional.conv2d(x, kernels, b, layer.stride, layer.padding)
        else:
            x = nn.functional.linear(x, W, b)
        x = ACTIVATIONS[layer.activation](x)
    return x


def train(changes: dict) -> dict:
    """Return the first weights, each step's loss, the first gradient, and the weights after some of the steps."""
    changes = COMMON | changes
    experiment = change(ImageExperiment(), **changes)
    run = start_run(experiment)
    matrices = [torch.tensor(each[0][0], dtype=torch.float64, requires_grad=True) for each in run.parameters if each]
    options = option_values(registry, experiment.optimizer, experiment)
    optimizer = OPTIMIZERS[experiment.optimizer](matrices, experiment.step_size, options)
    case = {"changes": changes, "theta0": run.theta[0].tolist(), "losses": [], "gradient": [], "theta": []}
    for i in range(STEPS):
        if i and i % run.epoch_steps == 0:
            run.epoch += 1
            shuffle(run)
        at = i % run.epoch_steps * experiment.batch_size
        x, y = (torch.tensor(part[0, ..., at : at + experiment.batch_size].copy()) for part in run.shuffled[:2])
        loss = binary_or_not(forward(run, matrices, x.permute(3, 0, 1, 2)), y.T).mean()
        case["losses"].append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        if not case["gradient"]:
            case["gradient"] = torch.cat([matrix.grad.ravel() for matrix in matrices]).tolist()
        optimizer.step()
        if i % 3 == 0:
            case["theta"].append(torch.cat([matrix.detach().ravel() for matrix in matrices]).tolist())
    return case


if __name__ == "__main__":
    content = {"torch": torch.__version__, "networks": [train(changes) for changes in NETWORKS]}
    FILE.write_text(json.dumps(content) + "\n", encoding="utf-8")
    print(f"{FILE}: {FILE.stat().st_size // 1000} kB")
