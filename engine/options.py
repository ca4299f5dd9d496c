"""Numbers that only some entries of a registry have, such as momentum or Adam's beta1.

An entry lists its options by name; each is a field of the Experiment, and a keyword of the entry's
function. Two entries that mean the same thing share one option.
"""

from typing import NamedTuple


class Option(NamedTuple):
    """One such number: its name for people, its usual value, its range (both ends allowed) and what it does."""

    label: str
    default: float
    low: float
    high: float
    help: str
