"""Tasks: what a link can set a visitor to do."""

import numpy as np
import pytest
import streamlit as st
from hypothesis import given, strategies

from engine.experiments import address
from engine.experiments.experiment import FIELDS, Experiment
from engine.experiments.kinds import EXPERIMENTS
from engine.runs import timeline, training
from engine.runs.run import evaluate, start_run
from tests.ui.visiting import visit_with
from ui.players import goal
from ui.players.player import Player
from ui.playground import actions
from ui.visit import changes, task, view
from ui.visit.task import Task


def test_every_field_belongs_to_one_control_at_most_and_none_is_forgotten():
    named = [field for _, fields in task.CONTROLS.values() for field in fields]
    assert len(named) == len(set(named))
    assert set(named) == {name for kind in EXPERIMENTS.values() for name in kind.FIELDS}


def test_no_name_of_a_task_is_one_of_a_setting():
    assert not set(task.FIELDS) & {*FIELDS, *view.FIELDS, *view.ARRIVAL_FIELDS}


@given(strategies.text(max_size=400))
def test_a_text_is_one_printable_line_of_bounded_length(text):
    value, exact = task.FIELDS["task"].parse(text)
    assert "".join(each for each in value if each not in task.JOINERS).isprintable()
    assert len(value) <= task.MAX_TEXT
    assert task.FIELDS["task"].valid(value)
    if exact:
        assert task.FIELDS["task"].parse(value) == (value, True)


def test_a_task_goes_through_an_address():
    wanted = Task("Solve it <b>now</b>", ("data", "shape"), ("panels",), 0.05, 95, 40, 0, 200)
    query = address.write(task.FIELDS, wanted, Task())
    assert Task(**address.read(task.FIELDS, query)[0]) == wanted
    assert address.write(task.FIELDS, Task(), Task()) == {}


def trained(epochs=60, **settings):
    run = start_run(Experiment(**{"layers": (4,), "step_size": 0.03, **settings}), dtype=np.float32)
    training.advance(run, epochs * run.epoch_steps)
    return run, evaluate(run)


def test_conditions_say_what_is_wanted_and_what_is_there():
    run, scores = trained()
    wanted = Task(goal_loss=0.05, goal_accuracy=95, most_weights=16, most_layers=0, most_epochs=60)
    parts = goal.conditions(wanted, run, scores)
    assert [part.met for part in parts] == [
        scores.test_loss[0] <= 0.05,
        scores.test_accuracy[0] >= 0.95,
        False,  # 2·4 + 4 + 4 + 1 = 17
        False,
        True,
    ]
    assert parts[2].now == "17"
    assert not goal.is_solved(wanted, run, scores)
    assert goal.is_solved(Task(goal_accuracy=90, most_weights=17, most_layers=1, most_epochs=60), run, scores)


@pytest.mark.parametrize("limit", ["most_weights", "most_epochs"])
def test_limits_alone_are_no_goal(limit):
    assert not goal.is_solved(Task(**{limit: 1000}), *trained())


def test_a_network_that_has_not_been_trained_solves_nothing():
    assert not goal.is_solved(Task(goal_loss=1000), *trained(epochs=0))


def test_an_accuracy_is_no_goal_that_a_regression_can_reach():
    run, scores = trained(data="plane", loss="mse")
    assert not goal.conditions(Task(goal_accuracy=1), run, scores)[0].met


def test_a_run_can_be_replayed_unless_it_was_changed_on_the_way():
    run, _ = trained(epochs=5)
    assert goal.is_replayable(run)
    changed = timeline.revise(run, Experiment(layers=(4,), step_size=0.01))
    assert not goal.is_replayable(changed)
    edited, _ = trained(epochs=0)
    assert goal.is_replayable(edited)
    timeline.edit(edited, edited.theta + 1)
    training.advance(edited, 50)
    assert not goal.is_replayable(edited)


def test_what_is_locked_refuses_an_action_on_the_stage_and_says_so(monkeypatch):
    before = Experiment()
    player = Player(start_run(before, dtype=np.float32))
    own = {"playground": Task(lock=("shape", "weights"), hide=("inputs",))}
    visit = visit_with(before, player, page=task.PAGE, own_settings=own)
    monkeypatch.setattr(st, "session_state", {"visit": visit})
    act = actions.handler(player)
    act({"kind": "layers", "value": [8, 8]})
    act({"kind": "features", "value": ["x1"]})
    assert visit.experiment == before
    assert ["layers" in notice for notice in visit.notices] == [True, False]
    act({"kind": "layers", "value": [6, 4]})  # no change is no breach
    assert len(visit.notices) == 2
    weights = player.run.theta.copy()
    act({"kind": "weight", "value": {"place": 0, "value": 3.0}})
    assert (player.run.theta == weights).all()
    assert "weights by hand" in visit.notices[2]
    changes.update(step_size=0.1)
    assert visit.experiment.step_size == 0.1
