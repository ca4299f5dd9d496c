"""Save an Experiment and its weights as JSON, and load them: people can read the text, and it cannot hold code."""

import json
from typing import Any, NamedTuple

import numpy as np

from engine import network
from engine.experiments.experiment import Experiment
from engine.experiments.fields import shown
from engine.experiments.kinds import EXPERIMENTS
from engine.numerals import grouped
from engine.runs import text
from engine.runs.beginning import layers_of
from engine.runs.run import Run, assemble, start_run

FORMAT = "neural-network-playground"
VERSION = 1
MAX_STEP = 10**12
MAX_NAMED = 5  # unknown settings that a remark names


class Saved(NamedTuple):
    """The contents of a file: an Experiment, its network's parameters (P,) and their number of steps.

    remarks are sentences on what of the file was left out, or was not as `dumps` writes it.
    """

    experiment: Any
    theta: np.ndarray
    step: int = 0
    remarks: tuple[str, ...] = ()


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


def loads(said: str) -> Saved:
    """Return the contents of a text that `dumps` wrote. Raises ValueError, with the reason, for any other text."""
    return from_plain(text.plain(said))


def from_plain(content: Any) -> Saved:
    """Return the same for the plain values of a text.

    Missing settings have their defaults, and a missing kind is "points"; unknown settings are left out, with a remark.
    Unknown fields beside those of the format are ignored. A whole number may be written as 6.0, and a parameter as
    text.
    """
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise ValueError(f'the text must be a saved network, with "format": "{FORMAT}"')
    version, step = _whole(content.get("version")), _whole(content.get("step", 0))
    if type(version) is not int or version != VERSION:
        raise ValueError(f"“version” must be {VERSION}, got {shown(version)}")
    experiment, unknown = _experiment(content.get("kind", Experiment.KIND), content.get("experiment"))
    if type(step) is not int or not 0 <= step <= MAX_STEP:
        raise ValueError(f"“step” must be a whole number in [0, {grouped(MAX_STEP)}], got {shown(step)}")
    theta = _theta(content, experiment)
    remarks = []
    if unknown:
        named = ", ".join(f"“{shown(name)[1:-1]}”" for name in unknown[:MAX_NAMED])
        more = f" and {len(unknown) - MAX_NAMED} more" if len(unknown) > MAX_NAMED else ""
        remarks.append(f"Settings that are not known here were left out: {named}{more}.")
    if any(isinstance(value, str) for value in content["theta"]):
        remarks.append("Numbers of “theta” that are written as text were read as numbers.")
    return Saved(experiment, theta, step, tuple(remarks))


def resume(saved: Saved) -> Run:
    """Return a Run at step 0 with the saved weights; optimizer and schedule are in their initial state."""
    run = start_run(saved.experiment, dtype=saved.theta.dtype)
    return assemble(run.experiments, run.layers, run.train, run.test, saved.theta[None].copy())


def _whole(value: Any) -> Any:
    """Return a whole number such as 6.0 as an integer, and lists as tuples of such; all else as it is."""
    if isinstance(value, list):
        return tuple(map(_whole, value))
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _experiment(kind: Any, settings: Any) -> tuple[Any, list[str]]:
    """Return the Experiment, and the names of the settings that it does not have."""
    if not isinstance(kind, str) or kind not in EXPERIMENTS:
        raise ValueError(f"“kind” must be one of {', '.join(EXPERIMENTS)}, got {shown(kind)}")
    if not isinstance(settings, dict):
        raise ValueError("“experiment” must be an object of settings")
    fields = EXPERIMENTS[kind].FIELDS
    try:
        experiment = EXPERIMENTS[kind](**{name: _whole(value) for name, value in settings.items() if name in fields})
    except ValueError as error:
        name, space, rest = str(error).partition(" ")
        raise ValueError(f"“experiment.{name}”{space}{rest}") from None
    return experiment, sorted(settings.keys() - fields.keys())


def _theta(content: dict[str, Any], experiment: Any) -> np.ndarray:
    dtype, values = content.get("dtype"), content.get("theta")
    if dtype not in ("float32", "float64"):
        raise ValueError(f"“dtype” must be float32 or float64, got {shown(dtype)}")
    size = network.layout(layers_of(experiment)).size
    if not isinstance(values, list):
        raise ValueError(f"“theta” must be a list of numbers, got {shown(values)}")
    if len(values) != size:
        raise ValueError(f"“theta” must have {size} numbers for this network, got {len(values)}")
    numbers = [text.number(value, f"“theta”, number {k}") for k, value in enumerate(values, 1)]
    with np.errstate(over="ignore"):
        theta = np.array(numbers, dtype)
    if not np.isfinite(theta).all():
        raise ValueError(f"“theta” must have numbers that {dtype} can hold")
    return theta
