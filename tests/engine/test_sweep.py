"""Sweeps: the results of training one by one, in the order given, in slices, and until cancelled."""

import numpy as np
import pytest

from engine.activations import ACTIVATIONS
from engine.experiments.experiment import Experiment, change
from engine.runs import kinds, sweep, timeline, training
from engine.runs.run import evaluate, predict, start_run
from engine.study import inspection

SMALL = Experiment(points=40, layers=(3,), batch_size=10)
MIXED = [
    change(SMALL, activation=activation, step_size=step_size, weight_seed=seed, data=data)
    for seed in (1, 2)
    for activation in ("tanh", "relu")
    for step_size in (0.01, 0.1)
    for data in ("circle", "plane")
]


def one_by_one(experiments, epochs):
    runs = [start_run(experiment, dtype=np.float32) for experiment in experiments]
    for run in runs:
        training.advance(run, epochs * run.epoch_steps)
    return runs


def test_results_are_those_of_training_one_by_one_in_the_order_given():
    results = sweep.train(MIXED, 6)
    assert len(sweep.group(MIXED)) == 2  # by their data: activations can be stacked
    for experiment, result, run in zip(MIXED, results, one_by_one(MIXED, 6), strict=True):
        assert result.experiment == experiment
        assert result.theta.tobytes() == run.theta[0].tobytes()
        assert (result.epoch, result.step, result.diverged) == (6, 12, -1)
        scores = evaluate(run)
        np.testing.assert_allclose([result.train_loss, result.test_loss], [scores.train_loss[0], scores.test_loss[0]])
        assert (result.test_accuracy is None) == (experiment.data == "plane")
        assert result.epochs == run.history.epochs
        np.testing.assert_allclose(result.test_losses, [loss[0] for loss in run.history.test_loss], rtol=1e-6)


def test_large_groups_are_cut():
    experiments = [change(SMALL, weight_seed=seed) for seed in range(kinds.MAX_STACK + 3)]
    assert [len(places) for places in sweep.group(experiments)] == [kinds.MAX_STACK, 3]


def test_training_in_slices_gives_the_same_result_and_progress_never_decreases():
    whole, sliced = sweep.train(MIXED, 30), sweep.begin(MIXED, 30)
    shares = [0.0]
    while not sliced.done:
        sweep.work(sliced, 0.001)
        shares.append(sliced.share)
    assert shares == sorted(shares)
    assert shares[-1] == 1
    assert len(set(shares)) > 5
    for one, other in zip(whole, sweep.results(sliced), strict=True):
        assert one.theta.tobytes() == other.theta.tobytes()


def test_it_can_be_cancelled(monkeypatch):
    monkeypatch.setattr(sweep, "SLICE", 0.001)
    asked = []

    def progress(share):
        asked.append(share)
        return len(asked) < 3

    results = sweep.train(MIXED, 100_000, progress)
    assert len(asked) == 3
    assert results[0].epoch < 100_000
    assert results[0].train_loss < 10
    assert results[-1] is None  # its group had not started


def test_a_progress_function_that_returns_none_does_not_cancel():
    assert sweep.train(MIXED[:2], 2, lambda share: None)[0].epoch == 2


def test_a_diverged_network_has_its_step_and_its_history_until_then():
    wild = [
        change(SMALL, data="plane", activation="relu", optimizer="gradient_descent", step_size=step_size)
        for step_size in (0.001, 10)
    ]
    calm, burst = sweep.train(wild, 20)
    assert calm.diverged == -1
    assert calm.epoch == 20
    assert 0 < burst.diverged == burst.step + 1 <= 40
    assert burst.epochs[-1] <= burst.epoch < 20
    assert np.isfinite(burst.theta).all()
    assert np.isfinite(burst.test_losses).all()


def test_one_network_of_a_sweep_continues_by_itself():
    work = sweep.begin(MIXED, 5)
    sweep.work(work)
    run = sweep.network_of(work, 6)
    assert run.experiments == (MIXED[6],)
    training.advance(run, 8)
    assert run.theta.tobytes() == one_by_one([MIXED[6]], 9)[0].theta.tobytes()
    with pytest.raises(ValueError, match="started"):
        sweep.network_of(sweep.begin(MIXED, 5), 0)


def test_no_experiments_and_no_epochs():
    assert sweep.train([], 5) == []
    assert sweep.begin([], 5).share == 1
    assert [result.epoch for result in sweep.train(MIXED[:3], 0)] == [0, 0, 0]


def test_different_activations_train_in_one_stack_as_they_do_separately():
    names = [*ACTIVATIONS, "tanh-relu"]
    experiments = [
        change(SMALL, activation=name, layers=(4, 3), initializer=("he", "xavier")[i % 2], step_size=0.02)
        for i, name in enumerate(names)
    ]
    assert len(sweep.group(experiments)) == 1
    for dtype in (np.float32, np.float64):
        together = start_run(*experiments, dtype=dtype)
        training.advance(together, 30)
        looked = inspection.activity(together.layers, predict(together, together.train.points))
        norms = inspection.gradient_norms(together)
        for index, experiment in enumerate(experiments):
            run = start_run(experiment, dtype=dtype)
            training.advance(run, 30)
            assert together.theta[index].tobytes() == run.theta[0].tobytes(), experiment.activation
            single = timeline.unstack(together, index)
            assert single.layers == run.layers
            training.advance(single, 5)
            training.advance(run, 5)
            assert single.theta.tobytes() == run.theta.tobytes()
            seen = inspection.inspect(together, (1.0, 2.0), 1, index)
            assert seen.layers[0].activation == run.layers[0].activation
        one = start_run(experiments[2], dtype=dtype)
        training.advance(one, 30)
        own = inspection.activity(one.layers, predict(one, one.train.points))
        for layer, (mixed, alone) in enumerate(zip(looked, own, strict=True)):
            for part in ("mean", "deviation", "dead", "saturated"):
                assert getattr(mixed, part)[2] == getattr(alone, part)[0], (layer, part)
        assert norms[2].tobytes() == inspection.gradient_norms(one)[0].tobytes()


def test_a_stack_of_different_activations_passes_the_gradient_check():
    run = start_run(*(change(SMALL, activation=name, layers=(3, 2)) for name in ("tanh", "swish", "sine")))
    assert inspection.gradcheck(run).error.max() < 1e-6


def test_only_what_has_moved_is_evaluated_again(monkeypatch):
    evaluated = []
    monkeypatch.setattr(sweep, "evaluate", lambda run: evaluated.append(run) or evaluate(run))
    job = sweep.begin([change(SMALL, batch_size=size) for size in (5, 7)], 3)  # two groups
    sweep.work(job)
    whole = sweep.results(job)
    assert len(evaluated) == 2
    assert sweep.results(job) == whole
    assert len(evaluated) == 2


def test_results_in_training_may_be_old_but_are_of_one_moment():
    job = sweep.begin([SMALL], 100)
    sweep.work(job, 0)
    before = sweep.results(job)
    job.scored[0] = job.scored[0]._replace(took=1000.0)  # as if that had taken long
    sweep.work(job, 0)
    assert sweep.results(job, exact=False)[0] is before[0]
    (now,) = sweep.results(job)
    run = job.runs[0]
    assert now.step == run.step > before[0].step
    assert now.test_loss == pytest.approx(float(evaluate(run).test_loss[0]))
