"""Races on images: stacked where the shapes allow it, in turn otherwise, with accuracies in place of losses."""

import numpy as np
import pytest
import streamlit as st

from engine.experiments.experiment import change
from engine.experiments.image_experiment import ImageExperiment
from engine.numerals import grouped
from engine.runs import training
from engine.runs.run import evaluate, start_run
from pictures.live import packing
from pictures.wall.frame import Look
from tests.ui.visiting import step, visit_with
from tests.unpacking import unpack
from ui.compare import image_contenders, image_race_frame, race_view
from ui.compare.image_contenders import QUESTIONS
from ui.players import race

BASE = ImageExperiment(images=300)


@pytest.fixture(autouse=True)
def visit(monkeypatch):
    """A session of its own, without a browser."""
    monkeypatch.setattr(st, "session_state", {"visit": visit_with(BASE)})


def begin(against, base=BASE):
    return race.begin(image_contenders.members(base, against)[0])


def pack(contest, target=90, **more):
    looks = [Look(i) for i in range(len(contest.members))]
    return image_race_frame.pack(contest, looks, target, race_view.addresses(contest), **more)


def test_activations_are_stacked_and_shapes_train_in_turn():
    assert len(begin("activation").runs) == 1
    contest = begin("filters")
    assert len(contest.runs) == len(contest.members) == 6
    data = [run.train.points for run in contest.runs]
    assert all(points is data[0] for points in data)  # one draw


@pytest.mark.parametrize("against", ["activation", "network"])
def test_the_numbers_of_a_tile_are_those_of_its_network_alone(against):
    contest = begin(against)
    for _ in range(3):
        step(contest)
    while contest.playing:  # a slow machine does not do an epoch at once
        contest.advance(1)
    header, blocks = unpack(pack(contest))
    last = blocks["curves"].reshape(len(contest.members) + 1, -1)[1:, -1]
    for i, (member, tile) in enumerate(zip(contest.members, header["tiles"], strict=True)):
        run = start_run(member.experiment, dtype=np.float32)
        training.advance(run, contest.leader.step)
        accuracy = float(evaluate(run).test_accuracy[0])
        assert tile["name"] == member.name
        assert tile["value"] == f"{100 * accuracy:.1f} %"
        assert last[i] == pytest.approx(accuracy)
        assert tile["note"].startswith(f"{grouped(run.theta.shape[1])} weights")


def test_the_first_epoch_at_an_accuracy_is_the_first_and_ranks_the_table():
    contest = begin("network")
    contest._train(12 * contest.leader.epoch_steps, 100)
    found = contest.reached(0.8, accuracy=True)
    for seat, epoch in zip(contest.seats, found, strict=True):
        history = contest.runs[seat.run].history
        good = [e for e, values in zip(history.epochs, history.test_accuracy, strict=True) if values[0] >= 0.8]
        assert epoch == (min(good) if good else None)
    assert any(found)
    assert None in found
    header, _ = unpack(pack(contest, 80))
    rows = [found[row["tile"]] for row in header["table"]["rows"]]
    there = [epoch for epoch in rows if epoch is not None]
    assert rows == sorted(there) + [None] * (len(rows) - len(there))


def test_curves_are_of_accuracies_or_of_losses():
    contest = begin("stride")
    contest._train(2 * contest.leader.epoch_steps, 100)
    for curve, name in (("accuracy", "test_accuracy"), ("loss", "test_loss")):
        header, blocks = unpack(pack(contest, curve=curve))
        rows = blocks["curves"].reshape(len(contest.members) + 1, -1)
        assert rows[0, :2].tolist() == [0, 1]
        for seat, row in zip(contest.seats, rows[1:], strict=True):
            recorded = getattr(contest.runs[seat.run].history, name)
            np.testing.assert_allclose(row[:2], [values[seat.position] for values in recorded[:2]], rtol=1e-6)
        assert header["chart"]["title"].startswith(f"Test {image_race_frame.CURVES[curve]}")


def test_one_that_diverges_has_a_gap_and_says_when():
    contest = begin("activation", change(BASE, optimizer="gradient_descent", step_size=10.0))
    contest._train(60, 100)
    gone = [i for i, seat in enumerate(contest.seats) if contest.runs[seat.run].diverged[seat.position] >= 0]
    assert gone
    header, blocks = unpack(pack(contest))
    rows = blocks["curves"].reshape(len(contest.members) + 1, -1)[1:]
    for i in gone:
        assert "diverged, step" in header["tiles"][i]["note"]
        assert rows[i, -1] == packing.MISSING


@pytest.mark.parametrize("against", QUESTIONS)
def test_an_update_is_at_most_ten_kilobytes(against):
    contest = begin(against, change(BASE, images=1797, shift=1))
    contest._train(20, 100)
    before = pack(contest)
    contest._train(20, 100)
    assert len(packing.pack(pack(contest), before)) < 10_000


def test_answers_are_evaluated_seldom_while_it_plays_and_anew_when_it_rests(monkeypatch):
    measured = []
    true = image_race_frame.image_frame.answers
    monkeypatch.setattr(image_race_frame.image_frame, "answers", lambda run: measured.append(run.step) or true(run))
    monkeypatch.setattr(image_race_frame, "SCORING_SHARE", 1e-9)
    contest = begin("activation")
    contest.play(True)
    pack(contest)
    contest._train(5, 10)
    pack(contest)
    assert measured == [0]
    contest.play(False)
    pack(contest)
    assert measured == [0, 5]


def test_no_image_is_drawn_yet():
    contest = begin("pooling", change(BASE, data="own"))
    header, _ = unpack(pack(contest))
    assert [tile["value"] for tile in header["tiles"]] == ["–"] * 5
    assert len(packing.pack(pack(contest))) < 10_000
