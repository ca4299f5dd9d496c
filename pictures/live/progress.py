"""What every picture of one training says of it: how far it is, its scores, and the end of its loss curve."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from engine.runs.history import Scores
from engine.runs.run import Run, evaluate
from pictures.live import maps, packing

MAX_BRANCH = 100  # points of another Run's curve


def _end(run: Run, scores: Scores) -> list[float | None]:
    """Return the end of a loss curve: the present epoch, with its fraction, and both losses."""
    now = run.epoch + run.position / max(run.train.size, 1)
    return [now, maps.finite(scores.train_loss[0]), maps.finite(scores.test_loss[0])]


def about(run: Run, scores: Scores, trunk: Run) -> dict[str, Any]:
    """Return a Run's part of a header; trunk is the Run whose loss curve is drawn, of which run may be a moment."""
    return {
        "step": run.step,
        "epoch": run.epoch,
        "newest": trunk.epoch,
        "oldest": trunk.snapshots.items[0].epoch if trunk.snapshots.items else trunk.epoch,
        "end": _end(trunk, scores if trunk is run else evaluate(trunk)),
        "scores": [None if score is None else maps.finite(score[0]) for score in scores],
    }


def branch_curves(branches: Sequence[tuple[str, Run]]) -> dict[str, np.ndarray]:
    """Return the blocks of other Runs, which the header names in the same order: epochs and test losses, thinned."""
    return {f"branch_{i}": thinned(branch) for i, (_, branch) in enumerate(branches)}


def thinned(run: Run) -> np.ndarray:
    """Return the curve of another Run, (2, n) of epochs and test losses, with few points."""
    rows = packing.losses(run.history.rows())[:, [0, 2]]
    stride = -(-len(rows) // MAX_BRANCH)
    return np.concatenate([rows[:-1:stride], rows[-1:]]).T
