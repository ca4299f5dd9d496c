"""The evaluation of many networks at many points: in blocks, so that its memory has a bound."""

import numpy as np

from engine import network
from engine.experiments.experiment import Experiment
from engine.experiments.fields import MAX_LAYERS, MAX_NEURONS
from engine.runs import run as runs
from engine.runs.run import evaluate, output_of, predict, start_run
from engine.study import inspection


def limit(monkeypatch, count, module=runs):
    """Have at most so many values of the widest layer be computed at once, but at least those of one point."""
    monkeypatch.setattr(module, "BLOCK", count)
    monkeypatch.setattr(module, "LEAST_BLOCK", 1)


def test_many_networks_are_evaluated_in_blocks_with_the_results_of_each_alone(monkeypatch):
    experiments = [Experiment(layers=(5, 4), points=400, data="pinwheel", weight_seed=seed) for seed in range(6)]
    alone = [evaluate(start_run(each)) for each in experiments]
    largest = []
    forward = network.forward

    def count(layers, parameters, x, masks=()):
        largest.append(len(run.theta) * x.shape[-1])
        return forward(layers, parameters, x, masks)

    limit(monkeypatch, 600 * 5)
    run = start_run(*experiments)
    monkeypatch.setattr(network, "forward", count)
    scores = evaluate(run)
    assert len(largest) == 4  # of 100 points each
    assert max(largest) <= 600
    for name in ("train_loss", "test_loss", "train_accuracy", "test_accuracy"):
        np.testing.assert_allclose(getattr(scores, name), [getattr(each, name)[0] for each in alone], rtol=1e-12)


def test_the_memory_of_an_evaluation_has_a_bound():
    most = 128  # networks of a stack
    layers = start_run(Experiment(layers=(MAX_NEURONS,) * MAX_LAYERS)).layers
    points = max(runs.BLOCK // (most * network.widest(layers)), runs.LEAST_BLOCK)
    values = 3 * MAX_NEURONS * (MAX_LAYERS + 1)  # the input, z and a of each layer, for a point of a network
    assert 8 * most * points * values < 100e6  # bytes


def test_the_outputs_in_blocks_are_those_of_the_network(monkeypatch):
    run = start_run(Experiment(layers=(5,), data="pinwheel"), Experiment(layers=(5,), data="pinwheel", weight_seed=2))
    points = np.random.default_rng(1).uniform(-6, 6, (2, 101))
    expected = predict(run, points).output
    x = predict(run, points).inputs[0]
    limit(monkeypatch, 20 * 5)
    np.testing.assert_allclose(output_of(run, x), expected, rtol=1e-12)
    assert output_of(run, x[..., :0]).shape == expected[..., :0].shape
    limit(monkeypatch, 1)  # fewer than there are networks
    np.testing.assert_allclose(output_of(run, x), expected, rtol=1e-12)


def test_losses_at_many_places_are_computed_in_blocks(monkeypatch):
    run = start_run(Experiment(layers=(3,), points=100))
    theta = np.random.default_rng(1).normal(size=(30, run.theta.shape[1]))
    expected = inspection.mean_loss(run, theta)
    blocks = []
    forward = network.forward
    limit(monkeypatch, 7 * run.train.size * 3, inspection)
    monkeypatch.setattr(network, "forward", lambda *a: blocks.append(len(a[1][0][0])) or forward(*a))
    np.testing.assert_allclose(inspection.mean_loss(run, theta), expected, rtol=1e-12)
    assert blocks == [7, 7, 7, 7, 2]
