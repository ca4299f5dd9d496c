"""What a report says, read: the Experiment, the link that opens this very network, the state of a guest."""

from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlencode

import numpy as np

from engine.experiments import address
from engine.experiments.kinds import EXPERIMENTS
from pictures.room import faces
from ui.rooms.guest import Guest, Report
from ui.visit import links, view

GONE_AFTER = 10.0  # seconds without a sign of life after which a guest counts as gone
KEPT = 512  # queries that are remembered
# What there is to say of a guest, in the order in which it is said.
STATES = {
    "waiting": "has not begun",
    "diverged": "diverged",
    "left": "left",
    "reached": "goal reached",
}


@lru_cache(maxsize=KEPT)
def experiment_of(kind: str, query: str) -> Any:
    """Return the Experiment of this kind that a query says, or the nearest that is valid. Never raises."""
    try:
        said = dict(parse_qsl(query, keep_blank_values=True))
    except ValueError:
        said = {}
    return address.from_query(said, EXPERIMENTS.get(kind, EXPERIMENTS["points"]))[0]


def experiment(guest: Guest) -> Any:
    """Return a guest's Experiment; None before training has begun."""
    return guest.report and experiment_of(guest.report.kind, guest.report.query)


def states(guest: Guest, now: float) -> tuple[str, ...]:
    """Return what is so of a guest at a time in seconds since 1970, as names of STATES."""
    report = guest.report
    found = {
        "waiting": report is None,
        "diverged": report is not None and report.has_diverged,
        "left": guest.has_left or now - guest.seen_at > GONE_AFTER,
        "reached": report is not None and report.has_reached is True,
    }
    return tuple(name for name in STATES if found[name])


class Opens(NamedTuple):
    """The address that opens a network: as it stands, with its "step" to be added, or with its "weights"."""

    address: str | None
    adds: str


def opening(guest: Guest) -> Opens:
    """Return how a guest's network is opened from any page of the playground.

    The weights are the surest way, where a link can hold them: settings that were changed on the way are not known.
    """
    report, now = guest.report, experiment(guest)
    if report is None or not links.is_whole(now):
        return Opens(None, "step")
    if _fits(report):
        return Opens(links.opening(now), "weights")
    return Opens(links.opening(now) if report.step <= view.MAX_STEPS else None, "step")


def _fits(report: Report) -> bool:
    """Return whether a link holds the weights, all of them finite."""
    if report.has_diverged or not 0 < len(report.weights) <= 2 * links.MAX_WEIGHTS:
        return False
    theta = faces.theta_of(experiment_of(report.kind, report.query), report.weights)
    return theta is not None and bool(np.isfinite(theta).all())


def link_of(guest: Guest) -> str | None:
    """Return the whole address of a guest's network, relative to a page of the playground; None if there is none."""
    address, adds = opening(guest)
    report = guest.report
    if address is None or report is None:
        return None
    if adds == "weights":
        theta = faces.theta_of(experiment(guest), report.weights)
        return with_query(address, weights="" if theta is None else links.weights_text(theta))
    return with_query(address, at_step=str(report.step)) if report.step else address


def with_query(address: str, **more: str) -> str:
    """Return an address with more parameters."""
    return f"{address}{'&' if '?' in address else '?'}{urlencode(more)}"
