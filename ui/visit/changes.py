"""Changes of what a visitor has set. All respect what a Task locks, and all can be undone."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import numpy as np

from engine.data import own_points
from engine.data.datasets import OWN
from engine.experiments.experiment import FIELDS, change
from engine.experiments.training_settings import TrainingSettings
from ui.visit import links, locks, notices, session, undo, view


def update(**changes: Any) -> None:
    """Change the visitor's Experiment, except what the Task of the page locks.

    A value that its field does not take changes nothing, and the visitor is told.
    """
    experiment = session.current().experiment
    fields = experiment.FIELDS
    if not all(name in fields and fields[name].valid(value) for name, value in changes.items()):
        notices.add(session.TOO_LATE)
    elif changes := locks.allowed(changes, experiment):
        try:
            wanted = change(experiment, **changes)
            if locks.may_become(wanted):  # also in what has to change with it, as the loss with the data
                undo.change(wanted)
        except ValueError as error:  # each value is valid by itself, but there is no such network
            notices.add(f"{str(error)[0].upper()}{str(error)[1:]}: nothing was changed.")
    session.request_page_run()


def set_experiment(experiment: TrainingSettings) -> None:
    """Make this the visitor's Experiment; the caller has noted the change for undo."""
    session.current().experiment = experiment
    session.request_page_run()


def update_view(**changes: Any) -> None:
    """Change the visitor's View, except what the Task of the page locks.

    A value that its field does not take changes nothing, and the visitor is told.
    """
    visit = session.current()
    if all(view.FIELDS[name].valid(value) for name, value in changes.items()):
        visit.view = replace(visit.view, **locks.allowed(changes, visit.view))
    else:
        notices.add(session.TOO_LATE)
    session.request_page_run()


def set_features(names: Iterable[str]) -> None:
    """Use these inputs; the last one cannot be taken away."""
    chosen = tuple(option for option in FIELDS["features"].options if option in names)
    if chosen:
        update(features=chosen)
    else:
        notices.add("A network needs at least one input.")


def use_points(points: np.ndarray, labels: np.ndarray, are_values: bool = False) -> None:
    """Make these points, (2, n) with classes or values (n,), the visitor's own data.

    They keep the names and the scale of own data before them; other data have none.
    """
    encode = own_points.encode_values if are_values else own_points.encode
    details = {} if session.current().experiment.data == OWN else {"own_scale": "", "names": ""}
    use_own(drawn=encode(points, labels), **details)


def use_own(**settings: Any) -> None:
    """Make points, given as fields of an Experiment, the visitor's own data, and show those for testing too."""
    visit = session.current()
    was_whole = links.is_whole(visit.experiment)
    update(data=OWN, **settings)
    if visit.experiment.drawn != settings["drawn"]:
        return  # the Task keeps the data
    if was_whole and not links.is_whole(visit.experiment):
        notices.add("These are too many points for a link: download them as CSV to keep or to share them.")
    update_view(show_test=True)
