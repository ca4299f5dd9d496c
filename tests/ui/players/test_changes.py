"""The marks on the loss curve: what they say, and the way back to just before a change."""

import numpy as np
import pytest

from engine.data import own_points
from engine.experiments.experiment import Experiment
from engine.experiments.experiment import change as changed
from engine.experiments.image_experiment import ImageExperiment
from engine.experiments.sequence_experiment import SequenceExperiment
from engine.runs import training
from engine.runs.run import evaluate, start_run
from engine.runs.timeline import Change
from tests.ui.visiting import act, begin, go
from ui.players import goal, sentences, showing
from ui.playground import stage
from ui.visit import changes, session, undo


def words(before, edited=False, **differs):
    """What the mark of a change says."""
    return sentences.change(Change(10, 1.0, before, changed(before, **differs), edited))


@pytest.mark.parametrize(
    ("said", "differs"),
    [
        ("Step size 0.01 → 0.1", {"step_size": 0.1}),
        ("Optimizer Adam → Gradient descent", {"optimizer": "gradient_descent"}),
        ("Regularization None → L2", {"regularization": "l2"}),
        ("λ 0.001 → 0.1", {"regularization_rate": 0.1}),
        ("Schedule Constant → Cosine", {"schedule": "cosine"}),
        ("Batch size 10 → 3", {"batch_size": 3}),
        ("Own data changed", {"drawn": own_points.encode(np.ones((2, 1)), np.array([1]))}),
    ],
)
def test_a_mark_says_what_was_changed(said, differs):
    assert words(Experiment(data="own"), **differs) == said


def test_a_mark_names_two_settings_and_counts_the_others():
    text = words(Experiment(), step_size=0.1, batch_size=5, dropout=20, optimizer="momentum")
    assert text.endswith(", 2 more settings")
    assert text.count("→") == 2
    assert words(Experiment(), edited=True) == "Weights set by hand"
    assert words(Experiment(), edited=True, step_size=0.1) == "Step size 0.01 → 0.1, weights set by hand"


@pytest.mark.parametrize("kind", [Experiment, ImageExperiment, SequenceExperiment])
def test_every_setting_that_keeps_the_weights_can_be_said(kind):
    before = kind()
    for name in kind.KEEPS_WEIGHTS:
        field = kind.FIELDS[name]
        for value in (*getattr(field, "options", ()), *(getattr(field, bound, None) for bound in ("low", "high"))):
            if field.valid(value) and not isinstance(getattr(before, name), tuple):
                try:
                    after = changed(before, **{name: value})
                except ValueError:  # there is no such network
                    continue
                if after != before:
                    assert 5 < len(sentences.change(Change(1, 0.5, before, after, False))) < 90


def trained(monkeypatch, seed):
    """A Player that has trained 20 steps, then with a larger step size 10, then 5 with a weight set by hand."""
    player = begin(monkeypatch, weight_seed=seed, data_seed=seed)
    training.advance(player.run, 20)
    changes.update(step_size=0.1)
    player.follow(session.current().experiment)
    training.advance(player.run, 10)
    act(player, "weight", {"place": 1, "value": 2.5})
    training.advance(player.run, 5)
    return player


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_change_is_undone_at_its_mark_and_undo_brings_back_what_was_there(monkeypatch, seed):
    player = trained(monkeypatch, seed)
    marks = showing.changes(player)
    assert [(step, text) for step, _, text in marks] == [(20, "Step size 0.01 → 0.1"), (30, "Weights set by hand")]
    assert not goal.is_replayable(player.run)
    end = player.run.theta.copy()
    player.playing = True
    act(player, "undo_change", 20)
    assert (player.run.step, player.playing, session.current().experiment.step_size) == (20, False, 0.01)
    same = start_run(session.current().experiment, dtype=np.float32)
    training.advance(same, 20)
    np.testing.assert_array_equal(player.run.theta, same.theta)
    assert showing.changes(player) == []
    assert goal.is_replayable(player.run)  # a link leads to it again
    for run in (same, player.run):
        training.advance(run, 13)
    np.testing.assert_array_equal(player.run.theta, same.theta)
    go(player, undo.undo)
    assert (player.run.step, session.current().experiment.step_size) == (35, 0.1)
    np.testing.assert_array_equal(player.run.theta, end)
    assert showing.changes(player) == marks
    act(player, "undo_change", 30)  # the second one alone
    assert (player.run.step, session.current().experiment.step_size) == (30, 0.1)
    assert len(showing.changes(player)) == 1
    assert player.run.theta[0, 1] != 2.5


def test_a_mark_that_is_not_there_undoes_nothing(monkeypatch):
    player = trained(monkeypatch, 1)
    before = player.run, len(session.current().desk.undoable)
    for value in (0, 19, 21, 35, -1, True, 20.0, "20", None, [20], 10**400):
        act(player, "undo_change", value)
        assert (player.run, len(session.current().desk.undoable)) == before


def test_marks_stay_while_one_looks_back_and_go_with_a_reset(monkeypatch):
    player = trained(monkeypatch, 1)
    header = stage.make_frame(player, session.current().view, evaluate(player.shown)).header
    assert header["changes"] == showing.changes(player)
    act(player, "seek", 2)
    looked = stage.make_frame(player, session.current().view, evaluate(player.shown)).header
    assert (looked["state"], looked["changes"]) == ("past", header["changes"])
    act(player, "undo_change", 20)  # also from there
    assert (player.past, player.run.step) == (None, 20)
    act(player, "reset")
    assert showing.changes(player) == []
