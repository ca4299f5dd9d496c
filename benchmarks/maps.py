"""How long a page takes to compute a network's maps from its weights, against NumPy.

    python -m benchmarks.maps

The page's code runs in Node, whose engine is that of Chromium. Both compute all neurons' maps and the output's.
"""

import json
import subprocess
import time
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.serving import node_path
from engine.data.features import FEATURES
from engine.experiments.experiment import Experiment, change
from engine.runs.run import Run, start_run
from pictures.live import maps, tables

SIZE, SIDE = 96, 32  # pixels across the output's map, and a neuron's
REPEATS = 100
SHAPES: dict[str, dict[str, Any]] = {
    "2-6-4-1": {"layers": (6, 4)},
    "2-8-8-1": {"layers": (8, 8)},
    "7 inputs, six layers of 8": {"layers": (8,) * 6, "features": tuple(FEATURES)},
}


def in_numpy(run: Run) -> list[float]:
    """Return the milliseconds of each of REPEATS forward passes over the map."""
    times = []
    for _ in range(REPEATS):
        begun = time.perf_counter()
        maps.predict(run, SIZE)
        times.append(1000 * (time.perf_counter() - begun))
    return times


def main() -> None:
    """Print a table of milliseconds."""
    node = node_path()
    if node is None:
        raise SystemExit("no Node 20 or later on this machine")
    runs = [start_run(change(Experiment(), **changes), dtype=np.float32) for changes in SHAPES.values()]
    cases = [
        {"network": maps.network_of(run), "theta": run.theta[0].tolist(), "coding": maps.about(run, SIZE)}
        for run in runs
    ]
    given = {"size": SIZE, "side": SIDE, "tables": tables.tables(), "cases": cases, "repeats": REPEATS}
    script = Path(__file__).with_name("maps.mjs")
    done = subprocess.run([node, script], input=json.dumps(given), capture_output=True, text=True, check=True)
    print("| network | NumPy, ms | page, ms (least) | ratio of medians | first pass, ms |")
    print("| --- | --- | --- | --- | --- |")
    for name, run, page in zip(SHAPES, runs, json.loads(done.stdout), strict=True):
        numpy = float(np.median(in_numpy(run)))
        figures = f"{numpy:.1f} | {page['median']:.1f} ({page['least']:.1f}) | {page['median'] / numpy:.1f}"
        print(f"| {name} | {figures} | {page['first']:.1f} |")


if __name__ == "__main__":
    main()
