"""What a visitor does on the picture of the Sequences page: each act is a kind and a value, which are checked here."""

from collections.abc import Callable
from typing import Any

from ui.players import acts
from ui.players.player import Player
from ui.visit import session, task
from ui.visit.task import Written

LOOKED_AT = ("example", "unit", "moment", "temperature")  # settings of the page that only change what is shown


def handler(player: Player) -> Callable[[dict[str, Any]], None]:
    """Return a function that carries out an action on the picture, and ignores one that is not valid."""
    return acts.handler(player, ACTIONS, MOVES)


def moves(player: Player) -> dict[str, Callable[[Any], None]]:
    """Return the actions that need no run of the page: they change what the picture shows, and no setting."""
    return acts.moves_of(player, ACTIONS, MOVES)


def _look(player: Player, value: Any) -> None:
    """Look at another moment, unit, test sequence or temperature: {name: value} of LOOKED_AT."""
    if not isinstance(value, dict):
        return
    fields = task.LOOKING
    wanted = {name: value[name] for name in LOOKED_AT if name in value and fields[name].valid(value[name])}
    if "example" in wanted:
        wanted |= {"written": "", "asked": 0}  # a test sequence again
    if wanted:
        session.set_own(**wanted)


def _write(player: Player, value: Any) -> None:
    """Show a sequence that the visitor has written; "" shows a test sequence again."""
    if isinstance(value, str):
        text = f"{session.current().experiment.data}:{value}" if value.strip() else ""
        session.update_own(written=Written().parse(text)[0], asked=0)


def _ask(player: Player, value: Any) -> None:
    """Ask for a new sequence of so many moments; 0 shows a test sequence again."""
    if task.LOOKING["asked"].valid(value):
        session.update_own(asked=value, written="")


ACTIONS: dict[str, acts.Action] = {**acts.COMMON, "look": _look, "write": _write, "ask": _ask}
MOVES = (*acts.COMMON_MOVES, "look")
