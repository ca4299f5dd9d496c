"""Sentences about a Run, with the measured numbers in them."""

from collections.abc import Mapping
from typing import Any

from engine.experiments.experiment import changed
from engine.experiments.training_settings import TrainingSettings
from engine.losses import LOSSES
from engine.numerals import grouped, plain, significant
from engine.optimizers import OPTIMIZERS
from engine.regularizers import REGULARIZERS
from engine.runs.history import Scores
from engine.runs.run import Run
from engine.runs.timeline import Change
from engine.schedules import SCHEDULES
from ui.visit.view import View

NAMES = {
    "data_seed": "data seed",
    "weight_seed": "weight seed",
    "train_share": "train share",
    "initializer": "first weights",
    "features": "inputs",
    "regularization_rate": "λ",
    "clip_norm": "clip",
    "frozen": "frozen layers",
}

# Settings that are shown under their labels.
LABELLED: dict[str, Mapping[str, Any]] = {
    "loss": LOSSES,
    "optimizer": OPTIMIZERS,
    "schedule": SCHEDULES,
    "regularization": REGULARIZERS,
}
SHOWN_CHANGES = 2  # settings that a sentence names

# Said where there is nothing to train on, by the kind of experiments.
NOTHING_TO_LEARN = {
    "points": "There are no training points: choose data, or draw points on the map.",
    "images": "There are no training images: choose data, or draw images of your own.",
    "sequences": "There is no text to learn from yet: paste one into the box, or choose other data.",
}


def stopped(run: Run, scores: Scores, view: View, seconds: float) -> str:
    """Return why playing stopped by itself, and how good the network is; seconds is the time spent on training."""
    if view.stop == "epoch":
        why = f"Stopped after {grouped(run.epoch)} epochs"
    elif view.stop == "loss":
        why = f"Stopped at epoch {grouped(run.epoch)}, at a test loss of at most {plain(view.stop_loss)}"
    else:
        why = f"Stopped at epoch {grouped(run.epoch)}"
    if not run.test.size:
        return f"{why}. There are no test {run.experiment.KIND}. {seconds:.2f} s of training. More under Summary."
    why += f": test loss {significant(scores.test_loss[0])}"
    if scores.test_accuracy is not None:
        why += f", test accuracy {100 * scores.test_accuracy[0]:.1f} %"
    return f"{why}. {seconds:.2f} s of training. More under Summary."


def value(experiment: TrainingSettings, name: str) -> str:
    """Return a setting with its name, such as "step size 0.03"."""
    written = experiment.FIELDS[name].write(getattr(experiment, name)).replace("_", " ")
    named = NAMES.get(name, name.replace("_", " "))
    if name in ("data", "loss", "optimizer", "schedule", "activation"):
        return LOSSES[getattr(experiment, name)].label if name == "loss" else written
    if name in ("own_scale", "names"):
        return f"{name} of the points"
    return "drawn points" if name == "drawn" else "drawn images" if name == "own" else f"{named} {written}"


def change(changed_on_the_way: Change) -> str:
    """Return what was changed, such as "Step size 0.1 → 0.01"."""
    before, after = changed_on_the_way.before, changed_on_the_way.after
    differs = changed(before, after)
    names = [name for name in after.FIELDS if name in differs]
    parts = [_from_to(before, after, name) for name in names[:SHOWN_CHANGES]]
    if more := len(names) - len(parts):
        parts.append(f"{more} more setting{'s' * (more != 1)}")
    if changed_on_the_way.edited:
        parts.append("weights set by hand")
    text = ", ".join(parts)
    return text if text.startswith("λ") else text[:1].upper() + text[1:]


def _from_to(before: TrainingSettings, after: TrainingSettings, name: str) -> str:
    """Return a setting's values before and after a change; of a visitor's own data only that they were changed."""
    if name == after.OWN_FIELD:
        return "own data changed"
    values = [experiment.FIELDS[name].write(getattr(experiment, name)) for experiment in (before, after)]
    if registry := LABELLED.get(name):
        values = [registry[each].label for each in values]
    return f"{NAMES.get(name, name.replace('_', ' '))} {' → '.join(each.replace('_', ' ') for each in values)}"


def difference(one: Run, other: Run) -> str:
    """Return the settings of the first Run that differ from the other's: the name of a branch."""
    names = [name for name in one.experiment.FIELDS if name in changed(one.experiment, other.experiment)]
    parts = [value(one.experiment, name) for name in names[:2]] + ([f"{len(names) - 2} more"] if len(names) > 2 else [])
    return ", ".join(parts) or f"until epoch {grouped(one.epoch)}"


def looks_back(shown: Run, now: Run) -> str:
    """Return that a moment of the past is shown."""
    return f"You look back at epoch {grouped(shown.epoch)} of {grouped(now.epoch)}. Play goes on from here"


def on_the_way(run: Run, step: int) -> str:
    """Return how far the training to a step is."""
    return f"On the way to step {grouped(step)}: {100 * run.step // step} % trained."


def welcome(run: Run) -> str:
    """Return what a visitor who has never seen the page can do, and what will come of it."""
    kind, classes = run.experiment.KIND, run.experiment.class_count
    if kind == "images":
        return "New here? Press Play: the network learns to read the images. Then draw one of your own."
    if kind == "sequences":
        return "New here? Press Play: the network reads one symbol after the other, and learns what to answer."
    both = classes == 2 and {0, 1} <= set(run.train.labels)
    learns = "tell the blue points from the orange ones" if both else "tell the classes apart"
    return f"New here? Press Play: the network learns to {learns if classes else 'follow the values of the points'}."
