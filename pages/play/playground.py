"""The Playground: one network, live."""

import streamlit as st

from ui import controls, player, session, style
from ui.stage import stage
from ui.view import SPEEDS

style.apply()
autoplay = session.read_address("playground")
me = player.mine(session.experiment())
if autoplay:
    me.play(True)


def transport() -> None:
    """Play, Step and Reset, with the speed."""
    if me.playing:
        st.button("Pause", key="play", type="primary", on_click=me.play, args=(False,), width=104)
    else:
        st.button("Play", key="play", type="primary", on_click=me.play, args=(True,), width=104, disabled=me.run.stopped)
    st.button("Step", key="step", on_click=me.step, args=(session.current_view().step_by,), disabled=me.run.stopped)
    st.button("Reset", key="reset", on_click=me.reset)
    controls.view_choice("step_by", "Step by", {"epoch": "one epoch", "mini_batch": "one mini-batch"})
    speeds = {name: "full speed" if name == "full" else f"{speed:g} epochs/s" for name, speed in SPEEDS.items()}
    controls.view_choice("speed", "Speed", speeds | {"1": "1 epoch/s"})


with st.container(horizontal=True, vertical_alignment="bottom", key="transport"):
    transport()
    controls.number_list("step_size", controls.STEP_SIZES)
    controls.select("optimizer")
    controls.select("activation")
    controls.loss()
    controls.select("regularization")

controls.data_picker()
for notice in st.session_state.get("notices", ()):
    st.warning(notice)
st.session_state["notices"] = []

player.show(me, session.current_view(), controls.touch)

data, net, steps = st.columns(3, gap="large")
with data:
    st.subheader("Data")
    controls.slider("noise", 1, " %%")
    controls.slider("train_share", 5, " %%")
    controls.slider("points", 10, high=1500)
    controls.seed("data_seed", "New data")
    controls.view_toggle("show_test", "Show test data")
    controls.view_toggle("discretize", "Discretize output")
with net:
    st.subheader("Network")
    controls.feature_picker()
    controls.widths()
    controls.select("initializer")
    controls.seed("weight_seed", "New weights")
with steps:
    st.subheader("Training")
    controls.select("schedule")
    controls.slider("batch_size", 1, high=100)
    if "momentum" in controls.OPTIMIZERS[session.experiment().optimizer].options:
        controls.slider("momentum", 0.001)
    if session.experiment().regularization != "none":
        controls.number_list("regularization_rate", controls.RATES)

stage.send_code()
session.write_address()
