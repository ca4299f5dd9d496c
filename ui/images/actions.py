"""What a visitor does on the picture of the Images page: each action is a kind and a value, which are checked here."""

from collections.abc import Callable
from typing import Any

from engine import network
from engine.data.images import own
from engine.data.images.datasets import OWN
from engine.layers.conv import Conv
from ui.players import acts
from ui.players.acts import is_number
from ui.players.player import Player
from ui.visit import changes, locks, notices, session, view

FEW_IMAGES_SPEED = "10"  # of a visitor's own: an epoch of a few images is one step


def handler(player: Player) -> Callable[[dict[str, Any]], None]:
    """Return a function that carries out an action on the picture, and ignores one that is not valid."""
    return acts.handler(player, ACTIONS, MOVES)


def moves(player: Player) -> dict[str, Callable[[Any], None]]:
    """Return the actions that need no run of the page: they change what the picture shows, and no setting."""
    return acts.moves_of(player, ACTIONS, MOVES)


def _kernel(player: Player, value: Any) -> None:
    """Set a filter's weights and its bias, {"layer", "filter", "values", "goes_on"}, of the network that is shown."""
    if not isinstance(value, dict) or not all(type(value.get(name)) is int for name in ("layer", "filter")):
        return
    index, row, values = value["layer"], value["filter"], value.get("values")
    layers = player.run.layers
    if not 0 <= index < len(layers) or not isinstance(layers[index], Conv) or not 0 <= row < layers[index].filters:
        return
    (matrix,) = layers[index].parameters
    if not isinstance(values, list) or len(values) != matrix.inputs + 1 or not all(map(is_number, values)):
        return
    start = network.layout(layers).ends[index] + row * len(values)
    acts.edit(player, slice(start, start + len(values)), values, value.get("goes_on") is True)


def _drawing(player: Player, value: Any) -> None:
    """Keep the image that the visitor has drawn; "" is none."""
    if isinstance(value, str) and own.Drawing().valid(value):
        session.update_own(drawing=value)


def _add_image(player: Player, value: Any) -> None:
    """Add a drawn image, {"label", "image"}, to the visitor's own data."""
    if not isinstance(value, dict) or value.get("label") not in range(own.MAX_CLASSES):
        return
    text, experiment = value.get("image"), session.current().experiment
    image = own.decode(text) if isinstance(text, str) else None
    if image is None:
        return
    if not image.any():
        return notices.add("The drawing is empty: draw something first.")
    images = [part for part in experiment.own.split(".") if part]
    if len(images) == own.MAX_IMAGES:
        return notices.add(f"There is room for {own.MAX_IMAGES} images.")
    changes.update(data=OWN, own=".".join([*images, f"{int(value['label'])}{text}"]))
    if locks.is_locked("data") or locks.is_locked("speed"):
        return
    if not images and session.current().view.speed == view.default(experiment.KIND).speed:
        changes.update_view(speed=FEW_IMAGES_SPEED)


def _remove_image(player: Player, value: Any) -> None:
    """Remove one of the visitor's own images, by its place."""
    images = [part for part in session.current().experiment.own.split(".") if part]
    if type(value) is int and 0 <= value < len(images):
        changes.update(own=".".join(images[:value] + images[value + 1 :]))


ACTIONS: dict[str, acts.Action] = {
    **acts.COMMON,
    "kernel": _kernel,
    "drawing": _drawing,
    "add_image": _add_image,
    "remove_image": _remove_image,
}
MOVES = acts.COMMON_MOVES
