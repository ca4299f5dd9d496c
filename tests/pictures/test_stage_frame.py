"""Frames: what is packed can be read back, is bounded, and shows what it says."""

import numpy as np
import pytest

from engine.data.datasets import DATASETS
from engine.data.features import FEATURES
from engine.experiments.experiment import Experiment, change
from engine.runs import training
from engine.runs.run import evaluate, predict, start_run
from pictures.live import maps
from pictures.live.packing import pack
from pictures.stage import frame
from tests.unpacking import unpack


def made(experiment, steps=0, **view):
    run = start_run(experiment, dtype=np.float32)
    training.advance(run, steps)
    return run, frame.pack(run, evaluate(run), "paused", 3, **view)


@pytest.mark.parametrize("data", [name for name in DATASETS if name != "own"])
@pytest.mark.parametrize("layers", [(), (1,), (16,) * 6])
def test_every_block_is_there_and_whole(data, layers):
    run, packed = made(change(Experiment(), data=data, layers=layers), 10, show_test=True, discretize=False)
    header, blocks = unpack(packed)
    assert (header["step"], header["epoch"], header["serial"], header["show_test"]) == (10, 0, 3, True)
    np.testing.assert_array_equal(blocks["theta"], run.theta[0])
    assert blocks["tiles"].size == (len(FEATURES) + sum(layers)) * header["tile"] ** 2
    assert blocks["maps"].size == header["map"] ** 2 * max(1, header["outputs"])
    assert blocks["labels"].size * 2 == blocks["places"].size == 2 * 500
    assert header["train"] == 250


def test_the_size_of_a_frame_is_bounded():
    assert len(pack(made(Experiment(), 25)[1])) <= 35_000
    large = change(Experiment(), layers=(8,) * 6, features=tuple(FEATURES))
    assert len(pack(made(large, 25)[1])) <= 80_000


def test_the_output_map_tells_the_probabilities():
    run, packed = made(Experiment(), 100)
    header, blocks = unpack(packed)
    shown = blocks["maps"].reshape(header["map"], header["map"])
    # The pixel in row 10 from the top and column 80.
    at = (np.array([[80.5], [10.5]]) / header["map"] * 12 - 6) * [[1], [-1]]
    z = predict(run, at).output[0, 0, 0]
    told = np.sinh((int(shown[10, 80]) - 128) / 127 * header["logit_range"])
    assert abs(np.tanh(told / 2) - np.tanh(z / 2)) < 0.02  # p₊ - p₋ = 2σ(z) - 1 = tanh(z / 2)


def test_probabilities_of_three_classes_add_up():
    header, blocks = unpack(made(change(Experiment(), data="pinwheel"), 100)[1])
    total = blocks["maps"].reshape(3, -1).astype(int).sum(axis=0)
    assert (abs(total - 255) <= 3).all()


def test_points_are_where_they_are():
    run, packed = made(Experiment())
    _, blocks = unpack(packed)
    np.testing.assert_allclose(blocks["places"].reshape(-1, 2)[:250].T / maps.COORDINATE, run.train.points, atol=1e-3)
    np.testing.assert_array_equal(blocks["labels"][:250], run.train.labels)


def test_the_curve_ends_with_the_shown_losses():
    run, packed = made(Experiment(), 25 * 600 + 5)
    header, blocks = unpack(packed)
    epochs, train, test = blocks["curve"].reshape(3, -1)
    assert epochs[0] == 0
    assert (np.diff(epochs) > 0).all()
    assert len(epochs) <= frame.MAX_CURVE + 1
    np.testing.assert_allclose([train[-1], test[-1]], header["scores"][:2], rtol=1e-6)


def test_a_diverged_run_packs_without_nan():
    blown = change(Experiment(), data="plane", activation="relu", step_size=10, optimizer="gradient_descent")
    run, packed = made(blown, 100)
    assert run.stopped
    _, blocks = unpack(packed)
    assert np.isfinite(blocks["theta"]).all()
    assert np.isfinite(blocks["curve"]).all()


def test_hinge_shows_its_score_and_regression_its_value():
    for changes, meaning in (({"loss": "hinge"}, "score"), ({"data": "plane"}, "value")):
        run, packed = made(change(Experiment(), **changes), 100)
        header, blocks = unpack(packed)
        assert header["meaning"] == meaning
        shown = blocks["maps"].reshape(header["map"], header["map"])
        at = (np.array([[80.5], [10.5]]) / header["map"] * 12 - 6) * [[1], [-1]]
        z = predict(run, at).output[0, 0, 0]
        assert abs((int(shown[10, 80]) - 128) / 127 - np.clip(z, -1, 1)) < 0.02
