"""The questions before the figures: fair answers, and right ones that are computed again."""

import itertools
from dataclasses import replace

import numpy as np
import pytest

from course import predicting
from course.chapters import activation, depth_of, learning, neuron, softmax
from course.chapters.backprop import loop, one_pass, reuse
from course.chapters.convolution import padding
from course.chapters.data_size import augmentation, regularization
from course.chapters.deep_chains import alike
from course.chapters.deep_chains.chain import chain
from course.chapters.descending import step_size
from course.chapters.gates import gates_by_hand
from course.chapters.in_time import power
from course.chapters.loss import likelihood
from course.chapters.pooling import small
from course.chapters.recurrent import three_moments
from course.chapters.text import one_hot
from course.chapters.transfer import number_of_points
from course.path import CHAPTERS
from pictures.live import maps
from pictures.sketch import scene

QUESTIONS = {
    f"{chapter.name}.{number}": (chapter, screen)
    for chapter in CHAPTERS
    for number, screen in enumerate(chapter.screens, 1)
    if screen.prediction
}


def before_and_after(name):
    """The settings before a question, and those that show the answer."""
    chapter, screen = QUESTIONS[name]
    first = chapter.page.settings()
    return first, replace(first, **screen.prediction.changes)


def right(name):
    """The right answer's text."""
    prediction = QUESTIONS[name][1].prediction
    return prediction.answers[prediction.right].text


def test_every_chapter_asks_before_it_shows():
    assert {name.split(".")[0] for name in QUESTIONS} == {chapter.name for chapter in CHAPTERS}


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_is_fair_and_its_answer_is_new(name):
    chapter, screen = QUESTIONS[name]
    prediction = screen.prediction
    assert 2 <= len(prediction.answers) <= 4
    assert len({answer.text for answer in prediction.answers}) == len(prediction.answers)
    assert all(len(answer.reply) > 20 for answer in prediction.answers)
    for key, value in prediction.changes.items():
        assert chapter.page.fields[key].valid(value), key
    first, after = before_and_after(name)
    if screen.figure and after != first:
        assert scene.pack(screen.figure(first)).header != scene.pack(screen.figure(after)).header
    assert after != first or screen.live  # what is shown later is a chart that waits
    for check in screen.checks:
        if check.unit is None:
            assert not check.passed(after, None), check.name  # the answer gives no check away
    said = [predicting.reply_to(prediction, choice) for choice in (predicting.NO_IDEA, *range(len(prediction.answers)))]
    assert all(prediction.answers[prediction.right].text in each for each in said)
    assert sum(":green" in each for each in said) == 1


def test_a_line_without_noise_is_about_as_far_from_f_as_with_it():
    first, after = before_and_after("learning.1")
    gaps = [learning.gap(s.form, s.scatter) for s in (first, after)]
    assert gaps[1] == pytest.approx(gaps[0], rel=0.1)
    for seed in range(8):  # other points
        rng = np.random.default_rng(seed)
        x = rng.uniform(-3, 3, learning.COUNT)
        y = learning.truth(x)
        far = [
            np.sqrt(np.mean((np.polyval(np.polyfit(x, values, 1), learning.X) - learning.truth(learning.X)) ** 2))
            for values in (y, y + first.scatter * rng.normal(size=x.size))
        ]
        assert far[0] == pytest.approx(far[1], rel=0.15)


def test_doubled_weights_bring_the_output_closer_to_one():
    first, after = before_and_after("neuron.2")
    z, doubled = (neuron._sum(s) for s in (first, after))
    assert (round(z, 2), round(doubled, 2)) == (1.9, 3.8)
    assert (round(np.tanh(z), 2), round(np.tanh(doubled), 3)) == (0.96, 0.999)
    assert neuron._foot(first) == pytest.approx(neuron._foot(after))  # the line stays


def test_no_point_of_the_relu_is_flat():
    _, after = before_and_after("activation.3")
    assert activation.dead_share(after.of, after.bias) == 0
    assert "at 0 of 40 points" in activation.flat_figure(after).caption
    assert 0.3 < activation.dead_share("relu", 0.0) < 0.7  # "about half, as with b = 0"


def test_two_neurons_leave_the_wedge_in_which_both_agree():
    _, after = before_and_after("depth_of.1")
    x, feet = maps.grid(48), depth_of._feet(after, after.neurons)
    hidden = depth_of.hidden_outputs(feet, x)
    sure = (np.abs(hidden - 0.5) > 0.4).all(axis=0)
    both = (hidden > 0.5).all(axis=0)
    assert 0 < both.mean() < (hidden > 0.5).any(axis=0).mean()
    np.testing.assert_array_equal(depth_of.combined(feet, x)[sure] > 0.5, both[sure])


def test_equal_additions_change_no_probability():
    first, after = before_and_after("softmax.1")
    np.testing.assert_allclose(softmax._probabilities(first), softmax._probabilities(after))


def test_a_steeper_curve_makes_the_likelihood_much_smaller():
    first, after = (float(likelihood._own_probabilities(s).prod()) for s in before_and_after("loss.1"))
    assert after < first / 100
    own = likelihood._own_probabilities(before_and_after("loss.1")[1])
    assert (own < 0.01).sum() == 1  # one point
    assert likelihood.LABELS[own.argmin()] == 0  # orange


def test_a_step_just_below_the_limit_jumps_to_and_fro():
    _, after = before_and_after("descending.1")
    assert step_size.factor(after) == pytest.approx(-0.9)
    assert step_size.behaviour(step_size.factor(after)) == "oscillates and converges"


def test_multiplications_grow_as_the_weights_do():
    first, after = (reuse.costs(reuse.INPUTS, s.width, s.depth) for s in before_and_after("backprop.2"))
    assert 3 < after[0] / first[0] < 4
    assert after[1] / first[1] == pytest.approx(8, abs=0.5)  # without reuse


def test_a_large_step_of_all_parameters_overshoots():
    first, after = before_and_after("backprop.6")
    found = loop.losses(after.eta)
    assert found[1] > 2 * found[0]
    assert loop.losses(0.028)[1] < loop.LOW
    base = one_pass.numbers(loop.X, loop.TARGET)
    for k in range(9):  # each change alone helps
        theta = one_pass.THETA.copy()
        theta[0, k] -= after.eta * base.gradient[k]
        assert one_pass.numbers(loop.X, loop.TARGET, theta).loss < base.loss
    assert first.round == 0


def test_the_step_of_any_of_the_nine_numbers_can_be_followed():
    first, _ = before_and_after("backprop.6")
    rounds = loop.rounds(first.eta)
    for k, name in enumerate(loop.NAMES):
        drawn = loop.figure(replace(first, round=2, follow=k + 1))
        after = loop.short(float(rounds[3].theta[0, k]))
        assert f"makes {name} = {loop.short(float(rounds[2].theta[0, k]))} − " in drawn.plain_caption
        assert f"= {after}, and so" in drawn.plain_caption
        blue = [mark["text"] for mark in drawn.panels[0].marks if mark["kind"] == "text" and mark["colour"] == "blue"]
        assert [text.split(" = ")[0] for text in blue] == [name]


@pytest.mark.parametrize("eta", [0.004, 0.01, 0.02])
def test_the_loss_falls_round_after_round(eta):
    found = loop.losses(eta)
    assert len(found) == loop.ROUNDS + 1
    assert all(later < earlier for earlier, later in itertools.pairwise(found))
    for each, following in itertools.pairwise(loop.rounds(eta)):
        np.testing.assert_allclose(following.theta, each.theta - eta * each.numbers.gradient)


def test_a_rotation_makes_about_a_third_of_the_labels_of_exclusive_or_wrong():
    first, after = before_and_after("data_size.3")
    assert augmentation.wrong_share(first) == 0
    assert augmentation.wrong_share(after) == pytest.approx(1 / 3, abs=0.06)


def test_a_penalty_raises_the_train_loss():
    for kind in regularization.KINDS:
        medians = np.median(regularization.trained(kind).train, axis=0)
        assert medians[-1] > 10 * medians[0]
        assert (regularization.trained(kind).train[:, -1] > regularization.trained(kind).train[:, 0]).all()


def test_a_stride_of_two_leaves_nine_pixels():
    first, after = (
        padding.map_side(s.image_side, int(s.window_side), s.zeros, s.walk) for s in before_and_after("convolution.3")
    )
    assert (first**2, after**2) == (25, 9)
    assert right("convolution.3") == "9."


def test_pooling_leaves_a_quarter_of_the_weights():
    first, after = (small.chosen(s)[0] for s in before_and_after("pooling.5"))
    assert after / first == pytest.approx(1 / 4, abs=0.05)


def test_nothing_is_lost_of_a_slope_through_positive_relus():
    _, after = before_and_after("deep_chains.2")
    numbers = chain(after.through, after.strength, after.a0, 10)
    assert numbers.slope_of_output[0] == 1
    assert (numbers.z > 0).all()


def test_equal_first_weights_stay_equal_and_random_ones_learn():
    for seed in range(1, 6):
        same, zero, random = (alike.trained(begins, alike.EPOCHS, seed) for begins in ("equal", "zero", "random"))
        assert [alike.different(run) for run in (same, zero, random)] == [1, 1, alike.HIDDEN]
        assert alike.accuracy(random) > alike.GOOD
        assert max(alike.accuracy(run) for run in (same, zero)) < 0.8
        (matrix,) = zero.parameters[0]
        assert not matrix.any()  # with zeros behind them, hidden neurons get no slope at all


def test_a_state_that_flips_keeps_its_size():
    assert three_moments.chosen(before_and_after("recurrent.2")[1]) == [2, -2, 2]
    assert right("recurrent.2") == "2, −2, 2."


def test_a_tenth_more_each_moment_is_three_hundred_times_after_sixty():
    _, after = before_and_after("in_time.1")
    assert power.passed_back(after.factor, 60) == pytest.approx(300, rel=0.02)
    assert power.passed_back(after.factor, 7) == pytest.approx(2, abs=0.1)


def test_a_closed_output_gate_leaves_the_cell():
    cells = [
        gates_by_hand.lstm_cell(s.held, s.forget_gate, s.input_gate, s.candidate, s.output_gate)
        for s in before_and_after("gates.1")
    ]
    assert cells[0][0] == cells[1][0]
    assert cells[1][1] == pytest.approx(0)


def test_a_symbol_has_the_same_column_wherever_it_stands():
    _, after = before_and_after("text.1")
    assert [one_hot.LETTERS[place] for place in one_hot.letters(after)] == ["e", "e", "s", "a"]
    assert after.read_place == 2
    numbers = ", ".join(one_hot.short(v) for v in one_hot.WEIGHTS[:, one_hot.LETTERS.index("e")])
    assert numbers in one_hot.figure(after).caption


def test_the_layer_from_the_other_task_wins_with_eight_points():
    at = number_of_points.COUNTS.index(number_of_points.READ)
    medians = {way: np.median(rows[at]) for way, rows in number_of_points.accuracies("near").items()}
    assert max(medians, key=medians.__getitem__) == number_of_points.FROZEN
    assert right("transfer.2") == "The lower layer from A, frozen."


def test_regularization_helps_with_unseen_points_and_too_much_of_it_teaches_nothing():
    for kind in regularization.KINDS:
        found, best = regularization.trained(kind), regularization.best(kind)
        assert 0 < best < len(regularization.RATES) - 1
        assert (found.test[:, best] < found.test[:, 0]).all()  # for every sample
        assert np.median(found.test[:, -1]) > np.median(found.test[:, best])
        first, check = before_and_after("data_size.5")[0], regularization.SCREEN.checks[0]
        ends = (1, len(regularization.RATES))
        hints = [check.hint(replace(first, penalty=kind, strength=k), None) for k in ends]
        assert "stronger" in hints[0]
        assert "weaker" in hints[1]
    # The ℓ1 norm takes many weights to 0 where the ℓ2 norm only makes them small.
    at = regularization.best("l1")
    assert regularization.gone("l1", at) > 3 * max(regularization.gone("l2", regularization.best("l2")), 1)
    for kind in regularization.KINDS:
        run = regularization.trained(kind).runs[0]
        sizes = np.abs(run.theta).sum(axis=1)
        assert sizes[0] > 2 * sizes[regularization.best(kind)]  # without the penalty the weights are large
