"""Mounts a live picture: a component that draws the bytes it is sent, and says what a visitor does to it.

A component's code is sent again with every update. So there are two: the code, mounted once in
each run of the page, and the picture itself, which carries the bytes and six lines that find the code.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

HERE = Path(__file__).parent
SHARED = ("dom.js", "frames.js", "colours.js", "paint.js", "talk.js", "herald.js")


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


class Live:
    """One kind of live picture; name is its key on the page, the scripts lie in its folder, style sheet beside them.

    All scripts become one module, the shared ones first; the last must call mountable(name, class, CSS).
    """

    def __init__(self, name: str, folder: Path, scripts: tuple[str, ...], styles: tuple[str, ...]):
        self.name = name
        paths = [HERE / script for script in SHARED] + [folder / script for script in scripts]
        css = "\n".join(_text(folder / style) for style in styles)
        code = "\n".join(map(_text, paths)).replace("PICTURE_CSS", json.dumps(css))
        self._code = st.components.v2.component(f"network_{name}_code", js=code)
        self._picture = st.components.v2.component(
            f"network_{name}", js=_text(HERE / "mount.js").replace("PICTURE", name)
        )

    def send_code(self) -> None:
        """Send the drawing code; call it once in each full run of a page with this picture, at its end."""
        self._code(key=f"{self.name}_code", height=1, on_knock_change=lambda: None)

    def show(self, frame: bytes, on_act: Callable[[dict[str, Any]], None]) -> None:
        """Draw a Frame; on_act gets {"kind", "value"} when a visitor touches the picture."""

        def acted() -> None:
            act = st.session_state[self.name].get("act")
            if isinstance(act, dict) and isinstance(act.get("kind"), str):
                on_act(act)

        self._picture(data=frame, key=self.name, on_act_change=acted)
