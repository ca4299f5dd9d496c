"""Rooms and guests as the tests need them."""

import time

from ui.rooms import codes
from ui.rooms.guest import Guest, Report
from ui.rooms.hub import Hub
from ui.rooms.room import Room
from ui.rooms.store import Memory, Unreachable

KEY = "AAAAAAAAAAAAAAAAAAAAAA"
CODE = codes.code_of(KEY)
REPORT = Report("points", "layers=3", 40, 1.6, 0.4, 0.5, 0.75, False, None, 0, b"\x00\x3c" * 17)


def room(**more):
    """A room as its teacher has just opened it."""
    values = {"kind": "points", "query": "data=spiral&task=Look", "shows_names": False, "opened_at": time.time()} | more
    return Room(**{"code": CODE, "lock": codes.lock_of(KEY)} | values)


def guest(number, **more):
    """A guest by a number."""
    now = time.time()
    values = {"joined_at": now - 1000 + number, "seen_at": now, "has_left": False, "report": None} | more
    return Guest(f"{number:016x}", f"Guest {number}", **values)


def join(hub, name, here=True, wakes=None, known="", at=None):
    """Give somebody a place in the room."""
    wakes = [] if wakes is None else wakes
    return hub.join(at or hub.find(CODE) or room(), name, lambda: here, lambda: wakes.append(name), known)


class Frail:
    """A store that can be gone, and come back with or without what it has kept. asked counts what it was asked."""

    def __init__(self):
        self.kept, self.is_gone, self.asked = Memory(), False, 0

    def restart(self):
        self.kept, self.is_gone = Memory(), False

    def __getattr__(self, name):
        def ask(*arguments):
            self.asked += 1
            if self.is_gone:
                raise Unreachable("gone")
            return getattr(self.kept, name)(*arguments)

        return ask


class QuietHub(Hub):
    """A hub without its thread: the test keeps it in step itself."""

    def _begin(self):
        pass
