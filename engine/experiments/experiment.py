"""An Experiment: all settings of a training, as plain values.

The same Experiment always gives the same network after the same number of steps, bit for bit.
FIELDS describes what each field accepts; widgets, addresses and validation all use it.
"""

from dataclasses import dataclass, replace
from typing import Any, ClassVar, TypeVar

from engine.activations import ACTIVATIONS
from engine.data import own_axes, own_points
from engine.data.augmentations import AUGMENTATIONS, JITTER, ROTATION, SCALING
from engine.data.datasets import BOUNDARIES, DATASETS, MAX_CLASSES, OWN
from engine.data.features import FEATURES
from engine.data.own_axes import Axes, OwnNames
from engine.data.own_axes import Scale as OwnScale
from engine.data.own_points import OwnPoints
from engine.experiments.fields import Choice, Names, Number, Subset, Widths, optional
from engine.experiments.training_settings import SEED, START_FIELDS, TRAINING_FIELDS, Fields, TrainingSettings
from engine.losses import HUBER_DELTA, LOSSES

FIELDS: Fields = {
    "data": Choice(DATASETS),
    "classes": Number(0, MAX_CLASSES, whole=True),
    "boundary": Choice(BOUNDARIES),
    "drawn": OwnPoints(),
    "own_scale": OwnScale(),
    "names": OwnNames(),
    "points": Number(10, 5000, whole=True),
    "noise": Number(0, 50),
    "train_share": Number(10, 100),
    "data_seed": SEED,
    "augmentation": Subset(AUGMENTATIONS, may_be_none=True),
    "jitter": optional(JITTER),
    "rotation": optional(ROTATION),
    "scaling": optional(SCALING),
    "features": Subset(FEATURES),
    "layers": Widths(),
    "activation": Names(ACTIVATIONS),
    **START_FIELDS,
    "loss": Choice(LOSSES),
    "huber_delta": optional(HUBER_DELTA),
    **TRAINING_FIELDS,
}
# The fields that determine the points, and which of them are for training.
DATA_FIELDS = frozenset({"data", "classes", "boundary", "drawn", "points", "noise", "train_share", "data_seed"})
TRAIN_SHARE = 50  # per cent, if nothing else is chosen
MOST_TRAIN_SHARE = 90  # per cent, of data that can be made anew: some are left to test with
# After a change of one of these fields, training continues from the present weights; other fields start a new Run.
KEEPS_WEIGHTS = frozenset(FIELDS) - DATA_FIELDS - {"features", "layers", "activation", *START_FIELDS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Experiment(TrainingSettings):
    """The settings of one training on points of a plane.

    points, noise (per cent) and train_share (per cent) belong to the data. classes is a number of classes that the
    data can have, or 0 for the default; drawn holds a visitor's own points, for which points and noise have no effect,
    and of which all may train; scale and names say what these were in a file, see data/own_axes.
    activation is one name for all hidden layers, or one for each, such as relu-tanh.
    """

    KIND: ClassVar[str] = "points"
    FIELDS: ClassVar[Fields] = FIELDS
    DATA_FIELDS: ClassVar[frozenset[str]] = DATA_FIELDS
    KEEPS_WEIGHTS: ClassVar[frozenset[str]] = KEEPS_WEIGHTS
    OWN_FIELD: ClassVar[str] = "drawn"
    OWN_DETAILS: ClassVar[tuple[str, ...]] = ("own_scale", "names")

    data: str = "circle"
    classes: int = 0
    boundary: str = "sine"
    drawn: str = ""
    own_scale: str = ""
    names: str = ""
    points: int = 500
    noise: float = 5
    train_share: float = TRAIN_SHARE
    augmentation: tuple[str, ...] = ()
    jitter: float = JITTER.default
    rotation: float = ROTATION.default
    scaling: float = SCALING.default
    features: tuple[str, ...] = ("x1", "x2")
    layers: tuple[int, ...] = (6, 4)
    activation: str = "tanh"
    loss: str = "cross_entropy"
    huber_delta: float = HUBER_DELTA.default

    def __post_init__(self) -> None:
        TrainingSettings.__post_init__(self)
        if self.classes not in (0, *DATASETS[self.data].classes):
            raise ValueError(
                f"classes must be 0 or one of {DATASETS[self.data].classes} for {self.data}, got {self.classes}"
            )
        if self.train_share > MOST_TRAIN_SHARE and self.data != OWN:
            raise ValueError(f"train_share must be at most {MOST_TRAIN_SHARE} for {self.data}, got {self.train_share}")
        fitting = losses_for(self.class_count)
        if self.loss not in fitting:
            raise ValueError(f"loss must suit the data: {', '.join(fitting)} for {self.data}, got {self.loss}")

    def fitting(self, changes: dict[str, Any]) -> dict[str, Any]:
        """Return changes with the defaults of classes and loss, where these no longer suit the data.

        A share of training points that leaves none to test with is for a visitor's own data: others have the usual one.
        """
        given = ("data", "classes", "drawn", "loss", "train_share")
        now = {name: changes.get(name, getattr(self, name)) for name in given}
        more: dict[str, Any] = {}
        if now["data"] in DATASETS:
            if now["classes"] not in DATASETS[now["data"]].classes:
                more["classes"] = now["classes"] = 0
            fitting = losses_for(_class_count(now["data"], now["classes"], now["drawn"]))
            if now["loss"] in LOSSES and now["loss"] not in fitting:
                more["loss"] = fitting[0]
            valid = FIELDS["train_share"].valid(now["train_share"])
            if now["data"] != OWN and valid and now["train_share"] > MOST_TRAIN_SHARE:
                more["train_share"] = TRAIN_SHARE
        return changes | more

    @property
    def implied(self) -> frozenset[str]:
        """The loss, where it is the first one that suits the data."""
        return frozenset({"loss"} if self.loss == losses_for(self.class_count)[0] else ())

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
    def axes(self) -> Axes:
        """What axes and classes are called and measured in."""
        return own_axes.axes(self.names, self.own_scale) if self.data == OWN else own_axes.axes("", "")

    @property
    def outputs(self) -> int:
        """The number of output units: one for each of three or more classes, else one."""
        return self.class_count if self.class_count > 2 else 1


def _class_count(data: str, classes: int, points: str) -> int:
    if data == OWN:
        return own_points.count_classes(points)
    return classes or DATASETS[data].classes[0]


def losses_for(class_count: int) -> tuple[str, ...]:
    """Return the names of the losses that suit this number of classes (0: regression), the default first."""
    task = "classification" if class_count else "regression"
    return tuple(name for name, loss in LOSSES.items() if loss.task == task and (class_count == 2 or not loss.binary))


Settings = TypeVar("Settings", bound=TrainingSettings)


def change(experiment: Settings, **changes: Any) -> Settings:
    """Return a changed experiment of any kind; values that no longer suit it are replaced by the defaults."""
    return replace(experiment, **experiment.fitting(changes))


def changed(before: TrainingSettings, after: TrainingSettings) -> set[str]:
    """Return the names of the fields in which two experiments differ; all of them, if they are of two kinds."""
    if before.KIND != after.KIND:
        return {*before.FIELDS, *after.FIELDS}
    return {name for name in before.FIELDS if getattr(before, name) != getattr(after, name)}
