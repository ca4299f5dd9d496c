"""What a student answers under a task: the question that comes before Play, and the initials that a result has."""

import streamlit as st

from engine.experiments.address import shorten
from ui.visit import locks, notices, prediction, session, task
from ui.widgets.guard import changed, prepare

CHOSEN = "Play is unlocked. You can still choose again."


def question() -> None:
    """Show the question and its answers, and what choosing one does."""
    present, is_fixed = locks.current_task(), prediction.is_fixed()
    with st.container(horizontal=True, vertical_alignment="center", width="content", key="question"):
        st.text(present.ask, width="content")  # never Markdown: it comes from a link, as the answers do
        prepare("answer", present.answer if present.said else None)
        st.radio(
            "Your answer",
            list(present.choices),
            index=None,
            key="answer",
            format_func=lambda number: notices.plain(present.choices[number]),
            horizontal=True,
            disabled=is_fixed,
            on_change=changed,
            args=("answer", _choose),
            label_visibility="collapsed",
            width="content",
        )
        said = prediction.STAYS if is_fixed else CHOSEN if present.said else prediction.FIRST
        st.caption(said, width="content")


def _choose() -> None:
    prediction.choose(st.session_state["answer"])


def initials() -> None:
    """Show a box for the initials, which a student may leave empty."""
    prepare("initials", locks.current_task().initials)
    st.text_input(
        "Your initials, if you like",
        key="initials",
        max_chars=task.MAX_INITIALS,
        placeholder="Initials",
        help=None,
        autocomplete="off",
        label_visibility="collapsed",
        width=100,
        on_change=changed,
        args=("initials", _store_initials),
    )


def _store_initials() -> None:
    field, typed = task.FIELDS["initials"], st.session_state["initials"] or ""
    value, exact = field.parse(typed)
    if not exact:
        notices.add(f"initials must be {field.accepts}, got “{shorten(typed)}”.")
    session.update_own(initials=value)
