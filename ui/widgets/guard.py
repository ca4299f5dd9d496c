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

logger = logging.getLogger(__name__)

LATE_AFTER = 1.5  # seconds that a message of the browser may be on its way


def prepare(key: str, value: Any) -> None:
    """Give a widget its value before it is shown."""
    # Always, even if it seems to have that value: only then is the value sent to the browser. A widget that the
    # browser has built again would otherwise come back empty, and the empty value would be stored.
    before = st.session_state.get(key, value)
    if before != value:
        session.current().replaced[key] = before, time.monotonic()
    st.session_state[key] = value


def changed(key: str, store: Callable[..., None], *args: Any) -> None:
    """Store what a changed widget says, unless it repeats a value that the app has just replaced.

    The browser sends the values of all widgets with each message. A message that was on its way while the app gave a
    widget another value brings the old one, and would undo what the visitor did before.
    """
    before, since = session.current().replaced.get(key, (None, -LATE_AFTER))
    if time.monotonic() - since > LATE_AFTER or st.session_state.get(key) != before:
        pressed(store, *args)


def pressed(do: Callable[..., None], *args: Any, **kwargs: Any) -> None:
    """Do what a widget asks for; whatever goes wrong is logged, and the visitor keeps the page."""
    session.current().acted_at = time.monotonic()
    try:
        do(*args, **kwargs)
    except Exception:
        logger.exception("What a widget asked for has failed")
        notices.add("That could not be done, and nothing was changed.")
