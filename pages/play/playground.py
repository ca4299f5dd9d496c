"""The Playground: one network, live."""

import streamlit as st

from ui.players import player
from ui.playground import actions as acts
from ui.playground import panels
from ui.visit import session, task
from ui.widgets import bars, live, style
from ui.widgets import settings as controls

style.apply()
arrival = session.read_address(task.PAGE)
me = player.mine(session.experiment())
if arrival.at_step or arrival.play:
    me.head_for(arrival.at_step, arrival.play)
    session.settle()

bars.head("Playground")

with st.container(horizontal=True, vertical_alignment="bottom", key="bar"):
    bars.transport(me)
    with st.container(horizontal=True, vertical_alignment="bottom", key="settings"):
        controls.view_choice("step_by", "Step by", {"epoch": "epoch", "mini_batch": "mini-batch"})
        controls.speed()
        controls.number_list("step_size", controls.STEP_SIZES)
        controls.select("optimizer")
        controls.select("activation")
        controls.loss()
        controls.select("regularization")
        if session.experiment().regularization != "none":
            controls.number_list("regularization_rate", controls.RATES)

with st.container(horizontal=True, vertical_alignment="bottom", key="data_row"):
    controls.data_picker()
    with st.container(horizontal=True, vertical_alignment="bottom", key="data_settings"):
        controls.data_options()
        controls.slider("train_share", 5, " %%")
        controls.slider("batch_size", 1, high=100)

session.show_notices()
if task.mine().task:
    with st.container(key="task", horizontal=True, vertical_alignment="center"):
        st.text(task.mine().task, width="stretch")  # never Markdown: it comes from a link
        st.button("Leave the task", key="leave", type="tertiary", on_click=task.leave)
picture = st.container()
if not task.is_hidden("panels"):
    panels.show(me)

live.send_code("stage")
session.write_address()
with picture:  # last, so that a tick that comes right behind finds a page that is complete
    player.show(me, session.current_view(), acts.handler(me))
