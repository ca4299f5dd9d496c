"""Bounds of what can be pasted, and the train share that comes with a table."""

import tomllib
from pathlib import Path

import numpy as np
import pytest

from engine.data import own_points
from engine.experiments.experiment import Experiment, change
from engine.runs import training
from engine.runs.run import evaluate, start_run
from tests.ui.tables.making import read, text
from tests.ui.visiting import act, begin
from ui.playground import points, preview
from ui.tables import writing
from ui.visit import changes, links, session

XOR = "a,b,out\n0,0,0\n0,1,1\n1,0,1\n1,1,0\n"


def test_what_can_be_pasted_fits_into_a_message():
    settings = tomllib.loads((Path(__file__).parents[3] / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    most = 3 * preview.MAX_PASTED  # bytes: three for each unit of UTF-16, which browsers count
    assert most <= 0.8 * settings["server"]["maxWidgetStateSize"] * 1e6
    assert settings["server"]["maxWidgetStateSize"] <= 2
    assert settings["server"]["maxMessageSize"] <= 4
    assert (
        own_points.MAX_POINTS * len("-1.2345678901234567,-1.2345678901234567,a label of its own\n")
        <= preview.MAX_PASTED
    )


@pytest.mark.parametrize("seed", range(4))
def test_all_of_a_small_table_train_and_exclusive_or_is_learned_from_four_rows(monkeypatch, seed):
    player = begin(monkeypatch, weight_seed=seed, layers=(6, 4), step_size=0.03)
    preview.use(read(XOR))
    player.follow(session.current().experiment)
    assert (player.run.train.size, player.run.test.size) == (4, 0)
    training.advance(player.run, 400)
    scores = evaluate(player.run)
    assert scores.train_accuracy[0] == 1
    assert scores.train_loss[0] < 0.1


def test_the_train_share_changes_with_the_size_of_the_table_alone(monkeypatch):
    begin(monkeypatch, train_share=70)
    preview.use(read(text() + text(header="")))  # 24 rows
    assert session.current().experiment.train_share == 70
    preview.use(read(text()))
    assert session.current().experiment.train_share == 100
    preview.use(read(text() + text(header="")))
    assert session.current().experiment.train_share == 50


def test_clear_and_other_data_take_names_and_scale_away_and_drawing_keeps_them(monkeypatch):
    player = begin(monkeypatch)
    preview.use(read(XOR))
    player.follow(session.current().experiment)
    act(player, "draw", {"label": 1, "points": [[1, 1]]})
    assert (session.current().experiment.own_scale, session.current().experiment.names) == ("0_1_0_1", "a~b~out~0~1")
    points._clear()
    experiment = session.current().experiment
    assert (experiment.drawn, experiment.own_scale, experiment.names, experiment.train_share) == ("", "", "", 50)
    preview.use(read(XOR))
    changes.update(data="circle")
    player.follow(session.current().experiment)
    act(player, "draw", {"label": 1, "points": [[1, 1]]})
    assert (session.current().experiment.own_scale, session.current().experiment.names) == ("", "")


@pytest.mark.parametrize("style", [writing.COMMA, writing.SEMICOLON])
def test_what_is_downloaded_is_what_was_uploaded(monkeypatch, style):
    player = begin(monkeypatch)
    preview.use(read(XOR))
    experiment = session.current().experiment
    player.follow(experiment)
    raw = points.to_csv(player, style)
    rows = {line.replace(";", ",") for line in raw.decode("utf-8-sig").split()}
    assert rows == set(XOR.split())
    preview.use(read(raw))
    assert session.current().experiment == experiment


def test_values_are_drawn_erased_and_not_mixed_with_classes(monkeypatch):
    player = begin(monkeypatch, data="plane")
    count = player.run.train.size + player.run.test.size
    act(player, "draw", {"value": 0.5, "points": [[5.9, -5.9], [5.9, 5.9]]})
    experiment = session.current().experiment
    assert experiment.class_count == 0
    _, values = own_points.decode(experiment.drawn)
    assert len(values) == count + 2
    assert values[-2:] == pytest.approx(0.5, abs=0.001)
    act(player, "erase", {"points": [[5.9, -5.9]]})
    assert own_points.count(session.current().experiment.drawn) <= count + 1
    before = session.current().experiment
    act(player, "draw", {"label": 1, "points": [[0, 0]]})
    assert session.current().experiment == before
    assert "have values, not classes" in session.current().notices[-1]
    points._clear()
    player.follow(session.current().experiment)
    act(player, "draw", {"value": -3, "points": [[1, 1]]})
    assert own_points.decode(session.current().experiment.drawn)[1] == pytest.approx([-1])
    act(player, "draw", {"value": float("nan"), "points": [[1, 1]]})
    assert own_points.count(session.current().experiment.drawn) == 1


@pytest.mark.parametrize("seed", range(3))
def test_a_regression_of_ones_own_is_learned(seed):
    rng = np.random.default_rng(seed)
    x, y = rng.uniform(0, 10, (2, 120))
    used = read("x,y,height\n" + "".join(f"{a:.3f},{b:.3f},{3 * a - b:.3f}\n" for a, b in zip(x, y, strict=True)))
    run = start_run(change(Experiment(), data="own", step_size=0.03, **used.settings))
    training.advance(run, 400)
    assert evaluate(run).test_loss[0] < 0.01


def test_a_link_has_names_and_scale_only_with_their_points(monkeypatch):
    begin(monkeypatch)
    rows = "".join(f"{k},{k * k},{'ab'[k % 2] * 30}\n" for k in range(380))
    preview.use(read("a rather long name of an axis,another one,label\n" + rows))
    experiment = session.current().experiment
    assert len(experiment.drawn) < links.MAX_DRAWN
    assert not links.is_whole(experiment)
    names = {"drawn", "own_scale", "names"}
    assert not names & set(links.to_query(experiment))
    preview.use(read(XOR))
    assert names < set(links.to_query(session.current().experiment))
