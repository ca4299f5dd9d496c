"""Recurrent networks that differ in one thing."""

import pytest

from engine.data.sequences.datasets import SEQUENCES
from engine.experiments.experiment import change, changed
from engine.experiments.sequence_experiment import SequenceExperiment
from engine.runs import kinds
from ui.compare.cell_contenders import QUESTIONS, SUITED, members, shared, suited

BASES = [
    SequenceExperiment(),
    SequenceExperiment(cell="gru", units=8, recurrent_scale=1.6),
    SequenceExperiment(cell="lstm", forget_bias=-2, data="brackets", step_size=0.02),
]


@pytest.mark.parametrize("against", QUESTIONS)
@pytest.mark.parametrize("base", BASES)
def test_they_differ_in_what_the_question_says_and_have_names_of_their_own(against, base):
    found, impossible = members(base, against)
    assert not impossible
    assert len({member.name for member in found}) == len({member.experiment for member in found}) == len(found) > 1
    for member in found[1:]:
        assert changed(found[0].experiment, member.experiment) <= QUESTIONS[against].fields
        assert changed(base, member.experiment) <= QUESTIONS[against].fields


@pytest.mark.parametrize("against", QUESTIONS)
@pytest.mark.parametrize("data", SEQUENCES)
def test_all_data_have_networks_and_equally_many_training_sequences(against, data):
    base = change(SequenceExperiment(examples=40), data=data)
    found, _ = members(base, against)
    assert found
    counts = {kinds.of(each.experiment).sample(each.experiment, _rng())[0].size for each in found}
    assert len(counts) == 1


def _rng():
    import numpy as np

    return np.random.default_rng(0)


def test_a_length_that_is_too_short_is_named():
    found, impossible = members(SequenceExperiment(data="echo", delay=12), "length")
    assert [member.name for member in found] == ["20 moments", "40 moments"]
    assert impossible == ["5 moments", "10 moments"]


def test_a_text_has_a_length_of_its_own():
    for text in ("names_spanish", "alice"):
        found, _ = members(SequenceExperiment(data="text", text=text), "length")
        assert len(found) == 1


def test_the_four_cells_are_those_that_their_names_say():
    found = {each.name: each.experiment for each in members(SequenceExperiment(forget_bias=2), "cell")[0]}
    assert list(found) == ["RNN, usual weights", "RNN, orthogonal", "LSTM, forget bias 2", "GRU"]
    usual, orthogonal, lstm, gru = found.values()
    assert (usual.cell, usual.recurrent_scale) == ("rnn", 0.58)
    assert (orthogonal.cell, orthogonal.recurrent_scale) == ("rnn", 1)
    assert (lstm.cell, lstm.forget_bias, lstm.recurrent_scale) == ("lstm", 2, 1)
    assert (gru.cell, gru.recurrent_scale) == ("gru", 1)


def test_only_settings_that_a_network_has_are_offered():
    base = SequenceExperiment()
    assert shared(base, "cell") == ["units", "activation", "forget_bias"]
    assert shared(base, "activation") == ["units", "recurrent_scale"]
    assert shared(base, "bias") == ["units", "recurrent_scale"]
    assert shared(base, "scale") == ["cell", "units", "activation"]
    assert shared(change(base, cell="lstm"), "length") == ["cell", "units", "recurrent_scale", "forget_bias"]


def test_other_data_bring_what_suits_them_unless_something_was_chosen():
    base = SequenceExperiment()
    assert suited(base, "adding") == {"data": "adding", **SUITED["adding"]}
    assert suited(change(base, step_size=0.01), "adding") == {"data": "adding"}
    echo = change(base, **suited(base, "echo"))
    assert change(echo, **suited(echo, "recall")) == base
