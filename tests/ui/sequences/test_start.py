"""The network that comes with other data learns them, and one that the visitor has chosen stays."""

import numpy as np
import pytest

from engine.data.sequences.datasets import SEQUENCES
from engine.experiments.experiment import change
from engine.experiments.sequence_experiment import SequenceExperiment
from engine.runs import training
from engine.runs.run import evaluate, start_run
from ui.sequences.start import SUITED, suited

# Epochs within which it learns: until 99 % are right, or to this loss.
EPOCHS = {"recall": 6, "echo": 6, "parity": 8, "anbn": 8, "brackets": 20, "adding": 10, "sine": 12, "text": 8}
LOSSES = {"adding": 0.005, "sine": 0.005, "text": 2.3}


def test_every_set_has_one_and_the_first_settings_of_the_page_are_those_of_its_data():
    assert set(SUITED) == set(SEQUENCES)
    first = SequenceExperiment()
    assert all(getattr(first, name) == value for name, value in SUITED[first.data].items())


@pytest.mark.parametrize("data", EPOCHS)
def test_it_learns(data):
    run = start_run(
        change(SequenceExperiment(), **suited(SequenceExperiment(), data)), dtype=np.float32, snapshots=False
    )
    for _ in range(EPOCHS[data]):
        training.advance(run, run.epoch_steps)
        scores = evaluate(run)
        if data in LOSSES and scores.test_loss[0] <= LOSSES[data]:
            return
        if data not in LOSSES and scores.test_accuracy[0] >= 0.99:
            return
    raise AssertionError(f"{data} is not learned within {EPOCHS[data]} epochs: {scores}")


def test_a_network_that_was_chosen_stays():
    chosen = change(SequenceExperiment(), units=8)
    assert suited(chosen, "text") == {"data": "text"}
    assert suited(SequenceExperiment(), "text") == {"data": "text", **SUITED["text"]}
    there = change(SequenceExperiment(), **suited(SequenceExperiment(), "text"))
    assert suited(there, "recall") == {"data": "recall", **SUITED["recall"]}
