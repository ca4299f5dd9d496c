"""Settings as the query of a web address, and back: ?data=spiral&layers=8-8&step_size=0.03.

Only what differs from the default is written, so a link says what is special about it. Reading
never fails: what cannot be understood gets the nearest valid value and a notice.
"""

from collections.abc import Mapping
from typing import Any

from engine.experiments.experiment import FIELDS, Experiment, change, losses_for

MAX_SHOWN = 40  # characters of a visitor's text that a notice repeats


def write(fields: Mapping[str, Any], settings: Any, default: Any) -> dict[str, str]:
    """Return the parameters for the fields in which settings differ from the default."""
    return {
        name: field.write(getattr(settings, name))
        for name, field in fields.items()
        if getattr(settings, name) != getattr(default, name)
    }


def read(fields: Mapping[str, Any], query: Mapping[str, str]) -> tuple[dict[str, Any], list[str]]:
    """Return the values that a query gives to these fields, and the names of the doubtful ones.

    A doubtful field was given no valid value (then it is missing here) or only one near it.
    """
    values, doubtful = {}, []
    for name in fields:
        if name not in query:
            continue
        value, exact = fields[name].parse(query[name])
        if value is not None:
            values[name] = value
        if not exact:
            doubtful.append(name)
    return values, doubtful


def notices(fields: Mapping[str, Any], query: Mapping[str, str], doubtful: list[str], settings: Any) -> list[str]:
    """Return a sentence for each doubtful field: what it takes, what it was given, what is used."""
    return [
        f"{name} must be {fields[name].accepts}, got “{shorten(query[name])}”: "
        f"{fields[name].write(getattr(settings, name))} is used."
        for name in doubtful
    ]


def to_query(experiment: Experiment) -> dict[str, str]:
    """Return the parameters that tell this Experiment from the default one."""
    query = write(FIELDS, experiment, Experiment())
    if experiment.loss == losses_for(experiment.class_count)[0]:
        query.pop("loss", None)  # it follows from the data
    return query


def from_query(query: Mapping[str, str]) -> tuple[Experiment, list[str]]:
    """Return the nearest valid Experiment and a sentence for each part that was not understood.

    Names that are no fields are passed over: a page has parameters of its own.
    """
    values, doubtful = read(FIELDS, query)
    experiment = change(Experiment(), **values)
    sentences = notices(FIELDS, query, doubtful, experiment)
    for name in ("classes", "loss"):
        if name in values and getattr(experiment, name) != values[name]:
            used = getattr(experiment, name) or experiment.class_count
            sentences.append(f"{name} {values[name]} does not suit the data {experiment.data}: {used} is used.")
    return experiment, sentences


def shorten(text: str) -> str:
    """Return text fit to repeat in a notice: printable, on one line, at most MAX_SHOWN long."""
    line = "".join(character if character.isprintable() else " " for character in text)
    return line if len(line) <= MAX_SHOWN else line[: MAX_SHOWN - 1] + "…"
