"""What the browser keeps of a room, so that a page that was loaded again finds it: see pictures/seat/seat.js."""

import json
from collections.abc import Callable
from typing import Any

import streamlit as st

from pictures import catalogue
from ui.visit import session
from ui.widgets.guard import pressed

KEY = "kept_seat"
LONGEST = 8000  # characters that a browser may say it has kept

_SEAT = st.components.v2.component("room_seat", js=catalogue.code("seat"))


def keep(name: str, what: dict[str, Any] | None, is_lasting: bool) -> None:
    """Have the browser keep something under a name: as long as the tab is open, or lasting; None is forgotten."""
    text = json.dumps(what) if what else ""
    _SEAT(data={"name": name, "keep": text, "is_lasting": is_lasting}, key=KEY, height=1, on_kept_change=lambda: None)


def ask(name: str, is_lasting: bool, on_answer: Callable[[dict[str, Any]], None]) -> bool:
    """Ask the browser for what it has kept under a name, which on_answer gets; return False where that is nothing."""
    if name in session.current().not_kept:
        return False

    def take(said: str) -> None:
        what = _read(said)
        if what is None:
            session.current().not_kept.add(name)
        else:
            on_answer(what)
        session.request_page_run()

    def answered() -> None:
        state = st.session_state.get(KEY)
        said = state.get("kept") if state else None
        if isinstance(said, str):
            pressed(take, said)

    data = {"name": name, "asks": True, "is_lasting": is_lasting}
    _SEAT(data=data, key=KEY, height=1, on_kept_change=answered)
    return True


def _read(said: str) -> dict[str, Any] | None:
    """Return the object that a browser has kept; None for anything else."""
    if len(said) > LONGEST:
        return None
    try:
        what = json.loads(said)
    except (ValueError, RecursionError):
        return None
    return what if isinstance(what, dict) else None
