"""The kinds of experiments by their names, as files and pages have them."""

from typing import Any

from engine.experiments.experiment import Experiment
from engine.experiments.image_experiment import ImageExperiment
from engine.experiments.sequence_experiment import SequenceExperiment

# Typed Any, because each kind has fields of its own.
EXPERIMENTS: dict[str, Any] = {kind.KIND: kind for kind in (Experiment, ImageExperiment, SequenceExperiment)}
