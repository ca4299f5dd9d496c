"""How a visitor looks at an Experiment: speed, what Step does, what is shown."""

from dataclasses import dataclass

from engine.fields import Choice, Flag

# Epochs per second; full speed has no limit but the time that the tick allows.
SPEEDS: dict[str, float] = {"1": 1, "3": 3, "10": 10, "30": 30, "100": 100, "full": float("inf")}


@dataclass(frozen=True, slots=True)
class View:
    """Settings of the page that do not touch the training's result."""

    speed: str = "10"
    step_by: str = "epoch"
    show_test: bool = False
    discretize: bool = False


FIELDS = {
    "speed": Choice(SPEEDS),
    "step_by": Choice(("epoch", "mini_batch")),
    "show_test": Flag(),
    "discretize": Flag(),
}
