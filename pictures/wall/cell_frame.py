"""What the Wall shows of recurrent networks: what comes back of the gradient to each moment, as they are trained.

That is |dL/dh| at a moment over that at the last one: all gradients of a network that makes no errors any more are
small, and yet they may come back whole.

The block "flow" has a row for each step that was measured, of one byte for each moment of each network, one network
after the other: 0 is missing, 1 to 255 are the logarithms between DECADES. A training that goes on adds rows at the
end, so that only these are sent. The blocks "first" and "now" have the logarithms at step 0 and at present.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from engine.runs.run import Run
from engine.study import through_time

DECADES = (-6, 2)  # powers of ten: the smallest and the largest share that a map tells apart
LARGEST = 255
MISSING = -99.0  # in place of a logarithm
BOUND = 30.0  # of the logarithms that are sent


def gradients(run: Run) -> np.ndarray:
    """Return log₁₀ |dL/dh| of each network at each moment, (K, moments), as float32, between ±BOUND.

    It is MISSING for a network that has diverged, and where there are no sequences.
    """
    if not run.train.size:
        return np.full((len(run.theta), run.experiment.moments), MISSING, np.float32)
    norms = through_time.gradient_norms(run)
    with np.errstate(divide="ignore", invalid="ignore"):
        values = np.clip(np.log10(norms), -BOUND, BOUND)
    is_missing = np.isnan(values) | (run.diverged >= 0)[:, None]
    return np.where(is_missing, MISSING, values).astype(np.float32)


def to_bytes(values: np.ndarray) -> np.ndarray:
    """Return logarithms as the bytes of a map."""
    low, high = DECADES
    shares = np.clip((values - low) / (high - low), 0, 1)
    return np.where(values == MISSING, 0, 1 + np.rint((LARGEST - 1) * shares)).astype(np.uint8)


def relative(values: np.ndarray) -> np.ndarray:
    """Return logarithms, (…, moments), less that of the last moment that has a gradient; without one they stay."""
    is_there = values > -BOUND  # MISSING is lower still
    last = values.shape[-1] - 1 - np.argmax(is_there[..., ::-1], axis=-1)
    over = values - np.take_along_axis(values, last[..., None], axis=-1)
    return np.where(is_there, np.clip(over, -BOUND, BOUND), values).astype(np.float32)


def ratio(values: np.ndarray) -> float:
    """Return the gradient at the first moment over that at the last one, of logarithms; NaN where one is missing.

    The last one is also missing where nothing is asked that late, as at the end of the longest entry of a list.
    """
    is_missing = MISSING in values or values[-1] <= -BOUND
    return float("nan") if is_missing else float(10 ** (float(values[0]) - float(values[-1])))


def guess(run: Run) -> float | None:
    """Return the accuracy of guessing, or the mean squared error of always answering the mean; None if not known.

    It is known for tasks whose answers are equally frequent, and for a number that is asked at the end.
    """
    e = run.experiment
    if e.data in ("recall", "echo", "parity"):
        return 1 / e.class_count
    if not e.class_count and not e.each_moment and run.test.size:
        return float(run.test.targets.var())
    return None


def pack(
    seats: Sequence[tuple[int, int]], measured: Mapping[int, Sequence[np.ndarray]], now: Sequence[np.ndarray]
) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """Return what a header has for networks, each a place among the Runs and a position in the Run, and the blocks.

    measured has what `gradients` returned for each Run, by the step, in ascending order; now has it of the present.
    """
    present = np.concatenate([relative(now[place][k]) for place, k in seats])
    first = next(iter(measured.values()), now)
    header = {
        "face": "cells",
        "moments": [now[place].shape[1] for place, _ in seats],
        "decades": DECADES,
    }
    rows = [
        relative(np.array([found[place][k] for found in measured.values()]).reshape(-1, now[place].shape[1]))
        for place, k in seats
    ]
    blocks = {
        "first": np.concatenate([relative(first[place][k]) for place, k in seats]),
        "now": present,
        "flow": to_bytes(np.concatenate(rows, axis=1)),
    }
    return header, blocks
