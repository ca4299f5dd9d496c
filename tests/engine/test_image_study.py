"""What is measured of networks on images, and their diagnosis: problems are named, and good trainings have none."""

import re
from functools import lru_cache

import numpy as np
import pytest

from engine import network
from engine.experiments.experiment import change
from engine.experiments.image_experiment import ImageExperiment
from engine.layers.parameters import biases
from engine.losses import LOSSES
from engine.runs import timeline, training
from engine.runs.beginning import sample_data
from engine.runs.run import evaluate, start_run, trace_of
from engine.study import inspection, landscape
from engine.study.diagnosis import diagnose
from engine.study.hidden import hidden_layers

SMALL = ImageExperiment(data="bars", images=60, filters=(3, 4), layers=(5,), batch_size=10)


def trained(epochs, **settings):
    run = start_run(change(ImageExperiment(), **settings), dtype=np.float32)
    training.advance(run, epochs * run.epoch_steps)
    return run


def found(run):
    return diagnose(run, evaluate(run))


@lru_cache(maxsize=1)
def large():
    """A network whose data are scored in part."""
    return trained(1, layers=(4,))


def test_the_activity_is_that_of_layers_with_an_activation():
    run = start_run(SMALL, change(SMALL, weight_seed=2, activation="tanh"))
    biases(run.parameters[0][0])[0, 0] = -100  # one of three filters of one of the two networks
    trace = trace_of(run, run.inputs[0][0])
    seen = inspection.activity(run.layers, trace)
    assert [layer.name for layer in hidden_layers(run.layers)] == [
        "convolution 1",
        "convolution 2",
        "hidden dense layer 1",
    ]
    assert len(seen) == 3
    np.testing.assert_allclose(seen[0].dead, [1 / 3, 0])
    maps = trace.layers[0].a
    assert maps.shape == (2, 3, 12, 12, 30)
    np.testing.assert_allclose(seen[0].mean, maps.mean(axis=(1, 2, 3, 4)))
    np.testing.assert_allclose(seen[0].deviation, maps.std(axis=(1, 2, 3, 4)))
    run.theta *= 1000
    seen = inspection.activity(run.layers, trace_of(run, run.inputs[0][0]))
    assert seen[0].saturated[0] == 0  # a ReLU does not saturate on both sides
    assert 0.1 < seen[0].saturated[1] < 0.2  # most pixels are white, and so is what lies around them


def test_a_filter_is_alive_if_one_pixel_of_one_image_passes():
    run = start_run(change(SMALL, filters=(1,), layers=()))
    (matrix,) = run.parameters[0]
    matrix[0, 0, :-1], x = 1, run.inputs[0][0]
    sums = network.forward(run.layers, run.parameters, x).layers[0].z - matrix[0, 0, -1]
    for bias, dead in ((-sums.max() + 1e-6, 0), (-sums.max() - 1e-6, 1)):
        matrix[0, 0, -1] = bias
        assert inspection.activity(run.layers, trace_of(run, x))[0].dead[0] == dead


def test_norms_are_those_of_layers_with_weights():
    run = start_run(SMALL, change(SMALL, weight_seed=2), dtype=np.float64)
    slope = network.layout(run.layers).views(inspection.gradient(run))
    expected = [np.sqrt(np.square(matrices[0]).sum(axis=(1, 2))) for matrices in slope if matrices]
    assert len(expected) == 4
    np.testing.assert_allclose(inspection.gradient_norms(run), np.stack(expected, axis=1))
    assert inspection.batch_gradient_norms(run).shape == (2, 4)
    batch = change(SMALL, batch_size=1000, dropout=0)  # one mini-batch has all images
    run = start_run(batch)
    np.testing.assert_allclose(inspection.batch_gradient_norms(run), inspection.gradient_norms(run))


def test_losses_and_gradients_are_those_of_the_images_that_are_scored():
    run, limit = large(), 256
    scores = evaluate(run)
    for test, loss in enumerate((scores.train_loss, scores.test_loss)):
        np.testing.assert_allclose(inspection.mean_loss(run, run.theta, bool(test)), loss, rtol=1e-5)
    x, y = (values[..., :limit] for values in run.inputs[0])
    np.testing.assert_array_equal(inspection.gradient(run), inspection.gradient(run, x, y))
    plane = landscape.random_plane(run, np.random.default_rng(1))
    (height,) = landscape.heights(run, plane, np.zeros(1), np.zeros(1))
    np.testing.assert_allclose(height, scores.train_loss, rtol=1e-5)


@pytest.mark.parametrize(("batch_size", "images"), [(32, [32, 32, 32, 2]), (100, [100]), (1000, [128]), (1, [1] * 8)])
def test_few_images_are_enough_for_a_diagnosis(batch_size, images, monkeypatch):
    counts, forward = [], network.forward

    def counted(layers, parameters, x, masks=()):
        counts.append(x.shape[-1])
        return forward(layers, parameters, x, masks)

    run = start_run(change(ImageExperiment(), batch_size=batch_size))
    training.advance(run, 1)
    scores = evaluate(run)
    monkeypatch.setattr(network, "forward", counted)
    inspection.batch_gradient_norms(run)
    assert counts == images
    counts.clear()
    diagnose(run, scores)
    assert sum(counts) <= 256 + 128


PROBLEMS = {
    "Diverged at step": (1, {"step_size": 10.0, "activation": "leaky_relu", "optimizer": "gradient_descent"}),
    r"In convolution 1, \d+ of 8 filters \(\d+ %\) are dead: ReLU has slope 0 at every pixel of 256 training": (
        3,
        {"step_size": 1.0},
    ),
    r"In hidden dense layer 1, 16 of 16 neurons \(100 %\) are dead: ReLU has slope 0 at each of 256": (
        3,
        {"step_size": 1.0, "filters": (), "layers": (16,)},
    ),
    "In convolution 1, 4 of 4 filters .* the step has slope 0": (1, {"activation": "step", "filters": (4,)}),
    "All 8 filters of convolution 1 have the same weights": (2, {"initializer": "constant"}),
    "All 6 neurons of hidden dense layer 1 have the same weights": (
        0.1,
        {"initializer": "constant", "filters": (), "layers": (6,)},
    ),
    "vanishes": (
        4,
        {
            "activation": "sigmoid",
            "filters": (16, 16),
            "images": 300,
            "layers": (64, 64),
            "optimizer": "gradient_descent",
            "initializer": "normal",
            "weight_scale": 0.1,
        },
    ),
    "Hidden dense layer 1 is saturated": (
        3,
        {
            "activation": "tanh",
            "initializer": "normal",
            "weight_scale": 5.0,
            "layers": (16,),
            "optimizer": "gradient_descent",
            "step_size": 1e-4,
        },
    ),
    "may be too small": (100, {"filters": (), "data": "bars"}),
    "lie in the other half": (31, {"data": "bars", "train_side": "left"}),
    "moved by up to 2 pixels": (31, {"shift": 2, "filters": (4,)}),
}


@pytest.mark.parametrize("words", PROBLEMS)
def test_each_problem_is_named(words):
    epochs, settings = PROBLEMS[words]
    run = start_run(change(ImageExperiment(), **settings), dtype=np.float32)
    training.advance(run, max(round(epochs * run.epoch_steps), 1))
    finding = found(run)
    assert finding is not None
    assert re.search(words, finding.text)
    assert re.search(r"\d", finding.text)
    assert change(run.experiment, **finding.changes) != run.experiment


# The loss says too little after so few epochs: what the network learns is in its test accuracy.
@pytest.mark.parametrize(
    ("settings", "least"),
    [
        ({"step_size": 1.0}, 0.8),
        ({"step_size": 10.0, "activation": "leaky_relu", "optimizer": "gradient_descent"}, 0.0),
        ({"data": "bars", "train_side": "left"}, 0.99),
        ({"shift": 2, "images": 900}, 0.6),
    ],
)
def test_the_remedy_helps(settings, least):
    run = trained(31, **settings)
    before, finding = evaluate(run), found(run)
    after = trained(40, **{**settings, **finding.changes})
    assert not after.stopped
    assert evaluate(after).test_accuracy[0] >= max(least, before.test_accuracy[0])


@pytest.mark.parametrize("data", ["digits", "bars", "shapes", "textures"])
def test_a_good_training_has_no_finding(data):
    run = start_run(ImageExperiment(data=data, images=700), dtype=np.float32)
    for _ in range(32):  # over-fitting is looked for from the 30th record on
        training.advance(run, run.steps_left)
        assert found(run) is None


@pytest.mark.parametrize("settings", [{"filters": (4, 4), "layers": (16, 16)}, {"filters": (), "layers": (64, 16)}])
def test_some_dead_neurons_are_no_finding_while_the_network_learns(settings):
    run = start_run(change(ImageExperiment(), **settings), dtype=np.float32)
    training.advance(run, 3)
    for _ in range(5):
        assert found(run) is None
        training.advance(run, run.steps_left)


def test_there_is_no_finding_without_images():
    assert found(start_run(change(ImageExperiment(), data="own"))) is None


def test_the_loss_of_known_nothing_is_that_of_equal_probabilities():
    run = large()
    _, y = inspection.scored(run)
    np.testing.assert_allclose(LOSSES["cross_entropy"].value(np.zeros_like(y), y).mean(), np.log(10), rtol=1e-6)


def test_global_pooling_is_proposed_only_where_there_is_such_a_network():
    tiny = {"data": "bars", "train_side": "left", "filters": (4, 4), "padding": "valid"}
    run = trained(31, **tiny, stride=2, pooling="none")
    finding = found(run)
    assert "lie in the other half" in finding.text
    assert finding.changes == {"regularization": "l2", "regularization_rate": 0.01}


def test_accuracies_are_recorded_beside_the_losses_and_go_back_with_them():
    base = ImageExperiment(images=100, filters=(2,))
    run = start_run(base, change(base, weight_seed=2), dtype=np.float32)
    recorded = [evaluate(run).test_accuracy]
    for _ in range(4):
        training.advance(run, run.epoch_steps)
        recorded.append(evaluate(run).test_accuracy)
    np.testing.assert_array_equal(run.history.test_accuracy, recorded[: len(run.history.epochs)])
    past = timeline.at_epoch(run, 2)
    np.testing.assert_array_equal(past.history.test_accuracy, recorded[: len(past.history.epochs)])
    alone = timeline.unstack(run, 1)
    np.testing.assert_array_equal(
        np.ravel(alone.history.test_accuracy), [both[1] for both in run.history.test_accuracy]
    )


def test_networks_that_are_compared_share_one_draw_that_nobody_can_change():
    base = ImageExperiment(images=100)
    train, test = sample_data(base)
    assert sample_data(change(base, filters=(4,), step_size=0.5))[0].points is train.points
    assert sample_data(change(base, noise=5))[0].points is not train.points
    with pytest.raises(ValueError, match="read-only"):
        test.points[:] = 0
