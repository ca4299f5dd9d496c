"""The settings of a network that is pinned beside the present one, as a link holds them."""

from dataclasses import replace
from urllib.parse import parse_qsl, urlencode

from engine.experiments import address
from engine.experiments.experiment import DATA_FIELDS, Experiment, changed
from engine.experiments.training_settings import TrainingSettings
from engine.losses import LOSSES

# What both networks have in common: losses of other points, or of another kind, could not be compared.
SHARED = DATA_FIELDS | {"loss"}.union(*(loss.options for loss in LOSSES.values()))
MAX_TEXT = 600  # characters
DEFAULT = "default"  # stands for a network that has all settings as they are at first


def shared_with(experiment: Experiment, other: TrainingSettings) -> Experiment:
    """Return the first Experiment with the data and the loss of the other."""
    return replace(experiment, **{name: getattr(other, name) for name in SHARED})


def text_of(experiment: Experiment) -> str:
    """Return the settings of a pinned network as a link holds them, without those that it shares."""
    own = replace(experiment, **{name: getattr(Experiment(), name) for name in SHARED})
    return urlencode(address.to_query(own)) or DEFAULT


def read(text: str) -> Experiment | None:
    """Return what `text_of` has written, with the default data and loss; None if it is not that."""
    if not isinstance(text, str) or len(text) > MAX_TEXT:
        return None
    if text == DEFAULT:
        return Experiment()
    try:
        query = dict(parse_qsl(text, keep_blank_values=True, strict_parsing=True))
    except ValueError:
        return None
    experiment, sentences = address.from_query(query, Experiment)
    if sentences or not query.keys() <= Experiment.FIELDS.keys() or changed(experiment, Experiment()) & SHARED:
        return None
    return experiment
