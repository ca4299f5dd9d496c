"""Trainings on sequences: against PyTorch's numbers from golden/make_sequences.py, in a stack, in time, in a file."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import network
from engine.data.sequences.datasets import SEQUENCES
from engine.data.sequences.own import MIN_CHARACTERS
from engine.experiments import address
from engine.experiments.experiment import Experiment, change
from engine.experiments.sequence_experiment import CELLS, SequenceExperiment
from engine.runs import objective, storage, sweep, timeline, training
from engine.runs.run import evaluate, output_of, start_run
from engine.runs.storage import Saved
from engine.study import inspection
from tests.engine.test_experiment import values

GOLDEN = json.loads((Path(__file__).parent / "golden" / "sequences.json").read_text(encoding="utf-8"))
CLOSE = {"rtol": 1e-6, "atol": 1e-9}
SMALL = SequenceExperiment(data="anbn", length=10, units=4, examples=60, batch_size=12)
PROSE = "the cat sat on the mat, and the dog sat on the cat. "


@pytest.mark.parametrize(
    "case", GOLDEN["networks"], ids=lambda case: f"{case['changes']['cell']}-{case['changes']['data']}"
)
def test_a_training_is_that_of_pytorch(case):
    run = start_run(change(SequenceExperiment(), **case["changes"]))
    np.testing.assert_allclose(run.theta[0], case["theta0"], rtol=1e-12)
    loss = objective.of(run.experiment)
    for i, expected in enumerate(case["losses"]):
        part = slice(run.position, run.position + run.experiment.batch_size)
        x, y = (values[..., part] for values in run.shuffled[:2])
        np.testing.assert_allclose(loss.value(output_of(run, x), y).sum() / loss.size(y), expected, **CLOSE)
        training.advance(run, 1)
        if i == 0:
            np.testing.assert_allclose(run.gradient[0], case["gradient"], **CLOSE)
    np.testing.assert_allclose(run.theta[0], case["theta"], **CLOSE)
    assert run.epoch >= 3


def test_the_golden_trainings_have_masks_lengths_and_truncation_for_every_cell():
    cases = [start_run(change(SequenceExperiment(), **case["changes"])) for case in GOLDEN["networks"]]
    for cell in CELLS:
        own = [run for run in cases if run.experiment.cell == cell]
        masked = [run for run in own if run.experiment.each_moment and not run.train.targets[-2].all()]
        assert len({run.experiment.moments for run in masked}) >= 2
        assert any(run.experiment.truncate for run in own)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("cell", CELLS)
def test_a_stack_trains_as_each_network_alone(cell, dtype):
    base = change(SMALL, cell=cell, dropout=20, truncate=4)
    experiments = [
        change(base, weight_seed=seed, recurrent_scale=scale, forget_bias=bias, activation=name, step_size=0.01 * seed)
        for seed, scale, bias, name in ((1, 1.0, 1.0, "tanh"), (2, 0.5, -1.0, "relu"), (3, 1.5, 2.0, "tanh"))
    ]
    together = start_run(*experiments, dtype=dtype)
    training.advance(together, 8)
    for k, experiment in enumerate(experiments):
        alone = start_run(experiment, dtype=dtype)
        training.advance(alone, 8)
        tolerance = 1e-4 if dtype == np.float32 else 1e-12
        np.testing.assert_allclose(together.theta[k], alone.theta[0], rtol=tolerance, atol=tolerance)
    single = timeline.unstack(together, 1)
    training.advance(single, 3)
    training.advance(together, 3)
    np.testing.assert_allclose(single.theta[0], together.theta[1], rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("cell", CELLS)
def test_a_run_goes_back_in_time_bit_for_bit(cell):
    run = start_run(change(SMALL, cell=cell, optimizer="momentum"), dtype=np.float32)
    seen = {}
    while run.step < 15:
        training.advance(run, 1)
        seen[run.step] = run.theta.copy()
    for step in (1, 7, 13):
        assert np.array_equal(timeline.at(run, step).theta, seen[step])


@pytest.mark.parametrize("settings", [{}, {"cell": "lstm"}, {"data": "own", "own": PROSE * 3 + "[" * 80 + '"{\\' * 40}])
def test_a_file_brings_a_network_back(settings):
    run = start_run(change(SMALL, **settings), dtype=np.float32)
    training.advance(run, 5)
    text = storage.dumps(Saved(run.experiment, run.theta[0], run.step))
    assert json.loads(text)["kind"] == "sequences"
    saved = storage.loads(text)
    assert saved.experiment == run.experiment
    assert np.array_equal(storage.resume(saved).theta, run.theta)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[" * 200, "at most 20 levels of lists and objects, got 200"),
        ('"[[["' + "[" * 21, "at most 20 levels of lists and objects, got 21"),
        ('"' + "[" * 200, "must be JSON"),  # a text that does not end has no brackets outside of it
        ('"\\"' + "[" * 200, "must be JSON"),
    ],
)
def test_brackets_outside_of_texts_are_counted(text, message):
    with pytest.raises(ValueError, match=message):
        storage.loads(text)


@pytest.mark.parametrize(
    ("changes", "keeps"),
    [
        ({"step_size": 0.1}, True),
        ({"clip_norm": 0.0}, True),
        ({"dropout": 10.0}, True),
        ({"truncate": 3}, False),
        ({"recurrent_scale": 0.5}, False),
        ({"cell": "gru"}, False),
        ({"length": 8}, False),
        ({"data": "parity"}, False),
    ],
)
def test_some_changes_keep_the_weights(changes, keeps):
    run = start_run(SMALL)
    training.advance(run, 5)
    theta = run.theta.copy()
    revised = timeline.revise(run, change(SMALL, **changes))
    assert (revised is run) is keeps
    assert np.array_equal(revised.theta, theta) is keeps


def test_sequences_and_points_do_not_keep_each_others_weights():
    run = start_run(SMALL)
    assert timeline.revise(run, Experiment()).experiment == Experiment()


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("data", [name for name in SEQUENCES if name != "own"])
def test_the_gradient_is_that_of_differences(data, cell):
    run = start_run(change(SMALL, data=data, cell=cell, length=6, examples=20, delay=2, text="calderon"))
    training.advance(run, 3)
    check = inspection.gradcheck(run)
    assert check.error.max() < 1e-6
    assert len(check.names) == run.theta.shape[1] == len(set(check.names))


def test_scores_are_means_over_judged_and_over_determined_positions():
    run = start_run(change(SMALL, examples=40))
    training.advance(run, 30)
    scores = evaluate(run)
    x, y = run.inputs[1]
    z = output_of(run, x)[0]
    p = np.exp(z) / np.exp(z).sum(axis=0)
    judged, determined = y[0, -2] > 0, y[0, -1] > 0
    assert 0 < determined.sum() < judged.sum() < judged.size
    losses = -np.log((p * y[0, :-2]).sum(axis=0))[judged]
    np.testing.assert_allclose(scores.test_loss, losses.mean())
    right = (z.argmax(axis=0) == y[0, :-2].argmax(axis=0))[determined]
    np.testing.assert_allclose(scores.test_accuracy, right.mean())


def test_what_is_not_judged_has_no_effect():
    run = start_run(SMALL)
    x, y = (part.copy() for part in inspection.scored(run))
    slope = inspection.gradient(run, x, y)
    unjudged = y[:, -2] == 0
    targets = y[:, :-2]
    targets[:, :, unjudged[0]] = 1 - targets[:, :, unjudged[0]]
    assert unjudged.any()
    np.testing.assert_array_equal(inspection.gradient(run, x, y), slope)


def test_dropout_acts_on_the_inputs_of_the_readout():
    each = start_run(change(SMALL, dropout=30)).shuffled[2]
    assert [mask.shape[1:] for mask in each] == [(4, 10, 48)]
    last = start_run(change(SMALL, data="recall", dropout=30)).shuffled[2]
    assert [None if mask is None else mask.shape[1:] for mask in last] == [None, (4, 48)]


def test_own_text_may_be_none():
    run = start_run(SequenceExperiment(data="own"))
    assert training.advance(run, 5) == 0
    assert np.isnan(evaluate(run).train_loss).all()


def test_a_group_is_as_large_as_it_pays_to_stack():
    experiments = [change(SequenceExperiment(), weight_seed=seed) for seed in range(40)]
    groups = sweep.group(experiments)
    assert 2 <= max(map(len, groups)) <= 40
    results = sweep.train([change(SMALL, recurrent_scale=scale) for scale in (0.5, 1.0, 2.0)], 2)
    assert [result.experiment.recurrent_scale for result in results] == [0.5, 1.0, 2.0]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"length": 1}, r"length must be a whole number in \[2, 60\], got 1"),
        ({"data": "adding", "length": 3}, "length must be at least 4 for adding, got 3"),
        ({"data": "echo", "length": 5, "delay": 5}, "delay must be less than length, 5, got 5"),
        (
            {"own": "a"},
            f"own must be a text of {MIN_CHARACTERS} to 20\u202f000 characters, of 2 to 64 different ones, got 'a'",
        ),
        ({"own": "a" * 100}, "own must be a text of"),
        ({"own": "".join(map(chr, range(0x4E00, 0x5E00)))}, "own must be a text of"),
        ({"cell": "transformer"}, "cell must be one of rnn, lstm, gru, got 'transformer'"),
        ({"units": 65}, r"units must be a whole number in \[1, 64\], got 65"),
        ({"recurrent_scale": 9.0}, r"recurrent_scale must be a number in \[0, 4\], got 9.0"),
        ({"truncate": -1}, "truncate must be a whole number"),
        ({"text": "bible"}, "text must be one of names_spanish"),
    ],
)
def test_a_bad_value_is_refused_with_what_is_accepted(changes, message):
    with pytest.raises(ValueError, match=message):
        SequenceExperiment(**changes)


def test_a_delay_and_a_length_that_do_not_suit_the_data_become_the_nearest_in_an_address():
    experiment, sentences = address.from_query({"data": "echo", "length": "5", "delay": "9"}, SequenceExperiment)
    assert (experiment.length, experiment.delay) == (5, 4)
    assert sentences == ["delay 9 does not suit the data echo: 4 is used."]
    experiment, sentences = address.from_query({"data": "adding", "length": "2"}, SequenceExperiment)
    assert experiment.length == 4
    assert len(sentences) == 1


SETTINGS = st.fixed_dictionaries(
    {}, optional={name: values(field) for name, field in SequenceExperiment.FIELDS.items() if name != "own"}
)


@given(SETTINGS)
def test_every_sequence_experiment_has_an_address_and_a_network(settings):
    experiment = change(SequenceExperiment(), **settings)
    assert address.from_query(address.to_query(experiment), SequenceExperiment) == (experiment, [])
    layers = experiment.network()
    assert layers[-1].units == experiment.outputs
    assert network.layout(layers).size < 60_000
