"""The Task that a link can give a visitor of a page with one network.

It has a text, a question whose answer is predicted before anything trains, what is locked or hidden, and a goal. A
locked control is shown and cannot be changed; a hidden one is not shown. Neither protects anything: whoever edits the
address can change everything. A goal is a set of conditions that must hold together at the end of some epoch.
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
from engine.experiments.training_settings import TrainingSettings
from ui.visit import beside
from ui.visit.page import Page

MAX_TEXT = 240  # characters
MAX_QUESTION = 120  # characters
MAX_CHOICE = 40  # characters of one of the answers to choose from
MOST_CHOICES = 4
MAX_INITIALS = 4  # letters
JOINERS = "\u200c\u200d"  # not printable alone, but parts of words in Persian and in Indian scripts, and of emoji
MAX_ASKED = 3 * MAX_LENGTH  # moments of a sequence that is longer than those of the training

STATES = ("free", "locked", "hidden")
# What can be locked or hidden, and the Experiment's fields behind it.
CONTROLS: dict[str, tuple[str, frozenset[str]]] = {
    "data": (
        "Data",
        experiment.DATA_FIELDS
        | image_experiment.DATA_FIELDS
        | sequence_experiment.DATA_FIELDS
        | {"own_scale", "names", "augmentation", "jitter", "rotation", "scaling", "move_by", "grain"},
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
# What can only be hidden, or only be locked.
STATES_OF = {"panels": ("free", "hidden"), "weights": ("free", "locked")}
CONTROL_OF = {field: name for name, (_, fields) in CONTROLS.items() for field in fields} | {
    "speed": "pace",
    "step_by": "pace",
}


class Text:
    """A field of plain text on one line, which is shown as it is, never as markup."""

    def __init__(self, most: int = MAX_TEXT):
        self.most = most
        self.accepts = f"at most {most} printable characters"

    def valid(self, value: Any) -> bool:
        return isinstance(value, str) and self.parse(value) == (value, True)

    def parse(self, text: str) -> tuple[str, bool]:
        """Return the printable part of the text, and whether that is all of it."""
        line = "".join(each if each.isprintable() or each in JOINERS else " " for each in text).strip()
        return line[: self.most].strip(), len(line) <= self.most

    def write(self, value: str) -> str:
        return value


class Initials(Text):
    """A field of a few letters by which a class knows who has sent a result."""

    def __init__(self) -> None:
        super().__init__(MAX_INITIALS)
        self.accepts = f"at most {MAX_INITIALS} letters"

    def parse(self, text: str) -> tuple[str, bool]:
        """Return the first letters of the text, and whether that is all of it."""
        letters = "".join(each for each in text if each.isalpha())[: self.most]
        return letters, letters == text.strip()


@dataclass(frozen=True, slots=True)
class Task:
    """What a link asks of a visitor. A goal of 0 is none; for most_layers, where 0 is a goal, -1 is none.

    goal_loss is the largest test loss, goal_accuracy the least test accuracy in per cent; most_weights counts
    weights and biases, most_layers hidden layers, most_epochs the epochs until then. ask is the question, choice_1 to
    choice_4 are the answers to choose from. answer, from 1, is the one that the visitor has chosen, and initials are
    the visitor's: the Task is the same, whatever these are.
    """

    task: str = ""
    lock: tuple[str, ...] = ()
    hide: tuple[str, ...] = ()
    goal_loss: float = 0
    goal_accuracy: float = 0
    most_weights: int = 0
    most_layers: int = -1
    most_epochs: int = 0
    ask: str = ""
    choice_1: str = ""
    choice_2: str = ""
    choice_3: str = ""
    choice_4: str = ""
    answer: int = field(default=0, compare=False)
    initials: str = field(default="", compare=False)

    @property
    def choices(self) -> dict[int, str]:
        """The answers to choose from, by their numbers; there are none without a question, or with one answer only."""
        texts = (self.choice_1, self.choice_2, self.choice_3, self.choice_4)
        given = {i: text for i, text in enumerate(texts, 1) if text}
        return given if self.ask and len(given) > 1 else {}

    @property
    def said(self) -> str:
        """The answer that was chosen; "" for none."""
        return self.choices.get(self.answer, "")

    @property
    def awaits_answer(self) -> bool:
        """Whether there is a question that has not been answered."""
        return bool(self.choices) and not self.said

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
    "ask": Text(MAX_QUESTION),
    **{f"choice_{i}": Text(MAX_CHOICE) for i in range(1, MOST_CHOICES + 1)},
    "answer": Number(0, MOST_CHOICES, whole=True),
    "initials": Initials(),
}


class Network(Text):
    """The field of the settings of a network that is pinned beside the present one; "" is none."""

    def __init__(self) -> None:
        super().__init__(beside.MAX_TEXT)
        self.accepts = "the settings of a network, as a link of the Playground writes them"

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

    def __init__(self) -> None:
        super().__init__()
        self.accepts = f"a data set, a colon and at most {MAX_TEXT} printable characters"

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


def controls_of(experiment: TrainingSettings) -> list[str]:
    """Return the names of the controls that the page of an Experiment has."""
    missing = {"weights"} if experiment.KIND == SequenceExperiment.KIND else set()
    found = [name for name, (_, fields) in CONTROLS.items() if not fields or fields & experiment.FIELDS.keys()]
    return [name for name in found if name not in missing]


def is_on(page: Page) -> bool:
    """Return whether a page can have a Task."""
    return page.settings is not None and issubclass(page.settings, Task)
