"""What a visitor does on the Stage: each action is a kind and a value from the browser, which are checked here."""

from collections.abc import Callable
from typing import Any

import numpy as np

from engine.data import own_points
from engine.data.datasets import HALF_WIDTH, MAX_CLASSES, OWN
from engine.experiments.experiment import FIELDS
from engine.numerals import grouped
from pictures.constants import ERASER_RADIUS, MAX_STROKE
from ui.players import acts
from ui.players.acts import is_number
from ui.players.player import Player
from ui.playground import pinning
from ui.visit import changes, notices

ERASED_AT_ONCE = 16  # places that are compared with all points at once: 5,000 by 16 numbers take 640 kB


def handler(player: Player) -> Callable[[dict[str, Any]], None]:
    """Return a function that carries out an action on the Stage, and ignores one that is not valid."""
    return acts.handler(player, ACTIONS, MOVES)


def moves(player: Player) -> dict[str, Callable[[Any], None]]:
    """Return the actions that need no run of the page: they change what the picture shows, and no setting."""
    return acts.moves_of(player, ACTIONS, MOVES)


def _points(value: Any) -> np.ndarray | None:
    """Return points (2, n) of a list of pairs of numbers, or None if it is not such a list."""
    if not isinstance(value, list) or not 0 < len(value) <= MAX_STROKE:
        return None
    if not all(isinstance(pair, list) and len(pair) == 2 and all(map(is_number, pair)) for pair in value):
        return None
    return np.clip(np.array(value, float).T, -HALF_WIDTH, HALF_WIDTH)


def _layers(player: Player, value: Any) -> None:
    if isinstance(value, list) and FIELDS["layers"].valid(tuple(value)):
        changes.update(layers=tuple(value))


def _features(player: Player, value: Any) -> None:
    if isinstance(value, list):
        changes.set_features([name for name in value if isinstance(name, str)])


def _flag(name: str) -> Callable[[Player, Any], None]:
    def does(player: Player, value: Any) -> None:
        if isinstance(value, bool):
            changes.update_view(**{name: value})

    return does


def _trace(player: Player, value: Any) -> None:
    """Trace a point, [x1, x2] or [x1, x2, class]; None ends it."""
    player.point = player.target = None
    if isinstance(value, list) and len(value) in (2, 3) and (points := _points([value[:2]])) is not None:
        player.point = tuple(points[:, 0].tolist())
        if len(value) == 3:
            _set_target(player, value[2])


def _set_target(player: Player, value: Any) -> None:
    if type(value) is int and 0 <= value < player.run.experiment.class_count:
        player.target = value
    elif is_number(value) and not player.run.experiment.class_count:
        player.target = float(min(max(value, -1), 1))


def _backward(player: Player, value: Any) -> None:
    player.backward = value is True


def _show_gradient(player: Player, value: Any) -> None:
    player.shows_gradient = value is True


def _weight(player: Player, value: Any) -> None:
    """Set one weight or bias, {"place", "value", "goes_on"}, of the network that is shown."""
    if not isinstance(value, dict) or not is_number(value.get("value")) or type(value.get("place")) is not int:
        return
    if not 0 <= value["place"] < player.run.theta.shape[1]:
        return
    place = slice(value["place"], value["place"] + 1)
    acts.edit(player, place, [value["value"]], value.get("goes_on") is True)


def _present_points(player: Player, are_values: bool) -> tuple[np.ndarray, np.ndarray]:
    """Return the points that drawing adds to, the visitor's own or those on show; none, if they have other labels."""
    run = player.run
    if are_values != (run.experiment.class_count == 0):
        return np.empty((2, 0)), np.empty(0, float if are_values else int)
    if run.experiment.data == OWN:
        return own_points.decode(run.experiment.drawn)
    labels = np.concatenate([run.train.labels, run.test.labels])
    return np.concatenate([run.train.points, run.test.points], axis=1), labels


def _is_late(player: Player, value: dict[str, Any]) -> bool:
    """Return whether a stroke was made on the visitor's own data, and others have been chosen meanwhile."""
    return value.get("data") == OWN != player.run.experiment.data


def _add_points(player: Player, value: Any) -> None:
    """Add points, {"label" or "value", "points", "data"}, to the data; other data become the visitor's own by it."""
    if not isinstance(value, dict) or _is_late(player, value):
        return
    label, are_values = value.get("label"), "value" in value
    if are_values:
        label = value["value"]
        if not is_number(label):
            return
        label = float(min(max(label, -1), 1))
    elif type(label) is not int or label not in range(MAX_CLASSES):
        return
    added = _points(value.get("points"))
    if added is None:
        return
    e = player.run.experiment
    if e.data == OWN and own_points.count(e.drawn) and are_values == bool(e.class_count):
        have = "classes, not values" if are_values else "values, not classes"
        notices.add(f"These data have {have}: Clear takes them away.")
        return
    points, labels = _present_points(player, are_values)
    room = own_points.MAX_POINTS - len(labels)
    if added.shape[1] > room:
        notices.add(f"There is room for {grouped(own_points.MAX_POINTS)} points.")
        added = added[:, :room]
    labels = np.append(labels, np.full(added.shape[1], label))
    if e.data != OWN and own_points.count(e.drawn):
        notices.add("Your own points were others until now: Undo brings them back.")
    changes.use_points(np.concatenate([points, added], axis=1), labels, are_values)


def _near(points: np.ndarray, at: np.ndarray) -> np.ndarray:
    """Return which of the points (2, n) the eraser takes away at these places (2, m)."""
    near = np.zeros(points.shape[1], bool)
    for start in range(0, at.shape[1], ERASED_AT_ONCE):
        some = at[:, None, start : start + ERASED_AT_ONCE]
        near |= (np.hypot(*(points[:, :, None] - some)) < ERASER_RADIUS).any(axis=1)
    return near


def _erase(player: Player, value: Any) -> None:
    """Remove all points near the given ones, {"points", "data"}."""
    if not isinstance(value, dict) or _is_late(player, value):
        return
    at = _points(value.get("points"))
    if at is None:
        return
    are_values = not player.run.experiment.class_count
    points, labels = _present_points(player, are_values)
    near = _near(points, at)
    if near.any():
        changes.use_points(points[:, ~near], labels[~near], are_values)


ACTIONS: dict[str, acts.Action] = {
    **acts.COMMON,
    "layers": _layers,
    "features": _features,
    "show_test": _flag("show_test"),
    "discretize": _flag("discretize"),
    "trace": _trace,
    "target": _set_target,
    "backward": _backward,
    "gradient": _show_gradient,
    "weight": _weight,
    "draw": _add_points,
    "erase": _erase,
    "pin": pinning.pin,
    "swap": pinning.swap,
}
MOVES = (*acts.COMMON_MOVES, "trace", "target", "backward", "gradient")
