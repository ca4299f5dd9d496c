"""What a visitor does on the picture of any Player: look back, go on with a branch, edit weights, undo.

Each action is a kind and a value from the browser, which are checked here.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import numpy as np

from engine.runs import timeline
from ui.players import updates
from ui.players.player import Player
from ui.players.resume import resume
from ui.visit import changes, locks, session, undo

MAX_WEIGHT = 1000.0
LARGEST = 1e300  # of the numbers that a browser sends

Action = Callable[[Player, Any], None]


def is_number(value: Any) -> bool:
    """Return whether a value from a browser is a number that a float can hold."""
    return type(value) in (int, float) and abs(value) <= LARGEST  # also of a whole number that no float can hold


def edit(player: Player, places: slice, values: list[float], goes_on: bool = False) -> None:
    """Set some parameters of the network that is shown, in a way that can be undone, unless the Task locks them.

    A change that goes on with the one before, as while a key is held down in a field, is undone together with it.
    """
    if not locks.may_edit_weights():
        return
    if player.past:
        player.branch_off()
    theta = player.run.theta.copy()
    now = (places, player.run.step)
    if not (goes_on and player.edited == now and undo.can_undo()):
        undo.note(theta.copy())
    player.edited = now
    theta[0, places] = np.clip(values, -MAX_WEIGHT, MAX_WEIGHT)
    timeline.edit(player.run, theta)


def _seek(player: Player, value: Any) -> None:
    if type(value) is int and 0 <= value <= player.run.epoch:
        player.seek(value)


def _branch(player: Player, value: Any) -> None:
    """Go on with a branch; what was shown so far becomes one."""
    if type(value) is int and 0 <= value < len(player.branches):
        run = player.branches[value]
        if not locks.may_become(run.experiment, run):
            return
        undo.note()
        player.branches[value] = player.run
        player.take(run)
        changes.set_experiment(run.experiment)


def _forget(player: Player, value: Any) -> None:
    if type(value) is int and 0 <= value < len(player.branches):
        del player.branches[value]


def _undo_change(player: Player, value: Any) -> None:
    """Go back to just before the change at a step of the Run, with the settings of then; undo takes this back."""
    if type(value) is not int or all(value != each.step for each in timeline.changes(player.run)):
        return
    run = timeline.before_change(player.run, value)
    if not locks.may_become(run.experiment, run):
        return
    undo.note()
    player.play(False)
    player.take(run)
    changes.set_experiment(player.run.experiment)


def _remedy(player: Player, value: Any) -> None:
    """Do what the diagnosis offers."""
    if player.diagnosis:
        changes.update(**player.diagnosis.changes)


COMMON: dict[str, Action] = {
    "seek": _seek,
    "now": lambda player, value: player.seek(player.run.epoch + 1),
    "branch": _branch,
    "forget": _forget,
    "undo_change": _undo_change,
    "remedy": _remedy,
    "resume": resume,
    "undo": lambda player, value: undo.undo(),
    "redo": lambda player, value: undo.redo(),
}
COMMON_MOVES = ("seek", "now")


def handler(player: Player, actions: Mapping[str, Action], moves: tuple[str, ...]) -> Callable[[dict[str, Any]], None]:
    """Return a function that carries out an action, {"kind", "value"}, and ignores one that is not valid."""

    known: dict[str, Callable[[Any], None]] = {
        **{name: partial(action, player) for name, action in actions.items()},
        **updates.transport(player),
    }

    def act(action: dict[str, Any]) -> None:
        if does := known.get(action["kind"]):
            with session.current().channel.lock:
                does(action.get("value"))
            if action["kind"] not in moves:
                session.request_page_run()

    return act


def moves_of(player: Player, actions: Mapping[str, Action], moves: tuple[str, ...]) -> dict[str, Callable[[Any], None]]:
    """Return the actions that need no run of the page: they change what the picture shows, and no setting."""
    return {**{name: partial(actions[name], player) for name in moves}, **updates.transport(player)}
