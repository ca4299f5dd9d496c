"""Saved networks are loaded bit for bit, and any other text is refused with a reason."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.experiments.experiment import Experiment, change
from engine.runs import storage, training
from engine.runs.run import evaluate, start_run
from engine.runs.storage import Saved

EXPERIMENT = change(Experiment(), layers=(3,), activation="relu", augmentation=("jitter", "flip"), frozen=1)


def text(**changes):
    run = start_run(EXPERIMENT)
    return json.dumps(json.loads(storage.dumps(Saved(EXPERIMENT, run.theta[0], 7))) | changes)


@given(
    st.lists(st.integers(1, 16), max_size=3),
    st.sampled_from([np.float32, np.float64]),
    st.integers(0, 2**32 - 1),
    st.sampled_from(["circle", "pinwheel", "plane"]),
)
@settings(max_examples=40)
def test_a_saved_network_is_loaded_bit_for_bit(layers, dtype, seed, data):
    experiment = change(Experiment(), layers=tuple(layers), weight_seed=seed, data=data, points=20)
    run = start_run(experiment, dtype=dtype)
    training.advance(run, 5)
    back = storage.loads(storage.dumps(Saved(experiment, run.theta[0], run.step)))
    assert back.experiment == experiment
    assert back.step == 5
    assert back.theta.dtype == dtype
    assert back.theta.tobytes() == run.theta[0].tobytes()
    again = storage.resume(back)
    assert again.step == 0
    np.testing.assert_array_equal(again.theta, run.theta)
    assert evaluate(again) == evaluate(run)


def test_a_setting_that_is_missing_has_its_default():
    content = json.loads(text())
    del content["experiment"]["noise"]
    assert storage.loads(json.dumps(content)).experiment == EXPERIMENT


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        ("", "must be JSON"),
        ("[1]", "saved network"),
        ("[" * 100_000, "must be JSON"),
        ("x" * 2_000_000, "at most 1\u202f000\u202f000 characters"),
        ('{"format": "something else"}', "saved network"),
        (text(version=2), "version must be 1, got 2"),
        (text(version=None), "version must be 1"),
        (text(experiment=[]), "experiment must be an object"),
        (text(experiment={"colour": "red"}), "unknown settings: 'colour'"),
        (text(experiment={"layers": [0]}), "layers must be"),
        (text(experiment={"layers": {"a": 1}}), "layers must be"),
        (text(experiment={"features": [["x1"]]}), "features must be"),
        (text(experiment={"step_size": "0.1"}), "step_size must be"),
        (text(experiment={"points": True}), "points must be"),
        (text(experiment={}), "theta must have 51 numbers for this network, got 13"),
        (text(step=-1), "step must be"),
        (text(step=1.5), "step must be"),
        (text(dtype="object"), "dtype must be"),
        (text(theta=None), "theta must be a list"),
        (text(theta=[True] * 13), "theta must be a list of numbers"),
        (text(theta=["1"] * 13), "theta must be a list of numbers"),
        (text(theta=[1e39] * 13, dtype="float32"), "float32 can hold"),
        (text(theta=[10**400] * 13), "float64 can hold"),
        (text().replace("-", "NaN, -", 1) if "-" in text() else "", "."),
        (text(theta=[float("nan")] * 13), "numbers must be finite, got NaN"),
        (text(theta=[float("-inf")] * 13), "numbers must be finite, got -Infinity"),
    ],
)
def test_other_texts_are_refused_with_a_reason(broken, message):
    with pytest.raises(ValueError, match=message):
        storage.loads(broken)


def test_weights_that_are_not_finite_are_not_saved():
    with pytest.raises(ValueError, match="finite"):
        storage.dumps(Saved(EXPERIMENT, np.full(13, np.inf)))


@pytest.mark.parametrize("version", ["x" * 900_000, True, 1.0])
def test_messages_are_short(version):
    with pytest.raises(ValueError, match="version must be 1") as raised:
        storage.loads(text(version=version))
    assert len(str(raised.value)) < 300


def test_names_that_cannot_be_printed_are_escaped():
    with pytest.raises(ValueError, match="unknown settings") as raised:
        storage.loads(text(experiment={"\ud800": 1}))
    str(raised.value).encode()


def test_a_file_that_was_downloaded_before_opens_as_before():
    text = (Path(__file__).parent / "network.json").read_text(encoding="utf-8")
    saved = storage.loads(text)
    assert saved.experiment == Experiment(
        data="spiral",
        layers=(4, 3),
        activation="relu-tanh",
        optimizer="momentum",
        momentum=0.8,
        schedule="cosine",
        features=("x1", "x2", "sin_x1"),
    )
    assert saved.step == 50
    assert saved.theta.size == 3 * 4 + 4 + 4 * 3 + 3 + 3 + 1
    before = json.loads(text)
    before["experiment"] |= {"own_scale": "", "names": ""}  # which files had not at first, as they had no kind
    assert json.loads(storage.dumps(saved)) == before | {"kind": "points"}
