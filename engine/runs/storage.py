"""Save an Experiment and its weights as JSON, and load them: people can read the text, and it cannot hold code."""

import json
import re
from typing import Any, NamedTuple

import numpy as np

from engine import network
from engine.experiments.experiment import Experiment
from engine.experiments.fields import shown
from engine.experiments.kinds import EXPERIMENTS
from engine.numerals import grouped
from engine.runs.beginning import layers_of
from engine.runs.run import Run, assemble, start_run

FORMAT = "neural-network-playground"
VERSION = 1
MAX_STEP = 10**12
MAX_LENGTH = 1_000_000  # characters; the largest network takes about 40,000
# That open in a text; the format has seven, and JSON of hundreds of levels is an error wherever it goes. Those within
# strings, such as a visitor's own text, do not count.
MAX_BRACKETS = 100
STRING = re.compile(r'"(?:[^"\\]|\\.)*+"?', re.DOTALL)


class Saved(NamedTuple):
    """The contents of a file: an Experiment, its network's parameters (P,) and their number of steps."""

    experiment: Any
    theta: np.ndarray
    step: int = 0


def dumps(saved: Saved) -> str:
    """Return the text, in which every number reads back bit for bit. Raises ValueError if a parameter is not finite."""
    if not np.isfinite(saved.theta).all():
        raise ValueError("theta must be finite to be saved")
    content = {
        "format": FORMAT,
        "version": VERSION,
        "kind": saved.experiment.KIND,
        "experiment": {name: _short(getattr(saved.experiment, name)) for name in saved.experiment.FIELDS},
        "step": saved.step,
        "dtype": saved.theta.dtype.name,
        "theta": saved.theta.tolist(),
    }
    return json.dumps(content, indent=1, allow_nan=False)


def _short(value: Any) -> Any:
    """Return a whole float as an integer, as people write it."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def loads(text: str) -> Saved:
    """Return the contents of a text that `dumps` wrote. Raises ValueError, with the reason, for any other text.

    Missing settings have their defaults, and a missing kind is "points"; unknown settings are refused. Unknown fields
    beside those of the format are ignored.
    """
    if len(text) > MAX_LENGTH:
        raise ValueError(f"the text must be at most {grouped(MAX_LENGTH)} characters long, got {grouped(len(text))}")
    bare = STRING.sub("", text)
    if (count := bare.count("[") + bare.count("{")) > MAX_BRACKETS:
        raise ValueError(f"the text must be JSON with at most {MAX_BRACKETS} lists and objects, got {grouped(count)}")
    try:
        content = json.loads(text, parse_constant=_refuse)
    except (json.JSONDecodeError, RecursionError) as error:
        raise ValueError(f"the text must be JSON: {error}") from None
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise ValueError(f'the text must be a saved network, with "format": "{FORMAT}"')
    version, step = content.get("version"), content.get("step", 0)
    if type(version) is not int or version != VERSION:
        raise ValueError(f"version must be {VERSION}, got {shown(version)}")
    experiment = _experiment(content.get("kind", Experiment.KIND), content.get("experiment"))
    if type(step) is not int or not 0 <= step <= MAX_STEP:
        raise ValueError(f"step must be a whole number in [0, {grouped(MAX_STEP)}], got {shown(step)}")
    return Saved(experiment, _theta(content, experiment), step)


def resume(saved: Saved) -> Run:
    """Return a Run at step 0 with the saved weights; optimizer and schedule are in their initial state."""
    run = start_run(saved.experiment, dtype=saved.theta.dtype)
    return assemble(run.experiments, run.layers, run.train, run.test, saved.theta[None].copy())


def _refuse(name: str) -> None:
    raise ValueError(f"numbers must be finite, got {name}")


def _experiment(kind: Any, settings: Any) -> Any:
    if not isinstance(kind, str) or kind not in EXPERIMENTS:
        raise ValueError(f"kind must be one of {', '.join(EXPERIMENTS)}, got {shown(kind)}")
    if not isinstance(settings, dict):
        raise ValueError("experiment must be an object of settings")
    if unknown := sorted(settings.keys() - EXPERIMENTS[kind].FIELDS.keys()):
        raise ValueError(f"experiment has unknown settings: {shown(', '.join(unknown))}")
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in settings.items()
    }
    return EXPERIMENTS[kind](**values)


def _theta(content: dict[str, Any], experiment: Any) -> np.ndarray:
    dtype, values = content.get("dtype"), content.get("theta")
    if dtype not in ("float32", "float64"):
        raise ValueError(f"dtype must be float32 or float64, got {shown(dtype)}")
    size = network.layout(layers_of(experiment)).size
    if not isinstance(values, list) or not all(type(value) in (int, float) for value in values):
        raise ValueError("theta must be a list of numbers")
    if len(values) != size:
        raise ValueError(f"theta must have {size} numbers for this network, got {len(values)}")
    try:
        with np.errstate(over="ignore"):
            theta = np.array(values, dtype)
    except OverflowError:  # an integer too large for a float
        theta = np.array([np.inf])
    if not np.isfinite(theta).all():
        raise ValueError(f"theta must have numbers that {dtype} can hold")
    return theta
