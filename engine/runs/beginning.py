"""What a Run begins with: its random numbers, its data, its layers and their first weights."""

from functools import lru_cache
from typing import Any

import numpy as np

from engine import network
from engine.data.datasets import Split
from engine.experiments.experiment import change
from engine.experiments.training_settings import TrainingSettings
from engine.initializers import INITIALIZERS
from engine.options import option_values
from engine.runs import kinds

# One seed gives an independent random stream for each of these purposes.
DATA, WEIGHTS, BATCHES, AUGMENTATION, DROPOUT = range(5)


def random_stream(seed: int, *purpose: int) -> np.random.Generator:
    """Return the random generator that this seed has for a purpose, in the same state at every call."""
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=purpose))


def sample_data(experiment: TrainingSettings) -> tuple[Split, Split]:
    """Return an experiment's train and test data; with a visitor's own, either part may be empty."""
    data = {name: getattr(experiment, name) for name in experiment.DATA_FIELDS}
    return _sampled(change(type(experiment)(), **data))


@lru_cache(maxsize=4)  # networks that are compared have the same data, and images take 0.1 s
def _sampled(experiment: TrainingSettings) -> tuple[Split, Split]:
    """Return the data of an experiment that differs from the usual one in its data alone."""
    parts = kinds.of(experiment).sample(experiment, random_stream(experiment.data_seed, DATA))
    for array in (array for part in parts for array in part):
        array.setflags(write=False)  # all who ask for it share it
    return parts


def layers_of(*experiments: Any) -> tuple[Any, ...]:
    """Return the layers of the networks of experiments that can be stacked."""
    return kinds.of(experiments[0]).layers(*experiments)


def first_weights(experiment: Any, layers: tuple[Any, ...]) -> np.ndarray:
    """Return the first parameters (P,) of these layers, made by the Experiment's initializer."""
    chosen = option_values(INITIALIZERS, experiment.initializer, experiment)

    def initialize(rng: np.random.Generator, units: int, inputs: int, outputs: int) -> np.ndarray:
        return INITIALIZERS[experiment.initializer].initialize(rng, units, inputs, outputs, **chosen)

    return network.initial(layers, random_stream(experiment.weight_seed, WEIGHTS), initialize)
