"""A Run that shows a network which is trained elsewhere, such as in another process: its weights come as they are."""

from typing import Any

import numpy as np

from engine.runs.run import Run, evaluate, start_run


def begin(experiment: Any) -> Run:
    """Return a Run for a network with these settings, which nobody trains here; nothing is known of its past."""
    run = start_run(experiment, dtype=np.float32, snapshots=False)
    run.history.clear(0)
    return run


def reflect(run: Run, theta: np.ndarray, step: int, epoch: int) -> None:
    """Show the weights theta (P,) that the network has at a step, in an epoch, and note its scores once in each epoch.

    A network that has gone back to an earlier epoch begins its history anew. Raises ValueError where theta has another
    number of weights than the network, or a weight that is not finite.
    """
    if theta.shape != run.theta.shape[1:]:
        raise ValueError(f"theta must have the shape {run.theta.shape[1:]}, got {theta.shape}")
    if not np.isfinite(theta).all():
        raise ValueError("theta must be finite")
    run.theta[0] = theta
    run.step, run.epoch = step, epoch
    if run.history.epochs and epoch < run.history.epochs[-1]:
        run.history.clear(step)
    if not run.history.epochs or epoch > run.history.epochs[-1]:
        run.history.record(epoch, evaluate(run))
