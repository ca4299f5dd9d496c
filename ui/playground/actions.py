"""What a visitor does on the Stage: each action is a kind and a value from the browser, which are checked here."""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from engine.data import own_points
from engine.data.datasets import HALF_WIDTH, MAX_CLASSES, OWN
from engine.experiments.experiment import FIELDS
from engine.runs import timeline
from pictures.constants import ERASER_RADIUS, MAX_STROKE
from ui.players import updates
from ui.players.player import Player
from ui.players.resume import resume
from ui.visit import changes, notices, session, undo

MAX_WEIGHT = 1000.0
LARGEST = 1e300  # of the numbers that a browser sends
ERASED_AT_ONCE = 16  # places that are compared with all points at once: 5,000 by 16 numbers take 640 kB


def handler(player: Player) -> Callable[[dict[str, Any]], None]:
    """Return a function that carries out an action, {"kind", "value"}, and ignores one that is not valid."""

    def act(action: dict[str, Any]) -> None:
        if does := ACTIONS.get(action["kind"]):
            with session.current().channel.lock:
                does(player, action.get("value"))
            if action["kind"] not in MOVES:
                session.request_page_run()

    return act


def moves(player: Player) -> dict[str, Callable[[Any], None]]:
    """Return the actions that need no run of the page: they change what the picture shows, and no setting."""
    return {**{name: partial(ACTIONS[name], player) for name in MOVES}, **updates.transport(player)}


def _is_number(value: Any) -> bool:
    return type(value) in (int, float) and abs(value) <= LARGEST  # also of a whole number that no float can hold


def _points(value: Any) -> np.ndarray | None:
    """Return points (2, n) of a list of pairs of numbers, or None if it is not such a list."""
    if not isinstance(value, list) or not 0 < len(value) <= MAX_STROKE:
        return None
    if not all(isinstance(pair, list) and len(pair) == 2 and all(map(_is_number, pair)) for pair in value):
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


def _seek(player: Player, value: Any) -> None:
    if type(value) is int and 0 <= value <= player.run.epoch:
        player.seek(value)


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
    elif _is_number(value) and not player.run.experiment.class_count:
        player.target = float(min(max(value, -1), 1))


def _backward(player: Player, value: Any) -> None:
    player.backward = value is True


def _show_gradient(player: Player, value: Any) -> None:
    player.shows_gradient = value is True


def _weight(player: Player, value: Any) -> None:
    """Set one weight or bias, {"place", "value"}, of the network that is shown."""
    if not isinstance(value, dict) or not _is_number(value.get("value")) or type(value.get("place")) is not int:
        return
    if not 0 <= value["place"] < player.run.theta.shape[1]:
        return
    if player.past:
        player.branch_off()
    theta = player.run.theta.copy()
    undo.note(theta.copy())
    theta[0, value["place"]] = min(max(value["value"], -MAX_WEIGHT), MAX_WEIGHT)
    timeline.edit(player.run, theta)


def _present_points(player: Player) -> tuple[np.ndarray, np.ndarray]:
    """Return the points that drawing adds to: the visitor's own, or the ones on show."""
    run = player.run
    if run.experiment.data == OWN:
        return own_points.decode(run.experiment.drawn)
    if not run.experiment.class_count:
        return np.empty((2, 0)), np.empty(0, int)
    labels = np.concatenate([run.train.labels, run.test.labels])
    return np.concatenate([run.train.points, run.test.points], axis=1), labels


def _add_points(player: Player, value: Any) -> None:
    """Add points, {"label", "points"}, to the data; other data become the visitor's own by it."""
    if not isinstance(value, dict) or value.get("label") not in range(MAX_CLASSES):
        return
    added = _points(value.get("points"))
    if added is None:
        return
    points, labels = _present_points(player)
    room = own_points.MAX_POINTS - len(labels)
    if added.shape[1] > room:
        notices.add(f"There is room for {own_points.MAX_POINTS:,} points.")
        added = added[:, :room]
    labels = np.append(labels, np.full(added.shape[1], int(value["label"])))
    changes.use_points(np.concatenate([points, added], axis=1), labels)


def _near(points: np.ndarray, at: np.ndarray) -> np.ndarray:
    """Return which of the points (2, n) the eraser takes away at these places (2, m)."""
    near = np.zeros(points.shape[1], bool)
    for start in range(0, at.shape[1], ERASED_AT_ONCE):
        some = at[:, None, start : start + ERASED_AT_ONCE]
        near |= (np.hypot(*(points[:, :, None] - some)) < ERASER_RADIUS).any(axis=1)
    return near


def _erase(player: Player, value: Any) -> None:
    """Remove all points near the given ones."""
    at = _points(value)
    if at is None or not player.run.experiment.class_count:
        return
    points, labels = _present_points(player)
    near = _near(points, at)
    if near.any():
        changes.use_points(points[:, ~near], labels[~near])


def _branch(player: Player, value: Any) -> None:
    """Go on with a branch; what was shown so far becomes one."""
    if type(value) is int and 0 <= value < len(player.branches):
        undo.note()
        run = player.branches[value]
        player.branches[value] = player.run
        player.take(run)
        changes.set_experiment(run.experiment)


def _forget(player: Player, value: Any) -> None:
    if type(value) is int and 0 <= value < len(player.branches):
        del player.branches[value]


def _remedy(player: Player, value: Any) -> None:
    """Do what the diagnosis offers."""
    if player.diagnosis:
        changes.update(**player.diagnosis.changes)


ACTIONS: dict[str, Callable[[Player, Any], None]] = {
    "layers": _layers,
    "features": _features,
    "show_test": _flag("show_test"),
    "discretize": _flag("discretize"),
    "seek": _seek,
    "now": lambda player, value: player.seek(player.run.epoch + 1),
    "trace": _trace,
    "target": _set_target,
    "backward": _backward,
    "gradient": _show_gradient,
    "weight": _weight,
    "draw": _add_points,
    "erase": _erase,
    "branch": _branch,
    "forget": _forget,
    "remedy": _remedy,
    "resume": resume,
    "undo": lambda player, value: undo.undo(),
    "redo": lambda player, value: undo.redo(),
}
MOVES = ("seek", "now", "trace", "target", "backward", "gradient")
