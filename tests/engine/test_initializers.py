"""First weights: their size, and why they must differ."""

import numpy as np
import pytest

from engine import network
from engine.experiments.experiment import Experiment, change
from engine.initializers import INITIALIZERS
from engine.runs import training
from engine.runs.run import start_run
from engine.study import inspection

OPTIONS = {name: {key: option.default for key, option in entry.options.items()} for name, entry in INITIALIZERS.items()}


def draw(name, units, inputs, **options):
    return INITIALIZERS[name].initialize(np.random.default_rng(3), units, inputs, units, **(OPTIONS[name] | options))


@pytest.mark.parametrize(
    ("name", "variance"),
    [
        ("xavier", 2 / (80 + 120)),
        ("he", 2 / 120),
        ("lecun", 1 / 120),
        ("orthogonal", 1 / 120),
        ("normal", 0.25),
        ("uniform", 0.25 / 3),
        ("constant", 0),
        ("zeros", 0),
    ],
)
def test_the_variance_is_that_of_the_paper(name, variance):
    W = draw(name, 80, 120)
    assert W.shape == (80, 120)
    assert W.var() == pytest.approx(variance, rel=0.05)
    assert abs(W.mean()) < 0.01 or name == "constant"


@pytest.mark.parametrize("shape", [(5, 5), (3, 7), (7, 3), (1, 4), (4, 1)])
def test_orthogonal_rows_or_columns(shape):
    W = draw("orthogonal", *shape)
    assert W.shape == shape
    product = W @ W.T if shape[0] <= shape[1] else W.T @ W
    np.testing.assert_allclose(product, np.eye(min(shape)), atol=1e-12)


@pytest.mark.parametrize("name", ["normal", "uniform", "constant"])
def test_the_weights_are_proportional_to_the_scale(name):
    np.testing.assert_allclose(draw(name, 4, 3, weight_scale=2), 4 * draw(name, 4, 3), rtol=1e-12)
    assert (draw(name, 4, 3, weight_scale=0) == 0).all()


@pytest.mark.parametrize("name", INITIALIZERS)
def test_every_entry_has_a_reason_and_biases_start_at_zero(name):
    assert INITIALIZERS[name].reason.endswith(".")
    run = start_run(change(Experiment(), initializer=name))
    assert (run.theta[:, ~network.layout(run.layers).is_weight] == 0).all()


@pytest.mark.parametrize("name", ["constant", "zeros"])
def test_neurons_that_start_equal_stay_equal(name):
    run = start_run(change(Experiment(), initializer=name, features=("x1", "x1_squared")))
    training.advance(run, 100)
    first = run.parameters[0][0][0]
    np.testing.assert_allclose(first, np.tile(first[:1], (6, 1)), atol=1e-12)


def test_lecun_keeps_selus_signals_at_mean_0_and_variance_1_where_he_does_not():
    def deviations(name):
        wide = change(Experiment(), activation="selu", initializer=name, layers=(16,) * 6, features=("x1", "x2"))
        runs = [start_run(change(wide, weight_seed=seed, points=2000)) for seed in range(30)]
        for run in runs:
            run.inputs[0][0][:, :2] /= run.inputs[0][0][:, :2].std()
        seen = [
            inspection.activity(r.layers, network.forward(r.layers, r.parameters, r.inputs[0][0]))[-1] for r in runs
        ]
        return np.sqrt(np.mean([s.deviation**2 + s.mean**2 for s in seen]))

    assert 0.8 < deviations("lecun") < 1.25
    assert deviations("he") > 2
