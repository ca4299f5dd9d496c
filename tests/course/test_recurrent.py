"""What the chapter on recurrent networks claims, measured with the engine over several seeds."""

from dataclasses import replace

import numpy as np
import pytest

from course.chapters.recurrent import (
    CHAPTER,
    by_hand,
    delay,
    learned,
    sum_over_time,
    three_moments,
    unit,
    unrolling,
)
from engine.layers.recurrent import Recurrent

DEFAULT = CHAPTER.page.settings()


def handle(figure, s):
    return next(each for panel in figure(s).panels for each in panel.handles)


def written_out(weights, u, x, y, activation="linear"):
    """Return the states and the loss of a unit with a weight of its own for each moment."""
    h, states = 0.0, []
    for w, value in zip(weights, x, strict=True):
        z = w * h + u * value
        h = np.tanh(z) if activation == "tanh" else z
        states.append(h)
    return states, (h - y) ** 2


@pytest.mark.parametrize("activation", ["linear", "tanh"])
def test_each_part_is_the_slope_of_its_own_copy_and_their_sum_that_of_w(activation):
    rng = np.random.default_rng(4)
    for _ in range(20):
        w, u, y = (float(v) for v in rng.normal(size=3))
        x = rng.normal(size=4)
        n = unit.numbers(w, u, x, y, activation)
        states, loss = written_out([w] * 4, u, x, y, activation)
        np.testing.assert_allclose(n.h, states)
        assert n.loss == pytest.approx(loss)

        def slope(nudged, w=w, u=u, x=x, y=y):
            ends = [written_out(w + sign * 1e-6 * nudged, u, x, y, activation)[1] for sign in (1, -1)]
            return (ends[0] - ends[1]) / 2e-6

        for t, part in enumerate(n.parts):
            assert part == pytest.approx(slope(np.eye(4)[t]), abs=1e-5)
        assert n.d_w == pytest.approx(slope(np.ones(4)), abs=1e-5)
        assert n.d_w == pytest.approx(n.parts.sum())


def test_the_weights_of_a_layer_are_counted_once_however_long_the_sequence_is():
    for length in (1, 20, 60):
        assert Recurrent(2, 3, length, "tanh").parameters[0].size == unrolling.RIGHT
    assert unrolling.weights(3, 2) == unrolling.RIGHT == 3 * (3 + 2 + 1)


def test_the_states_that_are_shown_are_those_of_the_text():
    s = replace(DEFAULT, in1=2.0, in2=4.0, in3=0.0)  # beyond what can be dragged
    assert three_moments.chosen(s) == [2, 5, three_moments.RIGHT]
    first = replace(DEFAULT, in1=2.0, in2=0.0, in3=0.0, keep=0.4)
    assert three_moments.chosen(first)[2] == pytest.approx(2.0 * 0.4**2)
    for keep in (-1.0, 1.0):  # tanh keeps each state within −1 and 1
        states = three_moments.chosen(replace(first, keep=keep, in2=2.0, in3=2.0, by="tanh"))
        assert max(abs(h) for h in states) < 1
    caption = unrolling.figure(replace(DEFAULT, now=4)).plain_caption
    assert caption == "Moment 4: h₄ = w · h₃ + u · x₄ = 0.5 · (−0.5) + 1 · 1 = 0.75."


def test_the_last_unit_of_a_delay_says_what_came_in_so_many_moments_ago():
    for units in range(1, delay.MOST + 1):
        h = delay.states(units)
        for k in range(units):
            np.testing.assert_array_equal(h[k, k:], delay.X[: len(delay.X) - k])
            assert not h[k, :k].any()
    np.testing.assert_array_equal(delay.states(delay.RIGHT)[-1, 3:], delay.X[:-3])


def test_handles_are_found_where_they_were_put():
    for moment in range(1, 6):
        s = replace(DEFAULT, now=moment)
        assert unrolling.drag(s, "now", *handle(unrolling.figure, s)["at"]) == {"now": moment}
    for moment in range(1, len(delay.X) + 1):
        s = replace(DEFAULT, followed=moment, chain=3)
        assert delay.drag(s, "followed", *handle(delay.figure, s)["at"]) == {"followed": moment}
    for w in (-1.2, 0.0, 0.7):
        s = replace(DEFAULT, same_w=w)
        assert sum_over_time.drag(s, "same_w", *handle(sum_over_time.figure, s)["at"])["same_w"] == pytest.approx(w)


def test_a_longer_echo_takes_more_steps():
    """The steps at which all five networks have learned it, as the text gives them."""
    first = {}
    for lag in range(1, learned.LONGEST + 1):
        places = [k for k in range(learned.STEPS // learned.EVERY + 1) if learned.solved(lag, k)]
        first[lag] = places[0] * learned.EVERY if places else learned.STEPS + learned.EVERY
        # Once learned it stays so.
        assert places == list(range(places[0], len(learned.learned(lag).accuracies))) if places else lag > 6
    assert first[1] == 25
    assert first[learned.WANTED] == 75
    assert first[8] > learned.STEPS
    assert list(first.values()) == sorted(first.values())
    guessed = learned.learned(8).accuracies[0]
    assert guessed.mean() == pytest.approx(0.25, abs=0.08)


def test_what_is_wanted_is_what_came_in_so_many_moments_ago():
    for lag in (1, 3, 8):
        found = learned.learned(lag)
        np.testing.assert_array_equal(found.wanted[lag:], found.x[:-lag])
    right = (learned.learned(3).answers[-1] == learned.learned(3).wanted)[3:]
    assert right.all()
    assert np.abs(learned.learned(3).states).max() <= 1


def test_the_sheets_have_easy_numbers_and_show_four_cases():
    for sheet in by_hand.SHEETS:
        n = by_hand.solution(sheet)
        for _, right in by_hand.BLANKS.values():
            assert float(right(n)) * 4 == round(float(right(n)) * 4)  # quarters at most
        assert n.parts[0] == 0  # before the first moment the state is 0
        assert n.parts.sum() == n.d_w
    assert by_hand.solution(2).d_w == 0  # the parts cancel
    assert by_hand.solution(2).parts.any()
    assert abs(by_hand.solution(3).d_h[0]) == 4 * abs(by_hand.solution(3).d_h[2])  # grows on its way back
    assert by_hand.solution(1).d_h.tolist() == [0.25, 0.5, 1.0]  # halves


def test_the_sum_is_the_slope_of_the_curve_and_can_be_0():
    for wish in (-1.0, 0.0, 0.5, 1.0):
        places = [
            w for w in np.linspace(-1.5, 1.5, 601) if sum_over_time.cancels(replace(DEFAULT, same_w=w, wish=wish))
        ]
        assert places
        assert min(places) > -1
        assert max(places) < -0.8
