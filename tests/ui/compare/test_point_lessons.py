"""What the lessons on points claim, computed, or trained with the engine over several seeds."""

import math
from functools import cache
from itertools import pairwise

import numpy as np
import pytest

from engine.activations import ACTIVATIONS
from engine.experiments.experiment import change
from engine.runs import sweep, training
from engine.runs.run import evaluate, start_run
from engine.study import descent
from engine.study.surfaces import SURFACES
from pictures.wall import frame
from ui.compare import contenders, point_lessons, race_frame, shapes

SEEDS = {1: (1, 2, 3), 2: (4, 5)}  # of the first weights, by that of the data
COIN = math.log(2)  # the loss of a network that says ½ everywhere


@cache
def on_wall(name):
    """Return by activation the test losses of a lesson's networks when its answer comes, and their signs."""
    lesson = point_lessons.ACTIVATIONS[name]
    found = {}
    for data_seed, seeds in SEEDS.items():
        base = change(lesson.experiment, data_seed=data_seed)
        for activation in lesson.own["shown"]:
            start = {"activation": activation, "initializer": ACTIVATIONS[activation].initializer}
            run = start_run(*(change(base, **start, weight_seed=seed) for seed in seeds), dtype=np.float32)
            training.advance(run, lesson.until * run.epoch_steps)
            losses, signs = evaluate(run).test_loss, frame.signs(run)
            for i, loss in enumerate(losses):
                one = frame.Signs(*(value[i : i + 1] for value in signs))
                found.setdefault(activation, []).append((float(loss), one))
    return found


def losses(found):
    return np.array([loss for loss, _ in found])


def test_only_sigmoid_gets_no_gradient_to_its_first_layer_and_does_not_learn():
    found = on_wall("vanishing")
    stuck = found.pop("sigmoid")
    assert np.abs(losses(stuck) - COIN).max() < 0.05
    assert all(signs.gradient[0, 0] < signs.gradient[0, -1] / 1000 for _, signs in stuck)
    for others in found.values():
        assert losses(others).max() < 0.15
    bars = [race_frame.bars(signs.gradient[0]) for _, signs in stuck]  # a line for each power of ten
    assert all(last - first > 3 / race_frame.BAR_DECADES for first, *_, last in bars)
    assert ACTIVATIONS["sigmoid"].slope(np.zeros(1), np.full(1, 0.5))[0] == 0.25


def test_linear_layers_do_not_close_a_circle():
    found = on_wall("linear")
    assert np.abs(losses(found.pop("linear")) - COIN).max() < 0.03
    for others in found.values():
        assert losses(others).max() < 0.1


def test_only_relu_loses_neurons_for_good():
    found = on_wall("dead")
    dead = np.array([signs.dead[0] for _, signs in found["relu"]])
    assert dead.min() >= 0.25
    assert dead.max() <= 0.75
    assert all(signs.dead[0] == 0 for _, signs in found["leaky_relu"])
    assert (losses(found["relu"]) < 0.1).sum() >= 3


def walks(name):
    """Return a lesson's walks down its surface."""
    own = point_lessons.SURFACES[name].own
    surface = SURFACES[own["surface"]]
    found = []
    for each in own["walkers"] or contenders.on_surface(surface):
        walk = descent.begin(own["surface"], each.optimizer, surface.start, each.step_size, momentum=each.momentum)
        descent.go_on(walk, own["steps"])
        found.append(walk)
    return found


def test_the_ravine_has_a_limit_and_the_best_step_is_below_it():
    slow, medium, best, beyond = walks("ravine")
    assert descent.arrival(slow) is None
    assert descent.arrival(medium)[0] == 72
    assert descent.arrival(best)[0] == 41
    across = [y for _, y in best.positions[:10]]
    assert all(one * other < 0 and abs(other) < abs(one) for one, other in pairwise(across))
    assert beyond.diverged > 0
    across = [abs(y) for _, y in beyond.positions[:10]]
    assert across == sorted(across)
    assert descent.largest_step(25) == 0.08


def test_whoever_divides_by_the_slope_leaves_the_saddle_first():
    arrivals = [descent.arrival(walk)[0] for walk in walks("saddle")]
    assert arrivals == [92, 97, 62, 62]  # gradient descent, momentum, RMSprop, Adam


def test_only_momentum_with_large_steps_leaves_the_nearest_minimum():
    surface = SURFACES["bumpy"]
    heights = [walk.heights()[-1] for walk in walks("local")]
    nearest = surface.height(*descent.arrival(walks("local")[0])[1])
    assert heights[0] == pytest.approx(nearest, abs=0.01)
    assert heights[1] == pytest.approx(nearest, abs=0.01)
    assert heights[2] == pytest.approx(nearest / 2, abs=0.01)
    assert heights[3] == pytest.approx(nearest, abs=0.01)
    assert surface.height(*surface.minima[0]) == pytest.approx(0, abs=1e-9)


def test_optimizers_that_divide_by_the_gradient_train_deep_sigmoids():
    lesson = point_lessons.OPTIMIZERS["rescue"]
    for data_seed, seeds in SEEDS.items():
        base = change(lesson.experiment, data_seed=data_seed)
        for each in contenders.ON_NETWORK:
            experiments = (change(base, **each._asdict(), weight_seed=seed) for seed in seeds)
            run = start_run(*experiments, dtype=np.float32)
            training.advance(run, lesson.until * run.epoch_steps)
            loss = evaluate(run).test_loss
            if each.optimizer in ("gradient_descent", "momentum"):
                assert loss == pytest.approx(COIN, abs=0.05)
            else:
                assert loss.max() < 0.1, each


def trained(experiments, epochs):
    """Return the test losses of experiments that were trained together; infinite where one has diverged."""
    work = sweep.begin(list(experiments), epochs)
    sweep.work(work)
    return np.array([np.inf if r.diverged >= 0 else r.test_losses[-1] for r in sweep.results(work)])


def test_momentum_moves_the_band_of_step_sizes_down_tenfold():
    lesson = point_lessons.STEP_SIZES["band"]

    def ends(seed, momentum, *sizes):
        base = change(lesson.experiment, data_seed=seed, weight_seed=seed, momentum=momentum)
        return trained([change(base, step_size=size) for size in sizes], lesson.own["epochs"])

    for seed in (1, 2, 3):
        assert ends(seed, 0.0, 0.032, 0.056, 0.1, 0.18, 0.32).max() <= 0.1
        assert ends(seed, 0.0, 0.0018, 0.0032, 0.0056).min() > 0.25
        assert ends(seed, 0.0, 1.8, 3.2, 5.6).min() > 0.3
        assert ends(seed, 0.9, 0.0032, 0.0056, 0.01).max() <= 0.1
        assert ends(seed, 0.9, 0.00018, 0.00032, 0.00056).min() > 0.25


def test_luck_decides_with_three_neurons_and_not_with_none_or_sixteen():
    shares = {}
    for name, lesson in point_lessons.SEEDS.items():
        for seed in (1, 2, 3):
            base = change(lesson.experiment, data_seed=seed)
            ends = trained([change(base, weight_seed=1000 * seed + i) for i in range(64)], lesson.own["epochs"])
            shares.setdefault(name, []).append(float((ends <= lesson.own["target"]).mean()))
            if name == "impossible":
                assert np.ptp(ends) < 0.01
    assert 0.5 < min(shares["draw"]) <= max(shares["draw"]) < 0.9
    assert shares["impossible"] == [0, 0, 0]
    assert shares["certain"] == [1, 1, 1]


NARROW = [(depth, 1) for depth in range(5)]  # depth and width


@pytest.mark.parametrize(
    ("name", "never", "always"),
    [
        ("xor", NARROW, [(1, 8), (2, 6)]),
        ("circle", [*NARROW, (1, 2), (2, 2), (3, 2), (4, 2)], [(2, 3), (3, 3), (4, 3)]),
    ],
)
def test_what_shapes_can_do(name, never, always):
    lesson = point_lessons.SHAPES[name]
    tried = [shapes.Shape(*each) for each in (*never, *always)]
    for seed in (1, 2):
        base = change(lesson.experiment, data_seed=seed, weight_seed=seed)
        ends = trained(shapes.experiments(base, tried, lesson.own["seeds"]), lesson.own["epochs"])
        solved = (ends.reshape(len(tried), -1) <= lesson.own["target"]).sum(axis=1)
        assert solved.tolist() == [0] * len(never) + [lesson.own["seeds"]] * len(always)


def test_whether_three_lines_in_one_layer_close_the_circle_depends_on_the_data():
    lesson = point_lessons.SHAPES["circle"]
    solved = []
    for seed in (1, 3):
        base = change(lesson.experiment, data_seed=seed, weight_seed=seed)
        ends = trained(shapes.experiments(base, [shapes.Shape(1, 3)], lesson.own["seeds"]), lesson.own["epochs"])
        solved.append(int((ends <= lesson.own["target"]).sum()))
    assert solved == [5, 0]
