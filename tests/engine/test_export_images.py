"""Programs for networks on images: each runs by itself and predicts what the network on screen predicts."""

import itertools
import subprocess
import sys

import numpy as np
import pytest

from engine import losses
from engine.activations import ACTIVATIONS
from engine.data.images import own
from engine.experiments.experiment import change
from engine.experiments.image_experiment import PADDING, POOLING, ImageExperiment
from engine.runs import training
from engine.runs.run import predict, start_run
from engine.study.export.numpy_program import numpy_code
from engine.study.export.sklearn_program import sklearn_code, sklearn_obstacle
from engine.study.export.torch_program import torch_code
from tests.engine.test_export import executed

DRAWN = ".".join(
    f"{label}{own.encode(np.random.default_rng(i).integers(0, 17, (8, 8)) / 16)}" for i, label in enumerate("0101")
)
TWO = {"data": "own", "own": DRAWN}
SMALL_MAPS = {"kernel": "1", "padding": "valid", "stride": 2, "filters": (2, 3)}
CASES = {
    **{
        "-".join(map(str, case)): dict(zip(("pooling", "padding", "stride", "filters"), case, strict=True))
        for case in itertools.product(POOLING, PADDING, (1, 2), ((3,), (2, 3)))
        if case[0] == "none" or case[1:] != ("valid", 2, (2, 3))  # of 12 × 12 pixels 2 × 2 would be left
    },
    **{f"small maps, {name}": {**SMALL_MAPS, "pooling": name} for name in POOLING},
    **{f"{name}, hidden layer": {"activation": name, "layers": (5,)} for name in ACTIVATIONS},
    **{f"kernel {size}": {"kernel": size, "data": "shapes"} for size in ("1", "3", "5")},
    "no convolution": {"filters": (), "layers": (6, 4)},
    "nothing hidden": {"filters": ()},
    "larger images": {"shift": 2, "data": "digits", "images": 40},
    "two classes": TWO,
    "two classes, no convolution": {**TWO, "filters": (), "layers": (4,)},
}
# In float32, the engine and a program add up the same products in another order.
TOLERANCE = {np.float32: 1e-5, np.float64: 1e-10}
BASE = ImageExperiment(data="bars", images=40, filters=(3,), batch_size=10)


def trained(dtype=np.float64, steps=10, **settings):
    run = start_run(change(BASE, **settings), dtype=dtype)
    training.advance(run, steps)
    return run


def images_for(run):
    return np.random.default_rng(3).random((7, run.experiment.side, run.experiment.side))


def expected(run):
    """The probabilities of all classes, (n, classes)."""
    z = predict(run, images_for(run).transpose(1, 2, 0)[None]).output[0].astype(float)
    return (np.vstack([losses.sigmoid(-z), losses.sigmoid(z)]) if len(z) == 1 else losses.softmax(z)).T


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("case", CASES)
def test_the_numpy_program_predicts_the_same(case, dtype):
    run = trained(dtype, **CASES[case])
    names = executed(numpy_code(run))
    predicted = names["predict"](images_for(run))
    assert predicted.shape == (7, len(names["CLASSES"]))
    assert names["CLASSES"] == list(run.experiment.classes)
    np.testing.assert_allclose(predicted, expected(run), atol=TOLERANCE[dtype])


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("case", CASES)
def test_the_torch_program_predicts_the_same(case, dtype):
    torch = pytest.importorskip("torch")
    run = trained(dtype, **CASES[case])
    names = executed(torch_code(run))
    predicted = names["predict"](torch.tensor(images_for(run))).numpy()
    assert names["CLASSES"] == list(run.experiment.classes)
    np.testing.assert_allclose(predicted, expected(run), atol=TOLERANCE[dtype])


@pytest.mark.parametrize("case", CASES)
def test_the_torch_program_is_a_program_of_the_right_layers(case):
    settings = CASES[case]
    code = torch_code(trained(steps=0, **settings))
    compile(code, "exported.py", "exec")
    pooling = settings.get("pooling", "max")
    count = len(settings.get("filters", (3,)))
    assert code.count("nn.Conv2d(") == count
    assert code.count("nn.Flatten()") == 1
    kind, is_global = {"max": "Max", "mean": "Avg"}.get(pooling[-4:].strip("_")), pooling.startswith("global")
    assert code.count("nn.Adaptive") == (is_global and count > 0)
    assert code.count("Pool2d(") == (0 if pooling == "none" else count)
    if kind and not is_global and count:
        assert f"nn.{kind}Pool2d(2)" in code


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("settings", [{}, {"layers": (8, 4)}, {"activation": "tanh", "layers": (8,)}, TWO])
def test_the_scikit_learn_program_predicts_the_same_where_there_is_no_convolution(settings, dtype):
    pytest.importorskip("sklearn")
    run = trained(dtype, **{**settings, "filters": ()})
    names = executed(sklearn_code(run))
    np.testing.assert_allclose(names["predict"](images_for(run)), expected(run), atol=TOLERANCE[dtype])


def test_scikit_learn_has_no_convolution():
    run = trained()
    assert sklearn_obstacle(run.experiment) == "scikit-learn has no convolution."
    with pytest.raises(ValueError, match="no convolution"):
        sklearn_code(run)


@pytest.mark.parametrize(
    "settings",
    [
        {"optimizer": "momentum", "schedule": "step", "period": 5},
        {"regularization": "l2", "regularization_rate": 0.05},
        {"regularization": "weight_decay", "regularization_rate": 0.05, "layers": (4,)},
        {"pooling": "mean", "filters": (2, 3), "activation": "tanh"},
        {"pooling": "global_max"},
        TWO,
    ],
)
def test_the_torch_program_continues_training_like_this_engine(settings):
    torch = pytest.importorskip("torch")
    run = trained(steps=0, **settings)
    names = executed(torch_code(run))
    for _ in range(9):
        part = slice(run.position, run.position + run.experiment.batch_size)
        x, y = (values[0, ..., part] for values in run.shuffled[:2])
        x = names["inputs"](torch.tensor(np.moveaxis(x[0], -1, 0).copy()))
        y = torch.tensor(y.T.copy())
        names["train_step"](x, y.argmax(dim=1) if run.experiment.outputs > 1 else y)
        training.advance(run, 1)
    predicted = names["predict"](torch.tensor(images_for(run))).numpy()
    np.testing.assert_allclose(predicted, expected(run), atol=1e-9)


@pytest.mark.parametrize("settings", [{"data": "digits"}, {"data": "own"}, {"pooling": "mean"}])
def test_the_program_runs_by_itself_without_a_warning(settings, tmp_path):
    run = trained(np.float32, **settings)
    file = tmp_path / "network.py"
    file.write_text(numpy_code(run), encoding="utf-8")
    done = subprocess.run([sys.executable, "-W", "error", "-I", file], capture_output=True, text=True, cwd=tmp_path)
    assert done.stderr == ""
    lines = done.stdout.splitlines()
    assert [line.split(": ")[0] for line in lines] == list(run.experiment.classes)
    assert sum(float(line.split(": ")[1]) for line in lines) == pytest.approx(1, abs=0.01)


def test_the_program_has_a_function_only_if_the_network_uses_it():
    plain, pooled = (
        numpy_code(trained(**settings)) for settings in ({"filters": ()}, {"pooling": "mean", "filters": (2,)})
    )
    assert "def convolve" not in plain
    assert "def pool" not in plain
    assert "def convolve" in pooled
    assert "the mean of each square" in pooled
    assert "def pool" not in numpy_code(trained(pooling="global_max"))


def test_the_docstring_says_what_the_network_is():
    text = " ".join(numpy_code(trained(layers=(5,), pooling="mean")).split())
    assert "12 × 12 pixels, a convolution of 3 filters of 3 × 3 pixels with ReLU, mean pooling 2 × 2, " in text
    assert "a hidden layer of 5 ReLU, 3 classes." in text
    digits = numpy_code(start_run(ImageExperiment()))
    assert "of 256 test images" in digits
    assert "test images" not in numpy_code(trained())


@pytest.mark.parametrize("code", [numpy_code, torch_code])
def test_each_network_of_a_stack_has_its_own_program(code):
    run = start_run(BASE, change(BASE, activation="tanh", weight_seed=2))
    first, second = (code(run, index) for index in (0, 1))
    assert "relu" in first.lower()
    assert "tanh" in second.lower()
    alone = code(start_run(run.experiments[1]))
    assert second.split("\nW1")[1] == alone.split("\nW1")[1]
