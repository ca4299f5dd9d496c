"""Optimizers that are compared: each with its step size, momentum and schedule, as a field of an address."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from engine.experiments.experiment import FIELDS
from engine.experiments.fields import Number
from engine.numerals import plain
from engine.optimizers import OPTIMIZERS
from engine.schedules import SCHEDULES
from engine.study.surfaces import Surface

MAX_CONTENDERS = 6
PARTS = ("optimizer", "step_size", "momentum", "schedule")


class Contender(NamedTuple):
    """One optimizer with its settings; momentum counts where the optimizer has it."""

    optimizer: str
    step_size: float
    momentum: float = 0.9
    schedule: str = "constant"

    @property
    def label(self) -> str:
        """Its name and its step size, and what else is special about it."""
        text = f"{OPTIMIZERS[self.optimizer].label}, α {plain(self.step_size)}"
        if "momentum" in OPTIMIZERS[self.optimizer].options:
            text += f", μ {plain(self.momentum)}"
        return text if self.schedule == "constant" else f"{text}, {SCHEDULES[self.schedule].label.lower()}"


def colours(contenders: Iterable[Contender]) -> list[int]:
    """Return the number of each one's colour: an optimizer has the same one everywhere, a second of it another one."""
    names, taken = list(OPTIMIZERS), list[int]()
    for contender in contenders:
        own = names.index(contender.optimizer)
        free = (number for number in range(len(names), len(names) + MAX_CONTENDERS) if number not in taken)
        taken.append(next(free) if own in taken else own)
    return taken


ON_NETWORK = (
    Contender("gradient_descent", 0.1),
    Contender("momentum", 0.03),
    Contender("adagrad", 0.1),
    Contender("rmsprop", 0.01),
    Contender("adam", 0.01),
)


def on_surface(surface: Surface) -> tuple[Contender, ...]:
    """Return four optimizers with step sizes that suit a surface."""
    left, right, *_ = surface.box
    reach, size = (right - left) / 2, surface.step_size
    return (
        Contender("gradient_descent", size),
        Contender("momentum", float(f"{0.3 * size:.1g}")),
        Contender("rmsprop", float(f"{0.01 * reach:.1g}")),
        Contender("adam", float(f"{0.04 * reach:.1g}")),
    )


class Contenders:
    """A field of Contenders, such as adam*0.03**momentum*0.01*0.9*cosine; an empty one means the default ones."""

    accepts = f"up to {MAX_CONTENDERS} optimizers, such as adam*0.03**momentum*0.01*0.9*cosine"

    def valid(self, value: Any) -> bool:
        return (
            isinstance(value, tuple)
            and len(value) <= MAX_CONTENDERS
            and all(isinstance(contender, Contender) and _valid(contender) for contender in value)
        )

    def parse(self, text: str) -> tuple[tuple[Contender, ...] | None, bool]:
        """Return the Contenders that the text names, or None where there is none."""
        parts = text.lower().split("**")
        contenders = [contender for contender in map(_parse, parts[:MAX_CONTENDERS]) if contender]
        value = tuple(contenders)
        return value or None, bool(value) and len(value) == len(parts) and self.write(value) == text.lower()

    def write(self, value: tuple[Contender, ...]) -> str:
        return "**".join("*".join(_parts(contender)) for contender in value)


def _valid(contender: Contender) -> bool:
    return all(FIELDS[name].valid(getattr(contender, name)) for name in PARTS)


def _parts(contender: Contender) -> list[str]:
    parts = [FIELDS[name].write(getattr(contender, name)) for name in PARTS]
    default = Contender(contender.optimizer, contender.step_size)
    for name in reversed(PARTS[2:]):  # defaults at the end are left out
        if getattr(contender, name) != getattr(default, name):
            break
        parts.pop()
    return parts


def _parse(text: str) -> Contender | None:
    values = []
    for name, part in zip(PARTS, text.split("*"), strict=False):
        value, _ = FIELDS[name].parse(part)
        if value is None:
            return None
        values.append(value)
    return Contender(*values) if len(values) > 1 else None


class Position:
    """A field of a point of the plane, such as -1.2*1; an empty one means the default point."""

    def __init__(self, reach: float):
        self.number = Number(-reach, reach)
        self.accepts = f"two numbers in [{plain(-reach)}, {plain(reach)}], such as -1.2*1"

    def valid(self, value: Any) -> bool:
        return value == () or (isinstance(value, tuple) and len(value) == 2 and all(map(self.number.valid, value)))

    def parse(self, text: str) -> tuple[tuple[float, float] | None, bool]:
        """Return the nearest valid point, or None."""
        parsed = [self.number.parse(part) for part in text.split("*")]
        values = [value for value, _ in parsed if value is not None]
        if len(parsed) != 2 or len(values) != 2:
            return None, False
        return (values[0], values[1]), all(exact for _, exact in parsed)

    def write(self, value: tuple[float, float]) -> str:
        return "*".join(map(self.number.write, value))
