"""What the pages that compare networks share: settings of their own, and the fragment that plays a Race."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import streamlit as st

from pictures.wall.frame import Look
from ui.compare import race_frame
from ui.players.race import Race
from ui.players.resume import resume
from ui.server import pacing
from ui.visit import links, session, undo
from ui.widgets import live
from ui.widgets.settings import changed, prepare

UNTIMED = 0.25  # seconds that a picture at rest may wait for the speeds that have not been measured

Acts = Mapping[str, Callable[[Any], None]]


def handler(acts: Acts) -> Callable[[dict[str, Any]], None]:
    """Return a function that does what a visitor did; what makes no sense, or is a mere tick, is passed over."""
    known = {"undo": lambda value: undo.undo(), "redo": lambda value: undo.redo(), **acts}

    def act(said: dict[str, Any]) -> None:
        if does := known.get(said["kind"]):
            does(said.get("value"))
            session.touch()

    return act


def show_race(race: Race, looks: Iterable[Look], target: float, **more: Any) -> None:
    """Draw the Wall, live while the Race plays. Call it once on every run of a page, last.

    target is the test loss that counts as solved; more goes into the header of the Frame.
    """
    looks = list(looks)

    def seek(value: Any) -> None:
        if type(value) is int and 0 <= value <= race.leader.epoch:
            race.seek(value)

    act = handler(
        {
            "seek": seek,
            "now": lambda value: race.seek(race.leader.epoch + 1),
            "resume": lambda value: resume(race, value),
        }
    )

    visit = session.visit()

    def update() -> None:
        with pacing.turn():
            if race.playing:
                race.tick(session.current_view())
            elif race.leader.step:
                race.time_members(UNTIMED)  # no tick will do it
            if visit.touched:
                st.rerun()  # this may be a run of the fragment alone, but the whole page has to change
            race.beat += 1
            frame = race_frame.pack(
                race,
                looks,
                target,
                addresses(race),
                1000 * pacing.interval(),
                message=message(race),
                token=visit.token,
                **more,
            )
            live.show("wall", frame, act)

    st.fragment(update)()


def addresses(race: Race) -> list[str | None]:
    """Return the address of each member's network in the Playground; no address holds weights taken from another."""
    return [
        None if member.donor else links.of_network(race.shown[seat.run], seat.place)
        for member, seat in zip(race.members, race.seats, strict=True)
    ]


def message(race: Race) -> dict[str, Any]:
    """Return what stands above the tiles."""
    if race.past:
        return {
            "text": f"You look back at epoch {race.shown[0].epoch:,} of {race.leader.epoch:,}. Play goes on from here.",
            "buttons": [["now", "Back to now"]],
        }
    if race.goal:
        return {
            "text": f"On the way to step {race.goal:,}: {100 * race.leader.step // race.goal} % trained.",
            "buttons": [],
        }
    if race.over:
        return {"text": "All networks have diverged. Try a smaller step size.", "buttons": []}
    return {"text": "", "buttons": []}


def store(name: str, also: Mapping[str, Any] | None = None) -> None:
    """Take on what a widget says, and what it changes besides."""
    value = st.session_state[name]
    if value is not None:
        session.update_own(**{name: value, **(also or {})})


def choose(name: str, label: str, options: Mapping[str, str], help: str | None = None) -> None:
    """Show one of the page's own settings as a drop-down list."""
    prepare(name, getattr(session.own(), name))
    st.selectbox(
        label, list(options), key=name, format_func=options.get, help=help, on_change=changed, args=(name, store, name)
    )


def part(name: str, label: str, options: Mapping[str, str], **also: Any) -> None:
    """Show one of the page's own settings as a row of buttons; a change of it sets others, `also`."""
    prepare(name, getattr(session.own(), name))
    st.segmented_control(
        label,
        list(options),
        key=name,
        format_func=options.get,
        required=True,
        on_change=changed,
        args=(name, store, name, also),
        label_visibility="collapsed",
    )


def number(name: str, label: str, step: float, help: str | None = None) -> None:
    """Show a number of the page's own as a box to type in."""
    field = session.field(name)
    kind = int if field.whole else float
    prepare(name, kind(getattr(session.own(), name)))
    st.number_input(
        label,
        kind(field.low),
        kind(field.high),
        key=name,
        step=kind(step),
        format="%d" if field.whole else "%g",
        help=help,
        on_change=changed,
        args=(name, store, name),
    )


def subset(name: str, label: str, names: Mapping[str, str], least: int = 1) -> None:
    """Show a page's own set of names as buttons to switch on and off; `least` of them stay."""
    chosen = getattr(session.own(), name)
    prepare(name, list(chosen))
    st.pills(
        label,
        list(names),
        key=name,
        format_func=names.get,
        selection_mode="multi",
        on_change=changed,
        args=(name, _store_subset, name, least),
        label_visibility="collapsed",
    )


def _store_subset(name: str, least: int) -> None:
    chosen = tuple(option for option in session.field(name).options if option in st.session_state[name])
    if len(chosen) >= least:
        session.update_own(**{name: chosen})
    else:
        session.touch()
