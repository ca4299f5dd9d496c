"""Programs for networks on sequences: each runs by itself and predicts what the network on screen predicts."""

import itertools
import subprocess
import sys

import numpy as np
import pytest

from engine.activations import ACTIVATIONS
from engine.data.sequences.datasets import SEQUENCES
from engine.experiments.experiment import change
from engine.experiments.sequence_experiment import CELLS, SequenceExperiment
from engine.runs import training
from engine.runs.run import start_run
from engine.study import through_time
from engine.study.export.numpy_program import numpy_code
from engine.study.export.sklearn_program import sklearn_code, sklearn_obstacle
from engine.study.export.torch_program import torch_code
from tests.engine.test_export import executed
from tests.engine.test_sequence_data import PROSE

BASE = SequenceExperiment(length=8, units=5, examples=40, batch_size=8, step_size=0.02)
CASES = {
    **{
        f"{cell}, {data}": {"cell": cell, "data": data, "own": PROSE}
        for cell, data in itertools.product(CELLS, SEQUENCES)
    },
    **{name: {"activation": name, "data": "echo"} for name in ACTIVATIONS},
    **{f"{cell}, truncated": {"cell": cell, "truncate": 3} for cell in CELLS},
    "two characters": {"data": "own", "own": "ab" * 30},
    "own characters": {"data": "own", "own": "a\\b\"'\n 'c\"ñ{}" * 8},
}
TOLERANCE = {np.float32: 1e-5, np.float64: 1e-10}


def trained(dtype=np.float64, steps=6, **settings):
    run = start_run(change(BASE, **settings), dtype=dtype)
    training.advance(run, steps)
    return run


def given(run):
    """Some test sequences as predict() takes them."""
    e, points = run.experiment, run.train.points[..., :3]
    if SEQUENCES[e.data].is_number:
        return points.transpose(2, 1, 0)
    return ["".join(e.symbols[i] for i in column) for column in points.T]


def expected(run):
    """The answers (n, moments, outputs), or (n, outputs) where only the end is asked."""
    answers = through_time.moments(run, run.train.points[..., :3]).answers.transpose(2, 1, 0)
    return answers if run.experiment.each_moment else answers[:, -1]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("case", CASES)
def test_the_numpy_program_predicts_the_same(case, dtype):
    run = trained(dtype, **CASES[case])
    names = executed(numpy_code(run))
    np.testing.assert_allclose(names["predict"](given(run)), expected(run), atol=TOLERANCE[dtype])
    if run.experiment.class_count:
        assert list(names["CLASSES"]) == list(run.experiment.classes)
        assert list(names["SYMBOLS"]) == list(run.experiment.symbols)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("case", CASES)
def test_the_torch_program_predicts_the_same(case, dtype):
    torch = pytest.importorskip("torch")
    run = trained(dtype, **CASES[case])
    names = executed(torch_code(run))
    sequences = given(run)
    if not isinstance(sequences, list):
        sequences = torch.tensor(sequences)
    np.testing.assert_allclose(names["predict"](sequences).numpy(), expected(run), atol=TOLERANCE[dtype])


@pytest.mark.parametrize("case", CASES)
def test_the_torch_program_is_a_program_of_the_right_modules(case):
    settings = CASES[case]
    code = torch_code(trained(steps=0, **settings))
    compile(code, "exported.py", "exec")
    module = {"rnn": "RNN", "lstm": "LSTM", "gru": "GRU"}[settings.get("cell", "rnn")]
    own = settings.get("activation", "tanh") not in ("tanh", "relu")
    assert (f"nn.{module}(" in code) is not own
    assert ("class RNN(nn.Module)" in code) is own
    assert (".split(3, dim=1)" in code) is ("truncate" in settings)


@pytest.mark.parametrize(
    "settings",
    [
        *(
            {"cell": cell, "data": data}
            for cell, data in itertools.product(CELLS, ("recall", "anbn", "parity", "sine"))
        ),
        {"cell": "lstm", "data": "text", "examples": 60, "clip_norm": 0.5, "optimizer": "momentum"},
        {"cell": "lstm", "truncate": 3, "regularization": "l2", "regularization_rate": 0.05},
        {"cell": "gru", "regularization": "weight_decay", "regularization_rate": 0.05},
        {"activation": "swish", "regularization": "l1", "regularization_rate": 0.01},
        {"data": "adding", "cell": "gru", "schedule": "step", "period": 4},
    ],
)
def test_the_torch_program_continues_training_like_this_engine(settings):
    torch = pytest.importorskip("torch")
    run = trained(steps=0, **{"clip_norm": 0.0, **settings})
    e, names = run.experiment, executed(torch_code(run))
    for _ in range(9):
        part = slice(run.position, run.position + e.batch_size)
        x, y = (torch.tensor(values[0, ..., part].copy()) for values in run.shuffled[:2])
        x = x[:-1].permute(2, 1, 0)
        if not e.each_moment:
            y = y.T
            targets = y.argmax(dim=1) if e.outputs > 1 else y
        else:
            values, judged = y[:-2].permute(2, 1, 0), y[-2].T > 0
            if e.outputs > 1:
                targets = torch.where(judged, values.argmax(dim=2), -100)
            else:
                targets = torch.where(judged[..., None], values, -1.0) if e.class_count else values
        names["train_step"](x, targets)
        training.advance(run, 1)
    sequences = given(run)
    if not isinstance(sequences, list):
        sequences = torch.tensor(sequences)
    # PyTorch adds 1e-6 to a norm before it clips by it.
    tolerance = 1e-5 if e.clip_norm else 1e-9
    np.testing.assert_allclose(names["predict"](sequences).numpy(), expected(run), atol=tolerance)


def test_scikit_learn_has_no_recurrent_networks():
    run = trained()
    assert sklearn_obstacle(run.experiment) == "scikit-learn has no recurrent networks."
    with pytest.raises(ValueError, match="no recurrent networks"):
        sklearn_code(run)


@pytest.mark.parametrize("case", ["rnn, recall", "lstm, text", "gru, adding", "own characters", "rnn, own"])
def test_the_program_runs_by_itself_without_a_warning(case, tmp_path):
    run = trained(np.float32, **CASES[case])
    file = tmp_path / "network.py"
    file.write_text(numpy_code(run), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-W", "error", "-I", "-X", "utf8", file], capture_output=True, encoding="utf-8", cwd=tmp_path
    )
    assert done.stderr == ""
    lines = done.stdout.splitlines()
    assert len(lines) >= (1 if case == "gru, adding" else run.experiment.moments if run.experiment.each_moment else 6)


def test_a_program_without_a_text_of_ones_own_runs(tmp_path):
    executed(numpy_code(start_run(change(BASE, data="own"))))


def test_the_docstring_says_what_the_network_is():
    text = " ".join(numpy_code(trained(cell="lstm")).split())
    assert "sequences of 7 symbols, a recurrent layer of 5 LSTM units, 6 symbols at the end." in text
    text = " ".join(numpy_code(start_run(SequenceExperiment())).split())
    assert "of 128 test sequences" in text


@pytest.mark.parametrize("code", [numpy_code, torch_code])
def test_each_network_of_a_stack_has_its_own_program(code):
    run = start_run(BASE, change(BASE, activation="sine", recurrent_scale=0.5, weight_seed=2))
    first, second = (code(run, index) for index in (0, 1))
    assert "tanh" in first
    assert "sin" in second
    alone = code(start_run(run.experiments[1]))
    assert second.split("\nW1")[1] == alone.split("\nW1")[1]
