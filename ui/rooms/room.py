"""A room: what its teacher has set, as plain values; and a room and its guests as the JSON that a store keeps."""

import json
import time
from base64 import b64decode, b64encode
from typing import Any, NamedTuple, get_origin, get_type_hints

from engine.experiments.kinds import EXPERIMENTS
from ui.rooms import names
from ui.rooms.guest import Guest, Report
from ui.visit import room_code

TIME_TO_LIVE = 4 * 3600.0  # seconds after which nothing of a room is left
MAX_QUERY = 4000  # characters of a task, and of the settings of a guest
MAX_GUESTS = 100  # of one room
MAX_WEIGHTS = 5000  # that a report holds
COMMANDS = ("", "start", "pause")
LARGEST = 1e300  # of numbers
ID_LENGTH = 16  # characters of a guest's id


class Room(NamedTuple):
    """A room as its teacher has set it.

    lock is what the teacher's key is checked against. kind and query are those of the task: see ui/visit/links.py.
    shows_names says whether a network that is shown to all carries the name of its guest. version grows with each
    change. task_number counts the tasks, command_number the commands: whoever has followed a lower one follows the
    present one. shown is the id of the guest whose network is shown to all, "" for none. lets_in says whether others
    may still join; removed has the ids of guests who were sent out. opened_at is in seconds since 1970.
    """

    code: str
    lock: str
    kind: str
    query: str
    shows_names: bool
    opened_at: float
    version: int = 1
    task_number: int = 1
    command: str = ""
    command_number: int = 0
    shown: str = ""
    lets_in: bool = True
    removed: tuple[str, ...] = ()
    is_closed: bool = False

    @property
    def ends_at(self) -> float:
        """When nothing of it is kept any more, in seconds since 1970."""
        return self.opened_at + TIME_TO_LIVE

    @property
    def is_over(self) -> bool:
        """Whether its time to live is over, or its teacher has closed it."""
        return self.is_closed or time.time() >= self.ends_at

    def changed(self, **changes: Any) -> "Room":
        """Return the room after a change by its teacher."""
        return self._replace(**changes, version=self.version + 1)


# The types of their values, in order.
KINDS: dict[type, list[Any]] = {
    each: [tuple if get_origin(kind) is tuple else kind for kind in get_type_hints(each).values()]
    for each in (Room, Guest, Report)
}


def is_valid(room: Room) -> bool:
    """Return whether all values of a room are of their types and within their bounds."""
    return (
        _has_types(room)
        and room_code.read(room.code) == room.code
        and len(room.lock) == 64
        and room.kind in EXPERIMENTS
        and len(room.query) <= MAX_QUERY
        and room.command in COMMANDS
        and len(room.shown) <= ID_LENGTH
        and len(room.removed) <= MAX_GUESTS
        and all(map(is_id, room.removed))
    )


def is_id(text: object) -> bool:
    """Return whether something can be the id of a guest."""
    return isinstance(text, str) and len(text) == ID_LENGTH and text.isascii() and text.isalnum()


def room_text(room: Room) -> str:
    """Return a room as JSON."""
    return json.dumps(room._asdict(), separators=(",", ":"))


def read_room(text: str | bytes | None) -> Room | None:
    """Return the room that `room_text` has written; None for anything else."""
    try:
        content = json.loads(text or "null")
        room = Room(**content | {"removed": tuple(content.get("removed", ()))})
    except (ValueError, TypeError, AttributeError, RecursionError):
        return None
    return room if is_valid(room) else None


def guest_text(guest: Guest) -> str:
    """Return a guest as JSON."""
    content = guest._asdict()
    if guest.report:
        content["report"] = guest.report._asdict() | {"weights": b64encode(guest.report.weights).decode()}
    return json.dumps(content, separators=(",", ":"))


def read_guest(text: str | bytes) -> Guest | None:
    """Return the guest that `guest_text` has written; None for anything else."""
    try:
        content = json.loads(text)
        if said := content["report"]:
            content["report"] = Report(**said | {"weights": b64decode(said["weights"], validate=True)})
        guest = Guest(**content)
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return guest if is_valid_guest(guest) else None


def is_valid_guest(guest: Guest) -> bool:
    """Return whether all values of a guest are of their types and within their bounds."""
    report = guest.report
    if not _has_types(guest) or not is_id(guest.id) or not guest.name or names.read(guest.name) != guest.name:
        return False
    if report is None:
        return True
    return (
        _has_types(report)
        and report.kind in EXPERIMENTS
        and len(report.query) <= MAX_QUERY
        and len(report.weights) <= 2 * MAX_WEIGHTS
        and len(report.weights) % 2 == 0
    )


def _has_types(values: Any) -> bool:
    """Return whether the values of a NamedTuple are what it says, and finite; a whole number is a float, too."""
    for value, kind in zip(values, KINDS[type(values)], strict=True):
        if isinstance(value, int | float) and not abs(value) < LARGEST:
            return False
        if type(value) is int and kind in (float, float | None):
            continue
        if (type(value) is bool and kind is int) or not isinstance(value, kind):
            return False
    return True
