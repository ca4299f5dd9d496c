"""The Wall: the live picture of several networks side by side, with their loss curves and a table."""

from pathlib import Path

from ui.live.component import Live

_live = Live("wall", Path(__file__).parent, ("chart.js", "tiles.js", "wall.js"), ("wall.css",))
send_code, show = _live.send_code, _live.show
