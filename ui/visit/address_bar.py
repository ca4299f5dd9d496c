"""Keeps the session and the address bar in step.

An address that a visitor opens, edits or goes back to is read, as it was meant; changed settings are written to it.
"""

import math
import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode, urlsplit

import streamlit as st

from engine.experiments import address
from engine.experiments.kinds import EXPERIMENTS
from ui.server import where
from ui.visit import links, notices, prediction, session, task, tidy, undo, view, whole
from ui.visit.lately import LATE_AFTER
from ui.visit.page import PLAIN, Page
from ui.visit.view import Arrival, View

VIEWING = frozenset({*view.FIELDS, *view.ARRIVAL_FIELDS})


def parse(query: Mapping[str, str], page: Page = PLAIN) -> tuple[Any, View, Arrival, list[str]]:
    """Return what an address sets, what it asks for once, and notices about what it got wrong. Never raises."""
    experiment, sentences = address.from_query(query, EXPERIMENTS[page.kind])
    parts: list[Any] = []
    for fields, default in ((view.FIELDS, view.default(page.kind)), (view.ARRIVAL_FIELDS, Arrival())):
        values, doubtful = address.read(fields, query)
        parts.append(replace(default, **values))
        sentences += address.notices(fields, query, doubtful, parts[-1])
    for name, text in query.items():
        is_known = name in experiment.FIELDS or name in VIEWING or name in page.fields
        if not is_known and not whole.is_mark(name, text):
            sentences.append(f"“{address.shorten(name)}” is not a setting and was ignored.")
    return experiment, *parts, sentences


def parse_own(query: Mapping[str, str], page: Page) -> tuple[Any, list[str]]:
    """Return the page's own settings that an address asks for, and notices. Never raises."""
    if page.settings is None:
        return None, []
    values, doubtful = address.read(page.fields, query)
    settings = page.settings(**values)
    return settings, address.notices(page.fields, query, doubtful, settings)


def to_query() -> dict[str, str]:
    """Return the parameters of the visitor's settings."""
    visit = session.current()
    page = visit.page
    query = links.to_query(visit.experiment) | address.write(view.FIELDS, visit.view, view.default(page.kind))
    query |= address.write(page.fields, session.own(), page.settings()) if page.settings else {}
    return query | ({"room": visit.room} if visit.room else {})


def read(page: Page) -> Arrival:
    """Begin a run of a page: take on the settings of a changed address, and return what it asks for once.

    A visitor who comes from another page with an empty address keeps the settings.
    """
    visit = session.current()
    visit.needs_page_run = False
    query = st.query_params.to_dict()
    is_new_page = visit.page is not PLAIN and visit.page.name != page.name
    visit.turn_to(page)
    if is_new_page:
        visit.work = None  # what a page trains ends with it
    if visit.desk.is_open and is_new_page and not query:
        visit.address, visit.settings = query, {}
        visit.own_settings.setdefault(page.name, page.settings() if page.settings else None)
        return Arrival()
    if visit.address == query and not is_new_page:
        return Arrival()
    if not is_new_page and _is_late(query):
        st.query_params.from_dict(visit.address or {})
        return Arrival()
    visit.left.clear()
    tidied = tidy.read(query, page)
    experiment, shown, arrival, sentences = parse(tidied.query, page)
    session.show_view(shown, "projector" in tidied.query)
    visit.room = arrival.room or visit.room
    own, more = parse_own(tidied.query, page)
    visit.own_settings[page.name] = prediction.kept(own)
    if not visit.desk.is_open:
        prediction.fix()  # what was chosen before the page was loaded again, or by who has sent a result
    undo.arrive(experiment)
    if task.is_on(page):
        visit.desk.given = visit.experiment
    notices.add(*tidied.sentences, *sentences, *more)
    visit.needs_page_run = False
    visit.address, visit.settings = query, to_query()
    if visit.room and not arrival.room:
        del visit.settings["room"]  # so that it is written: whoever opens another address stays in the room
    if tidied.is_other and query != visit.untidy:
        # One that a visitor goes back to stays as it is: written anew, it would let nobody go back past it.
        visit.untidy = query
        _replace(visit.settings | {name: text for name, text in tidied.query.items() if name in view.ARRIVAL_FIELDS})
    return arrival


def _is_late(query: dict[str, str]) -> bool:
    """Return whether an address came with the press of a button that was made before the browser got the new address.

    The back button brings a former address too, but without a press; so soon it brings none that was just tidied.
    """
    visit = session.current()
    age, since_act = visit.left.age(query), time.monotonic() - visit.acted_at
    has_acted = since_act < LATE_AFTER and since_act < age < math.inf
    return has_acted or (query == visit.untidy and age < LATE_AFTER)


def write() -> None:
    """Put changed settings into the address bar."""
    visit = session.current()
    settings = to_query()
    if settings != visit.settings:
        visit.settings = settings
        _replace(settings)


def _replace(query: dict[str, str]) -> None:
    """Put another query into the address bar."""
    visit = session.current()
    visit.left.note(visit.address)
    visit.address = query
    st.query_params.from_dict(query)


def follow(query: dict[str, str]) -> None:
    """Open a link of the present page with its next run, also one with the settings that are there."""
    visit = session.current()
    visit.address = None
    visit.left.clear()
    st.query_params.from_dict(query)
    session.request_page_run()


def link_of(query: Mapping[str, str], embedded: bool = False) -> str:
    """Return the whole address of the present page with a query, and with marks that tell whether it arrived whole."""
    parts = urlsplit(st.context.url or "")
    # Where pages are folders with files, hosts would lead an address without the slash to one with it.
    path = f"{parts.path.rstrip('/')}/" if where.IN_BROWSER else parts.path or "/"
    base = f"{parts.scheme}://{parts.netloc}{path}" if parts.netloc else "/"
    marked = list(whole.marked(query).items())
    if embedded:
        marked.insert(len(marked) - 1 if marked else 0, ("embed", "true"))
    text = urlencode(marked)
    return f"{base}?{text}" if text else base


def share_query(step: int, plays: bool, points: bool, weights: str = "") -> dict[str, str]:
    """Return the parameters to share: all settings, the step to train to, whether to play, drawn points if wanted.

    weights are those to begin with, as links.weights_text writes them, if not the seed's.
    """
    query = to_query()
    for name in ("projector", "room"):  # whoever opens the link has another screen, and a seat of their own
        query.pop(name, None)
    if not points:
        query = links.without_own(query, session.current().experiment)
    if weights:
        query["weights"] = weights
    if step:
        query["at_step"] = str(step)
    if plays:
        query["play"] = "true"
    return query
