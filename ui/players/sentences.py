"""What the app says about a Run in a sentence, with the measured numbers in it."""

from engine.experiments.experiment import FIELDS, Experiment, changed
from engine.losses import LOSSES
from engine.runs.history import Scores
from engine.runs.run import Run
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


def met(run: Run, scores: Scores, view: View) -> bool:
    """Whether the condition at which a visitor wants to stop is met."""
    if view.stop == "epoch":
        return run.epoch >= view.stop_epoch
    if view.stop == "loss":
        return bool(scores.test_loss[0] <= view.stop_loss)
    if view.stop == "accuracy" and scores.test_accuracy is not None:
        return bool(100 * scores.test_accuracy[0] >= view.stop_accuracy)
    return False


def stopped(run: Run, scores: Scores, view: View, seconds: float) -> str:
    """Return why it stopped by itself, and how good the network is."""
    if view.stop == "epoch":
        why = f"Stopped after {run.epoch:,} epochs: test loss {scores.test_loss[0]:.3g}"
    elif view.stop == "loss":
        why = f"Stopped at epoch {run.epoch:,}: test loss {scores.test_loss[0]:.3g} is at most {view.stop_loss:g}"
    else:
        why = f"Stopped at epoch {run.epoch:,}: test loss {scores.test_loss[0]:.3g}"
    if scores.test_accuracy is not None:
        why += f", test accuracy {100 * scores.test_accuracy[0]:.1f} %"
    return f"{why}. {seconds:.2f} s of training. More under Summary."


def value(experiment: Experiment, name: str) -> str:
    """Return a setting with its name, such as "step size 0.03"."""
    written = FIELDS[name].write(getattr(experiment, name)).replace("_", " ")
    named = NAMES.get(name, name.replace("_", " "))
    if name in ("data", "loss", "optimizer", "schedule", "activation"):
        return LOSSES[experiment.loss].label if name == "loss" else written
    return "drawn points" if name == "drawn" else f"{named} {written}"


def difference(one: Run, other: Run) -> str:
    """Return what the first Run has that the other has not: the name of a branch."""
    names = [name for name in FIELDS if name in changed(one.experiment, other.experiment)]
    told = [value(one.experiment, name) for name in names[:2]] + ([f"{len(names) - 2} more"] if len(names) > 2 else [])
    return ", ".join(told) or f"until epoch {one.epoch:,}"
