"""Compare recurrent networks: plain cells, LSTM and GRU; lengths, scales, activations, forget biases."""

from dataclasses import dataclass

import streamlit as st

from engine.data.sequences.datasets import OWN
from engine.experiments.fields import Choice
from engine.experiments.sequence_experiment import SequenceExperiment
from pictures.wall.frame import Look
from ui.compare import cell_contenders, cell_race_frame, lessons, race_view
from ui.compare.cell_contenders import QUESTIONS
from ui.compare.cell_lessons import LESSONS
from ui.players.race import Race
from ui.visit import session
from ui.visit.page import Page
from ui.widgets import bars, data_settings, layout, own, settings, view_settings

NUMBERS = {
    "units": settings.UNITS,
    "recurrent_scale": settings.RECURRENT_SCALES,
    "forget_bias": settings.FORGET_BIASES,
}
COLOURS = (0, 1, 2, 4, 5, 6, 3, 8)  # of the networks: those that differ most come first


@dataclass(frozen=True, slots=True)
class Settings:
    """What this page has of its own: what the networks differ in, and the curves on show."""

    against: str = "cell"
    curve: str = "accuracy"


PAGE = Page(
    "cells",
    {
        "against": Choice(QUESTIONS),
        "curve": Choice(cell_race_frame.CURVES),
    },
    Settings,
    kind=SequenceExperiment.KIND,
)


def show_head() -> None:
    """Show the title, what can be compared, and the lessons."""
    bars.head("Compare cells")
    with st.container(horizontal=True, vertical_alignment="center", key="choice"):
        own.buttons("against", "What varies", {name: each.label for name, each in QUESTIONS.items()})
    lessons.show_buttons(
        LESSONS,
        lambda: cell_contenders.members(session.current().experiment, session.own().against)[0],
        cell_race_frame.MEASURES,
    )


def show_controls(against: str, contest: Race) -> None:
    """Show Play, the settings of all networks and the data."""
    experiment = session.current().experiment
    with bars.controls(contest, bars.what_is_equal(member.experiment for member in contest.members)):
        settings.number_list("step_size", settings.SEQUENCE_STEP_SIZES)
        settings.select("optimizer")
    layout.data_row(cell_contenders.suited)
    with bars.rest():
        view_settings.speed()
        for name in cell_contenders.shared(experiment, against):
            if name in NUMBERS:
                settings.number_list(name, NUMBERS[name])
            else:
                settings.select(name)
        settings.number("clip_norm", "Clip at norm")
        if experiment.class_count:
            own.select("curve", "Test curves", cell_race_frame.CURVES)
        data_settings.sequence_options(without=QUESTIONS[against].fields)
    if experiment.data == OWN:
        data_settings.own_text_area()


arrival = layout.begin(PAGE)
chosen: Settings = session.own()
members, impossible = cell_contenders.members(session.current().experiment, chosen.against)
contest = race_view.arrive(members, arrival, cell_race_frame.MEASURES)
above, picture, _ = layout.places()
with layout.picture_first("wall", picture):
    race_view.show(
        contest,
        [Look(colour) for colour in COLOURS[: len(members)]],
        cell_race_frame.SOLVED_ACCURACY,
        cell_race_frame.pack,
        lambda: lessons.header(LESSONS, cell_race_frame.step_of(contest)),
        curve=chosen.curve,
    )
with above:
    show_head()
    show_controls(chosen.against, contest)
    missing = f" Not possible with these sequences: {'; '.join(impossible)}." if impossible else ""
    note = f" {cell_contenders.NOTES[chosen.against]}" if chosen.against in cell_contenders.NOTES else ""
    bars.about(
        f"Equal for all: data, mini-batches, optimizer, step size, seeds.{note}{missing} "
        "A click opens a network on the Sequences page."
    )
layout.finish()
