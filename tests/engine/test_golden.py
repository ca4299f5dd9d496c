"""Every activation, loss, optimizer and schedule, and five networks, against PyTorch's values from golden/make.py."""

import json
from pathlib import Path

import numpy as np
import pytest

from engine import network
from engine.activations import ACTIVATIONS
from engine.experiments.experiment import Experiment, change
from engine.losses import LOSSES
from engine.optimizers import OPTIMIZERS
from engine.options import option_values
from engine.runs import training
from engine.runs.run import start_run
from engine.schedules import SCHEDULES

GOLDEN = json.loads((Path(__file__).parent / "golden" / "golden.json").read_text(encoding="utf-8"))
CLOSE = {"rtol": 1e-6, "atol": 1e-9}


def cases(kind, name):
    return [pytest.param(case, id=f"{case[name]}-{i}") for i, case in enumerate(GOLDEN[kind])]


def test_every_registry_entry_has_a_golden_value():
    assert set(GOLDEN["activations"]["cases"]) == set(ACTIVATIONS)
    for kind, name, registry in (
        ("losses", "loss", LOSSES),
        ("optimizers", "optimizer", OPTIMIZERS),
        ("schedules", "schedule", SCHEDULES),
    ):
        assert {case[name] for case in GOLDEN[kind]} == set(registry)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_activations(name):
    golden, z = GOLDEN["activations"]["cases"][name], np.array(GOLDEN["activations"]["z"])
    a = ACTIVATIONS[name].function(z)
    np.testing.assert_allclose(a, golden["a"], **CLOSE)
    np.testing.assert_allclose(ACTIVATIONS[name].slope(z, a), golden["slope"], **CLOSE)


@pytest.mark.parametrize("case", cases("losses", "loss"))
def test_losses(case):
    z, y = np.array([case["z"]]), np.array([case["y"]])
    np.testing.assert_allclose(LOSSES[case["loss"]].value(z, y, **case["options"]), [case["value"]], **CLOSE)
    np.testing.assert_allclose(LOSSES[case["loss"]].slope(z, y, **case["options"]), [case["slope"]], **CLOSE)


@pytest.mark.parametrize("case", cases("optimizers", "optimizer"))
def test_optimizers(case):
    optimizer = OPTIMIZERS[case["optimizer"]]
    assert set(case["options"]) == set(optimizer.options)
    path = np.array(case["theta"])
    theta = path[:1].copy()
    state = optimizer.init(theta)
    for gradient, expected in zip(case["gradients"], path[1:], strict=True):
        delta, state = optimizer.update(np.array([gradient]), state, case["step_size"], theta, **case["options"])
        theta += delta
        np.testing.assert_allclose(theta[0], expected, **CLOSE)


@pytest.mark.parametrize("case", cases("schedules", "schedule"))
def test_schedules(case):
    factor = SCHEDULES[case["schedule"]].factor
    assert set(case["options"]) == set(SCHEDULES[case["schedule"]].options)
    told = [factor(i, **case["options"]) for i in range(1, len(case["factors"]) + 1)]
    np.testing.assert_allclose(told, case["factors"], **CLOSE)


@pytest.mark.parametrize("case", [pytest.param(c, id=c["changes"]["activation"]) for c in GOLDEN["networks"]])
def test_networks(case):
    settings = {name: tuple(value) if isinstance(value, list) else value for name, value in case["changes"].items()}
    run = start_run(change(Experiment(), **settings))
    np.testing.assert_allclose(run.theta[0], case["theta0"], rtol=1e-12)
    steps = zip(case["batches"], case["losses"], case["gradients"], case["theta"], strict=True)
    for batch, loss, gradient, theta in steps:
        size = run.experiment.batch_size
        x, y = (part[0, :, run.position : run.position + size] for part in run.shuffled[:2])
        np.testing.assert_allclose(x, batch["x"], rtol=1e-12)
        np.testing.assert_allclose(y, batch["y"], rtol=1e-12)  # the last bit differs between processors
        measured = option_values(LOSSES, run.experiment.loss, run.experiment)
        z = network.forward(run.layers, run.parameters, x[None]).output
        np.testing.assert_allclose(LOSSES[run.experiment.loss].value(z, y[None], **measured).mean(), loss, **CLOSE)
        training.advance(run, 1)
        np.testing.assert_allclose(run.gradient[0], gradient, **CLOSE)
        np.testing.assert_allclose(run.theta[0], theta, **CLOSE)
    assert run.epoch == 3
