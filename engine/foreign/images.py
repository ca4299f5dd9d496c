"""A network of PyTorch or of dense layers on images: an ImageExperiment with its shape, and what was assumed for it.

The rows of a convolution's matrix here are PyTorch's kernels, channel by channel, and both flatten maps alike.
"""

from dataclasses import replace
from itertools import product
from typing import Any

from engine.experiments.image_experiment import MAX_CONVOLUTIONS, MAX_FILTERS, PADDING, POOLING, ImageExperiment
from engine.foreign import fitting
from engine.foreign.arrays import count, expected
from engine.foreign.found import Found, Layer
from engine.foreign.points import about_hidden, check_widths
from engine.runs.storage import Saved

MOST_LAYERS, MOST_UNITS = 2, 64
SIDES = (1, 3, 5)  # of a kernel
STRIDES, POOLINGS = (1, 2), ("max", "mean", "none", "global_max", "global_mean")  # the most usual ones first
ABOUT_PIXELS = "The network gets pixels from 0, white, to 1."


def fitted(found: Found, experiment: ImageExperiment) -> Saved:
    """Return the network on the data and with the settings of an Experiment, as far as both fit.

    Raises ValueError, with the reason, where there is no such network on these images.
    """
    number = next((k for k, layer in enumerate(found.layers) if layer.W.ndim != 4), len(found.layers))
    kernels, dense = found.layers[:number], found._replace(layers=found.layers[number:])
    if not dense.layers:
        raise ValueError("it has convolutions only, and needs a dense layer for its outputs")
    changes = _convolutions(kernels)
    matrices, remarks = fitting.fit(dense, {_flat(each) for each in _shapes(experiment, changes)})
    hidden = tuple(len(W) for W, _ in matrices[:-1])
    check_widths(hidden, MOST_LAYERS, MOST_UNITS)
    outputs = len(matrices[-1][0])
    if outputs == 2 and experiment.class_count == 2:
        matrices = fitting.one_output(matrices)
        outputs = 1
        remarks += ("Its two outputs became one, their difference, whose sigmoid is the same probability.",)
    if outputs != experiment.outputs:
        classes = f"the data “{experiment.data}” have {experiment.class_count} classes"
        raise ValueError(f"it has {count(outputs, 'output')}, and {classes}")
    shapes = _fitting_shapes(experiment, changes, matrices[0][0].shape[1])
    given: dict[str, Any] = {"activation": found.activation} if found.activation else {}
    new = replace(shapes[0], layers=hidden, **given)
    theta = fitting.theta_of([*(_rows(layer) for layer in kernels), *matrices])
    sentences = (*about_hidden(new, bool(given)), *_about_shape(new, len(shapes)), ABOUT_PIXELS)
    return Saved(new, theta, 0, (*fitting.about_missing(kernels), *remarks, *sentences))


def _convolutions(kernels: tuple[Layer, ...]) -> dict[str, Any]:
    """Return the settings that make convolutions of these shapes."""
    if len(kernels) > MAX_CONVOLUTIONS:
        raise ValueError(f"it has {len(kernels)} convolutions, and this page has up to {MAX_CONVOLUTIONS}")
    channels = 1
    for layer in kernels:
        filters, inputs, side = layer.W.shape[:3]
        if inputs != channels:
            raise ValueError(
                f"{layer.name} has kernels for {count(inputs, 'channel')} where {expected(channels)}; the order "
                "is PyTorch’s: filters, channels, side, side"
            )
        if side not in SIDES or side != kernels[0].W.shape[2]:
            raise ValueError(f"{layer.name} has kernels of {side} × {side}; all must be 1 × 1, 3 × 3 or 5 × 5")
        if filters > MAX_FILTERS:
            raise ValueError(f"{layer.name} has {filters} filters, and this page has up to {MAX_FILTERS}")
        channels = filters
    settings: dict[str, Any] = {"filters": tuple(len(layer.W) for layer in kernels)}
    return settings | ({"kernel": str(kernels[0].W.shape[2])} if kernels else {})


def _rows(layer: Layer) -> tuple[Any, Any]:
    """Return a convolution's W, a row for each filter, and b."""
    W = layer.W.reshape(len(layer.W), -1)
    return W, W[:, 0] * 0 if layer.b is None else layer.b


def _shapes(experiment: ImageExperiment, changes: dict[str, Any]) -> list[ImageExperiment]:
    """Return Experiments with these convolutions: first with what is set between them, then with what is most usual."""
    names = ("stride", "pooling", "padding")
    now = tuple(getattr(experiment, name) for name in names)
    others = [each for each in product(STRIDES, POOLINGS, PADDING) if each != now] if changes["filters"] else []
    shapes = []
    for each in (now, *others):
        settings: dict[str, Any] = {**changes, **dict(zip(names, each, strict=True)), "layers": ()}
        try:
            shapes.append(replace(experiment, **settings))
        except ValueError:  # the images become too small
            continue
    return shapes


def _flat(experiment: ImageExperiment) -> int:
    """Return the number of values that the first dense layer gets."""
    return int(experiment.network()[-1].inputs)


def _fitting_shapes(experiment: ImageExperiment, changes: dict[str, Any], inputs: int) -> list[ImageExperiment]:
    """Return the Experiments whose convolutions leave so many values. Raises ValueError where none does."""
    shapes = _shapes(experiment, changes)
    if fitting_ones := [each for each in shapes if _flat(each) == inputs]:
        return fitting_ones
    sizes = ", ".join(map(str, sorted({_flat(each) for each in shapes})))
    raise ValueError(
        f"its first dense layer has {count(inputs, 'input')}; images of {experiment.side} × {experiment.side} pixels "
        f"can give it {sizes}"
    )


def _about_shape(experiment: ImageExperiment, possible: int) -> tuple[str, ...]:
    """Return a sentence on what lies between convolutions, which weights do not say; so many ways are possible."""
    if not experiment.filters:
        return ()
    pooling, padding = POOLING[experiment.pooling], PADDING[experiment.padding]
    others = f" {count(possible - 1, 'other way')} would fit: set these three before, to have another." * (possible > 1)
    return (f"Assumed: pooling {pooling}, padding {padding}, stride {experiment.stride}, which fit the sizes.{others}",)
