"""Settings as the query of a web address, and back: ?data=spiral&layers=8-8&step_size=0.03.

Only values that differ from the default are written. Reading never fails: a value that is not valid is replaced by
the nearest valid one, with a notice.
"""

from collections.abc import Mapping
from typing import Any

from engine.experiments.experiment import FIELDS, Experiment, change, losses_for
from engine.experiments.fields import Field

MAX_SHOWN = 40  # characters of a visitor's text that a notice repeats


def write(fields: Mapping[str, Field], settings: Any, default: Any) -> dict[str, str]:
    """Return the parameters for the fields in which settings differ from the default."""
    return {
        name: field.write(getattr(settings, name))
        for name, field in fields.items()
        if getattr(settings, name) != getattr(default, name)
    }


def read(fields: Mapping[str, Field], query: Mapping[str, str]) -> tuple[dict[str, Any], list[str]]:
    """Return the values that a query gives to these fields, and the names of the fields without a valid value.

    For these, the values hold the nearest valid one, if there is one.
    """
    values: dict[str, Any] = {}
    invalid: list[str] = []
    for name in fields:
        if name not in query:
            continue
        value, exact = fields[name].parse(query[name])
        if value is not None:
            values[name] = value
        if not exact:
            invalid.append(name)
    return values, invalid


def notices(fields: Mapping[str, Field], query: Mapping[str, str], invalid: list[str], settings: Any) -> list[str]:
    """Return a sentence for each field without a valid value: what it accepts, what the query has, what is used."""
    return [
        f"{name} must be {fields[name].accepts}, got “{shorten(query[name])}”: "
        f"{fields[name].write(getattr(settings, name))} is used."
        for name in invalid
    ]


def to_query(experiment: Experiment) -> dict[str, str]:
    """Return the parameters in which this Experiment differs from the default one."""
    query = write(FIELDS, experiment, Experiment())
    if experiment.loss == losses_for(experiment.class_count)[0]:
        query.pop("loss", None)  # it follows from the data
    return query


def from_query(query: Mapping[str, str]) -> tuple[Experiment, list[str]]:
    """Return the nearest valid Experiment and a sentence for each value that is not valid.

    Names that are not fields are ignored, because a page has parameters of its own.
    """
    values, invalid = read(FIELDS, query)
    experiment = change(Experiment(), **values)
    sentences = notices(FIELDS, query, invalid, experiment)
    for name in ("classes", "loss"):
        if name in values and getattr(experiment, name) != values[name]:
            used = getattr(experiment, name) or experiment.class_count
            sentences.append(f"{name} {values[name]} does not suit the data {experiment.data}: {used} is used.")
    return experiment, sentences


def shorten(text: str) -> str:
    """Return text as a notice repeats it: printable, on one line, at most MAX_SHOWN characters."""
    line = "".join(character if character.isprintable() else " " for character in text)
    return line if len(line) <= MAX_SHOWN else line[: MAX_SHOWN - 1] + "…"
