"""What a link can set a visitor to do on the Playground: a text, controls that are locked or hidden, a goal.

A locked control is shown and cannot be changed; a hidden one is not shown. Neither is a safeguard: who edits
the address can change all. A goal is a set of conditions that hold together at the end of some epoch.
"""

from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

import numpy as np
import streamlit as st

from engine import network
from engine.experiments.experiment import DATA_FIELDS, Experiment
from engine.experiments.fields import Number, Subset
from engine.runs.history import Scores
from engine.runs.run import Run, start_run
from ui.visit import session

LONGEST_TEXT = 240  # characters

# What can be locked or hidden, and the Experiment's fields behind it.
CONTROLS: dict[str, tuple[str, frozenset[str]]] = {
    "data": ("Data", DATA_FIELDS | {"augmentation", "jitter", "rotation", "scaling"}),
    "inputs": ("Inputs", frozenset({"features"})),
    "shape": ("Layers and neurons", frozenset({"layers"})),
    "functions": ("Activation", frozenset({"activation"})),
    "start": ("First weights", frozenset({"initializer", "weight_scale", "weight_seed"})),
    "losses": ("Loss", frozenset({"loss", "huber_delta"})),
    "steps": (
        "Optimizer and step size",
        frozenset(
            {"optimizer", "momentum", "beta1", "beta2", "rho", "weight_decay", "step_size", "clip_norm", "frozen"}
            | {"schedule", "divisor", "period", "decay", "warm_up"}
        ),
    ),
    "batches": ("Batch size", frozenset({"batch_size"})),
    "penalty": ("Regularization and dropout", frozenset({"regularization", "regularization_rate", "dropout"})),
    "pace": ("Speed and what Step does", frozenset()),
    "panels": ("What lies below the Stage", frozenset()),
}
CONTROL_OF = {field: name for name, (_, fields) in CONTROLS.items() for field in fields} | {
    "speed": "pace",
    "step_by": "pace",
}


class Text:
    """A field of plain text on one line. It is shown as it is, never as markup."""

    accepts = f"at most {LONGEST_TEXT} printable characters"

    def valid(self, value: Any) -> bool:
        return isinstance(value, str) and self.parse(value) == (value, True)

    def parse(self, text: str) -> tuple[str, bool]:
        """Return the printable part of the text, and whether that is all of it."""
        line = "".join(character if character.isprintable() else " " for character in text).strip()
        return line[:LONGEST_TEXT].strip(), len(line) <= LONGEST_TEXT

    def write(self, value: str) -> str:
        return value


@dataclass(frozen=True, slots=True)
class Task:
    """What a link asks of a visitor. A number of the goal that is 0 asks for nothing, but most_layers of -1.

    goal_loss is the largest test loss, goal_accuracy the least test accuracy in per cent; most_weights counts
    weights and biases, most_layers hidden layers, most_epochs the epochs until then.
    """

    task: str = ""
    lock: tuple[str, ...] = ()
    hide: tuple[str, ...] = ()
    goal_loss: float = 0
    goal_accuracy: float = 0
    most_weights: int = 0
    most_layers: int = -1
    most_epochs: int = 0

    @property
    def has_goal(self) -> bool:
        """Whether there is something to reach: limits alone are no goal."""
        return bool(self.goal_loss or self.goal_accuracy)

    def hides(self, name: str) -> bool:
        """Whether the control of this field, or of this name, is not to be shown."""
        return CONTROL_OF.get(name, name) in self.hide

    def locks(self, name: str) -> bool:
        """Whether this field, or the control of this name, is not to be changed."""
        return CONTROL_OF.get(name, name) in (*self.lock, *self.hide)


FIELDS = {
    "task": Text(),
    "lock": Subset(CONTROLS, may_be_none=True),
    "hide": Subset(CONTROLS, may_be_none=True),
    "goal_loss": Number(0, 1000),
    "goal_accuracy": Number(0, 100),
    "most_weights": Number(0, 10_000, whole=True),
    "most_layers": Number(-1, 6, whole=True),
    "most_epochs": Number(0, 1_000_000, whole=True),
}
PAGE = session.Page("playground", FIELDS, Task)


class Condition(NamedTuple):
    """One part of a goal: what is wanted, what is there now, and whether that will do."""

    wanted: str
    now: str
    met: bool


class Solved(NamedTuple):
    """A goal that was reached: whose, and the query of a link that trains the same network anew, if one does."""

    task: Task
    result: dict[str, str] | None


def mine() -> Task:
    """Return the Task of the present page; pages but the Playground have none."""
    page = st.session_state.get("page")
    return session.own() if page and page.settings is Task else Task()


def is_hidden(name: str) -> bool:
    """Whether the visitor's Task hides the control of this field, or of this name."""
    return mine().hides(name)


def is_locked(name: str) -> bool:
    """Whether the visitor's Task locks this field, or the control of this name."""
    return mine().locks(name)


def allowed(changes: dict[str, Any], experiment: Experiment) -> dict[str, Any]:
    """Return the changes without those that the Task locks; a notice says which those are."""
    kept = [name for name in changes if is_locked(name) and changes[name] != getattr(experiment, name)]
    if kept:
        names = dict.fromkeys(CONTROLS[CONTROL_OF[name]][0].lower() for name in kept)
        session.notify(f"The task keeps this as it is: {', '.join(names)}.")
    return {name: value for name, value in changes.items() if name not in kept}


def leave() -> None:
    """End the Task: nothing is asked, locked or hidden any more; the experiment stays."""
    session.update_own(**asdict(Task()))


def solved() -> set[Task]:
    """Return the Tasks whose goals this visitor has reached in this session."""
    return st.session_state.setdefault("solved", set())


def conditions(task: Task, run: Run, scores: Scores) -> list[Condition]:
    """Return the parts of a Task's goal for a Run with these scores."""
    found = []
    if task.goal_loss:
        loss = float(scores.test_loss[0])
        found.append(Condition(f"test loss at most {task.goal_loss:g}", f"{loss:.3g}", loss <= task.goal_loss))
    if task.goal_accuracy:
        share = None if scores.test_accuracy is None else 100 * float(scores.test_accuracy[0])
        now = "none for a regression" if share is None else f"{share:.1f} %"
        met = share is not None and share >= task.goal_accuracy
        found.append(Condition(f"test accuracy at least {task.goal_accuracy:g} %", now, met))
    if task.most_weights:
        size = network.layout(run.layers).size
        found.append(
            Condition(f"at most {task.most_weights:,} weights and biases", f"{size:,}", size <= task.most_weights)
        )
    if task.most_layers >= 0:
        depth = len(run.experiment.layers)
        wanted = f"at most {task.most_layers} hidden layer{'s' * (task.most_layers != 1)}"
        found.append(
            Condition(wanted if task.most_layers else "no hidden layer", str(depth), depth <= task.most_layers)
        )
    if task.most_epochs:
        found.append(Condition(f"within {task.most_epochs:,} epochs", f"{run.epoch:,}", run.epoch <= task.most_epochs))
    return found


def is_solved(task: Task, run: Run, scores: Scores) -> bool:
    """Whether a trained network reaches the goal; one that has not been trained has nothing to show."""
    return task.has_goal and run.step > 0 and all(part.met for part in conditions(task, run, scores))


def is_replayable(run: Run) -> bool:
    """Whether a link can train the same network: nothing was changed or edited on the way."""
    items = run.snapshots.items
    if not items or items[0].step or any(item.pinned and item.step for item in items):
        return False
    return np.array_equal(items[0].theta, start_run(run.experiment, dtype=run.theta.dtype).theta)
