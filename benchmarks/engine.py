"""The engine's speed as ratios to peers in the same run: python -m benchmarks.engine

Contenders take turns; each figure is the median of ROUNDS rounds. One thread each.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before NumPy is imported
os.environ.setdefault("OMP_NUM_THREADS", "1")

import statistics
import time
import warnings
from collections.abc import Callable

import numpy as np

from benchmarks import images, sequences
from benchmarks.contenders import CASES, NEVER, Case, Contender, by_hand, ours, pytorch, scikit_learn, start_case
from engine.experiments.experiment import Experiment, change
from engine.runs import sweep, training
from engine.runs.run import Run, predict, start_run
from ui.server import memory

ROUNDS = 5
STEPS = 400  # per round


def measure(
    contenders: dict[str, Contender], steps: int = STEPS, clock: Callable[[], float] = time.perf_counter
) -> dict[str, float]:
    """Return the median time of a step of each contender, in microseconds."""
    times: dict[str, list[float]] = {name: [] for name in contenders}
    for run in contenders.values():
        run(steps // 4 or 1)  # warm up
    for _ in range(ROUNDS):
        for name, run in contenders.items():
            begun = clock()
            run(steps)
            times[name].append((clock() - begun) / steps * 1e6)
    return {name: statistics.median(values) for name, values in times.items()}


def compare_steps() -> None:
    """Print one training step against scikit-learn's and PyTorch's; none of them evaluates losses in between."""
    print("### One step against the peers\n")
    print("| network | ours, µs | scikit-learn, µs | ratio | PyTorch eager, µs | ratio |")
    print("| --- | --- | --- | --- | --- | --- |")
    for case in CASES:
        run = start_case(case)
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


def compare_images() -> None:
    """Print the processor time of a training step on images against PyTorch's, and the largest ratio accepted."""
    memory.tune()  # as the server does: a convolution's arrays have hundreds of kilobytes
    print("\n### A step on images, 3 × 3 ReLU, max pooling, 10 classes, Adam\n")
    print("| network | ours, µs | PyTorch eager, µs | ours / PyTorch | at most |")
    print("| --- | --- | --- | --- | --- |")
    for case in images.CASES:
        run = images.start_case(case)
        contenders = {"ours": ours(run)}
        if torch := images.pytorch(case, run.train):
            contenders["PyTorch"] = torch
        times = measure(contenders, 100, time.process_time)
        each, peer = times["ours"] / case.stacked, times.get("PyTorch")
        told = f"{peer:.0f} | {each / peer:.2f}" if peer else "not installed | –"
        print(f"| {case} | {each:.0f} | {told} | {case.limit:.2f} |")


def compare_sequences() -> None:
    """Print the processor time of a training step on sequences against PyTorch's, and the largest ratio accepted."""
    memory.tune()
    print(f"\n### A step on sequences, readout of {sequences.SYMBOLS} symbols at every moment, Adam\n")
    print("| network | ours, µs | PyTorch eager, µs | ours / PyTorch | at most |")
    print("| --- | --- | --- | --- | --- |")
    for case in sequences.CASES:
        run = sequences.start_case(case)
        contenders = {"ours": ours(run)}
        if torch := sequences.pytorch(case, run):
            contenders["PyTorch"] = torch
        times = measure(contenders, 100, time.process_time)
        each, peer = times["ours"] / case.stacked, times.get("PyTorch")
        told = f"{peer:.0f} | {each / peer:.2f}" if peer else "not installed | –"
        print(f"| {case} | {each:.0f} | {told} | {case.limit:.2f} |")


def compare_floor() -> None:
    """Print our step against the same arithmetic unrolled by hand."""
    run = start_case(CASES[0])
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
        times = measure({"single": ours(start_case(case)), "stacked": ours(start_case(case, count))}, 200)
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

    run = start_case(CASES[0])
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
            run = start_case(case, count, points=4000)
            cost = measure({"step": ours(run)}, 100)["step"]
            # Each weight meets each point once forward, and twice on the way back.
            products = 3 * run.theta.size * case.batch_size
            print(f"| {what} | {n} | {cost:.0f} | {1000 * cost / products:.2f} |")
    print("\nWhile the last column falls, the calls cost more than the arithmetic.")


if __name__ == "__main__":
    warnings.simplefilter("ignore")  # scikit-learn warns of small batches
    compare_steps()
    compare_images()
    compare_sequences()
    compare_floor()
    compare_stacking()
    compare_activations()
    compare_sweep()
    compare_seeds()
    compare_maps()
    show_growth()
