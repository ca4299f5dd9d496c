"""Numbers that only some entries of a registry have, such as momentum or Adam's beta1.

An entry lists its options by name; each is a field of the Experiment and a keyword of the entry's
function. Entries that need the same number share one option.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple, Protocol


class Option(NamedTuple):
    """One option: its label, its default, its range (both ends allowed) and a help text."""

    label: str
    default: float
    low: float
    high: float
    help: str


class HasOptions(Protocol):
    """An entry of a registry that has options."""

    @property
    def options(self) -> dict[str, Option]: ...


def option_values(registry: Mapping[str, HasOptions], name: str, settings: Any) -> dict[str, Any]:
    """Return the values that settings, such as an Experiment, give to the options of a registry's entry."""
    return {option: getattr(settings, option) for option in registry[name].options}
