"""What the Wall shows of networks that look at images, and its numbers against the engine's."""

import numpy as np
import pytest

from engine import metrics
from engine.experiments.experiment import change
from engine.experiments.image_experiment import ImageExperiment
from engine.runs import training
from engine.runs.run import evaluate, output_of, start_run
from pictures.live.packing import Frame
from pictures.wall import frame, image_frame
from tests.unpacking import unpack

BASE = ImageExperiment(images=400, filters=(4,))


def trained(*experiments, epochs=3):
    run = start_run(*experiments, dtype=np.float32)
    training.advance(run, epochs * run.epoch_steps)
    return run


def test_answers_are_those_of_the_networks():
    run = trained(BASE, change(BASE, weight_seed=2))
    found = image_frame.answers(run)
    assert found.right.shape == (2, 200)
    np.testing.assert_allclose(found.scores.test_accuracy, evaluate(run).test_accuracy)
    np.testing.assert_allclose(found.scores.train_loss, evaluate(run).train_loss)
    x, y = run.inputs[1]
    for k in range(2):
        answered = metrics.classes(output_of(run, x))[k]
        np.testing.assert_array_equal(found.right[k], answered == run.test.labels)
        for label in range(10):
            chosen = run.test.labels == label
            assert found.by_class[k, label] == pytest.approx((answered[chosen] == label).mean())


def test_a_class_without_test_images_has_no_share():
    run = start_run(change(BASE, images=20, train_share=90))
    found = image_frame.answers(run)
    missing = set(range(10)) - set(run.test.labels.tolist())
    assert missing
    assert np.isnan(found.by_class[0, sorted(missing)]).all()
    _, blocks = image_frame.pack([(run, 0)], [found])
    assert (blocks["shares"][0, sorted(missing)] == image_frame.NONE).all()


@pytest.mark.parametrize(
    ("changes", "shape"),
    [
        ({}, (4, 3, 3)),
        ({"kernel": "5", "filters": (8, 16)}, (8, 5, 5)),
        ({"filters": (), "layers": (16,)}, (8, 8, 8)),
        ({"filters": (), "layers": (3,), "shift": 2}, (3, 12, 12)),
        ({"filters": (), "layers": ()}, (8, 8, 8)),
    ],
)
def test_kernels_are_the_weights_of_the_first_layer(changes, shape):
    run = trained(change(BASE, **changes), epochs=1)
    shown = image_frame.kernels(run, 0)
    assert shown.shape == shape
    count, size = shape[0], shape[1] * shape[2]
    rows = run.theta[0][: count * (size + 1)].reshape(count, size + 1)[:, :-1]
    values = (shown.reshape(count, size).astype(float) - 128) / 127
    np.testing.assert_allclose(values, rows / np.abs(rows).max(), atol=0.005)


def test_a_frame_has_all_of_it_and_is_small():
    runs = [trained(change(BASE, pooling=pooling), epochs=1) for pooling in ("none", "max", "global_max")]
    readings = [image_frame.answers(run) for run in runs]
    header, blocks = unpack(Frame(*image_frame.pack([(run, 0) for run in runs], readings)))
    assert header["kernels_of"] == [[4, 3], [4, 3], [4, 3]]
    assert len(blocks["kernels"]) == 3 * 4 * 9
    assert len(blocks["tests"]) == image_frame.SHOWN_TESTS * 64
    right = blocks["right"].reshape(3, -1)
    np.testing.assert_array_equal(right[2], readings[2].right[0, : image_frame.SHOWN_TESTS])
    shares = blocks["shares"].reshape(3, 10) / image_frame.ALL
    np.testing.assert_allclose(shares[1], readings[1].by_class[0], atol=0.003)
    np.testing.assert_allclose(blocks["tests"] / header["levels"], _first_tests(runs[0]).ravel(), atol=0.003)


def _first_tests(run):
    return run.test.points[0][..., : image_frame.SHOWN_TESTS].transpose(2, 0, 1)


def test_weights_that_have_overflown_are_still_bytes():
    run = start_run(BASE, dtype=np.float32)
    run.theta[:] = np.nan
    assert (image_frame.kernels(run, 0) == 128).all()


def test_signs_of_an_image_network_have_a_norm_for_each_layer_with_weights():
    run = trained(change(BASE, filters=(4, 8), layers=(16,)))
    found = frame.signs(run)
    assert found.gradient.shape == (1, 4)
    assert (found.gradient > 0).all()
    assert 0 <= found.dead[0] <= 1
    assert np.isnan(frame.signs(trained(change(BASE, filters=(), layers=()))).dead[0])
