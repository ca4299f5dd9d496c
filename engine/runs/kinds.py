"""What training has to know of each kind of experiment: its data, its layers, what goes into the first one.

Everything else in this package is the same for all kinds.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from engine import network
from engine.data import augmentations, datasets, features, own_points
from engine.data.datasets import Split
from engine.data.images import augmentations as image_augmentations
from engine.data.images import datasets as images
from engine.data.sequences import datasets as sequences
from engine.experiments.experiment import Experiment
from engine.experiments.image_experiment import ImageExperiment
from engine.experiments.sequence_experiment import SequenceExperiment
from engine.experiments.training_settings import TrainingSettings


class Kind(NamedTuple):
    """The functions of one kind of experiment, and its limits.

    sample(experiment, rng) returns the train and the test data; own data may have an empty part.
    layers(*experiments) returns the layers of the networks of experiments that can be stacked.
    encode(experiment, data) returns what goes into the first layer, (…, n).
    augment(experiment, rng, data) returns changed training data.
    scored is how many training and how many test points losses and accuracies are computed of, at most.
    most_stacked(experiment) is how many networks it pays to train at once.
    """

    sample: Callable[[Any, np.random.Generator], tuple[Split, Split]]
    layers: Callable[..., tuple[Any, ...]]
    encode: Callable[[Any, np.ndarray], np.ndarray]
    augment: Callable[[Any, np.random.Generator, np.ndarray], np.ndarray]
    scored: int
    most_stacked: Callable[[Any], int]


def _sample_points(experiment: Experiment, rng: np.random.Generator) -> tuple[Split, Split]:
    if experiment.data == datasets.OWN:
        return own_points.split(experiment.drawn, experiment.train_share, rng)
    return datasets.sample(
        experiment.data,
        experiment.points,
        experiment.noise,
        experiment.train_share,
        rng,
        experiment.classes,
        experiment.boundary,
    )


def _dense_layers(*experiments: Experiment) -> tuple[Any, ...]:
    first = experiments[0]
    each_layer = zip(*(experiment.activations for experiment in experiments), strict=True)
    kinds = tuple(names[0] if len(set(names)) == 1 else names for names in each_layer)
    return network.dense(len(first.features), first.layers, first.outputs, kinds)


def _sizes(experiment: TrainingSettings, registry: dict[str, Any]) -> dict[str, float]:
    """Return the values of the options of all augmentations."""
    return {option: getattr(experiment, option) for entry in registry.values() for option in entry.options}


def _move_points(experiment: Experiment, rng: np.random.Generator, points: np.ndarray) -> np.ndarray:
    return augmentations.apply(experiment.augmentation, rng, points, _sizes(experiment, augmentations.AUGMENTATIONS))


def _sample_images(experiment: ImageExperiment, rng: np.random.Generator) -> tuple[Split, Split]:
    return images.sample(
        experiment.data,
        experiment.images,
        experiment.noise,
        experiment.shift,
        experiment.train_side,
        experiment.train_share,
        experiment.own,
        rng,
    )


def _layers(*experiments: Any) -> tuple[Any, ...]:
    """Return the layers of images or sequences; only their activations may differ, and their first weights."""
    names = tuple(experiment.activation for experiment in experiments)
    return experiments[0].network(names[0] if len(set(names)) == 1 else names)


def _change_images(experiment: ImageExperiment, rng: np.random.Generator, data: np.ndarray) -> np.ndarray:
    registry = image_augmentations.AUGMENTATIONS
    return image_augmentations.apply(experiment.augmentation, rng, data, _sizes(experiment, registry))


def _sample_sequences(experiment: SequenceExperiment, rng: np.random.Generator) -> tuple[Split, Split]:
    e = experiment
    return sequences.sample(e.data, e.text, e.own, e.length, e.delay, e.examples, rng)


def _one_hot(experiment: SequenceExperiment, points: np.ndarray) -> np.ndarray:
    return sequences.encode(experiment.data, experiment.text, experiment.own, points)


MAX_STACK = 128  # networks: larger stacks gain little speed, and their first results come later
CACHE = 400_000  # values of a step that are computed quickly: more do not stay in the processor's cache

SEQUENCE_CACHE = 130_000  # the same for sequences, which are gone through twice, moment by moment


def _most_images_stacked(experiment: ImageExperiment) -> int:
    """Return how many networks it pays to train at once: as long as the maps of a mini-batch stay in the cache."""
    values = sum(np.prod(layer.output_shape) for layer in experiment.network())
    return int(np.clip(CACHE // (values * experiment.batch_size), 1, MAX_STACK))


def _most_sequences_stacked(experiment: SequenceExperiment) -> int:
    """Return how many networks it pays to train at once: as long as all moments of a mini-batch stay in the cache."""
    rows = sum(matrix.units for layer in experiment.network() for matrix in layer.parameters)
    values = rows * experiment.moments * experiment.batch_size
    return int(np.clip(SEQUENCE_CACHE // values, 1, MAX_STACK))


KINDS: dict[str, Kind] = {
    "points": Kind(
        _sample_points,
        _dense_layers,
        lambda experiment, points: features.apply(experiment.features, points),
        _move_points,
        10**9,  # all points: evaluating them costs a small part of training
        lambda experiment: MAX_STACK,
    ),
    "images": Kind(
        _sample_images,
        _layers,
        lambda experiment, data: data,
        _change_images,
        256,
        _most_images_stacked,
    ),
    "sequences": Kind(
        _sample_sequences,
        _layers,
        _one_hot,
        lambda experiment, rng, data: data,  # no augmentation
        128,
        _most_sequences_stacked,
    ),
}


def of(experiment: TrainingSettings) -> Kind:
    """Return the Kind of an experiment."""
    return KINDS[experiment.KIND]
