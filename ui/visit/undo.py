"""Undo and redo of changed settings and edited weights, the browser's back button included.

An entry is what there was before a change: the Experiment and, as long as memory allows, the Run
that was being trained, so that undo brings back a trained network and not only its settings. What a Task locks stays.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np

from engine.experiments.training_settings import TrainingSettings
from engine.runs import timeline
from engine.runs.run import Run
from ui.visit import links, locks, session
from ui.visit.session import Entry

MAX_CHANGES = 100  # that can be undone
MAX_RUNS = 4  # entries that keep their Run: a Run's memory of its past takes up to a megabyte


def _now(theta: np.ndarray | None = None, page: str | None = None) -> Entry:
    """Return the present state; with the name of a page, also that page's own settings."""
    visit = session.current()
    run = visit.player.run if visit.player else None
    own = None if page is None else (page, visit.own_settings[page])
    return Entry(visit.experiment, run, run.step if run else 0, theta, own)


def _push(stack: list[Entry], entry: Entry) -> None:
    stack.append(entry)
    del stack[:-MAX_CHANGES]
    kept: list[Run] = []
    for i in range(len(stack) - 1, -1, -1):
        run = stack[i].run
        if run is not None and not any(run is other for other in kept):
            if len(kept) < MAX_RUNS:
                kept.append(run)
            else:
                stack[i] = stack[i]._replace(run=None, theta=None)


def note(theta: np.ndarray | None = None) -> None:
    """Note the present state before it changes; theta is given where weights are about to be edited."""
    visit = session.current()
    _push(visit.desk.undoable, _now(theta))
    visit.desk.redoable.clear()


def change(experiment: TrainingSettings) -> None:
    """Make this the visitor's Experiment, in a way that can be undone."""
    visit = session.current()
    if experiment != visit.experiment:
        note()
        visit.experiment = experiment


def change_with_own(experiment: TrainingSettings, own: Mapping[str, Any]) -> None:
    """Take on an Experiment and some of the page's own settings, as one change that can be undone."""
    visit = session.current()
    if experiment == visit.experiment and all(getattr(session.own(), name) == value for name, value in own.items()):
        return
    _push(visit.desk.undoable, _now(page=visit.page.name))
    visit.desk.redoable.clear()
    visit.experiment = experiment
    session.set_own(**own)


def arrive(experiment: TrainingSettings) -> None:
    """Take an Experiment from a changed address; the back and forward buttons are undo and redo."""
    visit = session.current()
    if not visit.desk.is_open:
        visit.experiment, visit.desk.is_open = experiment, True
    elif links.same(experiment, visit.experiment):
        return
    elif can_undo() and links.same(experiment, visit.desk.undoable[-1].experiment):
        _go_back(visit.desk.undoable, visit.desk.redoable)
    elif can_redo() and links.same(experiment, visit.desk.redoable[-1].experiment):
        _go_back(visit.desk.redoable, visit.desk.undoable)
    else:
        change(experiment)


def can_undo() -> bool:
    return bool(session.current().desk.undoable)


def can_redo() -> bool:
    return bool(session.current().desk.redoable)


def undo() -> None:
    """Take back the last change, unless the Task locks what it changed."""
    visit = session.current()
    if _may_go_back(visit.desk.undoable):
        _go_back(visit.desk.undoable, visit.desk.redoable)


def redo() -> None:
    """Do again what was undone last, unless the Task locks what it changes."""
    visit = session.current()
    if _may_go_back(visit.desk.redoable):
        _go_back(visit.desk.redoable, visit.desk.undoable)


def _may_go_back(source: list[Entry]) -> bool:
    if not source:
        return False
    entry = source[-1]
    return locks.may_become(entry.experiment, entry.run) and (entry.theta is None or locks.may_edit_weights())


def _go_back(source: list[Entry], target: list[Entry]) -> None:
    visit, entry = session.current(), source.pop()
    player = visit.player
    edited = entry.theta is not None and player is not None
    page = entry.own[0] if entry.own else None
    _push(target, _now(player.run.theta.copy() if player and edited else None, page))
    visit.experiment = entry.experiment
    if entry.own:
        visit.own_settings[entry.own[0]] = entry.own[1]
    if player is None or entry.run is None:
        return
    if entry.run is not player.run:
        player.take(entry.run)
    if entry.theta is not None or player.run.stopped:
        # If the step is no longer remembered, the weights stay as they are.
        items = player.run.snapshots.items
        if items and items[0].step <= entry.step <= player.run.step:
            player.take(timeline.at(player.run, entry.step))
    if entry.theta is not None:
        timeline.edit(player.run, entry.theta)
