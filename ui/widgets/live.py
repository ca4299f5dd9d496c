"""Mounts a live picture by its name: a component that draws the Frames it is sent, and reports a visitor's actions.

A component's code is sent again with every update. So there are two: the code, mounted once in
each run of the page, and the picture itself, which carries the Frame and a few lines that find the code. Where the
server has the code as files, a few lines that load them stand for the code as well.
"""

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from pictures import catalogue
from pictures.live import packing
from pictures.live.packing import Frame
from ui.server import scripts
from ui.visit import session, undo
from ui.widgets.guard import pressed

OnAction = Callable[[dict[str, Any]], None]

# The key of each picture's component: its name, unless a setting has that key.
KEYS = {name: name for name in catalogue.PICTURES} | {"images": "images_picture", "room": "room_picture"}

_CODE = {
    name: st.components.v2.component(f"network_{name}_code", js=catalogue.code(name)) for name in catalogue.PICTURES
}
_FILE = {
    name: st.components.v2.component(f"network_{name}_file", js=catalogue.load(scripts.address(name)))
    for name in catalogue.PICTURES
}
_PICTURE = {
    name: st.components.v2.component(f"network_{name}", js=catalogue.mount(name)) for name in catalogue.PICTURES
}


def send_code(name: str) -> None:
    """Send a picture's drawing code; call it once in each full run of a page with this picture, at its end."""
    visit = session.current()

    def miss() -> None:
        visit.lacks_files = True

    if scripts.is_served and not visit.lacks_files:
        _FILE[name](key=f"{name}_file", height=1, on_rerun_change=lambda: None, on_missing_change=miss)
    else:
        _CODE[name](key=f"{name}_code", height=1, on_rerun_change=lambda: None)


def show(name: str, frame: Frame, on_action: OnAction) -> None:
    """Draw a Frame of a picture; on_action gets {"kind", "value"} when a visitor touches it.

    A Frame without a channel, of what does not train, gets a number here: a browser does not draw one that is the same
    as before, and the picture would wait for the answer to what the visitor did.
    """
    if "beat" not in frame.header:
        visit = session.current()
        visit.figures += 1
        frame = frame.with_header(beat=visit.figures)

    key = KEYS[name]

    def acted() -> None:
        state = st.session_state.get(key)  # None if the act comes from a page that was left
        action = state.get("act") if state else None
        if isinstance(action, dict) and isinstance(action.get("kind"), str):
            pressed(on_action, action)

    _PICTURE[name](data=packing.pack(frame), key=key, on_act_change=acted)


def handler(actions: Mapping[str, Callable[[Any], None]]) -> OnAction:
    """Return a function that carries out an action by its kind, undo and redo among them, and ignores other kinds."""
    known = {"undo": lambda value: undo.undo(), "redo": lambda value: undo.redo(), **actions}

    def act(action: dict[str, Any]) -> None:
        if does := known.get(action["kind"]):
            with session.current().channel.lock:
                does(action.get("value"))
            session.request_page_run()

    return act
