"""Loss curves: the numbers of the history, the present moment, and what a logarithmic axis cannot hold."""

import numpy as np
import pytest

from engine.experiments.experiment import Experiment, change
from engine.runs import timeline, training
from engine.runs.run import evaluate, start_run
from pictures.charts import losses

SMALL = Experiment(points=60)


def trained(steps, **changes):
    run = start_run(change(SMALL, **changes))
    training.advance(run, steps)
    return run


def lines(figure):
    return {(line.legendgroup, line.line.dash): line for line in figure.data}


@pytest.mark.parametrize("log", [False, True])
def test_the_lines_are_the_history_and_the_present_moment(log):
    run = trained(3 * 5 + 1)
    scores = evaluate(run)
    test, train = losses.loss_curves(run, log).data
    assert train.line.dash != "solid" == test.line.dash
    for line, kept, now in (
        (train, run.history.train_loss, scores.train_loss),
        (test, run.history.test_loss, scores.test_loss),
    ):
        np.testing.assert_array_equal(line.y, [*(loss[0] for loss in kept), now[0]])
        np.testing.assert_array_equal(line.x, [*run.history.epochs, 5 + 1 / 3])


def test_at_the_end_of_an_epoch_the_present_moment_is_there_once():
    run = trained(6)
    assert list(losses.loss_curves(run, False).data[0].x) == [0, 1, 2]


def test_zero_and_infinity_are_gaps_on_a_logarithmic_axis():
    run = trained(9)
    run.history.train_loss[1], run.history.train_loss[2] = np.array([0.0]), np.array([np.inf])
    figure = losses.loss_curves(run, True)
    assert [value is None for value in figure.data[1].y] == [False, True, True, False]
    assert "0" in figure.layout.title.subtitle.text
    linear = losses.loss_curves(run, False)
    assert [value is None for value in linear.data[1].y] == [False, False, True, False]
    assert losses.ZERO not in linear.layout.title.subtitle.text
    for kept in (run.history.train_loss, run.history.test_loss):
        kept[:] = [np.array([0.0])] * len(kept)
    run.theta[:] = np.nan
    assert not any(losses.loss_curves(run, True).data[0].y)


def test_branches_are_thinner_named_and_their_own():
    run = trained(9)
    other = timeline.branch(run, 3, change(run.experiment, step_size=0.1))
    training.advance(other, 12)
    figure = losses.loss_curves(run, False, [("larger steps", other)])
    shown = [line.name for line in figure.data if line.showlegend]
    assert shown == ["Test loss", "Train loss", "larger steps"]
    assert figure.data[2].line.width < figure.data[0].line.width
    np.testing.assert_array_equal(figure.data[2].y, [loss[0] for loss in other.history.test_loss])
    assert len({line.line.color for line in figure.data}) == 2


def test_a_branch_with_another_loss_says_so():
    run, other = trained(9), trained(9, loss="hinge")
    assert losses.loss_curves(run, False).layout.yaxis.title.text == "Cross-entropy"
    figure = losses.loss_curves(run, False, [("softer", other)])
    assert figure.layout.yaxis.title.text == "Loss"
    assert "Hinge" in figure.data[2].name


def test_a_zoom_survives_training_but_not_another_scale():
    run = trained(3)
    layout = losses.loss_curves(run, True).layout
    before = layout.uirevision
    assert layout.xaxis.range is layout.yaxis.range is None  # one that differs from the last would undo the zoom
    training.advance(run, 30)
    assert losses.loss_curves(run, True).layout.uirevision == before
    assert losses.loss_curves(run, False).layout.uirevision != before


def test_changes_are_marked_on_the_test_loss_at_their_epochs():
    run = trained(3 * 5)
    said = [(1.5, "Step size 0.01 → 0.1"), (2.0, "Optimizer Adam → Momentum")]
    *_, marks = losses.loss_curves(run, False, changes=said).data
    test = [float(loss[0]) for loss in run.history.test_loss]
    assert (marks.name, list(marks.x), list(marks.text)) == ("Changed", [1.5, 2.0], [text for _, text in said])
    np.testing.assert_allclose(marks.y, [(test[1] + test[2]) / 2, test[2]])
    assert len(losses.loss_curves(run, False).data) == 2
