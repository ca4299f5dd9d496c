"""What the pages that compare have in common, under AppTest: Play, and lessons."""

import pytest

from engine.numerals import plain
from engine.runs.sweep import Sweep
from tests.pages.opening import change, header, open_page, query, step, visit
from ui.compare import cell_lessons, image_lessons, point_lessons
from ui.visit import session
from ui.widgets import labels

# The name of a page -> its lessons, and the moment of a Run that they count in.
PAGES = {
    "cells": (cell_lessons.LESSONS, "step"),
    "image_networks": (image_lessons.LESSONS, "epoch"),
    "activations": (point_lessons.ACTIVATIONS, "epoch"),
    "optimizers": (point_lessons.OPTIMIZERS, "epoch"),
}
PART = {"optimizers": {"part": "network"}}  # of a page, that has the lessons
# The name of a page that trains by itself, and its lessons.
BY_THEMSELVES = {"step_size": point_lessons.STEP_SIZES, "luck": point_lessons.SEEDS, "depth": point_lessons.SHAPES}


def assert_said_of_all(page, experiments):
    """What the button on a projector says is true of all networks that are compared, and tells what it can."""
    with session.of(visit(page)):
        said = page.button(key="unfold").label.split(" · ")
        network = "" if len(said) < 4 else said[-1]
        words = {
            "data": [labels.name_of("data", each.data) for each in experiments],
            "optimizer": [labels.name_of("optimizer", each.optimizer) for each in experiments],
            "step_size": [f"α {plain(each.step_size)}" for each in experiments],
        }
        for texts in words.values():
            assert (texts[0] in said) == (len(set(texts)) == 1)
        for name in ("activation", "cell"):
            if hasattr(experiments[0], name):
                texts = {labels.name_of(name, getattr(each, name)) for each in experiments}
                assert len(texts) == 1 or not any(text in network for text in texts)
        for name in ("layers", "filters", "units"):
            if hasattr(experiments[0], name):
                texts = {labels.field_text(each, name) for each in experiments}
                assert len(texts) == 1 or not texts & set(network.split())
        assert experiments[0].KIND != "points" or all(each.layers for each in experiments) or "0 " not in network


@pytest.mark.parametrize(
    ("page", "query"), [("cells", {"examples": "40", "units": "4"}), ("image_networks", {"images": "60"})]
)
def test_play_step_and_reset(page, query):
    page = open_page(f"compare/{page}", **query)
    step(page)
    assert header(page)["epoch"] == 1
    page.button(key="play").click().run()
    assert header(page)["state"] == "playing"
    page.button(key="play").click().run()
    page.button(key="reset").click().run()
    assert (header(page)["step"], header(page)["state"]) == (0, "ready")


@pytest.mark.parametrize(("page", "name"), [(page, name) for page, (lessons, _) in PAGES.items() for name in lessons])
def test_a_press_begins_a_lesson_and_its_answer_comes_when_it_can_be_seen(page, name):
    lessons, moment = PAGES[page]
    lesson = lessons[name]
    page = open_page(f"compare/{page}", speed="full", step_size="0.001", projector="true", **PART.get(page, {}))
    page.button(key=f"lesson_{name}").click().run()
    assert not page.exception
    assert_said_of_all(page, [member.experiment for member in visit(page).work.members])
    seen = header(page)
    assert seen["state"] == "playing"
    assert seen["lesson"] == {"question": lesson.question, "answer": ""}
    assert visit(page).experiment == lesson.experiment
    assert visit(page).view.speed == lesson.speed
    race = visit(page).work
    race.play(False)
    for run in race.runs:
        setattr(run, moment, lesson.until)
    page.run()
    assert header(page)["lesson"]["answer"] == lesson.answer
    page.button(key="undo").click().run()
    assert visit(page).experiment.step_size == 0.001
    assert "lesson" not in header(page)


@pytest.mark.parametrize(("page", "name"), [("cells", "bend"), ("image_networks", "texture")])
def test_a_lesson_that_is_pressed_again_begins_again(page, name):
    page = open_page(f"compare/{page}")
    page.button(key=f"lesson_{name}").click().run()
    first = visit(page).work
    page.button(key=f"lesson_{name}").click().run()
    assert header(page)["state"] == "playing"
    assert all(run is not old for run, old in zip(visit(page).work.runs, first.runs, strict=True))


@pytest.mark.parametrize(
    ("page", "name"), [(page, name) for page, lessons in BY_THEMSELVES.items() for name in lessons]
)
def test_a_page_that_trains_by_itself_begins_a_lesson_anew(page, name, monkeypatch):
    lesson = BY_THEMSELVES[page][name]
    page = open_page(f"compare/{page}", epochs="7", step_size="0.001", projector="true")
    first = visit(page).work
    page.button(key=f"lesson_{name}").click().run()
    assert not page.exception
    assert header(page)["lesson"] == {"question": lesson.question, "answer": ""}
    work = visit(page).work
    assert_said_of_all(page, work.sweep.experiments)
    assert work is not first
    assert work.sweep.epochs == lesson.own["epochs"]
    monkeypatch.setattr(Sweep, "done", property(lambda sweep: True))
    page.run()
    assert header(page)["lesson"]["answer"] == lesson.answer


@pytest.mark.parametrize("name", list(point_lessons.SURFACES))
def test_a_lesson_on_a_surface_leaves_the_network_as_it_is(name):
    lesson = point_lessons.SURFACES[name]
    page = open_page("compare/optimizers", step_size="0.001", surface="bowl")
    page.button(key=f"lesson_{name}").click().run()
    assert not page.exception
    said = {"question": lesson.question, "answer": lesson.answer, "until": lesson.until}
    assert header(page)["lesson"] == said
    assert header(page)["surface"] == lesson.own["surface"]
    assert visit(page).experiment.step_size == 0.001
    page.button(key="undo").click().run()
    assert header(page)["surface"] == "bowl"
    page.button(key="redo").click().run()
    assert header(page)["lesson"] == said
    change(page, "button_group", "surface", "rosenbrock")
    assert "lesson" not in header(page)


def test_a_lesson_with_the_usual_settings_is_a_step_back_too():
    page = open_page("compare/cells")
    page.button(key="lesson_bend").click().run()
    assert query(page)["against"] == "activation"
    page.button(key="undo").click().run()
    assert "against" not in query(page)
    assert page.button(key="undo").disabled
