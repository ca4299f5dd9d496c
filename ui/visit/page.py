"""What the address bar has to know of a page."""

from collections.abc import Mapping
from typing import Any, NamedTuple


class Page(NamedTuple):
    """A page's name, the fields of the settings that it alone has, and the dataclass that they make."""

    name: str
    fields: Mapping[str, Any] = {}
    settings: type | None = None


PLAIN = Page("")  # a page without settings of its own
