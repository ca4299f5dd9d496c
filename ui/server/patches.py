"""Makes Streamlit do once what it does again at every update: this saves a server a sixth of its work.

The functions that are replaced here are private. Each patch names the signature it was written for, and steps aside
where Streamlit has no function of that name or one with another signature. Tests compare what pages are sent, and
what callbacks are told, with and without the patches.
"""

import inspect
import logging
from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any, NamedTuple

from streamlit.proto.NewSession_pb2 import CustomThemeConfig

Fill = Callable[[CustomThemeConfig, str], None]

logger = logging.getLogger(__name__)


class Patch(NamedTuple):
    """A function of Streamlit, the signature it must have, and what makes the replacement from the original."""

    module: str
    name: str
    signature: str  # without annotations
    replace: Callable[[Callable[..., Any]], Callable[..., Any]]


def fill_once(fill: Fill) -> Fill:
    """Return a function that does what `fill` does, and calls it only once for each section of the theme."""

    @cache
    def filled(section: str) -> CustomThemeConfig:
        message = CustomThemeConfig()
        fill(message, section)
        return message

    def copy(msg: CustomThemeConfig, section: str = "theme") -> None:
        if filled(section).ByteSize():  # a copy of nothing would say that there is a theme, an empty one
            msg.CopyFrom(filled(section))

    return copy


def make_presenter(
    aggregator_id: str, component_id: str | None = None, allowed_state_keys: set[str] | None = None
) -> Callable[[Any, Any], Any]:
    """Return a function that adds to a component's state what has just been done to it.

    Streamlit's own returns an object that can be written to, and defines its class again at each of the five
    times that an update asks: a twentieth of all work, and more than half of what is left for the garbage collector.
    This app never writes to it, so a dictionary will do.
    """

    def present(state: Any, session: Any) -> Any:
        widgets = session._new_widget_state
        metadata = widgets.widget_metadata.get(aggregator_id)
        if not isinstance(state, dict) or metadata is None or metadata.value_type != "json_trigger_value":
            return state
        value = widgets.get(aggregator_id) or []
        events = [event for event in ([value] if isinstance(value, dict) else value) if isinstance(event, dict)]
        return {e["event"]: e.get("value") for e in events if isinstance(e.get("event"), str)} | state

    return present


PATCHES = (
    Patch("streamlit.runtime.app_session", "_populate_theme_msg", "(msg, section='theme')", fill_once),
    Patch(
        "streamlit.components.v2.bidi_component.main",
        "make_bidi_component_presenter",
        "(aggregator_id, component_id=None, allowed_state_keys=None)",
        lambda original: make_presenter,
    ),
)


def signature_of(function: Callable[..., Any]) -> str:
    """Return a function's parameters and their defaults, without annotations."""
    parameters = inspect.signature(function).parameters.values()
    return str(inspect.Signature([each.replace(annotation=inspect.Parameter.empty) for each in parameters]))


def apply() -> None:
    """Replace Streamlit's functions, for the life of this server."""
    for patch in PATCHES:
        try:
            module = import_module(patch.module)
        except ImportError:
            original = None
        else:
            original = getattr(module, patch.name, None)
        if original is not None and original.__module__ == __name__:
            continue  # replaced already
        if original is None or signature_of(original) != patch.signature:
            logger.info("This version of Streamlit is not patched: %s.%s is another one.", patch.module, patch.name)
            continue
        setattr(module, patch.name, patch.replace(original))
