"""Compare networks that look at images: pooling, stride, padding, kernels, filters, dense or convolution."""

from dataclasses import dataclass

import streamlit as st

from engine.experiments.fields import Choice, Number
from engine.experiments.image_experiment import ImageExperiment
from pictures.wall.frame import Look
from ui.compare import image_contenders, image_race_frame, lessons, race_view
from ui.compare.image_contenders import QUESTIONS, SHARED
from ui.compare.image_lessons import LESSONS
from ui.players.race import Race
from ui.visit import session
from ui.visit.page import Page
from ui.widgets import bars, data_settings, layout, own, settings, view_settings


@dataclass(frozen=True, slots=True)
class Settings:
    """What this page has of its own: what the networks differ in, the curves on show, what counts as solved."""

    against: str = "network"
    curve: str = "accuracy"
    target: float = 95


PAGE = Page(
    "image_networks",
    {
        "against": Choice(QUESTIONS),
        "curve": Choice(image_race_frame.CURVES),
        "target": Number(0, 100),
    },
    Settings,
    kind=ImageExperiment.KIND,
)


def show_head() -> None:
    """Show the title, what can be compared, and the lessons."""
    bars.head("Compare image networks")
    with st.container(horizontal=True, vertical_alignment="center", key="choice"):
        own.buttons("against", "What varies", {name: each.label for name, each in QUESTIONS.items()})
    lessons.show_buttons(
        LESSONS, lambda: image_contenders.members(session.current().experiment, session.own().against)[0]
    )


def show_controls(against: str, contest: Race) -> None:
    """Show Play, the settings of all networks and the data."""
    with bars.controls(contest, bars.what_is_equal(member.experiment for member in contest.members)):
        settings.number_list("step_size", settings.STEP_SIZES)
        settings.select("optimizer")
    layout.data_row()
    with bars.rest():
        view_settings.speed()
        for name in SHARED:
            if name in image_contenders.varied(against):
                continue
            if name == "filters":
                settings.widths(name)
            elif name == "stride":
                settings.number_list(name, (1, 2))
            else:
                settings.select(name)
        own.select("curve", "Test curves", image_race_frame.CURVES)
        own.number("target", "Solved at, %", "The test accuracy of the dotted line; the table counts the epochs to it.")
        data_settings.image_options()


arrival = layout.begin(PAGE)
chosen: Settings = session.own()
members, impossible = image_contenders.members(session.current().experiment, chosen.against)
contest = race_view.arrive(members, arrival)
above, picture, _ = layout.places()
with layout.picture_first("wall", picture):
    race_view.show(
        contest,
        [Look(i) for i in range(len(members))],
        chosen.target,
        image_race_frame.pack,
        lambda: lessons.header(LESSONS, contest.shown[0].epoch),
        curve=chosen.curve,
    )
with above:
    show_head()
    show_controls(chosen.against, contest)
    missing = f" Not possible with these images: {'; '.join(impossible)}." if impossible else ""
    bars.about(
        "Equal for all: data, mini-batches, optimizer, step size, seeds. "
        f"What varies: {QUESTIONS[chosen.against].label.lower()}.{missing} "
        "A click on a picture opens it on the Images page."
    )
layout.finish()
