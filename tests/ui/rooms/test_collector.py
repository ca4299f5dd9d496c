"""The networks of result links are trained to their steps, and are those of the links."""

import numpy as np
import pytest
import streamlit as st

from engine.experiments.experiment import Experiment, change
from engine.experiments.image_experiment import ImageExperiment
from engine.runs import training
from engine.runs.run import evaluate, start_run
from pictures.room.faces import theta_of
from ui.rooms import collecting, pasted_results, reading, wall
from ui.rooms.collector import Collector
from ui.rooms.wall import Looking
from ui.visit import links

SITE = "https://play.example"


@pytest.fixture(autouse=True)
def visit(monkeypatch):
    """A session of its own, without a browser."""
    monkeypatch.setattr(st, "session_state", {})


def collected(*lines):
    return Collector(lines, pasted_results.read("\n".join(lines)))


def done(collector):
    while collector.advance(0.05):
        pass
    return collector


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_each_network_is_the_one_that_its_link_opens(seed):
    experiment = Experiment(points=60, layers=(3,), weight_seed=seed)
    image = ImageExperiment(images=60, filters=(2,), weight_seed=seed)
    collector = done(collected(f"A {SITE}/{links.opening(experiment, 25)}", f"B {SITE}/{links.opening(image, 4)}"))
    assert collector.state == "done"
    for guest, wanted, step in zip(collector.guests, (experiment, image), (25, 4), strict=True):
        run = start_run(wanted, dtype=np.float32)
        training.advance(run, step)
        report, scores = guest.report, evaluate(run)
        assert (reading.experiment(guest), report.step) == (wanted, step)
        assert report.test_loss == pytest.approx(scores.test_loss[0])
        assert report.accuracy == pytest.approx(scores.test_accuracy[0])
        assert report.epoch == pytest.approx(run.epoch + run.position / run.train.size)
        np.testing.assert_allclose(theta_of(wanted, report.weights), run.theta[0], rtol=1e-3, atol=1e-6)


def test_a_link_with_weights_begins_with_them():
    experiment = Experiment(points=60, layers=(3,))
    theta = np.linspace(-1, 1, start_run(experiment).theta.shape[1]).astype(np.float32)
    text = links.weights_text(theta)
    collector = done(collected(f"A {SITE}/?points=60&layers=3&weights={text}", f"B {SITE}/?weights={text}"))
    first, other = collector.guests
    np.testing.assert_allclose(theta_of(experiment, first.report.weights), theta, rtol=1e-3)
    assert f"weights={text}" in collector.link_of(first)
    assert other.report.step == 0  # they do not fit: it begins with those of its seed, as when it is opened


def test_one_trains_after_the_other_and_it_is_said():
    lines = [f"{name} {SITE}/?points=60&layers=3&at_step={step}" for name, step in (("A", 90), ("B", 30), ("C", 30))]
    collector = collected(*lines)
    assert [collector.says(guest) for guest in collector.guests] == ["waits to be trained"] * 3
    collector.advance(0)
    assert collector.says(collector.guests[0]) in ("training to epoch 30 …", "")
    assert collector.state == "working"
    assert "of 3 networks are trained" in collector.message()["text"]
    collector.cancel()
    assert collector.state == "cancelled"
    assert collector.message()["buttons"] == [["go_on", "Go on"]]
    collector.resume()
    done(collector)
    assert [collector.says(guest) for guest in collector.guests] == [""] * 3
    assert collector.message() == {"text": "", "buttons": []}


def test_goals_answers_and_divergence_are_those_of_the_networks():
    asked = "points=60&layers=3&goal_loss=0.5&ask=W%3F&choice_1=a&choice_2=b"
    lines = [
        f"A {SITE}/?{asked}&at_step=900&answer=2&step_size=0.03",
        f"B {SITE}/?{asked}&at_step=3&answer=1",
        f"C {SITE}/?{asked}&at_step=900&answer=1&optimizer=gradient_descent&activation=relu&step_size=10",
        f"D {SITE}/?points=60&layers=3&at_step=3",
    ]
    reports = [guest.report for guest in done(collected(*lines)).guests]
    for report in reports:
        wanted = report.step > 0 and not report.has_diverged and report.test_loss <= 0.5
        assert report.has_reached == wanted
    assert [report.answer for report in reports] == [2, 1, 1, 0]
    assert reports[0].has_reached
    assert reports[2].has_diverged
    assert not reports[1].has_reached


def test_the_wall_of_a_collector_has_what_its_links_say():
    lines = [f"{name} {SITE}/?points=60&step_size={size}&at_step=9" for name, size in (("A", 0.1), ("B", 0.3))]
    lines.append(f"C {SITE}/?points=60&step_size=0.1&at_step=12")
    collector = done(collected(*lines))
    frame = wall.make_frame(collecting.class_of(collector), Looking(sort="name", covered=True), 0.0, state="done")
    about = [frame.header[f"about:{guest.id}"] for guest in collector.guests]
    assert [each["name"] for each in about] == ["No. 1", "No. 2", "No. 3"]
    assert [each["chosen"] for each in about] == ["", "α 0.3", ""]
    assert about[1]["link"] == "./?points=60&step_size=0.3&at_step=9"
    assert frame.header["settings"] == [{"field": "step_size", "label": "Step size α", "options": ("0.1", "0.3")}]


def test_data_that_cannot_train_do_no_harm():
    collector = done(collected(f"A {SITE}/?data=own&at_step=9", f"B {SITE}/sequences?data=own&at_step=4"))
    assert [guest.report.step for guest in collector.guests] == [0, 0]
    frame = wall.make_frame(collecting.class_of(collector), Looking(), 0.0)
    assert len(frame.header["members"]) == 2
    assert change(Experiment(), data="own") == reading.experiment(collector.guests[0])
