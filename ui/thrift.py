"""Spares the server a tenth of its work: Streamlit reads the theme from its options anew at every update.

What is replaced here is a function that Streamlit keeps to itself. Where there is none of that name, all stays as
it is; a test compares what pages are sent with and without.
"""

from collections.abc import Callable
from functools import cache

from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session

NAME = "_populate_theme_msg"

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


def remember_theme() -> None:
    """Have the theme read once in the life of a server."""
    fill = getattr(app_session, NAME, None)
    if fill and fill.__module__ != __name__:
        setattr(app_session, NAME, once(fill))
