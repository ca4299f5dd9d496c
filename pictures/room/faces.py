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


class Settings(NamedTuple):
    """What the faces of all networks with the same settings have in common.

    x is the input of the first layer for the test examples that are shown, and wanted are their answers: a class for
    each image, or what is asked at each moment of a sequence.
    """

    about: dict[str, Any]
    data: str
    layers: tuple[Any, ...]
    size: int  # of theta
    x: np.ndarray | None = None
    wanted: Any = None


NOTHING = np.zeros(0, np.uint8)
BLANK: dict[str, Any] = {"face": "blank", "why": "too large to draw"}


def theta_of(experiment: TrainingSettings, weights: bytes) -> np.ndarray | None:
    """Return float16 weights (P,) as float32; None if they are not as many as the network has."""
    if len(weights) != 2 * settings_of(experiment).size:
        return None
    return np.frombuffer(weights, "<f2").astype(np.float32)


def to_weights(theta: np.ndarray) -> bytes:
    """Return weights (P,) as float16 in little-endian order; what is too large is infinite there."""
    with np.errstate(over="ignore"):
        return theta.astype("<f2").tobytes()


@lru_cache(maxsize=KEPT)
def face(experiment: TrainingSettings, weights: bytes) -> Face:
    """Return the Face of a network with float16 weights; without weights, or with others than it has, it is blank."""
    theta, settings = theta_of(experiment, weights), settings_of(experiment)
    if theta is None:
        return Face(BLANK, "", NOTHING)
    if settings.about["face"] == "points":
        return Face(settings.about, settings.data, np.frombuffer(weights, np.uint8))
    parameters = network.layout(settings.layers).views(maps.bounded(theta, 1)[None].copy())
    with np.errstate(over="ignore", invalid="ignore"):
        if settings.about["face"] == "images":
            shown = _kernels_and_answers(experiment, settings, parameters)
        else:
            shown = _states_and_answers(settings, parameters)
    return Face(settings.about, settings.data, shown)


@lru_cache(maxsize=KEPT)
def settings_of(experiment: TrainingSettings) -> Settings:
    """Return what the faces of networks with these settings have in common."""
    layers = layers_of(experiment)
    return _SETTINGS[experiment.KIND](experiment, layers, network.layout(layers).size)


def _of_points(experiment: Any, layers: tuple[Any, ...], size: int) -> Settings:
    about = {
        "face": "points",
        "network": maps.described(experiment, layers),
        "outputs": experiment.outputs,
        "classes": experiment.class_count,
        "meaning": maps.meaning(experiment),
        "logit_range": maps.LOGIT_RANGE,
    }
    return Settings(about, _name_of_data(experiment), layers, size)


def _of_images(experiment: Any, layers: tuple[Any, ...], size: int) -> Settings:
    tests = _few(sample_data(experiment)[1], image_frame.SHOWN_TESTS)
    shape = image_frame.kernels_of(layers, network.layout(layers).views(np.zeros((1, size))), experiment.side).shape
    about = {"face": "images", "units": shape[0], "side": shape[1]}
    x = _input(experiment, layers, tests) if tests.size else None
    return Settings(about, _name_of_data(experiment), layers, size, x, tests.labels)


def _of_sequences(experiment: Any, layers: tuple[Any, ...], size: int) -> Settings:
    test, moments = _few(sample_data(experiment)[1], 1), experiment.moments
    about = {"face": "sequences", "units": min(experiment.units, MOST_UNITS), "moments": moments}
    if not test.size:
        return Settings(about | {"face": "blank", "why": "no test data"}, "", layers, size)
    wanted = asked(experiment, test.targets, moments) if experiment.class_count else [None] * moments
    about["is_asked"] = any(answer is not None for answer in wanted)
    return Settings(about, "", layers, size, _input(experiment, layers, test), wanted)


_SETTINGS = {"points": _of_points, "images": _of_images, "sequences": _of_sequences}


def _input(experiment: TrainingSettings, layers: tuple[Any, ...], split: Split) -> np.ndarray:
    return layers[0].layer_input(kinds.of(experiment).encode(experiment, split.points).astype(np.float32)[None])


def _kernels_and_answers(experiment: Any, settings: Settings, parameters: Views) -> np.ndarray:
    """Return the kernels as bytes, and 1 for each test image that is right, 0 for the others."""
    shown = image_frame.kernels_of(settings.layers, parameters, experiment.side).ravel()
    if settings.x is None:
        return shown
    z = network.forward(settings.layers, parameters, settings.x).output
    return np.concatenate([shown, (metrics.classes(z)[0] == settings.wanted).astype(np.uint8)])


def _states_and_answers(settings: Settings, parameters: Views) -> np.ndarray:
    """Return the states as bytes, and for each moment 0, or 1 + SURE · p for the probability p of the answer there."""
    if settings.x is None:
        return NOTHING
    states = settings.layers[0].forward(parameters[0], settings.x).a
    h = maps.bounded(states[0, :MOST_UNITS, :, 0], 1)
    sure = np.zeros(h.shape[1], np.uint8)
    if settings.about["is_asked"]:
        p = losses.probabilities(maps.bounded(through_time.readout(parameters, states)[..., 0], 1e30))[0]
        for t, answer in enumerate(settings.wanted):
            if answer is not None:
                sure[t] = 1 + round(SURE * float(p[answer, t]))
    return np.concatenate([maps.to_bytes(h / max(np.abs(h).max(), 1)).ravel(), sure])


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
