"""The Analysis panel: one chart at a time, drawn when it is opened or the page runs, never in a tick."""

from collections.abc import Callable

import plotly.graph_objects as go
import streamlit as st

from engine.numerals import grouped
from pictures.charts import layers, losses, surface, warp
from ui.players import sentences, showing
from ui.players.player import Player
from ui.widgets import chart


def _losses(player: Player) -> go.Figure:
    log = st.toggle("Logarithmic axis", key="log_axis")
    branches = [(sentences.difference(branch, player.run), branch) for branch in player.branches]
    changes = [(epoch, text) for _, epoch, text in showing.changes(player)]
    return losses.loss_curves(player.run, log, branches, changes)


def _warp(player: Player) -> go.Figure:
    count = len(player.shown.experiment.layers)
    if count < 2:
        return warp.warped_space(player.shown, 1)
    st.session_state["warp_layer"] = min(st.session_state.get("warp_layer") or count, count)
    layer = st.segmented_control(
        "Hidden layer", range(1, count + 1), key="warp_layer", required=True, label_visibility="collapsed"
    )
    return warp.warped_space(player.shown, layer or count)


CHARTS: dict[str, Callable[[Player], go.Figure]] = {
    "Losses": _losses,
    "Gradients": lambda player: layers.gradient_norms_over_time(player.run),
    "Weights": lambda player: layers.weights_over_time(player.run),
    "Activations": lambda player: layers.activation_histograms(player.shown),
    "Output in 3-D": lambda player: surface.output_surface(player.shown),
    "Warped space": _warp,
}


def show(player: Player) -> None:
    """Show the chosen chart of the network on show."""
    if not player.shown.train.size:
        st.info("There are no training points yet: nothing to analyse.")
        return
    name = st.segmented_control(
        "Chart", list(CHARTS), key="chart", default="Losses", required=True, label_visibility="collapsed"
    )
    figure = CHARTS[name or "Losses"](player)
    epoch = f"Drawn at epoch {grouped(player.shown.epoch)}"
    if player.playing:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(f"{epoch}, while it plays.")
            st.button("Draw again", key="draw_again")
    else:
        st.caption(f"{epoch}.")
    chart.show(figure, f"chart_{name}")
