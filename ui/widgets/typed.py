"""Fields for numbers that the visitor types as text: a number field of the browser turns "0,5" into 5."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from engine.experiments.fields import Number
from engine.numerals import plain
from ui.visit import notices, typed_number
from ui.widgets.guard import changed, prepare, pressed


def show(
    label: str, key: str, placeholder: str, width: int | None = None, on_answer: Callable[[], None] | None = None
) -> None:
    """Show a field for an answer, empty at first; with a width in pixels its label is for screen readers only.

    on_answer is called when the visitor presses Enter, or leaves the field with another answer.
    """
    _field(
        label,
        key,
        placeholder=placeholder,
        width=width or "stretch",
        label_visibility="visible" if width is None else "collapsed",
        on_change=pressed,
        args=(on_answer or (lambda: None),),
    )


def text(key: str) -> str:
    """Return what stands in a field, "" where it is empty or not on the page."""
    value = st.session_state.get(key)
    return value.strip() if isinstance(value, str) else ""


def number(
    key: str, label: str, value: float, field: Number, store: Callable[[float], None], unit: str = "", **more: Any
) -> None:
    """Show a number that is set; what is typed goes to `store` if the field accepts it, and to a notice if not.

    The text may end in the unit. `more` is for the text field of Streamlit.
    """
    if typed_number.read(text(key), unit) == value:
        st.session_state[key] = plain(value)  # the same number in other words: nothing is replaced
    prepare(key, plain(value))

    def take() -> None:
        typed = accepted(label, text(key), field, unit)
        if typed is not None:
            store(typed)

    _field(label, key, on_change=changed, args=(key, take), **more)


def _field(label: str, key: str, **more: Any) -> None:
    st.text_input(label, key=key, max_chars=typed_number.LONGEST, autocomplete="off", **more)


def accepted(label: str, typed: str, field: Number, unit: str = "") -> float | None:
    """Return the number that a text says, if the field accepts it; else say what is wrong and return None."""
    value, complaint = checked(label, typed, field, unit)
    if complaint:
        notices.add(complaint)
    return value


def checked(label: str, typed: str, field: Number, unit: str = "") -> tuple[float | None, str]:
    """Return the number that a text says and "", or None and what is wrong with it."""
    value = typed_number.read(typed, unit)
    if value is None:
        return None, typed_number.complaint(typed)
    value = int(value) if field.whole and value == int(value) else value + 0.0  # + 0.0 turns -0.0 into 0.0
    if not field.valid(value):
        return None, f"{label} must be {field.accepts}, got {plain(value)}."
    return value, ""
