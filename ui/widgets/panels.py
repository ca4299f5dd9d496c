"""What lies below a picture: one panel at a time, so that only what is looked at is made."""

from collections.abc import Callable, Mapping

import streamlit as st

from ui.players.player import Player


def show(panels: Mapping[str, Callable[[Player], None]], player: Player) -> None:
    """Show the choice of panels and the one that is chosen, at first the settings."""
    with st.container(key="panels"):
        name = st.segmented_control(
            "Below the picture",
            list(panels),
            key="panel",
            default="Settings",
            required=True,
            label_visibility="collapsed",
        )
        with st.container(key="more"):
            panels[name or "Settings"](player)
