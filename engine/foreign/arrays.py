"""Lists of numbers as arrays; a message names the entry that does not fit."""

from typing import Any

import numpy as np

from engine.experiments.fields import LONGEST_NUMBER, NUMBER
from engine.numerals import significant
from engine.runs.text import number

LARGEST = float(np.finfo(np.float32).max)  # networks on the pages have float32
PARTS = {2: "row", 3: "channel", 4: "filter"}  # what the parts of a list of so many levels are called


def levels(value: Any) -> int | None:
    """Return how many levels of lists a value has, 0 for one that is no list; None for dicts and uneven lists."""
    if isinstance(value, dict):
        return None
    if not isinstance(value, list):
        return 0
    below = {levels(each) for each in value} or {0}
    deepest = below.pop()
    return None if below or deepest is None else deepest + 1


def listed(value: Any) -> Any:
    """Return plain values with lists in place of objects whose keys are 0, 1, 2, …, as JavaScript writes its arrays."""
    if isinstance(value, dict):
        values = [listed(each) for each in value.values()]
        is_array = bool(value) and list(value) == [str(k) for k in range(len(value))]
        return values if is_array else dict(zip(value, values, strict=True))
    return [listed(each) for each in value] if isinstance(value, list) else value


def begins_with_number(value: Any) -> bool:
    """Return whether a value is a number, also one that is written as text, or lists that begin with one."""
    while isinstance(value, list) and value:
        value = value[0]
    if isinstance(value, str):
        return len(value) <= LONGEST_NUMBER and NUMBER.fullmatch(value) is not None
    return type(value) in (int, float)


def array(value: list[Any], axes: int, name: str) -> np.ndarray:
    """Return lists of `axes` levels as an array; name is what messages call it.

    Raises ValueError, naming the entry, where a value is no number or a row is longer than another one.
    """
    if not value:
        raise ValueError(f"{name} has no numbers")
    if axes == 1:
        return np.array([_element(each, f"{name}, number {k}") for k, each in enumerate(value, 1)])
    parts = [array(each, axes - 1, f"{name}, {PARTS[axes]} {k}") for k, each in enumerate(value, 1)]
    for k, part in enumerate(parts, 1):
        if part.shape != parts[0].shape:
            sizes = [count(len(each), PARTS.get(axes - 1, "number")) for each in (part, parts[0])]
            raise ValueError(f"{name}, {PARTS[axes]} {k} has {sizes[0]} where {PARTS[axes]} 1 has {sizes[1]}")
    return np.stack(parts)


def count(size: int, what: str) -> str:
    """Return a number of things in words."""
    return f"{size} {what}" if size == 1 else f"{size} {what}s"


def expected(size: int) -> str:
    """Return how many things were expected, in words."""
    return f"{size} {'was' if size == 1 else 'were'} expected"


def _element(value: Any, name: str) -> float:
    result = number(value, name)
    if abs(result) > LARGEST:
        raise ValueError(f"{name} must be at most {significant(LARGEST, 2)} in size, got {significant(result, 2)}")
    return result
