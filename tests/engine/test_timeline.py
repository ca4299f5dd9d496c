"""Going back: any step is restored bit for bit; branches share the past; one network is taken out of a stack."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import optimizers
from engine.data import own_points
from engine.experiments.experiment import Experiment, change
from engine.optimizers import OPTIMIZERS, each
from engine.runs import history, timeline, training
from engine.runs.run import evaluate, snapshot, start_run
from engine.study.diagnosis import diagnose

SMALL = Experiment(points=40, layers=(4, 3), batch_size=7)


def trained(experiment, steps, dtype=np.float32):
    run = start_run(experiment, dtype=dtype)
    training.advance(run, steps)
    return run


@given(
    st.integers(0, 200),
    st.sampled_from(list(OPTIMIZERS)),
    st.sampled_from(["constant", "inverse_sqrt", "cosine"]),
    st.sampled_from([0, 30]),
    st.sampled_from([(), ("jitter", "rotation")]),
)
@settings(max_examples=40)
def test_at_equals_training_to_that_step(step, optimizer, schedule, dropout, augmentation):
    experiment = change(SMALL, optimizer=optimizer, schedule=schedule, dropout=dropout, augmentation=augmentation)
    run = trained(experiment, 200)
    theta = run.theta.copy()
    past = timeline.at(run, step)
    same = trained(experiment, step)
    assert past.theta.tobytes() == same.theta.tobytes()
    assert (past.step, past.epoch, past.position) == (same.step, same.epoch, same.position)
    assert past.history.epochs == same.history.epochs
    # Both continue equally, and the original Run is unchanged.
    for one in (past, same):
        training.advance(one, 10)
    assert past.theta.tobytes() == same.theta.tobytes()
    assert run.theta.tobytes() == theta.tobytes()
    assert run.step == 200


@given(st.lists(st.tuples(st.integers(0, 12), st.sampled_from(["step_size", "optimizer", "l2", "batch"])), max_size=6))
@settings(max_examples=30)
def test_at_repeats_the_changes_of_settings_on_the_way(changes):
    run, states = start_run(SMALL, dtype=np.float32), {}
    for i, (steps, kind) in enumerate(changes):
        for _ in range(steps):
            training.advance(run, 1)
            states[run.step] = run.theta.copy(), run.experiment
        others = {
            "step_size": {"step_size": 0.02 + i / 100},
            "optimizer": {"optimizer": list(OPTIMIZERS)[i]},
            "l2": {"regularization": "l2", "regularization_rate": (i + 1) / 100},
            "batch": {"batch_size": 3 + i},
        }
        run = timeline.revise(run, change(run.experiment, **others[kind]))
        states[run.step] = run.theta.copy(), run.experiment
    training.advance(run, 9)
    for step, (theta, experiment) in states.items():
        past = timeline.at(run, step)
        assert past.theta.tobytes() == theta.tobytes()
        assert past.experiment == experiment


@pytest.mark.parametrize("step", [-1, 31])
def test_a_step_that_has_not_been_reached_is_refused(step):
    with pytest.raises(ValueError, match=r"step must be in \[0, 30\]"):
        timeline.at(trained(SMALL, 30), step)


def test_a_branch_shares_the_past_and_leaves_the_trunk():
    run = trained(SMALL, 90)
    other = timeline.branch(run, 45, change(SMALL, optimizer="momentum"))
    assert other.step == 45
    assert other.history.epochs == run.history.epochs[:16]
    training.advance(other, 45)
    assert other.history.train_loss[:16] == run.history.train_loss[:16]
    assert not np.array_equal(other.theta, run.theta)
    assert timeline.at(other, 30).theta.tobytes() == timeline.at(run, 30).theta.tobytes()
    assert timeline.at(other, 30).experiment == SMALL
    assert run.theta.tobytes() == trained(SMALL, 90).theta.tobytes()


def test_going_back_before_a_change_of_loss_restores_a_history():
    plane = change(SMALL, data="plane")
    run = timeline.revise(trained(plane, 30), change(plane, loss="huber"))
    training.advance(run, 30)
    past = timeline.at(run, 10)
    assert past.experiment.loss == "mse"
    assert len(past.history.epochs) >= 1
    training.advance(past, 20)
    assert past.theta.tobytes() == trained(plane, 30).theta.tobytes()


def test_going_back_from_a_divergence():
    wild = change(SMALL, data="plane", activation="relu", optimizer="gradient_descent", step_size=3)
    run = trained(wild, 500)
    assert run.stopped
    end = timeline.at(run, run.step)
    assert end.diverged.tolist() == run.diverged.tolist()
    np.testing.assert_array_equal(end.theta, run.theta)
    assert not timeline.at(run, int(run.diverged[0]) - 1).stopped


def test_states_are_bounded_in_number_and_in_bytes():
    run = trained(change(SMALL, batch_size=20), 5000)
    kept = run.snapshots
    assert len(kept.items) <= history.MAX_ENTRIES
    assert kept.items[0].step == 0
    assert [item.epoch % kept.every for item in kept.items] == [0] * len(kept.items)
    assert kept.items[-1].epoch > 5000 - kept.every
    large = start_run(change(SMALL, layers=(16,) * 6), dtype=np.float32)
    training.advance(large, 300)
    size = 3 * large.theta.nbytes  # Adam: theta and two averages
    assert len(large.snapshots.items) * size <= history.SNAPSHOT_BYTES + size
    assert len(large.snapshots.items) > history.MIN_SNAPSHOTS


def test_states_stay_bounded_however_often_settings_change():
    run = start_run(SMALL)
    for i in range(3 * history.MAX_PINNED):
        run = timeline.revise(run, change(SMALL, step_size=0.001 * (i % 7 + 1)))
        training.advance(run, 1)
    assert len(run.snapshots.items) <= history.MAX_PINNED + history.MAX_ENTRIES
    oldest = run.snapshots.items[0].step
    assert 0 < oldest < 250
    with pytest.raises(ValueError, match="step must be in"):
        timeline.at(run, oldest - 1)
    assert timeline.at(run, oldest).step == oldest


def test_without_snapshots_no_states_are_kept():
    run = start_run(SMALL, snapshots=False)
    training.advance(run, 30)
    assert run.snapshots.items == []
    with pytest.raises(ValueError, match=r"step must be in \[30, 30\]"):
        timeline.at(run, 3)


@given(st.integers(0, 2), st.integers(0, 60), st.sampled_from(list(OPTIMIZERS)))
@settings(max_examples=20)
def test_an_unstacked_network_continues_as_if_trained_by_itself(index, step, optimizer):
    experiments = [change(SMALL, weight_seed=seed, step_size=0.01 * seed, optimizer=optimizer) for seed in (1, 2, 3)]
    run = start_run(*experiments, dtype=np.float32)
    training.advance(run, 60)
    single = timeline.unstack(run, index)
    assert timeline.at(single, step).theta.tobytes() == trained(experiments[index], step).theta.tobytes()
    single = timeline.revise(single, change(experiments[index], regularization="l1"))
    training.advance(single, 5)
    same = timeline.revise(trained(experiments[index], 60), change(experiments[index], regularization="l1"))
    training.advance(same, 5)
    assert single.theta.tobytes() == same.theta.tobytes()
    assert single.history.test_loss == same.history.test_loss


def test_a_stack_goes_back_as_a_whole():
    experiments = [change(SMALL, weight_seed=seed) for seed in (1, 2, 3)]
    run = start_run(*experiments, dtype=np.float32)
    training.advance(run, 50)
    past = timeline.at(run, 20)
    for k, experiment in enumerate(experiments):
        assert past.theta[k].tobytes() == trained(experiment, 20).theta[0].tobytes()


CHANGES = {
    "step_size": lambda i: {"step_size": 0.02 + i / 100},
    "schedule": lambda i: {"schedule": ["cosine", "inverse_sqrt", "exponential"][i % 3]},
    "period": lambda i: {"period": 20 + i, "divisor": 1.5 + i},
    "optimizer": lambda i: {"optimizer": list(OPTIMIZERS)[i % len(OPTIMIZERS)]},
    "dropout": lambda i: {"dropout": 10 + 10 * (i % 4)},
    "augmentation": lambda i: {"augmentation": [("jitter",), (), ("flip", "scaling")][i % 3]},
    "loss": lambda i: {"loss": ["huber", "mae", "mse"][i % 3]},
    "batch": lambda i: {"batch_size": 3 + i},
    "clip_norm": lambda i: {"clip_norm": 0.05 * (i + 1), "frozen": i % 2},
}


def state_of(run):
    """Return everything that decides how a Run continues, and its history."""
    shot = snapshot(run)._replace(pinned=False)
    arrays = [shot.theta, shot.diverged, shot.first_loss]
    each(shot.optimizer_state, arrays.append)
    losses = [values.tolist() for values in run.history.train_loss]
    return (
        [shot.step, shot.epoch, shot.position, shot.schedule_step, shot.experiments, run.history.epochs[:], losses],
        [array.tobytes() for array in arrays if isinstance(array, np.ndarray)],
    )


@given(st.lists(st.tuples(st.integers(0, 11), st.sampled_from(list(CHANGES))), min_size=1, max_size=6))
@settings(max_examples=60)
def test_any_step_is_restored_in_all_its_parts(changes):
    run = start_run(change(SMALL, data="plane", schedule="cosine", period=30), dtype=np.float32)
    states = {}
    for i, (steps, kind) in enumerate(changes):
        for _ in range(steps):
            training.advance(run, 1)
            states[run.step] = state_of(run)
        run = timeline.revise(run, change(run.experiment, **CHANGES[kind](i)))
        states[run.step] = state_of(run)
    training.advance(run, 9)
    cleared = run.history.since
    for step, (numbers, arrays) in states.items():
        told, bits = state_of(timeline.at(run, step))
        assert bits == arrays
        assert told[:5] == numbers[:5]
        if step >= cleared:
            assert told[5:] == numbers[5:]
        else:  # the curve of the former loss was not kept; the entries belong to the right loss
            past = timeline.at(run, step)
            assert past.history.train_loss[-1] <= 1e9
            assert len(told[5]) >= 1


def test_a_loss_changed_within_an_epoch_does_not_appear_in_earlier_history():
    plane = change(SMALL, data="plane")
    run = timeline.revise(trained(plane, 5), change(plane, loss="huber", huber_delta=0.001))
    past = timeline.at(run, 4)
    assert past.experiment.loss == "mse"
    np.testing.assert_array_equal(past.history.train_loss[-1], evaluate(timeline.at(run, 3)).train_loss)


def test_an_option_of_another_loss_changes_nothing():
    run = trained(SMALL, 60)
    epochs = list(run.history.epochs)
    assert timeline.revise(run, change(SMALL, huber_delta=2.0)).history.epochs == epochs


def test_a_new_schedule_or_its_options_begin_at_its_first_step():
    decaying = change(SMALL, schedule="exponential", period=10)
    for changed in (change(decaying, period=11), change(decaying, schedule="cosine"), change(decaying, step_size=0.5)):
        run = timeline.revise(trained(decaying, 20), changed)
        assert run.schedule_step == 0
    assert timeline.revise(trained(decaying, 20), change(decaying, dropout=10)).schedule_step == 20


def test_larger_states_keep_to_the_bound_in_bytes():
    large = change(SMALL, layers=(16,) * 6, batch_size=20, optimizer="gradient_descent")
    run = trained(large, 400)
    run = timeline.revise(run, change(large, optimizer="adam"))
    training.advance(run, 400)
    free = [item for item in run.snapshots.items if not item.pinned]
    size = sum(item.theta.nbytes + optimizers.size(item.optimizer_state) for item in free)
    assert size <= history.SNAPSHOT_BYTES + 3 * run.theta.nbytes


def test_an_unstacked_network_that_diverged_equals_one_trained_by_itself():
    wild = change(SMALL, data="plane", activation="relu", optimizer="gradient_descent", schedule="inverse_sqrt")
    experiments = [change(wild, step_size=size) for size in (0.001, 10)]
    run = start_run(*experiments, dtype=np.float32)
    training.advance(run, 200)
    single, same = timeline.unstack(run, 1), trained(experiments[1], 200)
    assert same.stopped
    assert (single.step, single.epoch, single.position) == (same.step, same.epoch, same.position)
    assert single.history.epochs == same.history.epochs
    assert single.theta.tobytes() == same.theta.tobytes()
    assert timeline.at(single, single.step).theta.tobytes() == same.theta.tobytes()
    assert timeline.unstack(run, 0).schedule_step == 200


def test_the_optimizer_starts_from_its_first_state_after_a_divergence():
    wild = change(SMALL, data="plane", activation="relu", optimizer="momentum", step_size=10)
    run = trained(wild, 300)
    assert run.stopped
    run = timeline.revise(run, change(wild, step_size=0.0001))
    fresh = OPTIMIZERS["momentum"].init(run.theta)
    each(run.optimizer_state, lambda array: np.testing.assert_array_equal(array, 0))
    assert type(fresh) is type(run.optimizer_state)


def test_losses_of_an_empty_plane_are_forgotten_when_points_come():
    run = start_run(change(Experiment(), data="own"), dtype=np.float32)
    assert np.isnan(run.history.train_loss[0]).all()
    points = np.random.default_rng(0).uniform(-4, 4, (2, 8))
    drawn = own_points.encode(points, np.arange(8) % 2)
    same = timeline.revise(run, change(run.experiment, drawn=drawn))
    training.advance(same, 60 * same.epoch_steps)
    _, *lists = same.history.lists()
    assert np.isfinite(lists).all()
    assert len(lists[0]) > 50
    assert np.isfinite(same.first_loss).all()
    finding = diagnose(same, evaluate(same))
    assert finding is None or "nan" not in finding.text


def test_a_step_has_one_loss_however_often_the_data_changed_before_it():
    points = np.random.default_rng(0).uniform(-4, 4, (2, 20))
    few, many = (own_points.encode(points[:, :n], np.arange(n) % 2) for n in (8, 20))
    run = start_run(change(Experiment(), data="own", drawn=few), dtype=np.float32)
    run = timeline.revise(run, change(run.experiment, drawn=many))
    assert run.history.epochs == [0]
    assert run.history.train_loss[0] == evaluate(run).train_loss
