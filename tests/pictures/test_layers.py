"""Layers over time: norms that are the engine's at every state, right quantiles, histograms that lose no value."""

import numpy as np
import pytest

from engine import network
from engine.activations import ACTIVATIONS
from engine.experiments.experiment import Experiment, change
from engine.layers.parameters import biases, weights
from engine.runs import timeline, training
from engine.runs.run import start_run
from engine.study import inspection
from pictures.charts import layers, states

SMALL = Experiment(points=60, layers=(4, 3))


def trained(steps=60, **changes):
    run = start_run(change(SMALL, **changes))
    training.advance(run, steps)
    return run


@pytest.mark.parametrize("changes", [{}, {"data": "pinwheel"}, {"data": "plane", "loss": "huber"}, {"layers": ()}])
def test_norms_are_those_of_every_restored_state(changes):
    run = trained(31, **changes)
    at, theta = states.chosen(run)
    norms = states.gradient_norms(run, theta)
    moments = [timeline.restore(run, item) for item in run.snapshots.items] + [run]
    assert len(at) == len(moments) == 12
    for own, moment in zip(norms, moments, strict=True):
        np.testing.assert_allclose(own, inspection.gradient_norms(moment)[0], rtol=1e-9)
    np.testing.assert_allclose(at, [moment.epoch + moment.position / 30 for moment in moments])
    for i, line in enumerate(layers.gradient_norms_over_time(run).data):
        np.testing.assert_allclose(line.y, norms[:, i])
        np.testing.assert_array_equal(line.x, at)


def test_norms_do_not_depend_on_how_many_are_computed_at_once(monkeypatch):
    run = trained(100)
    _, theta = states.chosen(run)
    together = states.gradient_norms(run, theta)
    monkeypatch.setattr(states, "CHUNK", 100)
    np.testing.assert_allclose(states.gradient_norms(run, theta), together, rtol=1e-10)


def test_states_are_few_evenly_chosen_and_end_with_the_present_one():
    run = trained(3 * 300 + 1)
    at, theta = states.chosen(run)
    assert len(at) == len(theta) == states.MAX_STATES + 1
    assert at[0] == 0
    assert at[-1] == pytest.approx(300 + 1 / 3)
    assert np.ptp(np.diff(at[:-1])) <= 1
    np.testing.assert_array_equal(theta[-1], run.theta[0])


def test_the_present_loss_is_used_for_all_states():
    run = timeline.revise(trained(30), change(SMALL, loss="hinge"))
    training.advance(run, 30)
    _, theta = states.chosen(run)
    past = timeline.restore(run, run.snapshots.items[0])
    past.experiments = run.experiments
    np.testing.assert_allclose(states.gradient_norms(run, theta)[0], inspection.gradient_norms(past)[0])


def test_a_layer_without_gradient_says_so():
    figure = layers.gradient_norms_over_time(trained(activation="step-tanh"))
    assert figure.data[0].name == "Hidden 1: 0 throughout"
    assert figure.data[1].name == "Hidden 2"
    assert any(figure.data[1].y)


def test_bands_are_the_quantiles_of_the_weights_without_biases():
    run = trained(31)
    at, bands = layers.weight_bands(run)
    for state, index in ((timeline.restore(run, run.snapshots.items[4]), 4), (run, len(at) - 1)):
        for band, (matrix,) in zip(bands, state.parameters, strict=True):
            ordered = np.sort(weights(matrix).ravel())
            # Linear between ranks: the quantile q lies at rank q (n - 1).
            expected = np.interp(np.array(layers.QUANTILES) * (len(ordered) - 1), np.arange(len(ordered)), ordered)
            np.testing.assert_allclose(band[:, index], expected)
    figure = layers.weights_over_time(run)
    assert len(figure.data) == 5 * len(run.layers)
    np.testing.assert_array_equal(figure.data[4].y, bands[0][2])
    biases(run.parameters[0][0])[:] = 100
    np.testing.assert_array_equal(layers.weight_bands(run)[1][0], bands[0])


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_histograms_hold_every_value(activation):
    run = trained(activation=activation)
    run.theta *= 3
    figure = layers.activation_histograms(run)
    trace = network.forward(run.layers, run.parameters, run.inputs[0][0])
    for i, bar in enumerate(figure.data):
        a = trace.layers[i].a[0]
        assert sum(bar.y) == a.size == 30 * run.layers[i].units
        left, right = bar.x - bar.width / 2, bar.x + bar.width / 2
        assert left[0] <= a.min() + 1e-9
        assert right[-1] >= a.max() - 1e-9
        middle = len(bar.x) // 2
        inside = (a >= left[middle]) & (a < right[middle])
        assert abs(bar.y[middle] - inside.sum()) <= 1  # rounding at an edge
        health = inspection.activity(run.layers, trace)[i]
        assert f"{100 * health.dead[0]:.0f} % dead" in figure.layout.annotations[i].text
        assert f"{100 * health.saturated[0]:.0f} % saturated" in figure.layout.annotations[i].text


def test_a_bounded_activation_is_shown_over_all_of_its_range():
    names = ("tanh", "sigmoid", "relu", "linear", "elu", "softsign", "step")
    ranges = {name: layers.value_range(name) for name in names}
    assert ranges["tanh"] == ranges["softsign"] == (-1, 1)
    assert ranges["sigmoid"] == ranges["step"] == (0, 1)
    assert ranges["relu"] == (0, None)
    assert ranges["elu"] == (-1, None)
    assert ranges["linear"] == (None, None)
    run = trained(0)
    run.theta *= 1e-3
    assert list(layers.activation_histograms(run).layout.xaxis.autorangeoptions.include) == [-1, 1]


def test_a_far_higher_bar_is_cut_and_its_count_is_written():
    run = trained(0, activation="relu")
    weights(run.parameters[0][0])[:] = np.linspace(0.2, 1, 8).reshape(4, 2)
    weights(run.parameters[1][0])[:] = np.linspace(-1, 1, 12).reshape(3, 4)
    biases(run.parameters[0][0])[0] = [0, -20, -20, -20]
    figure = layers.activation_histograms(run)
    top = max(figure.data[0].y)
    assert top >= 90
    assert figure.layout.yaxis.autorangeoptions.clipmax < top
    assert any(f"{top} values" in note.text for note in figure.layout.annotations)


def test_without_a_hidden_layer_a_sentence_says_so():
    figure = layers.activation_histograms(trained(layers=()))
    assert not figure.data
    assert "no hidden layer" in figure.layout.annotations[0].text
