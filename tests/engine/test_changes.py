"""What was changed while a Run trained: it is found again, and the state just before it is restored bit for bit."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.data import own_points
from engine.experiments.experiment import Experiment, change
from engine.experiments.image_experiment import ImageExperiment
from engine.experiments.sequence_experiment import SequenceExperiment
from engine.runs import timeline, training
from engine.runs.history import MAX_PINNED
from engine.runs.run import start_run

SMALL = Experiment(points=40, layers=(4, 3), batch_size=7)
KINDS = [
    SMALL,
    ImageExperiment(data="bars", images=60, filters=(2,), layers=()),
    SequenceExperiment(data="parity", examples=60, length=5, units=4),
]
ALTERED = {
    "step_size": lambda run: timeline.revise(run, change(run.experiment, step_size=run.experiment.step_size / 2)),
    "optimizer": lambda run: timeline.revise(run, change(run.experiment, optimizer="momentum")),
    "regularization": lambda run: timeline.revise(run, change(run.experiment, regularization="l2")),
    "weights": lambda run: timeline.edit(run, run.theta + 0.25),
}


def said(run):
    """The steps of the changes of a Run, and the settings in which each differs."""
    return [
        (each.step, {name for name in each.after.FIELDS if getattr(each.before, name) != getattr(each.after, name)})
        for each in timeline.changes(run)
    ]


@pytest.mark.parametrize("experiment", KINDS, ids=lambda experiment: experiment.KIND)
@pytest.mark.parametrize("name", ALTERED)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_what_comes_before_a_change_is_as_if_it_had_never_been_made(experiment, name, seed):
    run = start_run(change(experiment, weight_seed=seed, data_seed=seed), dtype=np.float32)
    training.advance(run, 11 + seed)
    never = start_run(run.experiment, dtype=np.float32)
    training.advance(never, run.step)
    ALTERED[name](run)
    training.advance(run, 9)
    (found,) = timeline.changes(run)
    assert found.step == never.step
    assert found.edited == (name == "weights")
    assert (found.before == found.after) == (name == "weights")
    back = timeline.before_change(run, found.step)
    for steps in (0, 17):  # also from there on
        for each in (back, never):
            training.advance(each, steps)
        assert back.theta.tobytes() == never.theta.tobytes()
        assert (back.step, back.epoch, back.position) == (never.step, never.epoch, never.position)
        assert back.experiment == never.experiment
        assert back.history.epochs == never.history.epochs
        assert not timeline.changes(back)


@given(st.lists(st.tuples(st.integers(0, 9), st.sampled_from(["step", "batch", "weights"])), max_size=7))
@settings(max_examples=40)
def test_every_change_is_found_at_its_step_and_none_before_the_first_step(moves):
    run = start_run(SMALL, dtype=np.float32)
    wanted: dict[int, set[str]] = {}
    before: dict[int, bytes] = {}
    for i, (steps, kind) in enumerate(moves):
        training.advance(run, steps)
        before.setdefault(run.step, run.theta.tobytes())
        fields = wanted.setdefault(run.step, set())
        if kind == "weights":
            timeline.edit(run, run.theta + 1)
            continue
        name = {"step": "step_size", "batch": "batch_size"}[kind]
        run = timeline.revise(run, change(run.experiment, **{name: 0.001 * (i + 1) if kind == "step" else 10 + i}))
        fields.add(name)
    training.advance(run, 5)
    wanted.pop(0, None)
    assert said(run) == list(wanted.items())
    for step in wanted:
        assert timeline.before_change(run, step).theta.tobytes() == before[step]
    assert said(timeline.at(run, run.step)) == said(run)


def test_what_is_changed_back_at_the_same_step_is_no_change():
    run = start_run(SMALL, dtype=np.float32)
    training.advance(run, 20)
    theta = run.theta.copy()
    run = timeline.revise(run, change(SMALL, step_size=0.5))
    timeline.edit(run, theta + 1)
    assert len(timeline.changes(run)) == 1
    run = timeline.revise(run, SMALL)
    assert [(each.before == each.after, each.edited) for each in timeline.changes(run)] == [(True, True)]
    timeline.edit(run, theta)
    assert timeline.changes(run) == []


def test_a_new_loss_is_the_first_change_on_its_curve():
    plane = change(SMALL, data="plane")
    run = start_run(plane, dtype=np.float32)
    training.advance(run, 13)
    run = timeline.revise(run, change(plane, step_size=0.02))
    training.advance(run, 7)
    run = timeline.revise(run, change(run.experiment, loss="huber"))
    training.advance(run, 5)
    assert said(run) == [(20, {"loss"})]
    (found,) = timeline.changes(run)
    assert run.history.epochs[0] <= found.epoch <= run.epoch + 1
    back = timeline.before_change(run, 20)
    assert (back.experiment.loss, back.experiment.step_size) == ("mse", 0.02)


def test_points_that_were_drawn_on_the_way_are_a_change():
    points = np.random.default_rng(0).uniform(-4, 4, (2, 20))
    few, many = (own_points.encode(points[:, :n], np.arange(n) % 2) for n in (10, 20))
    run = start_run(change(SMALL, data="own", drawn=few), dtype=np.float32)
    training.advance(run, 12)
    run = timeline.revise(run, change(run.experiment, drawn=many))
    assert said(run) == [(12, {"drawn"})]
    assert timeline.before_change(run, 12).experiment.drawn == few


def test_they_are_bounded_and_a_step_without_one_is_refused():
    run = start_run(SMALL, dtype=np.float32)
    for i in range(MAX_PINNED + 20):
        training.advance(run, 2)
        run = timeline.revise(run, change(SMALL, step_size=0.001 * (i % 7 + 1)))
    found = timeline.changes(run)
    assert MAX_PINNED - 2 <= len(found) <= MAX_PINNED
    with pytest.raises(ValueError, match="something was changed, got 3"):
        timeline.before_change(run, 3)
    with pytest.raises(ValueError, match="something was changed, got 0"):
        timeline.before_change(start_run(SMALL), 0)
