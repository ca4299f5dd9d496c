"""What lies below the picture of the Sequences page: one panel at a time."""

from collections.abc import Callable

import streamlit as st

from engine import network
from engine.experiments.sequence_experiment import CELLS
from engine.layers import gru, lstm
from engine.numerals import grouped
from ui.players.player import Player
from ui.sequences.gallery import CHALLENGES, PICTURES, PRESETS
from ui.widgets import panels, presets, settings, summary, take_away, view_settings

GATES = {"rnn": ("state",), "lstm": lstm.GATES, "gru": gru.GATES}  # the blocks of rows of the recurrent layer's matrix


def show(player: Player) -> None:
    """Show the choice of panels and the one that is chosen."""
    panels.show(PANELS, player)


def settings_panel(player: Player) -> None:
    """All that the rows above the picture have no room for."""
    data, net, steps = st.columns(3, gap="large")
    with data:
        st.header("Data", anchor=False)
        settings.seed("data_seed", "New data")
    with net:
        st.header("Network", anchor=False)
        settings.select("initializer")
        settings.options("initializer")
        settings.seed("weight_seed", "New weights")
        settings.slider("truncate", 1)
    with steps:
        st.header("Training", anchor=False)
        settings.number("clip_norm")
        view_settings.step_by()
        view_settings.stop()
        settings.select("schedule")
        settings.options("schedule", "optimizer")
        settings.select("regularization")
        settings.number_list("regularization_rate", settings.RATES)
        settings.slider("dropout", 5, " %%")
        settings.slider("frozen", 1, high=2)


def counts_panel(player: Player) -> None:
    """Where the weights are: a row for each block of the recurrent layer, and one for the readout."""
    run = player.shown
    e, layout = run.experiment, network.layout(run.layers)
    units, inputs, outputs = e.units, len(e.symbols), e.outputs
    block = units * (units + inputs + 1)
    rows = ["| | weights and biases |", "| --- | --- |"]
    rows += [
        f"| {CELLS[e.cell]}, {name} | {units} · ({units} + {inputs} + 1) = {grouped(block)} |" for name in GATES[e.cell]
    ]
    rows += [
        f"| readout | {outputs} · ({units} + 1) = {grouped(outputs * (units + 1))} |",
        f"| all | {grouped(layout.size)} |",
    ]
    st.markdown("\n".join(rows))
    st.caption(
        f"{units} units see {units} numbers of the state, {inputs} of the input, and a bias. The same weights serve at "
        "every moment: their number does not depend on how long a sequence is."
    )


PANELS: dict[str, Callable[[Player], None]] = {
    "Settings": settings_panel,
    "Summary": summary.show,
    "Weights": counts_panel,
    "Gallery": lambda player: presets.show_gallery(player, PRESETS, PICTURES),
    "Challenges": lambda player: presets.show_challenges(player, CHALLENGES, len(CHALLENGES)),
    "Take away": take_away.show,
}
