"""What lies below the Stage: one panel at a time, so that only what is looked at is made."""

from collections.abc import Callable

import streamlit as st

from ui.players.player import Player
from ui.playground import analysis, points
from ui.playground.challenges import CHALLENGES
from ui.playground.gallery import PICTURES, PRESETS
from ui.visit import session
from ui.widgets import data_settings, panels, presets, settings, summary, take_away, view_settings


def show(player: Player) -> None:
    """Show the choice of panels and the one that is chosen."""
    panels.show(PANELS, player)


def settings_panel(player: Player) -> None:
    """All that the rows above the Stage have no room for."""
    data, net, steps = st.columns(3, gap="large")
    with data:
        st.header("Data", anchor=False)
        if session.current().experiment.data != "own":
            settings.slider("points", 10, high=1500)
        points.exchange(player)
        settings.seed("data_seed", "New data")
        data_settings.augmentation_picker()
    with net:
        st.header("Network", anchor=False)
        data_settings.feature_picker()
        settings.widths()
        settings.activations()
        settings.select("initializer")
        settings.options("initializer")
        settings.seed("weight_seed", "New weights")
    with steps:
        st.header("Training", anchor=False)
        view_settings.stop()
        settings.select("schedule")
        settings.options("schedule", "optimizer", "loss")
        settings.slider("dropout", 5, " %%")
        settings.number("clip_norm")
        settings.slider("frozen", 1, high=len(session.current().experiment.layers) + 1)


def gallery_panel(player: Player) -> None:
    """Experiments worth seeing."""
    presets.show_gallery(player, PRESETS, PICTURES)


def challenges(player: Player) -> None:
    """Tasks with a goal."""
    presets.show_challenges(player, CHALLENGES, len(CHALLENGES) // 2)


PANELS: dict[str, Callable[[Player], None]] = {
    "Settings": settings_panel,
    "Summary": summary.show,
    "Analysis": analysis.show,
    "Gallery": gallery_panel,
    "Challenges": challenges,
    "Take away": take_away.show,
}
