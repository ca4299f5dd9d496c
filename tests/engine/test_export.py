"""Exported programs: each runs by itself and predicts what the network on screen predicts."""

import ast
import subprocess
import sys

import numpy as np
import pytest

from engine import losses
from engine.activations import ACTIVATIONS
from engine.data.features import FEATURES
from engine.experiments.experiment import Experiment, change
from engine.optimizers import OPTIMIZERS
from engine.runs import training
from engine.runs.run import evaluate, predict, start_run
from engine.schedules import SCHEDULES
from engine.study.export.numpy_program import numpy_code
from engine.study.export.sklearn_program import sklearn_code, sklearn_obstacle
from engine.study.export.torch_program import torch_code

CASES = {
    **{name: {"activation": name} for name in ACTIVATIONS},
    "mixed": {"activation": "relu-tanh", "layers": (5, 3)},
    "all inputs": {"features": tuple(FEATURES)},
    "no hidden layer": {"layers": ()},
    "three classes": {"data": "pinwheel"},
    "five classes, no hidden layer": {"data": "spiral", "classes": 5, "layers": ()},
    "regression": {"data": "multi_gaussian"},
    "huber": {"data": "plane", "loss": "huber"},
    "hinge": {"loss": "hinge"},
    "six layers": {"layers": (4,) * 6, "activation": "relu-sigmoid-tanh-gelu-mish-sine"},
}
POINTS = np.random.default_rng(5).uniform(-7, 7, (2, 200))


def trained(dtype=np.float64, steps=60, **settings):
    run = start_run(change(Experiment(points=60, layers=(4, 3)), **settings), dtype=dtype)
    training.advance(run, steps)
    return run


def expected(run):
    z = predict(run, POINTS).output[0].astype(float)
    if run.experiment.loss != "cross_entropy":
        return z[0]
    return losses.sigmoid(z[0]) if len(z) == 1 else losses.softmax(z)


def executed(code):
    assert all(len(line) <= 120 for line in code.splitlines())
    names = {"__name__": "exported"}
    exec(compile(code, "exported.py", "exec"), names)
    return names


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("case", CASES)
def test_the_numpy_program_predicts_the_same(case, dtype):
    run = trained(dtype, **CASES[case])
    predicted = executed(numpy_code(run))["predict"](*POINTS)
    np.testing.assert_allclose(predicted, expected(run), atol=2e-6 if dtype == np.float32 else 1e-12)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("case", [c for c in CASES if not sklearn_obstacle(change(Experiment(), **CASES[c]))])
def test_the_scikit_learn_program_predicts_the_same(case, dtype):
    run = trained(dtype, **CASES[case])
    predicted = executed(sklearn_code(run))["predict"](*POINTS)
    np.testing.assert_allclose(predicted, expected(run), atol=2e-6 if dtype == np.float32 else 1e-12)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"activation": "mish"}, "not mish"),
        ({"activation": "relu-tanh", "layers": (2, 2)}, "one activation"),
        ({"loss": "hinge"}, "hinge"),
    ],
)
def test_a_network_that_scikit_learn_cannot_express_is_refused_with_the_reason(settings, words):
    run = trained(**settings)
    assert words in sklearn_obstacle(run.experiment)
    with pytest.raises(ValueError, match=words):
        sklearn_code(run)


@pytest.mark.parametrize("case", CASES)
def test_the_torch_program_is_a_program(case):
    tree = ast.parse(torch_code(trained(**CASES[case])))
    assert {"predict", "inputs", "train_step"} <= {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("case", CASES)
def test_the_torch_program_predicts_the_same(case, dtype):
    torch = pytest.importorskip("torch")
    run = trained(dtype, **CASES[case])
    predicted = executed(torch_code(run))["predict"](*torch.tensor(POINTS)).numpy()
    np.testing.assert_allclose(predicted, expected(run), atol=2e-6 if dtype == np.float32 else 1e-12)


TRAINING = [
    *({"optimizer": name, "momentum": 0.8, "weight_decay": 0.1} for name in OPTIMIZERS),
    *({"schedule": name, "period": 5, "warm_up": 3, "divisor": 2} for name in SCHEDULES),
    *({"regularization": name, "regularization_rate": 0.05} for name in ("l1", "l2", "weight_decay")),
    *(
        {"optimizer": name, "momentum": 0.8, "weight_decay": 0.1, "regularization": kind, "regularization_rate": 0.1}
        for name in OPTIMIZERS
        for kind in ("l1", "l2", "weight_decay")
    ),
    *(
        {
            "optimizer": name,
            "schedule": schedule,
            "period": 5,
            "warm_up": 3,
            "divisor": 2,
            "regularization": "weight_decay",
        }
        for name in OPTIMIZERS
        for schedule in SCHEDULES
    ),
    {"beta1": 0, "beta2": 0, "step_size": 1},
    {"clip_norm": 0.05},
    {"loss": "hinge"},
    {"data": "pinwheel"},
    *({"data": "plane", "loss": name, "huber_delta": 0.2} for name in ("mse", "mae", "huber")),
]


@pytest.mark.parametrize("settings", TRAINING)
def test_the_torch_program_continues_training_like_this_engine(settings):
    torch = pytest.importorskip("torch")
    run = trained(steps=0, **settings)
    names = executed(torch_code(run))
    for _ in range(12):
        points = run.shuffled[0][0, :, run.position : run.position + run.experiment.batch_size]
        targets = run.shuffled[1][0, :, run.position : run.position + run.experiment.batch_size]
        x = torch.tensor(points[:-1].T.copy())
        y = torch.tensor(targets.T.copy())
        names["train_step"](x, y.argmax(dim=1) if run.experiment.outputs > 1 else y)
        training.advance(run, 1)
    predicted = names["predict"](*torch.tensor(POINTS)).numpy()
    # PyTorch's clipping divides by the norm + 1e-6.
    np.testing.assert_allclose(predicted, expected(run), atol=1e-6 if run.experiment.clip_norm else 1e-9)


@pytest.mark.parametrize("code", [numpy_code, sklearn_code])
def test_the_program_runs_by_itself_without_a_warning(code, tmp_path):
    run = trained(np.float32, data="pinwheel")
    file = tmp_path / "network.py"
    file.write_text(code(run), encoding="utf-8")
    done = subprocess.run([sys.executable, "-W", "error", "-I", file], capture_output=True, text=True, cwd=tmp_path)
    assert done.stderr == ""
    assert done.stdout.startswith("[[")


def test_the_docstring_of_the_program_has_the_numbers_of_the_run():
    run = trained(layers=(3,), data="moons")
    scores = evaluate(run)
    text = numpy_code(run)
    assert f"Test loss {scores.test_loss[0]:.4g} (Cross-entropy)" in text
    assert f"test accuracy {100 * scores.test_accuracy[0]:.1f} %" in text
    assert f"{run.step} steps" in text
    assert 'data "moons": 2 inputs, hidden layers of 3 tanh, 1 output' in text


@pytest.mark.parametrize("code", [numpy_code, torch_code, sklearn_code])
def test_lines_have_at_most_120_characters(code):
    run = trained(layers=(16,) * 6, features=tuple(FEATURES))
    assert max(map(len, code(run).splitlines())) <= 120


def test_a_run_without_points_still_has_an_example():
    run = start_run(change(Experiment(), data="own"))
    executed(numpy_code(run))
