"""What the address bar has to know of a page."""

from collections.abc import Mapping
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


PLAIN = Page("")  # a page without settings of its own
