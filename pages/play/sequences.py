"""Sequences: one recurrent network, live."""

import streamlit as st

from engine.data.sequences.datasets import OWN
from ui.players.player import Player
from ui.sequences import panels, picture, start
from ui.sequences.gallery import CHALLENGES
from ui.visit import locks, session, task
from ui.widgets import bars, data_settings, layout, presets, settings, view_settings


def show_controls(player: Player) -> None:
    """Show what stands above the picture."""
    experiment = session.current().experiment
    with bars.controls(player):
        view_settings.speed()
        settings.number_list("step_size", settings.SEQUENCE_STEP_SIZES)
        settings.select("optimizer")
        settings.select("cell")
        settings.number_list("units", settings.UNITS)
        if experiment.cell == "rnn":
            settings.select("activation")
        settings.number_list("recurrent_scale", settings.RECURRENT_SCALES)
        if experiment.cell == "lstm":
            settings.number_list("forget_bias", settings.FORGET_BIASES)
    with st.container(horizontal=True, vertical_alignment="bottom", key="data_row"):
        data_settings.data_picker(start.suited)
        with st.container(horizontal=True, vertical_alignment="bottom", key="data_settings"):
            data_settings.sequence_options()
    if experiment.data == OWN:
        data_settings.own_text_area()
    presets.show_task(CHALLENGES)


player = layout.begin_training(task.SEQUENCES_PAGE)
above, place, below = layout.places()
with layout.picture_first("sequences", place):
    picture.show(player)
with above:
    bars.head("Sequences")
    show_controls(player)
with below:
    if not locks.is_hidden("panels"):
        panels.show(player)
layout.finish()
