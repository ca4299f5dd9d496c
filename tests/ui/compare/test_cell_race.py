"""What the Wall shows of recurrent networks, and its numbers against the engine's."""

import numpy as np
import pytest
import streamlit as st

from engine.experiments.experiment import change
from engine.experiments.sequence_experiment import SequenceExperiment
from engine.runs import training
from engine.runs.run import evaluate, start_run
from engine.study.through_time import gradient_norms
from pictures.live import packing
from pictures.numbers import magnitude
from pictures.wall import cell_frame
from pictures.wall.frame import Look
from tests.ui.visiting import visit_with
from tests.unpacking import unpack
from ui.compare import cell_contenders, cell_race_frame, race_view
from ui.compare.cell_contenders import QUESTIONS
from ui.compare.cell_race_frame import MEASURES
from ui.players import race

BASE = SequenceExperiment(length=8, units=6, examples=200)
LOW, HIGH = cell_frame.DECADES


@pytest.fixture(autouse=True)
def visit(monkeypatch):
    """A session of its own, without a browser."""
    monkeypatch.setattr(st, "session_state", {"visit": visit_with(BASE)})


def begin(against="cell", base=BASE):
    return race.begin(cell_contenders.members(base, against)[0], MEASURES)


def pack(contest, target=99, **more):
    looks = [Look(i) for i in range(len(contest.members))]
    return cell_race_frame.pack(contest, looks, target, race_view.addresses(contest), **more)


def alone(member, step):
    run = start_run(member.experiment, dtype=np.float32)
    training.advance(run, step)
    return run


def parts(block, moments):
    """The parts of a block's last axis that belong to each network."""
    return np.split(block, np.cumsum(moments)[:-1], axis=-1)


def test_scales_activations_and_biases_are_stacked_and_cells_and_lengths_train_in_turn():
    assert [len(begin(against).runs) for against in QUESTIONS] == [3, 4, 1, 1, 1]  # two plain cells in one


@pytest.mark.parametrize("against", ["cell", "length", "scale", "bias"])
def test_the_numbers_of_a_tile_are_those_of_its_network_alone(against):
    contest = begin(against)
    contest._train(13, 100)
    header, blocks = unpack(pack(contest))
    values = parts(blocks["now"], header["moments"])
    first = parts(blocks["first"], header["moments"])
    curves = blocks["curves"].reshape(len(contest.members) + 1, -1)
    assert curves[0] == pytest.approx([0, 10 / 5, 13 / 5])  # epochs of 160 sequences in fives
    for i, (member, tile) in enumerate(zip(contest.members, header["tiles"], strict=True)):
        run = alone(member, 13)
        norms = gradient_norms(run)[0]
        np.testing.assert_allclose(10 ** values[i], norms / norms[-1], rtol=2e-3)
        at_first = gradient_norms(alone(member, 0))[0]
        np.testing.assert_allclose(10 ** first[i], at_first / at_first[-1], rtol=2e-3)
        assert tile["name"] == member.name
        assert tile["value"] == f"{100 * evaluate(run).test_accuracy[0]:.1f} %"
        assert curves[i + 1, -1] == pytest.approx(evaluate(run).test_accuracy[0], abs=1e-6)
        assert curves[i + 1, 1] == pytest.approx(evaluate(alone(member, 10)).test_accuracy[0], abs=1e-6)
        assert header["moments"][i] == member.experiment.moments == len(norms)
        assert magnitude(norms[0] / norms[-1])[:3] == tile["note"].split(" = ")[1][:3]


def test_a_map_has_a_row_for_each_step_that_was_measured():
    contest = begin()
    contest._train(13, 100)
    header, blocks = unpack(pack(contest))
    assert (header["gap"], header["reach"]) == (2, 100)
    rows = blocks["flow"].reshape(7, -1)  # steps 0, 2, … 12
    for row, step in ((0, 0), (3, 6), (6, 12)):
        for member, found in zip(contest.members, parts(rows[row], header["moments"]), strict=True):
            shares = (found.astype(float) - 1) / 254
            norms = gradient_norms(alone(member, step))[0]
            logs = np.log10(norms / norms[-1])
            np.testing.assert_allclose(LOW + (HIGH - LOW) * shares, logs.clip(LOW, HIGH), atol=0.03)


def test_an_update_sends_only_the_new_rows():
    contest = begin()
    contest._train(40, 100)
    before = pack(contest)
    contest._train(6, 100)
    after = pack(contest)
    listed = {name: (count, kept) for name, _, count, kept in _listed(packing.pack(after, before))}
    assert listed["flow"] == (3 * 32, 21 * 32)  # three rows of four networks of eight moments
    assert "first" not in listed
    assert len(packing.pack(after, before)) < 6000


def _listed(packed):
    import json

    length = int.from_bytes(packed[:4], "little")
    return json.loads(packed[4 : 4 + length])["blocks"]


@pytest.mark.parametrize("against", QUESTIONS)
def test_an_update_is_at_most_eight_kilobytes(against):
    contest = begin(against, SequenceExperiment(examples=100))
    contest._train(95, 100)
    before = pack(contest)
    contest._train(4, 100)
    assert len(packing.pack(pack(contest), before)) < 8000


def test_the_same_step_gives_the_same_frame_however_one_got_there():
    one, other = begin(), begin()
    one.train_to(45, plays_on=False)
    while one.playing:
        one.advance(0.05)
    other._train(60, 100)
    other.seek(9)  # an epoch has five steps
    a, b = unpack(pack(one)), unpack(pack(other))
    for name in ("flow", "first", "now", "curves"):
        np.testing.assert_array_equal(a[1][name], b[1][name])
    assert [tile["value"] for tile in a[0]["tiles"]] == [tile["value"] for tile in b[0]["tiles"]]
    assert (a[0]["state"], b[0]["state"]) == ("paused", "past")


def test_the_first_step_at_which_a_task_is_solved_ranks_the_table():
    contest = begin(base=change(BASE, length=4, step_size=0.02))
    contest._train(100, 100)
    found = cell_race_frame.solved(contest, 90)
    for member, step in zip(contest.members, found, strict=True):
        scores = [evaluate(alone(member, each)).test_accuracy[0] for each in range(0, 101, 10)]
        assert step == next((10 * i for i, score in enumerate(scores) if score >= 0.9), None)
    assert any(found)
    header, _ = unpack(pack(contest, 90))
    rows = [found[row["tile"]] for row in header["table"]["rows"]]
    there = [step for step in rows if step is not None]
    assert rows == sorted(there) + [None] * (len(rows) - len(there))
    tile = header["tiles"][header["table"]["rows"][0]["tile"]]
    assert tile["value"] == f"step {there[0]}"
    assert tile["score"] == tile["beside"] == header["table"]["rows"][0]["cells"][1]
    assert len({len(row["cells"]) for row in header["table"]["rows"]} | {len(header["table"]["head"])}) == 1


def test_numbers_have_an_error_and_what_always_saying_the_mean_gives():
    contest = begin(base=change(BASE, data="adding"))
    contest._train(3, 100)
    header, blocks = unpack(pack(contest))
    targets = contest.runs[0].test.targets
    assert header["chart"]["chance"] == pytest.approx(((targets - targets.mean()) ** 2).mean())
    assert header["chart"]["target"] == 0.005
    assert header["score"] == "test loss"
    assert header["chart"]["logarithmic"]
    curves = blocks["curves"].reshape(5, -1)
    assert curves[1, -1] == pytest.approx(evaluate(alone(contest.members[0], 3)).test_loss[0], rel=1e-4)
    assert "Test accuracy" not in header["table"]["head"]


@pytest.mark.parametrize(
    ("changes", "chance"),
    [
        ({"data": "recall"}, 1 / 6),
        ({"data": "echo"}, 1 / 4),
        ({"data": "parity"}, 1 / 2),
        ({"data": "brackets"}, None),
        ({"data": "anbn"}, None),
        ({"data": "text"}, None),
        ({"data": "sine"}, None),
        ({"data": "own"}, None),
    ],
)
def test_guessing_is_known_where_all_answers_are_as_frequent(changes, chance):
    run = start_run(change(BASE, examples=2000, **changes))
    assert cell_frame.guess(run) == chance
    if chance and run.experiment.data != "recall":  # the share of the most frequent answer
        labels = run.test.targets[0] if run.experiment.outputs == 1 else run.test.targets[: run.experiment.outputs]
        shares = (labels > 0).mean() if run.experiment.outputs == 1 else labels[:, 3:].reshape(4, -1).mean(axis=1).max()
        assert shares == pytest.approx(chance, abs=0.05)


def test_the_scores_are_those_of_evaluate():
    for data in ("recall", "echo", "adding", "sine"):
        run = alone(race.Member("", change(BASE, data=data)), 4)
        expected, found = evaluate(run), cell_race_frame.score(run)
        np.testing.assert_allclose(found.test_loss, expected.test_loss, rtol=1e-5)
        if expected.test_accuracy is None:
            assert found.test_accuracy is None
        else:
            np.testing.assert_allclose(found.test_accuracy, expected.test_accuracy)


def test_one_that_diverges_says_when_and_its_map_ends():
    base = change(BASE, activation="relu", clip_norm=0.0, optimizer="gradient_descent", step_size=10.0)
    contest = begin("scale", base)
    contest._train(30, 100)
    gone = [i for i, seat in enumerate(contest.seats) if contest.runs[seat.run].diverged[seat.position] >= 0]
    assert len(gone) > 0
    header, blocks = unpack(pack(contest))
    rows = blocks["flow"].reshape(-1, blocks["now"].size)
    for i in gone:
        ended = int(contest.runs[0].diverged[i])
        assert f"diverged, step {ended:,}" in header["tiles"][i]["note"]
        own = parts(rows, header["moments"])[i]
        steps = np.arange(len(own)) * header["gap"]
        assert (own[steps >= ended] == 0).all()
        assert (own[steps < ended] > 0).all()
        assert blocks["curves"].reshape(len(contest.members) + 1, -1)[i + 1, -1] == packing.MISSING


def test_a_line_is_relative_to_the_last_moment_that_has_a_gradient():
    none, missing = -cell_frame.BOUND, cell_frame.MISSING
    rows = np.array([[-3, -2, -5], [-3, -2, none], [none, -20, 29], [none, none, none], [missing] * 3])
    expected = [[2, 3, 0], [-1, 0, none], [none, none, 0], [none, none, none], [missing] * 3]
    np.testing.assert_array_equal(cell_frame.relative(rows), np.array(expected, np.float32))
    assert cell_frame.relative(rows[:0]).shape == (0, 3)


def test_a_gradient_that_is_nowhere_asked_has_no_ratio():
    contest = begin(base=change(BASE, data="text", text="names_spanish"))
    header, blocks = unpack(pack(contest))
    assert blocks["now"][header["moments"][0] - 1] == -cell_frame.BOUND
    assert header["tiles"][0]["note"].strip() == ""
    assert header["table"]["rows"][0]["cells"][-1] == "–"


def test_no_text_yet():
    contest = begin(base=change(BASE, data="own"))
    header, blocks = unpack(pack(contest))
    assert [tile["value"] for tile in header["tiles"]] == ["–"] * 4
    assert (blocks["flow"] == 0).all()
    contest._train(5, 10)
    assert contest.leader.step == 0
