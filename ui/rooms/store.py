"""Where rooms are kept: in the memory of this process, or in Redis, where all replicas of a server find them.

A store keeps no more than it is told: the hub (hub.py) tells it what the guests and the teachers of this process have
changed, and asks it for what those of other processes have.
"""

import threading
import time
from collections.abc import Sequence
from typing import NamedTuple, Protocol

from ui.rooms.guest import Guest
from ui.rooms.room import MAX_GUESTS, Room

MAX_ROOMS = 200  # in the memory of one process
CLOSED_KEPT = 600.0  # seconds for which a closed room is still known as closed


class Unreachable(Exception):
    """The store does not answer now."""


class Found(NamedTuple):
    """What a store has of a room: the room as it was before, and its guests, in the order in which they have joined."""

    room: Room | None
    guests: list[Guest]


class Store(Protocol):
    """What keeps rooms. Any thread may call it; all of it may raise Unreachable, after a second at most."""

    def read(self, code: str) -> Room | None:
        """Return the room with a code, if there is one."""

    def exchange(self, room: Room, changed: Sequence[Guest], wants_guests: bool) -> Found:
        """Keep guests of a room, and the room if it is newer than what is kept; return what was kept before.

        Of a closed room no guests are kept. Without wants_guests none are returned.
        """

    def join(self, room: Room, guest: Guest) -> bool:
        """Keep a new guest; return False where the room is full."""

    def drop(self, code: str, guest: str) -> None:
        """Forget the guest with an id."""


def end_of(room: Room) -> float:
    """Return when a store forgets a room, in seconds since 1970."""
    return min(room.ends_at, time.time() + CLOSED_KEPT) if room.is_closed else room.ends_at


class Kept:
    """A room in memory: its guests by their ids, and when it is forgotten."""

    def __init__(self, room: Room):
        self.room, self.ends_at = room, end_of(room)
        self.guests: dict[str, Guest] = {}

    def take(self, room: Room) -> None:
        """Take on a newer state of the room."""
        if room.version > self.room.version:
            self.room, self.ends_at = room, end_of(room)
        if self.room.is_closed:
            self.guests.clear()

    def put(self, guest: Guest) -> bool:
        """Keep a guest; return False where the room is full or closed."""
        if self.room.is_closed or (guest.id not in self.guests and len(self.guests) >= MAX_GUESTS):
            return False
        self.guests[guest.id] = guest
        return True


class Memory:
    """Rooms in the memory of this process."""

    def __init__(self) -> None:
        self._kept: dict[str, Kept] = {}
        self._lock = threading.Lock()

    def read(self, code: str) -> Room | None:
        with self._lock:
            self._forget_old()
            return self._kept[code].room if code in self._kept else None

    def exchange(self, room: Room, changed: Sequence[Guest], wants_guests: bool) -> Found:
        with self._lock:
            self._forget_old()
            before = self._kept[room.code].room if room.code in self._kept else None
            kept = self._at(room)
            for guest in changed:
                kept.put(guest)
            return Found(before, list(kept.guests.values()) if wants_guests else [])

    def join(self, room: Room, guest: Guest) -> bool:
        with self._lock:
            self._forget_old()
            return self._at(room).put(guest)

    def drop(self, code: str, guest: str) -> None:
        with self._lock:
            if code in self._kept:
                self._kept[code].guests.pop(guest, None)

    def _at(self, room: Room) -> Kept:
        """Return what is kept of a room, with this state of it if that is newer."""
        if room.code not in self._kept:
            if len(self._kept) >= MAX_ROOMS:
                self._forget_one()
            self._kept[room.code] = Kept(room)
        self._kept[room.code].take(room)
        return self._kept[room.code]

    def _forget_one(self) -> None:
        """Forget the oldest room in which nobody is, or the oldest of all: whoever teaches it brings it back."""
        empty = (code for code, kept in self._kept.items() if not kept.guests)
        del self._kept[next(empty, next(iter(self._kept)))]

    def _forget_old(self) -> None:
        now = time.time()
        for code in [code for code, kept in self._kept.items() if now >= kept.ends_at]:
            del self._kept[code]
