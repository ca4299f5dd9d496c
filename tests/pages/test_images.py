"""The Images page under AppTest: every choice of every control, addresses, and the panels."""

import re

import numpy as np
import pytest

from engine.experiments.image_experiment import FIELDS
from tests.pages.opening import change, header, keys, open_page, query, step, visit
from ui.images import panels
from ui.images.gallery import CHALLENGES
from ui.visit import view
from ui.widgets import take_away
from ui.widgets.settings import STEP_SIZES

PAGE = "play/images"
SELECTS = {
    **{
        name: FIELDS[name].options
        for name in (
            "optimizer",
            "activation",
            "kernel",
            "padding",
            "pooling",
            "regularization",
            "schedule",
            "initializer",
        )
    },
    "step_size": STEP_SIZES,
    "stride": (1, 2),
    "speed": tuple(view.SPEEDS),
    "step_by": view.FIELDS["step_by"].options,
}
SMALL = {"images": "60", "filters": "2"}


@pytest.mark.parametrize("name", SELECTS)
def test_every_choice_of_every_list(name):
    page = open_page(PAGE, **SMALL)
    for option in SELECTS[name]:
        change(page, "selectbox", name, option)
        shown = getattr(visit(page).view if name in view.FIELDS else visit(page).experiment, name)
        assert shown == option
        assert header(page)["state"] == "ready"


def test_every_set_of_images_and_every_side():
    for data in FIELDS["data"].options:
        page = open_page(PAGE, data=data, images="60")
        assert header(page)["data"] == data
        sides = {"train_side"} & keys(page)
        assert sides == ({"train_side"} if data in ("bars", "shapes", "textures") else set())
        for side in FIELDS["train_side"].options if sides else ():
            change(page, "selectbox", "train_side", side)
            assert visit(page).experiment.train_side == side
        step(page)
        assert not page.exception
        assert (header(page)["epoch"] > 0) is (data != "own")


@pytest.mark.parametrize(
    ("name", "value"), [("shift", 4), ("noise", 50), ("images", 20), ("train_share", 10), ("batch_size", 1)]
)
def test_every_slider(name, value):
    page = open_page(PAGE, **SMALL)
    change(page, "slider", name, value)
    assert getattr(visit(page).experiment, name) == value
    assert query(page)[name] == str(value)


@pytest.mark.parametrize("panel", panels.PANELS)
def test_every_panel(panel):
    page = open_page(PAGE, at_step="5", **SMALL)
    page.session_state["panel"] = panel
    page.run()
    assert not page.exception
    for program in take_away.PROGRAMS if panel == "Take away" else ():
        page.session_state["program"] = program
        page.run()
        assert not page.exception


def test_the_summary_counts_the_test_images_that_are_scored():
    page = open_page(PAGE, at_step="5", data="shapes", images="60")
    page.session_state["panel"] = "Summary"
    page.run()
    (table,) = [each.value for each in page.markdown if "Confusion matrix" in each.value]
    rows = [re.findall(r"\d+", line) for line in table.splitlines() if line.startswith("| **is")]
    counts = np.array([[int(count) for count in row] for row in rows])
    assert counts.shape == (4, 4)
    assert counts.sum() == 30
    assert counts.trace() / 30 == pytest.approx(header(page)["scores"][3])
    assert any("30 training and 30 test images" in each.value for each in page.caption)


def test_a_challenge_is_named():
    challenge = CHALLENGES["hundred"]
    page = open_page(PAGE, **challenge.query)
    assert any(each.value == f"Challenge: {challenge.title}" for each in page.caption)


@pytest.mark.parametrize("filters", ["0", "8", "8-16", "1-1"])
def test_filters_are_typed(filters):
    page = open_page(PAGE, **SMALL)
    page.text_input(key="filters").set_value(filters).run()
    assert not page.exception
    typed = tuple(int(part) for part in filters.split("-")) if filters != "0" else ()
    assert visit(page).experiment.filters == typed
    assert ("kernel" in keys(page)) is bool(typed)  # without convolutions there is nothing to choose


@pytest.mark.parametrize("filters", ["", "none", "8-x"])
def test_filters_that_are_none_are_explained(filters):
    page = open_page(PAGE, **SMALL)
    page.text_input(key="filters").set_value(filters).run()
    assert visit(page).experiment.filters == (2,)
    assert "or 0 for none" in page.toast[0].value
    assert page.text_input(key="filters").value == "2"


def test_a_kernel_that_does_not_fit_changes_nothing():
    page = open_page(PAGE, filters="4-4", pooling="mean", kernel="3", images="60")
    before = visit(page).experiment
    change(page, "selectbox", "padding", "valid")
    assert visit(page).experiment == before
    assert any("must have images of 2 × 2" in each.value for each in page.toast)
    assert page.selectbox(key="padding").value == "same"


def test_what_can_be_taken_of_an_address_is():
    page = open_page(PAGE, kernel="9", filters="300", shift="-1", pooling="mean", drawing="x", data="bars")
    experiment = visit(page).experiment
    assert (experiment.data, experiment.pooling, experiment.kernel, experiment.shift) == ("bars", "mean", "3", 0)
    assert len(page.toast) == 4
    assert any("none is used" in each.value for each in page.toast)
