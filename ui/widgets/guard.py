"""Keeps widgets in step with the session, which is the truth behind them.

All callbacks of widgets go through `changed` or `pressed`. A message of the browser can belong to a page that has
changed meanwhile; an exception there would leave the visitor with an error in place of the page.
"""

import logging
import time
from collections.abc import Callable
from typing import Any

import streamlit as st

from ui.visit import notices, session
from ui.visit.lately import LATE_AFTER, Replaced

logger = logging.getLogger(__name__)


def prepare(key: str, value: Any) -> None:
    """Give a widget its value before it is shown."""
    # Always, even if it seems to have that value: only then is the value sent to the browser. A widget that the
    # browser has built again would otherwise come back empty, and the empty value would be stored.
    visit = session.current()
    before = st.session_state.get(key, value)
    if before != value:
        replaced = visit.replaced.setdefault(key, Replaced())
        is_late = replaced.age(before) <= LATE_AFTER
        replaced.note(before)
        if is_late and (given := visit.given[key]) != value:  # which is still on its way to the browser, and back
            replaced.note(given)
    visit.given[key] = st.session_state[key] = value


def changed(key: str, store: Callable[..., None], *args: Any) -> None:
    """Store what a changed widget says, unless it repeats a value that the app has just replaced.

    The browser sends the values of all widgets with each message. A message that was on its way while the app gave a
    widget another value brings an old one, and would undo what the visitor did before.
    """
    replaced = session.current().replaced.get(key)
    if replaced is None or replaced.age(st.session_state.get(key)) > LATE_AFTER:
        pressed(store, *args)


def pressed(do: Callable[..., None], *args: Any, **kwargs: Any) -> None:
    """Do what a widget asks for; whatever goes wrong is logged, and the visitor keeps the page."""
    session.current().acted_at = time.monotonic()
    try:
        do(*args, **kwargs)
    except Exception:
        logger.exception("What a widget asked for has failed")
        notices.add("That could not be done, and nothing was changed.")
