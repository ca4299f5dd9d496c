"""Brings a page back to where it was, on a server that does not know it.

A visitor's session lives in one process. If that is gone, the browser connects to another one, which opens the
address anew. The live picture notices by the token, and asks for the step that it has shown last: see talk.js.
"""

from typing import Any, Protocol

from ui.visit import session
from ui.visit.view import MOST_STEPS


class Trainable(Protocol):
    """What can be trained to a step: a Player, a Race."""

    def head_for(self, step: int, goes_on: bool) -> None: ...


CHANGED = "Not the network that you saw: another server took over, and knows no changes made on the way."


def resume(me: Trainable, value: Any) -> None:
    """Train to a step, [step, plays, exact], and play on from there if it did; what makes no sense is passed over.

    The weights are those that were shown if the address tells all of how they came about; exact says whether it does.
    """
    if not isinstance(value, list) or [type(part) for part in value] != [int, bool, bool]:
        return
    step, plays, exact = value
    if step > 0:
        me.head_for(min(step, MOST_STEPS), plays)
        if not exact:
            session.notify(CHANGED)
