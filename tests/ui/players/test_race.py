"""Races: in lock-step, and each network as if it were trained alone."""

import re

import numpy as np
import pytest
import streamlit as st

from engine import numerals
from engine.activations import ACTIVATIONS
from engine.experiments.experiment import Experiment, change
from engine.runs import training
from engine.runs.run import evaluate, predict, start_run
from pictures.numbers import digits, per_cent
from pictures.wall import frame
from pictures.wall.frame import Look
from tests.ui.visiting import step, visit_with
from tests.unpacking import outputs, unpack
from ui.compare import race_frame, race_view
from ui.players import race
from ui.players.race import Member
from ui.visit import address_bar, links

BASE = Experiment(points=60, layers=(5, 4))
NAMES = ("tanh", "relu", "sigmoid", "linear", "gelu")


@pytest.fixture(autouse=True)
def visit(monkeypatch):
    """A session of its own, without a browser."""
    monkeypatch.setattr(st, "session_state", {"visit": visit_with(BASE)})


def wall(**changes):
    return race.begin(Member(name, change(BASE, activation=name, **changes)) for name in NAMES)


def depths():
    return race.begin(
        Member(f"{name} {depth}", change(BASE, activation=name, layers=(4,) * depth))
        for name in ("tanh", "relu")
        for depth in (1, 3)
    )


def pack(contest, looks, target, **more):
    return race_frame.pack(contest, looks, target, race_view.addresses(contest), **more)


def alone(member, steps):
    run = start_run(member.experiment, dtype=np.float32)
    training.advance(run, steps)
    return run


@pytest.mark.parametrize("make", [wall, depths])
def test_a_network_of_the_wall_is_the_one_that_its_link_opens(make):
    """Alone or in a stack, the same numbers: bit for bit, but for BLAS, which may add in another order."""
    contest = make()
    contest.train_to(97, plays_on=False)
    while contest.playing:
        contest.advance(0.2)
    for member, seat in zip(contest.members, contest.seats, strict=True):
        run = contest.runs[seat.run]
        assert run.step == 97
        np.testing.assert_allclose(run.theta[seat.position], alone(member, 97).theta[0], atol=1e-6)
        query = dict(
            part.split("=")
            for part in links.of_network(run, seat.position).removeprefix("./?").replace("%2C", ",").split("&")
        )
        opened, _, arrival, sentences = address_bar.parse(query)
        assert (opened, arrival.at_step, sentences) == (member.experiment, 97, [])


def test_all_do_as_many_steps_in_every_tick():
    contest = depths()
    contest.play(True)
    for _ in range(3):
        contest.advance(0.2)
        assert len({run.step for run in contest.runs}) == 1
    assert contest.leader.step > 0


def test_one_that_diverges_leaves_the_others_alone():
    contest = race.begin(
        Member(str(size), change(BASE, data="plane", optimizer="gradient_descent", activation="linear", step_size=size))
        for size in (10.0, 0.01)
    )
    step(contest)
    step(contest)
    header, blocks = unpack(pack(contest, [Look(0), Look(1)], 0))
    diverged, fine = header["tiles"]
    at = int(contest.runs[0].diverged[contest.seats[0].position])
    assert at > 0
    assert diverged["note"] == f"diverged, step {at:,}"
    assert f"at_step={at}" in diverged["link"]
    assert fine["note"].startswith("layer 1 gets ")
    curves = blocks["curves"].reshape(3, -1)
    assert curves[1, -1] > 1e30
    assert np.isfinite(curves[2]).all()
    assert contest.state == "paused"


def test_looking_back_and_going_on_from_there():
    contest = wall()
    for _ in range(4):
        step(contest)
    end = [run.theta.copy() for run in contest.runs]
    contest.seek(2)
    assert contest.state == "past"
    assert contest.shown[0].epoch == 2
    contest.seek(99)
    assert contest.state == "paused"
    np.testing.assert_array_equal(contest.shown[0].theta, end[0])
    contest.seek(1)
    for _ in range(3):
        step(contest)
    assert contest.leader.epoch == 4
    np.testing.assert_array_equal(contest.runs[0].theta, end[0])


def test_reset_returns_to_the_same_weights():
    contest = wall()
    first = contest.runs[0].theta.copy()
    step(contest)
    serial = contest.serial
    contest.reset()
    np.testing.assert_array_equal(contest.runs[0].theta, first)
    assert contest.serial != serial
    assert contest.state == "ready"


def test_the_first_epoch_at_the_target_is_the_first():
    contest = wall()
    for _ in range(30):
        step(contest)
    target = 0.5
    for member, seat, found in zip(contest.members, contest.seats, contest.reached(target), strict=True):
        history = contest.runs[seat.run].history
        losses = [float(values[seat.position]) for values in history.test_loss]
        below = [epoch for epoch, loss in zip(history.epochs, losses, strict=True) if loss <= target]
        assert found == (min(below) if below else None), member.name
    assert any(found is not None for found in contest.reached(target))
    assert contest.reached(1e-9) == [None] * len(NAMES)


def test_the_numbers_of_a_tile_are_those_of_its_network():
    contest = wall()
    for _ in range(5):
        step(contest)
    header, blocks = unpack(pack(contest, [Look(i) for i in range(len(NAMES))], 0.1))
    points = np.random.default_rng(0).uniform(-6, 6, (2, 50))
    told = outputs(header, blocks["theta"], points)
    for i, (member, tile) in enumerate(zip(contest.members, header["tiles"], strict=True)):
        run = alone(member, contest.leader.step)
        assert tile["name"] == member.name
        assert tile["value"] == digits(evaluate(run).test_loss[0])
        np.testing.assert_allclose(told[i], predict(run, points).output[0], rtol=1e-3, atol=1e-3)
    losses = [float(tile["value"]) for tile in header["tiles"]]
    rows = [row["tile"] for row in header["table"]["rows"]]
    assert rows == sorted(rows, key=lambda i: losses[i])  # nobody is there yet: the lowest loss comes first


@pytest.mark.parametrize("name", ["relu", "sigmoid"])
def test_what_is_measured_is_what_it_is_called(name):
    run = start_run(*(change(BASE, activation=each) for each in (name, "tanh")), dtype=np.float64)
    training.advance(run, 40)
    reading = frame.signs(run)
    x = run.inputs[0][0]
    z1 = run.parameters[0][0][0] @ x[0]
    a1 = np.vstack([ACTIVATIONS[name].function(z1), np.ones(z1.shape[1])])
    z2 = run.parameters[1][0][0] @ a1
    slopes = [ACTIVATIONS[name].slope(z, ACTIVATIONS[name].function(z)) for z in (z1, z2)]
    dead = sum((slope == 0).all(axis=1).sum() for slope in slopes) / 9
    flat = sum((slope <= 0.05 * 0.25).sum() for slope in slopes) / sum(slope.size for slope in slopes)
    saturated = 0 if name == "relu" else flat  # half of the values of a ReLU have slope 0: that is how it works
    assert reading.dead[0] == pytest.approx(dead)
    assert reading.saturated[0] == pytest.approx(saturated)


def test_a_lesson_on_dead_neurons_has_them_in_large():
    contest = wall(step_size=3.0, layers=(8, 8))
    for _ in range(3):
        step(contest)
    looks = [Look(i) for i in range(len(NAMES))]
    header, _ = unpack(pack(contest, looks, 0, asked_for=race_frame.DEAD))
    scores = [tile["value"] for tile in unpack(pack(contest, looks, 0))[0]["tiles"]]
    shares = []
    for member, tile, score in zip(contest.members, header["tiles"], scores, strict=True):
        shares.append(frame.signs(alone(member, contest.leader.step)).dead[0])
        assert tile["value"] == f"{per_cent(shares[-1])} dead"
        assert tile["score"] == score
        assert tile["note"].startswith(f"loss {score}")
    assert max(shares) > min(shares)


def test_a_caption_points_at_the_network_that_does_not_learn():
    deep = change(Experiment(), layers=(8,) * 6, optimizer="gradient_descent", step_size=0.1)
    names = ("sigmoid", "relu", "leaky_relu")
    members = [Member(name, change(deep, activation=name, initializer=ACTIVATIONS[name].initializer)) for name in names]
    contest = race.begin(members)
    while contest.leader.epoch < 100:
        for run in contest.runs:
            training.advance(run, run.epoch_steps)
        header, _ = unpack(pack(contest, [Look(i) for i in range(3)], 0))
        tiles = dict(zip(names, header["tiles"], strict=True))
        if contest.leader.epoch >= 10:
            share = re.fullmatch(r"layer 1 gets 1/([\d\u202f]+) of the last layer's gradient", tiles["sigmoid"]["note"])
            assert share
            assert int(share[1].replace(numerals.GROUP_MARK, "")) >= 1000
            staircase = tiles["sigmoid"]["layers"]
            assert staircase == sorted(staircase)
            assert staircase[0] < 0.4
            assert staircase[-1] == 1
        for name in ("relu", "leaky_relu"):
            assert tiles[name]["note"].startswith("layer 1 gets ")
            assert len(tiles[name]["layers"]) == 7
            assert min(tiles[name]["layers"]) > 0.6  # within two decades


def test_a_maximum_of_networks_is_still_a_small_frame():
    members = [
        Member(f"{name} {depth}", change(BASE, activation=name, layers=(4,) * depth))
        for name in ACTIVATIONS
        for depth in range(1, 7)
    ]
    contest = race.begin(members)
    packed = pack(contest, [Look(i) for i in range(len(members))], 0.1)
    assert len(packed) < 160_000


def test_no_points_and_no_hidden_layer_are_no_error():
    contest = race.begin([Member("a", change(BASE, data="own", layers=()))])
    step(contest)
    header, _ = unpack(pack(contest, [Look(0)], 0.1))
    assert header["tiles"][0]["value"] == "–"
    assert header["tiles"][0]["layers"] == []


@pytest.mark.parametrize(
    ("norms", "text", "heights"),
    [
        ([1, 1, 1], "layer 1 gets as much gradient as the last layer", [1, 1, 1]),
        ([1e-4, 1e-2, 1], "layer 1 gets 1/10\u202f000 of the last layer's gradient", [0.2, 0.6, 1]),
        ([20, 1, 1], "layer 1 gets 20 times the last layer's gradient", [1, 0.74, 0.74]),
        ([0, 1e-9, 1], "", [0, 0, 1]),
        ([np.nan, 1, 1], "", []),
        ([0, 0], "", []),
    ],
)
def test_bars_and_words_say_how_the_gradient_flows(norms, text, heights):
    assert race_frame.flow(np.array(norms, float)) == text
    assert race_frame.bars(np.array(norms, float)) == heights


def test_every_member_is_timed_sooner_or_later():
    contest = wall()
    contest.time_members()
    assert [cost is None for cost in contest.costs] == [False, True, True, True, True]
    contest.time_members(10)
    assert all(cost > 0 for cost in contest.costs)


def test_signs_are_measured_anew_when_it_rests_and_seldom_while_it_plays(monkeypatch):
    measured = []
    monkeypatch.setattr(race, "signs", lambda run: measured.append(run.step) or frame.signs(run))
    contest = wall()
    contest.signs()
    contest.signs()
    assert measured == [0]  # nothing has moved
    contest.play(True)
    contest._train(5, 10)
    contest.signs()
    contest._train(5, 10)
    contest.signs()
    assert measured == [0]
    contest.play(False)
    contest.signs()
    assert measured == [0, 10]
    contest.measured["signs of 0"] = contest.measured["signs of 0"]._replace(when=-1e9)
    contest.play(True)
    contest._train(5, 10)
    contest.signs()
    assert measured == [0, 10, 15]


def test_signs_of_several_runs_are_measured_one_at_a_time_while_they_play(monkeypatch):
    measured = []
    monkeypatch.setattr(race, "signs", lambda run: measured.append(len(run.layers)) or frame.signs(run))
    depths = [Member(f"{depth} layers", change(BASE, layers=(2,) * depth)) for depth in (1, 2, 3)]
    contest = race.begin(depths)
    contest.signs()
    assert sorted(measured) == [2, 3, 4]  # nothing was known
    contest.play(True)
    contest.measured = {name: each._replace(when=-1e9) for name, each in contest.measured.items()}
    for _ in range(3):
        measured.clear()
        contest._train(5, 10)
        assert len(contest.signs()) == 3
        assert len(measured) == 1
