"""Settings as the query of a web address, and back: ?data=spiral&layers=8-8&step_size=0.03.

Only values that differ from the default are written. Reading never fails: a value that is not valid is replaced by
the nearest valid one, with a notice.
"""

from collections.abc import Mapping
from typing import Any

from engine.experiments.experiment import Settings, change
from engine.experiments.fields import Field
from engine.experiments.training_settings import TrainingSettings

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
        f"{_used(fields[name], getattr(settings, name))} used."
        for name in invalid
    ]


def _used(field: Any, value: Any) -> str:
    """Return what is used of a value in words; of a visitor's own data only how much."""
    if hasattr(field, "count") and value:
        return f"{field.count(value)} of it {'is' if field.count(value).startswith('1 ') else 'are'}"
    return f"{field.write(value) or 'none'} is"


def to_query(experiment: TrainingSettings) -> dict[str, str]:
    """Return the parameters in which this experiment differs from the default one of its kind."""
    query = write(experiment.FIELDS, experiment, type(experiment)())
    return {name: value for name, value in query.items() if name not in experiment.implied}


def from_query(query: Mapping[str, str], kind: type[Settings]) -> tuple[Settings, list[str]]:
    """Return the nearest valid experiment of a kind, and a sentence for each value that is not valid.

    Names that are not fields are ignored, because a page has parameters of its own.
    """
    values, invalid = read(kind.FIELDS, query)
    refused = []
    try:
        experiment = change(kind(), **values)
    except ValueError as error:  # each value is valid by itself, but there is no such network
        refused = [f"{str(error)[0].upper()}{str(error)[1:]}: the usual network is used."]
        values = {name: value for name, value in values.items() if name not in kind.SHAPE_FIELDS}
        experiment = change(kind(), **values)
    sentences = notices(kind.FIELDS, query, invalid, experiment) + refused
    for name, given in values.items():
        if getattr(experiment, name) != given:
            used = getattr(experiment, name) or getattr(experiment, "class_count", "")
            sentences.append(f"{name} {given} does not suit the data {experiment.data}: {used} is used.")
    return experiment, sentences


def shorten(text: str) -> str:
    """Return text as a notice repeats it: printable, on one line, at most MAX_SHOWN characters."""
    line = "".join(character if character.isprintable() else " " for character in text)
    return line if len(line) <= MAX_SHOWN else line[: MAX_SHOWN - 1] + "…"
