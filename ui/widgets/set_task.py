"""What a teacher sets in the Share dialog: a text, a question to predict, a goal, and what may be changed."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from engine.experiments import address
from engine.numerals import plain
from ui.visit import locks, notices, session, task, typed_number
from ui.visit.task import Task
from ui.widgets import typed
from ui.widgets.guard import pressed

GOALS = (  # field, label, unit
    ("goal_loss", "Test loss at most", ""),
    ("goal_accuracy", "Test accuracy, %, at least", "%"),
    ("most_weights", "Weights, biases at most", ""),
    ("most_layers", "Hidden layers at most", ""),
    ("most_epochs", "Epochs at most", ""),
)


def builder() -> dict[str, str]:
    """Show what a link can ask of a visitor of this page; return the parameters for it."""
    now = locks.current_task()
    chosen: dict[str, Any] = {"task": _text("task", "Task, shown above the picture", now)}
    chosen |= _question(now)
    complaints: list[str] = []
    with st.container(horizontal=True, vertical_alignment="bottom", key="share_goal"):
        for name, label, unit in GOALS:
            chosen[name], complaint = _goal_number(name, label, unit, getattr(now, name))
            complaints += [complaint] if complaint else []
    for complaint in complaints:
        st.error(f"{notices.plain(complaint)} The link does not ask for it.")
    asked = Task(**chosen, **_controls(now))
    if not asked.has_goal and asked != replace(asked, most_weights=0, most_layers=-1, most_epochs=0):
        st.caption("Limits count only with a loss or an accuracy to reach.")
    return address.write(task.FIELDS, asked, Task())


def _text(name: str, label: str, now: Task, placeholder: str = "") -> str:
    """Show a text of the Task as a box to type in; return it as a link can hold it."""
    key, field = f"share_{name}", task.FIELDS[name]
    st.session_state.setdefault(key, getattr(now, name))
    typed = st.text_input(label, key=key, max_chars=field.most, placeholder=placeholder, autocomplete="off")
    return field.parse(typed or "")[0]


def _question(now: Task) -> dict[str, Any]:
    """Show the question to predict, and the answers to choose from."""
    label = "Predict first: a question to answer before Play is unlocked"
    chosen: dict[str, Any] = {"ask": _text("ask", label, now, "Which will get there first?")}
    with st.container(horizontal=True, vertical_alignment="bottom", key="share_choices"):
        for i in range(1, task.MOST_CHOICES + 1):
            name = f"choice_{i}"
            chosen[name] = _text(name, f"Answer {i}", now, "" if i <= 2 else "none")
    if any(chosen.values()) and not Task(**chosen).choices:
        st.caption("Students see a question once it has a text and two answers.")
    return chosen


def _goal_number(name: str, label: str, unit: str, value: float) -> tuple[float, str]:
    """Show one number of a goal as a box to type in; return it, and what is wrong with what was typed.

    An empty box is the number that asks for nothing.
    """
    key, field, nothing = f"share_{name}", task.FIELDS[name], getattr(Task(), name)
    st.session_state.setdefault(key, "" if value == nothing else plain(value))
    st.text_input(label, key=key, max_chars=typed_number.LONGEST, placeholder="any", autocomplete="off")
    if not (text := typed.text(key)):
        return nothing, ""
    number, complaint = typed.checked(label, text, field, unit)
    return nothing if number is None else number, complaint


def _controls(now: Task) -> dict[str, Any]:
    """Show a row for each group of settings: free, locked or hidden. Return what to lock and what to hide."""
    names = task.controls_of(session.current().experiment)
    states = {}
    with st.container(key="share_controls"):
        with st.container(horizontal=True, vertical_alignment="center", key="share_all"):
            st.markdown("What students may change")
            for state in task.STATES:
                st.button(f"All {state}", key=f"share_all_{state}", on_click=pressed, args=(_set_all, names, state))
        for name in names:
            key, options = f"share_control_{name}", task.STATES_OF.get(name, task.STATES)
            st.session_state.setdefault(key, _state_of(now, name))
            states[name] = st.segmented_control(task.CONTROLS[name][0], options, key=key, required=True)
    return {
        field: tuple(name for name in names if states[name] == state)
        for field, state in (("lock", "locked"), ("hide", "hidden"))
    }


def _state_of(now: Task, name: str) -> str:
    """Return the state of a control under a Task; one that can only be locked is locked where the Task hides it."""
    state = "hidden" if name in now.hide else "locked" if name in now.lock else "free"
    return _nearest(name, state)


def _nearest(name: str, state: str) -> str:
    """Return a state, or the strictest one that a control has in place of it; what lies below is never locked."""
    options = task.STATES_OF.get(name, task.STATES)
    if state in options:
        return state
    return "locked" if state == "hidden" else "free"


def _set_all(names: Sequence[str], state: str) -> None:
    for name in names:
        st.session_state[f"share_control_{name}"] = _nearest(name, state)
