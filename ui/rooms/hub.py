"""The rooms that somebody in this process teaches or is in, and the thread that keeps them in step with the store.

All that pages and lines do with a room they do here, in memory: a store that is slow, or gone, holds up nobody. Twice a
second the thread writes what has changed, and reads what other processes have written. After a failure it waits a few
seconds. What the store has lost meanwhile is written again, so a store that was restarted has everything back at once.
"""

import logging
import secrets
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from ui.rooms import codes, names, stores
from ui.rooms.guest import Guest, Report
from ui.rooms.room import ID_LENGTH, MAX_GUESTS, Room
from ui.rooms.store import MAX_ROOMS, Store, Unreachable

INTERVAL = 0.5  # seconds from one exchange with the store to the next
RETRY_AFTER = 3.0  # seconds after which a store that did not answer is asked again
SEEN_EVERY = 3.0  # seconds after which a guest who does nothing is said to be there
WATCHED_FOR = 10.0  # seconds for which the guests of a room are read after a teacher has looked at them
GONE_AFTER = 60.0  # seconds after which a guest whose page is not there makes room for another, where a room is full
KEPT_FOR = 60.0  # seconds for which a room is held that nobody in this process is in or looks at

logger = logging.getLogger(__name__)


class Refusal(Exception):
    """A room cannot be opened or joined; the message says why."""


@dataclass(slots=True, eq=False)
class Place:
    """A guest's place in a room, as the guest's session holds it; whoever changes it has the session's lock.

    is_here tells whether the guest's page is there, wake has it look at the room again.
    """

    code: str
    id: str
    name: str
    joined_at: float
    is_here: Callable[[], bool]
    wake: Callable[[], None]
    report: Report | None = None
    seen_at: float = 0.0
    has_left: bool = False
    is_changed: bool = True  # since it was written

    def as_guest(self) -> Guest:
        """Return what the store keeps of it."""
        return Guest(self.id, self.name, self.joined_at, self.seen_at, self.has_left, self.report)


@dataclass(slots=True, eq=False)
class Held:
    """A room that somebody in this process teaches or is in."""

    room: Room
    places: dict[str, Place] = field(default_factory=dict)  # of this process, by the ids of the guests
    guests: list[Guest] = field(default_factory=list)  # of all processes, as they were read last
    watched_at: float = -WATCHED_FOR  # when a teacher has looked at them last, by time.monotonic
    used_at: float = field(default_factory=time.monotonic)


class Hub:
    """The rooms of this process, and the store behind them."""

    def __init__(self, kept_in: Store):
        self.store = kept_in
        self.held: dict[str, Held] = {}
        self.retry_at = 0.0  # when the store is asked again, by time.monotonic
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    @property
    def is_reachable(self) -> bool:
        """Whether the store has answered when it was asked last, or is to be asked again."""
        return time.monotonic() >= self.retry_at

    # What pages do.

    def open(self, room: Room) -> Held:
        """Open a room, or hold one that is open, and return it. Raises Refusal where there are too many.

        A room in which nobody is makes room for another: its teacher's page holds it again.
        """
        with self._lock:
            if room.code not in self.held and len(self.held) >= MAX_ROOMS:
                empty = next((code for code, held in self.held.items() if not held.places), None)
                if empty is None:
                    raise Refusal("There are too many rooms on this server now. Try again later.")
                del self.held[empty]
            held = self.held.setdefault(room.code, Held(room))
            held.used_at = time.monotonic()
            if room.version > held.room.version and room.lock == held.room.lock:
                held.room = room
        self._begin()
        return held

    def find(self, code: str) -> Room | None:
        """Return the room with a code, of this process or of the store; None if there is none, or it is over.

        Raises Refusal where the store cannot be asked.
        """
        held = self.held.get(code)
        room = held.room if held else self._ask(lambda: self.store.read(code))
        return None if room is None or room.is_over else room

    def room(self, code: str) -> Room | None:
        """Return the room with a code if this process holds it, also one that is over; it asks nobody."""
        held = self.held.get(code)
        return held.room if held else None

    def act(self, code: str, key: str, **changes: Any) -> None:
        """Change a room, as its teacher; without the right key nothing happens."""
        with self._lock:
            held = self.held.get(code)
            if held is None or not codes.opens(key, held.room.lock):
                return
            held.room = held.room.changed(**changes)
            places = list(held.places.values())
        _wake(places)

    def guests(self, code: str, key: str) -> list[Guest]:
        """Return the guests of a room for its teacher, in the order in which they have joined."""
        held = self.held.get(code)
        if held is None or not codes.opens(key, held.room.lock):
            return []
        held.watched_at = held.used_at = time.monotonic()
        own = {place.id: place.as_guest() for place in list(held.places.values())}
        known = {guest.id: guest for guest in held.guests} | own
        there = [guest for guest in known.values() if guest.id not in held.room.removed]
        return sorted(there, key=lambda guest: (guest.joined_at, guest.id))[:MAX_GUESTS]

    def join(
        self, room: Room, name: str, is_here: Callable[[], bool], wake: Callable[[], None], known: str = ""
    ) -> Place:
        """Give a guest a place in a room; `known` is the id of a guest who comes back. Raises Refusal."""
        held, now = self.open(room), time.time()
        there = {guest.id: guest for guest in self._known(held)}
        there |= {place.id: place.as_guest() for place in list(held.places.values())}
        before = there.pop(known, None)
        if known in held.room.removed:
            raise Refusal("The teacher has sent you out of this room.")
        if before is None and not held.room.lets_in:
            raise Refusal("The teacher lets nobody else in.")
        place = Place(
            code=room.code,
            id=known or secrets.token_hex(ID_LENGTH // 2),
            name=names.unique(names.read(name), [guest.name for guest in there.values()]),
            joined_at=before.joined_at if before else now,
            is_here=is_here,
            wake=wake,
            report=before.report if before else None,
            seen_at=now,
        )
        if before is None and len(there) >= MAX_GUESTS:
            self._make_place(held, list(there.values()))
        if not self._is_kept(held, place):
            raise Refusal(f"This room is full: {MAX_GUESTS} guests are in it.")
        held.places[place.id] = place
        return place

    def _known(self, held: Held) -> list[Guest]:
        """Return the guests of a room; those of other processes as they were read last, where the store is gone."""
        try:
            return self._ask(lambda: self.store.exchange(held.room, (), True)).guests
        except Refusal:
            return held.guests

    def _is_kept(self, held: Held, place: Place) -> bool:
        """Return whether the store keeps a new place; one that is gone gets it later."""
        try:
            return self._ask(lambda: self.store.join(held.room, place.as_guest()))
        except Refusal:
            return len(held.places) < MAX_GUESTS

    def _make_place(self, held: Held, guests: list[Guest]) -> None:
        """Forget a guest who has gone, if there is one, so that another one can come."""
        gone = [guest for guest in guests if guest.has_left or guest.seen_at < time.time() - GONE_AFTER]
        if gone:
            with suppress(Refusal):
                self._ask(lambda: self.store.drop(held.room.code, gone[0].id))
            held.places.pop(gone[0].id, None)

    def report(self, place: Place, report: Report | None) -> None:
        """Have the teacher see what a guest's network has become; None is one that has not begun."""
        place.report, place.seen_at, place.is_changed = report, time.time(), True

    def leave(self, place: Place) -> None:
        """Give a place back: the guest has gone."""
        place.has_left = place.is_changed = True

    def _ask(self, ask: Callable[[], Any]) -> Any:
        """Ask the store for what a visitor waits for; one that did not answer is not asked until it is due again."""
        if not self.is_reachable:
            raise Refusal("The rooms cannot be reached just now. Try again in a moment.")
        try:
            return ask()
        except Unreachable as error:
            self._note_failure(error)
            raise Refusal("The rooms cannot be reached just now. Try again in a moment.") from error

    # What the thread does.

    def _begin(self) -> None:
        with self._lock:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="rooms", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while True:
            time.sleep(INTERVAL)
            self.keep_in_step()
            with self._lock:
                if not self.held:
                    self._thread = None
                    return

    def keep_in_step(self) -> None:
        """Exchange with the store what has changed, of all rooms; never raises."""
        for code, held in list(self.held.items()):
            try:
                self._note_presence(held)
                if self.is_reachable:
                    self._exchange(held)
            except Unreachable as error:
                self._note_failure(error)
            except Exception:  # of one room: the others are to be kept in step
                logger.exception("A room could not be kept in step")
            self._forget_if_over(code, held)

    def _note_presence(self, held: Held) -> None:
        now = time.time()
        for place in list(held.places.values()):
            if not place.has_left and now >= place.seen_at + SEEN_EVERY and place.is_here():
                place.seen_at, place.is_changed = now, True
                held.used_at = time.monotonic()

    def _exchange(self, held: Held) -> None:
        room, places = held.room, list(held.places.values())
        changed = [place for place in places if place.is_changed]
        for place in changed:
            place.is_changed = False
        is_watched = time.monotonic() < held.watched_at + WATCHED_FOR
        try:
            found = self.store.exchange(room, [place.as_guest() for place in changed], is_watched)
        except Unreachable:
            for place in changed:
                place.is_changed = True
            raise
        if is_watched:
            held.guests = found.guests
        if found.room is None:  # the store has lost it, and the guests with it
            for place in places:
                place.is_changed = True
        elif found.room.version > room.version and found.room.lock == room.lock:
            with self._lock:
                is_newer = found.room.version > held.room.version
                held.room = found.room if is_newer else held.room
            _wake(places)

    def _note_failure(self, error: Exception) -> None:
        logger.warning("The store of the rooms does not answer: %s", error)
        self.retry_at = time.monotonic() + RETRY_AFTER

    def _forget_if_over(self, code: str, held: Held) -> None:
        """Forget who has left, and a room that is over or that nobody here is in or looks at."""
        for place in list(held.places.values()):
            if place.has_left and not place.is_changed and held.places.get(place.id) is place:
                del held.places[place.id]
        is_unused = not held.places and time.monotonic() > held.used_at + KEPT_FOR
        is_past = time.time() >= held.room.ends_at
        with self._lock:
            if is_unused or is_past:
                self.held.pop(code, None)


def _wake(places: list[Place]) -> None:
    for place in places:
        place.wake()


hub = Hub(stores.from_environment())
