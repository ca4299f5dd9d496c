"""The Frame of a network that looks at images: its weights, its scores, and the test images that it is scored on.

The page evaluates the network itself. Test images are sent once: they are the same in each Frame.
"""

import weakref
from collections.abc import Sequence
from typing import Any

import numpy as np

from engine.activations import ACTIVATIONS
from engine.experiments.image_experiment import ImageExperiment
from engine.layers.conv import Conv
from engine.layers.dense import Dense
from engine.layers.pool import Pool
from engine.runs.history import Scores
from engine.runs.run import Run
from pictures.live import maps, packing, progress

LEVELS = 240  # the byte of black: a multiple of 16, so that the sixteenths of the digits are exact

# The bytes of each Run's test images, by the id of its array of images; an entry lives as long as that array.
_BYTES: dict[int, tuple[weakref.ref[np.ndarray], np.ndarray]] = {}


def _activation(layer: Any) -> dict[str, str]:
    return {"activation": layer.activation, "label": ACTIVATIONS[layer.activation].label}


def _describe(layer: Any, start: int) -> dict[str, Any]:
    """Return what a page needs to evaluate a layer whose parameters begin at theta[start]."""
    if isinstance(layer, Dense):
        parts = {"inputs": layer.inputs, "units": layer.units, **_activation(layer), "start": start}
        return {"kind": "dense", **parts}
    shape = {"kind": type(layer).__name__.lower(), "shape": layer.input_shape}
    if isinstance(layer, Conv):
        window = {"filters": layer.filters, "kernel": layer.kernel, "stride": layer.stride, "padding": layer.padding}
        return {**shape, **window, **_activation(layer), "start": start}
    return {**shape, "pool": layer.kind, "global": layer.is_global} if isinstance(layer, Pool) else shape


def layers(run: Run) -> list[dict[str, Any]]:
    """Return the descriptions of the layers of a Run's first network, in order: see convnet.js."""
    described, start = [], 0
    for layer in run.layers:
        own = layer.unstack(0)
        described.append(_describe(own, start))
        start += sum(parameter.size for parameter in own.parameters)
    return described


def _test_images(run: Run) -> np.ndarray:
    """Return the test images that are scored, (n, side²), as bytes from 0, white, to LEVELS, black."""
    images, _, count = run.scored
    known = _BYTES.get(id(images))
    if known and known[0]() is images:
        return known[1]
    tests = images[0, 0, :, :, count:].transpose(2, 0, 1)
    found = (
        np.rint(LEVELS * np.clip(tests, 0, 1)).astype(np.uint8).reshape(len(tests), images.shape[2] * images.shape[3])
    )
    key = id(images)
    _BYTES[key] = weakref.ref(images, lambda _: _BYTES.pop(key, None)), found
    return found


def pack(
    run: Run,
    scores: Scores,
    state: str,
    serial: int,
    trunk: Run | None = None,
    branches: Sequence[tuple[str, Run]] = (),
    **more: Any,
) -> packing.Frame:
    """Return the Frame of the first network of a Run of images.

    state is ready, playing, paused, past or diverged; serial changes when the picture must jump instead of glide.
    trunk is the Run whose loss curve is drawn, if run is a moment of its past; branches are other Runs with their
    names; more goes into the header as it is.
    """
    trunk = trunk or run
    experiment: ImageExperiment = run.experiment
    tests = _test_images(run)
    blocks = {
        "theta": maps.bounded(run.theta[0], packing.LARGEST).astype(np.float32),
        "history": packing.losses(trunk.history.rows()),
        **progress.branch_curves(branches),
        "tests": tests,
        "labels": run.test.labels[: len(tests)].astype(np.uint8),
    }
    header = {
        "state": state,
        "serial": serial,
        **progress.about(run, scores, trunk),
        "branches": [name for name, _ in branches],
        "data": experiment.data,
        "side": experiment.side,
        "classes": experiment.classes,
        "layers": layers(run),
        "levels": LEVELS,
        "scored": [run.scored[2], len(tests)],
        **more,
    }
    return packing.Frame(header, blocks)
