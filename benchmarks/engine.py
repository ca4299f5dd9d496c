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
from typing import NamedTuple

import numpy as np

from engine import network
from engine.experiments.experiment import Experiment, change
from engine.runs import sweep, training
from engine.runs.run import Run, assemble, first_weights, predict, start_run

ROUNDS = 5
STEPS = 400  # per round
NEVER = 10**9  # epochs between two records of the losses: the peers keep no history either

Contender = Callable[[int], object]  # takes a number of steps


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


class Case(NamedTuple):
    """One training step to measure: hidden widths, all tanh; outputs; batch size; optimizer."""

    layers: tuple[int, ...]
    outputs: int
    batch_size: int
    optimizer: str

    def __str__(self) -> str:
        shape = "-".join(map(str, (2, *self.layers, self.outputs)))
        return f"{shape} tanh, batch {self.batch_size}, {self.optimizer.replace('_', ' ')}"


CASES = [
    Case((8, 8), 1, 10, "gradient_descent"),
    Case((8, 8), 2, 32, "adam"),
    Case((8,) * 6, 1, 10, "gradient_descent"),
    Case((8,) * 6, 1, 10, "adam"),
    Case((32, 32), 2, 30, "adam"),
]


def start(case: Case, count: int = 1, points: int = 500) -> Run:
    """Return a Run of `count` stacked networks; wider, and with more outputs, than an Experiment can be."""
    base = change(
        Experiment(), batch_size=case.batch_size, optimizer=case.optimizer, step_size=0.001, points=points, layers=()
    )
    experiments = tuple(change(base, weight_seed=seed) for seed in range(count))
    data = start_run(base)
    train, test = data.train, data.test
    if case.outputs > 1:
        train, test = (part._replace(targets=np.eye(case.outputs)[:, part.labels]) for part in (train, test))
    layers = network.dense(2, case.layers, case.outputs, ("tanh",) * len(case.layers))
    theta = np.stack([first_weights(experiment, layers) for experiment in experiments])
    return assemble(experiments, layers, train, test, theta.astype(np.float32), NEVER, snapshots=False)


def ours(run: Run) -> Contender:
    """Return our step."""
    return lambda count: training.advance(run, count)


def scikit_learn(case: Case, x: np.ndarray, labels: np.ndarray) -> Contender:
    """Return scikit-learn's step: partial_fit on one mini-batch."""
    from sklearn.neural_network import MLPClassifier

    model = MLPClassifier(
        case.layers,
        activation="tanh",
        solver={"adam": "adam", "gradient_descent": "sgd"}[case.optimizer],
        alpha=0,
        momentum=0,
        learning_rate_init=0.001,
        batch_size=case.batch_size,
        random_state=1,
    )
    x, classes, size = x.T.astype(np.float32), np.unique(labels), case.batch_size

    def steps(count: int) -> None:
        for i in range(count):
            at = i * size % (len(x) - size + 1)
            model.partial_fit(x[at : at + size], labels[at : at + size], classes=classes)

    return steps


def pytorch(case: Case, x: np.ndarray, labels: np.ndarray) -> Contender | None:
    """Return PyTorch's eager step, or None where PyTorch is not installed."""
    try:
        import torch
    except ImportError:
        return None
    torch.set_num_threads(1)
    torch.manual_seed(1)
    widths = (2, *case.layers)
    hidden = [m for a, b in itertools.pairwise(widths) for m in (torch.nn.Linear(a, b), torch.nn.Tanh())]
    model = torch.nn.Sequential(*hidden, torch.nn.Linear(widths[-1], case.outputs))
    kind = {"adam": torch.optim.Adam, "gradient_descent": torch.optim.SGD}[case.optimizer]
    optimizer = kind(model.parameters(), lr=0.001)
    inputs = torch.tensor(x.T, dtype=torch.float32)
    if case.outputs == 1:
        targets, loss = torch.tensor(labels, dtype=torch.float32)[:, None], torch.nn.BCEWithLogitsLoss()
    else:
        targets, loss = torch.tensor(labels), torch.nn.CrossEntropyLoss()
    size = case.batch_size

    def steps(count: int) -> None:
        for i in range(count):
            at = i * size % (len(inputs) - size + 1)
            optimizer.zero_grad()
            loss(model(inputs[at : at + size]), targets[at : at + size]).backward()
            optimizer.step()

    return steps


def by_hand(run: Run) -> Contender:
    """Return the floor: 2-8-8-1 tanh with gradient descent, written in NumPy for this one network."""
    x_all, y_all = run.train.points.astype(np.float32), run.train.targets.astype(np.float32)
    (W1, b1), (W2, b2), (W3, b3) = ((m[0, :, :-1].copy(), m[0, :, -1:].copy()) for (m,) in run.parameters)
    rng, size, step_size = np.random.default_rng(1), run.experiment.batch_size, np.float32(0.001)

    def steps(count: int) -> None:
        nonlocal W1, b1, W2, b2, W3, b3
        at = end = x_all.shape[1]
        for _ in range(count):
            if at >= end:
                order = rng.permutation(end)
                x_epoch, y_epoch, at = x_all[:, order], y_all[:, order], 0
            x, y = x_epoch[:, at : at + size], y_epoch[:, at : at + size]
            a1 = np.tanh(W1 @ x + b1)
            a2 = np.tanh(W2 @ a1 + b2)
            p = 0.5 * np.tanh(0.5 * (W3 @ a2 + b3)) + 0.5
            d3 = (p - y) / x.shape[1]
            d2 = (W3.T @ d3) * (1 - a2 * a2)
            d1 = (W2.T @ d2) * (1 - a1 * a1)
            W3 -= step_size * (d3 @ a2.T)
            b3 -= step_size * d3.sum(axis=1, keepdims=True)
            W2 -= step_size * (d2 @ a1.T)
            b2 -= step_size * d2.sum(axis=1, keepdims=True)
            W1 -= step_size * (d1 @ x.T)
            b1 -= step_size * d1.sum(axis=1, keepdims=True)
            at += size

    return steps


def compare_steps() -> None:
    """Print one training step against scikit-learn's and PyTorch's; none of them evaluates losses in between."""
    print("### One step against the peers\n")
    print("| network | ours, µs | scikit-learn, µs | ratio | PyTorch eager, µs | ratio |")
    print("| --- | --- | --- | --- | --- | --- |")
    for case in CASES:
        run = start(case)
        x, labels = run.train.points, run.train.labels
        contenders = {"ours": ours(run), "scikit-learn": scikit_learn(case, x, labels)}
        if torch := pytorch(case, x, labels):
            contenders["PyTorch"] = torch
        times = measure(contenders)
        peers = [
            f"{times[name]:.0f} | {times[name] / times['ours']:.1f} ×" if name in times else "not installed | –"
            for name in ("scikit-learn", "PyTorch")
        ]
        print(f"| {case} | {times['ours']:.1f} | {' | '.join(peers)} |")


def compare_floor() -> None:
    """Print our step against the same arithmetic unrolled by hand."""
    run = start(CASES[0])
    times = measure({"ours": ours(run), "by hand": by_hand(run)})
    print("\n### Against the floor\n")
    print("| network | ours, µs | NumPy unrolled by hand, µs | ours / floor |")
    print("| --- | --- | --- | --- |")
    print(f"| {CASES[0]} | {times['ours']:.1f} | {times['by hand']:.1f} | {times['ours'] / times['by hand']:.2f} |")


def compare_stacking(count: int = 64) -> None:
    """Print what a step of `count` stacked networks costs, for each of them, against a single one."""
    print(f"\n### {count} networks stacked against a single one\n")
    print("| network | single, µs a step | stacked, µs a step of each | single / stacked |")
    print("| --- | --- | --- | --- |")
    for case in (CASES[0], Case((8, 8), 1, 10, "adam"), Case((8, 8), 1, 32, "adam"), Case((6, 4), 1, 10, "adam")):
        times = measure({"single": ours(start(case)), "stacked": ours(start(case, count))}, 200)
        each = times["stacked"] / count
        print(f"| {case} | {times['single']:.1f} | {each:.2f} | {times['single'] / each:.1f} × |")


def compare_activations() -> None:
    """Print a step of ten networks of different activations in one stack against one after another."""
    names = ("tanh", "relu", "sigmoid", "leaky_relu", "elu", "softplus", "swish", "gelu", "sine", "selu")
    print(f"\n### {len(names)} activations stacked against one after another, 2-8-8-1, batch 10\n")
    print("| optimizer | together, µs a step of all | one after another, µs | together / apart |")
    print("| --- | --- | --- | --- |")
    for optimizer in ("gradient_descent", "adam"):
        base = change(Experiment(), layers=(8, 8), points=500, optimizer=optimizer)
        experiments = [change(base, activation=name) for name in names]

        def begin(*chosen: Experiment) -> Run:
            return start_run(*chosen, dtype=np.float32, every=NEVER, snapshots=False)

        runs = [begin(experiment) for experiment in experiments]

        def apart(count: int, runs: list[Run] = runs) -> None:
            for run in runs:
                training.advance(run, count)

        times = measure({"together": ours(begin(*experiments)), "apart": apart})
        ratio = times["together"] / times["apart"]
        print(f"| {optimizer.replace('_', ' ')} | {times['together']:.0f} | {times['apart']:.0f} | {ratio:.2f} |")


def compare_sweep(epochs: int = 100, sample: int = 10) -> None:
    """Print the time for 20 step sizes × 15 momenta; of the one-by-one trainings a part is timed and multiplied."""
    base = change(Experiment(), layers=(8, 8), optimizer="momentum", points=500)
    experiments = [
        change(base, step_size=float(step_size), momentum=float(momentum))
        for step_size in np.geomspace(0.001, 1, 20)
        for momentum in np.linspace(0, 0.95, 15)
    ]
    some = experiments[:: len(experiments) // sample][:sample]
    stacked, single = [], []
    for _ in range(3):
        begun = time.perf_counter()
        sweep.train(experiments, epochs)
        stacked.append(time.perf_counter() - begun)
        begun = time.perf_counter()
        for experiment in some:
            sweep.train([experiment], epochs)
        single.append((time.perf_counter() - begun) / len(some) * len(experiments))
    together, apart = statistics.median(stacked), statistics.median(single)
    print(f"\n### {len(experiments)} Experiments, {epochs} epochs of 250 points, 2-8-8-1 tanh, batch 10, momentum\n")
    print("| in one call, s | one by one, s (from every 30th) | ratio |")
    print("| --- | --- | --- |")
    print(f"| {together:.1f} | {apart:.1f} | {apart / together:.1f} × |")


def compare_seeds(count: int = 64, epochs: int = 200) -> None:
    """Print the time for many seeds of one Experiment, and for a few of them one by one, multiplied."""
    base = change(Experiment(), layers=(8, 8))
    experiments = [change(base, weight_seed=seed) for seed in range(count)]
    begun = time.perf_counter()
    sweep.train(experiments, epochs)
    together = time.perf_counter() - begun
    begun = time.perf_counter()
    for experiment in experiments[:4]:
        sweep.train([experiment], epochs)
    apart = (time.perf_counter() - begun) / 4 * count
    print(f"\n### {count} seeds, {epochs} epochs of 250 points, 2-8-8-1 tanh, batch 10, Adam\n")
    print("| in one call, s | one by one, s (from 4) | ratio |")
    print("| --- | --- | --- |")
    print(f"| {together:.1f} | {apart:.1f} | {apart / together:.1f} × |")


def compare_maps(size: int = 100) -> None:
    """Print an output map with all hidden maps against scikit-learn's probabilities on the same grid."""
    from sklearn.neural_network import MLPClassifier

    run = start(CASES[0])
    line = np.linspace(-6, 6, size)
    grid = np.stack([axis.ravel() for axis in np.meshgrid(line, line)])
    model = MLPClassifier((8, 8), activation="tanh", max_iter=1).fit(run.train.points.T, run.train.labels)
    rows = np.ascontiguousarray(grid.T)

    def maps(count: int) -> None:
        for _ in range(count):
            trace = predict(run, grid)
            assert len(trace.layers) == 3  # the hidden maps are in it

    def probabilities(count: int) -> None:
        for _ in range(count):
            model.predict_proba(rows)

    times = measure({"ours": maps, "scikit-learn": probabilities}, 40)
    print(f"\n### Maps of {size} × {size} pixels\n")
    print("| 2-8-8-1 tanh | ms | scikit-learn / ours |")
    print("| --- | --- | --- |")
    print(f"| output map and all hidden maps | {times['ours'] / 1000:.2f} | |")
    peer = times["scikit-learn"]
    print(f"| scikit-learn, predict_proba | {peer / 1000:.2f} | {peer / times['ours']:.2f} × |")


def show_growth() -> None:
    """Print how the cost of a step grows, one measure at a time."""
    base = Case((8, 8), 1, 10, "adam")
    sizes = {
        "points in a batch": [(n, base._replace(batch_size=n), 1) for n in (1, 10, 30, 100, 300, 1000)],
        "neurons in each layer": [(n, base._replace(layers=(n, n)), 1) for n in (1, 4, 8, 16, 64, 256)],
        "hidden layers": [(n, base._replace(layers=(8,) * n), 1) for n in (0, 1, 2, 4, 6, 12)],
        "networks": [(n, base, n) for n in (1, 4, 16, 64, 256)],
    }
    print("\n### How the cost of a step grows from 2-8-8-1 tanh, batch 10, Adam\n")
    print("| what | how many | µs a step | ns for each multiplication |")
    print("| --- | --- | --- | --- |")
    for what, cases in sizes.items():
        for n, case, count in cases:
            run = start(case, count, points=4000)
            cost = measure({"step": ours(run)}, 100)["step"]
            # Each weight meets each point once forward, and twice on the way back.
            products = 3 * run.theta.size * case.batch_size
            print(f"| {what} | {n} | {cost:.0f} | {1000 * cost / products:.2f} |")
    print("\nWhile the last column falls, the calls cost more than the arithmetic.")


if __name__ == "__main__":
    warnings.simplefilter("ignore")  # scikit-learn warns of small batches
    compare_steps()
    compare_floor()
    compare_stacking()
    compare_activations()
    compare_sweep()
    compare_seeds()
    compare_maps()
    show_growth()
