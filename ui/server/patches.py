"""Spares the server a sixth of its work: what Streamlit does anew at every update and need not.

What is replaced here are functions that Streamlit keeps to itself. Where there is none of that name, all stays as
it is; tests compare what pages are sent, and what callbacks are told, with and without.
"""

from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any

from streamlit.proto.NewSession_pb2 import CustomThemeConfig

Fill = Callable[[CustomThemeConfig, str], None]


def once(fill: Fill) -> Fill:
    """Return a function that does what fill does, and asks it once for each section of the theme."""

    @cache
    def filled(section: str) -> CustomThemeConfig:
        message = CustomThemeConfig()
        fill(message, section)
        return message

    def copy(message: CustomThemeConfig, section: str = "theme") -> None:
        if filled(section).ByteSize():  # a copy of nothing would say that there is a theme, an empty one
            message.CopyFrom(filled(section))

    return copy


def presenter(events: str, component: str | None = None, names: set[str] | None = None) -> Callable[[Any, Any], Any]:
    """Return a function that gives a component's state with what has just been done to it, events being its events' id.

    Streamlit's own answers with an object that can be written to, and defines its class anew at each of the five
    times that an update asks: a twentieth of all work, and more than half of what is left for the garbage collector.
    Nobody writes to it here.
    """

    def present(state: Any, session: Any) -> Any:
        widgets = session._new_widget_state
        about = widgets.widget_metadata.get(events)
        if not isinstance(state, dict) or about is None or about.value_type != "json_trigger_value":
            return state
        said = widgets.get(events) or []
        done = [part for part in ([said] if isinstance(said, dict) else said) if isinstance(part, dict)]
        return {part["event"]: part.get("value") for part in done if isinstance(part.get("event"), str)} | state

    return present


# Where a function is, its name, and what makes a better one of it.
REPLACED: dict[tuple[str, str], Callable[[Callable], Callable]] = {
    ("streamlit.runtime.app_session", "_populate_theme_msg"): once,
    ("streamlit.components.v2.bidi_component.main", "make_bidi_component_presenter"): lambda theirs: presenter,
}


def apply() -> None:
    """Put our functions in the place of Streamlit's, for the life of this server."""
    for (path, name), better in REPLACED.items():
        try:
            module = import_module(path)
        except ImportError:
            continue
        theirs = getattr(module, name, None)
        if theirs and theirs.__module__ != __name__:  # not ours already
            setattr(module, name, better(theirs))
