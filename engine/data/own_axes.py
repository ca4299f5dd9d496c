"""What a visitor's own data are called, and what their numbers were before they were scaled to the plane.

A file's number u becomes t = ((u - low) / (high - low) · 2 - 1) · end on the plane: low is at -end, high at +end. Two
fields of an Experiment hold this as text. `scale` is low_high of x1 and of x2, and in a regression of the value:
4.9_5.2_0_30. `names` are those of x1, x2, the value and the classes, joined by ~: width~height~~cat~dog.
"""

import csv
import io
import re
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from engine.data.datasets import MAX_CLASSES

FILL = 5.0  # data that are scaled fill [-FILL, FILL]; as a text of own_points both ends are exact
VALUE_FILL = 1.0  # and their values [-VALUE_FILL, VALUE_FILL], from the full orange to the full blue
MAX_NAME = 30  # characters
MAX_NAMES = 3 + MAX_CLASSES
LARGEST = 1e102  # no end of an axis is farther out
FLAT = 1e-10  # of its numbers: an axis that is narrower has too few floats for the places of a link
NUMBER = re.compile(r"-?[0-9]{1,101}(\.[0-9]{1,120})?(e-?[0-9]{1,3})?")


class Axis(NamedTuple):
    """One axis of the plane, or the values: its name or "", and the file's numbers at -end and +end."""

    name: str
    low: float
    high: float
    end: float

    @property
    def is_scaled(self) -> bool:
        """Whether the file's numbers are others than those of the plane."""
        return (self.low, self.high) != (-self.end, self.end)

    @property
    def offset(self) -> float:
        """The file's number in the middle of the plane."""
        return self.low / 2 + self.high / 2

    @property
    def factor(self) -> float:
        """The file's units in one unit of the plane."""
        return (self.high - self.low) / (2 * self.end)

    def to_file(self, plane: np.ndarray) -> np.ndarray:
        """Return the file's numbers at numbers of the plane; those at -end and +end are exact."""
        if not self.is_scaled:
            return plane
        share = np.round((plane / self.end + 1) / 2, 12)
        return self.low * (1 - share) + self.high * share

    def to_plane(self, numbers: np.ndarray) -> np.ndarray:
        """Return where numbers of the file lie on the plane."""
        if not self.is_scaled:
            return numbers
        return ((numbers - self.low) / (self.high - self.low) * 2 - 1) * self.end


class Axes(NamedTuple):
    """The axes of the plane, that of the values, and the names of the classes, "" for one without."""

    x1: Axis
    x2: Axis
    value: Axis
    classes: tuple[str, ...]


class Scale:
    """The field of what the numbers of a file were, kept as text; "" is the plane's own numbers."""

    accepts = "four numbers low_high_low_high, six with those of the value, each low below its high"

    def valid(self, value: Any) -> bool:
        return isinstance(value, str) and self.parse(value) == (value, True)

    def parse(self, text: str) -> tuple[str | None, bool]:
        """Return the text if it is a scale, as `write_scale` writes it, or None."""
        parts = text.split("_") if text else []
        if len(parts) not in (0, 4, 6) or not all(NUMBER.fullmatch(part) for part in parts):
            return None, False
        numbers = [float(part) for part in parts]
        pairs = zip(numbers[::2], numbers[1::2], strict=True)
        if not all(is_wide(low, high) and max(-low, high) <= LARGEST for low, high in pairs):
            return None, False
        value = "_".join(map(written, numbers))
        return value, value == text

    def write(self, value: str) -> str:
        return value


class OwnNames:
    """The field of the names of axes and classes, kept as text."""

    accepts = f"up to {MAX_NAMES} names of at most {MAX_NAME} characters, joined by ~"

    def valid(self, value: Any) -> bool:
        return isinstance(value, str) and self.parse(value) == (value, True)

    def parse(self, text: str) -> tuple[str, bool]:
        """Return the names, shortened, as `write_names` writes them."""
        value = write_names(_split(text))
        return value, value == text

    def write(self, value: str) -> str:
        return value


def is_wide(low: float, high: float) -> bool:
    """Return whether an axis from low to high can be told from one with a single value."""
    return high - low > max(FLAT * max(abs(low), abs(high)), 1 / LARGEST)


def written(number: float) -> str:
    """Return a number that reads back exactly, in the characters of a link."""
    return repr(number + 0.0).replace("+", "").removesuffix(".0")


def write_scale(*axes: Axis) -> str:
    """Return the text of these axes, x1 and x2 and perhaps the value; "" if none of them is scaled."""
    if not any(axis.is_scaled for axis in axes):
        return ""
    return "_".join(written(number) for axis in axes for number in (axis.low, axis.high))


def clean(name: str) -> str:
    """Return a name on one line, of printable characters, at most MAX_NAME of them."""
    printable = "".join(character if character.isprintable() else " " for character in name[: 10 * MAX_NAME])
    return " ".join(printable.split())[:MAX_NAME].strip()


def write_names(names: list[str]) -> str:
    """Return the text of names, without empty ones at the end."""
    kept = [clean(name) for name in names[:MAX_NAMES]]
    while kept and not kept[-1]:
        kept.pop()
    if not kept:
        return ""
    out = io.StringIO()
    csv.writer(out, delimiter="~", lineterminator="").writerow(kept)
    return out.getvalue()


def _split(text: str) -> list[str]:
    """Return the names of a text."""
    line = "".join(character if character.isprintable() else " " for character in text[: 10 * MAX_NAME * MAX_NAMES])
    try:
        return next(csv.reader([line], delimiter="~"), [])
    except csv.Error:
        return []


@lru_cache(maxsize=64)
def axes(names: str, scale: str) -> Axes:
    """Return the Axes of valid texts."""
    named = (_split(names) + [""] * MAX_NAMES)[:MAX_NAMES]
    numbers = [float(part) for part in scale.split("_")] if scale else [-FILL, FILL] * 2
    numbers = [*numbers, -VALUE_FILL, VALUE_FILL][:6]
    return Axes(
        Axis(named[0], numbers[0], numbers[1], FILL),
        Axis(named[1], numbers[2], numbers[3], FILL),
        Axis(named[2], numbers[4], numbers[5], VALUE_FILL),
        tuple(named[3:]),
    )
