"""The rows that every page with a live picture begins with: its title with Undo and Redo, and Play, Step, Reset."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import streamlit as st

from engine.numerals import plain
from ui.players import updates
from ui.players.playable import Playable
from ui.visit import changes, prediction, session, undo
from ui.widgets import labels, settings, share, style
from ui.widgets.guard import pressed


def _undo_or_redo(go: Callable[[], None]) -> None:
    with session.current().channel.lock:
        go()
    session.request_page_run()


def _project(on: bool) -> None:
    changes.update_view(projector=on)


def head(title: str, has_experiment: bool = True) -> None:
    """Show the title of a page, with the switch for a projector beside it.

    On a page on which an experiment can be changed, Undo, Redo and Share stand there too.
    """
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
        if not has_experiment:
            return
        for name, go, can in (("Undo", undo.undo, undo.can_undo()), ("Redo", undo.redo, undo.can_redo())):
            icon = f":material/{name.lower()}:"
            st.button(name, key=name.lower(), icon=icon, on_click=pressed, args=(_undo_or_redo, go), disabled=not can)
        if st.button("Share", key="share", icon=":material/share:"):
            share.dialog(share.step_now())


@contextmanager
def controls(player: Playable | None, summary: str = "") -> Iterator[None]:
    """Show Play, Step and Reset of what trains, if anything does, and beside them the settings that are shown inside.

    At the end is the button that unfolds the others. For a projector all are folded into it, and it says what is set:
    `summary`, or what the present experiment has.
    """
    with st.container(horizontal=True, vertical_alignment="bottom", key="bar"):
        if player:
            transport(player)
        with st.container(horizontal=True, vertical_alignment="bottom", key="settings"):
            yield
        fold_button(summary or what_is_equal([session.current().experiment]))


@contextmanager
def rest() -> Iterator[None]:
    """Show the settings that are shown inside only where the visitor has unfolded them."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="rest"):
        yield


def fold_button(summary: str) -> None:
    """Show the button that unfolds all controls, and folds them again, and fold them if they are to be."""
    visit = session.current()
    is_open, projector = visit.is_unfolded, visit.view.projector
    if not is_open:
        style.fold(all_but_play=projector)
    st.button(
        "Fewer" if is_open else summary if projector else "More",
        key="unfold",
        icon=":material/expand_less:" if is_open else ":material/tune:",
        help="Hide these settings" if is_open else "All settings",
        on_click=pressed,
        args=(_unfold, not is_open),
    )


def _unfold(is_open: bool) -> None:
    session.current().is_unfolded = is_open
    session.request_page_run()


def what_is_equal(experiments: Iterable[Any]) -> str:
    """Return what matters most of the settings, in a line: data, optimizer, step size, network.

    Of several experiments it has what is equal in all of them, and leaves out what is compared.
    """
    each = [
        (
            labels.name_of("data", experiment.data),
            labels.name_of("optimizer", experiment.optimizer),
            f"α {plain(experiment.step_size)}",
            *labels.parts_of_network(experiment),
        )
        for experiment in experiments
    ]
    equal = [texts[0] if len(set(texts)) == 1 else "" for texts in zip(*each, strict=True)]
    return " · ".join(part for part in (*equal[:3], " ".join(filter(None, equal[3:]))) if part)


def about(text: str) -> None:
    """Say in small letters what is compared; a projector leaves it out until all controls are shown."""
    with st.container(key="about"):
        st.caption(text)


def transport(player: Playable) -> None:
    """Show Play, Step and Reset, and the button that draws other first weights."""
    with st.container(horizontal=True, vertical_alignment="bottom", width="content", key="transport"):
        playing, cannot = player.playing, player.state == "diverged" or prediction.is_awaited()
        st.button(
            "Pause" if playing else "Play",
            key="play",
            type="primary",
            on_click=pressed,
            args=(updates.at_once, player.play, not playing),
            width=104,
            disabled=cannot,
            help="Space",
        )
        by = session.current().view.step_by
        st.button(
            "Step", key="step", on_click=pressed, args=(updates.at_once, player.step, by), disabled=cannot, help="→"
        )
        st.button(
            "Reset",
            key="reset",
            on_click=pressed,
            args=(updates.at_once, player.reset),
            help="R · back to the same first weights",
        )
        settings.die("weight_seed", "Other weights")
