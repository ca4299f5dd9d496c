"""Trainings on images: against PyTorch's numbers from golden/make_images.py, in a stack, in time, in a file."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import network
from engine.experiments import address
from engine.experiments.experiment import Experiment, change
from engine.experiments.image_experiment import ImageExperiment
from engine.losses import LOSSES
from engine.runs import kinds, storage, sweep, timeline, training
from engine.runs.run import evaluate, output_of, start_run
from engine.runs.storage import Saved
from engine.study import inspection
from tests.engine.test_experiment import values

GOLDEN = json.loads((Path(__file__).parent / "golden" / "images.json").read_text(encoding="utf-8"))
CLOSE = {"rtol": 1e-6, "atol": 1e-9}
SMALL = ImageExperiment(data="bars", images=60, filters=(3,), batch_size=10)


@pytest.mark.parametrize("case", GOLDEN["networks"], ids=lambda case: case["changes"]["pooling"])
def test_a_training_is_that_of_pytorch(case):
    settings = {name: tuple(value) if isinstance(value, list) else value for name, value in case["changes"].items()}
    run = start_run(change(ImageExperiment(), **settings))
    np.testing.assert_allclose(run.theta[0], case["theta0"], rtol=1e-12)
    thetas = iter(case["theta"])
    for i, loss in enumerate(case["losses"]):
        part = slice(run.position, run.position + run.experiment.batch_size)
        x, y = (values[..., part] for values in run.shuffled[:2])
        np.testing.assert_allclose(LOSSES["cross_entropy"].value(output_of(run, x), y).mean(), loss, **CLOSE)
        training.advance(run, 1)
        if i == 0:
            np.testing.assert_allclose(run.gradient[0], case["gradient"], **CLOSE)
        if i % 3 == 0:
            np.testing.assert_allclose(run.theta[0], next(thetas), **CLOSE)
    assert run.epoch == 3


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_stack_trains_as_each_network_alone(dtype):
    experiments = [
        change(SMALL, weight_seed=seed, activation=name, dropout=20, layers=(4,), step_size=0.01 * (1 + seed))
        for seed, name in enumerate(("relu", "tanh", "relu"))
    ]
    together = start_run(*experiments, dtype=dtype)
    training.advance(together, 8)
    for k, experiment in enumerate(experiments):
        alone = start_run(experiment, dtype=dtype)
        training.advance(alone, 8)
        tolerance = 1e-4 if dtype == np.float32 else 1e-12
        np.testing.assert_allclose(together.theta[k], alone.theta[0], rtol=tolerance, atol=tolerance)


def test_a_run_goes_back_in_time_bit_for_bit():
    run = start_run(change(SMALL, augmentation=("move", "grain"), optimizer="momentum"), dtype=np.float32)
    seen = {}
    while run.step < 20:
        training.advance(run, 1)
        seen[run.step] = run.theta.copy()
    for step in (1, 7, 13):
        assert np.array_equal(timeline.at(run, step).theta, seen[step])


def test_a_file_brings_a_network_back():
    run = start_run(SMALL, dtype=np.float32)
    training.advance(run, 5)
    text = storage.dumps(Saved(run.experiment, run.theta[0], run.step))
    assert json.loads(text)["kind"] == "images"
    saved = storage.loads(text)
    assert saved.experiment == SMALL
    assert np.array_equal(storage.resume(saved).theta, run.theta)


def test_a_file_of_an_unknown_kind_is_refused():
    text = storage.dumps(Saved(SMALL, start_run(SMALL).theta[0])).replace('"images",', '"sounds",', 1)
    with pytest.raises(ValueError, match="“kind” must be one of points, images"):
        storage.loads(text)


@pytest.mark.parametrize(
    ("changes", "keeps"),
    [
        ({"step_size": 0.1}, True),
        ({"optimizer": "momentum"}, True),
        ({"augmentation": ("move",)}, True),
        ({"kernel": "5"}, False),
        ({"noise": 10.0}, False),
        ({"data": "digits"}, False),
    ],
)
def test_some_changes_keep_the_weights(changes, keeps):
    run = start_run(SMALL)
    training.advance(run, 5)
    theta = run.theta.copy()
    revised = timeline.revise(run, change(SMALL, **changes))
    assert (revised is run) is keeps
    assert np.array_equal(revised.theta, theta) is keeps


def test_points_and_images_do_not_keep_each_others_weights():
    run = start_run(SMALL)
    assert timeline.revise(run, Experiment()).experiment == Experiment()


def test_own_images_of_another_size_do_not_keep_the_weights():
    run = start_run(change(SMALL, pooling="global_max"))
    revised = timeline.revise(run, change(SMALL, pooling="global_max", data="own"))
    assert revised is not run


def test_the_gradient_is_that_of_differences():
    run = start_run(change(SMALL, filters=(2,), pooling="global_mean", activation="swish"))
    check = inspection.gradcheck(run)
    assert check.error.max() < 1e-6
    assert len(check.names) == run.theta.shape[1]


@pytest.mark.parametrize("frozen", [0, 1, 2, 3])
def test_frozen_layers_are_those_with_weights(frozen):
    run = start_run(change(SMALL, layers=(4,), frozen=frozen))
    before = [[matrix.copy() for matrix in matrices] for matrices in run.parameters]
    training.advance(run, 4)
    with_weights = [(old, new) for old, new in zip(before, run.parameters, strict=True) if new]
    moved = [not np.array_equal(old[0], new[0]) for old, new in with_weights]
    assert moved == [False] * frozen + [True] * (3 - frozen)


def test_dropout_acts_on_the_inputs_of_dense_layers():
    masks = start_run(change(SMALL, layers=(4,), dropout=30)).shuffled[2]
    assert [None if mask is None else mask.shape[1:] for mask in masks] == [None, None, (108, 30), (4, 30)]
    dense = start_run(change(SMALL, filters=(), layers=(4,), dropout=30)).shuffled[2]
    assert [None if mask is None else mask.shape[1:] for mask in dense] == [None, (4, 30)]


def test_scores_are_those_of_fixed_images():
    run = start_run(ImageExperiment())
    limit = kinds.of(run.experiment).scored
    assert run.train.size > limit < run.test.size
    scores = evaluate(run)
    pairs = (scores.train_loss, scores.train_accuracy), (scores.test_loss, scores.test_accuracy)
    for part, (loss, accuracy) in zip(run.inputs, pairs, strict=True):
        x, y = (values[..., :limit] for values in part)
        z = output_of(run, x)
        np.testing.assert_allclose(loss, LOSSES["cross_entropy"].value(z, y).mean(axis=-1))
        np.testing.assert_allclose(accuracy, (z.argmax(axis=1) == y.argmax(axis=1)).mean(axis=-1))


def test_a_group_is_as_large_as_it_pays_to_stack():
    experiments = [change(ImageExperiment(), weight_seed=seed) for seed in range(40)]
    groups = sweep.group([*experiments, Experiment()])
    assert [len(group) for group in groups[:-1]] == [len(groups[0])] * (len(groups) - 1) or len(groups) > 2
    assert 4 <= len(groups[0]) <= 32
    assert sorted(index for group in groups for index in group) == list(range(41))
    results = sweep.train([change(SMALL, weight_seed=seed) for seed in range(3)], 2)
    assert [result.experiment.weight_seed for result in results] == [0, 1, 2]


def test_own_images_may_be_none():
    run = start_run(ImageExperiment(data="own"))
    assert training.advance(run, 5) == 0
    assert np.isnan(evaluate(run).train_loss).all()


SETTINGS = st.fixed_dictionaries({}, optional={name: values(field) for name, field in ImageExperiment.FIELDS.items()})


@given(SETTINGS)
def test_every_image_experiment_is_trained_or_refused_with_its_reason(settings):
    try:
        experiment = change(ImageExperiment(), **settings)
    except ValueError as error:
        if not str(error).startswith(("kernel must fit in the image", "pooling must have images")):
            raise
        return
    assert address.from_query(address.to_query(experiment), ImageExperiment) == (experiment, [])
    layers = experiment.network()
    assert layers[-1].units == experiment.outputs
    assert network.layout(layers).size < 200_000


def test_an_impossible_network_in_an_address_becomes_the_usual_one():
    query = {"filters": "4-4", "kernel": "5", "padding": "valid", "pooling": "max", "step_size": "0.1"}
    experiment, sentences = address.from_query(query, ImageExperiment)
    assert experiment == change(ImageExperiment(), step_size=0.1)
    assert len(sentences) == 1
    assert "must fit in the image" in sentences[0]
