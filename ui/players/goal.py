"""When playing stops by itself: the goal of a Task, and the condition that a visitor sets."""

from typing import NamedTuple

import numpy as np

from engine import network
from engine.numerals import grouped, plain, significant
from engine.runs.history import Scores
from engine.runs.run import Run, start_run
from ui.visit import address_bar, links
from ui.visit.task import Task
from ui.visit.view import MAX_STEPS, View


class Condition(NamedTuple):
    """One part of a goal: what is asked for, the present value, and whether it is met."""

    wanted: str
    now: str
    met: bool


class Result(NamedTuple):
    """The query of a link that trains the same network again; or, where there is none, why not."""

    query: dict[str, str]
    why_not: str = ""


class Solved(NamedTuple):
    """A Task whose goal was reached, and its result."""

    task: Task
    result: Result


def conditions(task: Task, run: Run, scores: Scores) -> list[Condition]:
    """Return the parts of a Task's goal for a Run with these scores."""
    found = []
    if task.goal_loss:
        loss = float(scores.test_loss[0])
        now = significant(loss) if run.test.size else f"no test {run.experiment.KIND}"
        found.append(Condition(f"test loss at most {plain(task.goal_loss)}", now, loss <= task.goal_loss))
    if task.goal_accuracy:
        share = None if scores.test_accuracy is None else 100 * float(scores.test_accuracy[0])
        now = f"no test {run.experiment.KIND}" if not run.test.size else "none for a regression"
        if share is not None and run.test.size:
            now = f"{share:.1f} %"
        met = share is not None and share >= task.goal_accuracy
        found.append(Condition(f"test accuracy at least {plain(task.goal_accuracy)} %", now, met))
    if task.most_weights:
        size = network.layout(run.layers).size
        found.append(
            Condition(
                f"at most {grouped(task.most_weights)} weights and biases",
                grouped(size),
                size <= task.most_weights,
            )
        )
    if task.most_layers >= 0:
        depth = len(run.experiment.activations)
        wanted = f"at most {task.most_layers} hidden layer{'s' * (task.most_layers != 1)}"
        found.append(
            Condition(wanted if task.most_layers else "no hidden layer", str(depth), depth <= task.most_layers)
        )
    if task.most_epochs:
        found.append(
            Condition(f"within {grouped(task.most_epochs)} epochs", grouped(run.epoch), run.epoch <= task.most_epochs)
        )
    return found


def is_solved(task: Task, run: Run, scores: Scores) -> bool:
    """Whether a trained network reaches the goal; one that has not been trained has nothing to show."""
    return task.has_goal and run.step > 0 and all(part.met for part in conditions(task, run, scores))


def stops(run: Run, scores: Scores, view: View) -> bool:
    """Return whether the condition at which a visitor wants to stop is met."""
    if view.stop == "epoch":
        return run.epoch >= view.stop_epoch
    if view.stop == "loss":
        return bool(scores.test_loss[0] <= view.stop_loss)
    if view.stop == "accuracy" and scores.test_accuracy is not None:
        return bool(100 * scores.test_accuracy[0] >= view.stop_accuracy)
    return False


def result_of(run: Run, given: np.ndarray | None, replayable: bool) -> Result:
    """Return the result of a visitor's Run, which began with the weights given (P,) of a link, or with the seed's."""
    if run.step > MAX_STEPS:
        return Result({}, f"A link trains at most {grouped(MAX_STEPS)} steps.")
    if not links.is_whole(run.experiment):
        return Result({}, "The data of your own are too many for a link.")
    if not replayable:
        return Result({}, "Changes on the way keep a link from repeating this. Reset and Play once more for a link.")
    return Result(address_bar.share_query(run.step, False, True, "" if given is None else links.weights_text(given)))


def is_replayable(run: Run, given: np.ndarray | None = None) -> bool:
    """Return whether a link can train the same network: it holds all settings, and nothing was changed on the way.

    given are the weights (P,) that the link holds too, if it does.
    """
    items = run.snapshots.items
    if not links.is_whole(run.experiment):
        return False
    if not items or items[0].step or any(item.pinned and item.step for item in items):
        return False
    first = start_run(run.experiment, dtype=run.theta.dtype).theta[0] if given is None else given
    return np.array_equal(items[0].theta[0], first)
