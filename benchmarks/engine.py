"""The engine's speed as ratios to peers in the same run: python -m benchmarks.engine

Contenders take turns; each figure is the median of ROUNDS rounds. One thread each.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before NumPy is imported
os.environ.setdefault("OMP_NUM_THREADS", "1")

import itertools
import statistics
import time
import warnings
from collections.abc import Callable

import numpy as np

from engine import datasets, network, training
from engine.experiment import Experiment, change
from engine.training import Run

ROUNDS = 5
STEPS = 400  # per round
NEVER = 10**9  # epochs between two records of the losses of all points: the peers keep none either

Contender = Callable[[int], None]  # takes a number of steps


def measure(contenders: dict[str, Contender], steps: int = STEPS) -> dict[str, float]:
    """Return the median time of a step of each contender, in microseconds."""
    times: dict[str, list[float]] = {name: [] for name in contenders}
    for run in contenders.values():
        run(steps // 4 or 1)  # warm up
    for _ in range(ROUNDS):
        for name, run in contenders.items():
            begun = time.perf_counter()
            run(steps)
            times[name].append((time.perf_counter() - begun) / steps * 1e6)
    return {name: statistics.median(values) for name, values in times.items()}


def ours(experiment: Experiment, outputs: int) -> Run:
    """Return a Run; with two outputs for two classes too, as the peers can have them."""
    run = training.start(experiment, dtype=np.float32, every=NEVER, snapshots=False)
    if outputs == experiment.outputs:
        return run
    layers = network.dense(len(experiment.features), experiment.layers, outputs, experiment.activations)
    theta = training.first_weights(experiment, layers)[None]
    one_hot = [part._replace(targets=np.eye(outputs)[:, part.labels]) for part in (run.train, run.test)]
    return training.assemble((experiment,), layers, *one_hot, theta.astype(np.float32), NEVER, snapshots=False)


def scikit_learn(experiment: Experiment, x: np.ndarray, labels: np.ndarray) -> Contender:
    """Return scikit-learn's step: partial_fit on one mini-batch."""
    from sklearn.neural_network import MLPClassifier

    solver = {"adam": "adam", "gradient_descent": "sgd"}[experiment.optimizer]
    model = MLPClassifier(
        experiment.layers,
        activation="tanh",
        solver=solver,
        alpha=0,
        momentum=0,
        learning_rate_init=experiment.step_size,
        batch_size=experiment.batch_size,
        random_state=1,
    )
    x, classes = x.T.astype(np.float32), np.unique(labels)
    size = experiment.batch_size

    def steps(count: int) -> None:
        for i in range(count):
            at = i * size % (len(x) - size + 1)
            model.partial_fit(x[at : at + size], labels[at : at + size], classes=classes)

    return steps


def pytorch(experiment: Experiment, x: np.ndarray, labels: np.ndarray, outputs: int) -> Contender | None:
    """Return PyTorch's eager step, or None where PyTorch is not installed."""
    try:
        import torch
    except ImportError:
        return None
    torch.set_num_threads(1)
    torch.manual_seed(1)
    widths = (len(experiment.features), *experiment.layers)
    hidden = [m for a, b in itertools.pairwise(widths) for m in (torch.nn.Linear(a, b), torch.nn.Tanh())]
    model = torch.nn.Sequential(*hidden, torch.nn.Linear(widths[-1], outputs))
    kind = {"adam": torch.optim.Adam, "gradient_descent": torch.optim.SGD}[experiment.optimizer]
    optimizer = kind(model.parameters(), lr=experiment.step_size)
    inputs = torch.tensor(x.T, dtype=torch.float32)
    if outputs == 1:
        targets, loss = torch.tensor(labels, dtype=torch.float32)[:, None], torch.nn.BCEWithLogitsLoss()
    else:
        targets, loss = torch.tensor(labels), torch.nn.CrossEntropyLoss()
    size = experiment.batch_size

    def steps(count: int) -> None:
        for i in range(count):
            at = i * size % (len(inputs) - size + 1)
            optimizer.zero_grad()
            loss(model(inputs[at : at + size]), targets[at : at + size]).backward()
            optimizer.step()

    return steps


STEP_CASES = [
    # layers, outputs, batch size, optimizer
    ((8, 8), 2, 10, "adam"),
    ((8, 8), 2, 32, "adam"),
    ((8, 8), 1, 10, "gradient_descent"),
    ((8,) * 6, 1, 10, "adam"),
]


def compare_steps() -> None:
    """Print one training step against scikit-learn's and PyTorch's."""
    print("### One step against the peers\n")
    print("| network | batch | optimizer | ours, µs | scikit-learn, µs | ratio | PyTorch, µs | ratio |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for layers, outputs, batch_size, optimizer in STEP_CASES:
        experiment = change(Experiment(), layers=layers, batch_size=batch_size, optimizer=optimizer, noise=0)
        run = ours(experiment, outputs)
        x, labels = run.train.points, run.train.labels
        contenders = {
            "ours": lambda n, run=run: training.advance(run, n),
            "sklearn": scikit_learn(experiment, x, labels),
        }
        if torch := pytorch(experiment, x, labels, outputs):
            contenders["torch"] = torch
        times = measure(contenders)
        peers = [
            f"{times[name]:.0f} | {times[name] / times['ours']:.1f} ×" if name in times else "not installed | –"
            for name in ("sklearn", "torch")
        ]
        shape = "-".join(map(str, (2, *layers, outputs)))
        print(f"| {shape} tanh | {batch_size} | {optimizer} | {times['ours']:.1f} | {' | '.join(peers)} |")


def compare_stacking(count: int = 64) -> None:
    """Print what a step of `count` stacked networks costs against training them one after another."""
    print(f"\n### {count} networks stacked against one after another\n")
    print("| network | batch | one after another, µs a step | stacked, µs a step | ratio |")
    print("| --- | --- | --- | --- | --- |")
    for layers, batch_size in (((8, 8), 10), ((8, 8), 32), ((6, 4), 10)):
        base = change(Experiment(), layers=layers, batch_size=batch_size)
        experiments = [change(base, weight_seed=seed) for seed in range(count)]
        together = training.start(*experiments, dtype=np.float32)
        alone = [training.start(experiment, dtype=np.float32) for experiment in experiments]

        def one_by_one(steps: int, runs=alone) -> None:
            for run in runs:
                training.advance(run, steps)

        times = measure({"alone": one_by_one, "stacked": lambda n, run=together: training.advance(run, n)}, 100)
        shape = "-".join(map(str, (2, *layers, datasets.outputs(base.data))))
        print(
            f"| {shape} tanh, Adam | {batch_size} | {times['alone']:.0f} | {times['stacked']:.0f} "
            f"| {times['alone'] / times['stacked']:.1f} × |"
        )


if __name__ == "__main__":
    warnings.simplefilter("ignore")  # scikit-learn warns of small batches
    compare_steps()
    compare_stacking()
