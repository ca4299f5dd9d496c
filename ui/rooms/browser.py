"""What the browser keeps of a room, so that a page that was loaded again finds it: see pictures/seat/seat.js."""

import json
from collections.abc import Callable
from typing import Any

import streamlit as st

from pictures import catalogue
from ui.widgets.guard import pressed

KEY = "kept_seat"
LONGEST = 8000  # characters that a browser may say it has kept

_SEAT = st.components.v2.component("room_seat", js=catalogue.code("seat"))


def keep(name: str, what: dict[str, Any] | None, is_lasting: bool) -> None:
    """Have the browser keep something under a name: as long as the tab is open, or lasting; None is forgotten."""
    text = json.dumps(what) if what else ""
    _SEAT(data={"name": name, "keep": text, "is_lasting": is_lasting}, key=KEY, height=1, on_kept_change=lambda: None)


def ask(name: str, is_lasting: bool, on_answer: Callable[[dict[str, Any] | None], None]) -> None:
    """Ask the browser what it has kept under a name; on_answer gets that, or None for nothing."""

    def answered() -> None:
        state = st.session_state.get(KEY)
        said = state.get("kept") if state else None
        if isinstance(said, str):
            pressed(on_answer, _read(said))

    data = {"name": name, "asks": True, "is_lasting": is_lasting}
    _SEAT(data=data, key=KEY, height=1, on_kept_change=answered)


def _read(said: str) -> dict[str, Any] | None:
    """Return the object that a browser has kept; None for anything else."""
    if len(said) > LONGEST:
        return None
    try:
        what = json.loads(said)
    except (ValueError, RecursionError):
        return None
    return what if isinstance(what, dict) else None
