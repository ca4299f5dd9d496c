"""The page that collects result links: where they are pasted, what was found, and the wall of their networks.

It needs no room on a server: all that it shows is in the links.
"""

import streamlit as st

from ui.rooms import pasted_results, wall
from ui.rooms.collector import Collector
from ui.server.pacing import SWEEP_INTERVAL
from ui.visit import notices, session
from ui.widgets import style

TEXT, FILE = "result_links", "result_file"  # the keys of the widgets
MAX_TEXT = 400_000  # characters: a hundred links with weights
MOST_SENTENCES = 12  # that are shown at once
PLACEHOLDER = "Ana: https://…/?data=spiral&at_step=400&answer=2\nhttps://…/?…&initials=BEN"


def current() -> Collector:
    """Return this visitor's Collector, of the links that are in the box or in the file."""
    visit, text = session.current(), _given()
    work = visit.work
    if not isinstance(work, Collector) or work.key != text:
        work = visit.work = Collector(text, pasted_results.read(text))
    return work


def _given() -> str:
    """Return the text of the file, if there is one, and of the box."""
    uploaded, typed = st.session_state.get(FILE), st.session_state.get(TEXT) or ""
    from_file = pasted_results.decode(uploaded.getvalue()) if uploaded else ""
    return "\n".join(part for part in (from_file, typed) if part.strip())


def class_of(collector: Collector) -> wall.Class:
    """Return the class of a Collector, for a wall."""
    return wall.Class(
        look=lambda: collector.guests,
        task=collector.collected.task,
        base=lambda: collector.base,
        says=collector.says,
        link_of=collector.link_of,
        joined="order of the links",
    )


def show(collector: Collector) -> None:
    """Show the wall of the results."""
    actions = {"cancel": lambda value: collector.cancel(), "go_on": lambda value: collector.resume()}
    wall.show(class_of(collector), collector, lambda: {"message": collector.message()}, actions, SWEEP_INTERVAL)


def controls(collector: Collector) -> None:
    """Show the places for the links, and what of them could not be read; a projector shows only the wall."""
    count, found = len(collector.guests), collector.collected
    if count and session.current().view.projector:
        style.fold(all_but_play=True)
    with st.container(key="rest" if count and session.current().view.projector else "result_links_box"):
        said = [f"{count} result links" if count else "Result links"]
        said += [f"{len(found.remarks)} remarks"] if found.remarks else []
        with st.expander(" · ".join(said), expanded=not count):
            _boxes()
            st.caption("\n".join(_listed(found.remarks, "- ")))
        if found.left_out:
            st.warning("  \n".join(["Left out:", *_listed(found.left_out, "")]))


def _boxes() -> None:
    st.text_area(
        "Result links, one on each line; a name may stand before a link",
        key=TEXT,
        height=96,
        max_chars=MAX_TEXT,
        placeholder=PLACEHOLDER,
    )
    st.file_uploader("or a file of them: text, CSV or HTML", type=["txt", "csv", "html"], key=FILE, max_upload_size=1)


def _listed(sentences: list[str], mark: str) -> list[str]:
    """Return lines of Markdown that begin with a mark: the first sentences, and how many more there are."""
    more = len(sentences) - MOST_SENTENCES
    shown = [f"{mark}{notices.plain(each)}" for each in sentences[:MOST_SENTENCES]]
    return shown + ([f"{mark}and {more} more"] if more > 0 else [])


def files(collector: Collector) -> None:
    """Show what can be downloaded, and what the page does with links."""
    if collector.guests:
        wall.files(class_of(collector))
    st.caption(
        "A student gets the link of a result at the goal of a task, after an answer, or by Share. It says experiment, "
        "step and answer: each network trains again here, to the step of its link. Below a tile is what was chosen "
        "other than in most links. Nothing is kept once the page is closed."
    )
