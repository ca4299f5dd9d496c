"""The Task that a link can give a visitor of a page with one network: a text, what is locked or hidden, a goal.

A locked control is shown and cannot be changed; a hidden one is not shown. Neither protects anything: whoever edits
the address can change everything. A goal is a set of conditions that must hold together at the end of some epoch.
"""

from dataclasses import dataclass, field
from typing import Any

from engine.data.images.own import Drawing
from engine.data.sequences.datasets import SEQUENCES
from engine.data.sequences.written import MAX_MOMENTS
from engine.experiments import experiment, image_experiment, sequence_experiment
from engine.experiments.fields import Number, Subset
from engine.experiments.image_experiment import ImageExperiment
from engine.experiments.sequence_experiment import MAX_EXAMPLES, MAX_LENGTH, MAX_UNITS, SequenceExperiment
from ui.visit import beside
from ui.visit.page import Page

MAX_TEXT = 240  # characters
MAX_ASKED = 3 * MAX_LENGTH  # moments of a sequence that is longer than those of the training

# What can be locked or hidden, and the Experiment's fields behind it.
CONTROLS: dict[str, tuple[str, frozenset[str]]] = {
    "data": (
        "Data",
        experiment.DATA_FIELDS
        | image_experiment.DATA_FIELDS
        | sequence_experiment.DATA_FIELDS
        | {"scale", "names", "augmentation", "jitter", "rotation", "scaling", "move_by", "grain"},
    ),
    "inputs": ("Inputs", frozenset({"features"})),
    "shape": (
        "Layers and neurons",
        frozenset({"layers"}) | image_experiment.SHAPE_FIELDS | sequence_experiment.SHAPE_FIELDS,
    ),
    "functions": ("Activation", frozenset({"activation"})),
    "start": ("First weights", frozenset({"initializer", "weight_scale", "weight_seed"})),
    "losses": ("Loss", frozenset({"loss", "huber_delta"})),
    "steps": (
        "Optimizer and step size",
        frozenset(
            {"optimizer", "momentum", "beta1", "beta2", "rho", "weight_decay", "step_size", "clip_norm", "frozen"}
            | {"schedule", "divisor", "period", "decay", "warm_up"}
        ),
    ),
    "batches": ("Batch size", frozenset({"batch_size"})),
    "penalty": ("Regularization and dropout", frozenset({"regularization", "regularization_rate", "dropout"})),
    "weights": ("Weights by hand", frozenset()),
    "pace": ("Speed and what Step does", frozenset()),
    "panels": ("What lies below the picture", frozenset()),
}
CONTROL_OF = {field: name for name, (_, fields) in CONTROLS.items() for field in fields} | {
    "speed": "pace",
    "step_by": "pace",
}


class Text:
    """A field of plain text on one line, which is shown as it is, never as markup."""

    accepts = f"at most {MAX_TEXT} printable characters"

    def valid(self, value: Any) -> bool:
        return isinstance(value, str) and self.parse(value) == (value, True)

    def parse(self, text: str) -> tuple[str, bool]:
        """Return the printable part of the text, and whether that is all of it."""
        line = "".join(character if character.isprintable() else " " for character in text).strip()
        return line[:MAX_TEXT].strip(), len(line) <= MAX_TEXT

    def write(self, value: str) -> str:
        return value


@dataclass(frozen=True, slots=True)
class Task:
    """What a link asks of a visitor. A goal of 0 is none; for most_layers, where 0 is a goal, -1 is none.

    goal_loss is the largest test loss, goal_accuracy the least test accuracy in per cent; most_weights counts
    weights and biases, most_layers hidden layers, most_epochs the epochs until then.
    """

    task: str = ""
    lock: tuple[str, ...] = ()
    hide: tuple[str, ...] = ()
    goal_loss: float = 0
    goal_accuracy: float = 0
    most_weights: int = 0
    most_layers: int = -1
    most_epochs: int = 0

    @property
    def has_goal(self) -> bool:
        """Whether there is something to reach; limits alone are not a goal."""
        return bool(self.goal_loss or self.goal_accuracy)

    def hides(self, name: str) -> bool:
        """Return whether the control of this field, or of this name, is hidden."""
        return CONTROL_OF.get(name, name) in self.hide

    def locks(self, name: str) -> bool:
        """Return whether this field, or the control of this name, is locked."""
        return CONTROL_OF.get(name, name) in (*self.lock, *self.hide)


FIELDS: dict[str, Any] = {
    "task": Text(),
    "lock": Subset(CONTROLS, may_be_none=True),
    "hide": Subset(CONTROLS, may_be_none=True),
    "goal_loss": Number(0, 1000),
    "goal_accuracy": Number(0, 100),
    "most_weights": Number(0, 10_000, whole=True),
    "most_layers": Number(-1, 6, whole=True),
    "most_epochs": Number(0, 1_000_000, whole=True),
}


class Network(Text):
    """The field of the settings of a network that is pinned beside the present one; "" is none."""

    accepts = "the settings of a network, as a link of the Playground writes them"

    def parse(self, text: str) -> tuple[str, bool]:
        return (text, True) if not text or beside.read(text) else ("", False)


@dataclass(frozen=True, slots=True)
class PlaygroundTask(Task):
    """A Task on the Playground, and the network that the visitor has pinned there; the Task is the same without."""

    pinned: str = field(default="", compare=False)


PAGE = Page("playground", {**FIELDS, "pinned": Network()}, PlaygroundTask)


@dataclass(frozen=True, slots=True)
class ImagesTask(Task):
    """A Task on the Images page, and the image that the visitor has drawn there, as text."""

    drawing: str = field(default="", compare=False)  # the Task is the same, whatever is drawn


IMAGES_PAGE = Page("images", {**FIELDS, "drawing": Drawing()}, ImagesTask, kind=ImageExperiment.KIND)


class Written(Text):
    """The field of a sequence that a visitor has written for a data set, as "data:sequence"; "" is none."""

    accepts = f"a data set, a colon and at most {MAX_TEXT} printable characters"

    def parse(self, text: str) -> tuple[str, bool]:
        """Return the printable part of the text if it names a data set, and whether that is all of it."""
        kept, exact = super().parse(text)
        return (kept, exact) if kept.partition(":")[0] in SEQUENCES and ":" in kept else ("", not text)


@dataclass(frozen=True, slots=True)
class SequencesTask(Task):
    """A Task on the Sequences page, and what the visitor looks at there; the Task is the same, whatever that is.

    written is a sequence of the visitor's own, see Written; example the place of a test sequence; asked the length of
    a new sequence to ask for, 0 for none. unit, from 1, is followed through time; moment, from 1, is looked at closely,
    0 being the last one. temperature is that of the samples of a text.
    """

    written: str = field(default="", compare=False)
    example: int = field(default=0, compare=False)
    asked: int = field(default=0, compare=False)
    unit: int = field(default=1, compare=False)
    moment: int = field(default=0, compare=False)
    temperature: float = field(default=1, compare=False)


LOOKING: dict[str, Any] = {
    "written": Written(),
    "example": Number(0, MAX_EXAMPLES, whole=True),
    "asked": Number(0, MAX_ASKED, whole=True),
    "unit": Number(1, MAX_UNITS, whole=True),
    "moment": Number(0, MAX_MOMENTS, whole=True),
    "temperature": Number(0, 2),
}
SEQUENCES_PAGE = Page("sequences", FIELDS | LOOKING, SequencesTask, kind=SequenceExperiment.KIND)


def is_on(page: Page) -> bool:
    """Return whether a page can have a Task."""
    return page.settings is not None and issubclass(page.settings, Task)
