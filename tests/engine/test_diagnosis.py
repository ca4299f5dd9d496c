"""The diagnosis names each problem that is made on purpose, with its numbers, and finds none in a good training."""

import re

import numpy as np
import pytest

from engine.experiments.experiment import Experiment, change
from engine.numerals import significant
from engine.runs import training
from engine.runs.run import evaluate, predict, start_run
from engine.study import inspection
from engine.study.diagnosis import diagnose


def trained(epochs, **settings):
    run = start_run(change(Experiment(), **settings), dtype=np.float32)
    training.advance(run, epochs * run.epoch_steps)
    return run


def found(run):
    return diagnose(run, evaluate(run))


def remedied(run, epochs):
    """Return the same training from the start, with the settings that the diagnosis proposes."""
    after = start_run(change(run.experiment, **found(run).changes), dtype=np.float32)
    training.advance(after, epochs * after.epoch_steps)
    return after


PROBLEMS = {
    "Diverged at step": (5, {"data": "plane", "activation": "relu", "optimizer": "gradient_descent", "step_size": 10}),
    "penalty moves weights past zero": (
        40,
        {"optimizer": "gradient_descent", "step_size": 0.3, "regularization": "l2", "regularization_rate": 10},
    ),
    "have the same weights": (5, {"initializer": "constant"}),
    "dead: ReLU": (30, {"activation": "relu", "step_size": 1, "layers": (8, 8)}),
    "step has slope 0": (2, {"activation": "step"}),
    "vanishes": (10, {"activation": "sigmoid", "layers": (8,) * 6, "optimizer": "gradient_descent", "data": "spiral"}),
    "Over-fitting": (600, {"points": 40, "noise": 40, "layers": (16, 16), "data": "moons", "step_size": 0.01}),
    "may be too small": (200, {"data": "spiral", "layers": (), "step_size": 0.003}),
    "saturated": (
        80,
        {"activation": "tanh", "initializer": "normal", "weight_scale": 5, "data": "spiral", "layers": (8, 8)},
    ),
}


@pytest.mark.parametrize("words", PROBLEMS)
def test_each_problem_is_named(words):
    epochs, settings = PROBLEMS[words]
    run = trained(epochs, **settings)
    finding = found(run)
    assert finding is not None
    assert words in finding.text
    assert re.search(r"\d", finding.text)
    assert change(run.experiment, **finding.changes) != run.experiment


@pytest.mark.parametrize(
    ("data", "epochs"), [("circle", 60), ("gaussian", 30), ("moons", 60), ("pinwheel", 60), ("plane", 60)]
)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_good_training_has_no_finding(data, epochs, seed):
    run = start_run(Experiment(data=data, loss="mse" if data == "plane" else "cross_entropy", weight_seed=seed))
    for _ in range(epochs):
        training.advance(run, run.steps_left)
        assert found(run) is None


def test_there_is_no_finding_before_the_first_step_or_without_points():
    assert found(trained(0, initializer="zeros")) is None
    assert found(trained(3, data="own")) is None


def test_gradients_too_large_for_numbers_are_no_ratio(monkeypatch):
    run = trained(3)
    monkeypatch.setattr(inspection, "batch_gradient_norms", lambda _: np.full((1, 2), np.inf))
    found(run)  # without a warning, which is an error here


def test_the_numbers_in_the_text_are_the_measured_ones():
    run = trained(*PROBLEMS["dead: ReLU"][:1], **PROBLEMS["dead: ReLU"][1])
    shares = [a.dead[0] for a in inspection.activity(run.layers, predict(run, run.train.points))]
    i = int(np.argmax(shares))
    assert f"In hidden layer {i + 1}, {round(8 * shares[i])} of 8 neurons ({100 * shares[i]:.0f} %)" in found(run).text
    run = trained(*PROBLEMS["vanishes"][:1], **PROBLEMS["vanishes"][1])
    norms = inspection.batch_gradient_norms(run)[0]
    assert f"the first layer gets 1/{significant(norms[-1] / norms[0], 1)} of the last layer's" in found(run).text


@pytest.mark.parametrize(
    "words", ["Diverged at step", "penalty moves weights past zero", "have the same weights", "vanishes"]
)
def test_the_remedy_helps(words):
    epochs, settings = PROBLEMS[words]
    run = trained(epochs, **settings)
    after = remedied(run, max(epochs, 20))
    assert not after.stopped
    assert words not in getattr(found(after), "text", "")
