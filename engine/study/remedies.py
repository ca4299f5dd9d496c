"""Changes of an Experiment that may help: a larger network, and one that learns what test data have in common.

Each remedy is a label and the fields that it changes; which ones there are depends on the kind of Experiment.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from engine.data.images.datasets import IMAGES
from engine.experiments.experiment import Experiment, change
from engine.experiments.fields import MAX_LAYERS, MAX_NEURONS
from engine.experiments.image_experiment import MAX_FILTERS, ImageExperiment
from engine.experiments.sequence_experiment import SequenceExperiment

SMALL_NETWORK = 12  # hidden units: with fewer, the network may be too small
L2 = "Try L2, λ 0.01", {"regularization": "l2", "regularization_rate": 0.01}

Remedy = tuple[str, dict[str, Any]]


class Remedies(NamedTuple):
    """The remedies of one kind of Experiment.

    larger(experiment) returns a larger network, or None where it has many units already; general(experiment) returns
    what may bring the test loss down, and a sentence on why test and training data differ, or an empty text;
    unsaturated(experiment) returns what helps where slopes are small.
    """

    larger: Callable[[Any], Remedy | None]
    general: Callable[[Any], tuple[str, Remedy]]
    unsaturated: Callable[[Any], Remedy] = lambda experiment: (
        "Try ReLU",
        {"activation": "relu", "initializer": "he"},
    )


def _larger(experiment: Experiment) -> Remedy | None:
    layers = experiment.layers
    if sum(layers) >= SMALL_NETWORK:
        return None
    layers = (*layers, 4) if len(layers) < 2 else tuple(min(n * 2, MAX_NEURONS) for n in layers)
    layers = layers[:MAX_LAYERS]
    return f"Try hidden layers {'-'.join(map(str, layers))}", {"layers": layers}


def _larger_for_images(experiment: ImageExperiment) -> Remedy | None:
    filters, layers = experiment.filters, experiment.layers
    if sum(filters) + sum(layers) >= SMALL_NETWORK:
        return None
    if not filters:
        return "Try a hidden dense layer of 16 neurons", {"layers": (16,)}
    filters = tuple(min(2 * count, MAX_FILTERS) for count in filters)
    if layers and filters == experiment.filters:
        return None
    return f"Try {'-'.join(map(str, filters))} filters", {"filters": filters}


def _general_for_images(experiment: ImageExperiment) -> tuple[str, Remedy]:
    """A global pooling or moved training images help where test images differ from these by place only."""
    is_drawn = IMAGES[experiment.data].draw is not None
    if is_drawn and experiment.train_side != "anywhere":
        changes: dict[str, Any] = {"pooling": "global_max", "filters": experiment.filters or (8,)}
        why = " The figures of the test images lie in the other half."
        if experiment.pooling != "global_max" and _is_possible(experiment, changes):
            return why, ("Try global max pooling", changes)
        return why, L2
    if not is_drawn and experiment.shift and "move" not in experiment.augmentation:
        changes = {"augmentation": ("move", *experiment.augmentation), "move_by": experiment.shift}
        why = f" The test images are moved by up to {experiment.shift} pixels."
        return why, ("Move training images too", changes)
    return "", L2


def _is_possible(experiment: ImageExperiment, changes: dict[str, Any]) -> bool:
    """Return whether there is such a network."""
    try:
        change(experiment, **changes)
    except ValueError:
        return False
    return True


def _larger_for_sequences(experiment: SequenceExperiment) -> Remedy | None:
    units = 2 * experiment.units
    return None if experiment.units >= SMALL_NETWORK else (f"Try {units} units", {"units": units})


def _unsaturated_in_time(experiment: SequenceExperiment) -> Remedy:
    """A ReLU, which has no bounds, may explode in time: smaller sums are safer."""
    return "Try Xavier, recurrent scale 1", {"initializer": "xavier", "recurrent_scale": 1.0}


REMEDIES: dict[str, Remedies] = {
    "points": Remedies(_larger, lambda experiment: ("", L2)),
    "images": Remedies(_larger_for_images, _general_for_images),
    "sequences": Remedies(_larger_for_sequences, lambda experiment: ("", L2), _unsaturated_in_time),
}


def of(experiment: Any) -> Remedies:
    """Return the Remedies of an Experiment."""
    return REMEDIES[experiment.KIND]
