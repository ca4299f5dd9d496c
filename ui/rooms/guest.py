"""A guest of a room, and what the guest's page tells the room of its network: values of a bounded size."""

from typing import NamedTuple


class Report(NamedTuple):
    """One network at one moment. Losses and the accuracy are None before anything has been measured.

    query is the Experiment as its link says it, without what the Task says; kind is that of the Experiment, see
    ui/visit/links.py. accuracy is that on the test set, from 0 to 1. has_reached is None without a goal. answer is the
    number of the choice that was predicted, 0 for none. weights are theta (P,) as float16 in little-endian order, or
    empty for a network that is too large.
    """

    kind: str
    query: str
    step: int
    epoch: float
    training_loss: float | None
    test_loss: float | None
    accuracy: float | None
    has_diverged: bool
    has_reached: bool | None
    answer: int
    weights: bytes


class Guest(NamedTuple):
    """Somebody in a room, by the name that was chosen; report is None until training has begun.

    Times are seconds since 1970.
    """

    id: str
    name: str
    joined_at: float
    seen_at: float
    has_left: bool
    report: Report | None
