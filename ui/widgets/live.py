"""Mounts a live picture by its name: a component that draws the Frames it is sent, and says what a visitor does to it.

A component's code is sent again with every update. So there are two: the code, mounted once in
each run of the page, and the picture itself, which carries the Frame and a few lines that find the code.
"""

from collections.abc import Callable
from typing import Any

import streamlit as st

from pictures import catalogue

_CODE = {
    name: st.components.v2.component(f"network_{name}_code", js=catalogue.code(name)) for name in catalogue.PICTURES
}
_PICTURE = {
    name: st.components.v2.component(f"network_{name}", js=catalogue.mount(name)) for name in catalogue.PICTURES
}


def send_code(name: str) -> None:
    """Send a picture's drawing code; call it once in each full run of a page with this picture, at its end."""
    _CODE[name](key=f"{name}_code", height=1, on_rerun_change=lambda: None)


def show(name: str, frame: bytes, on_act: Callable[[dict[str, Any]], None]) -> None:
    """Draw a Frame of a picture; on_act gets {"kind", "value"} when a visitor touches it."""

    def acted() -> None:
        act = st.session_state[name].get("act")
        if isinstance(act, dict) and isinstance(act.get("kind"), str):
            on_act(act)

    _PICTURE[name](data=frame, key=name, on_act_change=acted)
