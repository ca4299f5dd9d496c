"""What the address bar has to know of a page."""

from collections.abc import Mapping
from dataclasses import make_dataclass
from typing import Any, NamedTuple

from engine.experiments.experiment import Experiment


class Page(NamedTuple):
    """A page's name, the fields of the settings that it alone has, and the dataclass that they make.

    kind is that of the experiments on the page, see engine/experiments/kinds.
    """

    name: str
    fields: Mapping[str, Any] = {}
    settings: type | None = None
    kind: str = Experiment.KIND


def settings_of(name: str, fields: Mapping[str, tuple[Any, Any]]) -> type:
    """Return the frozen dataclass of settings that fields, name: (field, default value), make; name begins its own."""
    typed = [(each, type(default), default) for each, (_, default) in fields.items()]
    return make_dataclass(f"{name}Settings", typed, frozen=True)


PLAIN = Page("")  # a page without settings of its own
