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
        ("[" * 100_000, "at most 20\u202f000 lists and objects, got 100\u202f000"),
        ("x" * 2_000_000, "at most 1\u202f000\u202f000 characters"),
        ('{"format": "something else"}', "saved network"),
        (text(version=2), "“version” must be 1, got 2"),
        (text(version=None), "“version” must be 1"),
        (text(experiment=[]), "“experiment” must be an object"),
        (text(experiment={"layers": [0]}), "“experiment.layers” must be"),
        (text(experiment={"layers": {"a": 1}}), "“experiment.layers” must be .*, got {'a': 1}"),
        (text(experiment={"features": [["x1"]]}), "“experiment.features” must be"),
        (text(experiment={"step_size": "0.1"}), "“experiment.step_size” must be a number in .*, got '0.1'"),
        (text(experiment={"points": True}), "“experiment.points” must be"),
        (text(experiment={"points": float("nan")}), "“experiment.points” must be .*, got nan"),
        (text(experiment={}), "“theta” must have 51 numbers for this network, got 13"),
        (text(step=-1), "“step” must be"),
        (text(step=1.5), "“step” must be"),
        (text(dtype="object"), "“dtype” must be"),
        (text(theta=None), "“theta” must be a list"),
        (text(theta=[0] * 2 + [True] + [0] * 10), "“theta”, number 3 must be a number, got True"),
        (text(theta=["1,5"] * 13), "“theta”, number 1 must be a number, got '1,5'"),
        (text(theta=[1e39] * 13, dtype="float32"), "float32 can hold"),
        (text(theta=[10**400] * 13), "“theta”, number 1 must be a finite number, got 10000"),
        (text(theta=[0] * 12 + [float("nan")]), "“theta”, number 13 must be a finite number, got nan"),
        (text(theta=[float("-inf")] * 13), "“theta”, number 1 must be a finite number, got -inf"),
        (text(theta=[0] * 12 + [None]), "“theta”, number 13 must be a number, got null"),
    ],
)
def test_other_texts_are_refused_with_a_reason(broken, message):
    with pytest.raises(ValueError, match=message):
        storage.loads(broken)


def test_weights_that_are_not_finite_are_not_saved():
    with pytest.raises(ValueError, match="finite"):
        storage.dumps(Saved(EXPERIMENT, np.full(13, np.inf)))


@pytest.mark.parametrize("version", ["x" * 900_000, True, 1.5])
def test_messages_are_short(version):
    with pytest.raises(ValueError, match="“version” must be 1") as raised:
        storage.loads(text(version=version))
    assert len(str(raised.value)) < 300


def test_unknown_settings_are_named_and_left_out():
    content = json.loads(text())
    content["experiment"] |= {"colour": "red", "\ud800": 1}
    saved = storage.loads(json.dumps(content))
    assert saved.experiment == EXPERIMENT
    assert saved.remarks == ("Settings that are not known here were left out: “colour”, “\\ud800”.",)
    content["experiment"] |= {f"a{k}": k for k in range(9)}
    assert storage.loads(json.dumps(content)).remarks[0].endswith("“a3”, “a4” and 6 more.")


def test_whole_numbers_and_parameters_may_be_written_otherwise():
    content = json.loads(text())
    expected = storage.loads(text())
    content |= {"version": 1.0, "step": 7.0, "theta": list(map(str, content["theta"]))}
    content["experiment"] |= {"layers": [3.0], "points": 500.0, "frozen": 1.0}
    saved = storage.loads(json.dumps(content))
    assert (saved.experiment, saved.step) == (expected.experiment, 7)
    assert type(saved.experiment.points) is int
    np.testing.assert_array_equal(saved.theta, expected.theta)
    assert saved.remarks == ("Numbers of “theta” that are written as text were read as numbers.",)


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
