"""How a visitor looks at an Experiment: speed, what Step does, what is shown, when it stops by itself."""

from dataclasses import dataclass
from typing import Any

from engine.experiments.fields import Choice, Flag, Number
from ui.visit import links, room_code

# Epochs per second; full speed has no limit but the time that the tick allows.
SPEEDS: dict[str, float] = {"1": 1, "3": 3, "10": 10, "30": 30, "100": 100, "full": float("inf")}


@dataclass(frozen=True, slots=True)
class View:
    """Settings of the page that do not touch the training's result.

    projector makes type larger and lines thicker. stop names the condition, if any, at which playing ends:
    after stop_epoch epochs, at a test loss of stop_loss, or at a test accuracy of stop_accuracy per cent.
    """

    speed: str = "10"
    step_by: str = "epoch"
    show_test: bool = False
    discretize: bool = False
    projector: bool = False
    stop: str = "never"
    stop_epoch: int = 100
    stop_loss: float = 0.05
    stop_accuracy: float = 95


# At full speed small images are learned within one update, and what sequences need is learned within a few.
_DEFAULTS = {"images": View(speed="1"), "sequences": View(speed="1")}


def default(kind: str) -> View:
    """Return the View with which the pages of a kind of experiment begin."""
    return _DEFAULTS.get(kind, View())


FIELDS: dict[str, Any] = {
    "speed": Choice(SPEEDS),
    "step_by": Choice(("epoch", "mini_batch")),
    "show_test": Flag(),
    "discretize": Flag(),
    "projector": Flag(),
    "stop": Choice(("never", "epoch", "loss", "accuracy")),
    "stop_epoch": Number(1, 1_000_000, whole=True),
    "stop_loss": Number(0, 1000),
    "stop_accuracy": Number(0, 100),
}


class WeightsText:
    """The field of a network's weights, kept as their text (see links.weights_text)."""

    accepts = f"up to {links.MAX_WEIGHTS} finite numbers as a link writes them"

    def valid(self, value: Any) -> bool:
        return isinstance(value, str) and (not value or links.weights_of(value) is not None)

    def parse(self, text: str) -> tuple[str | None, bool]:
        return (text, True) if self.valid(text) else (None, False)

    def write(self, value: str) -> str:
        return value


MAX_STEPS = 500_000  # that a link may ask the server to train


@dataclass(frozen=True, slots=True)
class Arrival:
    """What an address asks for once, on opening: to begin with these weights, to train to at_step, and then to play.

    room is the code of the room that the visitor is in: see ui/rooms.
    """

    play: bool = False
    at_step: int = 0
    weights: str = ""
    room: str = ""


ARRIVAL_FIELDS: dict[str, Any] = {
    "play": Flag(),
    "at_step": Number(0, MAX_STEPS, whole=True),
    "weights": WeightsText(),
    "room": room_code.Code(),
}
