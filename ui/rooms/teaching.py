"""A room as its teacher's session holds it: the key, and the newest state, with which a lost room comes back."""

import json
import time
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlencode

from engine.experiments.training_settings import TrainingSettings
from engine.numerals import grouped
from ui.rooms import codes, reading
from ui.rooms.guest import Guest
from ui.rooms.hub import Hub, Refusal, hub
from ui.rooms.room import MAX_GUESTS, MAX_QUERY, Room, read_room
from ui.visit import address_bar, links, pasted, session, task, tidy
from ui.visit.page import Page
from ui.visit.session import Visit
from ui.visit.task import Task

PAGES = {"points": task.PAGE, "images": task.IMAGES_PAGE, "sequences": task.SEQUENCES_PAGE}
NOT_SENT = frozenset({"room", "projector", "answer", "initials"})  # what of a link is its sender's own
TRIES = 3  # keys until one has a code that no room has


class Given(NamedTuple):
    """What a room is given to do: the kind of experiments, and the query of the page for these."""

    kind: str
    query: str

    @property
    def page(self) -> Page:
        """The page on which it is done."""
        return PAGES[self.kind]

    @property
    def parsed(self) -> dict[str, str]:
        """The parameters of the query."""
        return dict(parse_qsl(self.query, keep_blank_values=True))

    @property
    def task(self) -> Task:
        """What is asked of the guests."""
        return _task_of(self)

    @property
    def experiment(self) -> TrainingSettings:
        """The Experiment with which they begin."""
        return reading.experiment_of(self.kind, self.query)


@lru_cache(maxsize=64)  # each Frame of a wall asks for it
def _task_of(given: Given) -> Task:
    return address_bar.parse_own(given.parsed, given.page)[0]


def given_by(text: str) -> tuple[Given | None, str]:
    """Return what a pasted link gives a room to do and "", or None and what is wrong with it."""
    found = pasted.read(text.encode("utf-8", "replace").decode())
    if found is None:
        return None, pasted.ACCEPTED
    if found.kind is None:
        names = ", ".join(links.PAGE_TITLES.values())
        return None, f"This link opens another page. A room works on a link of one of these pages: {names}."
    page = PAGES[found.kind]
    tidied = tidy.read(found.query, page)
    fields = tidy.fields_of(page)
    query = {name: said for name, said in tidied.query.items() if name in fields and name not in NOT_SENT}
    if found.query and not query:
        return None, pasted.ACCEPTED
    text = urlencode(query)
    if len(text) > MAX_QUERY:
        return None, f"This link is too long for a room, which takes {grouped(MAX_QUERY)} characters."
    return Given(found.kind, text), " ".join(tidied.sentences)


@dataclass(slots=True, eq=False)
class Teaching:
    """A room that this session's visitor has opened, in its newest state."""

    key: str
    state: Room
    hub: Hub

    @property
    def room(self) -> Room:
        """The room as it is now; where this process has forgotten it, it is held again."""
        if found := self.hub.room(self.state.code):
            self.state = found
        elif not self.state.is_over:
            with suppress(Refusal):
                self.hub.open(self.state)
        return self.state

    @property
    def given(self) -> Given:
        """What the guests have to do."""
        return Given(self.state.kind, self.state.query)

    def guests(self) -> list[Guest]:
        """Return the guests, in the order in which they have joined."""
        return self.hub.guests(self.room.code, self.key)

    def _act(self, **changes: Any) -> None:
        self.hub.act(self.room.code, self.key, **changes)

    def command(self, command: str) -> None:
        """Have all guests "start" or "pause"."""
        self._act(command=command, command_number=self.room.command_number + 1)

    def send(self, given: Given) -> None:
        """Give all guests something else to do, from its beginning; a command of before does not count for it."""
        now = self.room
        self._act(
            kind=given.kind,
            query=given.query,
            task_number=now.task_number + 1,
            command="",
            command_number=now.command_number + 1,
            shown="",
        )

    def show(self, guest: str) -> None:
        """Show the network of the guest with an id to all; "" shows all networks again."""
        self._act(shown=guest)

    def remove(self, guest: str) -> None:
        """Send the guest with an id out of the room."""
        now = self.room
        self._act(removed=(*now.removed, guest)[-MAX_GUESTS:], shown="" if now.shown == guest else now.shown)

    def let_in(self, lets_in: bool) -> None:
        """Let others join, or not."""
        self._act(lets_in=lets_in)

    def close(self) -> None:
        """Close the room; it says goodbye to everyone."""
        self._act(is_closed=True)

    def kept(self) -> dict[str, Any]:
        """Return what the teacher's browser keeps: with it a server that lost the room has it back."""
        return {"key": self.key, "room": self.room._asdict()}


def of(visit: Visit) -> Teaching | None:
    """Return the room that a visitor has opened, if there is one."""
    return visit.teaches if isinstance(visit.teaches, Teaching) else None


def open_room(given: Given, shows_names: bool, at: Hub = hub) -> Teaching:
    """Open a room for the visitor. Raises Refusal."""
    if not codes.can_be_made():
        raise Refusal("A room needs a server: here the pages run in your browser alone. “Class results” works here.")
    for _ in range(TRIES):
        key = codes.new_key()
        room = Room(codes.code_of(key), codes.lock_of(key), given.kind, given.query, shows_names, time.time())
        if at.room(room.code) is None:
            at.open(room)
            teaching = Teaching(key, room, at)
            session.current().teaches = teaching
            return teaching
    raise Refusal("That could not be done. Try again.")


def open_again(kept: dict[str, Any], code: str, at: Hub = hub) -> Teaching | None:
    """Take up a room again that the teacher's browser has kept; None if that is another key, or the room is over.

    Raises Refusal where there are too many rooms.
    """
    key, told = kept.get("key"), kept.get("room")
    if not codes.is_key(key) or not isinstance(told, dict):
        return None
    room = read_room(json.dumps(told))
    if room is None or room.code != code or not codes.opens(key, room.lock) or codes.code_of(key) != code:
        return None  # the slow check comes last
    room = room._replace(opened_at=min(room.opened_at, time.time()))
    known = None
    with suppress(Refusal):  # the store cannot be asked: it gets the room from here
        known = at.find(code)
    if known is None:
        room = room.changed(lets_in=True)  # nobody who was in it is known any more
    elif known.version > room.version:
        room = known
    if room.is_over:
        return None
    at.open(room)
    teaching = Teaching(key, room, at)
    session.current().teaches = teaching
    return teaching
