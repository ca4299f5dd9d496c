"""Maps of the plane: what a page needs to compute them from weights, the data points upon them, and maps as bytes."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from engine import network
from engine.data import features
from engine.data.datasets import HALF_WIDTH, Split
from engine.experiments.experiment import Experiment
from engine.runs.run import Run, output_of, trace_of
from pictures.live.packing import LARGEST

LOGIT_RANGE = float(np.arcsinh(100))  # of asinh(z) in an output map
COORDINATE = 32767 / (4 * HALF_WIDTH)  # int16 units per unit of the plane; farther points are clipped


@lru_cache(maxsize=8)
def grid(size: int) -> np.ndarray:
    """Return the centres of size × size pixels of the plane, (2, size²), row by row from the top."""
    at = (np.arange(size) + 0.5) / size * 2 * HALF_WIDTH - HALF_WIDTH
    x1, x2 = np.meshgrid(at, -at)
    return np.stack([x1.ravel(), x2.ravel()])


@lru_cache(maxsize=8)
def _layer_input(
    layer_input: Callable[[np.ndarray], np.ndarray], names: tuple[str, ...], size: int, dtype: np.dtype
) -> np.ndarray:
    """Return the input of a first layer at these pixels: the same for all networks with these features."""
    x = layer_input(features.apply(names, grid(size)).astype(dtype)[None])
    x.setflags(write=False)  # all sessions share it
    return x


def predict(run: Run, size: int) -> network.Trace:
    """Return every layer's values at the pixels of a map, as engine.runs.run.predict does at any points."""
    return trace_of(run, _layer_input(run.layers[0].layer_input, run.experiment.features, size, run.theta.dtype))


def output(run: Run, size: int) -> np.ndarray:
    """Return the outputs, (K, outputs, size²), over the pixels of a map; for many networks it needs far less memory."""
    return output_of(run, _layer_input(run.layers[0].layer_input, run.experiment.features, size, run.theta.dtype))


def bounded(values: np.ndarray, limit: float) -> np.ndarray:
    """Return the values with NaN as 0 and infinities as ±limit; those that are finite already are not copied."""
    return values if np.isfinite(values).all() else np.nan_to_num(values, posinf=limit, neginf=-limit)


def to_bytes(values: np.ndarray) -> np.ndarray:
    """Map [-1, 1] to 1 … 255, so that 0 is the grey middle 128 exactly."""
    return (np.clip(bounded(values, 1), -1, 1) * 127 + 128.5).astype(np.uint8)


def meaning(experiment: Experiment) -> str:
    """Return what an output map shows: a probability, hinge's score, or a value."""
    return {"cross_entropy": "probability", "hinge": "score"}.get(experiment.loss, "value")


def network_of(run: Run, index: int = 0) -> dict[str, Any]:
    """Return the description from which a page evaluates a network of a Run: see network.js."""
    return described(run.experiment, network.unstack(run.layers, index))


def described(experiment: Experiment, layers: tuple[Any, ...]) -> dict[str, Any]:
    """Return the same for a network of these layers."""
    return {
        "features": experiment.features,
        "layers": [(type(each).__name__.lower(), each.inputs, each.units, each.activation) for each in layers],
    }


def weights(networks: Sequence[tuple[Run, int] | None]) -> tuple[list[dict[str, Any] | None], np.ndarray]:
    """Return what a page needs to evaluate networks, each a Run and a position in it, or None for a blank map.

    That is their descriptions, and their parameters one after the other as float32.
    """
    found = [None if each is None else network_of(*each) for each in networks]
    parameters = [each[0].theta[each[1]] for each in networks if each is not None]
    theta = np.concatenate(parameters) if parameters else np.empty(0)
    return found, bounded(theta, LARGEST).astype(np.float32)


def points(run: Run) -> tuple[np.ndarray, np.ndarray]:
    """Return coordinates (n, 2) as int16 and classes, or values as bytes, of train then test points."""
    return points_of(run.train, run.test, run.experiment.class_count)


def points_of(train: Split, test: Split, class_count: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the same for data that have so many classes; 0 is a regression."""
    both = np.concatenate([train.points, test.points], axis=1)
    labels = np.concatenate([train.labels, test.labels])
    limit = 2 * HALF_WIDTH
    places = (np.clip(both, -limit, limit) * COORDINATE).astype(np.int16).T
    return places, labels.astype(np.uint8) if class_count else to_bytes(labels)


def about(run: Run, size: int) -> dict[str, Any]:
    """Return what a picture has to know of these maps, of size × size pixels, and points."""
    return {
        "map": size,
        "outputs": run.experiment.outputs,
        "classes": run.experiment.class_count,
        "meaning": meaning(run.experiment),
        "train": run.train.size,
        "logit_range": LOGIT_RANGE,
        "half_width": HALF_WIDTH,
    }


def finite(score: float) -> float | None:
    """Return a number that JSON can hold; None is one that does not exist."""
    return None if np.isnan(score) else min(float(score), LARGEST)
