"""Sequences: one recurrent network, live."""

import streamlit as st

from engine.data.sequences.datasets import OWN
from ui.players.player import Player
from ui.rooms import guest_page
from ui.sequences import panels, picture, start
from ui.sequences.gallery import CHALLENGES
from ui.visit import locks, session, task
from ui.widgets import bars, data_settings, layout, presets, settings, view_settings


def show_controls(player: Player) -> None:
    """Show what stands above the picture."""
    experiment = session.current().experiment
    with bars.controls(player):
        settings.number_list("step_size", settings.SEQUENCE_STEP_SIZES)
        settings.select("cell")
        settings.number_list("units", settings.UNITS)
    layout.data_row(start.suited)
    with bars.rest():
        view_settings.speed()
        settings.select("optimizer")
        if experiment.cell == "rnn":
            settings.select("activation")
        settings.number_list("recurrent_scale", settings.RECURRENT_SCALES)
        if experiment.cell == "lstm":
            settings.number_list("forget_bias", settings.FORGET_BIASES)
        data_settings.sequence_options()
    if experiment.data == OWN:
        # On a projector the text is folded away once there is one.
        with st.container(key="own_text" if experiment.own else "no_text"):
            data_settings.own_text_area()
    presets.show_task(CHALLENGES)


guest_page.begin(task.SEQUENCES_PAGE)
player = layout.begin_training(task.SEQUENCES_PAGE)
above, place, below = layout.places()
with layout.picture_first("sequences", place):
    picture.show(player)
with above:
    bars.head("Sequences")
    guest_page.show()
    show_controls(player)
with below:
    if not locks.is_hidden("panels"):
        panels.show(player)
layout.finish()
