"""An ImageExperiment: all settings of a training on images, as plain values."""

from dataclasses import dataclass
from typing import Any, ClassVar

from engine import network
from engine.activations import ACTIVATIONS
from engine.data.images import datasets, patterns
from engine.data.images.augmentations import AUGMENTATIONS, GRAIN, MOVE
from engine.data.images.datasets import IMAGES, MAX_IMAGES, MAX_SHIFT
from engine.data.images.own import OwnImages
from engine.experiments.fields import Choice, Number, Subset, Widths, optional
from engine.experiments.training_settings import SEED, START_FIELDS, TRAINING_FIELDS, Fields, TrainingSettings

# What follows each convolution, and what people call it. A global one follows the last; before it, pooling is 2 × 2.
POOLING = {
    "none": "none",
    "max": "max",
    "mean": "mean",
    "global_max": "global max",
    "global_mean": "global mean",
}
PADDING = {"same": "same", "valid": "none"}  # zeros around an image, so that a map stays as large; or no zeros
MAX_FILTERS = 16
MAX_CONVOLUTIONS = 2

FIELDS: Fields = {
    "data": Choice(IMAGES),
    "own": OwnImages(),
    "images": Number(20, MAX_IMAGES, whole=True),
    "noise": Number(0, 50),
    "shift": Number(0, MAX_SHIFT, whole=True),
    "train_side": Choice(patterns.WITHIN),
    "train_share": Number(10, 90),
    "data_seed": SEED,
    "augmentation": Subset(AUGMENTATIONS, may_be_none=True),
    "move_by": optional(MOVE, whole=True),
    "grain": optional(GRAIN),
    "filters": Widths(MAX_CONVOLUTIONS, MAX_FILTERS, "8-16"),
    "kernel": Choice(("1", "3", "5")),
    "stride": Number(1, 2, whole=True),
    "padding": Choice(PADDING),
    "pooling": Choice(POOLING),
    "layers": Widths(2, 64, "64-16"),
    "activation": Choice(ACTIVATIONS),
    **START_FIELDS,
    **TRAINING_FIELDS,
}
DATA_FIELDS = frozenset({"data", "own", "images", "noise", "shift", "train_side", "train_share", "data_seed"})
SHAPE_FIELDS = frozenset({"filters", "kernel", "stride", "padding", "pooling"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageExperiment(TrainingSettings):
    """The settings of one training on images.

    images, noise (per cent), shift (pixels), train_side and train_share (per cent) belong to the data, see
    data/images/datasets; own holds a visitor's own images. filters has the number of filters of each convolution,
    which share kernel (the side of a window, in pixels), stride, padding and pooling; layers has the hidden dense
    layers that follow. activation is that of convolutions and dense layers.
    """

    KIND: ClassVar[str] = "images"
    FIELDS: ClassVar[Fields] = FIELDS
    DATA_FIELDS: ClassVar[frozenset[str]] = DATA_FIELDS
    KEEPS_WEIGHTS: ClassVar[frozenset[str]] = (
        frozenset(FIELDS) - DATA_FIELDS - SHAPE_FIELDS - {"layers", "activation", *START_FIELDS}
    )
    OWN_FIELD: ClassVar[str] = "own"
    SHAPE_FIELDS: ClassVar[frozenset[str]] = SHAPE_FIELDS

    data: str = datasets.DIGITS
    own: str = ""
    images: int = MAX_IMAGES
    noise: float = 0
    shift: int = 0
    train_side: str = "anywhere"
    train_share: float = 50
    augmentation: tuple[str, ...] = ()
    move_by: int = int(MOVE.default)
    grain: float = GRAIN.default
    filters: tuple[int, ...] = (8,)
    kernel: str = "3"
    stride: int = 1
    padding: str = "same"
    pooling: str = "max"
    layers: tuple[int, ...] = ()
    activation: str = "relu"
    initializer: str = "he"
    batch_size: int = 32

    def __post_init__(self) -> None:
        TrainingSettings.__post_init__(self)
        self.network()  # raises ValueError where there is none

    @property
    def loss(self) -> str:
        """The loss of a classification."""
        return "cross_entropy"

    @property
    def classes(self) -> tuple[str, ...]:
        """The names of the classes."""
        return datasets.class_names(self.data, self.own)

    @property
    def class_count(self) -> int:
        """The number of classes."""
        return len(self.classes)

    @property
    def outputs(self) -> int:
        """The number of output units: one for each of three or more classes, else one."""
        return self.class_count if self.class_count > 2 else 1

    @property
    def side(self) -> int:
        """The side of an image in pixels."""
        return datasets.side_of(self.data, self.shift)

    @property
    def activations(self) -> tuple[str, ...]:
        """The activation of each convolution and each hidden dense layer."""
        return (self.activation,) * (len(self.filters) + len(self.layers))

    def network(self, activation: str | tuple[str, ...] | None = None) -> tuple[Any, ...]:
        """Return the layers of its network; activation replaces its own. Raises ValueError where there is none."""
        kernel = int(self.kernel)
        return network.convolutional(
            (1, self.side, self.side),
            self.filters,
            kernel,
            self.stride,
            kernel // 2 if self.padding == "same" else 0,
            self.pooling,
            self.layers,
            self.outputs,
            activation or self.activation,
        )
