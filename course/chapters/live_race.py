"""Shows networks that train side by side on a screen of a chapter: the Wall, with Play, Step and Reset above it."""

from collections.abc import Iterable, Sequence

import streamlit as st

from pictures.wall.frame import Look
from ui.compare import race_view
from ui.players import race
from ui.players.race import Member
from ui.widgets import bars, layout


def show(members: Iterable[Member], caption: str, colours: Sequence[int], solved_at: float) -> None:
    """Show the Wall, and above it the buttons and the caption.

    colours has the number of each member's colour; solved_at is the test loss that counts as solved.
    """
    contest = race.current(members)
    above, picture, _ = layout.places()
    with layout.picture_first("wall", picture):
        race_view.show(contest, [Look(colour) for colour in colours], solved_at)
    with above:
        bars.transport(contest)
        st.caption(caption)
