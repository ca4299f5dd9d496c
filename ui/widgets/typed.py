"""A field for a number that the visitor types as text: a number field of the browser turns "0,5" into 5."""

import streamlit as st

from ui.visit import typed_number


def show(label: str, key: str, unit: str = "", **look: str | int) -> None:
    """Show the field, empty at first; `look` goes to Streamlit's text_input."""
    st.text_input(
        f"{label}, {unit}" if unit else label,
        key=key,
        max_chars=typed_number.LONGEST,
        autocomplete="off",
        **look,  # type: ignore[arg-type]
    )


def text(key: str) -> str:
    """Return what stands in a field, "" where it is empty or not on the page."""
    value = st.session_state.get(key)
    return value.strip() if isinstance(value, str) else ""
