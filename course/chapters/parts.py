"""What a chapter is made of: screens with one idea each, formulas, figures to touch, things to try, checks."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import make_dataclass
from typing import Any, NamedTuple

import numpy as np

from engine.experiments.fields import Number
from pictures.sketch.scene import Scene
from ui.visit.page import Page

Settings = Any  # the frozen dataclass that a Chapter makes of its fields


class Formula(NamedTuple):
    """A formula, with the meaning of every symbol in it, and the function that the figure uses.

    written is the formula as it stands, one number at a time; sample draws arguments for both from a random
    generator, so that a test can hold the two against each other. A mere definition, of what is only drawn, has none of
    the three.
    """

    latex: str
    symbols: Mapping[str, str]
    computes: Callable[..., Any] | None = None
    written: Callable[..., Any] | None = None
    sample: Callable[[np.random.Generator], tuple] | None = None


class Slider(NamedTuple):
    """A number to move."""

    name: str
    label: str
    step: float = 0.1
    help: str | None = None


class Pick(NamedTuple):
    """A choice to make: names of the options and what people call them."""

    name: str
    label: str
    options: Mapping[str, str]


class Try(NamedTuple):
    """A button that sets the figure, or opens another page: "?data=spiral" is the Playground."""

    label: str
    changes: Mapping[str, Any] = {}
    opens: str = ""


class Check(NamedTuple):
    """A task: marked from the figure's settings, or from a number that is typed in (then `unit` is not None).

    passed(settings, answer) says whether it is done; hint(settings, answer) what to think of if not.
    """

    name: str
    ask: str
    passed: Callable[[Settings, float | None], bool]
    hint: Callable[[Settings, float | None], str]
    unit: str | None = None


class Screen(NamedTuple):
    """One idea: two or three sentences, a figure, and what to do with it.

    figure(settings) is a Scene; drag(settings, handle, x, y) returns what settings change when a handle is moved;
    live(settings) draws what is more than a Scene, such as networks that train, and returns what is to be called last.
    """

    title: str
    text: str
    figure: Callable[[Settings], Scene] | None = None
    formulas: Sequence[Formula] = ()
    controls: Sequence[Slider | Pick] = ()
    tries: Sequence[Try] = ()
    checks: Sequence[Check] = ()
    drag: Callable[[Settings, str, float, float], Mapping[str, Any]] | None = None
    live: Callable[[Settings], Callable[[], None]] | None = None


class Chapter(NamedTuple):
    """One chapter; fields holds the settings of all its figures, each with its usual value."""

    name: str
    number: int
    title: str
    sentence: str
    fields: Mapping[str, tuple[Any, Any]]
    screens: Sequence[Screen]
    primer: Sequence[str] = ()  # headings of the course text that it covers

    @property
    def page(self) -> Page:
        """The page as its address knows it; `screen` is the one on show."""
        fields = {"screen": (Number(1, len(self.screens), whole=True), 1), **self.fields}
        kinds = [(name, type(usual), usual) for name, (_, usual) in fields.items()]
        settings = make_dataclass(f"{self.name.title()}Settings", kinds, frozen=True)
        return Page(self.name, {name: field for name, (field, _) in fields.items()}, settings)


def near(answer: float | None, right: float, tolerance: float = 0.01) -> bool:
    """Whether an answer is right but for rounding."""
    return answer is not None and abs(answer - right) <= tolerance


def within(field: Number, value: float) -> float:
    """Return the nearest number that a field takes, rounded to what an address should hold."""
    return float(f"{min(max(value, field.low), field.high):.4g}") + 0.0
