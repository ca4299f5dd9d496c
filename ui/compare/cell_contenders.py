"""Recurrent networks that differ in one thing: the cell, the length of sequences, or how their weights begin."""

from collections.abc import Callable
from typing import Any, NamedTuple

from engine.activations import ACTIVATIONS
from engine.data.sequences.datasets import WITH_ALPHABET
from engine.experiments.experiment import change
from engine.experiments.sequence_experiment import SequenceExperiment
from engine.numerals import plain
from ui.players.race import Member

# U(±1/√n), with which PyTorch begins, has the variance 1/(3n): the spectral radius of n × n such numbers is about 1/√3.
USUAL_SCALE = 0.58
LENGTHS = (5, 10, 20, 40)
SCALES = (0.3, 0.5, 0.8, 1.0, 1.2, 1.6, 2.5, 4.0)
FORGET_BIASES = (-1.0, 0.0, 1.0, 2.0, 3.0)
SHOWN_ACTIVATIONS = ("tanh", "relu", "linear", "softsign", "elu", "sigmoid")
NOTES = {
    "cell": f"Usual weights: spectral radius {plain(USUAL_SCALE)}, about that of PyTorch's default, U(±1/√n).",
    "length": "Each length has sequences of its own.",
    "scale": "The recurrent matrix is orthogonal times this number.",
}
# The step size and the length with which a set is learned well; the others begin with those of QUICK.
SUITED: dict[str, dict[str, Any]] = {
    "recall": {"step_size": 0.004, "length": 20, "units": 16},
    "parity": {"step_size": 0.02, "length": 10, "units": 16},
    "anbn": {"step_size": 0.02, "length": 16, "units": 16},
    "adding": {"step_size": 0.02, "length": 10, "units": 16},
    "sine": {"step_size": 0.02, "length": 25, "units": 16},
    "text": {"step_size": 0.02, "length": 40, "units": 32},
    "own": {"step_size": 0.02, "length": 40, "units": 32},
}
QUICK = {"step_size": 0.02, "length": 20, "units": 16}


class Question(NamedTuple):
    """One thing to compare: its label, the fields that it sets, and the networks as (name, changes) for a base."""

    label: str
    fields: frozenset[str]
    variants: Callable[[SequenceExperiment], list[tuple[str, dict[str, Any]]]]


def _cells(base: SequenceExperiment) -> list[tuple[str, dict[str, Any]]]:
    """Return the plain cell with two kinds of first weights, and the gated cells with orthogonal ones."""
    return [
        ("RNN, usual weights", {"cell": "rnn", "recurrent_scale": USUAL_SCALE}),
        ("RNN, orthogonal", {"cell": "rnn", "recurrent_scale": 1.0}),
        (f"LSTM, forget bias {plain(base.forget_bias)}", {"cell": "lstm", "recurrent_scale": 1.0}),
        ("GRU", {"cell": "gru", "recurrent_scale": 1.0}),
    ]


def _lengths(base: SequenceExperiment) -> list[tuple[str, dict[str, Any]]]:
    """Return the lengths of a task; a text has its own."""
    if base.data in WITH_ALPHABET:
        return [("As long as the text", {})]
    return [(f"{length} moments", {"length": length}) for length in LENGTHS]


def _scales(base: SequenceExperiment) -> list[tuple[str, dict[str, Any]]]:
    return [(f"Scale {plain(scale)}", {"recurrent_scale": scale}) for scale in SCALES]


def _activations(base: SequenceExperiment) -> list[tuple[str, dict[str, Any]]]:
    return [(ACTIVATIONS[name].label, {"cell": "rnn", "activation": name}) for name in SHOWN_ACTIVATIONS]


def _forget_biases(base: SequenceExperiment) -> list[tuple[str, dict[str, Any]]]:
    return [(f"Forget bias {plain(bias)}", {"cell": "lstm", "forget_bias": bias}) for bias in FORGET_BIASES]


QUESTIONS: dict[str, Question] = {
    "cell": Question("Cell", frozenset({"cell", "recurrent_scale"}), _cells),
    "length": Question("Length", frozenset({"length"}), _lengths),
    "scale": Question("Recurrent scale", frozenset({"recurrent_scale"}), _scales),
    "activation": Question("Activation", frozenset({"cell", "activation"}), _activations),
    "bias": Question("Forget bias", frozenset({"cell", "forget_bias"}), _forget_biases),
}


def shared(base: SequenceExperiment, against: str) -> list[str]:
    """Return the settings of the cell that are equal for all, and that at least one of the networks has."""
    cells = {changes.get("cell", base.cell) for _, changes in QUESTIONS[against].variants(base)}
    names = ["cell", "units"]
    names += ["activation"] if "rnn" in cells else []
    names += ["recurrent_scale"]
    names += ["forget_bias"] if "lstm" in cells else []
    return [name for name in names if name not in QUESTIONS[against].fields]


def members(base: SequenceExperiment, against: str) -> tuple[list[Member], list[str]]:
    """Return the networks that a question compares, and the names of those that there cannot be with these data."""
    found, impossible = [], []
    for name, changes in QUESTIONS[against].variants(base):
        experiment = change(base, **changes)
        wanted = {"delay": base.delay, **changes}
        if all(getattr(experiment, field) == value for field, value in wanted.items()):
            found.append(Member(name, experiment))
        else:  # sequences that are too short for the task, or for the delay of an echo
            impossible.append(name)
    return found, impossible


def suited(experiment: SequenceExperiment, data: str) -> dict[str, Any]:
    """Return what to change for other data: with it, what suits it, unless the visitor has chosen something else."""
    before = SUITED.get(experiment.data, QUICK)
    is_chosen = any(getattr(experiment, name) != value for name, value in before.items())
    return {"data": data} if is_chosen else {"data": data, **SUITED.get(data, QUICK)}
