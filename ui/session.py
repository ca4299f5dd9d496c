"""What a visitor has set: the Experiment and the View, in step with the address bar.

The session is the truth, the widgets and the address follow it. An address that the visitor
opens, edits or goes back to is read; a change of settings is written to it.
"""

from collections.abc import Mapping

import streamlit as st

from engine import address
from engine.experiment import FIELDS, Experiment
from ui import view
from ui.view import View

AUTOPLAY = "play"  # play=true in an address starts at once


def experiment() -> Experiment:
    """Return the visitor's Experiment."""
    return st.session_state["experiment"]


def current_view() -> View:
    """Return the visitor's View."""
    return st.session_state["view"]


def parse(query: Mapping[str, str]) -> tuple[Experiment, View, bool, list[str]]:
    """Return what an address asks for, whether to play at once, and notices; never raises."""
    wanted, notices = address.from_query(query)
    values, more = address.read(view.FIELDS, query)
    flag, most = address.read({AUTOPLAY: view.Flag()}, query)
    known = {*FIELDS, *view.FIELDS, AUTOPLAY}
    unknown = [f"“{address.shorten(name)}” is no setting and was passed over." for name in query if name not in known]
    return wanted, View(**values), flag.get(AUTOPLAY, False), notices + more + most + unknown


def to_query() -> dict[str, str]:
    """Return the address of the visitor's settings."""
    return {**address.to_query(experiment()), **address.write(view.FIELDS, current_view(), View())}


def read_address(page: str) -> bool:
    """Take the settings from the address where it has changed; return whether it asks to play.

    Coming back from another page with an empty address keeps what the visitor had.
    """
    state = st.session_state
    query = st.query_params.to_dict()
    returns = "experiment" in state and state.get("page") != page and not query
    state["page"] = page
    if returns:
        state["address"] = query
        state["settings"] = {}
        return False
    if state.get("address") == query:
        return False
    state["experiment"], state["view"], play, state["notices"] = parse(query)
    state["address"] = query
    state["settings"] = to_query()
    return play


def write_address() -> None:
    """Put changed settings into the address bar."""
    settings = to_query()
    if settings != st.session_state["settings"]:
        st.session_state["settings"] = st.session_state["address"] = settings
        st.query_params.from_dict(settings)
