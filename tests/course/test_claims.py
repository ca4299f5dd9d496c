"""What the sentences of the course claim, computed again: numbers that a text gives, and what it says is so."""

import re
from dataclasses import replace

import numpy as np
import pytest

from course.chapters import activation, depth_of, descending, loss, neuron, softmax
from course.chapters.backprop import break_it, forward_and_back, gradient_check, one_pass
from course.chapters.data_size import augmentation, learning_curve, networks
from course.chapters.descending import ravine, shrinking_steps, step_size
from course.chapters.loss import bins, likelihood, outlier
from course.path import CHAPTERS
from engine.experiments.experiment import Experiment, change
from engine.runs import training
from engine.runs.run import evaluate, start_run, trace_of
from pictures.live import maps
from pictures.sketch import scene


def settings(chapter, **changes):
    return replace(chapter.page.settings(), **changes)


def texts(panel):
    return " ".join(mark["text"] for mark in panel.marks if mark.get("text"))


def test_a_positive_bias_moves_the_line_against_the_arrow_by_its_share_of_the_length():
    s = settings(neuron.CHAPTER, w1=1.2, w2=-0.9, b=0.6)
    w = np.array([s.w1, s.w2])
    np.testing.assert_allclose(neuron._foot(s), -w / np.linalg.norm(w) * (0.6 / 1.5))
    first, second = neuron.CHAPTER.screens[0].tries[:2]
    feet = [neuron._foot(settings(neuron.CHAPTER, **attempt.changes)) for attempt in (first, second)]
    np.testing.assert_allclose(feet[0], feet[1])  # all three doubled: the same line


def test_a_setting_without_a_control_on_a_screen_does_not_change_its_figure():
    for chapter, hidden in ((softmax.CHAPTER, {"temperature": 5.0}), (neuron.CHAPTER, {"h": "relu"})):
        figure = chapter.screens[0].figure
        packed = [scene.pack(figure(settings(chapter, **changes))) for changes in ({}, hidden)]
        assert packed[0].header == packed[1].header
        np.testing.assert_array_equal(packed[0].blocks["values"], packed[1].blocks["values"])


def test_a_dead_relu_comes_back_in_the_second_layer_and_not_in_the_first():
    woken = [0, 0]
    for seed in range(6):
        experiment = Experiment(data="spiral", layers=(8, 8), activation="relu", points=200, weight_seed=seed)
        run = start_run(change(experiment, optimizer="gradient_descent", step_size=1.0), snapshots=False)
        before = None
        for _ in range(40):
            training.advance(run, run.epoch_steps)
            trace = trace_of(run, run.inputs[0][0])
            dead = [trace.layers[k].a[0].max(axis=1) <= 0 for k in (0, 1)]
            for k in (0, 1) if before else ():
                woken[k] += int((before[k] & ~dead[k]).sum())
            before = dead
    assert woken[0] == 0
    assert woken[1] > 10


def test_flat_points_are_said_to_teach_nothing_only_if_there_are_some():
    none = settings(activation.CHAPTER, of="tanh", bias=0.0)
    assert "at 0 of 40 points" in activation.flat_figure(none).caption
    assert "learns from all" in activation.flat_figure(none).caption
    assert "hardly anything" in activation.flat_figure(settings(activation.CHAPTER, of="relu", bias=-2.0)).caption


def test_orange_corners_are_where_the_signs_differ():
    differ = depth_of.CORNERS[0] * depth_of.CORNERS[1] < 0
    np.testing.assert_array_equal(depth_of.XOR == 0, differ)


def test_the_neurons_of_the_second_layer_have_three_different_maps():
    trace = maps.predict(depth_of._trained(), 32)
    second, first = trace.layers[1].a[0], trace.layers[0].a[0]
    assert np.abs(np.corrcoef(second)[np.triu_indices(3, 1)]).max() < 0.6
    assert max(np.abs(np.corrcoef(np.vstack([one, first]))[0, 1:]).max() for one in second) < 0.8


@pytest.mark.parametrize("turn", [90.0, -35.0])
def test_borders_run_where_the_two_largest_logits_are_equal(turn):
    s = settings(softmax.CHAPTER, turn=turn, steepness=1.0)
    directions = np.deg2rad(turn + np.array([0, 120, 240]))
    for border in softmax.borders(s):
        place = border[1] / 10
        z = np.sort(np.cos(directions) * place[0] + np.sin(directions) * place[1])
        assert z[2] == pytest.approx(z[1])
        assert z[1] > z[0] + 1
    assert not softmax.borders(settings(softmax.CHAPTER, steepness=0.0))


def test_a_logit_is_high_in_the_colour_of_its_class():
    for panel, k in zip(softmax.plane_figure(settings(softmax.CHAPTER)).panels[1:], range(3), strict=True):
        z = softmax._logits_over_the_plane(settings(softmax.CHAPTER))[k]
        highest = panel.values.reshape(3, -1)[:, z.argmax()].astype(int)
        assert highest.argmax() == k
        assert softmax.COLOURS[k] in panel.title


def test_the_cross_entropy_is_the_mean_and_minus_the_logarithm_of_the_likelihood_the_sum():
    s = settings(loss.CHAPTER)
    own = likelihood._own_probabilities(s)
    caption = likelihood.figure(s).caption
    product, total, mean = (float(x) for x in re.findall(r"\d+\.\d+(?:e-\d+)?", caption))
    assert product == pytest.approx(own.prod(), rel=1e-3)
    assert total == pytest.approx(-np.log(own).sum(), abs=1e-3)
    assert mean == pytest.approx(-np.log(own).mean(), abs=1e-3)


def test_the_mean_over_the_bins_is_finer_than_the_most_probable_bin():
    places = [float(bins._response(np.array(x))) for x in np.linspace(-4, 4, 81)]
    for count in range(2, bins.MOST_BINS + 1):
        middles = bins._middles(count)
        p = [bins.bin_probabilities(place, count) for place in places]
        assert all(each.sum() == pytest.approx(1) and each.min() >= 0 for each in p)
        mode = np.mean([abs(middles[each.argmax()] - place) for each, place in zip(p, places, strict=True)])
        mean = np.mean([abs(each @ middles - place) for each, place in zip(p, places, strict=True)])
        assert mean < mode, count
    assert [count for count in (6, 7, 8, 9) if bins._farthest(count) <= 0.25] == [8, 9]


def test_the_squares_are_those_of_the_distances_to_the_blue_line():
    s = settings(loss.CHAPTER, out_x=3.5, out_y=11.0)
    x, y = outlier.points(s)
    a, b = outlier.fit(x, y, "mse")
    squares = [mark["points"] for mark in outlier.figure(s).panels[0].marks if mark["kind"] == "square"]
    sides = np.array([end[1] - start[1] for start, end in squares])
    np.testing.assert_allclose(sides, a * x + b - y, atol=1e-4)
    assert np.mean(sides**2) == pytest.approx(outlier.mean_loss("mse", a * x + b, y), rel=1e-4)


def test_the_labels_of_the_two_lines_stay_apart():
    for changes in ({}, {"out_x": -4.0, "out_y": 12.0}, {"out_x": 4.0, "out_y": -4.0}, {"out_y": 12.0}):
        marks = outlier.figure(settings(loss.CHAPTER, **changes)).panels[0].marks
        heights = [mark["at"][1] for mark in marks if mark["kind"] == "text"]
        assert abs(heights[0] - heights[1]) >= 1.5
        assert all(-4 < height < 12 for height in heights)


def test_a_button_of_step_size_does_what_it_says_whatever_was_set_before():
    words = {"Too small": "converges slowly", "Right": "converges", "Too large": "diverges"}
    for attempt in step_size.SCREEN.tries:
        for before in (0.5, 1.0, 4.0):
            s = replace(settings(descending.CHAPTER, curvature=before), **attempt.changes)
            assert step_size.behaviour(step_size.factor(s)) == words[attempt.label]


def test_the_divisor_makes_all_steps_smaller_and_does_not_shrink_them_faster():
    for n in (1.0, 2.5, 10.0):
        sizes = [shrinking_steps.shrunk(0.3, n, i) for i in (1, 100, 120)]
        assert sizes[0] == pytest.approx(0.3 / n)
        assert sizes[1] / sizes[0] == pytest.approx(0.1)
        assert sizes[2] / sizes[0] == pytest.approx(0.0913, abs=1e-4)
    x = 1.0
    for i in range(1, 20_001):  # the way takes longer, but it does not stop short
        x -= shrinking_steps.shrunk(0.3, 10, i) * x
    assert x < 1e-3


def test_without_momentum_no_step_size_passes_the_ravine():
    lowest = np.inf
    for rate in [*np.arange(0.066, 0.082, 0.001), 0.02, 0.12]:
        for x in (-3.0, 4.0):
            for y in (0.5, -1.0, 2.0):
                walk = ravine._walk(settings(descending.CHAPTER, rate=float(rate), mu=0.0, x=x, y=y))
                if walk.diverged < 0:
                    lowest = min(lowest, float(walk.heights()[-1]))
    assert 3e-4 < lowest < 4e-4
    assert lowest / 10 > ravine.LOW_ENOUGH


def test_what_a_step_of_backpropagation_speaks_of_stands_in_the_graph():
    s = settings(next(chapter for chapter in CHAPTERS if chapter.name == "backprop"))
    for number, stage in enumerate(forward_and_back.steps(one_pass.numbers(np.array([1.0, 2.0]), 1.0))):
        panel = forward_and_back.figure(replace(s, stage=number)).panels[0]
        spoken = set(re.findall(r"w[₁₂]{2}|[vbx][₁₂]|(?<=∂)c", stage.sentence))
        assert all(name in texts(panel) for name in spoken), stage.sentence
        lit = {*stage.new.split(), *stage.again.split()}
        for name in ("x₁", "x₂"):
            if f"· {name}" in stage.sentence or f"∂{name}" in stage.sentence:
                assert name.translate(str.maketrans("₁₂", "12")) in lit, stage.sentence
        for node in {*stage.new.split(), *stage.again.split()}:
            assert node in forward_and_back.NODES or any(edge.name == node for edge in forward_and_back.EDGES)


def test_the_difference_of_two_slopes_is_small_between_curvature_and_rounding():
    backprop = next(chapter for chapter in CHAPTERS if chapter.name == "backprop")
    for weight in range(1, 10):
        differences = [gradient_check._difference(settings(backprop, weight=weight, nudge=k)) for k in range(15)]
        assert max(differences[4:9]) < 1e-7
        assert differences[8] < 2e-8
        assert differences[0] > 1e-4  # curvature
        assert differences[14] > 1e-4  # rounding


def test_what_leaving_out_a_factor_costs_from_ten_initial_weights():
    ranges = {"none": (95, 98), "slope": (91, 93), "input": (88, 95), "weights": (95, 98)}
    for what, (low, high) in ranges.items():
        reached = [round(100 * break_it.broken(what, seed)[1]) for seed in range(10)]
        assert (min(reached), max(reached)) == (low, high), what
    assert max(break_it.broken("sign", seed)[1] for seed in range(3)) < 0.1


def test_what_the_learning_curve_shows():
    losses = {
        size: [float(evaluate(networks.trained(size, k)).test_loss[0]) for k in range(1, learning_curve.SAMPLES + 1)]
        for size in networks.SIZES
    }
    medians = [float(np.median(losses[size])) for size in networks.SIZES]
    assert medians[:2] == pytest.approx([1.21, 1.41], abs=0.01)  # it rises first
    assert medians[1:] == sorted(medians[1:], reverse=True)
    widths = {size: float(np.ptp(losses[size])) for size in networks.SIZES}
    assert max(widths, key=lambda size: widths[size]) == learning_curve.WIDEST
    assert [widths[10], widths[20]] == pytest.approx([1.13, 0.93], abs=0.01)


def test_whether_augmentation_helps_in_ten_samples():
    for task, kind, medians in (("circle", "rotation", (0.85, 0.05)), ("exclusive_or", "flip", (0.68, 1.64))):
        base = Experiment(data=task, points=200, train_share=10, layers=(8, 8), step_size=0.03)
        base = change(base, **augmentation.STRENGTHS)
        reached = []
        for names in ((), (kind,)):
            row = []
            for seed in range(10):
                seeds = {"data_seed": base.data_seed + seed, "weight_seed": base.weight_seed + seed}
                run = start_run(change(base, augmentation=names, **seeds), dtype=np.float32, snapshots=False)
                training.advance(run, 200 * run.epoch_steps)
                row.append(float(evaluate(run).test_loss[0]))
            reached.append(row)
        plain, moved = (np.array(row) for row in reached)
        assert (np.median(plain), np.median(moved)) == pytest.approx(medians, abs=0.02)
        assert ((moved < plain) == (task == "circle")).all()
