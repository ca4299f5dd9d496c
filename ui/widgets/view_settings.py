"""Widgets for the View: how fast to play, what Step does, when playing stops by itself."""

import streamlit as st

from engine.numerals import plain
from ui.visit import changes, locks, session, view
from ui.widgets import typed
from ui.widgets.guard import changed, prepare


def stop() -> None:
    """Show when playing is to stop by itself, and the number for it."""
    kinds = {"never": "never", "epoch": "after epochs", "loss": "at a test loss", "accuracy": "at a test accuracy"}
    if not session.current().experiment.class_count:
        del kinds["accuracy"]
    now = session.current().view
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        view_choice("stop", "Stop playing", kinds, help="At the end of the first epoch that meets the condition.")
        if now.stop != "never":
            name = f"stop_{now.stop}"
            typed.number(
                name,
                {"epoch": "Epochs", "loss": "Loss", "accuracy": "Accuracy, %"}[now.stop],
                getattr(now, name),
                view.FIELDS[name],
                lambda value: changes.update_view(**{name: value}),
                unit="%" if now.stop == "accuracy" else "",
            )


def view_choice(name: str, label: str, options: dict[str, str], help: str | None = None) -> None:
    """Show a setting of the View as a drop-down list."""
    if locks.is_hidden(name):
        return
    value = getattr(session.current().view, name)
    prepare(name, value if value in options else next(iter(options)))
    st.selectbox(
        label,
        list(options),
        key=name,
        format_func=lambda option: options[option],
        help=help,
        on_change=changed,
        args=(name, _store_view, name),
        disabled=locks.is_locked(name),
    )


def step_by() -> None:
    """Show what a press on Step does."""
    view_choice("step_by", "Step by", {"epoch": "epoch", "mini_batch": "mini-batch"})


def speed() -> None:
    """Show how fast to play."""
    named = {name: "full" if name == "full" else f"{plain(speed)} epochs/s" for name, speed in view.SPEEDS.items()}
    view_choice("speed", "Speed", named | {"1": "1 epoch/s"})


def _store_view(name: str) -> None:
    changes.update_view(**{name: st.session_state[name]})
