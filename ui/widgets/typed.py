"""A field for a number that the visitor types as text: a number field of the browser turns "0,5" into 5."""

import streamlit as st

from ui.visit import typed_number


def show(label: str, key: str, placeholder: str, width: int | None = None) -> None:
    """Show the field, empty at first; with a width in pixels its label is for screen readers only."""
    st.text_input(
        label,
        key=key,
        max_chars=typed_number.LONGEST,
        autocomplete="off",
        placeholder=placeholder,
        width=width or "stretch",
        label_visibility="visible" if width is None else "collapsed",
    )


def text(key: str) -> str:
    """Return what stands in a field, "" where it is empty or not on the page."""
    value = st.session_state.get(key)
    return value.strip() if isinstance(value, str) else ""
