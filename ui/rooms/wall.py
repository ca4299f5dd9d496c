"""The wall: what every network of a class does, live, in one picture.

It shows a tile for each guest, and below a table, a chart of choice against result, and what came of the answers to the
question. How it is looked at, see Looking, is part of the page's address: a page that shows a wall has FIELDS among its
own, and Looking, or a dataclass that extends it, as its settings.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from engine.experiments.fields import Choice, Flag
from pictures import palette
from pictures.live.packing import Frame
from pictures.room import frame
from pictures.room.frame import Member, Scores
from ui.players import updates
from ui.players.updates import Live, Trains
from ui.rooms import choices, order, reading, results
from ui.rooms.guest import Guest
from ui.visit import session
from ui.visit.task import Task, Text
from ui.widgets import live

INTERVAL = 1.0  # seconds between two Frames of a class that works ...
USUAL = 50  # ... of so many guests; a larger one gets them less often, since each Frame costs more
MOST_SETTINGS = 6  # that the table has columns for, and the chart can show

FIELDS: dict[str, Any] = {
    "sort": Choice(order.SORTS),
    "only": Text(),
    "covered": Flag(),
    "against": Text(),
}


@dataclass(frozen=True, slots=True)
class Looking:
    """How a wall is looked at: sorted by one of order.SORTS, filtered (see order.filters), with names or without.

    against is the field of the setting that the chart shows; "" is the one that varies most.
    """

    sort: str = "joined"
    only: str = ""
    covered: bool = False
    against: str = ""


@dataclass(frozen=True, slots=True)
class Still:
    """A class in which nothing happens any more."""

    state: str = "done"

    def advance(self, seconds: float) -> bool:
        return False


@dataclass(frozen=True, slots=True)
class Working(Still):
    """A class at work, elsewhere: there are new Frames, but nothing to train here."""

    state: str = "working"


@dataclass(frozen=True, slots=True)
class Class:
    """A class that a wall shows. look returns its guests at this moment; it is called for each Frame.

    base is the Experiment from which the choices of the guests are told. says returns a sentence on a guest, if there
    is one in place of the usual; link_of the whole address that opens a guest's network, where that is known. joined
    is what the order is called in which the guests have come.
    """

    look: Callable[[], Sequence[Guest]]
    task: Task
    base: Callable[[], Any]
    says: Callable[[Guest], str] = lambda guest: ""
    link_of: Callable[[Guest], str | None] | None = None
    joined: str = order.SORTS["joined"]

    def link(self, guest: Guest) -> str | None:
        """Return the whole address that opens a guest's network, from any page of the playground."""
        return reading.link_of(guest) if self.link_of is None else self.link_of(guest)


def make_frame(shown: Class, looking: Looking, now: float, **more: Any) -> Frame:
    """Return the Frame of a class at a time in seconds since 1970; more goes into the header."""
    guests, task = order.ordered(shown.look(), "joined"), shown.task
    experiments = choices.known(guests)
    settings = choices.varying(experiments)[:MOST_SETTINGS]
    left = order.ordered(order.filtered(guests, looking.only, now), looking.sort)
    names = {guest.id: f"No. {i}" if looking.covered else guest.name for i, guest in enumerate(guests, 1)}
    fields = [setting.field for setting in settings]
    sorts = {**order.SORTS, "joined": shown.joined}
    if not task.has_goal and looking.sort != "goal":
        del sorts["goal"]
    against = looking.against if looking.against in fields else next(iter(fields), "")
    return frame.pack(
        [_member(shown, guest, names[guest.id], fields, now) for guest in left],
        count=len(guests),
        sort=looking.sort,
        sorts=list(sorts.items()),
        only=looking.only,
        filters=[list(each) for each in order.filters(guests, settings, now)],
        covered=looking.covered,
        against=against,
        settings=[setting._asdict() for setting in settings],
        caution=choices.caution(experiments),
        has_goal=task.has_goal,
        question=task.ask if task.choices else "",
        outcomes=[list(each) for each in choices.outcomes(left, task)],
        colours=list(palette.SERIES),
        **more,
    )


def _member(shown: Class, guest: Guest, name: str, fields: Sequence[str], now: float) -> Member:
    report, experiment = guest.report, reading.experiment(guest)
    states = reading.states(guest, now)
    usual = ", ".join(reading.STATES[each] for each in states if each != "reached")
    link, opens = reading.opening(guest) if shown.link_of is None else (shown.link_of(guest), "link")
    scores = None
    if report is not None:
        losses = report.training_loss, report.test_loss
        scores = Scores(report.step, report.epoch, *losses, report.accuracy)
    values = {} if experiment is None else choices.values_of(experiment)
    return Member(
        guest.id,
        name,
        states,
        shown.says(guest) or usual,
        "" if experiment is None else choices.sentence(shown.base(), experiment),
        {field: values[field] for field in fields if field in values},
        shown.task.choices.get(report.answer, "") if report else "",
        experiment,
        report.weights if report else b"",
        scores,
        link,
        opens,
    )


def show(
    shown: Class,
    trains: Trains | None = None,
    more: Callable[[], Mapping[str, Any]] = dict,
    actions: Mapping[str, Callable[[Any], None]] | None = None,
    interval: float | None = None,
) -> None:
    """Show a wall, and keep it moving. Call it once on every run of a page, before the controls.

    trains says whether there is more to come, and does what there is to train: Still() if nothing, Working() if others
    do. more returns what else the header has at each Frame, such as a message; actions are those of its buttons.
    interval is the time from one Frame to the next in seconds, if not the usual one.
    """
    trains = trains or Still()
    moves = {name: _setter(name) for name in FIELDS}

    def now() -> Frame:
        picture.interval = interval or INTERVAL * max(len(shown.look()) / USUAL, 1)
        return make_frame(shown, session.own(), time.time(), state=trains.state, serial=0, **more())

    picture = Live(session.current(), "room", trains, now, moves)
    on_action = live.handler({**moves, **(actions or {})})
    updates.show(picture, lambda made: live.show("room", made, on_action))


def _setter(name: str) -> Callable[[Any], None]:
    def store(value: Any) -> None:
        if name in session.current().page.fields and FIELDS[name].valid(value):
            session.update_own(**{name: value})

    return store


def files(shown: Class, name: str = "class-results") -> None:
    """Show the buttons that download the results: as a table, and as a page of links."""
    base = st.context.url or ""
    with st.container(horizontal=True, key="room_files"):
        st.download_button(
            "Table, CSV",
            lambda: results.to_csv(shown.look(), shown.task, time.time(), base, shown.link),
            file_name=f"{name}.csv",
            mime="text/csv",
            key="room_csv",
            on_click="ignore",
        )
        st.download_button(
            "Page of links, HTML",
            lambda: results.to_page(shown.look(), shown.task, shown.base(), time.time(), base, shown.link),
            file_name=f"{name}.html",
            mime="text/html",
            key="room_page",
            on_click="ignore",
        )
