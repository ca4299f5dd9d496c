"""The update loop of a live picture: the one fragment of a page that trains and hands the picture its next Frame.

A picture whose Frame says that more is to come asks for the next one, which runs the fragment again.
"""

from collections.abc import Callable

import streamlit as st

from ui.server import pacing
from ui.visit import session


def show(advance: Callable[[], None], draw: Callable[[float], None], least: float = pacing.UPDATE_INTERVAL) -> None:
    """Advance what trains and draw it, now and at each request. Call it once on every run of a page, last.

    draw(interval) mounts the picture; interval is the milliseconds after which it may ask again, at least `least`
    seconds.
    """
    visit = session.current()

    def update() -> None:
        with pacing.turn():
            if not visit.needs_page_run:
                advance()
            if visit.needs_page_run:
                st.rerun()  # this may be a run of the fragment alone, but the whole page has to change
            draw(1000 * pacing.book_next(least))

    st.fragment(update)()
