"""Regularization: penalties, decay, dropout, clipping, frozen layers and augmentation."""

import numpy as np
import pytest

from engine import network
from engine.data.augmentations import AUGMENTATIONS
from engine.experiments.experiment import Experiment, change
from engine.layers.parameters import biases, weights
from engine.runs import timeline, training
from engine.runs.run import adopt, evaluate, predict, start_run
from engine.schedules import SCHEDULES
from engine.study import inspection

SMALL = Experiment(points=40, layers=(4, 3), batch_size=10)


def step(optimizer="gradient_descent", steps=1, **changes):
    run = start_run(change(SMALL, optimizer=optimizer, step_size=0.1, **changes))
    before = run.theta.copy()
    training.advance(run, steps)
    return run, before


@pytest.mark.parametrize("regularization", ["l1", "l2", "weight_decay"])
@pytest.mark.parametrize("optimizer", ["gradient_descent", "adam"])
def test_only_weights_are_penalized(regularization, optimizer):
    free, _ = step(optimizer)
    paying, _ = step(optimizer, regularization=regularization, regularization_rate=0.3)
    for (own,), (others,) in zip(paying.parameters, free.parameters, strict=True):
        np.testing.assert_array_equal(biases(own), biases(others))
        assert (weights(own) != weights(others)).all()


def test_weight_decay_subtracts_its_share_with_every_optimizer():
    for optimizer in ("gradient_descent", "momentum", "adam", "rmsprop"):
        free, before = step(optimizer)
        decayed, _ = step(optimizer, regularization="weight_decay", regularization_rate=0.3)
        first = network.layout(free.layers).views(before)
        for (own,), (others,), (start,) in zip(decayed.parameters, free.parameters, first, strict=True):
            np.testing.assert_allclose(
                weights(own), weights(others) - 0.1 * 0.3 * weights(start), rtol=1e-9, err_msg=optimizer
            )


def test_weight_decay_is_l2_for_gradient_descent_and_not_for_adam():
    for optimizer, same in (("gradient_descent", True), ("adam", False)):
        runs = [step(optimizer, 20, regularization=name, regularization_rate=0.1)[0] for name in ("l2", "weight_decay")]
        assert np.allclose(runs[0].theta, runs[1].theta, rtol=1e-9) == same


def test_with_l1_a_weight_may_cross_zero():
    run = start_run(change(SMALL, regularization="l1", regularization_rate=0.01))
    signs = [np.sign(run.theta).copy()]
    for _ in range(300):
        training.advance(run, 1)
        signs.append(np.sign(run.theta).copy())
    crossed = (signs[0] * signs[-1] < 0) & network.layout(run.layers).is_weight
    assert crossed.any()
    assert (np.abs(run.theta[crossed]) > 0.05).any()


def test_dropout_sets_its_share_to_zero_and_keeps_the_mean():
    run = start_run(change(SMALL, dropout=25, points=5000, layers=(16, 8)), dtype=np.float32)
    masks = run.shuffled[2]
    assert [mask.shape for mask in masks] == [(1, 16, 2500), (1, 8, 2500)]
    for mask in masks:
        assert mask.dtype == np.float32
        assert (mask == 0).mean() == pytest.approx(0.25, abs=0.02)
        assert mask.mean() == pytest.approx(1, abs=0.03)
    training.advance(run, run.epoch_steps)
    assert not np.array_equal(masks[0], run.shuffled[2][0])


def test_dropout_is_off_at_evaluation():
    run = start_run(change(SMALL, dropout=50))
    same = start_run(SMALL)
    np.testing.assert_array_equal(evaluate(run).test_loss, evaluate(same).test_loss)
    np.testing.assert_array_equal(predict(run, run.test.points).output, predict(same, same.test.points).output)
    training.advance(run, 5)
    training.advance(same, 5)
    assert not np.array_equal(run.theta, same.theta)


def test_clipping_bounds_the_step_and_keeps_its_direction():
    free, before = step()
    clipped, _ = step(clip_norm=0.01)
    went, would = clipped.theta - before, free.theta - before
    assert np.linalg.norm(would) > 0.1 * 0.01
    assert np.linalg.norm(went) == pytest.approx(0.1 * 0.01)
    np.testing.assert_allclose(went / np.linalg.norm(went), would / np.linalg.norm(would))
    loose, _ = step(clip_norm=1000)
    np.testing.assert_array_equal(loose.theta, free.theta)


def test_stacked_networks_are_clipped_each_by_its_own_norm():
    experiments = [change(SMALL, clip_norm=0.05, weight_seed=seed) for seed in range(3)]
    together = start_run(*experiments, dtype=np.float32)
    training.advance(together, 20)
    for k, experiment in enumerate(experiments):
        alone = start_run(experiment, dtype=np.float32)
        training.advance(alone, 20)
        assert together.theta[k].tobytes() == alone.theta[0].tobytes()


def test_clipping_a_zero_or_huge_gradient_makes_no_warning():
    run, before = step(initializer="zeros", activation="relu", data="plane", clip_norm=1, steps=30)
    assert np.isfinite(run.theta).all()
    run = start_run(change(SMALL, data="plane", activation="relu", clip_norm=1), dtype=np.float32)
    run.theta *= 1e8
    training.advance(run, 3)
    assert np.isfinite(run.theta).all()


@pytest.mark.parametrize("optimizer", ["adam", "momentum", "adamw"])
@pytest.mark.parametrize("regularization", ["l2", "weight_decay"])
def test_frozen_layers_keep_their_weights_and_the_others_learn(optimizer, regularization):
    run = start_run(change(SMALL, optimizer=optimizer, regularization=regularization))
    training.advance(run, 10)  # so that the optimizer has momentum
    run = timeline.revise(run, change(run.experiment, frozen=2))
    before = [matrix.copy() for (matrix,) in run.parameters]
    training.advance(run, 10)
    moved = [not np.array_equal(old, new) for old, (new,) in zip(before, run.parameters, strict=True)]
    assert moved == [False, False, True]
    run = timeline.revise(run, change(run.experiment, frozen=0))
    training.advance(run, 1)
    assert not np.array_equal(before[0], run.parameters[0][0])


def test_when_all_layers_are_frozen_theta_does_not_change():
    run, before = step("adamw", 20, frozen=7, regularization="l1")
    assert run.step == 20
    np.testing.assert_array_equal(run.theta, before)


def test_a_frozen_layer_does_not_change_the_gradient_of_the_others():
    free, before = step()
    held, _ = step(frozen=1)
    for own, others in zip(held.parameters[1:], free.parameters[1:], strict=True):
        np.testing.assert_array_equal(own[0], others[0])


def test_adopted_weights_are_the_donors_where_shapes_agree():
    donor = start_run(change(SMALL, layers=(4, 3), data="moons"), dtype=np.float32)
    training.advance(donor, 50)
    wanted = change(SMALL, layers=(4, 5), data="pinwheel", frozen=1)
    run, fresh = adopt(wanted, donor), start_run(wanted, dtype=np.float32)
    np.testing.assert_array_equal(run.parameters[0][0], donor.parameters[0][0])
    for own, others in zip(run.parameters[1:], fresh.parameters[1:], strict=True):
        np.testing.assert_array_equal(own[0], others[0])
    assert run.step == 0
    assert run.history.train_loss[0] == evaluate(run).train_loss != fresh.history.train_loss[0]
    before = donor.theta.copy()
    training.advance(run, 20)
    np.testing.assert_array_equal(run.parameters[0][0], donor.parameters[0][0])
    np.testing.assert_array_equal(donor.theta, before)


def test_only_the_first_layers_are_adopted_if_requested():
    donor = start_run(change(SMALL, weight_seed=5))
    run = adopt(SMALL, donor, layers=1)
    same = [np.array_equal(own[0], given[0]) for own, given in zip(run.parameters, donor.parameters, strict=True)]
    assert same == [True, False, False]
    np.testing.assert_array_equal(adopt(SMALL, donor).theta, donor.theta)


def first_epochs(**changes):
    run = start_run(change(SMALL, points=400, **changes))
    inputs = [run.shuffled[0]]
    training.advance(run, run.epoch_steps)
    return run, *inputs, run.shuffled[0]


def test_moved_points_are_new_in_every_epoch_and_for_training_only():
    plain, *_ = first_epochs()
    run, first, second = first_epochs(augmentation=("jitter",))
    np.testing.assert_array_equal(run.inputs[0][0], plain.inputs[0][0])
    np.testing.assert_array_equal(run.inputs[1][0], plain.inputs[1][0])
    np.testing.assert_array_equal(run.shuffled[1], plain.shuffled[1])  # the order has a stream of its own
    off = (second - plain.shuffled[0])[0, :2]
    assert off.std() == pytest.approx(0.3, rel=0.1)
    assert abs(off.mean()) < 0.05
    assert not np.array_equal(np.sort(first[0, 0]), np.sort(second[0, 0]))
    assert evaluate(run).train_loss == inspection.mean_loss(run, run.theta)


def test_each_augmentation_moves_points_as_its_label_says():
    points = np.random.default_rng(1).normal(0, 3, (2, 500))
    radius, angle = np.hypot(*points), np.arctan2(points[1], points[0])

    def moved(name, **options):
        return AUGMENTATIONS[name].move(np.random.default_rng(2), points, **options)

    turned = moved("rotation", rotation=30)
    np.testing.assert_allclose(np.hypot(*turned), radius)
    turn = np.degrees((np.arctan2(turned[1], turned[0]) - angle + np.pi) % (2 * np.pi) - np.pi)
    assert -30 <= turn.min() < -27 < 27 < turn.max() <= 30
    flipped = moved("flip")
    np.testing.assert_array_equal(flipped[1], points[1])
    np.testing.assert_array_equal(np.abs(flipped[0]), np.abs(points[0]))
    assert (flipped[0] != points[0]).mean() == pytest.approx(0.5, abs=0.1)
    scaled = moved("scaling", scaling=20)
    np.testing.assert_allclose(np.arctan2(scaled[1], scaled[0]), angle)
    share = np.hypot(*scaled) / radius
    assert 0.8 <= share.min() < 0.82 < 1.18 < share.max() <= 1.2


@pytest.mark.parametrize(("name", "option"), [("jitter", "jitter"), ("rotation", "rotation"), ("scaling", "scaling")])
def test_an_augmentation_of_size_zero_changes_nothing(name, option):
    points = np.random.default_rng(1).normal(0, 3, (2, 50))
    np.testing.assert_allclose(AUGMENTATIONS[name].move(np.random.default_rng(2), points, **{option: 0}), points)


def test_hand_made_features_are_made_of_the_moved_points():
    run = start_run(change(SMALL, augmentation=("rotation", "scaling"), features=("x1", "x1_squared")))
    x = run.shuffled[0][0]
    np.testing.assert_allclose(x[1], x[0] ** 2)
    np.testing.assert_array_equal(x[2], 1)


def test_decoupled_decay_follows_the_schedule():
    experiment = Experiment(
        points=20, batch_size=20, train_share=50, layers=(3,), optimizer="gradient_descent", step_size=0.1,
        regularization="weight_decay", regularization_rate=0.5, schedule="exponential", period=1, decay=0.5,
    )  # fmt: skip
    run = start_run(experiment)
    is_weight = network.layout(run.layers).is_weight
    for i in (1, 2, 3):
        before, slope = run.theta.copy(), inspection.gradient(run)
        training.advance(run, 1)
        size = 0.1 * SCHEDULES["exponential"].factor(i, period=1, decay=0.5)
        np.testing.assert_allclose(run.theta, before - size * slope - size * 0.5 * is_weight * before, rtol=1e-9)


def test_frozen_weights_have_no_penalty_and_do_not_count_in_the_clipped_norm():
    experiment = Experiment(
        points=20, batch_size=20, layers=(4,), optimizer="gradient_descent", step_size=1, clip_norm=0.01,
        regularization="l2", regularization_rate=5, frozen=1,
    )  # fmt: skip
    run = start_run(experiment)
    before = run.theta.copy()
    training.advance(run, 1)
    assert np.linalg.norm(run.theta - before) == pytest.approx(0.01)
