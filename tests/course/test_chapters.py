"""The numbers behind the figures of single chapters, against a computation by hand or another way to reach them."""

from dataclasses import replace

import numpy as np
import pytest

from course.chapters import softmax
from course.chapters.backprop import by_hand, one_pass, reuse
from course.chapters.drawing import line_ends
from pictures.sketch import scene


def test_the_numbers_of_a_pass_are_those_computed_by_hand():
    n = one_pass.numbers(np.array([1.0, 2.0]), 1.0)
    assert (n.z.tolist(), n.y, n.loss, n.d_y) == ([2.0, 1.0], 1.5, 0.25, 1.0)
    assert n.gradient.tolist() == [1, 2, 1, -1, -2, -1, 2, 1, 1]
    assert n.d_x.tolist() == [1 * 1 - 1 * 1, 1 * 0.5 + 1 * 0.5]  # two paths each, added
    for k in (0, 1):
        ends = [one_pass.numbers(np.array([1.0, 2.0]) + sign * 1e-6 * np.eye(2)[k], 1.0).loss for sign in (1, -1)]
        assert n.d_x[k] == pytest.approx((ends[0] - ends[1]) / 2e-6, abs=1e-6)
    for x, y in by_hand.SHEETS.values():
        base, h = one_pass.numbers(np.array(x), y), 1e-6
        for k in range(9):
            theta = one_pass.THETA.copy()
            losses = []
            for nudge in (h, -h):
                one_pass.THETA[0, k] = theta[0, k] + nudge
                losses.append(one_pass.numbers(np.array(x), y).loss)
            one_pass.THETA[:] = theta
            assert base.gradient[k] == pytest.approx((losses[0] - losses[1]) / (2 * h), abs=1e-5)


def test_the_count_of_multiplications_for_a_small_network():
    """2-2-1: back from one output to two hidden neurons and on to four weights."""
    reused, separate = reuse.costs(2, 2, 1)
    # Output: 1 slope, 2 weights, 2 passed on; hidden: 2 slopes, 4 weights.
    assert reused == 1 + 2 + 2 + 2 + 4
    # Output weights: slope and input, 2 each; hidden weights: slope, weight, slope, input, 4 each.
    assert separate == 2 * 2 + 4 * 4


def test_classes_are_blended_by_their_probabilities():
    s = replace(softmax.CHAPTER.page.settings(), steepness=2.0)
    panel = softmax.plane_figure(s).panels[0]
    assert panel.values.shape == (3, 48, 48)
    np.testing.assert_allclose(panel.values.sum(axis=0), 255, atol=2)
    assert scene.pack(softmax.plane_figure(s)).header["panels"][0]["classes"] == 3


def test_a_line_goes_through_its_foot_at_right_angles_to_its_normal():
    foot, normal = np.array([1.0, -2.0]), np.array([0.3, 0.4])
    start, end = line_ends(foot, normal)
    np.testing.assert_allclose((start + end) / 2, foot)
    assert (end - start) @ normal == pytest.approx(0)
    assert np.linalg.norm(end - start) == pytest.approx(40)
    assert np.isfinite(line_ends(np.zeros(2), np.zeros(2))).all()
