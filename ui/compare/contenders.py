"""Optimizers that are compared: each with its step size, momentum and schedule, as a field of an address."""

from typing import Any, NamedTuple

from engine.experiments.experiment import FIELDS
from engine.experiments.fields import Number
from engine.optimizers import OPTIMIZERS
from engine.schedules import SCHEDULES

MOST = 6
PARTS = ("optimizer", "step_size", "momentum", "schedule")


class Rival(NamedTuple):
    """One optimizer as it takes part; momentum counts where the optimizer has it."""

    optimizer: str
    step_size: float
    momentum: float = 0.9
    schedule: str = "constant"

    @property
    def label(self) -> str:
        """Its name and its step size, and what else is special about it."""
        text = f"{OPTIMIZERS[self.optimizer].label}, α {self.step_size:g}"
        if "momentum" in OPTIMIZERS[self.optimizer].options:
            text += f", μ {self.momentum:g}"
        return text if self.schedule == "constant" else f"{text}, {SCHEDULES[self.schedule].label.lower()}"


class Rivals:
    """A field of up to MOST Rivals, such as adam*0.03**momentum*0.01*0.9*cosine; none at all means the usual ones."""

    accepts = f"up to {MOST} optimizers, such as adam*0.03**momentum*0.01*0.9*cosine"

    def valid(self, value: Any) -> bool:
        return (
            isinstance(value, tuple)
            and len(value) <= MOST
            and all(isinstance(rival, Rival) and _valid(rival) for rival in value)
        )

    def parse(self, text: str) -> tuple[tuple[Rival, ...] | None, bool]:
        """Return the Rivals that the text names, or None where there is none."""
        said = text.lower().split("**")
        rivals = [rival for rival in map(_parse, said[:MOST]) if rival]
        value = tuple(rivals)
        return value or None, bool(value) and len(value) == len(said) and self.write(value) == text.lower()

    def write(self, value: tuple[Rival, ...]) -> str:
        return "**".join("*".join(_parts(rival)) for rival in value)


def _valid(rival: Rival) -> bool:
    return all(FIELDS[name].valid(getattr(rival, name)) for name in PARTS)


def _parts(rival: Rival) -> list[str]:
    parts = [FIELDS[name].write(getattr(rival, name)) for name in PARTS]
    usual = Rival(rival.optimizer, rival.step_size)
    for name in reversed(PARTS[2:]):  # what is as usual at the end need not be said
        if getattr(rival, name) != getattr(usual, name):
            break
        parts.pop()
    return parts


def _parse(text: str) -> Rival | None:
    values = []
    for name, part in zip(PARTS, text.split("*"), strict=False):
        value, _ = FIELDS[name].parse(part)
        if value is None:
            return None
        values.append(value)
    return Rival(*values) if len(values) > 1 else None


class Place:
    """A field of a point of the plane, such as -1.2*1; the empty one means the usual place."""

    def __init__(self, reach: float):
        self.number = Number(-reach, reach)
        self.accepts = f"two numbers in [{-reach:g}, {reach:g}], such as -1.2*1"

    def valid(self, value: Any) -> bool:
        return value == () or (isinstance(value, tuple) and len(value) == 2 and all(map(self.number.valid, value)))

    def parse(self, text: str) -> tuple[tuple[float, float] | None, bool]:
        """Return the nearest valid point, or None."""
        parsed = [self.number.parse(part) for part in text.split("*")]
        if len(parsed) != 2 or any(value is None for value, _ in parsed):
            return None, False
        return tuple(value for value, _ in parsed), all(exact for _, exact in parsed)

    def write(self, value: tuple[float, float]) -> str:
        return "*".join(map(self.number.write, value))
