"""The kinds of fields that settings have: what each accepts, and how an address writes and reads it."""

import math
import re
from collections.abc import Iterable
from typing import Any, Protocol

from engine.numerals import plain
from engine.options import Option

MAX_LAYERS = 6
MAX_NEURONS = 16
# Each character matches in one way only, so that a long text does not take long.
NUMBER = re.compile(r" *[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)(e[+-]?[0-9]{1,4})? *", re.IGNORECASE)
MAX_SHOWN = 80  # characters of a value that a message repeats
LONGEST_NUMBER = 400  # characters; the longest float has 309 digits
WIDTHS = re.compile(r" *[0-9]{1,9}([-, ]+[0-9]{1,9})* *")


class Field(Protocol):
    """What every kind of field has."""

    @property
    def accepts(self) -> str:
        """What the field accepts, in words."""

    def valid(self, value: Any) -> bool:
        """Return whether the field accepts a value."""

    def parse(self, text: str) -> tuple[Any, bool]:
        """Return the nearest valid value or None, and whether the text says exactly that value."""

    def write(self, value: Any) -> str:
        """Return a valid value as an address writes it."""


class Choice:
    """A field of one of the names of a registry."""

    def __init__(self, options: Iterable[str]):
        self.options = tuple(options)
        self.accepts = "one of " + ", ".join(self.options)

    def valid(self, value: Any) -> bool:
        return isinstance(value, str) and value in self.options

    def parse(self, text: str) -> tuple[str | None, bool]:
        """Return the option that the text names, or None."""
        name = text.strip().lower().replace(" ", "_").replace("-", "_")
        return (name, True) if name in self.options else (None, False)

    def write(self, value: str) -> str:
        return value


class Names:
    """A field of one name of a registry for all hidden layers, or one for each: relu, or relu-tanh.

    The last name applies to all further layers.
    """

    max_names = MAX_LAYERS

    def __init__(self, options: Iterable[str]):
        self.options = tuple(options)
        self.accepts = "one of " + ", ".join(self.options) + f", or up to {self.max_names} of them, such as relu-tanh"

    def valid(self, value: Any) -> bool:
        return (
            isinstance(value, str) and value.count("-") < self.max_names and set(value.split("-")) <= set(self.options)
        )

    def parse(self, text: str) -> tuple[str | None, bool]:
        """Return the names that exist, or None if there are none, and whether all do."""
        named = [name.strip().replace(" ", "_") for name in text.lower().replace(",", "-").split("-")]
        known = "-".join([name for name in named if name in self.options][: self.max_names])
        return known or None, bool(known) and known == "-".join(named)

    def write(self, value: str) -> str:
        return value


class Number:
    """A field of a finite number from low to high, without low if `above_low`; a whole number if `whole`."""

    def __init__(self, low: float, high: float, whole: bool = False, above_low: bool = False):
        self.low, self.high, self.whole, self.above_low = low, high, whole, above_low
        kind = "a whole number" if whole else "a number"
        self.accepts = f"{kind} in {'(' if above_low else '['}{plain(low)}, {plain(high)}]"

    def valid(self, value: Any) -> bool:
        # By type, not isinstance: a bool is not accepted, and a NumPy scalar would change dtypes.
        if type(value) not in ((int,) if self.whole else (int, float)):
            return False
        if value == 0 and math.copysign(1, value) < 0:
            return False  # NumPy's random generators refuse a scale of -0
        # Compared only: an integer of hundreds of digits is no float. NaN is not within any bounds.
        return self.low <= value <= self.high and not (self.above_low and value == self.low)

    def parse(self, text: str) -> tuple[float | None, bool]:
        """Return the nearest valid number, or None if the text is not a number."""
        if len(text) > LONGEST_NUMBER or not NUMBER.fullmatch(text):
            return None, False
        given = float(text)
        value = min(max(given, self.low), self.high) + 0.0  # turns -0 into 0
        value = round(value) if self.whole else value
        return (value, value == given) if self.valid(value) else (None, False)

    def write(self, value: float) -> str:
        return f"{value:.0f}" if value == int(value) else repr(value)


class Widths:
    """A field of layers, from none to most_layers of them, each of 1 to most_neurons units: 6-4, or 0 for none."""

    def __init__(self, most_layers: int = MAX_LAYERS, most_neurons: int = MAX_NEURONS, example: str = "6-4"):
        self.most_layers, self.most_neurons = most_layers, most_neurons
        self.accepts = f"up to {most_layers} whole numbers from 1 to {most_neurons}, such as {example}, or 0 for none"

    def valid(self, value: Any) -> bool:
        return (
            isinstance(value, tuple)
            and len(value) <= self.most_layers
            and all(type(n) is int and 1 <= n <= self.most_neurons for n in value)
        )

    def parse(self, text: str) -> tuple[tuple[int, ...] | None, bool]:
        """Return the nearest valid widths, or None if the text is not a list of numbers."""
        if not WIDTHS.fullmatch(text):
            return None, False
        given = [int(number) for number in re.findall("[0-9]+", text)]
        given = [] if given == [0] else given
        value = tuple(min(max(n, 1), self.most_neurons) for n in given[: self.most_layers])
        return value, list(value) == given

    def write(self, value: tuple[int, ...]) -> str:
        return "-".join(map(str, value)) or "0"


class Subset:
    """A field of names of a registry, in the registry's order; it may be empty if `may_be_none`."""

    def __init__(self, options: Iterable[str], may_be_none: bool = False):
        self.options, self.may_be_none = tuple(options), may_be_none
        self.accepts = ("none, or " if may_be_none else "") + "one or more of " + ", ".join(self.options)

    def valid(self, value: Any) -> bool:
        if not isinstance(value, tuple) or value != tuple(o for o in self.options if o in value):
            return False
        return bool(value) or self.may_be_none

    def parse(self, text: str) -> tuple[tuple[str, ...] | None, bool]:
        """Return the options that the text names, or None if there are none."""
        named = {part.strip().lower() for part in text.replace("-", ",").split(",")}
        if self.may_be_none and named == {"none"}:
            return (), True
        value = tuple(option for option in self.options if option in named)
        return value or None, set(value) == named

    def write(self, value: tuple[str, ...]) -> str:
        return "-".join(value) or "none"  # a comma would be written %2C in an address


class Flag:
    """A field that is on or off."""

    accepts = "true or false"

    def valid(self, value: Any) -> bool:
        return isinstance(value, bool)

    def parse(self, text: str) -> tuple[bool | None, bool]:
        """Return True or False as the text says, or None."""
        value = {"true": True, "1": True, "false": False, "0": False}.get(text.strip().lower())
        return value, value is not None

    def write(self, value: bool) -> str:
        return str(value).lower()


def shown(value: Any) -> str:
    """Return a value from outside as a message repeats it: short, and in ASCII."""
    try:
        return ascii(value)[:MAX_SHOWN]
    except ValueError:  # Python does not convert an integer of thousands of digits
        return "a number too long to show"


def optional(option: Option, whole: bool = False) -> Number:
    """Return the field of an option."""
    return Number(option.low, option.high, whole)
