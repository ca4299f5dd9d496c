"""What the server remembers of one visitor's session: one typed object in Streamlit's state of that session.

The object is the truth; the widgets and the address bar follow it. Beside it Streamlit's state holds the values of
the widgets only, each under its key.
"""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple, Protocol

import numpy as np
import streamlit as st

from engine.experiments.kinds import EXPERIMENTS
from engine.runs.run import Run
from ui.server import callbacks
from ui.server.channel import Channel
from ui.visit import view
from ui.visit.lately import Replaced
from ui.visit.page import PLAIN, Page
from ui.visit.task import Task
from ui.visit.view import View

# Of a message that was on its way while the page changed, such as a choice that a list no longer has.
TOO_LATE = "That came too late: the page has changed meanwhile. Nothing else was lost."


class Trainer(Protocol):
    """What undo has to know of the Player, which is in a room above this one."""

    run: Run

    def take(self, run: Run) -> None: ...


class Companion(Protocol):
    """Who looks on while a network trains: the visitor's seat in a room, see ui/rooms/seat.py."""

    def attend(self) -> None:
        """Do what is asked of the visitor, before a Frame is made."""

    def note(self, header: dict[str, Any]) -> None:
        """Note what has been trained, when a Frame with this header was made."""


class Entry(NamedTuple):
    """A state to go back to: the settings, the Run that had them at a step, and weights where those were edited.

    `own` has the name of a page and its own settings, where those were changed too.
    """

    experiment: Any
    run: Run | None
    step: int
    theta: np.ndarray | None = None
    own: tuple[str, Any] | None = None


@dataclass(slots=True)
class Desk:
    """What a visitor has set and done with one kind of experiment: the pages of this kind share it."""

    experiment: Any
    view: View
    is_open: bool = False  # whether an address has been read
    undoable: list[Entry] = field(default_factory=list)
    redoable: list[Entry] = field(default_factory=list)
    player: Trainer | None = None  # of the Playground, or of the page for this kind that is like it
    given: Any = None  # the experiment with which the Task of that page began


@dataclass(slots=True)
class Visit:
    """All that is remembered of a session, except the values of widgets.

    A page's own settings are kept by the name of the page, and desks by the kind of experiment.
    """

    channel: Channel = field(default_factory=Channel)  # to its live picture
    needs_page_run: bool = False  # whether something has changed that only a run of the whole page shows
    page: Page = PLAIN
    desks: dict[str, Desk] = field(default_factory=dict)
    own_settings: dict[str, Any] = field(default_factory=dict)
    address: dict[str, str] | None = None  # the query as it was read or written last
    settings: dict[str, str] = field(default_factory=dict)  # the query of what is set, as of then
    left: Replaced = field(default_factory=Replaced)  # addresses before the present one
    untidy: dict[str, str] | None = None  # the address that was tidied last
    acted_at: float = -math.inf  # when a widget was touched last, by time.monotonic
    notices: list[str] = field(default_factory=list)  # sentences to show once
    work: object | None = None  # what the present page trains: a Race, a Work or the like
    replaced: dict[str, Replaced] = field(default_factory=dict)  # key of a widget -> its former values
    given: dict[str, Any] = field(default_factory=dict)  # key of a widget -> the value that the app gave it last
    solved: set[Task] = field(default_factory=set)  # whose goals have been reached
    answered: dict[tuple[str, ...], int] = field(default_factory=dict)  # by question: the answers that stay
    passed: set[str] = field(default_factory=set)  # checks of the course, as chapter.check
    tried: dict[str, str] = field(default_factory=dict)  # the answers that were tried, by chapter.check
    has_played: bool = False  # whether anything has been trained in this session
    predicted: dict[str, int] = field(default_factory=dict)  # the answers that were chosen, by chapter.screen
    is_unfolded: bool = False  # whether all controls of a page are shown, or only those that a class needs
    room: str = ""  # the code of the room that the visitor is in, or was in before the page was loaded again
    companion: Companion | None = None  # the seat in that room
    not_kept: set[str] = field(default_factory=set)  # what the browser was asked for and has not kept, see ui/rooms
    teaches: object | None = None  # the room that the visitor has opened
    tries: object | None = None  # the codes of rooms that were tried and are none
    lacks_files: bool = False  # whether the browser could not load the code of pictures as files
    figures: int = 0  # Frames that were sent of pictures without a training, so that no two are alike

    @property
    def desk(self) -> Desk:
        """The desk of the kind of experiments that the present page has."""
        kind = self.page.kind
        if kind not in self.desks:
            self.desks[kind] = Desk(EXPERIMENTS[kind](), view.default(kind))
        return self.desks[kind]

    @property
    def experiment(self) -> Any:
        """The experiment on the present page."""
        return self.desk.experiment

    @experiment.setter
    def experiment(self, experiment: Any) -> None:
        self.desk.experiment = experiment

    @property
    def view(self) -> View:
        """How the visitor looks at it."""
        return self.desk.view

    @view.setter
    def view(self, changed: View) -> None:
        self.desk.view = changed

    @property
    def player(self) -> Trainer | None:
        """What trains on the Playground, or on the page that is like it."""
        return self.desk.player

    @player.setter
    def player(self, player: Trainer | None) -> None:
        self.desk.player = player

    def turn_to(self, page: Page) -> None:
        """Go on with another page. A page of another kind has a desk of its own, but the same projector."""
        if page.name != self.page.name:
            self.channel.live = None  # a turn of its line would draw it with what the new page has set
            callbacks.forget()
        projector = self.view.projector
        self.page = page
        self.view = replace(self.view, projector=projector)


_of_thread: ContextVar[Visit | None] = ContextVar("visit", default=None)


@contextmanager
def of(visit: Visit) -> Iterator[None]:
    """Make this the current Visit where no script of Streamlit runs, such as in a turn of the line."""
    token = _of_thread.set(visit)
    try:
        yield
    finally:
        _of_thread.reset(token)


def current() -> Visit:
    """Return this session's Visit."""
    if visit := _of_thread.get():
        return visit
    visit = st.session_state.get("visit")
    if visit is None:
        visit = st.session_state["visit"] = Visit()
    return visit


def request_page_run() -> None:
    """Note in a callback that the whole page has to run.

    The browser may send a click together with a request for the next Frame. Then only the fragment runs, and it must
    see to it that the page does too.
    """
    current().needs_page_run = True


def has_left(page: str) -> bool:
    """Return whether the visitor is not on the page of this name any more; if so, say that the act came too late."""
    visit = current()
    if visit.page.name == page:
        return False
    visit.notices.append(TOO_LATE)
    request_page_run()
    return True


def show_view(shown: View, projector: bool = False) -> None:
    """Take on a View; its projector setting is taken on only if asked for."""
    visit = current()
    visit.view = shown if projector else replace(shown, projector=visit.view.projector)


def own() -> Any:
    """Return the settings that the present page has of its own."""
    visit = current()
    return visit.own_settings[visit.page.name]


def own_field(name: str) -> Any:
    """Return the field of one of those settings."""
    return current().page.fields[name]


def set_own(**changes: Any) -> None:
    """Change settings that the present page has of its own, without a run of the page.

    What the page does not take changes nothing, and the visitor is told.
    """
    visit = current()
    if not all(name in visit.page.fields and visit.page.fields[name].valid(value) for name, value in changes.items()):
        visit.notices.append(TOO_LATE)
        return
    visit.own_settings[visit.page.name] = replace(own(), **changes)


def update_own(**changes: Any) -> None:
    """Change settings that the present page has of its own."""
    set_own(**changes)
    request_page_run()
