"""An Experiment: all settings of a training, as plain values.

The same Experiment always gives the same network after the same number of steps, bit for bit.
FIELDS describes what each field accepts; widgets, addresses and validation all use it.
"""

from dataclasses import dataclass, fields, replace
from typing import Any

from engine.activations import ACTIVATIONS
from engine.data import own_points
from engine.data.augmentations import AUGMENTATIONS, JITTER, ROTATION, SCALING
from engine.data.datasets import BOUNDARIES, DATASETS, MAX_CLASSES, OWN
from engine.data.features import FEATURES
from engine.data.own_points import OwnPoints
from engine.experiments.fields import MAX_LAYERS, Choice, Names, Number, Subset, Widths, optional, shown
from engine.initializers import INITIALIZERS, SCALE
from engine.losses import HUBER_DELTA, LOSSES
from engine.optimizers import BETA1, BETA2, MOMENTUM, OPTIMIZERS, RHO, WEIGHT_DECAY
from engine.regularizers import REGULARIZERS
from engine.schedules import DECAY, DIVISOR, PERIOD, SCHEDULES, WARM_UP

MAX_SEED = 2**32 - 1


@dataclass(frozen=True, slots=True)
class Experiment:
    """The settings of one training. Raises ValueError, with the field's name, for values that are not valid.

    points, noise (per cent) and train_share (per cent) belong to the data; data_seed is the seed of the data,
    the order of the mini-batches, augmentation and dropout, weight_seed that of the first weights.
    classes is a number of classes that the data can have, or 0 for the default; drawn holds a
    visitor's own points, for which points and noise have no effect.
    activation is one name for all hidden layers, or one for each, such as relu-tanh. dropout is in
    per cent; clip_norm is the largest norm of a gradient (0: no limit); frozen is the number of
    layers that keep their weights, from the input on.
    """

    data: str = "circle"
    classes: int = 0
    boundary: str = "sine"
    drawn: str = ""
    points: int = 500
    noise: float = 5
    train_share: float = 50
    data_seed: int = 1
    augmentation: tuple[str, ...] = ()
    jitter: float = JITTER.default
    rotation: float = ROTATION.default
    scaling: float = SCALING.default
    features: tuple[str, ...] = ("x1", "x2")
    layers: tuple[int, ...] = (6, 4)
    activation: str = "tanh"
    initializer: str = "xavier"
    weight_scale: float = SCALE.default
    weight_seed: int = 1
    loss: str = "cross_entropy"
    huber_delta: float = HUBER_DELTA.default
    optimizer: str = "adam"
    momentum: float = MOMENTUM.default
    beta1: float = BETA1.default
    beta2: float = BETA2.default
    rho: float = RHO.default
    weight_decay: float = WEIGHT_DECAY.default
    step_size: float = 0.01
    schedule: str = "constant"
    divisor: float = DIVISOR.default
    period: int = int(PERIOD.default)
    decay: float = DECAY.default
    warm_up: int = int(WARM_UP.default)
    batch_size: int = 10
    regularization: str = "none"
    regularization_rate: float = 0.001
    dropout: float = 0
    clip_norm: float = 0
    frozen: int = 0

    def __post_init__(self) -> None:
        for name, field in FIELDS.items():
            value = getattr(self, name)
            if not field.valid(value):
                raise ValueError(f"{name} must be {field.accepts}, got {shown(value)}")
            if isinstance(field, Number) and not field.whole:  # so that 0 and 0.0 make the same programs and files
                object.__setattr__(self, name, float(value))
        if self.classes not in (0, *DATASETS[self.data].classes):
            raise ValueError(
                f"classes must be 0 or one of {DATASETS[self.data].classes} for {self.data}, got {self.classes}"
            )
        fitting = losses_for(self.class_count)
        if self.loss not in fitting:
            raise ValueError(f"loss must suit the data: {', '.join(fitting)} for {self.data}, got {self.loss}")

    @property
    def activations(self) -> tuple[str, ...]:
        """The activation of each hidden layer."""
        named = self.activation.split("-")
        return tuple(named[min(i, len(named) - 1)] for i in range(len(self.layers)))

    @property
    def class_count(self) -> int:
        """The number of classes; 0 is a regression."""
        return _class_count(self.data, self.classes, self.drawn)

    @property
    def outputs(self) -> int:
        """The number of output units: one for each of three or more classes, else one."""
        return self.class_count if self.class_count > 2 else 1


# Typed Any, because each kind of field has attributes of its own, such as the options of a Choice.
FIELDS: dict[str, Any] = {
    "data": Choice(DATASETS),
    "classes": Number(0, MAX_CLASSES, whole=True),
    "boundary": Choice(BOUNDARIES),
    "drawn": OwnPoints(),
    "points": Number(10, 5000, whole=True),
    "noise": Number(0, 50),
    "train_share": Number(10, 90),
    "data_seed": Number(0, MAX_SEED, whole=True),
    "augmentation": Subset(AUGMENTATIONS, may_be_none=True),
    "jitter": optional(JITTER),
    "rotation": optional(ROTATION),
    "scaling": optional(SCALING),
    "features": Subset(FEATURES),
    "layers": Widths(),
    "activation": Names(ACTIVATIONS),
    "initializer": Choice(INITIALIZERS),
    "weight_scale": optional(SCALE),
    "weight_seed": Number(0, MAX_SEED, whole=True),
    "loss": Choice(LOSSES),
    "huber_delta": optional(HUBER_DELTA),
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
    "dropout": Number(0, 90),
    "clip_norm": Number(0, 1000),
    "frozen": Number(0, MAX_LAYERS + 1, whole=True),
}
assert list(FIELDS) == [field.name for field in fields(Experiment)]

# The fields that determine the points, and which of them are for training.
DATA_FIELDS = frozenset({"data", "classes", "boundary", "drawn", "points", "noise", "train_share", "data_seed"})
# After a change of one of these fields, training continues from the present weights; other fields start a new Run.
KEEPS_WEIGHTS = (
    frozenset(FIELDS) - DATA_FIELDS - {"features", "layers", "activation", "initializer", "weight_scale", "weight_seed"}
)


def _class_count(data: str, classes: int, points: str) -> int:
    if data == OWN:
        return own_points.count_classes(points)
    return classes or DATASETS[data].classes[0]


def losses_for(class_count: int) -> tuple[str, ...]:
    """Return the names of the losses that suit this number of classes (0: regression), the default first."""
    task = "classification" if class_count else "regression"
    return tuple(name for name, loss in LOSSES.items() if loss.task == task and (class_count == 2 or not loss.binary))


def change(experiment: Experiment, **changes: Any) -> Experiment:
    """Return a changed Experiment; classes and loss that do not suit the data are replaced by the defaults."""
    now = {name: changes.get(name, getattr(experiment, name)) for name in ("data", "classes", "drawn", "loss")}
    if now["data"] in DATASETS:
        if now["classes"] not in DATASETS[now["data"]].classes:
            changes["classes"] = now["classes"] = 0
        fitting = losses_for(_class_count(now["data"], now["classes"], now["drawn"]))
        if now["loss"] in LOSSES and now["loss"] not in fitting:
            changes["loss"] = fitting[0]
    return replace(experiment, **changes)


def changed(before: Experiment, after: Experiment) -> set[str]:
    """Return the names of the fields in which two Experiments differ."""
    return {name for name in FIELDS if getattr(before, name) != getattr(after, name)}
