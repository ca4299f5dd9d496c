"""Divergence: extreme settings have a defined answer; a diverged Run stops, keeps its last weights and can continue."""

import json

import numpy as np
import pytest

from engine.experiments.experiment import Experiment, change
from engine.optimizers import OPTIMIZERS
from engine.runs import timeline, training
from engine.runs.run import assemble, evaluate, predict, start_run

SMALL = Experiment(points=40, layers=(4, 3), batch_size=7)


def trained(experiment, steps, dtype=np.float64):
    run = start_run(experiment, dtype=dtype)
    training.advance(run, steps)
    return run


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize(
    "changes",
    [
        {"layers": ()},
        {"points": 10, "train_share": 10, "layers": (1,)},  # one point
        {"data": "pinwheel", "points": 10, "train_share": 10},  # one class only in the training set
        {"batch_size": 1000, "points": 30},
        {"step_size": 10, "data": "plane", "activation": "relu"},
        {"step_size": 10, "activation": "linear", "layers": (16,) * 6, "initializer": "normal"},
        {"regularization": "l2", "regularization_rate": 10, "step_size": 10},
        {"layers": (16,) * 6, "dropout": 90, "initializer": "constant", "weight_scale": 5},
    ],
)
def test_extremes_have_a_defined_answer(changes, optimizer):
    defined(trained(change(Experiment(), optimizer=optimizer, **changes), 100, np.float32))


def defined(run):
    """Check that the values are defined; a warning would be an error in the tests."""
    assert np.isfinite(run.theta).all()
    scores = evaluate(run)
    assert not np.isnan([scores.train_loss, scores.test_loss]).any()
    assert run.stopped or np.isfinite(scores.train_loss).all()


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("data", ["circle", "pinwheel", "plane"])
def test_a_step_size_of_a_million_has_a_defined_answer(data, optimizer):
    wild = change(Experiment(), data=data, optimizer=optimizer)
    object.__setattr__(wild, "step_size", 1e6)  # beyond what an Experiment accepts
    defined(trained(wild, 50, np.float32))


@pytest.mark.parametrize("data", ["circle", "pinwheel", "plane"])
def test_inputs_that_are_all_equal_have_a_defined_answer(data):
    run = start_run(change(SMALL, data=data), dtype=np.float32)
    same = [part._replace(points=np.full_like(part.points, 3.0)) for part in (run.train, run.test)]
    run = assemble(run.experiments, run.layers, *same, run.theta)
    training.advance(run, 100)
    defined(run)
    z = predict(run, run.train.points).output
    np.testing.assert_allclose(z, np.broadcast_to(z[..., :1], z.shape), rtol=1e-5, atol=1e-6)


BLOWS_UP = change(Experiment(), data="plane", activation="relu", step_size=10, optimizer="gradient_descent")


def test_divergence_stops_at_the_same_step_in_pieces():
    whole = trained(BLOWS_UP, 100, np.float32)
    assert whole.stopped
    pieces = start_run(BLOWS_UP, dtype=np.float32)
    while training.advance(pieces, 1):
        pass
    assert pieces.diverged.tolist() == whole.diverged.tolist()
    assert pieces.theta.tobytes() == whole.theta.tobytes()
    # It keeps the last good weights: those of one step less.
    np.testing.assert_array_equal(whole.theta, trained(BLOWS_UP, int(whole.diverged[0]) - 1, np.float32).theta)
    assert training.advance(whole, 10) == 0


def test_a_diverged_network_does_not_affect_the_others_of_its_stack():
    calm = change(BLOWS_UP, step_size=0.01)
    both = start_run(BLOWS_UP, calm)
    training.advance(both, 60)
    assert both.diverged[0] > 0
    assert both.diverged[1] == -1
    np.testing.assert_allclose(both.theta[1], trained(calm, 60).theta[0], rtol=1e-9)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_after_divergence_training_continues_with_a_smaller_step_size(optimizer):
    blows_up = change(BLOWS_UP, optimizer=optimizer)
    run = trained(blows_up, 100)
    assert run.stopped
    run = timeline.revise(run, change(blows_up, step_size=0.001))
    assert not run.stopped
    assert training.advance(run, 50) == 50


@pytest.mark.parametrize("batch_size", [1, 7])
@pytest.mark.parametrize("loss", ["mse", "mae"])
def test_every_diverged_run_can_continue_with_a_tiny_step_size(loss, batch_size):
    for seed in range(8):
        run = trained(change(BLOWS_UP, points=40, batch_size=batch_size, weight_seed=seed, loss=loss, step_size=1), 200)
        if run.stopped:
            run = timeline.revise(run, change(run.experiment, step_size=1e-9))
            assert training.advance(run, 50) == 50


def test_history_has_no_scores_of_weights_that_were_undone():
    run = trained(change(BLOWS_UP, batch_size=1000), 20)
    assert run.stopped
    assert max(run.history.train_loss) <= run.limit
    assert run.history.epochs[-1] < run.diverged[0]


def test_a_tiny_first_loss_does_not_make_a_normal_step_count_as_diverged():
    flat = change(Experiment(), data="plane", layers=(), noise=0, optimizer="gradient_descent")
    run = trained(flat, 2500)
    for loss in ("mae", "mse"):
        run = timeline.revise(run, change(run.experiment, loss=loss))
    run = timeline.revise(run, change(run.experiment, step_size=0.05))
    assert training.advance(run, 300) == 300


def test_json_of_the_scores_has_no_nan():
    run = trained(BLOWS_UP, 100, np.float32)
    json.dumps([float(s[0]) for s in evaluate(run) if s is not None], allow_nan=False)
