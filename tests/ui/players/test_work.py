"""Work in slices: seeds, shapes and maps, and that what is counted is what it says."""

import numpy as np
import pytest
import streamlit as st

from engine.experiments.experiment import Experiment, change
from engine.runs import sweep, training
from engine.runs.run import evaluate, predict, start_run
from pictures.live import packing
from pictures.numbers import digits
from tests.unpacking import outputs, unpack
from ui.compare import cell_map, luck, shapes
from ui.compare.shapes import Shape
from ui.players import work
from ui.players.work import Work
from ui.visit import address_bar

BASE = Experiment(points=60, layers=(3,), step_size=0.03)


@pytest.fixture(autouse=True)
def visit(monkeypatch):
    """A session of its own, without a browser."""
    monkeypatch.setattr(st, "session_state", {})


def seeds(count=12, epochs=40, **changes):
    base = change(BASE, **changes)
    return Work("test", sweep.begin([change(base, weight_seed=seed) for seed in range(count)], epochs))


def done(job):
    while job.state == "working":
        job.advance(0.05)
    return job


def alone(experiment, epochs):
    run = start_run(experiment, dtype=np.float32)
    training.advance(run, epochs * run.epoch_steps)
    return run


def test_solved_counts_the_networks_that_are():
    job = done(seeds())
    losses = [float(evaluate(alone(e, 40)).test_loss[0]) for e in job.sweep.experiments]
    target = sorted(losses)[5] + 1e-4
    header, _ = unpack(luck.pack(job, target))
    assert header["solved"] == 6
    assert header["headline"] == "Solved in 6 of 12"
    assert "draw" in header["verdict"]
    best, median, worst = header["tiles"][:3]
    order = np.argsort(losses)
    assert best["note"] == f"seed {order[0]}"
    assert median["note"] == f"seed {order[5]}"
    assert worst["note"] == f"seed {order[-1]}"
    assert float(best["value"]) == pytest.approx(min(losses), abs=6e-4)


def test_one_that_diverged_is_not_solved_however_low_its_loss_was():
    job = done(seeds(6, 5, data="plane", activation="linear", optimizer="gradient_descent", step_size=10.0))
    header, _ = unpack(luck.pack(job, 1000))
    assert header["solved"] == 0
    assert header["tiles"][2]["value"] == "diverged"
    assert header["verdict"].startswith("It is the setting")


def test_while_the_losses_fall_it_is_too_early_to_blame_the_setting():
    header, _ = unpack(luck.pack(done(seeds(epochs=20, step_size=0.003)), 0.02))
    assert header["solved"] == 0
    assert header["verdict"].startswith("Too early to say: no draw has got there, but ")
    header, _ = unpack(luck.pack(done(seeds(epochs=40, layers=(), data="exclusive_or", step_size=0.1)), 0.02))
    assert header["verdict"] == "It is the setting: no draw of first weights gets there."


def test_outcomes_that_all_differ_are_not_called_kinds():
    header, _ = unpack(luck.pack(done(seeds(epochs=1, initializer="normal", weight_scale=3)), 0.1))
    assert "no two of these 12 outcomes are alike" in header["tiles"][3]["section"]
    assert {tile["name"] for tile in header["tiles"][3:]} == {"alone"}
    assert not any(tile.get("minor") for tile in header["tiles"])  # they are all that there is to see


def test_the_atlas_counts_every_seed_once():
    job = done(seeds(layers=(2,)))
    header, blocks = unpack(luck.pack(job, 0.1))
    groups = header["tiles"][3:]
    assert sum(int(tile["note"].split(" of ")[0]) for tile in groups) == 12
    assert len(groups) > 1
    assert groups[0]["note"] != "1 of 12"
    assert [tile["minor"] for tile in groups] == [tile["note"] == "1 of 12" for tile in groups]
    assert len(outputs(header, blocks["theta"], np.zeros((2, 1)))) == len(header["tiles"])
    assert blocks["curves"].reshape(13, -1)[0, -1] == 40


def test_a_picture_of_the_atlas_is_the_network_that_its_link_opens():
    job = done(seeds(layers=(2,)))
    header, blocks = unpack(luck.pack(job, 0.1))
    points = np.random.default_rng(0).uniform(-6, 6, (2, 50))
    for tile, told in zip(header["tiles"], outputs(header, blocks["theta"], points), strict=True):
        query = dict(part.split("=") for part in tile["link"].removeprefix("./?").split("&"))
        experiment, _, arrival, notices = address_bar.parse(query)
        run = start_run(experiment, dtype=np.float32)
        training.advance(run, arrival.at_step)
        assert not notices
        assert digits(evaluate(run).test_loss[0]) == tile["value"]
        np.testing.assert_allclose(told, predict(run, points).output[0], rtol=1e-2, atol=1e-2)


def test_work_can_be_cancelled_and_resume():
    job = seeds(epochs=2000)
    job.advance(0.05)
    assert 0 < job.sweep.share < 1
    job.cancel()
    share = job.sweep.share
    assert job.state == "cancelled"
    header, _ = unpack(luck.pack(job, 0.1))
    assert header["state"] == "cancelled"
    assert job.sweep.share == share
    job.resume()
    job.advance(0.05)
    assert job.sweep.share > share


def test_mine_is_made_anew_only_for_another_key():
    one = work.current("a", lambda: [BASE], 5)
    assert work.current("a", lambda: pytest.fail("made again"), 5) is one
    assert work.current("b", lambda: [BASE], 5) is not one


def test_cells_show_the_loss_of_each_and_where_it_diverged():
    sizes = (0.001, 0.1, 10.0)
    grid = [
        change(BASE, data="plane", activation="linear", optimizer="momentum", momentum=m, step_size=size)
        for m in (0.0, 0.9)
        for size in sizes
    ]
    job = done(Work("map", sweep.begin(grid, 10)))
    header, blocks = unpack(cell_map.pack(job, list("abc"), list("xy"), ("Step size", "Momentum"), 5, "loss"))
    assert blocks["diverged"].reshape(2, 3)[:, 2].all()
    assert not blocks["diverged"].reshape(2, 3)[:, 0].any()
    assert header["told"] == "Step size c, Momentum y"
    step = int(header["ending"].split("step ")[1].replace(",", ""))
    assert header["link"].endswith(f"at_step={step}")
    for place in (0, 3):
        loss = evaluate(alone(grid[place], 10)).test_loss[0]
        assert blocks["values"][place] == pytest.approx(loss, rel=1e-4)
    assert header["first"] == pytest.approx(evaluate(alone(grid[0], 0)).test_loss[0], rel=1e-5)


def test_cells_that_are_to_come_have_no_number():
    job = Work("map", sweep.begin([BASE, change(BASE, batch_size=5)], 10))
    header, blocks = unpack(cell_map.pack(job, ["a", "b"], ["x"], ("", ""), 1, "loss"))
    assert (blocks["values"] == packing.MISSING).all()
    assert header["ending"] == "not yet begun"
    assert header["share"] == 0


def test_shapes_have_the_parameters_that_are_shown():
    grid = shapes.grid((0, 1, 2), (2, 3))
    assert [shape.layers for shape in grid] == [(), (2,), (3,), (2, 2), (3, 3)]
    job = done(Work("shapes", sweep.begin(shapes.experiments(BASE, grid, 3), 5)))
    found = shapes.spreads(job, grid, 3)
    assert [spread.x for spread in found] == [3, 9, 13, 15, 25]
    for i, (shape, spread) in enumerate(zip(grid, found, strict=True)):
        runs = [alone(e, 5) for e in job.sweep.experiments[3 * i : 3 * i + 3]]
        assert {run.experiment.layers for run in runs} == {shape.layers}
        assert sum(weights.size for layer in runs[0].parameters for weights in layer) == spread.x
        np.testing.assert_allclose(spread.losses, [evaluate(run).test_loss[0] for run in runs], rtol=1e-4)
    header, _ = unpack(shapes.pack(job, grid, (2, 3), 3, 0.5))
    for i, (tile, spread) in enumerate(zip(header["tiles"], found, strict=True)):
        solved = sum(loss <= 0.5 for loss in spread.losses)
        assert tile["value"] == f"{digits(sorted(spread.losses)[1])} · {solved}/3", i
    assert header["rows"] == ["no hidden layer", "1 hidden layer", "2 hidden layers"]


def test_shapes_show_only_what_is_trained():
    grid = shapes.grid((1, 2), (2,))
    job = Work("shapes", sweep.begin(shapes.experiments(BASE, grid, 2), 10))
    header, _ = unpack(shapes.pack(job, grid, (2,), 2, 0.5))
    assert [tile["link"] for tile in header["tiles"]] == [None, None]
    assert header["networks"] == [None, None]  # blank maps
    assert shapes.spreads(job, grid, 2) == []
    sweep.work(job.sweep, 0)
    assert Shape(1, 2) == grid[0]
    header, blocks = unpack(shapes.pack(job, grid, (2,), 2, 0.5))
    assert [bool(tile["link"]) for tile in header["tiles"]].count(True) == 1
    told = outputs(header, blocks["theta"], np.zeros((2, 1)))
    assert [each is not None for each in told] == [bool(tile["link"]) for tile in header["tiles"]]


def test_a_shape_under_way_or_called_off_says_how_far_it_is_and_is_not_counted():
    grid = shapes.grid((1, 2), (2,))
    job = Work("shapes", sweep.begin(shapes.experiments(BASE, grid, 3), 10))
    sweep.work(job.sweep, 0)
    training.advance(job.sweep.runs[0], 3 * job.sweep.runs[0].epoch_steps - job.sweep.runs[0].step)
    job.cancel()
    header, _ = unpack(shapes.pack(job, grid, (2,), 3, 1e9))
    tile, (row,) = header["tiles"][0], header["table"]["rows"]
    assert tile["note"] == "at epoch 3 of 10"
    assert tile["value"].endswith(" …")
    assert row["cells"][2:] == [tile["value"].replace("…", "at epoch 3 of 10"), "…"]
    job.sweep.scored.clear()
    job.sweep.runs[0].diverged[:2] = 2  # the median has diverged, and one has yet to show
    header, _ = unpack(shapes.pack(job, grid, (2,), 3, 1e9))
    assert (header["tiles"][0]["value"], header["table"]["rows"][0]["cells"][2]) == ("…", "at epoch 3 of 10")
    job.sweep.scored.clear()
    job.sweep.runs[0].diverged[2] = 2
    header, _ = unpack(shapes.pack(job, grid, (2,), 3, 1e9))
    assert header["table"]["rows"][0]["cells"][2] == "diverged"
    job.sweep.scored.clear()
    job.sweep.runs[0].diverged[:] = -1
    job.resume()
    header, _ = unpack(shapes.pack(done(job), grid, (2,), 3, 1e9))
    assert [tile["note"] for tile in header["tiles"]] == ["", ""]
    assert [row["cells"][3] for row in header["table"]["rows"]] == ["3 of 3", "3 of 3"]
