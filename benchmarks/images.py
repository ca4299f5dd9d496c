"""A step on images by this engine and by PyTorch, for benchmarks/engine.py."""

from typing import Any, NamedTuple

import numpy as np

from benchmarks.contenders import NEVER, Contender
from engine import network
from engine.data.datasets import Split, as_targets
from engine.experiments.experiment import change
from engine.experiments.image_experiment import ImageExperiment
from engine.runs.beginning import first_weights
from engine.runs.run import Run, assemble

CLASSES = 10
STEP_SIZE = 0.001


class ImageCase(NamedTuple):
    """A network to measure: a convolution of 3 × 3 with ReLU, max pooling, 10 classes; Adam. limit: see engine.py."""

    side: int
    filters: int
    batch_size: int
    stacked: int
    limit: float

    def __str__(self) -> str:
        stack = f", {self.stacked} stacked, each" if self.stacked > 1 else ""
        return f"{self.side} × {self.side}, {self.filters} filters, batch {self.batch_size}{stack}"


CASES = [
    ImageCase(8, 8, 32, 1, 0.30),
    ImageCase(28, 4, 16, 1, 0.35),
    ImageCase(8, 8, 32, 8, 0.12),
]


def start_case(case: ImageCase, count: int = 640) -> Run:
    """Return a Run of stacked networks on random images; they may be larger than those of an ImageExperiment."""
    base = change(ImageExperiment(), batch_size=case.batch_size, filters=(case.filters,), step_size=STEP_SIZE)
    experiments = tuple(change(base, weight_seed=seed) for seed in range(case.stacked))
    layers = network.convolutional((1, case.side, case.side), (case.filters,), 3, 1, 1, "max", (), CLASSES, "relu")
    rng = np.random.default_rng(1)
    labels = rng.integers(0, CLASSES, count)
    train = Split(rng.random((1, case.side, case.side, count)), as_targets(labels, CLASSES), labels)
    test = Split(train.points[..., :1], train.targets[..., :1], labels[:1])
    theta = np.stack([first_weights(experiment, layers) for experiment in experiments])
    return assemble(experiments, layers, train, test, theta.astype(np.float32), NEVER, snapshots=False)


def pytorch(case: ImageCase, train: Split) -> Contender | None:
    """Return PyTorch's eager step of one network, or None where PyTorch is not installed."""
    try:
        import torch
    except ImportError:
        return None
    nn: Any = torch.nn
    torch.set_num_threads(1)
    torch.manual_seed(1)
    side = case.side // 2
    model = nn.Sequential(
        nn.Conv2d(1, case.filters, 3, padding=1),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(case.filters * side * side, CLASSES),
    )
    optimizer = torch.optim.Adam(model.parameters(), lr=STEP_SIZE)
    images = torch.tensor(np.moveaxis(train.points, -1, 0).copy(), dtype=torch.float32)
    targets, loss, size = torch.tensor(train.labels), nn.CrossEntropyLoss(), case.batch_size

    def steps(count: int) -> None:
        for i in range(count):
            at = i * size % (len(images) - size + 1)
            optimizer.zero_grad()
            loss(model(images[at : at + size]), targets[at : at + size]).backward()
            optimizer.step()

    return steps
