"""The Stage's Frame: what the eye needs of a Run at one moment."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from engine.activations import ACTIVATIONS
from engine.data.datasets import OWN
from engine.data.features import FEATURES
from engine.experiments.experiment import FIELDS, Experiment
from engine.losses import LOSSES
from engine.runs.history import Scores
from engine.runs.run import Run
from engine.study import inspection
from pictures.live import maps, packing, progress

MAP = 96  # pixels across the output map
PLAIN = Experiment().axes  # of data whose axes and classes have no names
MANY_TILES = 24  # neurons from which their maps get coarser, to bound what a page interpolates in each picture


def trace(run: Run, point: tuple[float, float], target: float | None) -> dict[str, Any]:
    """Return what happens to one point on its way through the network, and back if it has a target."""
    seen = inspection.inspect(run, point, target)

    def numbers(values: np.ndarray | None) -> list[float] | None:
        return None if values is None else [float(f"{value:.5g}") for value in np.nan_to_num(values)]

    return {
        "point": point,
        "target": target,
        "inputs": numbers(seen.layers[0].x),
        "layers": [{part: numbers(getattr(layer, part)) for part in ("z", "a", "da", "dz")} for layer in seen.layers],
        "p": numbers(seen.probabilities),
        "loss": None if seen.loss is None else float(np.nan_to_num(seen.loss)),
    }


def _names(experiment: Experiment) -> dict[str, Any]:
    """Return what axes and classes are called, and the file's number at 0 and in one unit, where there is a file."""
    axes = experiment.axes
    if axes == PLAIN:
        return {}
    each = [(axis.name, axis.offset, axis.factor) for axis in axes[:3]]
    return {"axes": each, **({"names": axes.classes} if any(axes.classes) else {})}


def pack(
    run: Run,
    scores: Scores,
    state: str,
    serial: int,
    trunk: Run | None = None,
    branches: Sequence[tuple[str, Run]] = (),
    has_gradient: bool = True,
    beside: Run | None = None,
    **more: Any,
) -> packing.Frame:
    """Return the Frame of the first network of a Run.

    state is ready, playing, paused, past or diverged; serial changes when the picture must jump instead
    of glide. trunk is the Run whose loss curve is drawn, if run is a moment of its past; branches are named
    Runs to compare with; has_gradient says whether the picture shows it now; beside is a Run on the same data that is
    drawn beside this one; more goes into the header as it is.
    """
    trunk = trunk or run
    experiment = run.experiment
    stride = 3 if len(FEATURES) + sum(experiment.layers) <= MANY_TILES else 4
    networks, theta = maps.weights([(each, 0) for each in (run, beside) if each])
    places, labels = maps.points(run)
    gradient = np.empty(0, np.float32)
    if has_gradient:
        gradient = maps.bounded(inspection.gradient(run)[0], packing.LARGEST).astype(np.float32)
    blocks = {
        "theta": theta,
        "gradient": gradient,
        "history": packing.losses(trunk.history.rows()),
        **progress.branch_curves(branches),
        **({"pinned_curve": progress.thinned(beside)} if beside else {}),
        "places": places,
        "labels": labels,
    }
    header = {
        "state": state,
        "serial": serial,
        **progress.about(run, scores, trunk),
        "branches": [name for name, _ in branches],
        "features": [[name, f.label, name in experiment.features] for name, f in FEATURES.items()],
        "layers": experiment.layers,
        "limits": [FIELDS["layers"].most_layers, FIELDS["layers"].most_neurons],
        "activations": [ACTIVATIONS[name].label for name in experiment.activations],
        "data": experiment.data,
        "own": experiment.data == OWN,
        "loss": LOSSES[experiment.loss].label,
        "networks": networks,
        "tile": MAP // stride,
        **maps.about(run, MAP),
        **_names(experiment),
        **more,
    }
    return packing.Frame(header, blocks)
