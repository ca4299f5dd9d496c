"""The Playground: one network, live."""

import streamlit as st

from ui import acts, controls, panels, player, session, style, undo
from ui.stage import stage
from ui.view import SPEEDS

style.apply()
arrival = session.read_address(session.Page("playground"))
me = player.mine(session.experiment())
if arrival.at_step or arrival.play:
    me.head_for(arrival.at_step, arrival.play)
    session.settle()


def again(go) -> None:
    """Undo or redo; the whole page shows it."""
    go()
    session.touch()


def transport() -> None:
    """Play, Step and Reset."""
    running, done = me.playing, me.state == "diverged"
    st.button(
        "Pause" if running else "Play",
        key="play",
        type="primary",
        on_click=me.play,
        args=(not running,),
        width=104,
        disabled=done,
        help="Space",
    )
    by = session.current_view().step_by
    st.button("Step", key="step", on_click=me.step, args=(by,), disabled=done, help="→")
    st.button("Reset", key="reset", on_click=me.reset, help="R · back to the same first weights")


with st.container(horizontal=True, vertical_alignment="center", key="head"):
    st.title("Neural network playground", anchor=False, width="stretch")
    icons = {"undo": ":material/undo:", "redo": ":material/redo:"}
    st.button("Undo", key="undo", icon=icons["undo"], on_click=again, args=(undo.undo,), disabled=not undo.can_undo())
    st.button("Redo", key="redo", icon=icons["redo"], on_click=again, args=(undo.redo,), disabled=not undo.can_redo())

with st.container(horizontal=True, vertical_alignment="bottom", key="bar"):
    with st.container(horizontal=True, vertical_alignment="bottom", width="content", key="transport"):
        transport()
    with st.container(horizontal=True, vertical_alignment="bottom", key="settings"):
        controls.view_choice("step_by", "Step by", {"epoch": "epoch", "mini_batch": "mini-batch"})
        speeds = {name: "full" if name == "full" else f"{speed:g} epochs/s" for name, speed in SPEEDS.items()}
        controls.view_choice("speed", "Speed", speeds | {"1": "1 epoch/s"})
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
picture = st.container()
panels.show(me)

stage.send_code()
session.write_address()
with picture:  # last, so that a tick that comes right behind finds a page that is complete
    player.show(me, session.current_view(), acts.handler(me))
