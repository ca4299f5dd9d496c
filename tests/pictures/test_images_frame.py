"""The Frame of a network that looks at images: its weights and scores, and test images that are sent once."""

import gc

import numpy as np
import pytest

from engine.data.images import datasets
from engine.experiments.experiment import change
from engine.experiments.image_experiment import ImageExperiment
from engine.runs import training
from engine.runs.run import evaluate, start_run
from pictures.images import frame
from pictures.live.packing import pack
from tests.unpacking import unpack

MOST_BYTES = 10_000  # of an update with the default network


def made(steps=0, **changes):
    run = start_run(change(ImageExperiment(), **changes), dtype=np.float32)
    training.advance(run, steps)
    return run, frame.pack(run, evaluate(run), "paused", 3, goal=None)


@pytest.mark.parametrize("data", [name for name in datasets.IMAGES if name != datasets.OWN])
@pytest.mark.parametrize("filters", [(), (2,), (3, 4)])
def test_every_block_is_there_and_whole(data, filters):
    run, packed = made(5, data=data, filters=filters, layers=(6,), images=60)
    header, blocks = unpack(packed)
    assert (header["step"], header["serial"], header["state"], header["goal"]) == (5, 3, "paused", None)
    np.testing.assert_array_equal(blocks["theta"], run.theta[0])
    np.testing.assert_array_equal(blocks["labels"], run.test.labels)
    side = header["side"]
    images = blocks["tests"].reshape(-1, side, side).transpose(1, 2, 0) / header["levels"]
    np.testing.assert_allclose(images, run.test.points[0], atol=1 / header["levels"])
    assert header["scored"] == [30, 30]
    assert len(header["classes"]) == run.experiment.class_count


def test_sixteenths_are_exact():
    run, packed = made(images=60)
    _, blocks = unpack(packed)
    np.testing.assert_array_equal(blocks["tests"].reshape(-1, 8, 8) / 240, run.test.points[0].transpose(2, 0, 1))


def test_the_layers_say_where_their_parameters_are():
    run, packed = made(filters=(4, 6), layers=(5,), kernel="3")
    kinds = [layer["kind"] for layer in packed.header["layers"]]
    assert kinds == ["conv", "pool", "conv", "pool", "flatten", "dense", "dense"]
    for layer, matrices in zip(packed.header["layers"], run.parameters, strict=True):
        for matrix in matrices:
            part = run.theta[0, layer["start"] : layer["start"] + matrix[0].size]
            np.testing.assert_array_equal(part, matrix[0].ravel())


def test_at_most_256_test_images_are_sent_and_only_once():
    run, first = made(20)
    header, blocks = unpack(first)
    assert header["scored"] == [256, 256]
    assert blocks["labels"].size == 256
    training.advance(run, 20)
    second = frame.pack(run, evaluate(run), "paused", 3, goal=None)
    assert len(pack(second, first)) <= MOST_BYTES < blocks["tests"].size
    assert second.blocks["tests"] is first.blocks["tests"]
    assert unpack(second, first, unpack(first))[1]["tests"].size == 256 * 64


def test_bytes_of_images_are_kept_no_longer_than_the_run():
    run, packed = made(images=60)
    key = id(run.scored[0])
    assert key in frame._BYTES
    del run, packed
    gc.collect()
    assert key not in frame._BYTES


def test_a_run_without_test_images_has_a_frame():
    run, packed = made(data="own", own="")
    header, blocks = unpack(packed)
    assert blocks["tests"].size == blocks["labels"].size == 0
    assert header["scored"] == [0, 0]
    assert header["scores"] == [None] * 4


def test_a_diverged_run_packs_without_nan():
    run, packed = made(200, step_size=10, optimizer="gradient_descent", activation="linear", layers=(8,), images=100)
    assert run.stopped
    _, blocks = unpack(packed)
    assert np.isfinite(blocks["theta"]).all()
    assert np.isfinite(blocks["history"]).all()


def test_a_moment_of_the_past_has_the_curve_of_its_trunk():
    trunk, _ = made(60, images=100)
    past, _ = made(2, images=100)
    header, blocks = unpack(frame.pack(past, evaluate(past), "past", 3, trunk))
    assert (header["epoch"], header["newest"]) == (past.epoch, trunk.epoch)
    assert blocks["history"].reshape(-1, 3)[-1, 0] > past.epoch
