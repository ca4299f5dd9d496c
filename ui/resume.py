"""Brings a page back to where it was, on a server that does not know it.

A visitor's session lives in one process. If that is gone, the browser connects to another one, which opens the
address anew. The live picture notices by the token, and asks for the step that it has shown last: see talk.js.
"""

from typing import Any, Protocol

from ui.view import MOST_STEPS


class Trainable(Protocol):
    """What can be trained to a step: a Player, a Race."""

    def head_for(self, step: int, goes_on: bool) -> None: ...


def resume(me: Trainable, value: Any) -> None:
    """Train to a step, [step, plays], and play on from there if it did; what makes no sense is passed over.

    The weights are those that were shown, unless settings or weights had been changed on the way: the address
    holds the latest settings only.
    """
    if isinstance(value, list) and len(value) == 2 and type(value[0]) is int and type(value[1]) is bool:
        step, plays = value
        if step > 0:
            me.head_for(min(step, MOST_STEPS), plays)
