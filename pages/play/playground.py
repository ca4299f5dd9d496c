"""The Playground: one network, live."""

import streamlit as st

from ui.players import showing
from ui.players.player import Player
from ui.playground import panels, stage
from ui.playground.challenges import CHALLENGES
from ui.visit import links, locks, session, task
from ui.widgets import bars, layout, presets, settings, view_settings
from ui.widgets.guard import pressed


def show_controls(player: Player) -> None:
    """Show what stands above the Stage."""
    with bars.controls(player):
        view_settings.step_by()
        view_settings.speed()
        settings.number_list("step_size", settings.STEP_SIZES)
        settings.select("optimizer")
        settings.select("activation")
        settings.loss()
        settings.select("regularization")
        if session.current().experiment.regularization != "none":
            settings.number_list("regularization_rate", settings.RATES)
    layout.data_row(lambda: settings.slider("train_share", 5, " %%"))
    if text := locks.current_task().task:
        with st.container(key="task", horizontal=True, vertical_alignment="center"):
            st.text(text, width="stretch")  # never Markdown: it comes from a link
            given = session.current().desk.given or session.current().experiment
            if name := presets.named(CHALLENGES, locks.current_task(), given):
                st.caption(name, width="content")
            st.button("Leave the task", key="leave", type="tertiary", on_click=pressed, args=(locks.leave_task,))


arrival = layout.begin(task.PAGE)
locks.end_if_left()
player = showing.current()
if arrival.weights and (theta := links.weights_of(arrival.weights)) is not None:
    player.begin_with(theta)
if arrival.at_step or arrival.play:
    player.train_to(arrival.at_step, arrival.play)
    session.current().needs_page_run = False  # this run of the page shows it
above, picture, below = layout.places()
with layout.picture_first("stage", picture):
    stage.show(player, session.current().view)
with above:
    bars.head("Playground")
    show_controls(player)
with below:
    if not locks.is_hidden("panels"):
        panels.show(player)
layout.finish()
