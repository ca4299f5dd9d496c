"""The settings that all kinds of experiments have: first weights, seeds, optimizer, schedule, penalty."""

from dataclasses import dataclass
from typing import Any, ClassVar

from engine.experiments.fields import MAX_LAYERS, Choice, Number, optional, shown
from engine.initializers import INITIALIZERS, SCALE
from engine.optimizers import BETA1, BETA2, MOMENTUM, OPTIMIZERS, RHO, WEIGHT_DECAY
from engine.regularizers import REGULARIZERS
from engine.schedules import DECAY, DIVISOR, PERIOD, SCHEDULES, WARM_UP

MAX_SEED = 2**32 - 1
SEED = Number(0, MAX_SEED, whole=True)

# Typed Any, because each kind of field has attributes of its own, such as the options of a Choice.
Fields = dict[str, Any]

START_FIELDS: Fields = {
    "initializer": Choice(INITIALIZERS),
    "weight_scale": optional(SCALE),
    "weight_seed": SEED,
}
TRAINING_FIELDS: Fields = {
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


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingSettings:
    """What every experiment has. Raises ValueError, with the field's name, for values that are not valid.

    data names a data set; data_seed is the seed of the data, the order of the mini-batches, augmentation and dropout,
    weight_seed that of the first weights. dropout is in per cent; clip_norm is the largest norm of a gradient (0: no
    limit); frozen is the number of layers with weights that keep them, from the input on.
    """

    KIND: ClassVar[str]  # its name in a file
    FIELDS: ClassVar[Fields]  # of all settings, in the order in which addresses and files have them
    DATA_FIELDS: ClassVar[frozenset[str]]  # those that determine the data, and which part of them is for training
    # After a change of one of these, training continues from the present weights; other fields start a new Run.
    KEEPS_WEIGHTS: ClassVar[frozenset[str]]
    OWN_FIELD: ClassVar[str] = ""  # that holds a visitor's own data as text
    OWN_DETAILS: ClassVar[tuple[str, ...]] = ()  # fields that say what these are called and measured in
    SHAPE_FIELDS: ClassVar[frozenset[str]] = frozenset()  # whose values may be valid alone and impossible together

    data: str = ""
    data_seed: int = 1
    initializer: str = "xavier"
    weight_scale: float = SCALE.default
    weight_seed: int = 1
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
        for name, field in self.FIELDS.items():
            value = getattr(self, name)
            if not field.valid(value):
                raise ValueError(f"{name} must be {field.accepts}, got {shown(value)}")
            if isinstance(field, Number) and not field.whole:  # so that 0 and 0.0 make the same programs and files
                object.__setattr__(self, name, float(value))

    def fitting(self, changes: dict[str, Any]) -> dict[str, Any]:
        """Return changes with those that have to come with them."""
        return changes

    @property
    def implied(self) -> frozenset[str]:
        """The names of fields whose values follow from the others, so that an address need not have them."""
        return frozenset()
