"""A Run in time: changed settings, a return to an earlier step, branches, one network of a stack."""

from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

from engine import network
from engine.data.datasets import OWN
from engine.experiments.experiment import changed
from engine.losses import LOSSES
from engine.optimizers import OPTIMIZERS, each
from engine.runs import training
from engine.runs.beginning import layers_of, sample_data
from engine.runs.history import History, Snapshot, Snapshots
from engine.runs.run import Run, evaluate, prepare, shuffle, snapshot, start_run
from engine.schedules import SCHEDULES


def revise(run: Run, experiment: Any) -> Run:
    """Return a Run of a changed Experiment: the same Run, changed in place, if its weights can be kept; else a new one.

    A change of data, features, layers, activation, initializer or seeds starts a new Run. Every other change
    continues from the present weights; so does a change of a visitor's own points that keeps the number of
    classes. With other data the history begins again where nothing has been trained yet, or where there were no points
    for training or for testing before. A new optimizer begins with its initial state; a new schedule or step size with
    the first step of the schedule. Raises ValueError for stacked Runs.
    """
    if len(run.experiments) > 1:
        raise ValueError(f"only a Run of one network can be revised, got one of {len(run.experiments)}")
    differs = changed(run.experiment, experiment)
    if not differs:
        return run
    if not _may_keep_weights(run.experiment, experiment, differs):
        return start_run(experiment, dtype=run.theta.dtype)
    run.experiments = (experiment,)
    begins_again = bool(differs & {"loss", *LOSSES[experiment.loss].options})
    if differs & experiment.DATA_FIELDS:
        # The losses of the former data would be a second value of the same step; without points they are NaN.
        begins_again |= not (run.step and run.train.size and run.test.size)
        run.train, run.test = sample_data(experiment)
        run.position = 0  # the epoch begins again
        prepare(run)
        run.first_loss = np.fmax(run.first_loss, evaluate(run).train_loss)
    if "optimizer" in differs or run.stopped:  # its state still holds the gradient that diverged
        run.optimizer_state = OPTIMIZERS[experiment.optimizer].init(run.theta)
    if differs & {"step_size", "schedule", *SCHEDULES[experiment.schedule].options}:
        run.schedule_step = 0
    if begins_again:
        scores = evaluate(run)
        run.first_loss = scores.train_loss
        run.history.clear(run.step)
        run.history.record(run.epoch, scores)
    if run.stopped:  # it kept the weights from before it diverged, and may continue from them
        run.first_loss = np.maximum(run.first_loss, evaluate(run).train_loss)
        run.diverged[:] = -1
    shuffle(run)  # changed augmentation or dropout applies to the remaining points of this epoch
    run.snapshots.keep(snapshot(run, pinned=True))
    return run


def _may_keep_weights(before: Any, after: Any, differs: set[str]) -> bool:
    if before.KIND != after.KIND or before.class_count != after.class_count or layers_of(before) != layers_of(after):
        return False
    return differs <= (after.KEEPS_WEIGHTS | after.DATA_FIELDS if after.data == OWN else after.KEEPS_WEIGHTS)


def edit(run: Run, theta: np.ndarray) -> None:
    """Replace the parameters of a Run by theta, (K, P), in place; keep its step and its optimizer's state."""
    before = run.theta.copy()
    np.copyto(run.theta, theta)
    run.diverged[:] = -1
    run.first_loss = np.fmax(run.first_loss, evaluate(run).train_loss)
    run.snapshots.keep(snapshot(run, pinned=True)._replace(before_edit=before))


class Change(NamedTuple):
    """What was changed at a step: the Experiment before and after it, and whether weights were set by hand.

    epoch has the fraction of the epoch that was trained by then.
    """

    step: int
    epoch: float
    before: Any
    after: Any
    edited: bool


def changes(run: Run) -> list[Change]:
    """Return what was changed while a Run trained, on the present loss curve, oldest first.

    What was changed before the first step belongs to no training, and what was changed back at the same step is no
    change.
    """
    found = []
    for former, item in pairwise(run.snapshots.items):
        if not item.pinned or item.step < run.history.since:
            continue
        edited = _is_edited(item)
        if edited or item.experiments != former.experiments:
            epoch = item.epoch + min(item.position / max(run.train.size, 1), 1)
            found.append(Change(item.step, epoch, former.experiments[0], item.experiments[0], edited))
    return found


def is_edited(run: Run) -> bool:
    """Return whether weights of a Run were set by hand, as far as it is remembered."""
    return any(map(_is_edited, run.snapshots.items))


def _is_edited(item: Snapshot) -> bool:
    return item.before_edit is not None and not np.array_equal(item.before_edit, item.theta)


def before_change(run: Run, step: int) -> Run:
    """Return a separate Run in the state just before the change at a step, with the settings of then, bit for bit.

    Raises ValueError where nothing was changed at this step.
    """
    for former, item in pairwise(run.snapshots.items):
        if item.pinned and item.step == step:
            past = restore(run, former)
            training.advance(past, step - past.step)
            return past
    raise ValueError(f"step must be one at which something was changed, got {step}")


def at_epoch(run: Run, epoch: int) -> Run:
    """Return a separate Run in the state that this one had at the start of an epoch, bit for bit.

    For an epoch before the oldest state in memory, that oldest state is returned.
    """
    items = [item for item in run.snapshots.items if item.epoch < epoch or (item.epoch == epoch and not item.position)]
    past = restore(run, items[-1] if items else run.snapshots.items[0])
    while past.epoch < epoch and not past.stopped:
        training.advance(past, past.steps_left)
    return past


def at(run: Run, step: int) -> Run:
    """Return a separate Run in the state that this one had after `step` steps, bit for bit.

    It is made from the latest snapshot before that step and trained up to it. Raises ValueError for a step that
    has not been reached, or that is older than the oldest snapshot.
    """
    items = run.snapshots.items
    oldest = items[0].step if items else run.step
    if not oldest <= step <= run.step:
        raise ValueError(f"step must be in [{oldest}, {run.step}], got {step}")
    past = restore(run, max((item for item in items if item.step <= step), key=lambda item: item.step))
    training.advance(past, step - past.step)
    return past


def restore(run: Run, state: Snapshot) -> Run:
    """Return a separate Run in a state that this one keeps; it needs no training, unlike `at`."""
    same = not changed(state.experiments[0], run.experiment) & run.experiment.DATA_FIELDS
    train, test = (run.train, run.test) if same else sample_data(state.experiments[0])
    past = Run(state.experiments, run.layers, train, test, state.theta.copy())
    past.optimizer_state = each(state.optimizer_state, np.copy)
    past.schedule_step, past.step = state.schedule_step, state.step
    past.epoch, past.position = state.epoch, state.position
    past.diverged, past.first_loss = state.diverged.copy(), state.first_loss
    past.history, past.snapshots = run.history.until(state.step, state.epoch), run.snapshots.until(state.step)
    prepare(past)
    if not past.history.epochs:  # the history was cleared after this state
        past.history.record(past.epoch, evaluate(past))
    return past


def branch(run: Run, step: int, experiment: Any) -> Run:
    """Return a separate Run with this one's past up to a step, and other settings from there on.

    Settings that cannot keep the weights, such as another data set, start a new Run.
    """
    return revise(at(run, step), experiment)


def unstack(run: Run, index: int) -> Run:
    """Return a separate Run of one network of a stacked Run, with its past.

    A network that has diverged is at the step at which it diverged.
    """

    def row(values: np.ndarray) -> np.ndarray:
        return values[index : index + 1].copy()

    def single_state(state: Snapshot) -> Snapshot:
        return state._replace(
            experiments=(state.experiments[index],),
            theta=row(state.theta),
            optimizer_state=each(state.optimizer_state, row),
            diverged=row(state.diverged),
            first_loss=row(state.first_loss),
        )

    layers = network.unstack(run.layers, index)
    single = Run((run.experiments[index],), layers, run.train, run.test, row(run.theta))
    single.optimizer_state = each(run.optimizer_state, row)
    single.diverged, single.first_loss = row(run.diverged), row(run.first_loss)
    single.step, single.epoch, single.position = run.step, run.epoch, run.position
    if single.stopped:  # the others continued; a stack begins at step 0 and is never revised
        single.step = int(single.diverged[0])
        single.epoch, steps = divmod(single.step, run.epoch_steps)
        single.position = steps * run.experiment.batch_size
    single.schedule_step = run.schedule_step - (run.step - single.step)
    history = run.history.until(single.step, single.epoch)
    kept = (history.train_loss, history.test_loss, history.test_accuracy)
    train, test, accuracy = ([row(values) for values in scores] for scores in kept)
    single.history = History(history.every, history.epochs, train, test, accuracy, history.since)
    states = run.snapshots.until(single.step)
    single.snapshots = Snapshots(states.every, states.max_unpinned, [single_state(state) for state in states.items])
    prepare(single)
    return single
