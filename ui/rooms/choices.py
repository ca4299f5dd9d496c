"""What the members of a class chose: in what an Experiment differs, which setting varies most, and what came of it."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from statistics import median
from types import MappingProxyType
from typing import Any, NamedTuple

from engine.experiments.experiment import changed
from ui.rooms import reading
from ui.rooms.guest import Guest
from ui.visit.task import Task
from ui.widgets import labels

SHORT = {"step_size": "α {}", "layers": "layers {}", "batch_size": "batches of {}", "noise": "noise {} %"}
# Settings whose value says what it is of.
BARE = frozenset({"activation", "data", "optimizer", "loss", "cell", "features"})
LAST = ("data_seed", "weight_seed")  # nobody chooses a seed with a thought
MOST_SAID = 4  # settings that a tile's line has


@lru_cache(maxsize=512)
def values_of(experiment: Any) -> MappingProxyType[str, str]:
    """Return all settings by their fields, as people call them."""
    return MappingProxyType({name: labels.value_text(experiment, name) for name in experiment.FIELDS})


def differences(base: Any, experiment: Any) -> list[str]:
    """Return the fields in which an Experiment differs from the base; of another kind than that, from the usual one."""
    base = base if base.KIND == experiment.KIND else type(experiment)()
    different = changed(base, experiment)
    return [name for name in experiment.FIELDS if name in different]


def sentence(base: Any, experiment: Any) -> str:
    """Return what was chosen other than in the base, in a line; "" for nothing."""
    values, different = values_of(experiment), differences(base, experiment)
    if "data" in different:  # which says it all of data of one's own
        different = [name for name in different if name not in (experiment.OWN_FIELD, *experiment.OWN_DETAILS)]
    names = sorted(different, key=lambda name: name in LAST)
    parts = [_said(name, values[name]) for name in names]
    more = f" · {len(parts) - MOST_SAID} more" if len(parts) > MOST_SAID else ""
    return " · ".join(parts[:MOST_SAID]) + more


def _said(name: str, value: str) -> str:
    if name == "layers" and value == "0":
        return "no hidden layer"
    if name in BARE:
        return value
    return SHORT[name].format(value) if name in SHORT else f"{labels.title_of(name).lower()} {value}"


class Setting(NamedTuple):
    """A setting that differs among the members: its field, what people call it, and its values in order."""

    field: str
    label: str
    options: tuple[str, ...]


def varying(experiments: Sequence[Any]) -> list[Setting]:
    """Return the settings in which Experiments differ, the one that varies most first, seeds last.

    What varies most has the largest entropy: many values, each chosen by as many.
    """
    listed = [(each, values_of(each)) for each in dict.fromkeys(experiments)]
    total = Counter(experiments)
    found: list[tuple[bool, float, int, Setting]] = []
    for name in dict.fromkeys(name for _, values in listed for name in values):
        counts: Counter[str] = Counter()
        for each, values in listed:
            if name in values:
                counts[values[name]] += total[each]
        if len(counts) > 1:
            order = {values[name]: _rank(getattr(each, name)) for each, values in listed if name in values}
            options = tuple(sorted(order, key=lambda text: (order[text], text)))
            found.append((name in LAST, -_entropy(counts), len(found), Setting(name, labels.title_of(name), options)))
    return [setting for *_, setting in sorted(found)]


def _rank(value: Any) -> tuple[Any, ...]:
    """Return what values are sorted by: numbers by size, layers by their number and widths, names by the alphabet."""
    if isinstance(value, tuple) and all(isinstance(each, int) for each in value):
        return len(value), value
    return (0, (value,)) if isinstance(value, int | float) else (0, ())


def _entropy(counts: Counter[str]) -> float:
    total = counts.total()
    return -sum(count / total * math.log(count / total) for count in counts.values())


def most_common(experiments: Sequence[Any]) -> Any:
    """Return the Experiment that has, of each setting, what most of these have; the first one where there is no such.

    It is of the kind that most are of. Raises ValueError without any.
    """
    if not experiments:
        raise ValueError("experiments must be one or more, got none")
    kind = Counter(each.KIND for each in experiments).most_common(1)[0][0]
    alike = [each for each in experiments if kind == each.KIND]
    usual = {name: Counter(getattr(each, name) for each in alike).most_common(1)[0][0] for name in alike[0].FIELDS}
    try:
        return replace(alike[0], **usual)
    except ValueError:  # what most have of each setting need not suit each other
        return alike[0]


class Outcome(NamedTuple):
    """Those who predicted one answer: how many, how many have reached the goal, and their median test loss."""

    answer: str
    size: int
    reached: int
    loss: float | None


def outcomes(guests: Iterable[Guest], task: Task) -> list[Outcome]:
    """Return what came of each answer to the question of a Task; nobody is counted who has not begun."""
    listed = list(guests)
    found = []
    for number, text in task.choices.items():
        reports = [each.report for each in listed if each.report and each.report.answer == number]
        losses = [each.test_loss for each in reports if each.test_loss is not None and not each.has_diverged]
        reached = sum(each.has_reached is True for each in reports)
        found.append(Outcome(text, len(reports), reached, median(losses) if losses else None))
    return found


def caution(experiments: Sequence[Any]) -> str:
    """Return why the losses of Experiments say little side by side; "" where they can be compared."""
    if len({each.loss for each in experiments}) > 1:
        return "Not all have the same loss function, so these losses cannot be compared."
    if len({tuple(getattr(each, name) for name in sorted(each.DATA_FIELDS)) for each in experiments}) > 1:
        return "Not all learn from the same data, so a lower loss need not be a better network."
    return ""


def known(guests: Iterable[Guest]) -> list[Any]:
    """Return the Experiments of those who have begun."""
    return [reading.experiment(guest) for guest in guests if guest.report]
