"""What the chapter on deep chains claims, measured with the engine over several seeds."""

import math
from dataclasses import replace

import numpy as np
import pytest

from course.chapters.deep_chains import CHAPTER, one_slider, product, race, sigmoid, starts, sums
from course.chapters.deep_chains.chain import chain, scientific
from engine.runs import objective, training
from engine.runs.run import evaluate, start_run, trace_of

DEFAULT = CHAPTER.page.settings()
SEEDS = range(1, 11)


def handle(figure, s):
    return next(each for panel in figure(s).panels for each in panel.handles)


@pytest.mark.parametrize("activation", ["linear", *sigmoid.COLOURS])
def test_the_product_is_the_slope_of_the_output(activation):
    for weight, x in ((0.5, 1.0), (1.7, -0.8), (0.9, 0.3)):
        h = 1e-6
        found = chain(activation, weight, x, 5)
        ends = [chain(activation, weight, x + sign * h, 5) for sign in (1, -1)]
        outputs = [each.z[-1] for each in ends]  # of the last sum: the slope of the last neuron is left out
        slope = (outputs[0] - outputs[1]) / (2 * h) * found.slopes[-1]
        assert found.slope_of_output[0] == pytest.approx(slope, rel=1e-4, abs=1e-9)
        factors = weight * found.slopes
        np.testing.assert_allclose(found.slope_of_output, [*np.cumprod(factors[::-1])[::-1], 1])


def test_numbers_are_short_and_right():
    assert [scientific(value) for value in (0.0625, 1024, 2.8e-7, 0, 1, 3.2e8)] == [
        "0.0625",
        "1\u202f024",
        "2.8·10⁻⁷",
        "0",
        "1",
        "3.2·10⁸",
    ]


def test_the_handle_is_where_the_chain_begins_and_the_drag_finds_it():
    for deep in (1, 4, 10):
        for w in (0.4, 0.5, 1.0, 2.5):
            s = replace(DEFAULT, w=w, deep=deep)
            assert product.drag(s, "first", *handle(product.figure, s)["at"])["w"] == pytest.approx(w, rel=1e-3)
    for width, spread in ((4, 0.5), (64, 0.125), (16, 0.3)):
        s = replace(DEFAULT, wide=width, spread=spread)
        found = sums.drag(s, "last", *handle(sums.figure, s)["at"])["spread"]
        assert found == pytest.approx(spread, rel=1e-3)
    for factor in (0.25, 1.0, 3.3):
        s = replace(DEFAULT, factor=factor)
        found = one_slider.drag(s, "factor", *handle(one_slider.figure, s)["at"])["factor"]
        assert found == pytest.approx(factor, rel=1e-3)


def test_sigmoids_send_back_next_to_nothing_whatever_w_is():
    """A millionth for w = 1, a hundred-thousandth for any w and any input that can be set."""
    assert product.last_slope(replace(DEFAULT, w=0.5, deep=4)) == product.RIGHT
    grid = [(w, x) for w in np.arange(0.5, 4.01, 0.1) for x in np.arange(-3, 3.01, 0.1)]
    left = {(w, x): abs(chain("sigmoid", w, x, sigmoid.COUNT).slope_of_output[0]) for w, x in grid}
    assert max(size for (w, _), size in left.items() if w == pytest.approx(1)) < 1e-6
    assert sigmoid.SENT_ON < max(left.values()) < sigmoid.NEVER
    assert chain("sigmoid", 1.0, 1.0, 3).slope_of_output[0] < sigmoid.RIGHT
    assert chain("sigmoid", 4.0, 1.0, 10).slope_of_output[0] < chain("sigmoid", 1.0, 1.0, 10).slope_of_output[0]
    assert chain("relu", 1.0, 1.0, 10).slope_of_output[0] == 1
    assert chain("tanh", 1.0, 0.0, 10).slope_of_output[0] == 1
    assert chain("tanh", 1.0, 0.5, 10).slope_of_output[0] < 0.5


def test_one_over_the_root_of_n_keeps_the_size_of_a_signal():
    for width in (16, 32, 64):
        ends = [sums.sizes(width, 1 / math.sqrt(width), seed)[-1] for seed in SEEDS]
        assert 0.5 < np.median(ends) < 2
        first = [sums.sizes(width, 0.5, seed)[1] / sums.sizes(width, 0.5, seed)[0] for seed in SEEDS]
        assert np.mean(first) == pytest.approx(sums.factor(width, 0.5), rel=0.1)
    for factor, low, high in ((0.5, 0, 0.01), (2, 100, 1e4)):
        ends = [sums.sizes(16, factor / 4, seed)[-1] for seed in SEEDS]
        assert low < np.median(ends) < high
    assert sums.factor(sums.ASKED, sums.RIGHT) == pytest.approx(1)


def test_the_gradient_of_a_layer_is_measured_as_the_loss_changes():
    experiment = starts.experiment(activation="tanh", weight_seed=3)
    run = start_run(experiment, snapshots=False)
    norm, loss, (x, y) = starts.measure(run).gradients[0, 2], objective.of(experiment), run.inputs[0]
    matrix, squares = run.parameters[2][0], 0.0
    for unit in range(matrix.shape[1]):
        for k in range(matrix.shape[2] - 1):
            ends = []
            for nudge in (1e-5, -1e-5):
                before = matrix[0, unit, k]
                matrix[0, unit, k] = before + nudge
                z = trace_of(run, x).output
                ends.append(loss.value(z, y).sum() / loss.size(y))
                matrix[0, unit, k] = before
            squares += ((ends[0] - ends[1]) / 2e-5) ** 2
    assert norm == pytest.approx(math.sqrt(squares), rel=1e-4)


def test_first_weights_do_what_the_text_says():
    """He keeps what ReLU passes on; small weights leave tiny gradients in all layers, sigmoids in the first ones."""
    assert 1 / starts.EVEN < starts.kept("he", "relu") < starts.EVEN
    assert starts.kept("xavier", "relu") < 1 / starts.EVEN
    assert starts.kept("large", "relu") > 10
    assert starts.kept("small", "relu") < 1e-3
    small = starts.layers_of("small", "tanh").gradients
    assert small.max() < 1e-4
    assert (small.max(axis=1) / small.min(axis=1)).max() < 10
    xavier = starts.layers_of("xavier", "tanh").gradients
    assert xavier.min() > 1e-3
    back = starts.layers_of("xavier", "sigmoid").gradients
    assert np.median(back[:, 0] / back[:, -1]) < 1e-3
    assert (back[:, 0] / back[:, -1]).max() < 1e-2
    assert (np.diff(np.log(np.median(back, axis=0))) > 0).all()  # the first layer gets least, the last one most


@pytest.mark.parametrize("seed", [1, 2, 3, 4, 5])
def test_two_of_three_deep_networks_learn(seed):
    learned = {}
    for name, experiment in race.members(seed).items():
        run = start_run(experiment, dtype=np.float32, every=100, snapshots=False)
        training.advance(run, 40 * run.epoch_steps)
        scores = evaluate(run)
        learned[name] = scores.test_accuracy[0] >= 0.95 and scores.test_loss[0] < race.SOLVED_AT
        if not learned[name]:
            assert scores.test_accuracy[0] < 0.6  # not nearly, either
    assert sum(learned.values()) == race.RIGHT
    assert not learned["Sigmoid, gradient descent"]


def test_one_slider_goes_from_vanishing_to_exploding():
    found = one_slider.measured()
    assert [one_slider.learns(k) for k in range(one_slider.NOTCHES)] == [False] * 3 + [True] * 4 + [False] * 2
    assert (found.accuracies[:3] < 0.6).all()  # no network moves
    assert (found.accuracies[7:] < 0.75).all()  # where gradients explode, rounding errors decide how it ends
    assert not found.diverged[:7].any()
    medians = np.median(found.gradients, axis=1)
    assert medians[0] < 1e-5
    assert medians[-1] > 10
    assert (np.diff(medians) > 0).all()
    assert one_slider.learns(one_slider.notch(replace(DEFAULT, factor=one_slider.RIGHT)))  # He is in the band


def test_nearly_all_networks_that_explode_diverge_or_die():
    """Of those that do not diverge, a whole layer puts out 0 at every point, but for some that rounding errors save."""
    experiments = [
        starts.experiment(
            activation="relu",
            initializer="normal",
            weight_scale=factor / 4,
            weight_seed=seed,
            step_size=one_slider.STEP_SIZE,
        )
        for factor in one_slider.FACTORS[-2:]
        for seed in SEEDS
    ]
    run = start_run(*experiments, dtype=np.float32, every=100, snapshots=False)
    training.advance(run, one_slider.EPOCHS * run.epoch_steps)
    signals = trace_of(run, run.inputs[0][0]).layers[:-1]
    dead = np.any([(signal.a == 0).all(axis=(1, 2)) for signal in signals], axis=0)
    assert (dead | (run.diverged >= 0)).mean() >= 0.85
    assert dead.any()
    assert (run.diverged >= 0).any()
