"""Mounts Scenes."""

from pathlib import Path

from ui.live.component import Live

_live = Live("sketch", Path(__file__).parent, ("sketch.js",), ("sketch.css",))
send_code, show = _live.send_code, _live.show
