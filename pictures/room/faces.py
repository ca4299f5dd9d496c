"""What a tile of the room shows of a network, made of its settings and its weights alone.

Of a network on points these are the weights themselves: the page evaluates them (see maps.js). What images and
sequences need is small: the first kernels and which of some test images are right; the states and the right answer's
probability along one test sequence.
"""

from functools import lru_cache
from typing import Any, NamedTuple
from zlib import crc32

import numpy as np

from engine import losses, metrics, network
from engine.data.datasets import Split
from engine.experiments.training_settings import TrainingSettings
from engine.layers.parameters import Views
from engine.runs import kinds
from engine.runs.beginning import layers_of, sample_data
from engine.study import through_time
from pictures.images.frame import LEVELS
from pictures.live import maps
from pictures.sequences.frame import asked
from pictures.wall import image_frame

MOST_UNITS = 16  # of a recurrent layer whose states are shown
KEPT = 512  # networks whose faces are remembered: more than a room has
SURE = 254  # the byte of a probability of 1, less 1


class Face(NamedTuple):
    """What a header says of a network, which changes with its settings only, and its bytes, which change as it learns.

    data is the name of the data that it is shown with; "" is none.
    """

    about: dict[str, Any]
    data: str
    shown: np.ndarray


@lru_cache(maxsize=KEPT)
def _size(experiment: TrainingSettings) -> int:
    return network.layout(layers_of(experiment)).size


def theta_of(experiment: TrainingSettings, weights: bytes) -> np.ndarray | None:
    """Return float16 weights (P,) as float32; None if they are not as many as the network has."""
    if len(weights) != 2 * _size(experiment):
        return None
    return np.frombuffer(weights, "<f2").astype(np.float32)


def to_weights(theta: np.ndarray) -> bytes:
    """Return weights (P,) as float16 in little-endian order; what is too large is infinite there."""
    with np.errstate(over="ignore"):
        return theta.astype("<f2").tobytes()


@lru_cache(maxsize=KEPT)
def face(experiment: TrainingSettings, weights: bytes) -> Face:
    """Return the Face of a network with float16 weights; one of other weights than it has is blank."""
    theta = theta_of(experiment, weights)
    if theta is None:
        return Face({"face": "blank"}, "", np.zeros(0, np.uint8))
    return FACES[experiment.KIND](experiment, theta)


def _of_points(experiment: Any, theta: np.ndarray) -> Face:
    about = {
        "face": "points",
        "network": maps.described(experiment, layers_of(experiment)),
        "outputs": experiment.outputs,
        "classes": experiment.class_count,
        "meaning": maps.meaning(experiment),
        "logit_range": maps.LOGIT_RANGE,
    }
    return Face(about, _name_of_data(experiment), np.frombuffer(to_weights(theta), np.uint8))


def _views(experiment: TrainingSettings, theta: np.ndarray) -> tuple[tuple[Any, ...], Views]:
    layers = layers_of(experiment)
    return layers, network.layout(layers).views(maps.bounded(theta, 1)[None].copy())


def _input(experiment: TrainingSettings, layers: tuple[Any, ...], points: np.ndarray) -> np.ndarray:
    return layers[0].layer_input(kinds.of(experiment).encode(experiment, points).astype(np.float32)[None])


def _of_images(experiment: Any, theta: np.ndarray) -> Face:
    layers, parameters = _views(experiment, theta)
    shown = image_frame.kernels_of(layers, parameters, experiment.side)
    tests = _few(sample_data(experiment)[1], image_frame.SHOWN_TESTS)
    right = np.zeros(0, np.uint8)
    if tests.size:
        with np.errstate(over="ignore", invalid="ignore"):
            z = network.forward(layers, parameters, _input(experiment, layers, tests.points)).output
        right = (metrics.classes(z)[0] == tests.labels).astype(np.uint8)
    about = {"face": "images", "units": shown.shape[0], "side": shown.shape[1]}
    return Face(about, _name_of_data(experiment), np.concatenate([shown.ravel(), right]))


def _of_sequences(experiment: Any, theta: np.ndarray) -> Face:
    test = _few(sample_data(experiment)[1], 1)
    if not test.size:
        return Face({"face": "blank"}, "", np.zeros(0, np.uint8))
    layers, parameters = _views(experiment, theta)
    with np.errstate(over="ignore", invalid="ignore"):
        states = layers[0].forward(parameters[0], _input(experiment, layers, test.points)).a
        z = through_time.readout(parameters, states)[..., 0]
    h = maps.bounded(states[0, :MOST_UNITS, :, 0], 1)
    wanted = asked(experiment, test.targets, h.shape[1]) if experiment.class_count else [None] * h.shape[1]
    sure = np.zeros(h.shape[1], np.uint8)
    p = losses.probabilities(maps.bounded(z, 1e30))[0]
    for t, answer in enumerate(wanted):
        if answer is not None:
            sure[t] = 1 + round(SURE * float(p[answer, t]))
    about = {"face": "sequences", "units": len(h), "moments": h.shape[1], "is_asked": bool(sure.any())}
    return Face(about, "", np.concatenate([maps.to_bytes(h / max(np.abs(h).max(), 1)).ravel(), sure]))


FACES = {"points": _of_points, "images": _of_images, "sequences": _of_sequences}


def _few(split: Split, count: int) -> Split:
    return Split(*(values[..., :count] for values in split))


def _name_of_data(experiment: TrainingSettings) -> str:
    said = repr([getattr(experiment, name) for name in sorted(experiment.DATA_FIELDS)])
    return f"{experiment.KIND}{crc32(said.encode()):x}"


@lru_cache(maxsize=KEPT)
def data(experiment: TrainingSettings) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """Return what a header has of the data that networks are shown with, and their blocks: points, or test images."""
    train, test = sample_data(experiment)
    if experiment.KIND == "points":
        places, labels = maps.points_of(train, test, getattr(experiment, "class_count", 0))
        return {"train": train.size}, {"places": places, "labels": labels}
    shown = _few(test, image_frame.SHOWN_TESTS).points[0].transpose(2, 0, 1)
    return {"side": shown.shape[1], "levels": LEVELS}, {
        "tests": np.rint(LEVELS * np.clip(shown, 0, 1)).astype(np.uint8)
    }
