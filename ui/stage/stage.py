"""The Stage: the live picture of one network."""

from pathlib import Path

from ui.live.component import Live

SCRIPTS = ("place.js", "draw.js", "cards.js", "tools.js", "labels.js", "stage.js")

_live = Live("stage", Path(__file__).parent, SCRIPTS, ("stage.css",))
send_code, show = _live.send_code, _live.show
