"""A visitor's own points: the buttons that bring them, take them home and clear them."""

from functools import partial

import numpy as np
import streamlit as st

from engine.data import own_points
from engine.data.datasets import OWN
from ui.players.player import Player
from ui.playground import preview
from ui.tables import writing
from ui.visit import changes, locks, session
from ui.widgets.guard import pressed


def to_csv(player: Player, style: writing.Style = writing.COMMA) -> bytes:
    """Return the points on show as a file: coordinates, and class or value, in the numbers that they came with."""
    run = player.shown
    if run.experiment.data == OWN:  # in their own order, not training points first
        return writing.write(run.experiment, *own_points.decode(run.experiment.drawn), style)
    points = np.concatenate([run.train.points, run.test.points], axis=1)
    return writing.write(run.experiment, points, np.concatenate([run.train.labels, run.test.labels]), style)


def exchange(player: Player) -> None:
    """Show buttons to bring points and to take them away."""
    is_locked, is_hidden = locks.is_locked("data"), locks.is_hidden("data")
    with st.container(horizontal=True, gap="small"):
        if not is_hidden and st.button(
            "Upload or paste a table", key="upload", icon=":material/upload:", disabled=is_locked
        ):
            preview.open_dialog()
        for name, label, style, about in (
            ("download_points", "Download", writing.COMMA, "commas and decimal points"),
            ("download_semicolons", "Download with ;", writing.SEMICOLON, "semicolons and decimal commas"),
        ):
            st.download_button(
                label,
                partial(to_csv, player, style),
                file_name="points.csv",
                mime="text/csv",
                key=name,
                icon=":material/download:",
                on_click="ignore",
                help=f"The points on show as CSV with {about}: x, y, label. Uploaded, they are the same points again.",
            )
        if session.current().experiment.data == OWN and not is_hidden:
            st.button(
                "Clear",
                key="clear",
                icon=":material/delete:",
                on_click=pressed,
                args=(_clear,),
                help="Take all points away",
                disabled=is_locked,
            )


def _clear() -> None:
    changes.use_own(drawn="", own_scale="", names="", **preview.train_share(False))
