"""What a visitor has set: the Experiment and the View, in step with the address bar.

The session is the truth, the widgets and the address follow it. An address that the visitor
opens, edits or goes back to is read; a change of settings is written to it.
"""

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import streamlit as st

from engine.experiments import address
from engine.experiments.experiment import FIELDS, Experiment
from ui.visit import links, undo, view
from ui.visit.view import Arrival, View

MAX_NOTICES = 4  # at once; a hostile address could ask for hundreds
PARAMETERS = frozenset({*FIELDS, *view.FIELDS, *view.ARRIVAL_FIELDS})


class Page(NamedTuple):
    """A page as its address knows it: a name, and the fields of settings of its own with the dataclass they make."""

    name: str
    fields: Mapping[str, Any] = {}
    settings: type | None = None


PLAIN = Page("")


@dataclass(slots=True)
class Visit:
    """What the server knows of a visitor's session whatever is set; token is a word that no other session has.

    Updates hold on to it: each look into Streamlit's state of a session costs them one or two hundredths.
    """

    token: str
    touched: bool = False  # whether something has been changed that the page has not shown yet


def visit() -> Visit:
    """Return this session's Visit."""
    found = st.session_state.get("visit")
    if found is None:
        found = st.session_state["visit"] = Visit(uuid.uuid4().hex)
    return found


def touch() -> None:
    """Note that a callback has changed something that the whole page shows.

    The browser may send a click together with a tick; then only the fragment runs, and it must see to
    it that the page does too.
    """
    visit().touched = True


def settle() -> None:
    """Note that this run of the page shows all that has changed."""
    visit().touched = False


def experiment() -> Experiment:
    """Return the visitor's Experiment."""
    return st.session_state["experiment"]


def current_view() -> View:
    """Return the visitor's View."""
    return st.session_state["view"]


def show(wanted: View, projector: bool = False) -> None:
    """Take a View on; whether it is for a projector stays as it is, unless the View has a say in that."""
    before = st.session_state.get("view")
    st.session_state["view"] = wanted if projector or not before else replace(wanted, projector=before.projector)


def own() -> Any:
    """Return the settings that the present page has of its own."""
    return st.session_state["own"][st.session_state["page"].name]


def field(name: str) -> Any:
    """Return the field of one of those settings."""
    return st.session_state["page"].fields[name]


def set_own(**changes: Any) -> None:
    """Change settings that the present page has of its own; the page itself need not run."""
    st.session_state["own"][st.session_state["page"].name] = replace(own(), **changes)


def update_own(**changes: Any) -> None:
    """Change settings that the present page has of its own."""
    set_own(**changes)
    touch()


def parse(query: Mapping[str, str], page: Page = PLAIN) -> tuple[Experiment, View, Arrival, list[str]]:
    """Return what an address asks for, what of it to do at once, and notices; never raises."""
    wanted, sentences = address.from_query(query)
    parts = []
    for fields, kind in ((view.FIELDS, View), (view.ARRIVAL_FIELDS, Arrival)):
        values, doubtful = address.read(fields, query)
        parts.append(kind(**values))
        sentences += address.notices(fields, query, doubtful, parts[-1])
    for name in query:
        if name not in PARAMETERS and name not in page.fields:
            sentences.append(f"“{address.shorten(name)}” is no setting and was passed over.")
    return wanted, *parts, sentences


def notify(*sentences: str) -> None:
    """Have these sentences shown once, in this run of the page or the next."""
    st.session_state.setdefault("notices", []).extend(sentences)
    touch()


def show_notices() -> None:
    """Show what has been noted, above the page, so that nothing on it moves."""
    for sentence in st.session_state.pop("notices", [])[:MAX_NOTICES]:
        st.toast(plain(sentence), icon=":material/info:", duration=12)


def plain(text: str) -> str:
    """Return Markdown that shows the text as it is, whatever a visitor has put into it."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)


def parse_own(query: Mapping[str, str], page: Page) -> tuple[Any, list[str]]:
    """Return the settings of its own that an address asks of a page, and notices; never raises."""
    if page.settings is None:
        return None, []
    values, doubtful = address.read(page.fields, query)
    settings = page.settings(**values)
    return settings, address.notices(page.fields, query, doubtful, settings)


def to_query() -> dict[str, str]:
    """Return the address of the visitor's settings."""
    page = st.session_state.get("page", PLAIN)
    query = {**links.to_query(experiment()), **address.write(view.FIELDS, current_view(), View())}
    return query | (address.write(page.fields, own(), page.settings()) if page.settings else {})


def read_address(page: Page) -> Arrival:
    """Begin a run of a page: take the settings from a changed address; return what it asks to do at once.

    Coming back from another page with an empty address keeps what the visitor had.
    """
    state = st.session_state
    settle()
    query = st.query_params.to_dict()
    moved = state.get("page", page).name != page.name
    returns = "experiment" in state and moved and not query
    state["page"] = page
    if moved:
        state.pop("work", None)  # what a page has under way ends with it
    kept = state.setdefault("own", {})
    if returns:
        state["address"] = query
        state["settings"] = {}
        kept.setdefault(page.name, page.settings() if page.settings else None)
        return Arrival()
    if state.get("address") == query and not moved:
        return Arrival()
    wanted, shown, arrival, notices = parse(query, page)
    show(shown, "projector" in query)
    kept[page.name], more = parse_own(query, page)
    undo.arrive(wanted)
    notify(*notices, *more)
    settle()
    state["address"] = query
    state["settings"] = to_query()
    return arrival


def write_address() -> None:
    """Put changed settings into the address bar."""
    settings = to_query()
    if settings != st.session_state["settings"]:
        st.session_state["settings"] = st.session_state["address"] = settings
        st.query_params.from_dict(settings)
