"""The rows that every page with a live picture begins with: its title with Undo and Redo, and Play, Step, Reset."""

from collections.abc import Callable
from typing import Protocol

import streamlit as st

from ui.visit import session, undo
from ui.widgets import settings as controls
from ui.widgets import share, style


class Playable(Protocol):
    """What can be played: a Player, a Race."""

    playing: bool

    @property
    def state(self) -> str: ...
    def play(self, playing: bool) -> None: ...
    def step(self, by: str) -> None: ...
    def reset(self) -> None: ...


def _again(go: Callable[[], None]) -> None:
    """Undo or redo; the whole page shows it."""
    go()
    session.touch()


def _project(on: bool) -> None:
    controls.update_view(projector=on)


def head(title: str) -> None:
    """Show the title of a page, with the switch for a projector, Undo, Redo and Share beside it."""
    projector = session.current_view().projector
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
            on_click=_project,
            args=(not projector,),
        )
        for name, go, can in (("Undo", undo.undo, undo.can_undo()), ("Redo", undo.redo, undo.can_redo())):
            icon = f":material/{name.lower()}:"
            st.button(name, key=name.lower(), icon=icon, on_click=_again, args=(go,), disabled=not can)
        if st.button("Share", key="share", icon=":material/share:"):
            share.dialog(share.step_now())


def transport(me: Playable) -> None:
    """Show Play, Step and Reset."""
    with st.container(horizontal=True, vertical_alignment="bottom", width="content", key="transport"):
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
