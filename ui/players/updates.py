"""The updates of a live picture: what trains on a page, and how the picture gets its Frames.

There are two ways, with the same Frames. On its line (ui/server/line.py) the server sends a Frame when the picture's
turn has come. Where there is no line, the picture asks for the next Frame through its component, which runs the one
fragment of the page.
"""

import time
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import streamlit as st

from pictures.live.packing import Frame
from ui.players.playable import Playable
from ui.server import pacing
from ui.server.account import run_of
from ui.visit import session
from ui.visit.session import Visit

BUSY = ("playing", "working")  # states in which more Frames are to come

# What a visitor does to the picture alone: it needs no run of the page's script.
Moves = Mapping[str, Callable[[Any], None]]


class Trains(Protocol):
    """What is trained while a visitor watches: a Player, a Race, a Work or the like."""

    @property
    def state(self) -> str: ...
    def advance(self, seconds: float) -> bool:
        """Train for some time; return whether there is more to do now."""


@dataclass(slots=True)
class Live:
    """A live picture of what trains, on the page that the visitor is on.

    beside returns a value that changes when what stands beside the picture, drawn by the same fragment, is to be drawn
    again; drawn is the value with which it was drawn last.
    """

    visit: Visit
    picture: str
    trains: Trains
    make_frame: Callable[[], Frame]
    moves: Moves = field(default_factory=dict)
    beside: Callable[[], Hashable] = lambda: None
    interval: float = pacing.UPDATE_INTERVAL
    drawn: Hashable = None

    @property
    def is_busy(self) -> bool:
        return self.trains.state in BUSY

    def advance(self, seconds: float) -> bool:
        with session.of(self.visit):
            return self.trains.advance(seconds)

    def act(self, kind: str, value: Any) -> None:
        if move := self.moves.get(kind):
            with session.of(self.visit):
                move(value)

    def frame(self) -> Frame:
        """Return the Frame, with what of the page is older than it: "page", "fragment" or ""."""
        companion = self.visit.companion
        with session.of(self.visit):
            if companion:
                companion.attend()
            outdated = "page" if self.visit.needs_page_run else "fragment" if self.beside() != self.drawn else ""
            frame = self.make_frame()
            if companion:
                companion.note(frame.header)
            return frame.with_header(outdated=outdated, interval=1000 * self.interval, moves=list(self.moves))


def show(live: Live, mount: Callable[[Frame], None], draw_beside: Callable[[], None] = lambda: None) -> None:
    """Show a live picture, and keep it moving. Call it once on every run of a page, before the controls.

    mount draws the picture with a Frame; draw_beside draws what stands beside it.
    """
    visit = live.visit
    channel = visit.channel
    channel.live = live

    def update() -> None:
        with run_of(channel.account), channel.lock:
            if visit.needs_page_run:
                st.rerun()  # this may be a run of the fragment alone, but the whole page has to change
            begun = time.thread_time()
            if channel.line is None:
                channel.advance(channel.budget_of_script(live.picture))
            trained = time.thread_time()
            frame = channel.frame()
            if channel.line is None:
                done = time.thread_time()
                cost = done - begun
                channel.note_overhead(done - trained)
                frame = frame.with_header(interval=1000 * pacing.interval(cost, live.interval))
            live.drawn = live.beside()
            mount(frame)
            draw_beside()
        channel.request()

    st.fragment(update)()


def transport(player: Playable) -> Moves:
    """Return what the buttons Play, Step and Reset do."""

    def play(value: Any) -> None:
        if isinstance(value, bool):
            player.play(value)

    def step(value: Any) -> None:
        if not player.is_over:
            player.step(session.current().view.step_by)

    return {"play": play, "step": step, "reset": lambda value: player.reset()}


def at_once(do: Callable[..., None], *arguments: Any) -> None:
    """Do something to what trains, and let the picture show it before the page runs; for the callbacks of widgets."""
    channel = session.current().channel
    with channel.lock:
        do(*arguments)
        channel.push()
