"""Networks that look at images and differ in one thing: pooling, stride, padding, kernel, filters, or what they are."""

from collections.abc import Callable
from typing import Any, NamedTuple

from engine.activations import ACTIVATIONS
from engine.experiments.experiment import change
from engine.experiments.image_experiment import PADDING, ImageExperiment
from ui.players.race import Member

FILTERS = (8,)  # where the visitor's network has no convolution
UNITS = (16,)  # of the dense network, where the visitor's has no hidden layer
COUNTS = ((1,), (2,), (4,), (8,), (16,), (8, 16))  # of filters
SHOWN_ACTIVATIONS = ("relu", "leaky_relu", "tanh", "sigmoid", "gelu", "linear")


class Question(NamedTuple):
    """One thing to compare: its label, the fields that it sets, and the networks as (name, changes) for a base."""

    label: str
    fields: frozenset[str]
    variants: Callable[[ImageExperiment], list[tuple[str, dict[str, Any]]]]


def _networks(base: ImageExperiment) -> list[tuple[str, dict[str, Any]]]:
    """Return a dense network, and the convolution of the base with each end."""
    units = base.layers or UNITS
    ends = {"none": "flatten", "max": "max 2 × 2", "global_max": "global max", "global_mean": "global mean"}
    return [
        (f"Dense {'-'.join(map(str, units))}", {"filters": (), "layers": units}),
        *((f"Conv, {name}", {"pooling": pooling}) for pooling, name in ends.items()),
    ]


def _strides(base: ImageExperiment) -> list[tuple[str, dict[str, Any]]]:
    return [
        (
            f"Stride {stride}, {'max 2 × 2' if pooling == 'max' else 'no pooling'}",
            {"stride": stride, "pooling": pooling},
        )
        for pooling in ("none", "max")
        for stride in (1, 2)
    ]


def _paddings(base: ImageExperiment) -> list[tuple[str, dict[str, Any]]]:
    return [
        (f"{kernel} × {kernel}, padding {label}", {"kernel": kernel, "padding": padding})
        for kernel in ("3", "5")
        for padding, label in PADDING.items()
    ]


def _counts(base: ImageExperiment) -> list[tuple[str, dict[str, Any]]]:
    names = ["1 filter", *(f"{'-'.join(map(str, count))} filters" for count in COUNTS[1:])]
    return [(name, {"filters": count}) for name, count in zip(names, COUNTS, strict=True)]


ENDS = {
    "none": "No pooling",
    "max": "Max 2 × 2",
    "mean": "Mean 2 × 2",
    "global_max": "Global max",
    "global_mean": "Global mean",
}
QUESTIONS: dict[str, Question] = {
    "network": Question("Dense or convolution", frozenset({"filters", "pooling"}), _networks),
    "pooling": Question(
        "Pooling",
        frozenset({"pooling"}),
        lambda base: [(name, {"pooling": pooling}) for pooling, name in ENDS.items()],
    ),
    "stride": Question("Stride", frozenset({"stride", "pooling"}), _strides),
    "padding": Question("Padding", frozenset({"kernel", "padding"}), _paddings),
    "kernel": Question(
        "Kernel",
        frozenset({"kernel"}),
        lambda base: [(f"{kernel} × {kernel}", {"kernel": kernel}) for kernel in ("1", "3", "5")],
    ),
    "filters": Question("Filters", frozenset({"filters"}), _counts),
    "activation": Question(
        "Activation",
        frozenset({"activation"}),
        lambda base: [(ACTIVATIONS[name].label, {"activation": name}) for name in SHOWN_ACTIVATIONS],
    ),
}
# The settings of a network that are equal for all, unless a question sets them.
SHARED = ("filters", "kernel", "stride", "padding", "pooling", "activation")


def varied(against: str) -> frozenset[str]:
    """Return the fields that need no widget: those that a question sets. The filters of all convolutions need one."""
    return QUESTIONS[against].fields - ({"filters"} if against == "network" else set())


def members(base: ImageExperiment, against: str) -> tuple[list[Member], list[str]]:
    """Return the networks that a question compares, and the names of those that there cannot be with these images."""
    found, impossible = [], []
    if not base.filters:
        base = _with_filters(base)
    for name, changes in QUESTIONS[against].variants(base):
        try:
            found.append(Member(name, change(base, **changes)))
        except ValueError:  # such as a kernel that is larger than the image
            impossible.append(name)
    return found, impossible


def _with_filters(base: ImageExperiment) -> ImageExperiment:
    """Return the same with a convolution; where its kernel does not fit, with the usual one."""
    try:
        return change(base, filters=FILTERS)
    except ValueError:
        usual = ImageExperiment()
        return change(base, **{name: getattr(usual, name) for name in ImageExperiment.SHAPE_FIELDS})
