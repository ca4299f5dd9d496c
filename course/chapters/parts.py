"""What a chapter is made of: screens with one idea each, and their formulas, figures, questions and checks."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from engine.experiments.fields import Number
from pictures.sketch.scene import Scene
from ui.visit.page import Page, settings_of

SHEET = "sheet"  # the name of a check that asks for a whole worksheet
Settings = Any  # the frozen dataclass that a Chapter makes of its fields


class Formula(NamedTuple):
    """A formula in LaTeX, with the meaning of each symbol, and the function that computes it in the figure.

    written_out is the same formula in plain arithmetic, one number at a time, and sample_arguments samples arguments
    for both from a random generator: a test compares the two. A definition that no function computes has none of the
    three.
    """

    latex: str
    symbols: Mapping[str, str]
    computed_by: Callable[..., Any] | None = None
    written_out: Callable[..., Any] | None = None
    sample_arguments: Callable[[np.random.Generator], tuple] | None = None


class Slider(NamedTuple):
    """A slider for a setting that is a number."""

    name: str
    label: str
    step: float = 0.1
    help: str | None = None


class Pick(NamedTuple):
    """A row of buttons for a setting that is a choice; options maps each value to its label."""

    name: str
    label: str
    options: Mapping[str, str]


class Try(NamedTuple):
    """A button that changes settings, or opens another page: "?data=spiral" is the Playground."""

    label: str
    changes: Mapping[str, Any] = {}
    opens: str = ""


class Check(NamedTuple):
    """A task that is marked from the settings of the figure, or from a number that the visitor types in.

    passed(settings, answer) tells whether the task is done, hint(settings, answer) what helps if it is not. unit is
    the unit of the number to type in, "" for a bare number; None for a task without a number.
    """

    name: str
    ask: str
    passed: Callable[[Settings, float | None], bool]
    hint: Callable[[Settings, float | None], str]
    unit: str | None = None


class Answer(NamedTuple):
    """An answer to choose, and what is said to whoever has chosen it: why it is right, or what misleads."""

    text: str
    reply: str


class Prediction(NamedTuple):
    """A question to answer before the figure shows what is so.

    right is the index of the right answer. changes are the settings with which the figure shows it: they are set once
    the visitor has chosen, and until then the figure has nothing to change it with.
    """

    ask: str
    answers: Sequence[Answer]
    right: int
    changes: Mapping[str, Any]


class Screen(NamedTuple):
    """One idea: two or three sentences, a figure, and what to do with it.

    figure(settings) returns a Scene; drag(settings, handle, x, y) returns the settings that change when a handle is
    moved. live(settings) shows more than a Scene can, such as networks that train.
    """

    title: str
    text: str
    figure: Callable[[Settings], Scene] | None = None
    formulas: Sequence[Formula] = ()
    controls: Sequence[Slider | Pick] = ()
    tries: Sequence[Try] = ()
    checks: Sequence[Check] = ()
    drag: Callable[[Settings, str, float, float], Mapping[str, Any]] | None = None
    live: Callable[[Settings], None] | None = None
    prediction: Prediction | None = None


class Chapter(NamedTuple):
    """One chapter; fields maps the name of each setting of its figures to (field, default value)."""

    name: str
    number: int
    title: str
    sentence: str
    fields: Mapping[str, tuple[Any, Any]]
    screens: Sequence[Screen]
    primer: Sequence[str] = ()  # headings of the course text that it covers

    @property
    def minutes(self) -> int:
        """About how long the chapter takes: two minutes a screen, one a check, ten a worksheet."""
        checks = [check for screen in self.screens for check in screen.checks]
        return 2 * len(self.screens) + sum(10 if check.name == SHEET else 1 for check in checks)

    @property
    def page(self) -> Page:
        """The chapter's page with all its settings; `screen` is the number of the screen on show, from 1."""
        fields = {"screen": (Number(1, len(self.screens), whole=True), 1), **self.fields}
        settings = settings_of(self.name.title(), fields)
        return Page(self.name, {name: field for name, (field, _) in fields.items()}, settings)


def near(answer: float | None, right: float, tolerance: float = 0.01) -> bool:
    """Return whether an answer is given and differs from the right one by at most the tolerance."""
    return answer is not None and abs(answer - right) <= tolerance


def number_check(
    name: str,
    ask: str,
    right: float,
    hint: str,
    mistakes: Mapping[float, str],
    unit: str = "",
    tolerance: float = 0.01,
) -> Check:
    """Return a Check that asks for one number; mistakes says what to answer to likely wrong ones, hint to others."""

    def help_with(s: Settings, answer: float | None) -> str:
        return next((reply for wrong, reply in mistakes.items() if near(answer, wrong, tolerance)), hint)

    return Check(name, ask, lambda s, answer: near(answer, right, tolerance), help_with, unit)


def within(field: Number, value: float) -> float:
    """Return the valid value of a field that is nearest to a number, with the four digits that an address holds."""
    return float(f"{min(max(value, field.low), field.high):.4g}") + 0.0  # + 0.0 turns -0.0 into 0.0
