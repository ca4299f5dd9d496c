"""Shows how far a visitor is with the goal of a Task, and the link of the result once it is reached."""

import streamlit as st

from engine.runs.history import Scores
from engine.runs.run import Run
from ui.players import goal
from ui.players.goal import Condition, Solved
from ui.visit import address_bar
from ui.visit.task import Task


def line(parts: list[Condition]) -> str:
    """Return the conditions as Markdown; all words in it are the app's own."""
    return " · ".join(
        f":material/{'check_circle' if part.met else 'radio_button_unchecked'}: "
        + (f"**{part.wanted}**" if part.met else part.wanted)
        + f" — {'met' if part.met else 'not yet'}, now {part.now}"
        for part in parts
    )


def show(wanted: Task, run: Run, scores: Scores, solved: Solved | None) -> None:
    """Show the goal's conditions for the network on show, and the result's link if it has been solved."""
    if not wanted.has_goal:
        return
    with st.container(key="goal", gap="small"):
        st.markdown(line(goal.conditions(wanted, run, scores)))
        if not solved:
            return
        if solved.result:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown("Solved! Your result, to open and replay:", width="content")
                st.code(address_bar.link_of(solved.result), language=None, width="stretch")
        else:
            st.caption("Solved, with changes on the way that no link repeats. Reset and Play once more for a link.")
