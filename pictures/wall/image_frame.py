"""What the Wall shows of networks that look at images: kernels, a few test images with the answers, accuracy by class.

All are bytes, so that an update stays small. Test images are the same in each Frame, and so are sent once.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from engine import metrics
from engine.layers.conv import Conv
from engine.layers.parameters import Views, weights
from engine.runs.history import Scores
from engine.runs.run import Run, output_of, scores_of
from pictures.images.frame import LEVELS
from pictures.live import maps

MAX_UNITS = 8  # of a first dense layer whose weights are shown, because they are as large as images
SHOWN_TESTS = 24  # test images
ALL = 200  # the byte of a share of 1
NONE = 255  # the byte of a share of no images


class Answers(NamedTuple):
    """How the networks of a Run do on the images that are scored.

    right is whether each test image is, (K, n); by_class the share that is, (K, classes), NaN where there are none.
    """

    scores: Scores
    right: np.ndarray
    by_class: np.ndarray


def answers(run: Run) -> Answers:
    """Evaluate the networks of a Run."""
    x, y, count = run.scored
    z = output_of(run, x)
    right = (metrics.classes(z) == metrics.classes(y))[:, count:]
    labels = run.test.labels[: right.shape[1]]
    by_class = [
        right[:, labels == label].sum(axis=1) / max((labels == label).sum(), 1) for label in range(_classes(run))
    ]
    shares = np.array(by_class, float).reshape(-1, len(right)).T.copy()
    shares[:, [not (labels == label).any() for label in range(_classes(run))]] = np.nan
    return Answers(scores_of(run, z), right, shares)


def _classes(run: Run) -> int:
    return len(run.experiment.classes)


def kernels(run: Run, k: int) -> np.ndarray:
    """Return the weights of a network's first layer as bytes, (units, side, side): 128 is 0, its largest ±127 from it.

    They are those of the filters, or of up to MAX_UNITS units of a dense layer, one for each pixel of an image.
    """
    return kernels_of(run.layers, run.parameters, run.experiment.side, k)


def kernels_of(layers: tuple[Any, ...], parameters: Views, side_of_image: int, k: int = 0) -> np.ndarray:
    """Return the same for network k of these layers and their parameters."""
    index = next(i for i, layer in enumerate(layers) if layer.parameters)
    rows = weights(parameters[index][0])[k]
    side = layers[index].kernel if isinstance(layers[index], Conv) else side_of_image
    rows = rows[: None if isinstance(layers[index], Conv) else MAX_UNITS]
    rows = maps.bounded(rows, 1)
    return maps.to_bytes(rows / max(np.abs(rows).max(), 1e-9)).reshape(-1, side, side)


def pack(
    networks: Sequence[tuple[Run, int]], readings: Sequence[Answers]
) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """Return what a header has for these networks, each a Run and a position in it, and the blocks of bytes.

    readings has the Answers of each.
    """
    run = networks[0][0]
    tests = run.scored[0][0, 0, :, :, run.scored[2] :][..., :SHOWN_TESTS].transpose(2, 0, 1)
    shown = [kernels(*each) for each in networks]
    pairs = [(reading, k) for reading, (_, k) in zip(readings, networks, strict=True)]
    shares = np.array([reading.by_class[k] for reading, k in pairs])
    header = {
        "face": "images",
        "side": run.experiment.side,
        "classes": run.experiment.classes,
        "levels": LEVELS,
        "all": ALL,
        "kernels_of": [each.shape[:2] for each in shown],
    }
    blocks = {
        "kernels": np.concatenate([each.ravel() for each in shown]),
        "tests": np.rint(LEVELS * np.clip(tests, 0, 1)).astype(np.uint8),
        "right": np.array([reading.right[k, :SHOWN_TESTS] for reading, k in pairs], np.uint8),
        "shares": np.where(np.isnan(shares), NONE, np.rint(ALL * np.nan_to_num(shares))).astype(np.uint8),
    }
    return header, blocks
