"""A network of another library on points of the plane: an Experiment with its shape, and what was assumed for it."""

from typing import Any

from engine.activations import ACTIVATIONS
from engine.data.datasets import DATASETS, MAX_CLASSES, OWN
from engine.data.features import FEATURES
from engine.experiments.experiment import Experiment, change
from engine.experiments.fields import MAX_LAYERS, MAX_NEURONS
from engine.foreign import fitting
from engine.foreign.arrays import count
from engine.foreign.found import Found
from engine.losses import LOSSES
from engine.runs.storage import Saved

PLAIN = ("x1", "x2")


def fitted(found: Found, experiment: Experiment) -> Saved:
    """Return the network on the data and with the settings of an Experiment, as far as both fit.

    Raises ValueError, with the reason, where the plane has no such network.
    """
    if any(layer.W.ndim == 4 for layer in found.layers):
        raise ValueError("these are the weights of a convolution, which the page Images can read")
    if any("weight_hh" in layer.key for layer in found.layers):
        raise ValueError("these are the weights of a recurrent network, which the page Sequences can read")
    matrices, remarks = fitting.fit(found, {len(PLAIN), len(experiment.features)})
    inputs, outputs = matrices[0][0].shape[1], len(matrices[-1][0])
    hidden = tuple(len(W) for W, _ in matrices[:-1])
    check_widths(hidden, MAX_LAYERS, MAX_NEURONS)
    changes = _outputs(outputs, found, experiment) | {"features": _features(inputs, experiment), "layers": hidden}
    if outputs == 2:
        matrices = fitting.one_output(matrices)
    if found.activation:
        changes["activation"] = found.activation
    new = change(experiment, **changes)
    sentences = (
        _about_inputs(new),
        *about_hidden(new, bool(found.activation)),
        _about_outputs(new, outputs),
        *_about_data(experiment, new),
    )
    return Saved(new, fitting.theta_of(matrices), 0, remarks + sentences)


def check_widths(hidden: tuple[int, ...], most_layers: int, most_units: int) -> None:
    """Raise ValueError where a page has no network of these hidden layers."""
    limits = f"this page has up to {count(most_layers, 'hidden layer')} of up to {most_units} units"
    if len(hidden) > most_layers:
        raise ValueError(f"it has {len(hidden)} hidden layers, and {limits}")
    for number, units in enumerate(hidden, 1):
        if units > most_units:
            raise ValueError(f"its hidden layer {number} has {units} units, and {limits}")


def about_hidden(experiment: Any, is_given: bool) -> tuple[str, ...]:
    """Return a sentence on the activation of the hidden layers, if there are any, and where it is from."""
    if not experiment.activations:
        return ()
    names = ", ".join(ACTIVATIONS[name].label for name in dict.fromkeys(experiment.activations))
    why = "as the text says" if is_given else "as set on this page: the text does not say with which one it was trained"
    return (f"Activation: {names}, {why}.",)


def _features(inputs: int, experiment: Experiment) -> tuple[str, ...]:
    """Return the inputs of the network. Raises ValueError where the page has another number of them."""
    if inputs == len(PLAIN):
        return PLAIN
    if inputs == len(experiment.features):
        return experiment.features
    most = len(FEATURES)
    how = f"choose {count(inputs, 'input')} first, in Settings" if inputs <= most else f"there are at most {most}"
    raise ValueError(
        f"it has {count(inputs, 'input')}; this page can give a network x₁ and x₂, or the inputs that are chosen, "
        f"now {_labels(experiment)}: {how}"
    )


def _labels(experiment: Experiment) -> str:
    return ", ".join(FEATURES[name].label for name in experiment.features)


def _about_inputs(experiment: Experiment) -> str:
    """Return a sentence on the inputs of the network."""
    is_scaled = any(axis.is_scaled for axis in experiment.axes[:3])
    scaled = " They are places on the plane, not the numbers of your table, and so are values." if is_scaled else ""
    return f"Inputs, in this order: {_labels(experiment)}.{scaled}"


def _outputs(outputs: int, found: Found, experiment: Experiment) -> dict[str, Any]:
    """Return the changes with which the outputs mean what they meant. Raises ValueError where none do."""
    if outputs > MAX_CLASSES:
        raise ValueError(f"it has {outputs} outputs, and this page has up to {MAX_CLASSES} classes")
    if outputs > 1 and found.output == "linear":
        raise ValueError(f"it predicts {outputs} values, and this page has one")
    if outputs > 1 and found.output == "sigmoid":
        raise ValueError(f"it has {outputs} outputs that are independent; here classes exclude each other (softmax)")
    if outputs == 1:
        is_value = found.output == "linear" or (not found.output and not experiment.class_count)
        changes = _with_classes(0 if is_value else 2, experiment)
        return changes | ({"loss": "cross_entropy"} if found.output == "sigmoid" else {})
    return _with_classes(outputs, experiment) | {"loss": "cross_entropy"}


def _about_outputs(experiment: Experiment, outputs: int) -> str:
    """Return a sentence on what the outputs, of which the text had so many, are taken for."""
    if not experiment.class_count:
        what = "Its output is a value"
    elif outputs == 1:
        what = "Its output is that of two classes: where it is positive, it speaks for class 1, the blue one"
    elif outputs == 2:
        what = "Its two outputs became one, their difference, whose sigmoid is the same probability as their softmax"
    else:
        what = "Its outputs are those of softmax, one for each class"
    return f"{what}. Loss: {LOSSES[experiment.loss].label}."


def _with_classes(classes: int, experiment: Experiment) -> dict[str, Any]:
    """Return the changes, if any, that give an Experiment data with so many classes; 0 is a regression."""
    if experiment.class_count == classes:
        return {}
    name = experiment.data
    if name == OWN or classes not in DATASETS[name].classes:
        name = next(name for name, data in DATASETS.items() if classes in data.classes)
    is_usual = classes == DATASETS[name].classes[0]
    return {"data": name, "classes": 0 if is_usual else classes}


def _about_data(before: Experiment, after: Experiment) -> tuple[str, ...]:
    """Return a sentence on data that have to be changed, if they have."""
    if (before.data, before.class_count) == (after.data, after.class_count):
        return ()
    of = f"with {after.class_count} classes" if after.class_count else "a regression"
    return (f"The data on the page do not suit its outputs: with it they will be {DATASETS[after.data].label}, {of}.",)
