"""What people call the settings and their options, and what they are for."""

from collections.abc import Callable, Mapping
from typing import Any

from engine.activations import ACTIVATIONS
from engine.data.augmentations import AUGMENTATIONS
from engine.data.datasets import DATASETS
from engine.data.features import FEATURES
from engine.data.images import augmentations as image_augmentations
from engine.data.images.datasets import IMAGES
from engine.data.sequences.datasets import SEQUENCES
from engine.data.sequences.texts import TEXTS
from engine.experiments.experiment import Experiment
from engine.experiments.image_experiment import PADDING, POOLING, ImageExperiment
from engine.experiments.sequence_experiment import CELLS, FORGET_BIAS, RECURRENT_SCALE, SequenceExperiment
from engine.initializers import INITIALIZERS
from engine.losses import LOSSES
from engine.numerals import plain
from engine.optimizers import OPTIMIZERS
from engine.regularizers import REGULARIZERS
from engine.schedules import SCHEDULES
from pictures.palette import CLASS_COLOUR_NAMES
from ui.visit import session

REGISTRIES: dict[str, Mapping[str, Any]] = {
    "data": DATASETS,
    "augmentation": AUGMENTATIONS,
    "activation": ACTIVATIONS,
    "initializer": INITIALIZERS,
    "loss": LOSSES,
    "optimizer": OPTIMIZERS,
    "schedule": SCHEDULES,
    "regularization": REGULARIZERS,
    "features": FEATURES,
}

# What differs from these for the other kinds of experiments.
IMAGE_REGISTRIES: dict[str, Mapping[str, Any]] = {
    "data": IMAGES,
    "augmentation": image_augmentations.AUGMENTATIONS,
    "kernel": {"1": "1 × 1", "3": "3 × 3", "5": "5 × 5"},
    "padding": PADDING,
    "pooling": POOLING,
    "train_side": {"anywhere": "anywhere", "left": "left half", "right": "right half"},
}
SEQUENCE_REGISTRIES: dict[str, Mapping[str, Any]] = {"data": SEQUENCES, "text": TEXTS, "cell": CELLS}
_REGISTRIES_OF = {ImageExperiment.KIND: IMAGE_REGISTRIES, SequenceExperiment.KIND: SEQUENCE_REGISTRIES}

LABELS = {
    "data": "Data",
    "drawn": "Drawn points",
    "points": "Points",
    "noise": "Noise",
    "train_share": "Train share",
    "data_seed": "Data seed",
    "augmentation": "Augmentation",
    "features": "Inputs",
    "layers": "Hidden layers",
    "activation": "Activation",
    "initializer": "First weights",
    "weight_seed": "Weight seed",
    "loss": "Loss",
    "optimizer": "Optimizer",
    "step_size": "Step size α",
    "schedule": "Schedule",
    "batch_size": "Batch size",
    "regularization": "Regularization",
    "regularization_rate": "Rate λ",
    "dropout": "Dropout",
    "clip_norm": "Clip the gradient at norm",
    "frozen": "Frozen layers",
    "images": "Images",
    "shift": "Tests shifted by",
    "train_side": "Figures in training",
    "filters": "Filters",
    "kernel": "Kernel",
    "stride": "Stride",
    "padding": "Padding",
    "pooling": "Pooling",
    "text": "Text",
    "own": "Your text",
    "length": "Length",
    "delay": "Delay",
    "examples": "Sequences",
    "cell": "Cell",
    "units": "Units",
    "recurrent_scale": RECURRENT_SCALE.label,
    "forget_bias": FORGET_BIAS.label,
    "truncate": "Truncate after",
}

HELP = {
    "points": "How many points are drawn, for training and testing together.",
    "noise": "How far points are moved at random (for a regression: how far the response is), in per cent.",
    "train_share": "The part of the points that the network learns from; the rest tests it. Of your own all may train.",
    "data_seed": "Draws the points and the order of the mini-batches. Another seed, another sample of the same data.",
    "augmentation": "Moves each training point at random, anew each epoch. The points and losses shown are without it.",
    "layers": "From the first hidden layer to the last, such as 6-4. 0 is no hidden layer.",
    "initializer": "How the first weights are drawn. Biases start at 0.",
    "weight_seed": "Draws the first weights. Another seed, another start.",
    "loss": "What training makes small. The numbers on the Stage are its mean over all points, without the penalty.",
    "step_size": "How far each step goes along the negative gradient. Also called the learning rate.",
    "regularization_rate": "How much the penalty of the regularization weighs.",
    "schedule": "How the step size changes with the step number i.",
    "batch_size": "How many points each step looks at; its gradient is the mean over them.",
    "regularization": "Keeps weights small. It is part of each step, not of the loss that is shown.",
    "dropout": "The share of hidden neurons that each training point does without. Off in all that you see.",
    "clip_norm": "A gradient that is longer is cut to this length. 0 leaves all as they are.",
    "frozen": "So many layers, from the inputs on, keep their weights.",
}

# What differs from these for the other kinds of experiments.
IMAGE_HELP = {
    "images": "How many images there are, for training and testing together.",
    "noise": "How much is added to each pixel at random, in per cent of black.",
    "train_share": "The part of the images that the network learns from; the rest tests it.",
    "data_seed": "Draws the images and the order of the mini-batches.",
    "augmentation": "Changes each training image at random, anew each epoch. The losses shown are without it.",
    "shift": "Test images are moved by up to so many pixels in both directions; training images are centred.",
    "train_side": "Where the figures of training images lie. Those of test images lie in the other half.",
    "filters": "How many filters each convolution has, such as 8, or 8-16 for two. 0 is no convolution.",
    "kernel": "The side of the window that a filter sees at once, in pixels.",
    "stride": "By how many pixels the window moves from one value of a map to the next.",
    "padding": "Zeros around the image, so that a map is as large as the image; or none.",
    "pooling": "What follows a convolution: the largest value, or the mean, of each 2 × 2 square; global: of a map.",
    "layers": "Dense layers between flatten and the output, such as 32, or 64-16. 0 is none.",
    "batch_size": "How many images each step looks at; its gradient is the mean over them.",
    "dropout": "The share of the inputs of dense layers that each training image does without.",
    "frozen": "So many layers with weights, from the input on, keep them.",
}
SEQUENCE_HELP = {
    "text": "What the network learns to write, character by character.",
    "own": "A list of short lines, such as names, or prose. Every character counts.",
    "length": "How many moments a sequence has. Of a text: how many characters the network sees at once.",
    "delay": "How many moments later a letter is asked back.",
    "examples": "How many sequences there are at most; four fifths train the network, the others test it.",
    "data_seed": "Draws the sequences and the order of the mini-batches.",
    "cell": "What carries the state from moment to moment: a plain recurrent layer, an LSTM, or a GRU.",
    "units": "How many numbers the state has.",
    "activation": "Of the plain cell: the gates of an LSTM and a GRU have theirs.",
    "recurrent_scale": RECURRENT_SCALE.help,
    "forget_bias": FORGET_BIAS.help,
    "truncate": "The gradient goes back over so many moments at most; 0 is all of them.",
    "initializer": "How the first weights of inputs and readout are drawn; the recurrent ones are orthogonal.",
    "loss": "What training makes small: the mean over all positions that are asked.",
    "batch_size": "How many sequences each step looks at; its gradient is the mean over them.",
    "dropout": "The share of the units that the readout does without, for each training sequence.",
    "frozen": "1 keeps the recurrent layer as it is: then only the readout learns.",
}
_HELP_OF = {ImageExperiment.KIND: IMAGE_HELP, SequenceExperiment.KIND: SEQUENCE_HELP}


def _of_kind(tables: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Any]:
    """Return what differs for the experiments of the present page."""
    return tables.get(session.current().page.kind, {})


def registry_of(name: str) -> Mapping[str, Any]:
    """Return the registry of a field of names, for the kind of experiments on the present page."""
    differs = _of_kind(_REGISTRIES_OF)
    return differs[name] if name in differs else REGISTRIES[name]


def help_of(name: str) -> str | None:
    """Return what a field is for, on the present page."""
    return _of_kind(_HELP_OF).get(name) or HELP.get(name)


def label_of(name: str) -> Callable[[str], str]:
    """Return a function that gives what people call an option of a field."""
    registry = registry_of(name)
    return lambda option: ", ".join(getattr(registry[part], "label", registry[part]) for part in option.split("-"))


def name_of(field: str, option: str) -> str:
    """Return what people call an option of a field."""
    return label_of(field)(option)


def network(experiment: Any) -> str:
    """Return the network of an experiment in a few words."""
    return " ".join(part for part in parts_of_network(experiment) if part)


def parts_of_network(experiment: Any) -> tuple[str, ...]:
    """Return those words one by one: of two experiments some may be equal, and others not. "" is none."""
    if experiment.KIND == "images":
        count = field_text(experiment, "filters")
        return (f"{count} {'filter' if count == '1' else 'filters'}" if experiment.filters else "no convolution",)
    if experiment.KIND == "sequences":
        return name_of("cell", experiment.cell), f"{experiment.units} units"
    if not experiment.layers:
        return "no hidden layer", ""
    return field_text(experiment, "layers"), name_of("activation", experiment.activation)


def field_text(experiment: Any, name: str) -> str:
    """Return a setting as an address writes it."""
    return str(experiment.FIELDS[name].write(getattr(experiment, name)))


def value_text(experiment: Any, name: str) -> str:
    """Return what people call the value of a setting, of an experiment of any kind."""
    value = getattr(experiment, name)
    if name in (experiment.OWN_FIELD, *experiment.OWN_DETAILS):
        return "own" if value else "none"
    registry = {**REGISTRIES, **_REGISTRIES_OF.get(experiment.KIND, {})}.get(name)
    if registry is None:
        return plain(value) if isinstance(value, int | float) else field_text(experiment, name)
    parts = value.split("-") if isinstance(value, str) else value
    return ", ".join(getattr(registry[part], "label", registry[part]) for part in parts) or "none"


def title_of(name: str) -> str:
    """Return what people call a setting."""
    return LABELS.get(name) or name.replace("_", " ").capitalize()


def explain(name: str) -> str:
    """Return what a field is, and about each of the chosen entries its formula and why it exists."""
    lines = [text] if (text := help_of(name)) else []
    for part in dict.fromkeys(getattr(session.current().experiment, name).split("-")):
        entry = registry_of(name)[part]
        if not hasattr(entry, "formula"):
            continue
        reason = getattr(entry, "reason", "") or getattr(entry, "note", "")
        lines.append(f"**{entry.label}** ${entry.formula}$" + (f" · {reason}" if reason else ""))
    return "\n\n".join(lines)


def class_names(experiment: Experiment) -> list[str]:
    """Return the names of the classes of points: their own, or those of their colours, as the Stage shows them."""
    given = zip(experiment.axes.classes, CLASS_COLOUR_NAMES, strict=True)
    return [name or colour for name, colour in given][: experiment.class_count]
