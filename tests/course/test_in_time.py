"""What the chapter on gradients that vanish and explode in time claims, measured with the engine over several seeds."""

from dataclasses import replace

import numpy as np
import pytest

from course.chapters.in_time import CHAPTER, clip_by_hand, clipping, power, race, rescue, scale
from course.chapters.measured import EVERY, SEEDS, SOLVED, begin, curve, solved_at, table
from course.chapters.trainings import small
from engine.runs import training

DEFAULT = CHAPTER.page.settings()


def test_a_power_falls_below_a_hundredth_where_the_check_says():
    assert power.passed_back(0.9, power.BELOW) < 0.01 < power.passed_back(0.9, power.BELOW - 1)
    assert power.passed_back(0.9, power.UNTIL_TENTH) < 0.1 < power.passed_back(0.9, power.UNTIL_TENTH - 1)
    for w in (-1.1, -0.9, 0.85, 1.0, 1.2):
        s = replace(DEFAULT, factor=w)
        (handle,) = power.figure(s).panels[0].handles
        assert power.drag(s, "end", *handle["at"])["factor"] == pytest.approx(w, abs=1e-3)  # its sign stays


def test_the_scale_decides_whether_the_gradient_vanishes():
    """0.5 vanishes, orthogonal shrinks a little, 1.4 to 1.6 keep it, and 4 explodes, in all five networks."""
    first = {value: scale.ratios(value)[:, 0] for value in (0.5, 1.0, 1.2, 1.4, 1.6, 4.0)}
    assert (first[0.5] > 1e-7).all()
    assert (first[0.5] < 1e-6).all()
    assert (first[1.0] < 0.2).all()  # tanh takes it
    assert (first[1.0] > 0.005).all()
    assert (first[4.0] > 100).all()
    assert [value for value in first if scale.is_kept(value)] == [1.4, 1.6]
    assert scale.RIGHT == 1 / 0.5**4


def test_an_orthogonal_matrix_is_quick_and_half_of_one_is_slow():
    """The sentences and the checks of the race, and some of its rows trained again."""
    solved = race.solved()
    assert all(step is None or step > 300 for step in solved["0.5"])
    assert all(step <= race.QUICK for step in solved["1"])
    median = {name: np.median([step or np.inf for step in steps]) for name, steps in solved.items()}
    assert median["1"] == race.MEDIAN
    assert max(median["1.2"], median["1.6"]) < median["1"] < median["4"]
    assert median["2.5"] <= median["1"]
    assert [name for name in race.SCALES if race.is_quick(name)] == ["1", "1.2", "1.6", "2.5"]
    for seed in SEEDS:
        assert solved_at(curve(race.QUICK, seed, recurrent_scale=1)) is not None
    again = curve(200, 1, recurrent_scale=0.5)
    assert max(again) < SOLVED
    np.testing.assert_allclose(again[:10], table("race")["0.5"][0][:10], atol=0.05)


def test_momentum_never_learns_with_a_vanished_gradient_and_adam_may():
    solved = {way: (rescue.solved("0.5")[way], rescue.solved("1")[way]) for way in rescue.WAYS}
    assert solved["momentum"][0] == [None] * 5
    assert all(step is not None for step in solved["momentum"][1])
    assert sum(step is not None and step <= 140 for step in solved["adam_large"][0]) == 4
    assert min(step for step in solved["adam_large"][0] if step) == 100
    assert sum(step is not None and step <= 30 for step in solved["adam_large"][1]) == 4
    for seed in (1, 3):
        changes = dict(rescue.WAYS["momentum"][1])
        assert solved_at(curve(100, seed, recurrent_scale=1, **changes)) is not None
        assert max(curve(100, seed, recurrent_scale=0.5, **changes)) < 0.5


def test_adam_moves_a_weight_by_its_step_size_however_small_the_gradient_is():
    run = begin(1, recurrent_scale=0.5)
    before = run.theta.copy()
    training.advance(run, 1)
    moved = np.abs(run.theta - before)[0]
    slopes = np.abs(run.gradient[0])
    vanished, others = (slopes > 1e-9) & (slopes < 1e-7), slopes > 1e-6
    assert vanished.sum() > 50  # from the letters
    assert (moved[vanished] > 1000 * slopes[vanished]).all()
    np.testing.assert_allclose(moved[others], rescue.RIGHT, rtol=0.01)


def test_a_clipped_gradient_is_the_step_that_training_takes():
    for limit in (0.05, 100.0):
        run = begin(2, optimizer="gradient_descent", step_size=1, clip_norm=limit, units=1, examples=40)
        free = begin(2, optimizer="gradient_descent", step_size=1, clip_norm=0, units=1, examples=40)
        steps = []
        for each in (run, free):
            before = each.theta.copy()
            training.advance(each, 1)
            steps.append((before - each.theta)[0].astype(float))
        norm = np.linalg.norm(steps[1])
        factor = clip_by_hand.clipped(float(norm), 0.0, limit)[0] / norm
        np.testing.assert_allclose(steps[0], factor * steps[1], rtol=1e-4, atol=1e-6)
        assert (factor < 1) == (limit < 1)
    assert clip_by_hand.clipped(6, 8, 1)[0] == pytest.approx(clip_by_hand.RIGHT)
    assert clip_by_hand.clipped(0, 0, 1) == (0, 0)


def test_clipping_helps_where_the_slope_of_the_activation_does_not():
    solved = clipping.solved()
    with_clip, without = (solved["2"][name] for name in clipping.CLIPS)
    assert all(step <= 300 for step in with_clip)
    assert all(late is None or soon < late for soon, late in zip(with_clip, without, strict=True))
    assert without.count(None) == clipping.NEVER
    median = [np.median([step or np.inf for step in solved["1"][name]]) for name in clipping.CLIPS]
    assert abs(median[0] - median[1]) <= 2 * EVERY  # little difference
    assert clipping.first_norms("2").min() > 500
    assert clipping.first_norms("1").max() < 5
    for seed in (1, 2, 4):
        trained = {
            name: curve(90, seed, activation="relu", recurrent_scale=2, clip_norm=limit)
            for name, limit in clipping.CLIPS.items()
        }
        assert solved_at(trained["clipped"]) is not None
        assert solved_at(trained["free"]) is None


def test_handles_read_the_steps_that_were_measured():
    for screen, field, module in ((3, "race_step", race), (4, "rescue_step", rescue), (6, "clip_step", clipping)):
        figure = CHAPTER.screens[screen - 1].figure
        for step in (0, 50, 400):
            (handle,) = figure(replace(DEFAULT, **{field: step})).panels[0].handles
            assert module.drag(DEFAULT, "step", handle["at"][0] + EVERY, 0) == {field: min(step + EVERY, 400)}
            assert handle["step"] == EVERY  # so far an arrow key moves it


def test_tiny_numbers_are_written_as_powers_of_ten():
    written = {2.4e-7: "2·10⁻⁷", 0.012: "0.01", 0.4: "0.4", 12.0: "12", 1311e6: "1·10⁹", -3e-6: "−3·10⁻⁶"}
    assert {value: small(value) for value in written} == written
