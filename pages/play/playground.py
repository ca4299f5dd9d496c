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
    session.settle()


def transport() -> None:
    """Play, Step and Reset, with the speed."""
    done, running = me.run.stopped, me.playing
    st.button(
        "Pause" if running else "Play",
        key="play",
        type="primary",
        on_click=me.play,
        args=(not running,),
        width=104,
        disabled=done,
    )
    st.button("Step", key="step", on_click=me.step, args=(session.current_view().step_by,), disabled=done)
    st.button("Reset", key="reset", on_click=me.reset)


st.title("Neural network playground", anchor=False)

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
    with st.container(horizontal=True, key="data_settings"):
        controls.slider("noise", 1, " %%")
        controls.slider("train_share", 5, " %%")
        controls.slider("batch_size", 1, high=100)

session.show_notices()
picture = st.container()

with st.container(key="more"):
    data, net, steps = st.columns(3, gap="large")
with data:
    st.subheader("Data", anchor=False)
    controls.slider("points", 10, high=1500)
    controls.seed("data_seed", "New data")
    controls.augmentation_picker()
with net:
    st.subheader("Network", anchor=False)
    controls.feature_picker()
    controls.widths()
    controls.activations()
    controls.select("initializer")
    controls.options("initializer")
    controls.seed("weight_seed", "New weights")
with steps:
    st.subheader("Training", anchor=False)
    controls.select("schedule")
    controls.options("schedule", "optimizer", "loss")
    controls.slider("dropout", 5, " %%")
    controls.number("clip_norm", 0.1)
    controls.slider("frozen", 1, high=len(session.experiment().layers) + 1)

stage.send_code()
session.write_address()
with picture:  # last, so that a tick that comes right behind finds a page that is complete
    player.show(me, session.current_view(), controls.touch)
