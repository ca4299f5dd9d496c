"""A Frame: what the eye needs of a Run at one moment, packed into one bytes value.

Layout: four bytes with the length n of the header, the header as JSON padded to 4 + n = 0 mod 4,
then the blocks that the header's "blocks" names in order, each as [name, type, count]:
float32 first, so that all are aligned, then int16, then uint8.
"""

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from engine import features, inspection, losses, training
from engine.activations import ACTIVATIONS
from engine.datasets import HALF_WIDTH, OWN
from engine.experiment import FIELDS
from engine.features import FEATURES
from engine.losses import LOSSES
from engine.training import Run, Scores

MAP = 96  # pixels across the output map
MANY_TILES = 24  # neurons from which their maps get coarser, to bound a Frame's size
LOGIT_RANGE = float(np.arcsinh(100))  # of asinh(z) in an output map
MAX_BRANCH = 100  # points of another Run's curve
MAX_CURVE = 200  # points of the loss curve
COORDINATE = 32767 / (4 * HALF_WIDTH)  # int16 units per unit of the plane; farther points are clipped


@lru_cache(maxsize=4)
def grid(size: int) -> np.ndarray:
    """Return the centres of size × size pixels of the plane, (2, size²), row by row from the top."""
    at = (np.arange(size) + 0.5) / size * 2 * HALF_WIDTH - HALF_WIDTH
    x1, x2 = np.meshgrid(at, -at)
    return np.stack([x1.ravel(), x2.ravel()])


def _to_bytes(values: np.ndarray) -> np.ndarray:
    """Map [-1, 1] to 1 … 255, so that 0 is the grey middle 128 exactly."""
    return (np.clip(np.nan_to_num(values), -1, 1) * 127 + 128.5).astype(np.uint8)


@lru_cache(maxsize=4)
def _feature_tiles(stride: int) -> np.ndarray:
    """Return the maps of all features, each scaled to its largest value."""
    values = features.apply(tuple(FEATURES), grid(MAP)).reshape(len(FEATURES), MAP, MAP)
    values = values[:, stride // 2 :: stride, stride // 2 :: stride]
    return _to_bytes(values / np.abs(values).max(axis=(1, 2), keepdims=True))


def _hidden_tiles(trace, stride: int) -> list[np.ndarray]:
    """Return each hidden layer's maps; a neuron that exceeds ±1 is scaled to its largest value."""
    tiles = []
    for signal in trace.layers[:-1]:
        a = signal.a[0].reshape(-1, MAP, MAP)[:, stride // 2 :: stride, stride // 2 :: stride]
        a = np.nan_to_num(a, posinf=1e9, neginf=-1e9)
        tiles.append(_to_bytes(a / np.maximum(np.abs(a).max(axis=(1, 2), keepdims=True), 1)))
    return tiles


def _meaning(run: Run) -> str:
    """Return what the output map shows: a probability, hinge's score, or a value."""
    return {"cross_entropy": "probability", "hinge": "score"}.get(run.experiment.loss, "value")


def _output_maps(run: Run, z: np.ndarray) -> np.ndarray:
    """Return one map of the value, the score or the logit, or one of p for each of 3+ classes.

    A logit z is written as asinh(z), which keeps both the shades near 0 and the place where a steep
    boundary crosses it: the Stage interpolates between pixels before it turns z into p₊ - p₋.
    """
    z = np.nan_to_num(z, posinf=1e30, neginf=-1e30)
    if _meaning(run) != "probability":
        return _to_bytes(z)
    if len(z) == 1:
        return _to_bytes(np.arcsinh(z) / LOGIT_RANGE)
    return (losses.softmax(z) * 255 + 0.5).astype(np.uint8)


def _curve(run: Run, scores: Scores) -> np.ndarray:
    """Return (3, n) of epochs, train and test losses: the thinned history, and now at its end."""
    history = run.history
    stride = -(-len(history.epochs) // MAX_CURVE)
    now = run.epoch + run.position / max(run.train.points.shape[1], 1)
    rows = [
        [*history.epochs[::stride], now],
        [*(loss[0] for loss in history.train_loss[::stride]), scores.train_loss[0]],
        [*(loss[0] for loss in history.test_loss[::stride]), scores.test_loss[0]],
    ]
    return np.minimum(np.array(rows, np.float32), 3e38)  # NaN, where there are no points, stays


def _finite(score: float) -> float | None:
    """Return a number that JSON can hold; None is one that does not exist."""
    return None if np.isnan(score) else min(float(score), 3e38)


def _branch_curve(run: Run) -> np.ndarray:
    """Return (2, n) of epochs and test losses of another Run, thinned."""
    stride = -(-len(run.history.epochs) // MAX_BRANCH)
    rows = [run.history.epochs[::stride], [loss[0] for loss in run.history.test_loss[::stride]]]
    return np.minimum(np.array(rows, np.float32), 3e38)


def trace(run: Run, point: tuple[float, float], target: int | None) -> dict[str, Any]:
    """Return what happens to one point on its way through the network, and back if it has a target."""
    seen = inspection.inspect(run, point, target)

    def numbers(values: np.ndarray | None) -> list[float] | None:
        return None if values is None else [float(f"{value:.5g}") for value in np.nan_to_num(values)]

    return {
        "point": point,
        "target": target,
        "inputs": numbers(seen.layers[0].x),
        "layers": [{part: numbers(getattr(layer, part)) for part in ("z", "a", "da", "dz")} for layer in seen.layers],
        "p": numbers(seen.probabilities),
        "loss": None if seen.loss is None else float(np.nan_to_num(seen.loss)),
    }


def _points(run: Run) -> tuple[np.ndarray, np.ndarray]:
    """Return coordinates (n, 2) as int16 and classes, or values as bytes, of train then test points."""
    points = np.concatenate([run.train.points, run.test.points], axis=1)
    labels = np.concatenate([run.train.labels, run.test.labels])
    limit = 2 * HALF_WIDTH
    places = (np.clip(points, -limit, limit) * COORDINATE).astype(np.int16).T
    return places, labels.astype(np.uint8) if run.experiment.class_count else _to_bytes(labels)


def pack(
    run: Run,
    scores: Scores,
    state: str,
    serial: int,
    trunk: Run | None = None,
    branches: Sequence[tuple[str, Run]] = (),
    **more: Any,
) -> bytes:
    """Return the Frame of the first network of a Run.

    state is ready, playing, paused, past or diverged; serial changes when the picture must jump instead
    of glide. trunk is the Run whose loss curve is drawn, if run is a moment of its past; branches are named
    Runs to compare with; more goes into the header as it is.
    """
    trunk = trunk or run
    experiment = run.experiment
    stride = 3 if len(FEATURES) + sum(experiment.layers) <= MANY_TILES else 4
    trace = training.predict(run, grid(MAP))
    places, labels = _points(run)
    tiles = np.concatenate([_feature_tiles(stride), *_hidden_tiles(trace, stride)])
    blocks = {
        "theta": np.nan_to_num(run.theta[0]).astype(np.float32),
        "gradient": np.nan_to_num(inspection.gradient(run)[0]).astype(np.float32),
        "curve": _curve(trunk, scores if trunk is run else training.evaluate(trunk)),
        **{f"branch_{i}": _branch_curve(branch) for i, (_, branch) in enumerate(branches)},
        "places": places,
        "labels": labels,
        "tiles": tiles,
        "maps": _output_maps(run, trace.output[0]),
    }
    header = {
        "state": state,
        "serial": serial,
        "step": run.step,
        "epoch": run.epoch,
        "newest": trunk.epoch,
        "oldest": trunk.snapshots.items[0].epoch if trunk.snapshots.items else trunk.epoch,
        "branches": [name for name, _ in branches],
        "features": [[name, f.label, name in experiment.features] for name, f in FEATURES.items()],
        "layers": experiment.layers,
        "limits": [FIELDS["layers"].most_layers, FIELDS["layers"].most_neurons],
        "activations": [ACTIVATIONS[name].label for name in experiment.activations],
        "outputs": experiment.outputs,
        "meaning": _meaning(run),
        "classes": experiment.class_count,
        "own": experiment.data == OWN,
        "loss": LOSSES[experiment.loss].label,
        "train": run.train.points.shape[1],
        "tile": tiles.shape[1],
        "map": MAP,
        "logit_range": LOGIT_RANGE,
        "half_width": HALF_WIDTH,
        "scores": [None if score is None else _finite(score[0]) for score in scores],
        **more,
        "blocks": [[name, array.dtype.name, array.size] for name, array in blocks.items()],
    }
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 4)
    return b"".join([len(text).to_bytes(4, "little"), text, *(array.tobytes() for array in blocks.values())])
