"""Training: the same bits in pieces, in a stack and separately; revised settings; a bounded history."""

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.activations import ACTIVATIONS
from engine.data.datasets import DATASETS, OWN
from engine.experiments.experiment import Experiment, change
from engine.initializers import INITIALIZERS
from engine.losses import LOSSES
from engine.optimizers import OPTIMIZERS
from engine.options import option_values
from engine.runs import timeline, training
from engine.runs.history import MAX_ENTRIES as HISTORY
from engine.runs.run import evaluate, predict, start_run
from engine.schedules import SCHEDULES

SMALL = Experiment(points=40, layers=(4, 3), batch_size=7)


def trained(experiment, steps, dtype=np.float64):
    run = start_run(experiment, dtype=dtype)
    training.advance(run, steps)
    return run


@given(
    st.lists(st.integers(1, 16), max_size=3),
    st.sampled_from(list(DATASETS)),
    st.sampled_from(list(OPTIMIZERS)),
    st.integers(1, 50),
    st.sampled_from(list(SCHEDULES)),
    st.integers(2, 4),
    st.sampled_from([np.float32, np.float64]),
    st.sampled_from([{}, {"dropout": 30}, {"clip_norm": 0.1}, {"augmentation": ("rotation",)}, {"frozen": 1}]),
    st.lists(st.sampled_from(list(ACTIVATIONS)), min_size=1, max_size=3),
    st.sampled_from(["l1", "l2", "weight_decay"]),
)
@settings(max_examples=80)
def test_stacked_training_equals_separate_training(
    layers, data, optimizer, batch_size, schedule, count, dtype, more, activations, regularization
):
    base = change(
        SMALL,
        layers=tuple(layers),
        data=data,
        optimizer=optimizer,
        schedule=schedule,
        batch_size=batch_size,
        regularization=regularization,
        activation="-".join(activations),
        **more,
    )
    experiments = [
        change(base, weight_seed=i, step_size=0.01 * (i + 1), momentum=0.3 * (i % 3), regularization_rate=0.01 * i)
        for i in range(count)
    ]
    together = start_run(*experiments, dtype=dtype)
    training.advance(together, 30)
    for i, experiment in enumerate(experiments):
        assert together.theta[i].tobytes() == trained(experiment, 30, dtype).theta[0].tobytes()


@given(st.lists(st.integers(1, 9), min_size=1, max_size=8))
@settings(max_examples=20)
def test_training_in_pieces_gives_the_same_run(pieces):
    run = start_run(SMALL, dtype=np.float32)
    for steps in pieces:
        assert training.advance(run, steps) == steps
    whole = trained(SMALL, sum(pieces), np.float32)
    assert run.theta.tobytes() == whole.theta.tobytes()
    assert (run.step, run.epoch, run.position) == (whole.step, whole.epoch, whole.position)


def test_training_under_a_time_budget_gives_the_same_run():
    run = start_run(SMALL, dtype=np.float32)
    training.advance(run, 10**9, seconds=0.02)
    assert run.step > 0
    assert run.theta.tobytes() == trained(SMALL, run.step, np.float32).theta.tobytes()


DIFFERENT = [
    {"data": "moons", "activation": "swish"},
    {"data": "pinwheel", "layers": (8, 8), "optimizer": "momentum", "schedule": "cosine", "initializer": "orthogonal"},
    {"data": "multi_gaussian", "activation": "relu-gelu", "loss": "huber", "optimizer": "rmsprop", "noise": 20},
    {"layers": (), "features": ("x1", "sin_x2"), "optimizer": "adamw", "regularization": "l1", "batch_size": 32},
    {"layers": (16,) * 6, "activation": "mish", "dropout": 20, "augmentation": ("jitter", "flip"), "clip_norm": 1},
]


def test_fresh_interpreters_give_the_same_bits():
    script = (
        "import hashlib, sys, numpy as np\n"
        "from engine.runs import training\n"
        "from engine.runs.run import start_run\n"
        "from engine.experiments.experiment import Experiment, change\n"
        "for changes in eval(sys.argv[1]):\n"
        "    run = start_run(change(Experiment(), **changes), dtype=np.float32)\n"
        "    training.advance(run, 200)\n"
        "    print(hashlib.sha256(run.theta.tobytes()).hexdigest())"
    )
    command = [sys.executable, "-c", script, repr(DIFFERENT)]
    one, other = (subprocess.run(command, capture_output=True, text=True, check=True).stdout.split() for _ in "ab")
    assert len(set(one)) == len(DIFFERENT)
    assert one == other


def test_streams_are_independent():
    base = start_run(SMALL)
    other = start_run(change(SMALL, initializer="normal", weight_seed=9))
    np.testing.assert_array_equal(base.train.points, other.train.points)
    np.testing.assert_array_equal(base.shuffled[0], other.shuffled[0])
    assert not np.allclose(base.theta, other.theta)
    other = start_run(change(SMALL, data_seed=9))
    np.testing.assert_array_equal(base.theta, other.theta)
    assert not np.allclose(base.train.points, other.train.points)


def test_every_point_is_used_once_in_an_epoch_and_the_order_changes():
    run = start_run(SMALL)
    first = run.shuffled[0].copy()
    training.advance(run, run.epoch_steps)
    assert (run.epoch, run.position) == (1, 0)
    second = run.shuffled[0]
    assert not np.array_equal(first, second)
    np.testing.assert_array_equal(np.sort(first[0, 0]), np.sort(second[0, 0]))
    assert run.epoch_steps == 3  # 20 points in batches of 7, 7 and 6


def test_a_batch_larger_than_the_data_is_all_of_them():
    big, exact = (trained(change(SMALL, batch_size=size), 5) for size in (900, 20))
    np.testing.assert_allclose(big.theta, exact.theta, rtol=1e-12)
    assert big.epoch == 5


@pytest.mark.parametrize("loss", LOSSES)
def test_the_shown_loss_is_the_mean_without_the_penalty(loss):
    data = "circle" if LOSSES[loss].task == "classification" else "plane"
    run = trained(change(SMALL, data=data, loss=loss, regularization="l1", regularization_rate=0.1), 40)
    scores = evaluate(run)
    z = predict(run, run.test.points).output
    measured = option_values(LOSSES, loss, run.experiment)
    expected = np.mean(
        [LOSSES[loss].value(z[..., i : i + 1], run.test.targets[None, :, i : i + 1], **measured) for i in range(20)]
    )
    np.testing.assert_allclose(scores.test_loss, expected)


@pytest.mark.parametrize("data", [name for name in DATASETS if name != OWN])
def test_the_default_network_learns(data):
    run = start_run(change(Experiment(), data=data, noise=0), dtype=np.float32)
    before = evaluate(run)
    training.advance(run, 60 * run.epoch_steps)
    after = evaluate(run)
    assert after.train_loss[0] < 0.9 * before.train_loss[0]
    if data in ("circle", "exclusive_or", "gaussian", "moons"):
        assert after.test_accuracy[0] > 0.95


@pytest.mark.parametrize("initializer", INITIALIZERS)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_six_wide_layers_train_without_a_warning(activation, initializer):
    run = trained(change(SMALL, activation=activation, initializer=initializer, layers=(16,) * 6), 20, np.float32)
    assert np.isfinite(run.theta).all()


def test_training_settings_keep_the_weights_and_others_start_a_new_run():
    run = trained(SMALL, 10)
    theta = run.theta.copy()
    for changes in (
        {"step_size": 0.1},
        {"optimizer": "momentum"},
        {"momentum": 0.5},
        {"schedule": "inverse_sqrt"},
        {"regularization": "l1"},
        {"regularization_rate": 0.1},
        {"batch_size": 3},
    ):
        run = timeline.revise(run, change(run.experiment, **changes))
        np.testing.assert_array_equal(run.theta, theta)
        assert run.step == 10
    training.advance(run, 10)
    assert not np.array_equal(run.theta, theta)
    for changes in (
        {"data": "moons"},
        {"points": 50},
        {"noise": 9},
        {"train_share": 60},
        {"features": ("x1",)},
        {"layers": (4,)},
        {"activation": "relu"},
        {"initializer": "he"},
        {"weight_seed": 2},
        {"data_seed": 2},
    ):
        assert timeline.revise(run, change(run.experiment, **changes)).step == 0


def test_a_changed_batch_size_takes_effect_within_the_epoch():
    run = trained(SMALL, 1)
    for size in (2, 3, 4):
        run = timeline.revise(run, change(run.experiment, batch_size=size))
        training.advance(run, 1)
    assert (run.epoch, run.position, run.steps_left) == (0, 7 + 2 + 3 + 4, 1)
    training.advance(run, run.steps_left)
    assert (run.epoch, run.position, run.history.epochs) == (1, 0, [0, 1])


def test_only_a_run_of_one_network_is_revised():
    both = start_run(SMALL, change(SMALL, weight_seed=2))
    with pytest.raises(ValueError, match="one network"):
        timeline.revise(both, change(SMALL, step_size=0.1))


def test_advancing_by_no_steps_changes_nothing():
    run = start_run(SMALL)
    assert training.advance(run, 0) == training.advance(run, -1) == 0
    assert run.step == 0


def test_stacking_refuses_what_it_cannot_stack():
    with pytest.raises(ValueError, match="layers"):
        start_run(SMALL, change(SMALL, layers=(2,)))


def test_history_is_bounded_and_even():
    run = start_run(change(SMALL, batch_size=20, layers=(1,)))
    training.advance(run, 3 * HISTORY)
    epochs = run.history.epochs
    assert len(epochs) <= HISTORY
    assert epochs[0] == 0
    assert set(np.diff(epochs)) == {run.history.every}
    assert epochs[-1] > 3 * HISTORY - run.history.every - 1
    assert len(run.history.train_loss) == len(run.history.test_loss) == len(epochs)
    at = epochs.index(run.history.every)
    again = trained(run.experiment, run.history.every * run.epoch_steps)
    np.testing.assert_allclose(run.history.test_loss[at], evaluate(again).test_loss)


def test_history_stays_even_after_the_loss_has_changed():
    run = trained(change(SMALL, data="plane", batch_size=20, layers=(1,)), 3)
    run = timeline.revise(run, change(run.experiment, loss="mae"))
    training.advance(run, 2 * HISTORY)
    assert run.history.epochs[0] == 3
    assert set(np.diff(run.history.epochs)) == {run.history.every}
