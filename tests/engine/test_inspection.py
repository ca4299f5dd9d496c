"""Inspection: numbers worked out by hand, gradients that are right and one that is not, dead and saturated layers."""

import itertools

import numpy as np
import pytest

from engine import network
from engine.activations import ACTIVATIONS
from engine.experiments.experiment import Experiment, change
from engine.layers.parameters import biases, weights
from engine.losses import LOSSES
from engine.runs import training
from engine.runs.run import assemble, evaluate, predict, start_run
from engine.study import inspection, landscape

SMALL = Experiment(points=40, layers=(4, 3))


def moved(experiment, count=1, dtype=np.float64):
    """Return a Run with random biases, so that no weighted sum lies in the kink of an activation."""
    run = start_run(*(change(experiment, weight_seed=seed) for seed in range(count)), dtype=dtype)
    run.theta += np.random.default_rng(4).normal(0, 0.3, run.theta.shape).astype(dtype)
    return run


@pytest.mark.parametrize(
    "changes",
    [
        {"activation": "relu-tanh"},
        {"data": "pinwheel", "activation": "swish"},
        {"data": "multi_gaussian", "activation": "mish"},
        {"data": "plane", "loss": "huber", "activation": "sigmoid-sine"},
        {"loss": "hinge"},
        {"layers": ()},
        {"layers": (16,) * 6},  # more weights than are shifted at once
    ],
)
def test_gradcheck_agrees_weight_by_weight(changes):
    run = moved(change(SMALL, **changes), 2)
    check = inspection.gradcheck(run)
    assert check.analytic.shape == check.numeric.shape == run.theta.shape
    assert len(check.names) == run.theta.shape[1] == len(set(check.names))
    assert check.error.max() < 1e-6
    assert np.abs(check.analytic).max() > 1e-3


def test_gradcheck_names_the_gradients_that_are_wrong(monkeypatch):
    run = moved(SMALL)
    wrong = ACTIVATIONS["tanh"]._replace(slope=lambda z, a: 1 - a)
    monkeypatch.setitem(ACTIVATIONS, "tanh", wrong)
    check = inspection.gradcheck(run)
    bad = {name for name, error in zip(check.names, check.error[0], strict=True) if error > 1e-6}
    assert {name for name in check.names if name[1] in "12"} == bad  # the output layer's is still right


def test_gradcheck_of_a_float32_run_is_done_in_float64():
    run = moved(SMALL, dtype=np.float32)
    theta = run.theta.copy()
    assert inspection.gradcheck(run).error.max() < 1e-6
    assert run.theta.dtype == np.float32
    np.testing.assert_array_equal(run.theta, theta)


def test_gradient_norms_are_those_of_the_layers():
    run = moved(SMALL, 2)
    slope, norms = inspection.gradient(run), inspection.gradient_norms(run)
    assert norms.shape == (2, 3)
    np.testing.assert_allclose((norms**2).sum(axis=1), (slope**2).sum(axis=1))
    np.testing.assert_allclose(norms[:, 0], np.linalg.norm(slope[:, : 3 * 4], axis=1))


@pytest.mark.filterwarnings("error")
def test_without_points_there_is_nothing_to_measure_and_no_warning():
    run = start_run(change(SMALL, data="own"))
    check = inspection.gradcheck(run)
    assert not check.analytic.any()
    assert not check.error.any()
    assert not inspection.batch_gradient_norms(run).any()
    assert all(np.isnan(part).all() for layer in health(run) for part in layer)


def test_the_norms_that_training_feels_are_means_over_mini_batches():
    run = moved(change(SMALL, batch_size=9), 2)
    x, y, _ = run.shuffled
    parts = [slice(start, start + 9) for start in range(0, run.train.size, 9)]
    ends = network.layout(run.layers).ends
    norms = np.zeros((2, 3))
    for part in parts:
        slope = inspection.gradient(run, x[..., part], y[..., part])
        norms += [[np.linalg.norm(row[i:j]) for i, j in itertools.pairwise(ends)] for row in slope]
    np.testing.assert_allclose(inspection.batch_gradient_norms(run, len(parts)), norms / len(parts))
    assert not np.allclose(inspection.gradient_norms(run), norms / len(parts))
    whole = moved(change(SMALL, batch_size=100, points=100), 2)
    np.testing.assert_allclose(inspection.batch_gradient_norms(whole), inspection.gradient_norms(whole))


def by_hand():
    """x = (1, 2); two tanh units; one logit."""
    run = start_run(change(SMALL, layers=(2,)))
    (first,), (last,) = run.parameters
    weights(first)[:] = [[[0.5, -0.25], [1.0, 0.5]]]
    biases(first)[:] = [[0.1, -1.0]]
    weights(last)[:] = [[[2.0, -1.0]]]
    biases(last)[:] = [[0.5]]
    return run


def test_inspect_shows_the_numbers_of_a_network_worked_by_hand():
    numbers = inspection.inspect(by_hand(), (1, 2), 1).named()
    z1, z2 = 0.5 * 1 - 0.25 * 2 + 0.1, 1 * 1 + 0.5 * 2 - 1
    a1, a2 = np.tanh(z1), np.tanh(z2)
    z = 2 * a1 - a2 + 0.5
    p = 1 / (1 + np.exp(-z))
    dz = p - 1
    expected = {
        "x[1]": 1,
        "x[2]": 2,
        "W1[1,2]": -0.25,
        "b1[2]": -1,
        "z1[1]": z1,
        "z1[2]": z2,
        "a1[2]": a2,
        "h'1[1]": 1 - a1**2,
        "z2[1]": z,
        "a2[1]": z,
        "h'2[1]": 1,
        "p[2]": p,
        "L": -np.log(p),
        "dL/da2[1]": dz,
        "dL/dz2[1]": dz,
        "dL/dW2[1,2]": dz * a2,
        "dL/db2[1]": dz,
        "dL/da1[1]": 2 * dz,
        "dL/dz1[2]": -dz * (1 - a2**2),
        "dL/dW1[1,2]": 2 * dz * (1 - a1**2) * 2,
        "dL/db1[2]": -dz * (1 - a2**2),
    }
    for name, value in expected.items():
        assert numbers[name] == pytest.approx(value, rel=1e-12), name


@pytest.mark.parametrize("changes", [{}, {"data": "pinwheel"}, {"data": "multi_gaussian"}, {"loss": "hinge"}])
def test_inspect_agrees_with_training_on_that_point(changes):
    run = moved(change(SMALL, activation="gelu-relu", **changes), 3)
    x, y = run.inputs[0]
    point, label = run.train.points[:, 5], run.train.labels[5]
    seen = inspection.inspect(run, point, label if changes.get("data") == "multi_gaussian" else int(label), index=2)
    slope = inspection.gradient(run, x[..., 5:6], y[..., 5:6])[2]
    told = np.concatenate([np.column_stack([layer.dW, layer.db]).ravel() for layer in seen.layers])
    np.testing.assert_allclose(told, slope, rtol=1e-12, atol=1e-14)
    output = predict(run, point[:, None]).output
    np.testing.assert_allclose(seen.layers[-1].a, output[2, :, 0])
    measured = LOSSES[run.experiment.loss].value(output, y[..., 5:6])
    assert seen.loss == pytest.approx(measured[2, 0])
    assert (seen.probabilities is None) == (run.experiment.loss != "cross_entropy")


def test_without_a_target_there_is_no_backward_pass():
    seen = inspection.inspect(by_hand(), (0, 0))
    assert seen.loss is None
    assert all(layer.dz is None for layer in seen.layers)
    assert not [name for name in seen.named() if name.startswith("dL")]


@pytest.mark.parametrize("target", [2, -1, 0.5])
def test_a_target_that_is_not_a_class_is_refused(target):
    with pytest.raises(ValueError, match="class from 0 to 1"):
        inspection.inspect(by_hand(), (1, 2), target)


def health(run):
    return inspection.activity(run.layers, network.forward(run.layers, run.parameters, run.inputs[0][0]))


def test_dead_and_saturated_shares():
    run = start_run(change(SMALL, activation="relu"), change(SMALL, activation="relu", weight_seed=2))
    biases(run.parameters[0][0])[0, :3] = -100  # three of four units of one of the two networks
    first, second = health(run)
    np.testing.assert_array_equal(first.dead, [0.75, 0])
    assert first.saturated[0] == 0  # a ReLU does not saturate on both sides
    run = start_run(change(SMALL, activation="tanh"))
    run.theta *= 100
    assert health(run)[0].saturated[0] > 0.8
    run.theta /= 10_000
    assert health(run)[0].saturated[0] == 0
    run = start_run(change(SMALL, activation="step-linear"))
    first, second = health(run)
    assert (first.dead[0], first.saturated[0], second.dead[0], second.saturated[0]) == (1, 1, 0, 0)


def test_mean_and_deviation_of_a_layer():
    run = moved(SMALL, 2)
    trace = network.forward(run.layers, run.parameters, run.inputs[0][0])
    for signal, told in zip(trace.layers, inspection.activity(run.layers, trace), strict=False):
        np.testing.assert_allclose(told.mean, [signal.a[k].mean() for k in range(2)])
        np.testing.assert_allclose(told.deviation, [signal.a[k].std() for k in range(2)])


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_no_slope_is_steeper_than_the_steepest(activation):
    z = np.linspace(-30, 30, 12347)
    slope = np.abs(ACTIVATIONS[activation].slope(z, ACTIVATIONS[activation].function(z)))
    assert slope.max() <= inspection.steepest(activation) * (1 + 1e-6)


@pytest.mark.parametrize(("z", "share"), [(3.4, 0), (4.6, 1)])
def test_saturation_is_measured_by_the_activations_own_largest_slope(z, share):
    run = start_run(Experiment(layers=(1,), activation="sigmoid", initializer="zeros"))
    run.parameters[0][0][..., -1] = z  # σ' is 0.031 at 3.4 and 0.0099 at 4.6: more and less than 5 % of 0.25
    (only,) = inspection.activity(run.layers, predict(run, run.train.points))
    assert only.saturated[0] == share


def test_an_inspection_does_not_change_with_the_run():
    run = start_run(Experiment())
    seen = inspection.inspect(run, (1, 1), 1)
    W, b = seen.layers[0].W.copy(), seen.layers[0].b.copy()
    training.advance(run, 5)
    np.testing.assert_array_equal(seen.layers[0].W, W)
    np.testing.assert_array_equal(seen.layers[0].b, b)


def test_weights_near_the_largest_float_make_no_warning():
    for experiment in (Experiment(activation="relu"), Experiment(data="pinwheel", activation="relu")):
        run = start_run(experiment, dtype=np.float32)
        run.theta[:] = 3e38
        assert evaluate(run).train_loss[0] == np.inf
        inspection.inspect(run, (1, 1), 1)
        inspection.gradient_norms(run)
        inspection.activity(run.layers, predict(run, run.train.points))
        edge = landscape.Plane(run.theta[0].astype(float), *(np.full(run.theta.shape[1], 1e39),) * 2)
        landscape.heights(run, edge, np.array([-1, 1.0]), np.array([-1, 1.0]))
        training.advance(assemble(run.experiments, run.layers, run.train, run.test, run.theta), 5)
