"""Images: one convolutional network, live."""

import streamlit as st

from ui.images import panels, picture
from ui.players import showing
from ui.players.player import Player
from ui.visit import links, locks, session, task
from ui.widgets import bars, data_settings, layout, settings, view_settings
from ui.widgets.guard import pressed


def show_controls(player: Player) -> None:
    """Show what stands above the picture."""
    with bars.controls(player):
        view_settings.speed()
        settings.number_list("step_size", settings.STEP_SIZES)
        settings.select("optimizer")
        settings.select("activation")
        settings.widths("filters")
        if player.run.experiment.filters:
            settings.select("kernel")
            settings.number_list("stride", (1, 2))
            settings.select("padding")
            settings.select("pooling")
    with st.container(horizontal=True, vertical_alignment="bottom", key="data_row"):
        data_settings.data_picker()
        with st.container(horizontal=True, vertical_alignment="bottom", key="data_settings"):
            data_settings.image_options()
    show_task()


def show_task() -> None:
    """Show what a link asks of the visitor."""
    if text := locks.current_task().task:
        with st.container(key="task", horizontal=True, vertical_alignment="center"):
            st.text(text, width="stretch")  # never Markdown: it comes from a link
            st.button("Leave the task", key="leave", type="tertiary", on_click=pressed, args=(locks.leave_task,))


arrival = layout.begin(task.IMAGES_PAGE)
locks.end_if_left()
player = showing.current()
if arrival.weights and (theta := links.weights_of(arrival.weights)) is not None:
    player.begin_with(theta)
if arrival.at_step or arrival.play:
    player.train_to(arrival.at_step, arrival.play)
    session.current().needs_page_run = False  # this run of the page shows it
above, place, below = layout.places()
with layout.picture_first("images", place):
    picture.show(player)
with above:
    bars.head("Images")
    show_controls(player)
with below:
    if not locks.is_hidden("panels"):
        panels.show(player)
layout.finish()
