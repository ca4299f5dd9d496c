"""Shows a Race on the Wall, live while it plays."""

from collections.abc import Callable, Iterable
from typing import Any

from pictures.live.packing import Frame
from pictures.wall.frame import Look
from ui.compare import race_frame
from ui.players import sentences, updates
from ui.players.race import NOTHING, Measures, Member, Race, current
from ui.players.resume import resume
from ui.players.updates import Live
from ui.server import where
from ui.visit import links, session
from ui.visit.view import Arrival
from ui.widgets import live

UNTIMED = 0.25  # seconds that a picture at rest may spend on measuring how fast members train


def arrive(members: Iterable[Member], arrival: Arrival, measures: Measures = NOTHING) -> Race:
    """Return this visitor's Race of these members, trained or playing as the address asks for."""
    race = current(members, measures)
    if arrival.at_step or arrival.play:
        race.train_to(arrival.at_step, arrival.play)
        session.current().needs_page_run = False  # this run of the page shows it
    return race


def show(
    race: Race,
    looks: Iterable[Look],
    target: float,
    pack: Callable[..., Frame] = race_frame.pack,
    more: Callable[[], dict[str, Any]] = dict,
    **header: Any,
) -> None:
    """Draw the Wall. Call it once on every run of a page.

    target is what counts as solved, such as a test loss; pack makes the Frame, into whose header goes what `more`
    returns at each update, and `header`.
    """
    looks = list(looks)

    def seek(value: Any) -> None:
        if type(value) is int and 0 <= value <= race.leader.epoch:
            race.seek(value)

    moves = {"seek": seek, "now": lambda value: race.seek(race.leader.epoch + 1), **updates.transport(race)}
    on_action = live.handler({**moves, "resume": lambda value: resume(race, value)})

    def now() -> Frame:
        return pack(race, looks, target, addresses(race), message=message(race), **more(), **header)

    if race.leader.step and not race.playing:
        race.time_members(UNTIMED)  # while nothing plays, no update will do it
    picture = Live(session.current(), "wall", race, now, moves)
    updates.show(picture, lambda frame: live.show("wall", frame, on_action))


def addresses(race: Race) -> list[str | None]:
    """Return the address that opens each member's network; no address holds weights taken from another."""
    return [
        None if member.donor else links.of_network(race.shown[seat.run], seat.position)
        for member, seat in zip(race.members, race.seats, strict=True)
    ]


def message(race: Race) -> dict[str, Any]:
    """Return the sentence above the tiles, and the buttons beside it as [action, label]."""
    text, buttons = "", []
    if race.past:
        text = f"{sentences.looks_back(race.shown[0], race.leader)}."
        buttons = [["now", "Back to now"]]
    elif race.target_step:
        text = sentences.on_the_way(race.leader, race.target_step)
    elif race.shortfall:
        text = f"{'This computer' if where.IN_BROWSER else 'The server'} is busy: it trains {race.shortfall}."
    elif race.is_over:
        text = "All networks have diverged. Try a smaller step size."
    return {"text": text, "buttons": buttons}
