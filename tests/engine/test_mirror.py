"""A Run that shows a network which is trained elsewhere."""

import numpy as np
import pytest

from engine.experiments.experiment import Experiment
from engine.experiments.image_experiment import ImageExperiment
from engine.experiments.sequence_experiment import SequenceExperiment
from engine.runs import mirror, training
from engine.runs.run import evaluate, start_run


@pytest.mark.parametrize(
    "experiment",
    [Experiment(points=60, layers=(3,)), ImageExperiment(data="bars", images=60), SequenceExperiment(examples=40)],
    ids=["points", "images", "sequences"],
)
def test_it_shows_what_is_trained_elsewhere(experiment):
    trained, shown = start_run(experiment, dtype=np.float32), mirror.begin(experiment)
    for _ in range(3):
        training.advance(trained, trained.steps_left)
        mirror.reflect(shown, trained.theta[0], trained.step, trained.epoch)
        for one, other in zip(evaluate(shown), evaluate(trained), strict=True):
            np.testing.assert_array_equal(one, other)
    assert (shown.step, shown.epoch) == (trained.step, trained.epoch)
    np.testing.assert_array_equal(shown.history.rows(), trained.history.rows()[1:])


def test_its_history_begins_anew_where_the_network_does():
    trained, shown = start_run(Experiment(points=60), dtype=np.float32), mirror.begin(Experiment(points=60))
    mirror.reflect(shown, trained.theta[0], 60, 20)
    mirror.reflect(shown, trained.theta[0], 61, 20)
    assert shown.history.epochs == [20]
    mirror.reflect(shown, trained.theta[0], 3, 1)
    assert shown.history.epochs == [1]


@pytest.mark.parametrize(("more", "value", "said"), [(1, 0, "shape"), (0, np.nan, "finite"), (0, np.inf, "finite")])
def test_what_is_no_such_network_is_refused(more, value, said):
    shown = mirror.begin(Experiment(points=60, layers=(4,)))
    before = shown.theta.copy()
    with pytest.raises(ValueError, match=f"theta must .*{said}"):
        mirror.reflect(shown, np.full(before.size + more, value, np.float32), 1, 1)
    np.testing.assert_array_equal(shown.theta, before)
