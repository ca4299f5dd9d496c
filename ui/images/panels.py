"""What lies below the picture of the Images page: one panel at a time."""

from collections.abc import Callable

import streamlit as st

from engine import network
from engine.layers.conv import Conv
from engine.layers.dense import Dense
from engine.layers.flatten import Flatten
from engine.numerals import grouped
from ui.images.gallery import CHALLENGES, PICTURES, PRESETS
from ui.players.player import Player
from ui.widgets import data_settings, panels, presets, settings, summary, take_away, view_settings


def show(player: Player) -> None:
    """Show the choice of panels and the one that is chosen."""
    panels.show(PANELS, player)


def settings_panel(player: Player) -> None:
    """All that the rows above the picture have no room for."""
    data, net, steps = st.columns(3, gap="large")
    with data:
        st.header("Data", anchor=False)
        settings.seed("data_seed", "New data")
        data_settings.augmentation_picker()
    with net:
        st.header("Network", anchor=False)
        settings.widths()
        settings.select("initializer")
        settings.options("initializer")
        settings.seed("weight_seed", "New weights")
    with steps:
        st.header("Training", anchor=False)
        view_settings.step_by()
        view_settings.stop()
        settings.select("schedule")
        settings.options("schedule", "optimizer")
        settings.select("regularization")
        settings.number_list("regularization_rate", settings.RATES)
        settings.slider("dropout", 5, " %%")
        settings.number("clip_norm")
        settings.slider("frozen", 1, high=len(player.run.experiment.activations) + 1)


def counts_panel(player: Player) -> None:
    """Where the weights are: a row for each layer."""
    run = player.shown
    layout = network.layout(run.layers)
    rows = ["| layer | output | weights and biases |", "| --- | --- | --- |"]
    for layer, parameters in zip(run.layers, layout.layers, strict=True):
        shape = " × ".join(map(str, layer.output_shape))
        rows.append(f"| {_name(layer)} | {shape} | {_count(layer, sum(each.size for each in parameters))} |")
    rows.append(f"| all | | {grouped(layout.size)} |")
    st.markdown("\n".join(rows))
    st.caption("A filter has the same weights at every place of an image: their number does not depend on its size.")


def _name(layer: Conv | Dense | Flatten) -> str:
    if isinstance(layer, Conv):
        return f"convolution, {layer.filters} filters {layer.kernel} × {layer.kernel}"
    if isinstance(layer, Dense):
        return f"dense, {layer.units} unit{'s' * (layer.units != 1)}"
    return "flatten" if isinstance(layer, Flatten) else f"{'global ' * layer.is_global}{layer.kind} pooling"


def _count(layer: Conv | Dense | Flatten, size: int) -> str:
    if isinstance(layer, Conv):
        channels = layer.input_shape[0]
        return f"{layer.filters} · ({channels} · {layer.kernel}² + 1) = {grouped(size)}"
    return f"{layer.units} · ({layer.inputs} + 1) = {grouped(size)}" if isinstance(layer, Dense) else "0"


PANELS: dict[str, Callable[[Player], None]] = {
    "Settings": settings_panel,
    "Summary": summary.show,
    "Weights": counts_panel,
    "Gallery": lambda player: presets.show_gallery(player, PRESETS, PICTURES),
    "Challenges": lambda player: presets.show_challenges(player, CHALLENGES, len(CHALLENGES)),
    "Take away": take_away.show,
}
