"""Undo and redo of changed settings and edited weights, the browser's back button included.

An entry is what was there before a change: the Experiment and, as long as memory allows, the Run
that was being trained, so that undo brings back a trained network and not merely its settings.
"""

from typing import NamedTuple

import numpy as np
import streamlit as st

from engine.experiments.experiment import Experiment
from engine.runs import timeline
from engine.runs.run import Run
from ui.visit import links

DEPTH = 100  # changes that can be undone
RUNS = 4  # of them with their Run; a Run's memory of its past takes up to a megabyte


class Entry(NamedTuple):
    """What can be gone back to: settings, the Run that had them at a step, and weights where those were edited."""

    experiment: Experiment
    run: Run | None
    step: int
    theta: np.ndarray | None = None


def _stack(name: str) -> list[Entry]:
    return st.session_state.setdefault(name, [])


def _now(theta: np.ndarray | None = None) -> Entry:
    player = st.session_state.get("player")
    run = player.run if player else None
    return Entry(st.session_state["experiment"], run, run.step if run else 0, theta)


def _push(name: str, entry: Entry) -> None:
    stack = _stack(name)
    stack.append(entry)
    del stack[:-DEPTH]
    held = []
    for i in range(len(stack) - 1, -1, -1):
        run = stack[i].run
        if run is not None and not any(run is other for other in held):
            if len(held) < RUNS:
                held.append(run)
            else:
                stack[i] = stack[i]._replace(run=None, theta=None)


def note(theta: np.ndarray | None = None) -> None:
    """Note what is there now, before it changes; theta is given where weights are about to be edited."""
    _push("undoable", _now(theta))
    _stack("redoable").clear()


def change(experiment: Experiment) -> None:
    """Make this the visitor's Experiment, in a way that can be undone."""
    if experiment != st.session_state["experiment"]:
        note()
        st.session_state["experiment"] = experiment


def arrive(experiment: Experiment) -> None:
    """Take an Experiment from a changed address; the back and forward buttons are undo and redo."""
    if "experiment" not in st.session_state:
        st.session_state["experiment"] = experiment
    elif links.same(experiment, st.session_state["experiment"]):
        return
    elif can_undo() and links.same(experiment, _stack("undoable")[-1].experiment):
        undo()
    elif can_redo() and links.same(experiment, _stack("redoable")[-1].experiment):
        redo()
    else:
        change(experiment)


def can_undo() -> bool:
    return bool(_stack("undoable"))


def can_redo() -> bool:
    return bool(_stack("redoable"))


def undo() -> None:
    """Take back the last change."""
    _go("undoable", "redoable")


def redo() -> None:
    """Do again what was undone last."""
    _go("redoable", "undoable")


def _go(source: str, target: str) -> None:
    if not _stack(source):
        return
    entry = _stack(source).pop()
    player = st.session_state.get("player")
    edited = entry.theta is not None and player is not None
    _push(target, _now(player.run.theta.copy() if edited else None))
    st.session_state["experiment"] = entry.experiment
    if player is None or entry.run is None:
        return
    if entry.run is not player.run:
        player.take(entry.run)
    if entry.theta is not None or player.run.stopped:
        # A step that is forgotten by now cannot be gone back to: then the weights stay as they are.
        items = player.run.snapshots.items
        if items and items[0].step <= entry.step <= player.run.step:
            player.take(timeline.at(player.run, entry.step))
    if entry.theta is not None:
        timeline.edit(player.run, entry.theta)
