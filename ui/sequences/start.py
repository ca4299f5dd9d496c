"""The network and the step size with which each set of sequences is learned well."""

from typing import Any

from engine.experiments.sequence_experiment import SequenceExperiment

QUICK = {"cell": "rnn", "units": 16, "step_size": 0.02, "length": 20}

# What differs from the first settings of the page, by data set.
SUITED: dict[str, dict[str, Any]] = {
    "recall": {"cell": "rnn", "units": 16, "step_size": 0.004, "length": 20},
    "echo": QUICK,
    "parity": {**QUICK, "length": 10},
    "anbn": {**QUICK, "cell": "lstm", "length": 16},
    "brackets": {**QUICK, "cell": "lstm"},
    "adding": {**QUICK, "cell": "gru", "length": 10},
    "sine": {**QUICK, "cell": "gru", "length": 25},
    "text": {"cell": "gru", "units": 64, "step_size": 0.02, "length": 40},
    "own": {"cell": "gru", "units": 64, "step_size": 0.02, "length": 40},
}


def suited(experiment: SequenceExperiment, data: str) -> dict[str, Any]:
    """Return what to change for other data: the network too, unless the visitor has chosen one.

    A network is not chosen if it is the one that suits the data before.
    """
    is_chosen = any(getattr(experiment, name) != value for name, value in SUITED[experiment.data].items())
    return {"data": data} if is_chosen else {"data": data, **SUITED[data]}
