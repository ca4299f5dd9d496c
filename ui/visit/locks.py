"""What the Task of the present page locks and hides."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from engine.experiments.experiment import changed
from engine.experiments.training_settings import TrainingSettings
from engine.runs import timeline
from engine.runs.run import Run
from ui.visit import notices, session, task
from ui.visit.task import CONTROL_OF, CONTROLS, Task


def current_task() -> Task:
    """Return the Task of the present page; an empty one where there can be none."""
    return session.own() if task.is_on(session.current().page) else Task()


def is_hidden(name: str) -> bool:
    """Return whether the visitor's Task hides the control of this field, or of this name."""
    return current_task().hides(name)


def is_locked(name: str) -> bool:
    """Return whether the visitor's Task locks this field, or the control of this name."""
    return current_task().locks(name)


def allowed(changes: dict[str, Any], present: Any) -> dict[str, Any]:
    """Return changes of an Experiment or a View without those that the Task locks, and tell which were left out."""
    locked = [name for name in changes if is_locked(name) and changes[name] != getattr(present, name)]
    if locked:
        _tell(dict.fromkeys(CONTROL_OF[name] for name in locked))
    return {name: value for name, value in changes.items() if name not in locked}


def may_edit_weights() -> bool:
    """Return whether the visitor may set weights by hand; where the Task locks them, say so."""
    if is_locked("weights"):
        _tell(["weights"])
        return False
    return True


def may_become(experiment: TrainingSettings, run: Run | None = None) -> bool:
    """Return whether the visitor may go on with another Experiment, and the Run of it if there is one.

    Where the Task locks something in which it differs from the present one, say so.
    """
    present = session.current().experiment
    different = changed(present, experiment)
    controls = [name for name, (_, fields) in CONTROLS.items() if is_locked(name) and fields & different]
    if run is not None and is_locked("weights") and timeline.is_edited(run):
        controls.append("weights")
    if controls:
        _tell(controls)
    return not controls


def may_open_another(tasks: Iterable[Task] = ()) -> bool:
    """Return whether the visitor may open another experiment, which would end the Task; where that locks things, tell.

    A Task that is one of these, or that is solved, may be left for another experiment at once.
    """
    visit, present = session.current(), current_task()
    controls = [name for name in CONTROLS if present.locks(name) and name != "panels"]
    if not controls or present in visit.solved or present in tasks:
        return True
    _tell(controls, " To open another experiment, leave the task first.")
    return False


def _tell(controls: Iterable[str], more: str = "") -> None:
    names = ", ".join(CONTROLS[name][0].lower() for name in controls)
    notices.add(f"The task keeps this as it is: {names}.{more}")


def is_kept(experiment: TrainingSettings, run: Run | None = None) -> bool:
    """Return whether an Experiment, and the Run of it if there is one, have what the Task locks as it was given."""
    given, present = session.current().desk.given, current_task()
    if run is not None and present.locks("weights") and timeline.is_edited(run):
        return False
    return given is None or not any(present.locks(name) for name in changed(given, experiment))


def end_if_left() -> None:
    """End the Task where undo, a branch, a file or another page has changed what it locks."""
    visit = session.current()
    if is_kept(visit.experiment, visit.player.run if visit.player else None):
        return
    leave_task()
    notices.add("This is not what the task gave, so the task has ended.")


def leave_task() -> None:
    """End the Task: nothing is asked, locked or hidden any more; the experiment stays."""
    session.update_own(**asdict(Task()))
