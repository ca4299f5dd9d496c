"""Widgets for the settings that a page has of its own: one for each kind of field."""

from collections.abc import Collection, Mapping
from typing import Any

import streamlit as st

from ui.visit import notices, session
from ui.widgets import typed
from ui.widgets.guard import changed, prepare


def store(name: str, also: Mapping[str, Any] | None = None) -> None:
    """Take on the value of a widget, and the changes that come with it."""
    value = st.session_state[name]
    if value is not None:
        session.update_own(**{name: value, **(also or {})})


def select(name: str, label: str, options: Mapping[str, str], help: str | None = None) -> None:
    """Show a choice as a drop-down list."""
    prepare(name, getattr(session.own(), name))
    st.selectbox(
        label,
        list(options),
        key=name,
        format_func=lambda option: options[option],
        help=help,
        on_change=changed,
        args=(name, store, name),
    )


def buttons(name: str, label: str, options: Mapping[Any, str], **also: Any) -> None:
    """Show a choice as a row of buttons; `also` holds other settings that change with it."""
    prepare(name, getattr(session.own(), name))
    st.segmented_control(
        label,
        list(options),
        key=name,
        format_func=lambda option: options[option],
        required=True,
        on_change=changed,
        args=(name, store, name, also),
        label_visibility="collapsed",
    )


def number(name: str, label: str, help: str | None = None) -> None:
    """Show a number as a box to type in."""
    field, value = session.own_field(name), getattr(session.own(), name)
    typed.number(name, label, value, field, lambda value: session.update_own(**{name: value}), help=help)


def subset(name: str, label: str, names: Mapping[str, str], chosen: Collection[str], least: int = 1) -> None:
    """Show a set of names, of which some are chosen, as buttons; at least `least` of them stay on."""
    prepare(name, list(chosen))
    st.pills(
        label,
        list(names),
        key=name,
        format_func=lambda option: names[option],
        selection_mode="multi",
        on_change=changed,
        args=(name, _store_subset, name, least),
        label_visibility="collapsed",
    )


def _store_subset(name: str, least: int) -> None:
    field = session.current().page.fields.get(name)
    if field is None:  # the visitor is on another page by now
        return notices.add(session.TOO_LATE)
    chosen = tuple(option for option in field.options if option in st.session_state[name])
    if len(chosen) >= least:
        session.update_own(**{name: chosen})
    else:
        session.request_page_run()
