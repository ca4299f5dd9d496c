"""Pins a network beside the present one: what a visitor does for it, and what the Stage says of both."""

from typing import Any

import numpy as np

from engine.experiments.experiment import FIELDS, Experiment, changed
from engine.runs.run import evaluate, start_run
from pictures.live import maps
from ui.players import pinned, sentences
from ui.players.pinned import Pinned
from ui.players.player import Player
from ui.visit import beside, locks, notices, session, undo
from ui.widgets import labels

MOST_NAMED = 3  # settings in which the two differ


def follow(player: Player) -> None:
    """Pin what the page's address says, if that is not what is pinned. Call it once on every run of the page."""
    text, now = session.own().pinned, player.pinned
    if text == (beside.text_of(now.run.experiment) if now else ""):
        return
    experiment = beside.read(text) if text else None
    if experiment is None:
        player.pin(None)
    else:
        shared = beside.shared_with(experiment, player.run.experiment)
        player.pin(Pinned(start_run(shared, dtype=np.float32)))


def _show(player: Player, now: Pinned | None) -> None:
    player.pin(now)
    session.update_own(pinned=beside.text_of(now.run.experiment) if now else "")


def pin(player: Player, value: Any) -> None:
    """Pin the network that is shown, as it is; False takes the pinned one away."""
    _show(player, None if value is False else pinned.copy_of(player.shown))


def swap(player: Player, value: Any) -> None:
    """Go on with the pinned network, and pin the present one."""
    if player.pinned is None:
        return
    other, present = player.pinned.shown, player.shown
    if not locks.is_kept(other.experiment, other):
        notices.add("The task keeps some of these settings as they are: the two were not swapped.")
        return
    undo.note()
    player.pinned = None  # the present one must not drag it along
    player.take(other)
    session.current().experiment = other.experiment
    _show(player, Pinned(present))


def header(player: Player) -> dict[str, Any] | None:
    """Return what the Stage says of the pinned network beside the present one."""
    if player.pinned is None:
        return None
    present, other = player.shown, player.pinned.shown
    one, two = present.experiment, other.experiment
    names = [name for name in FIELDS if name in changed(one, two)]
    return {
        "now": _told(one, names),
        "text": _told(two, names),
        "scores": [None if score is None else maps.finite(score[0]) for score in evaluate(other)],
        "epoch": other.epoch,
        "stopped": other.stopped,
    }


def _told(experiment: Experiment, names: list[str]) -> str:
    """Return the settings of these names in words."""
    parts = [_setting(experiment, name) for name in names[:MOST_NAMED]]
    return ", ".join(parts + ([f"{len(names) - MOST_NAMED} more"] if len(names) > MOST_NAMED else []))


def _setting(experiment: Experiment, name: str) -> str:
    value = getattr(experiment, name)
    if name not in labels.REGISTRIES:
        return sentences.value(experiment, name)
    chosen = [value] if isinstance(value, str) else value  # inputs and augmentations are several, or none
    return ", ".join(labels.name_of(name, each) for each in chosen) or f"no {labels.LABELS[name].lower()}"
