"""What the chapter on transfer claims, with a random layer as the control, and the stack of networks that it trains."""

from dataclasses import replace

import numpy as np

from course.chapters.transfer import CHAPTER, digits, number_of_points, stack, tasks, three_ways
from course.chapters.transfer.number_of_points import FROZEN, RANDOM, SCRATCH
from engine import network
from engine.initializers import INITIALIZERS
from engine.runs.run import adopt, evaluate, start_run

LAYERS = network.dense(2, (4, 3), 1, ("tanh", "tanh"))


def _stack(seeds, count=12):
    theta = np.stack(
        [network.initial(LAYERS, np.random.default_rng(k), INITIALIZERS["xavier"].initialize) for k in seeds]
    )
    streams = [np.random.default_rng(50 + k) for k in seeds]
    x = np.stack([rng.normal(size=(2, count)) for rng in streams])
    return theta, stack.Points(x, (x[:, :1] > 0).astype(float))


def test_a_stack_trains_each_network_as_it_would_be_trained_alone():
    theta, points = _stack((0, 1, 2))
    together = stack.train(LAYERS, theta, points, 30, 0.03, 5)
    alone = stack.train(LAYERS, theta[:1], stack.Points(points.inputs[:1], points.targets[:1]), 30, 0.03, 5)
    np.testing.assert_allclose(together[0], alone[0], rtol=1e-12)
    assert not np.allclose(together[0], together[1])
    assert stack.accuracies(LAYERS, stack.train(LAYERS, theta, points, 300, 0.03, 5), points) == [1, 1, 1]


def test_frozen_layers_of_a_stack_stay_what_they_are():
    theta, points = _stack((0, 1))
    end = network.layout(LAYERS).ends[1]
    trained = stack.train(LAYERS, theta, points, 10, 0.03, 12, frozen=1)
    np.testing.assert_array_equal(trained[:, :end], theta[:, :end])
    assert (trained[:, end:] != theta[:, end:]).any(axis=1).all()


def test_task_b_is_not_task_a():
    """A network that starts from A has to learn B: it begins no better than a coin."""
    for task in tasks.TASKS_B:
        run = adopt(tasks.task_b(task, 64), tasks.donor(), 1)
        assert float(evaluate(run).test_loss[0]) > 0.5
    donor = evaluate(tasks.donor()).test_accuracy
    assert donor is not None
    assert float(donor[0]) > 0.95
    first = tasks.donor().parameters[0][0]
    np.testing.assert_array_equal(run.parameters[0][0], first)
    assert start_run(tasks.task_b("near", 8)).train.size == 8
    assert three_ways.SCREEN.live is not None


def test_what_a_layer_from_a_brings_for_the_disc_and_the_ring():
    rows = {way: np.array(samples) for way, samples in number_of_points.accuracies("near").items()}
    assert rows[FROZEN].shape == (5, 15)
    assert (rows[FROZEN] > rows[RANDOM]).sum() == 75
    assert (rows[FROZEN] > rows[SCRATCH]).sum() == 74
    gains = [number_of_points.gain(SCRATCH, count) for count in number_of_points.COUNTS]
    assert all(9.5 <= gain <= 13 for gain in gains[:4])
    assert 3.5 < gains[4] < 4.5


def test_a_spiral_is_too_different():
    medians = {way: np.median(rows, axis=1) for way, rows in number_of_points.accuracies("far").items()}
    assert np.abs(medians[FROZEN] - medians[SCRATCH]).max() < 0.04
    assert max(medians[way].max() for way in (FROZEN, SCRATCH, RANDOM)) < 0.7


def test_digits_gain_nothing_from_other_digits():
    rows = {name: 100 * np.median(samples, axis=1) for name, samples in digits.digit_accuracies().items()}
    scratch, tuned, frozen, random = rows.values()
    np.testing.assert_allclose(scratch, [64.0, 77.1, 87.8, 92.8, 96.0], atol=0.1)
    assert np.abs(tuned - scratch).max() < 2
    assert (frozen < random).all()
    assert digits.digit_donor()[1] > 0.95


def test_each_pixel_of_a_digit_is_a_square():
    panels = digits.images_figure(replace(CHAPTER.page.settings(), sample=3)).panels
    assert len(panels) == 10
    for panel in panels:
        values = panel.values.reshape(8, digits.SHARPNESS, 8, digits.SHARPNESS)
        assert np.ptp(values, axis=(1, 3)).max() == 0
