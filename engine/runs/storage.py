"""An Experiment and its weights as JSON, and back: text that people can read and no program can be hidden in."""

import json
from dataclasses import fields
from typing import Any, NamedTuple

import numpy as np

from engine import network
from engine.experiments.experiment import FIELDS, Experiment
from engine.runs import training
from engine.runs.training import Run

FORMAT = "neural-network-playground"
VERSION = 1
MAX_STEP = 10**12
MAX_SHOWN = 80  # characters
MAX_LENGTH = 1_000_000  # characters; the largest network takes about 40,000


class Saved(NamedTuple):
    """What a text holds: an Experiment, its network's parameters (P,) and how many steps they were trained."""

    experiment: Experiment
    theta: np.ndarray
    step: int = 0


def dumps(saved: Saved) -> str:
    """Return the text; every number is written so that it reads back bit for bit.

    Raises ValueError where a parameter is not finite.
    """
    if not np.isfinite(saved.theta).all():
        raise ValueError("theta must be finite to be saved")
    content = {
        "format": FORMAT,
        "version": VERSION,
        "experiment": {field.name: getattr(saved.experiment, field.name) for field in fields(Experiment)},
        "step": saved.step,
        "dtype": saved.theta.dtype.name,
        "theta": saved.theta.tolist(),
    }
    return json.dumps(content, indent=1, allow_nan=False)


def loads(text: str) -> Saved:
    """Return what a text holds. Raises ValueError, saying what is wrong, for any other text.

    Settings that are missing have their defaults; unknown ones are refused. What stands beside the
    fields of the format is passed over.
    """
    if len(text) > MAX_LENGTH:
        raise ValueError(f"the text must be at most {MAX_LENGTH:,} characters long, got {len(text):,}")
    try:
        content = json.loads(text, parse_constant=_refuse)
    except (json.JSONDecodeError, RecursionError) as error:
        raise ValueError(f"the text must be JSON: {error}") from None
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise ValueError(f'the text must be a saved network, with "format": "{FORMAT}"')
    version, step = content.get("version"), content.get("step", 0)
    if type(version) is not int or version != VERSION:
        raise ValueError(f"version must be {VERSION}, got {_shown(version)}")
    experiment = _experiment(content.get("experiment"))
    if type(step) is not int or not 0 <= step <= MAX_STEP:
        raise ValueError(f"step must be a whole number in [0, {MAX_STEP:,}], got {_shown(step)}")
    return Saved(experiment, _theta(content, experiment), step)


def resume(saved: Saved) -> Run:
    """Return a Run at step 0 with the saved weights; optimizer and schedule begin anew."""
    run = training.start(saved.experiment, dtype=saved.theta.dtype)
    return training.assemble(run.experiments, run.layers, run.train, run.test, saved.theta[None].copy())


def _shown(value: Any) -> str:
    """Return what a message repeats of a value from outside: short, and printable everywhere."""
    try:
        return ascii(value)[:MAX_SHOWN]
    except ValueError:  # an integer of thousands of digits has no text
        return "a number too long to show"


def _refuse(name: str) -> None:
    raise ValueError(f"numbers must be finite, got {name}")


def _experiment(settings: Any) -> Experiment:
    if not isinstance(settings, dict):
        raise ValueError("experiment must be an object of settings")
    if unknown := sorted(settings.keys() - FIELDS.keys()):
        raise ValueError(f"experiment has unknown settings: {_shown(', '.join(unknown))}")
    return Experiment(**{name: tuple(value) if isinstance(value, list) else value for name, value in settings.items()})


def _theta(content: dict, experiment: Experiment) -> np.ndarray:
    dtype, values = content.get("dtype"), content.get("theta")
    if dtype not in ("float32", "float64"):
        raise ValueError(f"dtype must be float32 or float64, got {_shown(dtype)}")
    size = network.layout(training.layers_of(experiment)).size
    if not isinstance(values, list) or not all(type(value) in (int, float) for value in values):
        raise ValueError("theta must be a list of numbers")
    if len(values) != size:
        raise ValueError(f"theta must have {size} numbers for this network, got {len(values)}")
    try:
        with np.errstate(over="ignore"):
            theta = np.array(values, dtype)
    except OverflowError:  # an integer beyond any float
        theta = np.array([np.inf])
    if not np.isfinite(theta).all():
        raise ValueError(f"theta must have numbers that {dtype} can hold")
    return theta
