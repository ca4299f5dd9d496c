"""Shows networks that train side by side on a screen of a chapter: the Wall, with Play, Step and Reset above it."""

from collections.abc import Callable, Iterable, Sequence

import streamlit as st

from pictures.wall.frame import Look
from ui.compare import race_view
from ui.players import race
from ui.players.race import Member
from ui.widgets import bars, live


def show(members: Iterable[Member], caption: str, colours: Sequence[int], solved_at: float) -> Callable[[], None]:
    """Show the buttons and the caption, and return the function that draws the Wall at the end of the page.

    colours has the number of each member's colour; solved_at is the test loss that counts as solved.
    """
    contest = race.current(members)
    bars.transport(contest)
    st.caption(caption)
    container = st.container()
    live.send_code("wall")

    def finish() -> None:
        with container:
            race_view.show(contest, [Look(colour) for colour in colours], solved_at)

    return finish
