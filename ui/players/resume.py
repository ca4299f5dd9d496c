"""Brings a page back to where it was, on a server that does not know it.

A visitor's session lives in one process. If that process ends, the browser connects to another one, which opens the
address from the beginning. The live picture notices by the token, and asks for the step that it showed last: see
pictures/live/talk.js.
"""

from typing import Any

from ui.players.playable import Playable
from ui.visit import notices, prediction
from ui.visit.view import MAX_STEPS

CHANGED = "Not the network that you saw: another server took over, and it does not know changes made during training."


def resume(player: Playable, value: Any) -> None:
    """Train to a step, [step, plays, exact], and play on from there if it played. Ignore any other value.

    exact says whether the address alone determines the weights that were shown.
    """
    if not isinstance(value, list) or [type(part) for part in value] != [int, bool, bool]:
        return
    step, plays, exact = value
    if step > 0 and prediction.may_train():
        player.train_to(min(step, MAX_STEPS), plays)
        if not exact:
            notices.add(CHANGED)
