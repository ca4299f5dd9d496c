"""The Frame of a recurrent network: each number is the engine's, and the arithmetic holds."""

import re

import numpy as np
import pytest

from engine.data.sequences.datasets import SEQUENCES
from engine.experiments.experiment import change
from engine.experiments.sequence_experiment import SequenceExperiment
from engine.runs import objective, training
from engine.runs.run import evaluate, start_run
from engine.study import through_time
from pictures.live.packing import pack
from pictures.sequences import arithmetic, frame
from tests.unpacking import unpack
from ui.sequences.reading import reading
from ui.visit.task import SequencesTask

CELLS = ("rnn", "lstm", "gru")
WAVES = {"rnn": ["h"], "lstm": ["c", "forget", "input", "output", "h"], "gru": ["reset", "update", "h"]}
PYTHON = {"tanh": "np.tanh(", "ReLU": "(lambda z: max(z, 0))("}
EXPLODES = {"activation": "relu", "recurrent_scale": 4.0, "step_size": 1.0, "clip_norm": 0.0}
MOST_BYTES = 8_000  # of an update of an LSTM of 16 units over 20 moments
LIST = "\n".join(f"{name}{n}" for name in ("ana", "bea", "carla", "dora") for n in range(4))


def made(steps=5, looked_at=(3, 4), looking=None, **changes):
    run = start_run(change(SequenceExperiment(), examples=60, **changes), dtype=np.float32)
    training.advance(run, steps)
    shown = reading(run, looking or SequencesTask())
    return run, shown, frame.pack(run, evaluate(run), "paused", 3, shown, looked_at, goal=None)


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("data", SEQUENCES)
def test_every_value_is_the_engines(cell, data):
    own = {"own": LIST} if data == "own" else {}
    run, shown, packed = made(cell=cell, data=data, units=5, **own)
    header, blocks = unpack(packed)
    assert (header["step"], header["serial"], header["state"], header["goal"]) == (5, 3, "paused", None)
    found = through_time.moments(run, shown.points)
    length = shown.points.shape[-2]
    for key, _, largest, has_sign in header["waves"]:
        values = {"h": found.h, "c": found.c, **found.gates}[key][..., 0]
        sent = blocks[key].reshape(5, length) * largest / frame.LARGEST_INT16
        np.testing.assert_allclose(sent, values, atol=largest / frame.LARGEST_INT16)
        assert has_sign is (key in "hc")
    names = [key for key, *_ in header["waves"]]
    assert (
        names == {"rnn": ["h"], "lstm": ["c", "forget", "input", "output", "h"], "gru": ["reset", "update", "h"]}[cell]
    )
    answers = blocks["answers"].reshape(-1, length) * header["answers_range"] / frame.LARGEST_INT16
    expected = found.answers[..., 0] if len(found.answers) > 1 or header["is_number"] else None
    if expected is None:
        expected = np.concatenate([1 - found.answers[..., 0], found.answers[..., 0]])
    np.testing.assert_allclose(answers, expected, atol=1e-4 * header["answers_range"])
    np.testing.assert_allclose(10 ** blocks["gradient"], through_time.gradient_norms(run)[0], rtol=1e-3, atol=1e-11)
    assert len(header["asked_for"]) == length
    shown_letters = header["letters"] or header["numbers"][0][1]
    assert len(shown_letters) == length


@pytest.mark.parametrize("data", ["recall", "parity", "anbn", "text"])
def test_what_is_asked_is_what_the_network_is_judged_by(data):
    run, shown, packed = made(data=data)
    counted = 0
    for t, place in enumerate(packed.header["asked_for"]):
        if place is not None:
            counted += 1
            column = shown.targets[: -objective.EXTRA, t, 0] if run.experiment.each_moment else shown.targets[:, 0]
            assert place == (int(column[0] > 0) if len(column) == 1 else int(column.argmax()))
    if run.experiment.each_moment:
        assert counted == int((shown.targets[objective.WEIGHT] > 0).sum())
    else:
        assert counted == 1
        letter = packed.header["letters"][0]
        assert packed.header["classes"][packed.header["asked_for"][-1]] == letter


def test_a_name_begins_and_ends_with_the_mark_of_a_list_and_is_not_padded():
    _, _, packed = made(data="text")
    letters, asked = packed.header["letters"], packed.header["asked_for"]
    classes = packed.header["classes"]
    assert letters[0] == "■"
    assert "■" not in letters[1:]
    assert [classes[place] for place in asked[:-1]] == letters[1:]
    assert classes[asked[-1]] == "■"


def value(text):
    """Compute the right-hand side of a line as it is written."""
    plain = text.replace("−", "-").replace("·", "*")
    plain = re.sub(r"(tanh|ReLU)\(", lambda match: PYTHON[match[1]], plain)
    return eval(plain, {"np": np})


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("moment", [1, 2, 9])
@pytest.mark.parametrize("data", ["recall", "adding"])
def test_the_arithmetic_holds(cell, moment, data):
    run, shown, packed = made(cell=cell, data=data, looked_at=(2, moment), length=10)
    found = through_time.moments(run, shown.points)
    lines = dict(packed.header["explained"])
    assert (packed.header["unit"], packed.header["moment"]) == (2, moment)
    sums = [text for text in lines.values() if " = " in text]
    assert len(sums) == (1 if cell == "rnn" and moment == 1 else 2)
    for text in sums:
        left, right = text.removeprefix("w · h = ").split(" = ")
        if text.startswith("w"):
            left, right = right, left
        assert value(left) == pytest.approx(value(right), abs=4e-3)  # each number is rounded to three places
    h = next(text for formula, text in lines.items() if formula.startswith("h = "))
    assert value(h.split(" = ")[0]) == pytest.approx(found.h[1, moment - 1, 0], abs=6e-4)


def test_numbers_are_written_with_a_minus_sign_and_none_before_zero():
    assert [arithmetic.number(each) for each in (-0.5, -0.0001, np.inf, -np.inf, np.nan)] == [
        "−0.500",
        "0.000",
        "∞",
        "−∞",
        "–",
    ]
    assert arithmetic.factor(-1) == "(−1.000)"


def test_an_update_of_a_playing_lstm_is_small():
    run, shown, first = made(cell="lstm", units=16)
    training.advance(run, 5)
    second = frame.pack(run, evaluate(run), "playing", 3, shown, (3, 4), goal=None)
    assert len(pack(second, first)) <= MOST_BYTES


def test_a_network_that_explodes_has_a_frame():
    run, _, packed = made(
        60, activation="relu", recurrent_scale=4.0, step_size=1.0, clip_norm=0.0, optimizer="gradient_descent"
    )
    assert pack(packed)
    assert run.theta.size


def test_without_a_text_there_is_no_sequence():
    _, shown, packed = made(0, data="own")
    assert shown is None
    assert packed.header["waves"] == []
    assert pack(packed)


def test_a_longer_sine_is_carried_on_by_the_network_itself():
    run, shown, packed = made(data="sine", cell="gru", length=20, looking=SequencesTask(asked=40))
    assert packed.header["begun"] == 20
    answers = through_time.moments(run, shown.points).answers[0, :, 0]
    np.testing.assert_allclose(shown.points[0, 20:, 0], answers[19:39], atol=1e-5)
    assert len(packed.header["asked_for"]) == 40


@pytest.mark.parametrize(("data", "asked"), [("recall", 21), ("echo", 5), ("adding", 40), ("parity", 60), ("anbn", 32)])
def test_a_new_sequence_has_the_length_that_is_asked_for(data, asked):
    _, shown, packed = made(data=data, looking=SequencesTask(asked=asked))
    assert f"{asked} moments" in packed.header["title"]
    assert shown.points.shape[-2] <= asked


@pytest.mark.parametrize(
    ("data", "text", "letters"),
    [("anbn", "aabb", list("aabb")), ("brackets", "([", list("([")), ("parity", "1 0 1", list("101"))],
)
def test_a_written_sequence_is_shown_and_nobody_knows_its_answers(data, text, letters):
    _, shown, packed = made(data=data, looking=SequencesTask(written=f"{data}:{text}"))
    assert packed.header["letters"] == letters
    assert shown.targets is None
    assert set(packed.header["asked_for"]) == {None}


def test_what_was_written_for_other_data_is_not_shown():
    _, _, packed = made(data="parity", looking=SequencesTask(written="anbn:aabb"))
    assert packed.header["title"].startswith("test sequence 1 of")


def test_brackets_that_never_close_and_unknown_symbols_are_said():
    _, _, packed = made(data="brackets", looking=SequencesTask(written="brackets:(a[b"))
    assert packed.header["sentences"][0].startswith("Accepted are")
    assert "stay open" in packed.header["sentences"][1]
    assert packed.header["letters"] == ["(", "["]
