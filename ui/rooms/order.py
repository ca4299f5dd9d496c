"""In which order the members of a class are shown, and which of them."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from ui.rooms import choices, reading
from ui.rooms.guest import Guest
from ui.rooms.reading import STATES

SORTS = {
    "joined": "time joined",
    "name": "name",
    "loss": "test loss",
    "epoch": "epoch",
    "goal": "goal",
}
STATE = "state"  # in a filter, in place of a field
MOST_OPTIONS = 12  # values of a setting that can be chosen to be shown alone


def _loss(guest: Guest) -> tuple[Any, ...]:
    report = guest.report
    if report is None:
        return (3,)
    if report.has_diverged:
        return (2,)
    return (1,) if report.test_loss is None else (0, report.test_loss)


def _epoch(guest: Guest) -> tuple[Any, ...]:
    return (1,) if guest.report is None else (0, -guest.report.epoch)


def _goal(guest: Guest) -> tuple[Any, ...]:
    report = guest.report
    return (0, report.epoch) if report is not None and report.has_reached is True else (1, *_loss(guest))


KEYS: dict[str, Callable[[Guest], Any]] = {
    "joined": lambda guest: (),
    "name": lambda guest: (guest.name.casefold(),),
    "loss": _loss,
    "epoch": _epoch,
    "goal": _goal,
}


def ordered(guests: Iterable[Guest], by: str) -> list[Guest]:
    """Return the guests from the first to the last of an order of SORTS; those who are alike stay as they joined.

    The lowest loss comes first, and the furthest epoch; of those at the goal who needed the fewest epochs, then the
    others by their losses. Who has diverged, or has not begun, comes last.
    """
    return sorted(guests, key=lambda guest: (KEYS[by](guest), guest.joined_at, guest.id))


class Filter(NamedTuple):
    """Something by which to show some of the guests alone: its text in an address, its label, how many there are."""

    value: str
    label: str
    size: int


def filters(guests: Sequence[Guest], settings: Sequence[choices.Setting], now: float) -> list[Filter]:
    """Return the filters that leave some of the guests and not all: by state, then by what they chose."""
    found = []
    for name, label in STATES.items():
        count = sum(name in reading.states(guest, now) for guest in guests)
        found.append(Filter(f"{STATE}:{name}", label, count))
    values = [choices.values_of(each) for each in choices.known(guests)]
    for setting in settings:
        counts = Counter(each.get(setting.field) for each in values)
        for option in setting.options if len(setting.options) <= MOST_OPTIONS else ():
            found.append(Filter(f"{setting.field}:{option}", f"{setting.label}: {option}", counts[option]))
    return [each for each in found if 0 < each.size < len(guests)]


def filtered(guests: Iterable[Guest], only: str, now: float) -> list[Guest]:
    """Return the guests that a filter leaves: all for "", and for one that is not known."""
    field, _, wanted = only.partition(":")
    listed = list(guests)
    if field == STATE and wanted in STATES:
        return [guest for guest in listed if wanted in reading.states(guest, now)]
    if not wanted or not any(field in each.FIELDS for each in choices.known(listed)):
        return listed
    return [guest for guest in listed if guest.report and _value(guest, field) == wanted]


def _value(guest: Guest, field: str) -> str | None:
    return choices.values_of(reading.experiment(guest)).get(field)
