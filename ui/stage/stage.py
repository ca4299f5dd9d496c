"""Mounts the Stage: the component that draws Frames.

A component's code is sent again with every update. So there are two: the code, mounted once in
each run of the page, and the Stage itself, which carries the bytes and six lines that find the code.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

FOLDER = Path(__file__).parent
KEY = "stage"


def _text(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


# One module, in files by subject; only the last of them has state.
SCRIPTS = ("frames.js", "colours.js", "place.js", "draw.js", "cards.js", "tools.js", "labels.js", "stage.js")


def _drawing_code() -> str:
    return "\n".join(map(_text, SCRIPTS)).replace("STAGE_CSS", json.dumps(_text("stage.css")))


_code = st.components.v2.component("network_stage_code", js=_drawing_code())
_stage = st.components.v2.component("network_stage", js=_text("mount.js"))


def send_code() -> None:
    """Send the drawing code; call it once in each full run of a page with a Stage, at its end."""
    _code(key="stage_code", height=1)


def show(frame: bytes, on_act: Callable[[dict[str, Any]], None]) -> None:
    """Draw a Frame; on_act gets {"kind", "value"} when a visitor touches the diagram."""

    def acted() -> None:
        act = st.session_state[KEY].get("act")
        if isinstance(act, dict) and isinstance(act.get("kind"), str):
            on_act(act)

    _stage(data=frame, key=KEY, on_act_change=acted)
