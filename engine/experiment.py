"""An Experiment: everything that decides a training, as plain values.

The same Experiment always gives the same network after the same number of steps, bit for bit.
FIELDS says for each field what is accepted; widgets, addresses and checks all read it.
"""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Any

from engine import datasets
from engine.activations import ACTIVATIONS
from engine.datasets import DATASETS
from engine.features import FEATURES
from engine.initializers import INITIALIZERS
from engine.losses import LOSSES
from engine.optimizers import BETA1, BETA2, MOMENTUM, OPTIMIZERS, RHO, WEIGHT_DECAY
from engine.options import Option
from engine.regularizers import REGULARIZERS
from engine.schedules import DECAY, DIVISOR, PERIOD, SCHEDULES, WARM_UP

MAX_LAYERS = 6
MAX_NEURONS = 16
MAX_SEED = 2**32 - 1
NUMBER = re.compile(r" *[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)(e[+-]?[0-9]{1,4})? *", re.IGNORECASE)
WIDTHS = re.compile(r" *[0-9]{1,9}([-, ]+[0-9]{1,9})* *")


# Each kind of field says what it accepts in words, whether a value is valid, how it is written in
# an address, and parse(text): the nearest valid value or None, and whether the text says just that.


class Choice:
    """A field that takes one of the names of a registry."""

    def __init__(self, options: Iterable[str]):
        self.options = tuple(options)
        self.accepts = "one of " + ", ".join(self.options)

    def valid(self, value: Any) -> bool:
        return isinstance(value, str) and value in self.options

    def parse(self, text: str) -> tuple[str | None, bool]:
        """Return the option that the text names, or None."""
        name = text.strip().lower().replace(" ", "_").replace("-", "_")
        return (name, True) if name in self.options else (None, False)

    def write(self, value: str) -> str:
        return value


class Number:
    """A field that takes a finite number from low to high; whole ones if `whole`."""

    def __init__(self, low: float, high: float, whole: bool = False, above_low: bool = False):
        self.low, self.high, self.whole, self.above_low = low, high, whole, above_low
        kind = "a whole number" if whole else "a number"
        self.accepts = f"{kind} in {'(' if above_low else '['}{low:g}, {high:.10g}]"

    def valid(self, value: Any) -> bool:
        # By type, not isinstance: a bool is no number here, and a NumPy scalar would change dtypes.
        if type(value) not in ((int,) if self.whole else (int, float)) or not math.isfinite(value):
            return False
        return self.low <= value <= self.high and not (self.above_low and value == self.low)

    def parse(self, text: str) -> tuple[float | None, bool]:
        """Return the nearest valid number, or None where there is none."""
        if not NUMBER.fullmatch(text):
            return None, False
        said = float(text)
        value = min(max(said, self.low), self.high) + 0.0  # -0 is 0
        value = round(value) if self.whole else value
        return (value, value == said) if self.valid(value) else (None, False)

    def write(self, value: float) -> str:
        return f"{value:.0f}" if value == int(value) else repr(value)


class Widths:
    """The field of hidden layers: 0 to 6 of them, each of 1 to 16 neurons."""

    most_layers, most_neurons = MAX_LAYERS, MAX_NEURONS
    accepts = f"up to {MAX_LAYERS} whole numbers from 1 to {MAX_NEURONS}, such as 6-4, or 0 for none"

    def valid(self, value: Any) -> bool:
        return (
            isinstance(value, tuple)
            and len(value) <= MAX_LAYERS
            and all(type(n) is int and 1 <= n <= MAX_NEURONS for n in value)
        )

    def parse(self, text: str) -> tuple[tuple[int, ...] | None, bool]:
        """Return the nearest valid widths, or None where the text is no list of numbers."""
        if not WIDTHS.fullmatch(text):
            return None, False
        said = [int(number) for number in re.findall("[0-9]+", text)]
        said = [] if said == [0] else said
        value = tuple(min(max(n, 1), MAX_NEURONS) for n in said[:MAX_LAYERS])
        return value, list(value) == said

    def write(self, value: tuple[int, ...]) -> str:
        return "-".join(map(str, value)) or "0"


class Subset:
    """A field that takes one or more names of a registry, in the registry's order."""

    def __init__(self, options: Iterable[str]):
        self.options = tuple(options)
        self.accepts = "one or more of " + ", ".join(self.options)

    def valid(self, value: Any) -> bool:
        return isinstance(value, tuple) and len(value) > 0 and value == tuple(o for o in self.options if o in value)

    def parse(self, text: str) -> tuple[tuple[str, ...] | None, bool]:
        """Return the named options, or None where there are none."""
        named = {part.strip().lower() for part in text.replace("-", ",").split(",")}
        value = tuple(option for option in self.options if option in named)
        return value or None, set(value) == named

    def write(self, value: tuple[str, ...]) -> str:
        return "-".join(value)  # a comma would be written %2C in an address


class Flag:
    """A field that is on or off."""

    accepts = "true or false"

    def valid(self, value: Any) -> bool:
        return isinstance(value, bool)

    def parse(self, text: str) -> tuple[bool | None, bool]:
        """Return what the text says, or None."""
        value = {"true": True, "1": True, "false": False, "0": False}.get(text.strip().lower())
        return value, value is not None

    def write(self, value: bool) -> str:
        return str(value).lower()


@dataclass(frozen=True, slots=True)
class Experiment:
    """The settings of one training. Raises ValueError, naming the field, for impossible values.

    points, noise (per cent) and train_share (per cent) belong to the data; data_seed draws the
    data and the order of the mini-batches, weight_seed the first weights.
    """

    data: str = "circle"
    points: int = 500
    noise: float = 5
    train_share: float = 50
    data_seed: int = 1
    features: tuple[str, ...] = ("x1", "x2")
    layers: tuple[int, ...] = (6, 4)
    activation: str = "tanh"
    initializer: str = "xavier"
    weight_seed: int = 1
    loss: str = "cross_entropy"
    optimizer: str = "adam"
    momentum: float = MOMENTUM.default
    beta1: float = BETA1.default
    beta2: float = BETA2.default
    rho: float = RHO.default
    weight_decay: float = WEIGHT_DECAY.default
    step_size: float = 0.01
    schedule: str = "constant"
    divisor: float = DIVISOR.default
    period: int = PERIOD.default
    decay: float = DECAY.default
    warm_up: int = WARM_UP.default
    batch_size: int = 10
    regularization: str = "none"
    regularization_rate: float = 0.001

    def __post_init__(self):
        for name, field in FIELDS.items():
            value = getattr(self, name)
            if not field.valid(value):
                raise ValueError(f"{name} must be {field.accepts}, got {value!r}")
        task = DATASETS[self.data].task
        if LOSSES[self.loss].task != task:
            raise ValueError(f"loss must suit the data, {self.data}, a {task}: got {self.loss}")

    @property
    def outputs(self) -> int:
        """The number of output units: one for two classes and for regression."""
        return datasets.outputs(self.data)


def optional(option: Option, whole: bool = False) -> Number:
    """Return the field of an option."""
    return Number(option.low, option.high, whole)


FIELDS: dict[str, Choice | Number | Widths | Subset] = {
    "data": Choice(DATASETS),
    "points": Number(10, 5000, whole=True),
    "noise": Number(0, 50),
    "train_share": Number(10, 90),
    "data_seed": Number(0, MAX_SEED, whole=True),
    "features": Subset(FEATURES),
    "layers": Widths(),
    "activation": Choice(ACTIVATIONS),
    "initializer": Choice(INITIALIZERS),
    "weight_seed": Number(0, MAX_SEED, whole=True),
    "loss": Choice(LOSSES),
    "optimizer": Choice(OPTIMIZERS),
    "momentum": optional(MOMENTUM),
    "beta1": optional(BETA1),
    "beta2": optional(BETA2),
    "rho": optional(RHO),
    "weight_decay": optional(WEIGHT_DECAY),
    "step_size": Number(0, 10, above_low=True),
    "schedule": Choice(SCHEDULES),
    "divisor": optional(DIVISOR),
    "period": optional(PERIOD, whole=True),
    "decay": optional(DECAY),
    "warm_up": optional(WARM_UP, whole=True),
    "batch_size": Number(1, 1000, whole=True),
    "regularization": Choice(REGULARIZERS),
    "regularization_rate": Number(0, 10),
}
assert list(FIELDS) == [field.name for field in fields(Experiment)]

# Changing one of these leaves the trained weights a sensible place to go on from; the others start anew.
KEEPS_WEIGHTS = frozenset(FIELDS) - {
    "data",
    "points",
    "noise",
    "train_share",
    "data_seed",
    "features",
    "layers",
    "activation",
    "initializer",
    "weight_seed",
}


def losses_for(data: str) -> tuple[str, ...]:
    """Return the names of the losses that suit this data, the usual one first."""
    return tuple(name for name, loss in LOSSES.items() if loss.task == DATASETS[data].task)


def change(experiment: Experiment, **changes: Any) -> Experiment:
    """Return a changed Experiment; a loss that no longer suits the data gives way to one that does."""
    data, loss = changes.get("data", experiment.data), changes.get("loss", experiment.loss)
    if data in DATASETS and loss in LOSSES and loss not in losses_for(data):
        changes["loss"] = losses_for(data)[0]
    return replace(experiment, **changes)


def changed(before: Experiment, after: Experiment) -> set[str]:
    """Return the names of the fields in which two Experiments differ."""
    return {name for name in FIELDS if getattr(before, name) != getattr(after, name)}
