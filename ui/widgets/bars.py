"""The rows that every page with a live picture begins with: its title with Undo and Redo, and Play, Step, Reset."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import streamlit as st

from ui.players import updates
from ui.players.playable import Playable
from ui.visit import changes, session, undo
from ui.widgets import share, style
from ui.widgets.guard import pressed


def _undo_or_redo(go: Callable[[], None]) -> None:
    with session.current().channel.lock:
        go()
    session.request_page_run()


def _project(on: bool) -> None:
    changes.update_view(projector=on)


def head(title: str) -> None:
    """Show the title of a page, with the switch for a projector, Undo, Redo and Share beside it."""
    projector = session.current().view.projector
    if projector:
        style.enlarge()
    with st.container(horizontal=True, vertical_alignment="center", key="head"):
        st.title(title, anchor=False, width="stretch")
        st.button(
            "Projector",
            key="projector",
            icon=":material/tv:",
            type="primary" if projector else "secondary",
            help="Back to the usual size" if projector else "Larger type and thicker lines, for the back row",
            on_click=pressed,
            args=(_project, not projector),
        )
        for name, go, can in (("Undo", undo.undo, undo.can_undo()), ("Redo", undo.redo, undo.can_redo())):
            icon = f":material/{name.lower()}:"
            st.button(name, key=name.lower(), icon=icon, on_click=pressed, args=(_undo_or_redo, go), disabled=not can)
        if st.button("Share", key="share", icon=":material/share:"):
            share.dialog(share.step_now())


@contextmanager
def controls(player: Playable) -> Iterator[None]:
    """Show Play, Step and Reset, and beside them the settings that are shown inside."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="bar"):
        transport(player)
        with st.container(horizontal=True, vertical_alignment="bottom", key="settings"):
            yield


def transport(player: Playable) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", width="content", key="transport"):
        playing, is_over = player.playing, player.state == "diverged"
        st.button(
            "Pause" if playing else "Play",
            key="play",
            type="primary",
            on_click=pressed,
            args=(updates.at_once, player.play, not playing),
            width=104,
            disabled=is_over,
            help="Space",
        )
        by = session.current().view.step_by
        st.button(
            "Step", key="step", on_click=pressed, args=(updates.at_once, player.step, by), disabled=is_over, help="→"
        )
        st.button(
            "Reset",
            key="reset",
            on_click=pressed,
            args=(updates.at_once, player.reset),
            help="R · back to the same first weights",
        )
