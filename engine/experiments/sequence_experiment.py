"""A SequenceExperiment: all settings of a training on sequences, as plain values."""

from dataclasses import dataclass
from typing import Any, ClassVar

from engine import network
from engine.activations import ACTIVATIONS
from engine.data.sequences import datasets
from engine.data.sequences.datasets import SEQUENCES
from engine.data.sequences.own import OwnText
from engine.data.sequences.texts import TEXTS
from engine.experiments.fields import Choice, Number, optional
from engine.experiments.training_settings import SEED, START_FIELDS, TRAINING_FIELDS, Fields, TrainingSettings
from engine.options import Option

# The recurrent layers, and what people call them.
CELLS = {"rnn": "RNN", "lstm": "LSTM", "gru": "GRU"}
MAX_LENGTH = 60  # moments
MAX_UNITS = 64
MAX_EXAMPLES = 2000
RECURRENT_SCALE = Option(
    "Recurrent scale",
    1,
    0,
    4,
    "What the orthogonal recurrent matrix is multiplied by: below 1 the state fades, above 1 it grows.",
)
FORGET_BIAS = Option(
    "Forget bias", 1, -5, 5, "The first bias of an LSTM's forget gates: at 1 they begin open, and the cell remembers."
)

FIELDS: Fields = {
    "data": Choice(SEQUENCES),
    "own": OwnText(),
    "text": Choice(TEXTS),
    "length": Number(2, MAX_LENGTH, whole=True),
    "delay": Number(1, MAX_LENGTH - 1, whole=True),
    "examples": Number(20, MAX_EXAMPLES, whole=True),
    "data_seed": SEED,
    "cell": Choice(CELLS),
    "units": Number(1, MAX_UNITS, whole=True),
    "activation": Choice(ACTIVATIONS),
    "recurrent_scale": optional(RECURRENT_SCALE),
    "forget_bias": optional(FORGET_BIAS),
    "truncate": Number(0, MAX_LENGTH, whole=True),
    **START_FIELDS,
    **TRAINING_FIELDS,
}
DATA_FIELDS = frozenset({"data", "own", "text", "length", "delay", "examples", "data_seed"})
SHAPE_FIELDS = frozenset({"cell", "units", "recurrent_scale", "forget_bias", "truncate"})


@dataclass(frozen=True, slots=True, kw_only=True)
class SequenceExperiment(TrainingSettings):
    """The settings of one training on sequences.

    text names a text, own holds a visitor's own one; length and delay are in moments, examples is the number of
    sequences, of a text at most; see data/sequences. The network is one recurrent layer and a linear readout.
    activation is that of the plain cell, rnn; forget_bias belongs to lstm. If truncate is not 0, the gradient does not
    pass back over every truncate-th moment.
    """

    KIND: ClassVar[str] = "sequences"
    FIELDS: ClassVar[Fields] = FIELDS
    DATA_FIELDS: ClassVar[frozenset[str]] = DATA_FIELDS
    KEEPS_WEIGHTS: ClassVar[frozenset[str]] = (
        frozenset(FIELDS) - DATA_FIELDS - SHAPE_FIELDS - {"activation", *START_FIELDS}
    )
    OWN_FIELD: ClassVar[str] = "own"

    data: str = "recall"
    own: str = ""
    text: str = "names_spanish"
    length: int = 20
    delay: int = 3
    examples: int = 1000
    cell: str = "rnn"
    units: int = 16
    activation: str = "tanh"
    recurrent_scale: float = RECURRENT_SCALE.default
    forget_bias: float = FORGET_BIAS.default
    truncate: int = 0
    step_size: float = 0.004
    batch_size: int = 32
    clip_norm: float = 1

    def __post_init__(self) -> None:
        TrainingSettings.__post_init__(self)
        shortest = SEQUENCES[self.data].shortest
        if self.length < shortest:
            raise ValueError(f"length must be at least {shortest} for {self.data}, got {self.length}")
        if self.delay >= self.length and self.data == "echo":
            raise ValueError(f"delay must be less than length, {self.length}, got {self.delay}")

    def fitting(self, changes: dict[str, Any]) -> dict[str, Any]:
        """Return changes with a length and a delay that suit the data."""
        data, length, delay = (changes.get(name, getattr(self, name)) for name in ("data", "length", "delay"))
        more: dict[str, Any] = {}
        valid = data in SEQUENCES and FIELDS["length"].valid(length) and FIELDS["delay"].valid(delay)
        if valid and length < SEQUENCES[data].shortest:
            more["length"] = length = SEQUENCES[data].shortest
        if valid and data == "echo" and delay >= length:
            more["delay"] = length - 1
        return changes | more

    @property
    def loss(self) -> str:
        """The mean squared error of numbers, the cross-entropy of symbols."""
        return "mse" if SEQUENCES[self.data].is_number else "cross_entropy"

    @property
    def each_moment(self) -> bool:
        """Whether an answer is asked at every moment, not only at the end."""
        return SEQUENCES[self.data].each_moment

    @property
    def symbols(self) -> tuple[str, ...]:
        """The symbols that go in, or the names of the numbers."""
        return datasets.symbols_in(self.data, self.text, self.own)

    @property
    def classes(self) -> tuple[str, ...]:
        """The symbols that are asked for, or the names of the numbers."""
        return datasets.symbols_out(self.data, self.text, self.own)

    @property
    def class_count(self) -> int:
        """The number of symbols that are asked for; 0 is a regression."""
        return 0 if SEQUENCES[self.data].is_number else len(self.classes)

    @property
    def outputs(self) -> int:
        """The number of output units: one for each of three or more symbols, else one."""
        return self.class_count if self.class_count > 2 else 1

    @property
    def moments(self) -> int:
        """How many moments the sequences have; a list decides it by its longest entry."""
        return datasets.moments(self.data, self.text, self.own, self.length)

    @property
    def augmentation(self) -> tuple[str, ...]:
        """None: sequences are not changed from epoch to epoch."""
        return ()

    @property
    def activations(self) -> tuple[str, ...]:
        """The activation of the plain cell; gated cells have none to choose."""
        return (self.activation,) if self.cell == "rnn" else ()

    def network(self, activation: str | tuple[str, ...] | None = None) -> tuple[Any, ...]:
        """Return the layers of its network; activation replaces its own."""
        start: dict[str, Any] = {"recurrent_scale": self.recurrent_scale, "truncate": self.truncate}
        if self.cell == "rnn":
            start["activation"] = activation or self.activation
        elif self.cell == "lstm":
            start["forget_bias"] = self.forget_bias
        sizes = len(self.symbols), self.units, self.moments
        return network.recurrent(self.cell, *sizes, self.outputs, self.each_moment, **start)
