"""Frames: what is packed can be read back, is bounded, and shows what it says."""

import numpy as np
import pytest

from engine.data.datasets import DATASETS
from engine.data.features import FEATURES
from engine.experiments.experiment import Experiment, change
from engine.runs import training
from engine.runs.history import MAX_ENTRIES
from engine.runs.run import evaluate, predict, start_run
from pictures.live import maps
from pictures.live.packing import pack
from pictures.stage import frame
from tests.unpacking import outputs, unpack


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
    assert header["map"] % header["tile"] == 0
    assert (len(FEATURES) + sum(layers)) * header["tile"] ** 2 <= 60_000  # values that glide in each picture
    assert blocks["labels"].size * 2 == blocks["places"].size == 2 * 500
    assert header["train"] == 250


def test_the_size_of_a_frame_is_bounded():
    assert len(pack(made(Experiment(), 25)[1])) <= 5_000
    large = change(Experiment(), layers=(8,) * 6, features=tuple(FEATURES))
    assert len(pack(made(large, 25)[1])) <= 9_000


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"data": "pinwheel"},
        {"layers": ()},
        {"layers": (3, 2, 4), "activation": "relu-sine", "features": ("x2", "x1_x2")},
        {"loss": "hinge"},
        {"data": "plane"},
    ],
)
def test_a_frame_says_how_to_evaluate_its_network(changes):
    run, packed = made(change(Experiment(), **changes), 100)
    header, blocks = unpack(packed)
    points = np.random.default_rng(0).uniform(-6, 6, (2, 50))
    (told,) = outputs(header, blocks["theta"], points)
    np.testing.assert_allclose(told, predict(run, points).output[0], rtol=1e-4, atol=1e-4)
    assert header["outputs"] == len(told)
    loss = run.experiment.loss
    assert header["meaning"] == {"cross_entropy": "probability", "hinge": "score"}.get(loss, "value")


def test_points_are_where_they_are():
    run, packed = made(Experiment())
    _, blocks = unpack(packed)
    np.testing.assert_allclose(blocks["places"].reshape(-1, 2)[:250].T / maps.COORDINATE, run.train.points, atol=1e-3)
    np.testing.assert_array_equal(blocks["labels"][:250], run.train.labels)


def test_the_curve_ends_with_the_shown_losses():
    run, packed = made(Experiment(), 25 * 600 + 5)
    header, blocks = unpack(packed)
    epochs, train, test = np.vstack([blocks["history"].reshape(-1, 3), header["end"]]).T
    assert epochs[0] == 0
    assert (np.diff(epochs) > 0).all()
    assert len(epochs) <= MAX_ENTRIES + 1
    np.testing.assert_allclose([train[-1], test[-1]], header["scores"][:2], rtol=1e-6)


def test_a_diverged_run_packs_without_nan():
    blown = change(Experiment(), data="plane", activation="relu", step_size=10, optimizer="gradient_descent")
    run, packed = made(blown, 100)
    assert run.stopped
    _, blocks = unpack(packed)
    assert np.isfinite(blocks["theta"]).all()
    assert np.isfinite(blocks["history"]).all()


def test_names_and_units_come_with_a_file_alone():
    own = change(Experiment(), data="own", drawn="0AAAAzzzz.1gggg")
    assert not {"axes", "names"} & set(made(own)[1].header)
    named = made(change(own, names="pH~mm~kind~cat", own_scale="0_10_-3_7"))[1].header
    assert named["axes"] == [("pH", 5, 1), ("mm", 2, 1), ("kind", 0, 1)]
    assert named["names"][:2] == ("cat", "")
    scaled = made(change(own, own_scale="0_20_-3_7"))[1].header
    assert scaled["axes"][0] == ("", 10, 2)
    assert "names" not in scaled
    assert not {"axes", "names"} & set(made(change(own, names="a~b", data="circle"))[1].header)
