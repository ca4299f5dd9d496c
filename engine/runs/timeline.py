"""A Run in time: changed settings, going back, branches, one network out of a stack."""

import numpy as np

from engine import network
from engine.data.datasets import OWN
from engine.experiments.experiment import DRAW, KEEPS_WEIGHTS, Experiment, changed
from engine.losses import LOSSES
from engine.optimizers import OPTIMIZERS, each
from engine.runs import training
from engine.runs.history import History, Snapshot, Snapshots
from engine.runs.training import Run, evaluate, prepare, snapshot
from engine.schedules import SCHEDULES


def revise(run: Run, experiment: Experiment) -> Run:
    """Return a Run of a changed Experiment: this very Run, where its weights can be kept.

    Data, features, shape, activation, initializer and seeds start anew; all else goes on from the
    present weights, and so do a visitor's own points, where the classes stay as many. A change of
    optimizer begins with that optimizer's first state, a change of schedule or step size at that
    schedule's first step. Raises ValueError for stacked Runs.
    """
    if len(run.experiments) > 1:
        raise ValueError(f"only a Run of one network can be revised, got one of {len(run.experiments)}")
    differs = changed(run.experiment, experiment)
    if not differs:
        return run
    if not _may_keep_weights(run.experiment, experiment, differs):
        return training.start(experiment, dtype=run.theta.dtype)
    run.experiments = (experiment,)
    if differs & DRAW:
        run.train, run.test = training.draw(experiment)
        run.position = 0  # the epoch begins anew
        prepare(run)
        run.first_loss = np.fmax(run.first_loss, evaluate(run).train_loss)
    if "optimizer" in differs or run.stopped:  # the gradient that blew up is still in the state
        run.optimizer_state = OPTIMIZERS[experiment.optimizer].init(run.theta)
    if differs & {"step_size", "schedule", *SCHEDULES[experiment.schedule].options}:
        run.schedule_step = 0
    if differs & {"loss", *LOSSES[experiment.loss].options}:
        scores = evaluate(run)
        run.first_loss = scores.train_loss
        run.history.clear(run.step)
        run.history.record(run.epoch, scores)
    if run.stopped:  # it stands at its weights from before, which may be far from good: it may try again
        run.first_loss = np.maximum(run.first_loss, evaluate(run).train_loss)
        run.diverged[:] = -1
    training.shuffle(run)  # augmentation and dropout begin, or end, with the points that this epoch has left
    run.snapshots.keep(snapshot(run, pinned=True))
    return run


def _may_keep_weights(before: Experiment, after: Experiment, differs: set[str]) -> bool:
    if before.class_count != after.class_count:
        return False
    return differs <= (KEEPS_WEIGHTS | DRAW if after.data == OWN else KEEPS_WEIGHTS)


def edit(run: Run, theta: np.ndarray) -> None:
    """Give a Run other parameters, (K, P), in place; its step and its optimizer's state stay."""
    np.copyto(run.theta, theta)
    run.diverged[:] = -1
    run.first_loss = np.fmax(run.first_loss, evaluate(run).train_loss)
    run.snapshots.keep(snapshot(run, pinned=True))


def at_epoch(run: Run, epoch: int) -> Run:
    """Return a Run of its own that stands where this one stood at the start of an epoch, bit for bit.

    Epochs that lie further back than the Run remembers give the oldest state that it does.
    """
    items = [item for item in run.snapshots.items if item.epoch < epoch or (item.epoch == epoch and not item.position)]
    past = restore(run, items[-1] if items else run.snapshots.items[0])
    while past.epoch < epoch and not past.stopped:
        training.advance(past, past.steps_left)
    return past


def at(run: Run, step: int) -> Run:
    """Return a Run of its own that stands where this one stood after `step` steps, bit for bit.

    It shares the history up to there; it is a snapshot, trained on to the step that is asked for. Raises
    ValueError for a step that has not been, or that lies further back than the Run remembers.
    """
    items = run.snapshots.items
    oldest = items[0].step if items else run.step
    if not oldest <= step <= run.step:
        raise ValueError(f"step must be in [{oldest}, {run.step}], got {step}")
    past = restore(run, max((item for item in items if item.step <= step), key=lambda item: item.step))
    training.advance(past, step - past.step)
    return past


def restore(run: Run, state: Snapshot) -> Run:
    """Return a Run of its own in one of the states that this one remembers: quicker than any step between."""
    same = not changed(state.experiments[0], run.experiment) & DRAW
    train, test = (run.train, run.test) if same else training.draw(state.experiments[0])
    past = Run(state.experiments, run.layers, train, test, state.theta.copy())
    past.optimizer_state = each(state.optimizer_state, np.copy)
    past.schedule_step, past.step = state.schedule_step, state.step
    past.epoch, past.position = state.epoch, state.position
    past.diverged, past.first_loss = state.diverged.copy(), state.first_loss
    past.history, past.snapshots = run.history.until(state.step, state.epoch), run.snapshots.until(state.step)
    prepare(past)
    if not past.history.epochs:  # it was cleared since
        past.history.record(past.epoch, evaluate(past))
    return past


def branch(run: Run, step: int, experiment: Experiment) -> Run:
    """Return a Run that shares this one's past up to a step and goes on with other settings.

    Where these cannot keep the weights, such as another data set, it starts anew.
    """
    return revise(at(run, step), experiment)


def alone(run: Run, place: int) -> Run:
    """Return a Run of its own of one network of a stacked Run, with its past; one that diverged stands where it did."""

    def row(values: np.ndarray) -> np.ndarray:
        return values[place : place + 1].copy()

    def of(state: Snapshot) -> Snapshot:
        return state._replace(
            experiments=(state.experiments[place],),
            theta=row(state.theta),
            optimizer_state=each(state.optimizer_state, row),
            diverged=row(state.diverged),
            first_loss=row(state.first_loss),
        )

    layers = network.alone(run.layers, place)
    single = Run((run.experiments[place],), layers, run.train, run.test, row(run.theta))
    single.optimizer_state = each(run.optimizer_state, row)
    single.diverged, single.first_loss = row(run.diverged), row(run.first_loss)
    single.step, single.epoch, single.position = run.step, run.epoch, run.position
    if single.stopped:  # the others went on without it; a stack begins at step 0 and is never revised
        single.step = int(single.diverged[0])
        single.epoch, steps = divmod(single.step, run.epoch_steps)
        single.position = steps * run.experiment.batch_size
    single.schedule_step = run.schedule_step - (run.step - single.step)
    history = run.history.until(single.step, single.epoch)
    losses = ([row(values) for values in kept] for kept in (history.train_loss, history.test_loss))
    single.history = History(history.every, history.epochs, *losses, history.since)
    states = run.snapshots.until(single.step)
    single.snapshots = Snapshots(states.every, states.most, [of(state) for state in states.items])
    prepare(single)
    return single
